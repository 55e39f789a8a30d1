package anypointapi

import "net/http"

const (
	tiersPath          = apiPath + "/tiers"
	tierPath           = tiersPath + "/{tier}"
	contractsPath      = apiPath + "/contracts"
	contractPath       = contractsPath + "/{contract}"
	decisionPath       = "/apimanager/xapi/v1" + environmentPath + "/apis/{api}/contracts/{contract}/{decision}"
	applicationsPath   = "/exchange/api/v2/organizations/{organization}/applications"
	applicationPath    = applicationsPath + "/{application}"
	resetSecretPath    = applicationPath + "/secret/reset"
	viewContracts      = "View Contracts"
	manageContracts    = "Manage Contracts"
	manageAPIs         = "Manage APIs Configuration"
	exchangeViewer     = "Exchange Viewer"
	ownApplicationOnly = "manage:client_application of that application, unless the app made it"
)

func listTiers() operation {
	return apiManager(http.MethodGet, tiersPath, "read:api_contracts", viewContracts)
}

func createTier() operation {
	return apiManager(http.MethodPost, tiersPath, "manage:api_contracts", manageContracts)
}

func replaceTier() operation {
	return apiManager(http.MethodPut, tierPath, "manage:api_contracts", manageContracts)
}

func deleteTier() operation {
	return apiManager(http.MethodDelete, tierPath, "manage:api_contracts", manageContracts)
}

func listContracts() operation {
	return apiManager(http.MethodGet, contractsPath, "read:api_contracts", viewContracts)
}

// createContract and updateContract also read the application, which is in
// Exchange.
func createContract() operation {
	return apiManager(http.MethodPost, contractsPath, "manage:api_contracts", manageContracts)
}

func updateContract() operation {
	return apiManager(http.MethodPatch, contractPath, "manage:api_contracts", manageContracts)
}

func decideContract() operation {
	return apiManager(http.MethodPost, decisionPath, "manage:api_contracts", manageContracts)
}

func deleteContract() operation {
	return apiManager(http.MethodDelete, contractPath, "manage:api_contracts", manageContracts)
}

func createAPIInstance() operation {
	return apiManager(http.MethodPost, apisPath, "manage:api_configuration", manageAPIs)
}

func updateAPIInstance() operation {
	return apiManager(http.MethodPatch, apiPath, "manage:api_configuration", manageAPIs)
}

func deleteAPIInstance() operation {
	return apiManager(http.MethodDelete, apiPath, "manage:api_configuration", manageAPIs)
}

func listApplications() operation {
	return operation{
		method: http.MethodGet, path: applicationsPath, safe: true,
		scope: "read:client_applications", permission: "Organization Administrator",
	}
}

func createApplication() operation {
	return operation{
		method: http.MethodPost, path: applicationsPath, scope: "create:client_applications", permission: exchangeViewer,
	}
}

// ownApplication is an operation on an application that the caller owns, or was
// given by a scope of its own.
func ownApplication(method, path string) operation {
	return operation{
		method: method, path: path, safe: method != http.MethodPost,
		scope: ownApplicationOnly, permission: "Organization Administrator",
	}
}

func getApplication() operation {
	read := ownApplication(http.MethodGet, applicationPath)
	read.scope = "read:client_applications"
	return read
}

func updateApplication() operation { return ownApplication(http.MethodPatch, applicationPath) }

func deleteApplication() operation { return ownApplication(http.MethodDelete, applicationPath) }

func resetApplicationSecret() operation { return ownApplication(http.MethodPost, resetSecretPath) }
