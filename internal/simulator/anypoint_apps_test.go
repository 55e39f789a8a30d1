package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	appsPath        = accountsPath + "/connectedApplications"
	terraformApp    = "ac3e0000000000000000000000000001"
	managementApp   = "ac3e0000000000000000000000000002"
	newApp          = `{"client_name":"Sync","redirect_uris":[],"grant_types":["client_credentials"],"audience":"internal"}`
	exchangeInAcme  = `{"scope":"read:exchange","context_params":{"org":"` + acmeOrganization + `"}}`
	policiesInAcme  = `{"scope":"read:api_policies","context_params":{"org":"` + acmeOrganization + `","envId":"` + acmeProduction + `"}}`
	settingsOfApps  = appsPath + "/settings"
	allowlistOfApps = appsPath + "/allowlist"
)

func TestConnectedAppsArePagedByTwenty(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.AddAnypointApps(22)
	first := c.get(appsPath).want(http.StatusOK)
	if got := len(first.list("data")); got != 20 || first.number("total") != 25 {
		t.Errorf("the first page has %d of %v", got, first.at("total"))
	}
	if got := len(c.get(appsPath + "?offset=20&limit=20").want(http.StatusOK).list("data")); got != 5 {
		t.Errorf("the second page has %d", got)
	}
	c.get(appsPath + "?limit=21").want(http.StatusBadRequest)
	if names := c.get(appsPath+"?search=AUDIT").texts("client_name", "data"); !slices.Equal(names, []string{"Auditor"}) {
		t.Errorf("the search found %v", names)
	}
}

func TestConnectedAppLife(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	created := c.do(http.MethodPost, appsPath, newApp).want(http.StatusOK)
	app := appsPath + "/" + created.text("client_id")
	secret := created.text("client_secret")
	if got := c.get(app).text("client_secret"); got != secret {
		t.Errorf("the secret reads %q, was created as %q", got, secret)
	}
	if reset := c.do(http.MethodPatch, app+"?resetSecret=true", `{}`).want(http.StatusOK).text("client_secret"); reset == secret {
		t.Error("the secret was not reset")
	}
	if chosen := c.do(http.MethodPatch, app, `{"client_secret":"mine","enabled":false}`).text("client_secret"); chosen != "mine" {
		t.Errorf("the secret is %q", chosen)
	}
	grant := fmt.Sprintf(`{"grant_type":"client_credentials","client_id":%q,"client_secret":"mine"}`, created.text("client_id"))
	c.do(http.MethodPost, tokenPath, grant).want(http.StatusBadRequest)
	c.do(http.MethodPatch, app, `{"enabled":true}`).want(http.StatusOK)
	token := c.do(http.MethodPost, tokenPath, grant).want(http.StatusOK).text("access_token")
	c.do(http.MethodDelete, app, nil).want(http.StatusNoContent)
	c.get(app).want(http.StatusNotFound)
	other := *c
	other.token = token
	other.get("/accounts/api/me").want(http.StatusUnauthorized)
}

func TestConnectedAppRefusals(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	for name, test := range map[string]struct {
		method, path, body string
		status             int
	}{
		"without redirect URIs":   {http.MethodPost, appsPath, `{"client_name":"Sync"}`, http.StatusBadRequest},
		"an unknown key":          {http.MethodPost, appsPath, `{"redirect_uris":[],"x":1}`, http.StatusBadRequest},
		"an empty address":        {http.MethodPost, appsPath, `{"redirect_uris":[],"client_uri":""}`, http.StatusBadRequest},
		"an owner who is nobody":  {http.MethodPost, appsPath, `{"redirect_uris":[],"owner_user_id":"nobody"}`, http.StatusBadRequest},
		"an owner without rights": {http.MethodPost, appsPath, `{"redirect_uris":[],"owner_user_id":"` + acmeSarah + `"}`, http.StatusBadRequest},
		"to lose its owner":       {http.MethodPatch, appsPath + "/" + terraformApp, `{"owner_user_id":null}`, http.StatusBadRequest},
		"no scopes by PUT":        {http.MethodPut, appsPath + "/" + terraformApp + "/scopes", `{"scopes":[]}`, http.StatusBadRequest},
		"no scopes by PATCH":      {http.MethodPatch, appsPath + "/" + terraformApp + "/scopes", `{"scopesToDelete":[` + exchangeInAcme + `]}`, http.StatusBadRequest},
		"an unknown scope":        {http.MethodPatch, appsPath + "/" + terraformApp + "/scopes", strings.Replace(`{"scopes":[`+exchangeInAcme+`]}`, "read:", "eat:", 1), http.StatusBadRequest},
		"settings of a group":     {http.MethodPatch, strings.Replace(settingsOfApps, acmeOrganization, acmeRetail, 1), `{"applications_enabled":"all","grant_types_allowed":[]}`, http.StatusForbidden},
		"half of the settings":    {http.MethodPatch, settingsOfApps, `{"allowlist_enabled":true}`, http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.do(test.method, test.path, test.body).want(test.status)
		})
	}
	admin := c.as(adminGrant)
	admin.do(http.MethodPatch, strings.Replace(settingsOfApps, acmeOrganization, acmeRetail, 1),
		`{"applications_enabled":"all","grant_types_allowed":[]}`).want(http.StatusMethodNotAllowed)
	auditor := c.as(auditorGrant)
	auditor.get(appsPath).want(http.StatusForbidden)
	auditor.do(http.MethodPost, appsPath, newApp).want(http.StatusForbidden)
}

