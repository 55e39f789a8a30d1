package anypointapi

import "context"

// rolesPerCall is how many roles one call changes. The platform tells no limit.
const rolesPerCall = 100

// TeamRoles are the roles of teams. A team's members have them, and so have the
// members of the teams below it.
type TeamRoles struct {
	caller *caller
	rows   *rows[TeamKey, RoleKey, RoleAssignment]
}

func newTeamRoles(caller *caller) *TeamRoles {
	roles := &TeamRoles{caller: caller}
	roles.rows = (&rows[TeamKey, RoleKey, RoleAssignment]{
		noun: "role", perCall: rolesPerCall, list: roles.list, add: roles.post, remove: roles.delete,
		key: RoleAssignment.Key, same: sameRole, describe: RoleAssignment.String,
	}).start()
	return roles
}

func sameRole(RoleAssignment, RoleAssignment) bool { return true }

// List reads the roles that a team holds itself, by name and without the Business
// Group Viewer, which comes by itself. A team is read once
// (GET /accounts/api/organizations/{organization}/teams/{team}/roles).
//
// A team that does not exist is [transport.NotFound].
func (t *TeamRoles) List(ctx context.Context, team TeamKey) ([]RoleAssignment, error) {
	listed, err := t.rows.snapshot.All(ctx, team)
	return sorted(listed), err
}

// Get reads one role of a team, from the same reading as List. What the team
// does not hold is [transport.NotFound].
func (t *TeamRoles) Get(ctx context.Context, team TeamKey, key RoleKey) (RoleAssignment, error) {
	assignment, found, err := t.rows.snapshot.Get(ctx, team, key)
	if err == nil && !found {
		err = missing("team %s does not hold the role %s there", team.TeamID, key.RoleID)
	}
	return assignment, err
}

// Set gives roles to a team and takes others from it; the rest stay. Changes of
// one team that come close together are made in one call each way
// (POST and DELETE /accounts/api/organizations/{organization}/teams/{team}/roles)
// and checked by one reading. It returns one error for each of both.
func (t *TeamRoles) Set(ctx context.Context, team TeamKey, added, removed []RoleAssignment) (addErrs, removeErrs []error) {
	return t.rows.set(ctx, team, added, removed)
}

// Add gives a role to a team. What the team holds already is no error.
func (t *TeamRoles) Add(ctx context.Context, team TeamKey, assignment RoleAssignment) error {
	return one(t.Set(ctx, team, []RoleAssignment{assignment}, nil))
}

// Remove takes a role from a team. What it does not hold is no error.
func (t *TeamRoles) Remove(ctx context.Context, team TeamKey, assignment RoleAssignment) error {
	return one(t.Set(ctx, team, nil, []RoleAssignment{assignment}))
}

func (t *TeamRoles) list(ctx context.Context, team TeamKey) (map[RoleKey]RoleAssignment, error) {
	var assignments []RoleAssignment
	for assignment, err := range listAccountsAt[RoleAssignment](ctx, t.caller, listTeamRoles(), team.segments(), nil) {
		if err != nil {
			return nil, err
		}
		assignments = append(assignments, assignment)
	}
	return byRole(assignments), nil
}

func (t *TeamRoles) post(ctx context.Context, team TeamKey, assignments []RoleAssignment) error {
	return t.caller.do(ctx, call{operation: addTeamRoles(), segments: team.segments(), body: sent(assignments)}, nil)
}

func (t *TeamRoles) delete(ctx context.Context, team TeamKey, assignments []RoleAssignment) error {
	return t.caller.do(ctx, call{operation: removeTeamRoles(), segments: team.segments(), body: sent(assignments)}, nil)
}
