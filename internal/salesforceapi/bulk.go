package salesforceapi

import (
	"context"
	"slices"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// inBulk sends items that are there already, full calls one after the other, and
// returns one outcome per item. When the context ends, the calls that are left
// are not made.
func inBulk[I any](
	ctx context.Context, of *coalesce.Batcher[string, I, ID], object string, items []I,
) []coalesce.Outcome[ID] {
	outcomes := make([]coalesce.Outcome[ID], 0, len(items))
	for chunk := range slices.Chunk(items, of.Limit) {
		if err := ctx.Err(); err != nil {
			outcomes = append(outcomes, coalesce.Failed[ID](len(chunk), err)...)
			continue
		}
		outcomes = append(outcomes, of.Run(context.WithoutCancel(ctx), object, chunk)...)
	}
	return outcomes
}

// NewAssignment is an assignment to be made.
type NewAssignment struct {
	AssigneeID ID
	// Username is the assignee's where it is known; it is not sent.
	Username string
	// Expiration is when the assignment ends, or nil.
	Expiration *time.Time
}

// All reads the assignments of a permission set or group, by assignee.
func (a *PermissionSetAssignments) All(ctx context.Context, targetID ID) (map[ID]PermissionSetAssignment, error) {
	return a.listed.All(ctx, targetID)
}

// CreateAll makes assignments of one permission set or group, 1,000 per call, and
// returns one error or nil per assignment, in order.
func (a *PermissionSetAssignments) CreateAll(ctx context.Context, targetID ID, wanted []NewAssignment) []error {
	a.ahead.change(targetID)
	records := make([]fields, len(wanted))
	for i, one := range wanted {
		records[i] = a.values(targetID, one.AssigneeID, one.Expiration)
	}
	return a.settleAll(targetID, inBulk(ctx, a.client.rows.creates, objectAssignment, records), func(i int, id ID) {
		a.listed.Put(targetID, wanted[i].AssigneeID, PermissionSetAssignment{
			ID: id, PermissionSetID: targetID, AssigneeID: wanted[i].AssigneeID, Username: wanted[i].Username,
			Expiration: newDateTime(wanted[i].Expiration).time(),
		})
	})
}

// SetExpirations changes when assignments of one permission set or group end,
// 1,000 per call, to what each of them holds. It returns one error or nil per
// assignment, in order.
func (a *PermissionSetAssignments) SetExpirations(
	ctx context.Context, targetID ID, changed []PermissionSetAssignment,
) []error {
	a.ahead.change(targetID)
	records := make([]fields, len(changed))
	for i, one := range changed {
		records[i] = fields{"id": one.ID, "ExpirationDate": newDateTime(one.Expiration)}
	}
	return a.settleAll(targetID, inBulk(ctx, a.client.rows.updates, objectAssignment, records), func(i int, _ ID) {
		kept := changed[i]
		kept.Expiration = newDateTime(kept.Expiration).time()
		a.listed.Put(targetID, kept.AssigneeID, kept)
	})
}

// DeleteAll takes assignments of one permission set or group away, 1,000 per call,
// and returns one error or nil per assignment, in order. One that is gone is no
// error.
func (a *PermissionSetAssignments) DeleteAll(
	ctx context.Context, targetID ID, assignments []PermissionSetAssignment,
) []error {
	a.ahead.change(targetID)
	ids := make([]ID, len(assignments))
	for i, one := range assignments {
		ids[i] = one.ID
	}
	return a.settleAll(targetID, gone(inBulk(ctx, a.client.rows.deletes, objectAssignment, ids)), func(i int, _ ID) {
		a.listed.Drop(targetID, assignments[i].AssigneeID)
	})
}

// settleAll tells the listing what became of each item; one that failed makes it
// forget what it knows.
func (a *PermissionSetAssignments) settleAll(targetID ID, outcomes []coalesce.Outcome[ID], done func(int, ID)) []error {
	return settleAll(outcomes, done, func() { a.listed.Invalidate(targetID) })
}

func settleAll(outcomes []coalesce.Outcome[ID], done func(int, ID), forget func()) []error {
	errs, failed := make([]error, len(outcomes)), false
	for i, outcome := range outcomes {
		errs[i] = outcome.Err
		if outcome.Err == nil {
			done(i, outcome.Value)
		}
		failed = failed || outcome.Err != nil
	}
	if failed {
		forget()
	}
	return errs
}

// gone makes successes of the deletions of what was gone before.
func gone(outcomes []coalesce.Outcome[ID]) []coalesce.Outcome[ID] {
	for i := range outcomes {
		if transport.IsNotFound(outcomes[i].Err) {
			outcomes[i].Err = nil
		}
	}
	return outcomes
}

// CreateAll grants an app to permission sets, 1,000 per call, and returns one error
// or nil per permission set, in order.
func (s *SetupEntityAccessRows) CreateAll(ctx context.Context, appID ID, parentIDs []ID) []error {
	records := make([]fields, len(parentIDs))
	for i, parentID := range parentIDs {
		records[i] = fields{"ParentId": parentID, "SetupEntityId": appID}
	}
	return settleAll(inBulk(ctx, s.client.rows.creates, objectSetupEntityAccess, records), func(i int, id ID) {
		row := SetupEntityAccess{ID: id, ParentID: parentIDs[i], AppID: appID}
		s.listed.Put(struct{}{}, grantKey{appID, parentIDs[i]}, row)
	}, s.forget)
}

// DeleteAll withdraws grants, 1,000 per call, and returns one error or nil per
// grant, in order. One that is gone is no error.
func (s *SetupEntityAccessRows) DeleteAll(ctx context.Context, rows []SetupEntityAccess) []error {
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return settleAll(gone(inBulk(ctx, s.client.rows.deletes, objectSetupEntityAccess, ids)), func(i int, _ ID) {
		s.listed.Drop(struct{}{}, grantKey{rows[i].AppID, rows[i].ParentID})
	}, s.forget)
}

// All reads the grants of all apps.
func (s *SetupEntityAccessRows) All(ctx context.Context) ([]SetupEntityAccess, error) {
	return s.where(ctx, func(grantKey) bool { return true })
}

// CreateAll adds permission sets to groups, 1,000 per call, and returns one error or
// nil per membership, in order. The ids of wanted are not looked at.
func (c *PermissionSetGroupComponents) CreateAll(ctx context.Context, wanted []PermissionSetGroupComponent) []error {
	records := make([]fields, len(wanted))
	for i, one := range wanted {
		records[i] = fields{"PermissionSetGroupId": one.GroupID, "PermissionSetId": one.PermissionSetID}
	}
	return settleAll(inBulk(ctx, c.client.rows.creates, objectGroupComponent, records), func(i int, id ID) {
		row := wanted[i]
		row.ID = id
		c.listed.Put(struct{}{}, componentKey{row.GroupID, row.PermissionSetID}, row)
	}, c.forget)
}

// DeleteAll takes permission sets out of groups, 1,000 per call, and returns one
// error or nil per membership, in order. One that is gone is no error.
func (c *PermissionSetGroupComponents) DeleteAll(ctx context.Context, rows []PermissionSetGroupComponent) []error {
	ids := make([]ID, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	return settleAll(gone(inBulk(ctx, c.client.rows.deletes, objectGroupComponent, ids)), func(i int, _ ID) {
		c.listed.Drop(struct{}{}, componentKey{rows[i].GroupID, rows[i].PermissionSetID})
	}, c.forget)
}

// forget drops the listing when a write may have changed what it holds.
func (c *PermissionSetGroupComponents) forget() { c.listed.Invalidate(struct{}{}) }