func TestConnectedAppScopesWithTheirContexts(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	scopes := appsPath + "/" + c.do(http.MethodPost, appsPath, newApp).text("client_id") + "/scopes"
	told := func() []string {
		t.Helper()
		return c.get(scopes+"?limit=500").want(http.StatusOK).texts("scope", "data")
	}
	if got := told(); !slices.Equal(got, []string{"profile"}) {
		t.Errorf("a new app has %v", got)
	}
	c.do(http.MethodPut, scopes, `{"scopes":[`+exchangeInAcme+`]}`).want(http.StatusNoContent)
	c.do(http.MethodPatch, scopes, `{"scopes":[`+exchangeInAcme+`,`+policiesInAcme+`]}`).want(http.StatusNoContent)
	if got := told(); !slices.Equal(got, []string{"read:exchange", "read:api_policies", "profile"}) {
		t.Errorf("after adding it has %v", got)
	}
	c.do(http.MethodPatch, scopes, `{"scopes":[`+policiesInAcme+`],"scopesToDelete":[`+exchangeInAcme+`]}`).want(http.StatusNoContent)
	wrong := strings.Replace(policiesInAcme, `,"envId":"`+acmeProduction+`"`, "", 1)
	c.do(http.MethodDelete, scopes, `{"scopes":[`+wrong+`]}`).want(http.StatusNoContent)
	if got := told(); !slices.Equal(got, []string{"read:api_policies", "profile"}) {
		t.Errorf("another context was removed: %v", got)
	}
	c.do(http.MethodDelete, scopes, `{"scopes":[`+policiesInAcme+`]}`).want(http.StatusNoContent)
	if got := told(); !slices.Equal(got, []string{"profile"}) {
		t.Errorf("in the end it has %v", got)
	}
	c.get(scopes + "?limit=501").want(http.StatusBadRequest)
	if catalogue := c.get("/accounts/api/cs/scopes").want(http.StatusOK); len(catalogue.list()) < 30 {
		t.Errorf("the catalogue is %s", catalogue.raw)
	}
}

func TestConnectedAppSettingsKeepAppsOut(t *testing.T) {
	t.Parallel()
	const allowed = `"grant_types_allowed":["client_credentials","password"]`
	for name, test := range map[string]struct {
		settings, allowlist string
		status              int
	}{
		"everything allowed":         {`{"applications_enabled":"all",` + allowed + `}`, "", http.StatusOK},
		"no apps at all":             {`{"applications_enabled":"none",` + allowed + `}`, "", http.StatusBadRequest},
		"another grant type":         {`{"applications_enabled":"all","grant_types_allowed":["password"]}`, "", http.StatusBadRequest},
		"an allowlist but for own":   {`{"applications_enabled":"all","allowlist_enabled":true,` + allowed + `}`, "", http.StatusOK},
		"an allowlist without it":    {`{"applications_enabled":"all","allowlist_enabled":true,"allowlist_internal_applications":false,` + allowed + `}`, "", http.StatusBadRequest},
		"an allowlist, by old names": {`{"applications_enabled":"all","whitelist_enabled":true,"whitelist_internal_applications":false,` + allowed + `}`, "", http.StatusBadRequest},
		"an allowlist with it": {
			`{"applications_enabled":"all","allowlist_enabled":true,"allowlist_internal_applications":false,` + allowed + `}`,
			`[{"client_id":"` + terraformApp + `"}]`, http.StatusOK,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := acmeAnypoint(t, adminGrant)
			if test.allowlist != "" {
				c.do(http.MethodPatch, allowlistOfApps, test.allowlist).want(http.StatusNoContent)
			}
			c.do(http.MethodPatch, settingsOfApps, test.settings).want(http.StatusOK)
			c.do(http.MethodPost, tokenPath, terraformGrant).want(test.status)
		})
	}
}

func TestConnectedAppAllowlist(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	listed := func() []string {
		t.Helper()
		return c.get(allowlistOfApps).want(http.StatusOK).texts("client_id", "data")
	}
	c.do(http.MethodPatch, allowlistOfApps, `[{"client_id":"`+terraformApp+`"},{"client_id":"partner","authorized_scopes":["openid"]}]`).want(http.StatusNoContent)
	if got := c.get(allowlistOfApps+"?client_id="+terraformApp).list("data", 0, "authorized_scopes"); len(got) < 4 {
		t.Errorf("an entry without scopes stands for %v, want all of the app's", got)
	}
	c.do(http.MethodPut, allowlistOfApps, `[{"client_id":"`+managementApp+`"}]`).want(http.StatusNoContent)
	if got := listed(); !slices.Equal(got, []string{managementApp}) {
		t.Errorf("after PUT the list is %v", got)
	}
	c.do(http.MethodDelete, allowlistOfApps, `[{"client_id":"`+managementApp+`"}]`).want(http.StatusNoContent)
	if got := listed(); len(got) > 0 {
		t.Errorf("after DELETE the list is %v", got)
	}
}

func TestConnectedAppAuthorizations(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.AuthorizeAnypointApp(acmeSarah, managementApp, "openid")
	c.server.AuthorizeAnypointApp(acmeMei, "partner", "full")
	if got := c.get(appsPath+"/authorizations").texts("client_id", "data"); !slices.Equal(got, []string{managementApp, "partner"}) {
		t.Errorf("the authorizations are of %v", got)
	}
	if got := c.get(appsPath+"/authorizations?user_id="+acmeMei).texts("client_id", "data"); !slices.Equal(got, []string{"partner"}) {
		t.Errorf("Mei's are of %v", got)
	}
	c.server.SetAnypointAppAllowlist(simulator.AllowlistedApp{ClientID: "partner"})
	if !c.server.DeleteAnypointApp(managementApp) || len(c.get(appsPath+"/authorizations").list("data")) != 1 {
		t.Error("the authorizations of a deleted app stay")
	}
}
