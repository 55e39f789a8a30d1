package simulator

import (
	"net/http"
	"regexp"
	"slices"
)

// peopleRoutes are the calls of Access Management that change teams and what
// people may do.
func peopleRoutes() map[string]anypointRoute {
	const organization = "/organizations/{org}"
	const team = organization + "/teams/{team}"
	const userRoles = organization + "/users/{user}/roles"
	return map[string]anypointRoute{
		"POST " + organization + "/teams": {accessAdministrator, createTeam},
		"PATCH " + team:                   {accessAdministrator, withTeam(changeTeam)},
		"DELETE " + team:                  {accessAdministrator, withTeam(deleteTeam)},
		"PUT " + team + "/parent":         {accessAdministrator, withTeam(moveTeam)},

		"GET " + team + "/groupmappings":    {accessAdministrator, withTeam(listGroupMappings)},
		"PUT " + team + "/groupmappings":    {accessAdministrator, withTeam(replaceGroupMappings)},
		"PATCH " + team + "/groupmappings":  {accessAdministrator, withTeam(addGroupMappings)},
		"DELETE " + team + "/groupmappings": {accessAdministrator, withTeam(removeGroupMappings)},

		"GET " + userRoles:                {accessAdministrator, withUser(listUserRoles)},
		"POST " + userRoles:               {accessAdministrator, withUser(addUserRoles)},
		"POST " + userRoles + "/{role}":   {accessAdministrator, withUser(addUserRole)},
		"DELETE " + userRoles + "/{role}": {accessAdministrator, withUser(removeUserRole)},
	}
}

const teamsWithoutParent = "No team for the parent_team_id or its type is incompatible with this team's type"

var teamName = regexp.MustCompile(`^[a-zA-Z\d\-_\s]+$`)

// teamRequest is the body of the calls that make, change and move a team.
type teamRequest struct {
	ParentID string `json:"parent_team_id"`
	Name     string `json:"team_name"`
	Type     string `json:"team_type"`
}

// wrong tells what of the request is not acceptable; what is empty is left out.
func (r teamRequest) wrong() *anypointAnswer {
	var answer anypointAnswer
	switch {
	case r.Name != "" && !teamName.MatchString(r.Name):
		answer = anypointRefusal(http.StatusBadRequest, "team_name must match %s", teamName)
	case r.Type != "" && !slices.Contains([]string{"internal", "private", "shared"}, r.Type):
		answer = anypointRefusal(http.StatusBadRequest, "team_type must be one of internal, private, shared")
	default:
		return nil
	}
	return &answer
}

// createTeam is POST /accounts/api/organizations/{org}/teams.
func createTeam(c *anypointCall) anypointAnswer {
	if refused := c.rootOnly(); refused != nil {
		return *refused
	}
	var wanted teamRequest
	if err := c.decode(&wanted); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if wanted.Name == "" || wanted.Type == "" || wanted.ParentID == "" {
		return anypointRefusal(http.StatusBadRequest, "parent_team_id, team_name and team_type are required")
	}
	if refused := wanted.wrong(); refused != nil {
		return *refused
	}
	parent := c.platform.team(wanted.ParentID)
	if parent == nil || !fits(parent.Type, wanted.Type) {
		return anypointRefusal(http.StatusConflict, teamsWithoutParent)
	}
	if c.platform.isTeamNameTaken(wanted.Name, "") {
		return anypointRefusal(http.StatusConflict, "A team named %s exists already", wanted.Name)
	}
	team := &anypointTeam{
		ID: c.platform.uuid(), Name: wanted.Name, Type: wanted.Type, ParentID: parent.ID, Created: c.now, Updated: c.now,
	}
	c.platform.Teams = append(c.platform.Teams, team)
	return created(c.platform.teamView(team))
}

// fits tells whether a team may be below a parent: private teams have private
// ones below them.
func fits(parentType, childType string) bool {
	return parentType != "private" || childType == "private"
}

func (p *anypointPlatform) isTeamNameTaken(name, exceptID string) bool {
	return slices.ContainsFunc(p.Teams, func(t *anypointTeam) bool { return t.Name == name && t.ID != exceptID })
}

// changeTeam is PATCH on a team, which answers 201.
func changeTeam(c *anypointCall, team *anypointTeam) anypointAnswer {
	var wanted teamRequest
	if err := c.decode(&wanted); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if refused := wanted.wrong(); refused != nil {
		return *refused
	}
	if wanted.Name != "" && c.platform.isTeamNameTaken(wanted.Name, team.ID) {
		return anypointRefusal(http.StatusConflict, "A team named %s exists already", wanted.Name)
	}
	if wanted.Type != "" {
		parent := c.platform.team(team.ParentID)
		unfit := func(child *anypointTeam) bool { return child.ParentID == team.ID && !fits(wanted.Type, child.Type) }
		if parent != nil && !fits(parent.Type, wanted.Type) || slices.ContainsFunc(c.platform.Teams, unfit) {
			return anypointRefusal(http.StatusConflict, "The type is incompatible with the parent's or a child's type")
		}
		team.Type = wanted.Type
	}
	if wanted.Name != "" {
		team.Name = wanted.Name
	}
	team.Updated = c.now
	return created(c.platform.teamView(team))
}

// moveTeam is PUT on a team's parent, which answers 201.
func moveTeam(c *anypointCall, team *anypointTeam) anypointAnswer {
	var wanted teamRequest
	if err := c.decode(&wanted); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	parent := c.platform.team(wanted.ParentID)
	if team.ParentID == "" || parent == nil || parent == team || !fits(parent.Type, team.Type) ||
		slices.Contains(c.platform.ancestors(parent), team.ID) {
		return anypointRefusal(http.StatusConflict, teamsWithoutParent)
	}
	team.ParentID, team.Updated = parent.ID, c.now
	return created(c.platform.teamView(team))
}

// deleteTeam is DELETE on a team: all teams below go with it, and what was shared
// with them.
func deleteTeam(c *anypointCall, team *anypointTeam) anypointAnswer {
	if team.ParentID == "" {
		return anypointRefusal(http.StatusBadRequest, "The root team cannot be deleted")
	}
	c.platform.removeTeam(team)
	return noContent
}

func (p *anypointPlatform) removeTeam(team *anypointTeam) {
	gone := map[string]bool{}
	for _, other := range p.Teams {
		gone[other.ID] = other == team || slices.Contains(p.ancestors(other), team.ID)
	}
	p.Teams = slices.DeleteFunc(p.Teams, func(t *anypointTeam) bool { return gone[t.ID] })
	for _, asset := range p.Assets {
		asset.Identities = slices.DeleteFunc(asset.Identities, func(i Identity) bool { return i.Type == "team" && gone[i.ID] })
	}
}
