package salesforce

import (
	"context"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// grantKey tells what row makes a grant: the grant of the app to the permission
// set that carries it, the assignment of that permission set to a user, or its
// membership in a group.
type grantKey struct {
	principalType           string
	app, principal, through salesforceapi.ID
}

// grantRow is the row that makes a grant.
type grantRow struct {
	id salesforceapi.ID
	// expiration is when it ends, or nil; users' alone can.
	expiration *time.Time
}

// find reads the row. A missing one is an error of kind NotFound.
func (k grantKey) find(ctx context.Context, client *salesforceapi.Client) (grantRow, error) {
	switch k.principalType {
	case principalUser:
		row, err := client.PermissionSetAssignments.Get(ctx, k.through, k.principal)
		return grantRow{row.ID, row.Expiration}, err
	case principalGroup:
		row, err := client.PermissionSetGroupComponents.Get(ctx, k.principal, k.through)
		return grantRow{id: row.ID}, err
	}
	row, err := client.SetupEntityAccess.Get(ctx, k.app, k.through)
	return grantRow{id: row.ID}, err
}

// create makes the row. One that exists is an error of kind Conflict.
func (k grantKey) create(ctx context.Context, client *salesforceapi.Client, expiration *time.Time) (grantRow, error) {
	switch k.principalType {
	case principalUser:
		row, err := client.PermissionSetAssignments.Create(ctx, k.through, k.principal, expiration)
		return grantRow{row.ID, row.Expiration}, err
	case principalGroup:
		row, err := client.PermissionSetGroupComponents.Create(ctx, k.principal, k.through)
		return grantRow{id: row.ID}, err
	}
	row, err := client.SetupEntityAccess.Create(ctx, k.app, k.through)
	return grantRow{id: row.ID}, err
}

// setExpiration changes when the row of a user's grant ends.
func (k grantKey) setExpiration(
	ctx context.Context, client *salesforceapi.Client, row grantRow, expiration *time.Time,
) (grantRow, error) {
	assignment, err := client.PermissionSetAssignments.SetExpiration(ctx, k.assignment(row.id), expiration)
	return grantRow{row.id, assignment.Expiration}, err
}

// remove deletes the row of that id and no other. One that is gone is an error of
// kind NotFound.
func (k grantKey) remove(ctx context.Context, client *salesforceapi.Client, id salesforceapi.ID) error {
	switch k.principalType {
	case principalUser:
		return client.PermissionSetAssignments.Delete(ctx, k.assignment(id))
	case principalGroup:
		return client.PermissionSetGroupComponents.Delete(ctx, salesforceapi.PermissionSetGroupComponent{
			ID: id, GroupID: k.principal, PermissionSetID: k.through,
		})
	}
	return client.SetupEntityAccess.Delete(ctx, salesforceapi.SetupEntityAccess{ID: id, AppID: k.app, ParentID: k.through})
}

func (k grantKey) assignment(id salesforceapi.ID) salesforceapi.PermissionSetAssignment {
	return salesforceapi.PermissionSetAssignment{ID: id, PermissionSetID: k.through, AssigneeID: k.principal}
}
