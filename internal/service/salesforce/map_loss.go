package salesforce

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// lost are the rows by which those have something whom before names and planned does
// not, and gained tells that planned names others.
func lost(of kind, planned, before types.Map, live []grantee) (rows []salesforceapi.ID, gained bool) {
	known := before.Elements()
	for key := range planned.Elements() {
		if _, kept := known[key]; !kept {
			gained = true
		}
	}
	if planned.IsUnknown() || len(known) == 0 {
		return nil, planned.IsUnknown() || gained
	}
	kept, had := named(of, planned.Elements(), live), named(of, known, live)
	for _, one := range live {
		if had[one.id] && !kept[one.id] {
			rows = append(rows, one.row)
		}
	}
	return rows, gained
}

// loses tells that planned leaves out a key of before, or lets one end at another
// time.
func loses(planned, before types.Map) bool {
	wanted := planned.Elements()
	for key, value := range before.Elements() {
		if now, kept := wanted[key]; !kept || !sameMoment(expirationOf(now), expirationOf(value)) {
			return true
		}
	}
	return false
}

// ownEnd is the row of the provider's own user, and when it is to end, where that is
// another time than before.
func ownEnd(
	ctx context.Context, client *salesforceapi.Client, planned types.Map, live []grantee,
) (row salesforceapi.ID, end *time.Time, err error) {
	user, known, err := unlessMissing(client.OwnUserID(ctx))
	if err != nil || !known {
		return "", nil, err
	}
	for _, one := range live {
		if one.id != user {
			continue
		}
		for key, value := range planned.Elements() {
			if _, own := registered([]grantee{one}).find(userKind, key); own && !sameMoment(one.expiration, expirationOf(value)) {
				return one.row, expirationOf(value), nil
			}
		}
	}
	return "", nil, nil
}

// rowsOf are the rows of principals.
func rowsOf(all []keyed) []salesforceapi.ID {
	rows := make([]salesforceapi.ID, len(all))
	for i, one := range all {
		rows[i] = one.row
	}
	return rows
}

// keepAll leaves what was to be dropped, as it was before.
func (c *mapChange) keepAll() {
	for _, one := range c.drop {
		c.restore(one)
	}
	c.drop = nil
}
