package salesforceapi

import (
	"context"
	"fmt"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const objectAssignment = "PermissionSetAssignment"

// PermissionSetAssignment is a permission set that a user holds.
type PermissionSetAssignment struct {
	ID              ID
	PermissionSetID ID
	AssigneeID      ID
	// Expiration is when the assignment ends, or nil.
	Expiration *time.Time
}

// assignmentRow is an assignment as the platform tells it.
type assignmentRow struct {
	ID              ID        `json:"Id"`
	PermissionSetID ID        `json:"PermissionSetId"`
	AssigneeID      ID        `json:"AssigneeId"`
	GroupID         ID        `json:"PermissionSetGroupId"`
	ExpirationDate  *dateTime `json:"ExpirationDate"`
}

// PermissionSetAssignments are the users' permission sets. One listing per
// permission set answers all reads of it.
type PermissionSetAssignments struct {
	client *Client
	listed *coalesce.Snapshot[ID, ID, PermissionSetAssignment]
}

func newPermissionSetAssignments(client *Client) *PermissionSetAssignments {
	list := func(ctx context.Context, permissionSetID ID) (map[ID]PermissionSetAssignment, error) {
		found := map[ID]PermissionSetAssignment{}
		soql := "SELECT Id, PermissionSetId, AssigneeId, PermissionSetGroupId, ExpirationDate " +
			"FROM PermissionSetAssignment WHERE PermissionSetId = " + Quote(string(permissionSetID))
		for row, err := range Query[assignmentRow](ctx, client, soql) {
			if err != nil {
				return nil, err
			}
			found[row.AssigneeID] = PermissionSetAssignment{
				ID: row.ID, PermissionSetID: row.PermissionSetID, AssigneeID: row.AssigneeID,
				Expiration: row.ExpirationDate.time(),
			}
		}
		return found, nil
	}
	return &PermissionSetAssignments{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Get reads the assignment of a permission set to a user. A missing one is an
// error of kind NotFound.
func (a *PermissionSetAssignments) Get(
	ctx context.Context, permissionSetID, assigneeID ID,
) (PermissionSetAssignment, error) {
	assignment, found, err := a.listed.Get(ctx, permissionSetID, assigneeID)
	if err == nil && !found {
		err = missing(a.client.dataPath()+queryPath,
			fmt.Sprintf("the user %s does not hold the permission set %s", assigneeID, permissionSetID))
	}
	return assignment, err
}

// Create assigns a permission set to a user, until expiration unless that is
// nil. An assignment that exists is an error of kind Conflict.
func (a *PermissionSetAssignments) Create(
	ctx context.Context, permissionSetID, assigneeID ID, expiration *time.Time,
) (PermissionSetAssignment, error) {
	values := fields{"PermissionSetId": permissionSetID, "AssigneeId": assigneeID}
	if expiration != nil {
		values["ExpirationDate"] = newDateTime(expiration)
	}
	id, err := a.client.rows.create(ctx, objectAssignment, values)
	if err != nil {
		a.listed.Invalidate(permissionSetID)
		return PermissionSetAssignment{}, err
	}
	assignment := PermissionSetAssignment{
		ID: id, PermissionSetID: permissionSetID, AssigneeID: assigneeID, Expiration: newDateTime(expiration).time(),
	}
	a.listed.Put(permissionSetID, assigneeID, assignment)
	return assignment, nil
}

// SetExpiration changes when an assignment ends; nil is never.
func (a *PermissionSetAssignments) SetExpiration(
	ctx context.Context, assignment PermissionSetAssignment, expiration *time.Time,
) (PermissionSetAssignment, error) {
	values := fields{"ExpirationDate": newDateTime(expiration)}
	if err := a.client.rows.update(ctx, objectAssignment, assignment.ID, values); err != nil {
		a.listed.Invalidate(assignment.PermissionSetID)
		return PermissionSetAssignment{}, err
	}
	assignment.Expiration = newDateTime(expiration).time()
	a.listed.Put(assignment.PermissionSetID, assignment.AssigneeID, assignment)
	return assignment, nil
}

// Delete takes a permission set from a user. An assignment that is gone is an
// error of kind NotFound.
func (a *PermissionSetAssignments) Delete(ctx context.Context, assignment PermissionSetAssignment) error {
	err := a.client.rows.remove(ctx, objectAssignment, assignment.ID)
	if err != nil && !transport.IsNotFound(err) {
		a.listed.Invalidate(assignment.PermissionSetID)
		return err
	}
	a.listed.Drop(assignment.PermissionSetID, assignment.AssigneeID)
	return err
}
