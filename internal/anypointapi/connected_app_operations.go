package anypointapi

import (
	"context"
	"iter"
	"net/http"
)

const (
	connectedAppsPath      = organizationPath + "/connectedApplications"
	connectedAppPath       = connectedAppsPath + "/{client}"
	appScopesPath          = connectedAppPath + "/scopes"
	appSettingsPath        = connectedAppsPath + "/settings"
	appAllowlistPath       = connectedAppsPath + "/allowlist"
	appAuthorizationsPath  = connectedAppsPath + "/authorizations"
	scopeCataloguePath     = accounts + "/cs/scopes"
	readConnectedApps      = "read:orgconnapps"
	administerAccess       = "admin:access_controls"
	organizationAdminister = "Organization Administrator"
)

// aboutApps is an operation on connected apps. Changing one is safe to repeat,
// but for making one and for having a secret made up.
func aboutApps(method, path string) operation {
	made := operation{
		method: method, path: path, accessManagement: true, safe: method != http.MethodPost && path != connectedAppPath,
		scope: readConnectedApps, permission: organizationAdminister,
	}
	if method == http.MethodGet || method == http.MethodDelete {
		made.safe = true
	}
	if method != http.MethodGet {
		made.scope = administerAccess
	}
	return made
}

func listConnectedApps() operation  { return aboutApps(http.MethodGet, connectedAppsPath) }
func createConnectedApp() operation { return aboutApps(http.MethodPost, connectedAppsPath) }
func getConnectedApp() operation    { return aboutApps(http.MethodGet, connectedAppPath) }
func updateConnectedApp() operation { return aboutApps(http.MethodPatch, connectedAppPath) }
func deleteConnectedApp() operation { return aboutApps(http.MethodDelete, connectedAppPath) }

func listAppScopes() operation   { return aboutApps(http.MethodGet, appScopesPath) }
func changeAppScopes() operation { return aboutApps(http.MethodPatch, appScopesPath) }
func removeAppScopes() operation { return aboutApps(http.MethodDelete, appScopesPath) }

func getAppSettings() operation    { return aboutApps(http.MethodGet, appSettingsPath) }
func changeAppSettings() operation { return aboutApps(http.MethodPatch, appSettingsPath) }

func listAppAllowlist() operation     { return aboutApps(http.MethodGet, appAllowlistPath) }
func addToAppAllowlist() operation    { return aboutApps(http.MethodPatch, appAllowlistPath) }
func removeFromAllowlist() operation  { return aboutApps(http.MethodDelete, appAllowlistPath) }
func listAppAuthorization() operation { return aboutApps(http.MethodGet, appAuthorizationsPath) }

// listScopeCatalogue takes no scope: whoever is signed in may read it.
func listScopeCatalogue() operation { return accessManagement(scopeCataloguePath) }

// listPages yields the items of a listing that is paged as {"data": [...],
// "total": n}, in pages of that size.
func listPages[T any](ctx context.Context, caller *caller, listing call, size int) iter.Seq2[T, error] {
	query := listing.query
	return turnPages(func(offset int) ([]T, int, error) {
		var page struct {
			Data  []T `json:"data"`
			Total int `json:"total"`
		}
		listing.query = pageQuery(query, offset, size)
		err := caller.do(ctx, listing, &page)
		return page.Data, page.Total, err
	})
}
