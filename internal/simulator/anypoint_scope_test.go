package simulator_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestOwnBehalfAppsAreKeptOut(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	teamRoles := accountsPath + "/teams/" + acmeFrontend + "/roles"
	if got := c.get(teamRoles).want(http.StatusForbidden); got.raw != "Forbidden" {
		t.Errorf("team roles are refused with %q", got.raw)
	}
	if got := c.get("/accounts/api/roles").want(http.StatusUnauthorized); got.raw != "Unauthorized" {
		t.Errorf("the role catalogue is refused with %q", got.raw)
	}
	c.do(http.MethodPost, teamRoles, "[]").want(http.StatusForbidden)
	c.get(accountsPath + "/teams/" + acmeFrontend + "/members").want(http.StatusOK)
}

func TestTokensAreChecked(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, "")
	for _, path := range []string{"/accounts/api/me", policiesPath, identitiesPath} {
		for _, token := range []string{"", "invented"} {
			c.token = token
			if got := c.get(path).want(http.StatusUnauthorized); got.raw != "Unauthorized" {
				t.Errorf("%s is refused with %q", path, got.raw)
			}
		}
	}
}

func TestScopesAreChecked(t *testing.T) {
	t.Parallel()
	own := `{"grant_type":"client_credentials","client_id":"rich-own","client_secret":"secret"}`
	reader := `{"grant_type":"password","client_id":"rich-user","client_secret":"secret","username":"ada","password":"ada-password"}`
	buyer := strings.NewReplacer("ada-password", "ben-password", `"ada"`, `"ben"`).Replace(reader)
	elsewhere := strings.NewReplacer(richRetail, richOrganization, richShop, richProduction).Replace(richPolicies)
	apis := strings.TrimSuffix(richPolicies, "/19215099/policies")
	tests := map[string]struct {
		grant, method, path string
		status              int
	}{
		"manage:apis reads policies":               {own, "GET", richPolicies, 200},
		"manage:apis removes policies":             {own, "DELETE", richPolicies + "/7001", 204},
		"manage:apis is no Exchange scope":         {own, "GET", richIdentities, 403},
		"a scope holds in its business group":      {own, "GET", elsewhere, 403},
		"an environment belongs to one group":      {own, "GET", strings.Replace(apis, richShop, richProduction, 1), 404},
		"read:full reads policies":                 {reader, "GET", richPolicies, 200},
		"read:full writes nothing":                 {reader, "DELETE", richPolicies + "/7001", 403},
		"read:full reads team roles":               {reader, "GET", "/accounts/api/organizations/" + richOrganization + "/teams/" + richShopTeam + "/roles", 200},
		"a user has the roles of their team":       {buyer, "GET", richPolicies, 200},
		"a user has no more than those":            {buyer, "GET", apis, 403},
		"an admin of an asset sees its identities": {buyer, "GET", richIdentities, 200},
		"an app needs the scope to share":          {buyer, "PUT", richIdentities, 403},
		"a user manages no teams":                  {buyer, "GET", "/accounts/api/organizations/" + richOrganization + "/teams/" + richShopTeam + "/roles", 403},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := richAnypoint(t)
			c.signIn(test.grant)
			c.do(test.method, test.path, `{"added":[],"deleted":[]}`).want(test.status)
		})
	}
}

func TestAssetAdministratorsShare(t *testing.T) {
	t.Parallel()
	c := richAnypoint(t)
	c.logIn("ben", "ben-password")
	partner := map[string]any{
		"identityId": richPartner, "organizationId": richPartner, "identityType": "externalOrganization", "role": "viewer",
	}
	change := map[string]any{"added": []any{partner}, "deleted": []any{}}
	c.do(http.MethodPut, richIdentities, change).want(http.StatusNoContent)
	if got := c.get(richIdentities).text(4, "name"); got != "Partner Ltd" {
		t.Errorf("the asset is shared with %s", got)
	}
	if !c.server.RevokeIdentity("", "shop-api", richBen) {
		t.Error("RevokeIdentity found no grant")
	}
	c.do(http.MethodPut, richIdentities, change).want(http.StatusForbidden)
	c.get(richIdentities).want(http.StatusOK) // as a contributor by team
}

func TestGraphNeedsAToken(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	query := `{"query":"{ assets(types: \"policy\") { name } }","variables":{"accessToken":"` + c.token + `"}}`
	c.do(http.MethodPost, "/graph/api/v2/graphql", query).want(http.StatusOK)
	c.do(http.MethodPost, "/graph/api/v2/graphql", strings.Replace(query, c.token, "invented", 1)).want(http.StatusUnauthorized)
	c.do(http.MethodPost, "/graph/api/v2/graphql", strings.Replace(query, "assets(", "people(", 1)).want(http.StatusBadRequest)
}
