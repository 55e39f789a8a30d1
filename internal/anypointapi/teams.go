package anypointapi

import (
	"context"
	"iter"
	"net/url"
)

// Teams are the teams of root organizations.
type Teams struct{ directory *directory[Team] }

// Team is a group of users. Teams live in the root organization alone.
type Team struct {
	ID               string `json:"team_id"`
	Name             string `json:"team_name"`
	OrganizationID   string `json:"org_id"`
	OrganizationName string `json:"org_name"`
	// Type is internal, private or shared.
	Type string `json:"team_type"`
	// AncestorIDs are the teams above, from the root team to the parent.
	AncestorIDs []string `json:"ancestor_team_ids"`
}

func newTeams(caller *caller) *Teams {
	list := func(ctx context.Context, organizationID string) iter.Seq2[Team, error] {
		return listAccounts[Team](ctx, caller, listTeams(), organizationID, url.Values{"ascending": {"true"}})
	}
	return &Teams{newDirectory("team", list,
		func(team Team) []string { return []string{team.ID, team.Name} },
		func(team Team) string { return team.Name + " (" + team.ID + ")" })}
}

// Find returns the team of a root organization whose id or name is reference.
// Teams are listed once per organization
// (GET /accounts/api/organizations/{organization}/teams).
//
// A team that does not exist is [transport.NotFound].
func (t *Teams) Find(ctx context.Context, organizationID, reference string) (Team, error) {
	return t.directory.find(ctx, organizationID, reference)
}

// List yields the teams of a root organization, page by page.
func (t *Teams) List(ctx context.Context, organizationID string) iter.Seq2[Team, error] {
	return t.directory.list(ctx, organizationID)
}
