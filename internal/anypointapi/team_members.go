package anypointapi

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// The ways of belonging to a team.
const (
	MembershipMember     = "member"
	MembershipMaintainer = "maintainer"
)

// TeamKey names a team of a root organization.
type TeamKey struct{ OrganizationID, TeamID string }

func (k TeamKey) segments() []string { return []string{k.OrganizationID, k.TeamID} }

// TeamMember is a user who belongs to a team directly, and not because they
// belong to a team below.
type TeamMember struct {
	UserID string `json:"id"`
	// Name is the first and last name.
	Name string `json:"name"`
	// MembershipType is member or maintainer.
	MembershipType string `json:"membership_type"`
	// External tells that a group of the identity provider makes the user a
	// member: whoever is removed comes back with the next sign-in.
	External bool `json:"is_assigned_via_external_groups"`
}

// TeamMembers are the members of teams.
type TeamMembers struct {
	caller   *caller
	snapshot *coalesce.Snapshot[TeamKey, string, TeamMember]
}

func newTeamMembers(caller *caller) *TeamMembers {
	members := &TeamMembers{caller: caller}
	members.snapshot = coalesce.NewSnapshot(members.list, keepError)
	return members
}

// List reads the direct members of a team, by name. A team is read once, page by
// page (GET /accounts/api/organizations/{organization}/teams/{team}/members).
//
// A team that does not exist is [transport.NotFound].
func (t *TeamMembers) List(ctx context.Context, organizationID, teamID string) ([]TeamMember, error) {
	listed, err := t.snapshot.All(ctx, TeamKey{organizationID, teamID})
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
