package anypointapi

import "net/http"

// operation is a kind of call.
type operation struct {
	method, path string
	// safe tells that repeating the call does no harm.
	safe bool
	// accessManagement tells that the call may need a user's session.
	accessManagement bool
	// scope is what a connected app that acts for itself needs, and permission
	// what a user needs; empty when the platform doesn't say.
	scope, permission string
}

const (
	accounts          = "/accounts/api"
	environmentPath   = "/organizations/{organization}/environments/{environment}"
	apisPath          = "/apimanager/api/v1" + environmentPath + "/apis"
	apiPath           = apisPath + "/{api}"
	policiesPath      = apiPath + "/policies"
	policyPath        = policiesPath + "/{policy}"
	organizationPath  = accounts + "/organizations/{organization}"
	teamPath          = organizationPath + "/teams/{team}"
	assetsPath        = "/exchange/api/v2/assets"
	assetPath         = assetsPath + "/{group}/{asset}"
	assetIdentityPath = assetPath + "/identities"
)

// apiManager is an operation of API Manager.
func apiManager(method, path, scope, permission string) operation {
	return operation{
		method: method, path: path, safe: method != http.MethodPost, scope: scope, permission: permission,
	}
}

// accessManagement is a reading operation of Access Management.
func accessManagement(path string) operation {
	return operation{method: http.MethodGet, path: path, safe: true, accessManagement: true}
}

func listAPIInstances() operation {
	return apiManager(http.MethodGet, apisPath, "read:api_configuration", "View APIs Configuration")
}

func getAPIInstance() operation {
	return apiManager(http.MethodGet, apiPath, "read:api_configuration", "View APIs Configuration")
}

func listPolicies() operation {
	return apiManager(http.MethodGet, policiesPath, "read:api_policies", "View Policies")
}

func getPolicy() operation {
	return apiManager(http.MethodGet, policyPath, "read:api_policies", "View Policies")
}

func createPolicy() operation {
	return apiManager(http.MethodPost, policiesPath, "manage:api_policies", "Manage Policies")
}

func updatePolicy() operation {
	return apiManager(http.MethodPatch, policyPath, "manage:api_policies", "Manage Policies")
}

func deletePolicy() operation {
	return apiManager(http.MethodDelete, policyPath, "manage:api_policies", "Manage Policies")
}

func listPolicyTemplates() operation {
	return apiManager(http.MethodGet, "/apimanager/xapi/v1/organizations/{organization}/exchange-policy-templates",
		"read:api_policies", "View Policies")
}

func listIdentities() operation {
	return operation{
		method: http.MethodGet, path: assetIdentityPath, safe: true,
		scope: "manage:exchange", permission: "Exchange Administrator",
	}
}

// changeIdentities is not safe: nobody knows what adding an identity twice does.
func changeIdentities() operation {
	return operation{
		method: http.MethodPut, path: assetIdentityPath,
		scope: "manage:exchange", permission: "Exchange Administrator",
	}
}

func searchIdentities() operation {
	return operation{
		method: http.MethodGet, path: "/exchange/api/v2/organizations/{organization}/identities", safe: true,
		scope: "manage:exchange", permission: "Exchange Administrator",
	}
}

func searchAssets() operation {
	return operation{
		method: http.MethodGet, path: assetsPath + "/search", safe: true, scope: "read:exchange", permission: "Exchange Viewer",
	}
}

func getAsset() operation {
	return operation{
		method: http.MethodGet, path: assetPath + "/asset", safe: true, scope: "read:exchange", permission: "Exchange Viewer",
	}
}

func getMe() operation { return operation{method: http.MethodGet, path: accounts + "/me", safe: true} }

func listMembers() operation      { return accessManagement(organizationPath + "/members") }
func listTeams() operation        { return accessManagement(organizationPath + "/teams") }
func getHierarchy() operation     { return accessManagement(organizationPath + "/hierarchy") }
func listEnvironments() operation { return accessManagement(organizationPath + "/environments") }
