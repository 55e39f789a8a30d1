package salesforce

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// soon is how near an end counts as a loss: a pipeline that runs once a day could
// not put it off any more.
const soon = 24 * time.Hour

// checkEnd is checkLoss for a row that ends. An end that is not soon is a warning of
// the plan.
func (g guard) checkEnd(ctx context.Context, row salesforceapi.ID, end *time.Time) {
	if end == nil {
		return
	}
	g.change = "its end at " + end.Format(time.RFC3339)
	g.later = end.After(time.Now().Add(soon))
	if !g.later || g.planned != nil {
		g.checkLoss(ctx, accessChange{revoked: []salesforceapi.ID{row}})
	}
}

// checkLoss is check for rows and objects that go, or that have an end to come.
// Those by which the provider's own user holds nothing take no more than one call
// to tell, however many they are.
func (g guard) checkLoss(ctx context.Context, change accessChange) {
	concerned, err := holdsBy(ctx, g.client, slices.Concat(change.revoked, change.withoutCalls, change.withoutAnyClient))
	switch {
	case err != nil && !transport.IsPermission(err):
		g.noun.FailedAt(g.diags, g.at, "tell whether the provider's own access ends with "+g.change+" of", g.object, err)
	case err == nil && concerned:
		g.check(ctx, change)
	}
}

// holdsBy tells whether the provider's own user held something by one of the rows
// and objects when the run began, or has the provider's own app by it.
func holdsBy(ctx context.Context, client *salesforceapi.Client, ids []salesforceapi.ID) (bool, error) {
	asked := map[salesforceapi.ID]bool{}
	for _, id := range ids {
		asked[id] = id != ""
	}
	user, known, err := unlessMissing(client.OwnUserID(ctx))
	if err != nil || !known || len(ids) == 0 {
		return false, err
	}
	held, err := client.PermissionSetAssignments.HeldAtFirst(ctx, user)
	if err != nil {
		return false, err
	}
	for _, one := range held {
		var members []salesforceapi.PermissionSetGroupComponent
		if one.GroupID != "" {
			if members, err = client.PermissionSetGroupComponents.OfGroup(ctx, one.GroupID); err != nil {
				return false, err
			}
		}
		if asked[one.ID] || asked[one.PermissionSetID] || asked[one.GroupID] ||
			slices.ContainsFunc(members, func(member salesforceapi.PermissionSetGroupComponent) bool {
				return asked[member.ID] || asked[member.PermissionSetID]
			}) {
			return true, nil
		}
	}
	return carriesOwnApp(ctx, client, asked)
}

// carriesOwnApp tells whether one of the rows grants the provider's own app.
func carriesOwnApp(ctx context.Context, client *salesforceapi.Client, asked map[salesforceapi.ID]bool) (bool, error) {
	const prefix = "0J0"
	if !slices.ContainsFunc(slices.Collect(maps.Keys(asked)), func(id salesforceapi.ID) bool {
		return strings.HasPrefix(string(id), prefix)
	}) {
		return false, nil
	}
	app, known, err := unlessMissing(client.Apps.Own(ctx))
	if err != nil || !known {
		return false, err
	}
	rows, err := client.SetupEntityAccess.OfApp(ctx, app.ID)
	return slices.ContainsFunc(rows, func(row salesforceapi.SetupEntityAccess) bool { return asked[row.ID] }), err
}
