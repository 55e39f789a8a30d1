package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const objectGroupComponent = "PermissionSetGroupComponent"

// PermissionSetGroupComponent is the membership of a permission set in a group.
type PermissionSetGroupComponent struct {
	ID              ID `json:"Id"`
	GroupID         ID `json:"PermissionSetGroupId"`
	PermissionSetID ID `json:"PermissionSetId"`
}

// componentKey is a membership's natural key.
type componentKey struct{ group, permissionSet ID }

// PermissionSetGroupComponents are the members of all permission set groups. One
// listing answers all reads. Rows have no update.
type PermissionSetGroupComponents struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, componentKey, PermissionSetGroupComponent]
}

func newPermissionSetGroupComponents(client *Client) *PermissionSetGroupComponents {
	list := func(ctx context.Context, _ struct{}) (map[componentKey]PermissionSetGroupComponent, error) {
		found := map[componentKey]PermissionSetGroupComponent{}
		const soql = "SELECT Id, PermissionSetGroupId, PermissionSetId FROM PermissionSetGroupComponent"
		for row, err := range Query[PermissionSetGroupComponent](ctx, client, soql) {
			if err != nil {
				return nil, err
			}
			found[componentKey{row.GroupID, row.PermissionSetID}] = row
		}
		return found, nil
	}
	return &PermissionSetGroupComponents{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Get reads the membership of a permission set in a group. A missing one is an
// error of kind NotFound.
func (c *PermissionSetGroupComponents) Get(
	ctx context.Context, groupID, permissionSetID ID,
) (PermissionSetGroupComponent, error) {
	row, found, err := c.listed.Get(ctx, struct{}{}, componentKey{groupID, permissionSetID})
	if err == nil && !found {
		err = missing(c.client.dataPath()+queryPath,
			fmt.Sprintf("the permission set %s is not in the group %s", permissionSetID, groupID))
	}
	return row, err
}

// OfGroup reads the members of a group, in the order of their ids. The id of a
// muting permission set begins with 0QM.
func (c *PermissionSetGroupComponents) OfGroup(ctx context.Context, groupID ID) ([]PermissionSetGroupComponent, error) {
	all, err := c.listed.All(ctx, struct{}{})
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(key componentKey, _ PermissionSetGroupComponent) bool { return key.group != groupID })
	return slices.SortedFunc(maps.Values(all), func(a, b PermissionSetGroupComponent) int {
		return strings.Compare(string(a.ID), string(b.ID))
	}), nil
}

// Create adds a permission set to a group. A membership that exists is an error
// of kind Conflict.
func (c *PermissionSetGroupComponents) Create(
	ctx context.Context, groupID, permissionSetID ID,
) (PermissionSetGroupComponent, error) {
	values := fields{"PermissionSetGroupId": groupID, "PermissionSetId": permissionSetID}
	id, err := c.client.rows.create(ctx, objectGroupComponent, values)
	if err != nil {
		c.listed.Invalidate(struct{}{})
		return PermissionSetGroupComponent{}, err
	}
	row := PermissionSetGroupComponent{ID: id, GroupID: groupID, PermissionSetID: permissionSetID}
	c.listed.Put(struct{}{}, componentKey{groupID, permissionSetID}, row)
	return row, nil
}

// Delete takes a permission set out of a group. A membership that is gone is an
// error of kind NotFound.
func (c *PermissionSetGroupComponents) Delete(ctx context.Context, row PermissionSetGroupComponent) error {
	err := c.client.rows.remove(ctx, objectGroupComponent, row.ID)
	if err != nil && !transport.IsNotFound(err) {
		c.listed.Invalidate(struct{}{})
		return err
	}
	c.listed.Drop(struct{}{}, componentKey{row.GroupID, row.PermissionSetID})
	return err
}
