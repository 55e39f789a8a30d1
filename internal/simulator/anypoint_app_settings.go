package simulator

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
)

// appSettings are what an organization allows connected apps.
type appSettings struct {
	ApplicationsEnabled string
	GrantTypesAllowed   []string
	AllowlistEnabled    bool
	// AllowlistInternal lets the organization's own apps in without an entry.
	AllowlistInternal bool
}

func defaultAppSettings() appSettings {
	return appSettings{
		ApplicationsEnabled: "all", AllowlistInternal: true,
		GrantTypesAllowed: []string{
			"implicit", "authorization_code", "refresh_token", clientCredentials, "password",
			"urn:ietf:params:oauth:grant-type:jwt-bearer",
		},
	}
}

// AllowlistedApp is an entry of the allowlist of connected apps.
type AllowlistedApp struct {
	ClientID         string
	AuthorizedScopes []string
}

// keepsOut is why an app gets no token; empty if it does.
func (p *anypointPlatform) keepsOut(app *anypointApp, grantType string) string {
	settings := p.AppSettings
	listed := slices.ContainsFunc(p.AppAllowlist, func(entry AllowlistedApp) bool { return entry.ClientID == app.ClientID })
	internal := settings.AllowlistInternal && p.organization(app.OrganizationID) != nil
	switch {
	case app.Closed:
		return "The application is disabled"
	case settings.ApplicationsEnabled == "none":
		return "Connected applications are disabled in the organization"
	case !slices.Contains(settings.GrantTypesAllowed, grantType):
		return "The organization does not allow the grant type " + grantType
	case settings.AllowlistEnabled && !listed && !internal:
		return "The application is not on the organization's allowlist"
	}
	return ""
}

// showAppSettings is GET .../connectedApplications/settings; a business group
// shows the root's.
func showAppSettings(c *anypointCall) anypointAnswer { return success(c.platform.AppSettings.view()) }

// view tells the settings by their present and their former names.
func (s appSettings) view() map[string]any {
	return map[string]any{
		"applications_enabled": s.ApplicationsEnabled, "grant_types_allowed": orEmpty(s.GrantTypesAllowed),
		"allowlist_enabled": s.AllowlistEnabled, "whitelist_enabled": s.AllowlistEnabled,
		"allowlist_internal_applications": s.AllowlistInternal, "whitelist_internal_applications": s.AllowlistInternal,
	}
}

// ofRootAlone refuses a business group, whose settings are the root's.
func (c *anypointCall) ofRootAlone(what string) *anypointAnswer {
	if c.PathValue("org") == c.platform.root().ID {
		return nil
	}
	answer := anypointRefusal(http.StatusMethodNotAllowed, "The organization is a business group. %s only editable on a root organization", what)
	return &answer
}

// changeAppSettings is PATCH .../connectedApplications/settings.
func changeAppSettings(c *anypointCall) anypointAnswer {
	if refused := c.ofRootAlone("Settings are"); refused != nil {
		return *refused
	}
	var body struct {
		ApplicationsEnabled string   `json:"applications_enabled"`
		GrantTypesAllowed   []string `json:"grant_types_allowed"`
		AllowlistEnabled    *bool    `json:"allowlist_enabled"`
		AllowlistInternal   *bool    `json:"allowlist_internal_applications"`
		WhitelistEnabled    *bool    `json:"whitelist_enabled"`
		WhitelistInternal   *bool    `json:"whitelist_internal_applications"`
	}
	if refused := c.acceptApp("changeSettings", &body); refused != nil {
		return *refused
	}
	settings := &c.platform.AppSettings
	settings.ApplicationsEnabled, settings.GrantTypesAllowed = body.ApplicationsEnabled, body.GrantTypesAllowed
	if enabled := cmp.Or(body.AllowlistEnabled, body.WhitelistEnabled); enabled != nil {
		settings.AllowlistEnabled = *enabled
	}
	if internal := cmp.Or(body.AllowlistInternal, body.WhitelistInternal); internal != nil {
		settings.AllowlistInternal = *internal
	}
	return success(settings.view())
}

// listAllowlist is GET .../connectedApplications/allowlist.
func listAllowlist(c *anypointCall) anypointAnswer {
	selected := []AllowlistedApp{}
	for _, entry := range c.platform.AppAllowlist {
		if among(c.URL.Query()["client_id"], entry.ClientID) {
			selected = append(selected, entry)
		}
	}
	return accountsPage(c, selected, func(entry AllowlistedApp) map[string]any {
		return map[string]any{"client_id": entry.ClientID, "authorized_scopes": orEmpty(entry.AuthorizedScopes)}
	})
}

// replaceAllowlist is PUT on the allowlist.
func replaceAllowlist(c *anypointCall) anypointAnswer { return c.writeAllowlist(nil) }

// addToAllowlist is PATCH on the allowlist: it adds entries or approves them anew.
func addToAllowlist(c *anypointCall) anypointAnswer { return c.writeAllowlist(c.platform.AppAllowlist) }

// writeAllowlist makes the allowlist the entries kept and those of the body.
func (c *anypointCall) writeAllowlist(kept []AllowlistedApp) anypointAnswer {
	entries, refused := c.allowlistEntries()
	if refused != nil {
		return *refused
	}
	kept = slices.Clone(kept)
	for _, entry := range entries {
		kept = slices.DeleteFunc(kept, func(old AllowlistedApp) bool { return old.ClientID == entry.ClientID })
		kept = append(kept, entry)
	}
	c.platform.AppAllowlist = kept
	return noContent
}

// removeFromAllowlist is DELETE on the allowlist.
func removeFromAllowlist(c *anypointCall) anypointAnswer {
	entries, refused := c.allowlistEntries()
	if refused != nil {
		return *refused
	}
	c.platform.AppAllowlist = slices.DeleteFunc(slices.Clone(c.platform.AppAllowlist), func(old AllowlistedApp) bool {
		return slices.ContainsFunc(entries, func(entry AllowlistedApp) bool { return entry.ClientID == old.ClientID })
	})
	return noContent
}

// allowlistEntries reads the body that all changes of the allowlist share. An
// entry without scopes stands for all that the app is registered for.
func (c *anypointCall) allowlistEntries() ([]AllowlistedApp, *anypointAnswer) {
	if refused := c.ofRootAlone("The allowlist is"); refused != nil {
		return nil, refused
	}
	var body []struct {
		ClientID         string   `json:"client_id"`
		AuthorizedScopes []string `json:"authorized_scopes"`
	}
	if refused := c.acceptApp("allowlist", &body); refused != nil {
		return nil, refused
	}
	entries := make([]AllowlistedApp, len(body))
	for i, entry := range body {
		entries[i] = AllowlistedApp{entry.ClientID, entry.AuthorizedScopes}
		if entry.AuthorizedScopes == nil {
			entries[i].AuthorizedScopes = c.platform.registeredScopes(entry.ClientID)
		}
	}
	return entries, nil
}

// registeredScopes are the names of all scopes of an app.
func (p *anypointPlatform) registeredScopes(clientID string) []string {
	app := cmp.Or(p.app(clientID), &anypointApp{})
	names := slices.Clone(app.Delegated)
	for _, grant := range app.Scopes {
		names = append(names, grant.Scope)
	}
	slices.SortFunc(names, strings.Compare)
	return slices.Compact(names)
}
