package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// listTeams is GET /accounts/api/organizations/{org}/teams.
func listTeams(c *anypointCall) anypointAnswer {
	if refused := c.rootOnly(); refused != nil {
		return *refused
	}
	query := c.URL.Query()
	selected := []*anypointTeam{}
	for _, team := range c.platform.Teams {
		if among(query["team_id"], team.ID) && among(query["parent_team_id"], team.ParentID) &&
			among(query["team_type"], team.Type) && matches(query.Get("search"), team.Name) &&
			(len(query["ancestor_team_id"]) == 0 || overlap(query["ancestor_team_id"], c.platform.ancestors(team))) {
			selected = append(selected, team)
		}
	}
	slices.SortStableFunc(selected, func(a, b *anypointTeam) int {
		order := strings.Compare(a.Name, b.Name)
		switch query.Get("sort") {
		case "created_at":
			order = a.Created.Compare(b.Created)
		case "team_id":
			order = cmp.Compare(a.ID, b.ID)
		}
		if !c.flag("ascending", true) {
			return -order
		}
		return order
	})
	return accountsPage(c, selected, c.platform.teamView)
}

// rootOnly refuses a business group, where no team lives.
func (c *anypointCall) rootOnly() *anypointAnswer {
	if c.PathValue("org") == c.platform.root().ID {
		return nil
	}
	answer := anypointRefusal(http.StatusNotFound, "Teams belong to the root organization")
	return &answer
}

// withTeam finds the team of the path.
func withTeam(handle func(*anypointCall, *anypointTeam) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		if refused := c.rootOnly(); refused != nil {
			return *refused
		}
		team := c.platform.team(c.PathValue("team"))
		if team == nil {
			return anypointRefusal(http.StatusNotFound, "Team %s not found", c.PathValue("team"))
		}
		return handle(c, team)
	}
}

// showTeam is GET /accounts/api/organizations/{org}/teams/{team}.
func showTeam(c *anypointCall, team *anypointTeam) anypointAnswer {
	return success(c.platform.teamView(team))
}

func (p *anypointPlatform) teamView(team *anypointTeam) map[string]any {
	return map[string]any{
		"team_id": team.ID, "team_name": team.Name, "team_type": team.Type,
		"org_id": p.root().ID, "org_name": p.root().Name, "ancestor_team_ids": p.ancestors(team),
		"created_at": date(team.Created, dateOfAccounts), "updated_at": date(team.Updated, dateOfAccounts),
	}
}

// among tells whether a repeatable filter is absent or names the text.
func among(filter []string, text string) bool {
	return len(filter) == 0 || slices.Contains(filter, text)
}

func overlap(a, b []string) bool {
	return slices.ContainsFunc(a, func(text string) bool { return slices.Contains(b, text) })
}
