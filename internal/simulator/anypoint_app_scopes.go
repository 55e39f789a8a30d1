package simulator

import (
	_ "embed"
	"net/http"
	"slices"

	"go.yaml.in/yaml/v4"
)

//go:embed catalogue/anypoint_scopes.yaml
var scopesDocument []byte

// maximumScopes is how many scopes a connected app may have.
const maximumScopes = 1000

// appScope is a scope with its context, as the calls write it.
type appScope struct {
	Scope   string            `json:"scope"`
	Context map[string]string `json:"context_params"`
}

func (s appScope) grant() scopeGrant {
	return scopeGrant{Scope: s.Scope, OrganizationID: s.Context["org"], EnvironmentID: s.Context["envId"]}
}

func scopeView(grant scopeGrant) map[string]any {
	context := map[string]string{}
	if grant.OrganizationID != "" {
		context["org"] = grant.OrganizationID
	}
	if grant.EnvironmentID != "" {
		context["envId"] = grant.EnvironmentID
	}
	return map[string]any{"scope": grant.Scope, "context_params": context}
}

// listScopes is GET .../connectedApplications/{client}/scopes. The scope profile
// is there uninvited.
func listScopes(c *anypointCall, app *anypointApp) anypointAnswer {
	grants := slices.Clone(app.Scopes)
	if slices.Contains(app.GrantTypes, clientCredentials) {
		grants = append(grants, scopeGrant{Scope: "profile"})
	}
	return accountsPage(c, grants, scopeView)
}

// replaceScopes is PUT on the scopes.
func replaceScopes(c *anypointCall, app *anypointApp) anypointAnswer {
	var body struct{ Scopes []appScope }
	if refused := c.acceptApp("replaceScopes", &body); refused != nil {
		return *refused
	}
	return c.writeScopes(app, nil, body.Scopes)
}

// changeScopes is PATCH on the scopes: it adds and removes; what is there already
// is no error.
func changeScopes(c *anypointCall, app *anypointApp) anypointAnswer {
	var body struct{ Scopes, ScopesToDelete []appScope }
	if refused := c.acceptApp("changeScopes", &body); refused != nil {
		return *refused
	}
	return c.writeScopes(app, without(app.Scopes, body.ScopesToDelete), body.Scopes)
}

// removeScopes is DELETE on the scopes, which takes exact matches alone.
func removeScopes(c *anypointCall, app *anypointApp) anypointAnswer {
	var body struct{ Scopes []appScope }
	if refused := c.acceptApp("removeScopes", &body); refused != nil {
		return *refused
	}
	app.Scopes = without(app.Scopes, body.Scopes)
	return noContent
}

func without(grants []scopeGrant, unwanted []appScope) []scopeGrant {
	return slices.DeleteFunc(slices.Clone(grants), func(grant scopeGrant) bool {
		return slices.ContainsFunc(unwanted, func(scope appScope) bool { return scope.grant() == grant })
	})
}

// writeScopes makes an app's scopes those kept and those added.
func (c *anypointCall) writeScopes(app *anypointApp, kept []scopeGrant, added []appScope) anypointAnswer {
	for _, scope := range added {
		if refused := c.platform.unknownScope(scope); refused != nil {
			return *refused
		}
		if grant := scope.grant(); scope.Scope != "profile" && !slices.Contains(kept, grant) {
			kept = append(kept, grant)
		}
	}
	if len(kept) > maximumScopes {
		return anypointRefusal(http.StatusBadRequest, "An application may have %d scopes", maximumScopes)
	}
	app.Scopes = kept
	return noContent
}

// unknownScope refuses a scope that does not exist, or a context that does not.
func (p *anypointPlatform) unknownScope(scope appScope) *anypointAnswer {
	grant := scope.grant()
	known := slices.ContainsFunc(scopeCatalogue(), func(entry catalogueScope) bool { return entry.Scope == scope.Scope })
	place := (grant.OrganizationID == "" || p.organization(grant.OrganizationID) != nil) &&
		(grant.EnvironmentID == "" || p.environment(grant.OrganizationID, grant.EnvironmentID) != nil)
	if known && place {
		return nil
	}
	answer := anypointRefusal(http.StatusBadRequest, "Invalid scope or context_params: %s", scope.Scope)
	return &answer
}

// catalogueScope is an entry of the catalogue of scopes.
type catalogueScope struct {
	Scope   string `yaml:"scope"`
	Name    string `yaml:"name"`
	Product string `yaml:"product"`
}

func scopeCatalogue() []catalogueScope {
	var catalogue []catalogueScope
	if err := yaml.Load(scopesDocument, &catalogue); err != nil {
		panic(err) // the document is part of the program
	}
	return catalogue
}

// listScopeCatalogue is GET /accounts/api/cs/scopes.
func listScopeCatalogue(*anypointCall) anypointAnswer {
	return success(views(scopeCatalogue(), func(entry catalogueScope) map[string]any {
		return map[string]any{
			"scope": entry.Scope, "displayName": entry.Name, "description": entry.Name, "productLabel": entry.Product, "internal": false,
		}
	}))
}
