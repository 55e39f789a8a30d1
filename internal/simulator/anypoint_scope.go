package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// scopeGrant is a scope of a connected app. Empty ids stand for everywhere.
type scopeGrant struct {
	Scope, OrganizationID, EnvironmentID string
}

// allows tells whether the grant covers scope in a context.
func (g scopeGrant) allows(scope, organizationID, environmentID string) bool {
	return implies(g.Scope, scope) &&
		(g.OrganizationID == "" || g.OrganizationID == organizationID) &&
		(g.EnvironmentID == "" || environmentID == "" || g.EnvironmentID == environmentID)
}

// implies tells whether holding one scope includes another: managing includes
// reading, and full includes everything.
func implies(held, wanted string) bool {
	action, object, _ := strings.Cut(wanted, ":")
	switch held {
	case wanted, "full":
		return true
	case "read:full":
		return action == "read"
	case "manage:apis":
		return strings.HasPrefix(object, "api_")
	}
	heldAction, heldObject, _ := strings.Cut(held, ":")
	return heldObject == object && action == "read" && (heldAction == "manage" || heldAction == "edit")
}

// may tells whether the caller may act under a scope in an organization and,
// unless empty, an environment. Whoever acts for a user needs both: the app's
// scope and the user's own permission.
func (c *anypointCall) may(scope, organizationID, environmentID string) bool {
	if c.app != nil && !covered(c.app.Scopes, scope, organizationID, environmentID) {
		return false
	}
	if c.token.OwnBehalf || c.platform.administers(c.user, organizationID) {
		return true
	}
	return covered(c.platform.permissions(c.user), scope, organizationID, environmentID)
}

func covered(grants []scopeGrant, scope, organizationID, environmentID string) bool {
	for _, grant := range grants {
		if grant.allows(scope, organizationID, environmentID) {
			return true
		}
	}
	return false
}

// permissions is what a user's roles allow, direct ones and those of teams.
func (p *anypointPlatform) permissions(user *anypointUser) []scopeGrant {
	var grants []scopeGrant
	for _, assignment := range slices.Concat(user.Roles, p.teamRoles(user)) {
		role := first(p.Roles, func(r anypointRole) bool { return r.ID == assignment.RoleID })
		grants = append(grants, scopeGrant{
			Scope: role.Scope, OrganizationID: assignment.Context["org"], EnvironmentID: assignment.Context["envId"],
		})
	}
	return grants
}

// administers tells whether a user may do everything in an organization.
func (p *anypointPlatform) administers(user *anypointUser, organizationID string) bool {
	return user.Administrator || slices.ContainsFunc(p.permissions(user), func(grant scopeGrant) bool {
		return grant.Scope == "full" && (grant.OrganizationID == "" || grant.OrganizationID == organizationID)
	})
}

// anypointAccess refuses a call before its handler runs.
type anypointAccess func(*anypointCall) *anypointAnswer

// member lets everybody in who has signed in, but only to organizations that
// exist.
func member(c *anypointCall) *anypointAnswer {
	if id := c.PathValue("org"); id != "" && c.platform.organization(id) == nil {
		return &forbidden
	}
	return nil
}

// accessAdministrator lets in who may change Access Management: an administrator
// through an app with all scopes, or directly. An app that acts for itself may
// not.
func accessAdministrator(c *anypointCall) *anypointAnswer {
	if refused := member(c); refused != nil {
		return refused
	}
	scope := "read:full"
	if c.Method != http.MethodGet {
		scope = "full"
	}
	if c.token.OwnBehalf || !c.platform.administers(c.user, c.PathValue("org")) || !c.may(scope, c.PathValue("org"), "") {
		return &forbidden
	}
	return nil
}

// scoped lets in who holds the scope in the organization and environment of the
// path.
func scoped(scope string) anypointAccess {
	return func(c *anypointCall) *anypointAnswer {
		if refused := member(c); refused != nil {
			return refused
		}
		organization, environment := c.PathValue("org"), c.PathValue("env")
		if environment != "" && c.platform.environment(organization, environment) == nil {
			answer := managerRefusal(http.StatusNotFound, "NotFoundError",
				"The environment %s was not found in the organization %s", environment, organization)
			return &answer
		}
		if !c.may(scope, organization, environment) {
			return &forbidden
		}
		return nil
	}
}
