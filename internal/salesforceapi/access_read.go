package salesforceapi

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// filteredTargets is up to how many permission sets and groups the assignments
// are asked for by id, twice in one query.
const filteredTargets = 200

// ReadAccess reads all that tells who has access to which app, with what the
// client remembers, and works it out. It takes some five calls, whatever the
// number of apps and grants, and more only by the page of users and assignments.
func (c *Client) ReadAccess(ctx context.Context) (*Access, error) {
	facts, err := c.ReadAccessFacts(ctx)
	if err != nil {
		return nil, err
	}
	return facts.Access(), nil
}

// ReadAccessFacts reads the rows that ReadAccess works with. The assignments are
// those of permission sets and groups that carry an app, and of the ones that
// also names by id.
func (c *Client) ReadAccessFacts(ctx context.Context, also ...ID) (AccessFacts, error) {
	facts, plain := AccessFacts{Now: time.Now()}, ctx
	ctx = c.gatherQueries(ctx)
	err := sideBySide(
		func() (err error) { facts.Apps, err = collectSeq(c.Apps.List(ctx)); return err },
		func() (err error) { facts.Users, err = collectSeq(c.Users.Active(ctx)); return err },
		func() (err error) { facts.PermissionSets, err = c.PermissionSets.List(ctx); return err },
		func() (err error) { facts.Groups, err = c.PermissionSetGroups.List(ctx); return err },
		func() (err error) { facts.Members, err = c.PermissionSetGroupComponents.All(ctx); return err },
		func() (err error) { facts.Grants, err = c.SetupEntityAccess.All(ctx); return err },
	)
	if err == nil {
		facts.Assignments, err = c.readAssignments(plain, facts.carriers(also))
	}
	return facts, err
}

// carriers are the permission sets whose assignments matter, and the groups that
// they are in.
func (f AccessFacts) carriers(also []ID) map[ID]bool {
	carriers := map[ID]bool{}
	for _, id := range also {
		carriers[id] = true
	}
	for _, grant := range f.Grants {
		carriers[grant.ParentID] = true
	}
	for _, set := range f.PermissionSets {
		if set.IsOwnedByProfile || set.GroupID != "" {
			delete(carriers, set.ID)
		}
	}
	for _, member := range f.Members {
		if carriers[member.PermissionSetID] {
			carriers[member.GroupID] = true
		}
	}
	return carriers
}

// assignmentFactRow is an [AssignmentFact] as the platform tells it.
type assignmentFactRow struct {
	assignmentRow

	IsActive  bool `json:"IsActive"`
	IsRevoked bool `json:"IsRevoked"`
}

// readAssignments reads the assignments of permission sets and groups, or all
// when these are many.
func (c *Client) readAssignments(ctx context.Context, carriers map[ID]bool) ([]AssignmentFact, error) {
	if len(carriers) == 0 {
		return nil, nil
	}
	ids := In(slices.Sorted(maps.Keys(carriers)))
	condition := "PermissionSetId IN " + ids + " OR PermissionSetGroupId IN " + ids
	if len(carriers) > filteredTargets {
		condition = "PermissionSet.IsOwnedByProfile = false"
	}
	soql := "SELECT Id, AssigneeId, PermissionSetId, PermissionSetGroupId, ExpirationDate, IsActive, IsRevoked " +
		"FROM PermissionSetAssignment WHERE " + condition
	var facts []AssignmentFact
	for row, err := range Query[assignmentFactRow](ctx, c, soql) {
		if err != nil {
			return nil, err
		}
		facts = append(facts, AssignmentFact{
			ID: row.ID, AssigneeID: row.AssigneeID, PermissionSetID: row.PermissionSetID, GroupID: row.GroupID,
			Expiration: row.ExpirationDate.time(), IsActive: row.IsActive, IsRevoked: row.IsRevoked,
		})
	}
	return facts, nil
}

// sideBySide runs functions at the same time and returns the error of the first
// of them that failed.
func sideBySide(functions ...func() error) error {
	var all sync.WaitGroup
	errs := make([]error, len(functions))
	for i, function := range functions {
		all.Go(func() { errs[i] = function() })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func collectSeq[T any](rows func(func(T, error) bool)) ([]T, error) {
	var found []T
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, nil
}

// Caller is who the client is to the organization.
type Caller struct {
	UserID ID `json:"UsersId"`
	// SourceIP is the address that the organization sees it come from.
	SourceIP string `json:"SourceIp"`
}

// Caller tells the session that the client uses now: a query of AuthSession. A
// session that the organization does not show is an error of kind NotFound.
func (c *Client) Caller(ctx context.Context) (Caller, error) {
	for caller, err := range Query[Caller](ctx, c, "SELECT UsersId, SourceIp FROM AuthSession WHERE IsCurrent = true") {
		return caller, err
	}
	return Caller{}, missing(c.dataPath()+queryPath, "the organization does not show the session that it is asked in")
}
