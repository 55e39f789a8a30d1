package simulator

import (
	"maps"
	"net/http"
	"slices"
)

// groupViewer is the role that every holder of another role in a business group
// has too, and that can't be taken away.
const groupViewer = "Business Group Viewer"

// listRoles is GET /accounts/api/roles, which an app that acts for itself may
// not call whatever its scopes.
func listRoles(c *anypointCall) anypointAnswer {
	if c.token.OwnBehalf {
		return unauthorized
	}
	query := c.URL.Query()
	selected := []anypointRole{}
	for _, role := range c.platform.Roles {
		if equals(query.Get("name"), role.Name) && matches(query.Get("search"), role.Name, role.Description) {
			selected = append(selected, role)
		}
	}
	return accountsPage(c, selected, func(role anypointRole) map[string]any {
		return map[string]any{
			"role_id": role.ID, "name": role.Name, "description": role.Description, "internal": false,
			"org_id": nil, "namespaces": []string{}, "product": role.Product,
		}
	})
}

// listTeamRoles is GET /accounts/api/organizations/{org}/teams/{team}/roles.
func listTeamRoles(c *anypointCall, team *anypointTeam) anypointAnswer {
	query := c.URL.Query()
	selected := []roleAssignment{}
	for _, assignment := range c.platform.withGroupViewer(team.Roles) {
		if among(query["role_id"], assignment.RoleID) && matches(query.Get("search"), c.platform.roleName(assignment)) {
			selected = append(selected, assignment)
		}
	}
	return accountsPage(c, selected, func(assignment roleAssignment) map[string]any {
		return map[string]any{
			"role_id": assignment.RoleID, "name": c.platform.roleName(assignment), "context_params": assignment.Context,
		}
	})
}

// withGroupViewer adds the role that comes uninvited, once per organization.
func (p *anypointPlatform) withGroupViewer(roles []roleAssignment) []roleAssignment {
	viewer := first(p.Roles, func(r anypointRole) bool { return r.Name == groupViewer })
	all := slices.Clone(roles)
	for _, role := range roles {
		context := map[string]string{"org": role.Context["org"]}
		implied := roleAssignment{viewer.ID, context}
		if context["org"] != "" && !slices.ContainsFunc(all, implied.equal) {
			all = append(all, implied)
		}
	}
	return all
}

func (p *anypointPlatform) roleName(assignment roleAssignment) string {
	return first(p.Roles, func(r anypointRole) bool { return r.ID == assignment.RoleID }).Name
}

func (r roleAssignment) equal(other roleAssignment) bool {
	return r.RoleID == other.RoleID && maps.Equal(r.Context, other.Context)
}

// addTeamRoles is POST on a team's roles; what the team has already is no error.
func addTeamRoles(c *anypointCall, team *anypointTeam) anypointAnswer {
	wanted, refused := c.assignments()
	if refused != nil {
		return *refused
	}
	for _, assignment := range wanted {
		if !slices.ContainsFunc(team.Roles, assignment.equal) {
			team.Roles = append(team.Roles, assignment)
		}
	}
	return noContent
}

// removeTeamRoles is DELETE on a team's roles, with the same body.
func removeTeamRoles(c *anypointCall, team *anypointTeam) anypointAnswer {
	unwanted, refused := c.assignments()
	if refused != nil {
		return *refused
	}
	team.Roles = slices.DeleteFunc(team.Roles, func(r roleAssignment) bool {
		return slices.ContainsFunc(unwanted, r.equal)
	})
	return noContent
}

// assignments reads the body that adding and removing roles share.
func (c *anypointCall) assignments() ([]roleAssignment, *anypointAnswer) {
	var body []struct {
		RoleID  string            `json:"role_id"`
		Context map[string]string `json:"context_params"`
	}
	if err := c.decode(&body); err != nil {
		answer := anypointRefusal(http.StatusBadRequest, "%v", err)
		return nil, &answer
	}
	assignments := make([]roleAssignment, len(body))
	for i, entry := range body {
		assignments[i] = roleAssignment{entry.RoleID, entry.Context}
		if !c.platform.assignable(assignments[i]) {
			answer := anypointRefusal(http.StatusBadRequest, "Invalid role_id or context_parameters")
			return nil, &answer
		}
	}
	return assignments, nil
}

// assignable tells whether the role and the places of its context exist.
func (p *anypointPlatform) assignable(assignment roleAssignment) bool {
	if p.roleName(assignment) == "" {
		return false
	}
	organization, environment := assignment.Context["org"], assignment.Context["envId"]
	return (organization == "" || p.organization(organization) != nil) &&
		(environment == "" || p.environment(organization, environment) != nil)
}
