package simulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AppAuthorization is a user's consent to a connected app.
type AppAuthorization struct {
	ID, UserID, ClientID string
	Scopes               []string
	Created, LastUsed    time.Time
}

// listAuthorizations is GET .../connectedApplications/authorizations.
func listAuthorizations(c *anypointCall) anypointAnswer {
	selected := []AppAuthorization{}
	for _, authorization := range c.platform.AppAuthorizations {
		if equals(c.URL.Query().Get("user_id"), authorization.UserID) {
			selected = append(selected, authorization)
		}
	}
	return accountsPage(c, selected, func(authorization AppAuthorization) map[string]any {
		return map[string]any{
			"authorization_id": authorization.ID, "user_id": authorization.UserID, "client_id": authorization.ClientID,
			"scopes": orEmpty(authorization.Scopes), "as_id": "anypoint",
			"created_at": date(authorization.Created, dateOfAccounts), "updated_at": date(authorization.Created, dateOfAccounts),
			"last_used": date(authorization.LastUsed, dateOfAccounts),
		}
	})
}

// AnypointApp is what the hands below tell of a connected app and take for it.
type AnypointApp struct {
	ClientID, Name, Secret, OwnerID string
	GrantTypes, Delegated           []string
	RedirectURIs                    []string
	// Scopes are "scope" or "scope organization" or "scope organization environment".
	Scopes  []string
	Enabled bool
}

// AnypointApps lists the connected apps as they are, secrets included.
func (s *Server) AnypointApps() []AnypointApp {
	s.mu.Lock()
	defer s.mu.Unlock()
	var apps []AnypointApp
	for _, app := range s.state.Anypoint.Apps {
		told := AnypointApp{
			ClientID: app.ClientID, Name: app.Name, Secret: app.ClientSecret, OwnerID: app.OwnerID, Enabled: !app.Closed,
			GrantTypes: slices.Clone(app.GrantTypes), Delegated: slices.Clone(app.Delegated), RedirectURIs: slices.Clone(app.RedirectURIs),
		}
		for _, grant := range app.Scopes {
			told.Scopes = append(told.Scopes, grant.String())
		}
		apps = append(apps, told)
	}
	return apps
}

// String is the scope with its context, separated by spaces.
func (g scopeGrant) String() string {
	parts := []string{g.Scope, g.OrganizationID, g.EnvironmentID}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), " ")
}

// AddAnypointApps makes count more apps that act for themselves, with one scope
// each, and tells their client ids. They are named app-0001 and so on.
func (s *Server) AddAnypointApps(count int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	ids := make([]string, count)
	for i := range ids {
		ids[i] = platform.clientID()
		platform.Apps = append(platform.Apps, &anypointApp{
			ClientID: ids[i], ClientSecret: platform.appSecret(), Name: fmt.Sprintf("app-%04d", i+1),
			OwnerID: platform.owner().ID, OrganizationID: platform.root().ID, Audience: "internal",
			GrantTypes: []string{clientCredentials},
			Scopes:     []scopeGrant{{Scope: "read:exchange", OrganizationID: platform.root().ID}},
		})
	}
	return ids
}

// EditAnypointApp changes the name, grant types, delegated scopes, redirect URIs
// or the switch of a connected app.
func (s *Server) EditAnypointApp(clientID string, change func(*AnypointApp)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.state.Anypoint.app(clientID)
	if app == nil {
		return false
	}
	edited := AnypointApp{
		Name: app.Name, GrantTypes: app.GrantTypes, Delegated: app.Delegated, RedirectURIs: app.RedirectURIs, Enabled: !app.Closed,
	}
	change(&edited)
	app.Name, app.GrantTypes, app.Delegated = edited.Name, edited.GrantTypes, edited.Delegated
	app.RedirectURIs, app.Closed = edited.RedirectURIs, !edited.Enabled
	return true
}

// SetAnypointAppScopes replaces the scopes that an app has for itself.
func (s *Server) SetAnypointAppScopes(clientID string, scopes ...AnypointAppScope) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.state.Anypoint.app(clientID)
	if app == nil {
		return false
	}
	app.Scopes = nil
	for _, scope := range scopes {
		app.Scopes = append(app.Scopes, scopeGrant(scope))
	}
	return true
}

// AnypointAppScope is a scope with its context; empty ids stand for none.
type AnypointAppScope struct{ Scope, OrganizationID, EnvironmentID string }

// DeleteAnypointApp removes a connected app.
func (s *Server) DeleteAnypointApp(clientID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.state.Anypoint.app(clientID)
	if app == nil {
		return false
	}
	s.state.Anypoint.removeApp(app)
	return true
}

// AuthorizeAnypointApp makes a user consent to an app and tells the authorization's id.
func (s *Server) AuthorizeAnypointApp(userID, clientID string, scopes ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	id := strconv.Itoa(platform.integer())
	platform.AppAuthorizations = append(platform.AppAuthorizations, AppAuthorization{
		ID: id, UserID: userID, ClientID: clientID, Scopes: scopes, Created: s.now(), LastUsed: s.now(),
	})
	return id
}

// AnypointAppSettings are the organization's settings of connected apps.
type AnypointAppSettings appSettings

// AnypointAppSettings tells the organization's settings of connected apps.
func (s *Server) AnypointAppSettings() AnypointAppSettings {
	s.mu.Lock()
	defer s.mu.Unlock()
	return AnypointAppSettings(s.state.Anypoint.AppSettings)
}

// SetAnypointAppSettings changes them.
func (s *Server) SetAnypointAppSettings(change func(*AnypointAppSettings)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	settings := AnypointAppSettings(s.state.Anypoint.AppSettings)
	change(&settings)
	s.state.Anypoint.AppSettings = appSettings(settings)
}

// AnypointAppAllowlist lists the entries of the allowlist.
func (s *Server) AnypointAppAllowlist() []AllowlistedApp {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.state.Anypoint.AppAllowlist)
}

// SetAnypointAppAllowlist replaces them.
func (s *Server) SetAnypointAppAllowlist(entries ...AllowlistedApp) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.Anypoint.AppAllowlist = entries
}
