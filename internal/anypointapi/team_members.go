package anypointapi

import (
	"cmp"
	"context"
	"net/url"
	"slices"
)

// The ways of belonging to a team.
const (
	MembershipMember     = "member"
	MembershipMaintainer = "maintainer"
)

// membersPerCall is how many members one call may change.
const membersPerCall = 100

// TeamKey names a team of a root organization.
type TeamKey struct{ OrganizationID, TeamID string }

func (k TeamKey) segments() []string { return []string{k.OrganizationID, k.TeamID} }

// TeamMember is a user who belongs to a team directly, and not because they
// belong to a team below.
type TeamMember struct {
	UserID string `json:"id"`
	// Name is the first and last name; it is read only.
	Name string `json:"name"`
	// MembershipType is member or maintainer.
	MembershipType string `json:"membership_type"`
	// External tells that a group of the identity provider makes the user a
	// member: whoever is removed comes back with the next sign-in. It is read only.
	External bool `json:"is_assigned_via_external_groups"`
}

// TeamMembers are the members of teams.
type TeamMembers struct {
	caller *caller
	rows   *rows[TeamKey, string, TeamMember]
}

func newTeamMembers(caller *caller) *TeamMembers {
	members := &TeamMembers{caller: caller}
	members.rows = (&rows[TeamKey, string, TeamMember]{
		noun: "member", perCall: membersPerCall, list: members.list, add: members.patch, remove: members.delete,
		key:      func(member TeamMember) string { return member.UserID },
		same:     func(have, wanted TeamMember) bool { return have.MembershipType == wanted.MembershipType },
		describe: func(member TeamMember) string { return member.UserID },
	}).start()
	return members
}

// List reads the direct members of a team, by name. A team is read once, page by
// page (GET /accounts/api/organizations/{organization}/teams/{team}/members).
//
// A team that does not exist is [transport.NotFound].
func (t *TeamMembers) List(ctx context.Context, organizationID, teamID string) ([]TeamMember, error) {
	listed, err := t.rows.snapshot.All(ctx, TeamKey{organizationID, teamID})
	if err != nil {
		return nil, err
	}
	members := make([]TeamMember, 0, len(listed))
	for _, member := range listed {
		members = append(members, member)
	}
	slices.SortFunc(members, func(a, b TeamMember) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.UserID, b.UserID))
	})
	return members, nil
}

// Get reads one direct member, from the same reading as List. Who is none is
// [transport.NotFound].
func (t *TeamMembers) Get(ctx context.Context, team TeamKey, userID string) (TeamMember, error) {
	member, found, err := t.rows.snapshot.Get(ctx, team, userID)
	if err == nil && !found {
		err = missing("the user %s is no member of team %s", userID, team.TeamID)
	}
	return member, err
}

// Set adds members, or changes their membership type, and removes others; the
// rest stay as they are. Changes of one team that come close together are made
// in one call for every hundred (PATCH and DELETE
// /accounts/api/organizations/{organization}/teams/{team}/members) and checked
// by one reading. It returns one error for each of both.
func (t *TeamMembers) Set(ctx context.Context, team TeamKey, added []TeamMember, removed []string) (addErrs, removeErrs []error) {
	gone := make([]TeamMember, len(removed))
	for i, userID := range removed {
		gone[i].UserID = userID
	}
	return t.rows.set(ctx, team, added, gone)
}

// Add adds one member, or changes their membership type.
func (t *TeamMembers) Add(ctx context.Context, team TeamKey, member TeamMember) error {
	return one(t.Set(ctx, team, []TeamMember{member}, nil))
}

// Remove removes one member. Who is none is no error.
func (t *TeamMembers) Remove(ctx context.Context, team TeamKey, userID string) error {
	return one(t.Set(ctx, team, nil, []string{userID}))
}

func (t *TeamMembers) list(ctx context.Context, team TeamKey) (map[string]TeamMember, error) {
	type row struct {
		TeamMember

		DocumentedName string `json:"team_name"` // in practice it is called name
	}
	listed := map[string]TeamMember{}
	query := url.Values{"identity_type": {IdentityUser}}
	for read, err := range listAccountsAt[row](ctx, t.caller, listTeamMembers(), team.segments(), query) {
		if err != nil {
			return nil, err
		}
		read.Name = cmp.Or(read.Name, read.DocumentedName)
		listed[read.UserID] = read.TeamMember
	}
	return listed, nil
}

func (t *TeamMembers) patch(ctx context.Context, team TeamKey, members []TeamMember) error {
	type row struct {
		ID             string `json:"id"`
		MembershipType string `json:"membership_type"`
	}
	body := make([]row, len(members))
	for i, member := range members {
		body[i] = row{member.UserID, member.MembershipType}
	}
	return t.caller.do(ctx, call{operation: changeTeamMembers(), segments: team.segments(), body: body}, nil)
}

func (t *TeamMembers) delete(ctx context.Context, team TeamKey, members []TeamMember) error {
	body := make([]string, len(members))
	for i, member := range members {
		body[i] = member.UserID
	}
	return t.caller.do(ctx, call{operation: removeTeamMembers(), segments: team.segments(), body: body}, nil)
}
