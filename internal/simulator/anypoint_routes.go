package simulator

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// routeAnypoint registers the calls of Anypoint.
func (s *Server) routeAnypoint(mux *http.ServeMux) {
	open := func(pattern string, handle anypointHandler) { mux.HandleFunc(pattern, s.anypoint(nil, handle)) }
	open("POST /accounts/api/v2/oauth2/token", signIn)
	open("POST /accounts/login", logIn)
	open("POST /graph/api/v2/graphql", graph)
	open("POST /cli/api/v1/analytics/{kind}", func(*anypointCall) anypointAnswer { return success(map[string]any{}) })
	open("GET /exchange/files/{group}/{asset}/{version}/policy-definition.yaml", policyDefinition)

	for pattern, route := range accountsRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /accounts/api", 1), s.anypoint(route.access, route.handle))
	}
	for pattern, route := range peopleRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /accounts/api", 1), s.anypoint(route.access, route.handle))
	}
	for pattern, route := range managerRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /apimanager", 1), s.anypoint(route.access, route.handle))
	}
	for pattern, route := range consumerManagerRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /apimanager", 1), s.anypoint(route.access, route.handle))
	}
	for pattern, route := range consumerExchangeRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /exchange/api/v2", 1), s.anypoint(route.access, route.handle))
	}
	for pattern, route := range exchangeRoutes() {
		mux.HandleFunc(strings.Replace(pattern, " ", " /exchange/api/v2", 1), s.anypoint(route.access, route.handle))
	}
}

type anypointRoute struct {
	access anypointAccess
	handle anypointHandler
}

// accountsRoutes are the calls of Access Management.
func accountsRoutes() map[string]anypointRoute {
	const organization = "/organizations/{org}"
	const team = organization + "/teams/{team}"
	return map[string]anypointRoute{
		"GET /me":                                        {member, whoAmI},
		"GET /users/me":                                  {member, whichUser},
		"GET " + organization:                            {member, showOrganization},
		"GET " + organization + "/hierarchy":             {member, showHierarchy},
		"GET " + organization + "/environments":          {member, listEnvironments},
		"POST " + organization + "/environments":         {accessAdministrator, createEnvironment},
		"DELETE " + organization + "/environments/{env}": {accessAdministrator, deleteEnvironment},
		"GET " + organization + "/members":               {member, listMembers},
		"GET " + organization + "/users":                 {member, listUsers},
		"GET " + organization + "/users/{user}":          {member, showUser},
		"GET " + organization + "/teams":                 {member, listTeams},
		"GET " + team:                                    {member, withTeam(showTeam)},
		"GET " + team + "/members":                       {member, withTeam(listTeamMembers)},
		"PATCH " + team + "/members":                     {accessAdministrator, withTeam(setTeamMembers)},
		"DELETE " + team + "/members":                    {accessAdministrator, withTeam(removeTeamMembers)},
		"GET " + team + "/roles":                         {accessAdministrator, withTeam(listTeamRoles)},
		"POST " + team + "/roles":                        {accessAdministrator, withTeam(addTeamRoles)},
		"DELETE " + team + "/roles":                      {accessAdministrator, withTeam(removeTeamRoles)},
		"GET /roles":                                     {member, listRoles},
	}
}

// managerRoutes are the calls of API Manager.
func managerRoutes() map[string]anypointRoute {
	const apis = "/api/v1/organizations/{org}/environments/{env}/apis"
	const policies = apis + "/{api}/policies"
	const switches = "/xapi/v1/organizations/{org}/environments/{env}/apis/{api}/policies/{policy}/"
	const templates = "/xapi/v1/organizations/{org}/exchange-policy-templates"

	configurationReader, configurationManager := scoped("read:api_configuration"), scoped("manage:api_configuration")
	policyReader, policyManager := scoped("read:api_policies"), scoped("manage:api_policies")

	return map[string]anypointRoute{
		"GET " + apis:               {configurationReader, listInstances},
		"POST " + apis:              {configurationManager, createInstance},
		"GET " + apis + "/{api}":    {configurationReader, withInstance(showInstance)},
		"PATCH " + apis + "/{api}":  {configurationManager, withInstance(changeInstance)},
		"DELETE " + apis + "/{api}": {configurationManager, withInstance(deleteInstance)},

		"GET " + policies:                  {policyReader, withInstance(listPolicies)},
		"POST " + policies:                 {policyManager, withInstance(applyPolicy)},
		"PATCH " + policies:                {policyManager, withInstance(orderPolicies)},
		"GET " + policies + "/{policy}":    {policyReader, withPolicy(showPolicy)},
		"PATCH " + policies + "/{policy}":  {policyManager, withPolicy(changePolicy)},
		"DELETE " + policies + "/{policy}": {policyManager, withPolicy(removePolicy)},
		"POST " + switches + "disable":     {policyManager, withPolicy(switchPolicy(true))},
		"POST " + switches + "enable":      {policyManager, withPolicy(switchPolicy(false))},

		"GET " + templates: {scoped("read:api_policies"), listTemplates},
		"GET " + templates + "/{group}/{asset}/{version}":  {scoped("read:api_policies"), showTemplate},
		"GET /api/v1/organizations/{org}/policy-templates": {scoped("read:api_policies"), listLegacyTemplates},
	}
}

// exchangeRoutes are the calls of Exchange. Who may see or share an asset
// depends on the asset, so those handlers check for themselves.
func exchangeRoutes() map[string]anypointRoute {
	return map[string]anypointRoute{
		"GET /assets/search":                     {member, searchAssets},
		"GET /assets/{group}/{asset}":            {member, withAsset("viewer", showAsset)},
		"GET /assets/{group}/{asset}/asset":      {member, withAsset("viewer", showAsset)},
		"GET /assets/{group}/{asset}/identities": {member, withAsset("viewer", listIdentities)},
		"PUT /assets/{group}/{asset}/identities": {member, withAsset("admin", changeIdentities)},
		"GET /organizations/{org}/identities":    {scoped("read:exchange"), searchIdentities},
	}
}

// anypoint makes an HTTP handler; a nil access leaves the call unauthenticated.
func (s *Server) anypoint(access anypointAccess, handle anypointHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		call := &anypointCall{Request: r, platform: &s.state.Anypoint, knobs: s.knobs, now: s.now(), body: body}
		if strings.HasPrefix(r.URL.Path, "/accounts/") {
			call.platform.window.count(call.now, w.Header())
		}
		call.answer(access, handle).send(w)
	}
}

func (c *anypointCall) answer(access anypointAccess, handle anypointHandler) anypointAnswer {
	if access != nil {
		if !c.authenticate() {
			return unauthorized
		}
		if refused := access(c); refused != nil {
			return *refused
		}
	}
	return handle(c)
}

// accountsRateLimit is what Access Management allows in one minute. The window
// only tells the limit; refusals are injected as faults.
const accountsRateLimit = 1000

// rateWindow is Access Management's fixed one-minute window.
type rateWindow struct {
	minute time.Time
	calls  int
}

// count counts a call and writes the rate limit headers.
func (r *rateWindow) count(now time.Time, header http.Header) {
	minute := now.Truncate(time.Minute)
	if !minute.Equal(r.minute) {
		*r = rateWindow{minute: minute}
	}
	r.calls++
	header.Set("X-RateLimit-Limit", strconv.Itoa(accountsRateLimit))
	header.Set("X-RateLimit-Remaining", strconv.Itoa(max(0, accountsRateLimit-r.calls)))
	header.Set("X-RateLimit-Reset", strconv.FormatInt(minute.Add(time.Minute).Unix(), 10))
}
