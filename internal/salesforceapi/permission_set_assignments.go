package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const objectAssignment = "PermissionSetAssignment"

// PermissionSetAssignment is a permission set, or a group of them, that a user
// holds.
type PermissionSetAssignment struct {
	ID ID
	// PermissionSetID is the permission set, or the group in assignments of groups.
	PermissionSetID ID
	AssigneeID      ID
	// Username is the assignee's; empty where the assignment was made in this run by
	// one who did not tell it.
	Username string
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
	Assignee        struct {
		Username string `json:"Username"`
	} `json:"Assignee"`
}

// The columns of what an assignment is of.
const (
	columnPermissionSet = "PermissionSetId"
	columnGroup         = "PermissionSetGroupId"
)

// PermissionSetAssignments are the users' permission sets, or their permission
// set groups. A listing of each permission set or group answers all reads of it,
// and listings that are asked for together travel in one query. After a few of
// them, one more lists what is left.
type PermissionSetAssignments struct {
	client *Client
	column string
	listed *coalesce.Snapshot[ID, ID, PermissionSetAssignment]
	held   *coalesce.Snapshot[ID, ID, HeldSet]
	ahead  assignmentsAhead
}

// assignmentQuery asks for assignments; what follows is the condition.
const assignmentQuery = "SELECT Id, PermissionSetId, AssigneeId, Assignee.Username, PermissionSetGroupId, ExpirationDate " +
	"FROM PermissionSetAssignment WHERE "

func newPermissionSetAssignments(client *Client) *PermissionSetAssignments {
	return newAssignments(client, columnPermissionSet)
}

func newAssignments(client *Client, column string) *PermissionSetAssignments {
	a := &PermissionSetAssignments{client: client, column: column}
	listings := &coalesce.Batcher[struct{}, ID, map[ID]PermissionSetAssignment]{
		Limit: collectionLimit, Quiet: readQuiet, Longest: readLongest, Run: a.list,
	}
	a.listed = coalesce.NewSnapshot(func(ctx context.Context, targetID ID) (map[ID]PermissionSetAssignment, error) {
		return listings.Do(ctx, struct{}{}, targetID)
	}, transport.IsLasting)
	a.held = coalesce.NewSnapshot(a.listHeld, transport.IsLasting)
	return a
}

// list reads the assignments of several permission sets or groups at once, for an
// organization may have as many of them as it has apps.
func (a *PermissionSetAssignments) list(
	ctx context.Context, _ struct{}, targets []ID,
) []coalesce.Outcome[map[ID]PermissionSetAssignment] {
	a.readAhead(ctx)
	outcomes := make([]coalesce.Outcome[map[ID]PermissionSetAssignment], len(targets))
	found := map[ID]map[ID]PermissionSetAssignment{}
	for i, targetID := range targets {
		held, ahead := a.ahead.take(targetID)
		if !ahead {
			found[targetID] = held
		}
		outcomes[i].Value = held
	}
	for chunk := range chunks(slices.Sorted(maps.Keys(found))) {
		a.ahead.listings++
		for row, err := range Query[assignmentRow](ctx, a.client, assignmentQuery+a.column+" IN "+In(chunk)) {
			if err != nil {
				return coalesce.Failed[map[ID]PermissionSetAssignment](len(targets), err)
			}
			assignment := row.assignment(a.column)
			if holders, asked := found[assignment.PermissionSetID]; asked {
				holders[row.AssigneeID] = assignment
			}
		}
	}
	return outcomes
}

// assignment is a row as the assignment of what column names.
func (r assignmentRow) assignment(column string) PermissionSetAssignment {
	assignment := PermissionSetAssignment{
		ID: r.ID, PermissionSetID: r.PermissionSetID, AssigneeID: r.AssigneeID,
		Username: r.Assignee.Username, Expiration: r.ExpirationDate.time(),
	}
	if column == columnGroup {
		assignment.PermissionSetID = r.GroupID
	}
	return assignment
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
	a.ahead.change(permissionSetID)
	values := a.values(permissionSetID, assigneeID, expiration)
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

func (a *PermissionSetAssignments) values(targetID, assigneeID ID, expiration *time.Time) fields {
	values := fields{a.column: targetID, "AssigneeId": assigneeID}
	if expiration != nil {
		values["ExpirationDate"] = newDateTime(expiration)
	}
	return values
}

// SetExpiration changes when an assignment ends; nil is never.
func (a *PermissionSetAssignments) SetExpiration(
	ctx context.Context, assignment PermissionSetAssignment, expiration *time.Time,
) (PermissionSetAssignment, error) {
	a.ahead.change(assignment.PermissionSetID)
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
	a.ahead.change(assignment.PermissionSetID)
	err := a.client.rows.remove(ctx, objectAssignment, assignment.ID)
	if err != nil && !transport.IsNotFound(err) {
		a.listed.Invalidate(assignment.PermissionSetID)
		return err
	}
	a.listed.Drop(assignment.PermissionSetID, assignment.AssigneeID)
	return err
}
