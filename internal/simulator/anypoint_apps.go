package simulator

import (
	"bytes"
	"cmp"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

//go:embed catalogue/anypoint_app_requests.yaml
var appRequestsDocument []byte

// maximumAppPage is the largest page of connected apps, the smallest of the
// platform.
const maximumAppPage = 20

// clientCredentials is the grant type of apps that act for themselves.
const clientCredentials = "client_credentials"

// anypointApp is a connected app.
type anypointApp struct {
	ClientID, ClientSecret, Name string
	// OwnerID is the user who owns the app; empty for an app without an owner.
	OwnerID        string
	OrganizationID string
	GrantTypes     []string
	// Scopes are what an app may do for itself, Delegated what it may do for users.
	Scopes                          []scopeGrant
	Delegated                       []string
	RedirectURIs, PublicKeys        []string
	Audience                        string
	ClientURI, PolicyURI, TermsURI  *string
	IssuerClaimWithoutToken, Closed bool // Closed is the opposite of enabled
}

// held are the scopes of the app: those it has for itself, or those for users.
func (a *anypointApp) held(ownBehalf bool) []scopeGrant {
	if ownBehalf {
		return a.Scopes
	}
	grants := make([]scopeGrant, len(a.Delegated))
	for i, scope := range a.Delegated {
		grants[i] = scopeGrant{Scope: scope}
	}
	return grants
}

// connectedAppRoutes are the calls about connected apps, which belong to Access
// Management.
func connectedAppRoutes() map[string]anypointRoute {
	const apps = "/organizations/{org}/connectedApplications"
	const app, scopes = apps + "/{client}", apps + "/{client}/scopes"
	reader, administrator := appReader, appAdministrator
	return map[string]anypointRoute{
		"GET " + apps:      {reader, listApps},
		"POST " + apps:     {administrator, createApp},
		"GET " + app:       {reader, withApp(showApp)},
		"PATCH " + app:     {administrator, withApp(changeApp)},
		"DELETE " + app:    {administrator, withApp(deleteApp)},
		"GET " + scopes:    {reader, withApp(listScopes)},
		"PUT " + scopes:    {administrator, withApp(replaceScopes)},
		"PATCH " + scopes:  {administrator, withApp(changeScopes)},
		"DELETE " + scopes: {administrator, withApp(removeScopes)},

		"GET " + apps + "/settings":       {reader, showAppSettings},
		"PATCH " + apps + "/settings":     {administrator, changeAppSettings},
		"GET " + apps + "/allowlist":      {reader, listAllowlist},
		"PUT " + apps + "/allowlist":      {administrator, replaceAllowlist},
		"PATCH " + apps + "/allowlist":    {administrator, addToAllowlist},
		"DELETE " + apps + "/allowlist":   {administrator, removeFromAllowlist},
		"GET " + apps + "/authorizations": {reader, listAuthorizations},
		"GET /cs/scopes":                  {member, listScopeCatalogue},
	}
}

// appReader lets in who may see connected apps: an app that acts for itself with
// the scope, or an administrator.
func appReader(c *anypointCall) *anypointAnswer {
	return c.refuseUnless("read:orgconnapps", "read:full")
}

// appAdministrator lets in who may change connected apps.
func appAdministrator(c *anypointCall) *anypointAnswer {
	return c.refuseUnless("admin:access_controls", "full")
}

// refuseUnless asks an app that acts for itself for one scope, and whoever acts
// for a user for the other one and an administrator.
func (c *anypointCall) refuseUnless(own, delegated string) *anypointAnswer {
	if refused := member(c); refused != nil {
		return refused
	}
	scope := delegated
	if c.token.OwnBehalf {
		scope = own
	}
	if !c.token.OwnBehalf && !c.user.Administrator || !c.may(scope, c.PathValue("org"), "") {
		return &forbidden
	}
	return nil
}

// withApp finds the connected app of the path.
func withApp(handle func(*anypointCall, *anypointApp) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		app := c.platform.app(c.PathValue("client"))
		if app == nil || app.OrganizationID != c.PathValue("org") {
			return anypointRefusal(http.StatusNotFound, "Connected application with that clientId could not be found")
		}
		return handle(c, app)
	}
}

// listApps is GET .../connectedApplications.
func listApps(c *anypointCall) anypointAnswer {
	query := c.URL.Query()
	selected := []*anypointApp{}
	for _, app := range c.platform.Apps {
		if app.OrganizationID == c.PathValue("org") && matches(query.Get("search"), app.Name, app.ClientID) {
			selected = append(selected, app)
		}
	}
	slices.SortStableFunc(selected, func(a, b *anypointApp) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ClientID, b.ClientID))
	})
	from, to, refused := c.window(len(selected), maximumAppPage, maximumAppPage)
	if refused != nil {
		return *refused
	}
	rows := views(selected[from:to], func(app *anypointApp) map[string]any {
		view := appView(app)
		delete(view, "owner_user_id") // which single apps alone tell
		return view
	})
	return success(map[string]any{"data": rows, "total": len(selected)})
}

// showApp is GET .../connectedApplications/{client}.
func showApp(_ *anypointCall, app *anypointApp) anypointAnswer { return success(appView(app)) }

// appView is an app as the platform tells it: with its secret.
func appView(app *anypointApp) map[string]any {
	view := map[string]any{
		"client_id": app.ClientID, "client_secret": app.ClientSecret, "client_name": app.Name,
		"owner_org_id": app.OrganizationID, "owner_user_id": nil,
		"public_keys": orEmpty(app.PublicKeys), "redirect_uris": orEmpty(app.RedirectURIs),
		"grant_types": orEmpty(app.GrantTypes), "scopes": orEmpty(app.Delegated), "enabled": !app.Closed,
		"audience": app.Audience, "client_uri": app.ClientURI, "policy_uri": app.PolicyURI, "tos_uri": app.TermsURI,
		"generate_iss_claim_without_token": app.IssuerClaimWithoutToken,
	}
	if app.OwnerID != "" {
		view["owner_user_id"] = app.OwnerID
	}
	return view
}

func orEmpty(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}

// deleteApp is DELETE .../connectedApplications/{client}; its tokens end.
func deleteApp(c *anypointCall, app *anypointApp) anypointAnswer {
	c.platform.removeApp(app)
	return noContent
}

func (p *anypointPlatform) removeApp(app *anypointApp) {
	p.Apps = slices.DeleteFunc(p.Apps, func(other *anypointApp) bool { return other == app })
	p.AppAuthorizations = slices.DeleteFunc(p.AppAuthorizations, func(a AppAuthorization) bool {
		return a.ClientID == app.ClientID
	})
}

// acceptApp checks the body against a schema of catalogue/anypoint_app_requests.yaml
// and decodes it.
func (c *anypointCall) acceptApp(schemaName string, into any) *anypointAnswer {
	refuse := func(err error) *anypointAnswer {
		answer := anypointRefusal(http.StatusBadRequest, "%v", err)
		return &answer
	}
	var schemas map[string]any
	if err := yaml.Load(appRequestsDocument, &schemas); err != nil {
		return refuse(err)
	}
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.body))
	if err != nil {
		return refuse(err)
	}
	if err := violation(schemas[schemaName], body); err != nil {
		return refuse(err)
	}
	if err := c.decode(into); err != nil {
		return refuse(err)
	}
	return nil
}
