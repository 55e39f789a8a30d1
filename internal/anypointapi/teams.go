package anypointapi

import (
	"cmp"
	"context"
	"iter"
	"net/url"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// Teams are the teams of root organizations.
type Teams struct {
	caller    *caller
	snapshot  *coalesce.Snapshot[string, string, Team]
	directory *directory[Team]
	writing   keyedMutex[string]
}

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

// ParentID is the team directly above, empty for the root team.
func (t Team) ParentID() string {
	if len(t.AncestorIDs) == 0 {
		return ""
	}
	return t.AncestorIDs[len(t.AncestorIDs)-1]
}

func newTeams(caller *caller) *Teams {
	teams := &Teams{caller: caller}
	teams.snapshot = coalesce.NewSnapshot(teams.list, keepError)
	teams.directory = newDirectory("team", teams.all,
		func(team Team) []string { return []string{team.ID, team.Name} },
		func(team Team) string { return team.Name + " (" + team.ID + ")" })
	return teams
}

// Find returns the team of a root organization whose id or name is reference,
// from the same reading as List.
//
// A team that does not exist is [transport.NotFound].
func (t *Teams) Find(ctx context.Context, organizationID, reference string) (Team, error) {
	return t.directory.find(ctx, organizationID, reference)
}

// List reads the teams of a root organization, by name. They are read once per
// organization (GET /accounts/api/organizations/{organization}/teams).
func (t *Teams) List(ctx context.Context, organizationID string) ([]Team, error) {
	listed, err := t.snapshot.All(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	teams := make([]Team, 0, len(listed))
	for _, team := range listed {
		teams = append(teams, team)
	}
	slices.SortFunc(teams, func(a, b Team) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return teams, nil
}

func (t *Teams) list(ctx context.Context, organizationID string) (map[string]Team, error) {
	listed := map[string]Team{}
	for team, err := range listAccounts[Team](ctx, t.caller, listTeams(), organizationID, url.Values{"ascending": {"true"}}) {
		if err != nil {
			return nil, err
		}
		listed[team.ID] = team
	}
	return listed, nil
}

// all yields what List reads.
func (t *Teams) all(ctx context.Context, organizationID string) iter.Seq2[Team, error] {
	return func(yield func(Team, error) bool) {
		teams, err := t.List(ctx, organizationID)
		if err != nil {
			yield(Team{}, err)
			return
		}
		for _, team := range teams {
			if !yield(team, nil) {
				return
			}
		}
	}
}
