package simulator

// consumerManagerRoutes are the calls of API Manager about tiers and contracts.
func consumerManagerRoutes() map[string]anypointRoute {
	const api = "/api/v1/organizations/{org}/environments/{env}/apis/{api}"
	const tier, contract = api + "/tiers/{tier}", api + "/contracts/{contract}"
	const decisions = "/xapi/v1/organizations/{org}/environments/{env}/apis/{api}/contracts/{contract}/"

	reader, manager := scoped("read:api_contracts"), scoped("manage:api_contracts")
	routes := map[string]anypointRoute{
		"GET " + api + "/tiers":  {reader, withInstance(listTiers)},
		"POST " + api + "/tiers": {manager, withInstance(createTier)},
		"PUT " + tier:            {manager, withTier(replaceTier)},
		"DELETE " + tier:         {manager, withTier(deleteTier)},

		"GET " + api + "/contracts":  {reader, withInstance(listContracts)},
		"POST " + api + "/contracts": {manager, withInstance(createContract)},
		"GET " + contract:            {reader, withContract(showContract)},
		"PATCH " + contract:          {manager, withContract(changeContract)},
		"DELETE " + contract:         {manager, withContract(deleteContract)},
	}
	for _, verb := range []string{"approve", "reject", "revoke", "restore"} {
		routes["POST "+decisions+verb] = anypointRoute{manager, withContract(decideContract(verb))}
	}
	return routes
}

// consumerExchangeRoutes are the calls of Exchange about client applications.
// Who may see or change one depends on the application, so the handlers check
// for themselves.
func consumerExchangeRoutes() map[string]anypointRoute {
	const applications = "/organizations/{org}/applications"
	const application = applications + "/{application}"
	return map[string]anypointRoute{
		"GET " + applications:                   {member, atRoot(listApplications)},
		"POST " + applications:                  {scoped("create:client_applications"), atRoot(createApplication)},
		"GET " + application:                    {member, withApplication(showApplication)},
		"PATCH " + application:                  {member, withApplication(changeApplication)},
		"DELETE " + application:                 {member, withApplication(deleteApplication)},
		"POST " + application + "/secret/reset": {member, withApplication(resetApplicationSecret)},
	}
}
