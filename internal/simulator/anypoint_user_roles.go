package simulator

import (
	"maps"
	"net/http"
	"slices"
)

// withUser finds the user of the path.
func withUser(handle func(*anypointCall, *anypointUser) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		user := c.platform.user(c.PathValue("user"))
		if user == nil {
			return anypointRefusal(http.StatusNotFound, "User %s not found", c.PathValue("user"))
		}
		return handle(c, user)
	}
}

// listUserRoles is GET /accounts/api/organizations/{org}/users/{user}/roles. It
// leaves out what the user has through teams, unless asked for.
func listUserRoles(c *anypointCall, user *anypointUser) anypointAnswer {
	roles := slices.Clone(user.Roles)
	if c.flag("teams", false) {
		roles = append(roles, c.platform.teamRoles(user)...)
	}
	return accountsPage(c, c.platform.withGroupViewer(roles), func(assignment roleAssignment) map[string]any {
		role := first(c.platform.Roles, func(r anypointRole) bool { return r.ID == assignment.RoleID })
		context := maps.Clone(assignment.Context)
		if role.Name == groupViewer {
			context["user"] = user.ID
		}
		return map[string]any{
			"role_id": role.ID, "name": role.Name, "description": role.Description, "context_params": context,
		}
	})
}

// teamRoles are the roles that a user has through teams: those of the team, and
// of all teams above it.
func (p *anypointPlatform) teamRoles(user *anypointUser) []roleAssignment {
	var roles []roleAssignment
	for _, team := range p.Teams {
		if !team.has(user.ID) {
			continue
		}
		roles = append(roles, team.Roles...)
		for _, above := range p.ancestors(team) {
			roles = append(roles, p.team(above).Roles...)
		}
	}
	return roles
}

// addUserRoles is POST on a user's roles: one context for each role.
func addUserRoles(c *anypointCall, user *anypointUser) anypointAnswer {
	var body map[string]map[string]string
	if err := c.decode(&body); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	var wanted []roleAssignment
	for _, id := range slices.Sorted(maps.Keys(body)) {
		wanted = append(wanted, roleAssignment{id, body[id]})
	}
	return c.assignTo(user, wanted...)
}

// addUserRole is POST on one of a user's roles, with the context as body.
func addUserRole(c *anypointCall, user *anypointUser) anypointAnswer {
	assignment, refused := c.userRole()
	if refused != nil {
		return *refused
	}
	return c.assignTo(user, assignment)
}

func (c *anypointCall) assignTo(user *anypointUser, wanted ...roleAssignment) anypointAnswer {
	for _, assignment := range wanted {
		if !c.platform.assignable(assignment) {
			return anypointRefusal(http.StatusBadRequest, "Invalid role_id or context_parameters")
		}
	}
	for _, assignment := range wanted {
		if !slices.ContainsFunc(user.Roles, assignment.equal) {
			user.Roles = append(user.Roles, assignment)
		}
	}
	return anypointAnswer{status: http.StatusOK}
}

// removeUserRole is DELETE on one of a user's roles, with the context as body.
func removeUserRole(c *anypointCall, user *anypointUser) anypointAnswer {
	assignment, refused := c.userRole()
	if refused != nil {
		return *refused
	}
	user.Roles = slices.DeleteFunc(user.Roles, assignment.equal)
	return anypointAnswer{status: http.StatusOK}
}

func (c *anypointCall) userRole() (roleAssignment, *anypointAnswer) {
	assignment := roleAssignment{RoleID: c.PathValue("role")}
	if err := c.decode(&assignment.Context); err != nil {
		answer := anypointRefusal(http.StatusBadRequest, "%v", err)
		return assignment, &answer
	}
	return assignment, nil
}
