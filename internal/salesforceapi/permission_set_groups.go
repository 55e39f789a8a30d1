package salesforceapi

import (
	"context"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// PermissionSetGroup is a group of permission sets that are assigned together.
type PermissionSetGroup struct {
	ID            ID     `json:"Id"`
	DeveloperName string `json:"DeveloperName"`
	Label         string `json:"MasterLabel"`
	Description   string `json:"Description"`
	// HasActivationRequired makes it one that a session has to activate.
	HasActivationRequired bool `json:"HasActivationRequired"`
	// Status is Updated, Outdated, Updating or Failed: the platform recalculates
	// a group after its components change.
	Status string `json:"Status"`
}

// PermissionSetGroups are the organization's permission set groups. One listing
// answers all reads.
type PermissionSetGroups struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, lookup, PermissionSetGroup]
	states *coalesce.Batcher[struct{}, ID, PermissionSetGroup]
}

const groupQuery = "SELECT Id, DeveloperName, MasterLabel, Description, HasActivationRequired, Status FROM PermissionSetGroup"

func newPermissionSetGroups(client *Client) *PermissionSetGroups {
	list := func(ctx context.Context, _ struct{}) (map[lookup]PermissionSetGroup, error) {
		found := map[lookup]PermissionSetGroup{}
		for group, err := range Query[PermissionSetGroup](ctx, client, groupQuery) {
			if err != nil {
				return nil, err
			}
			found[byID(string(group.ID))], found[byName(group.DeveloperName)] = group, group
		}
		return found, nil
	}
	return &PermissionSetGroups{
		client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting), states: newGroupStates(client),
	}
}

// Find looks a group up by its developer name or its id (0PG…). A missing one is
// an error of kind NotFound.
func (g *PermissionSetGroups) Find(ctx context.Context, reference string) (PermissionSetGroup, error) {
	way := byName(reference)
	if IsID(reference, "0PG") {
		way = byID(reference)
	}
	group, found, err := g.listed.Get(ctx, struct{}{}, way)
	if err == nil && !found {
		err = missing(g.client.dataPath()+queryPath, fmt.Sprintf("there is no permission set group %q", reference))
	}
	return group, err
}
