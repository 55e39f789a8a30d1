package salesforceapi

import (
	"context"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// License is a user license.
type License struct {
	ID   ID     `json:"Id"`
	Name string `json:"Name"`
}

// Licenses are the organization's user licenses. One listing answers all reads.
type Licenses struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, lookup, License]
}

func newLicenses(client *Client) *Licenses {
	list := func(ctx context.Context, _ struct{}) (map[lookup]License, error) {
		found := map[lookup]License{}
		for license, err := range Query[License](ctx, client, "SELECT Id, Name FROM UserLicense") {
			if err != nil {
				return nil, err
			}
			found[byID(string(license.ID))], found[byName(license.Name)] = license, license
		}
		return found, nil
	}
	return &Licenses{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Find looks a user license up by its name or its id (100…). A missing one is an
// error of kind NotFound.
func (l *Licenses) Find(ctx context.Context, reference string) (License, error) {
	way := byName(reference)
	if IsID(reference, "100") {
		way = byID(reference)
	}
	license, found, err := l.listed.Get(ctx, struct{}{}, way)
	if err == nil && !found {
		err = missing(l.client.dataPath()+queryPath, fmt.Sprintf("there is no user license %q", reference))
	}
	return license, err
}
