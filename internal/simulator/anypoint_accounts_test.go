package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestOrganizations(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	root := c.get(accountsPath).want(http.StatusOK)
	if root.text("subOrganizationIds", 0) != acmeRetail || root.at("isRoot") != true || root.at("parentId") != nil {
		t.Errorf("the root is %s", root.raw)
	}
	if got := root.texts("name", "environments"); !slices.Equal(got, []string{"Production", "Sandbox"}) {
		t.Errorf("its environments are %v", got)
	}
	group := c.get("/accounts/api/organizations/" + acmeRetail).want(http.StatusOK)
	if group.text("parentName") != "Acme" || group.text("parentOrganizationIds", 0) != acmeOrganization {
		t.Errorf("the business group is %s", group.raw)
	}
	tree := c.get(accountsPath + "/hierarchy").want(http.StatusOK)
	if tree.text("subOrganizations", 0, "name") != "Retail" || len(tree.list("subOrganizations", 0, "subOrganizations")) != 0 {
		t.Errorf("the hierarchy is %s", tree.raw)
	}
	c.get("/accounts/api/organizations/somewhere-else").want(http.StatusForbidden)
}

func TestEnvironments(t *testing.T) {
	t.Parallel()
	path := accountsPath + "/environments"
	tests := map[string]struct {
		query string
		want  []string
	}{
		"all":          {"", []string{acmeProduction, acmeSandbox}},
		"by name":      {"?name=Sandbox", []string{acmeSandbox}},
		"whole name":   {"?name=Sand", []string{}},
		"by search":    {"?search=sand", []string{acmeSandbox}},
		"by type":      {"?type=production", []string{acmeProduction}},
		"sandboxes":    {"?isProduction=false", []string{acmeSandbox}},
		"of all":       {"?expandAll=true", []string{acmeProduction, acmeSandbox, acmeRetailProd}},
		"second page":  {"?offset=1&limit=1", []string{acmeSandbox}},
		"past the end": {"?offset=9", []string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := acmeAnypoint(t, adminGrant).get(path + test.query).want(http.StatusOK)
			if ids := got.texts("id", "data"); !slices.Equal(ids, test.want) {
				t.Errorf("the environments are %v, want %v", ids, test.want)
			}
		})
	}
	c := acmeAnypoint(t, adminGrant)
	for _, query := range []string{"?limit=501", "?offset=-1", "?limit=many"} {
		c.get(path + query).want(http.StatusBadRequest)
	}
}

func TestEnvironmentLifecycle(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	path := accountsPath + "/environments"
	c.as(terraformGrant).do(http.MethodPost, path, `{"name":"QA","type":"sandbox"}`).want(http.StatusForbidden)
	id := c.do(http.MethodPost, path, `{"name":"QA","type":"sandbox"}`).want(http.StatusCreated).text("id")
	c.do(http.MethodPost, path, `{"name":"QA","type":"design"}`).want(http.StatusConflict)
	c.do(http.MethodPost, path, `{"name":"Moon","type":"lunar"}`).want(http.StatusBadRequest)
	c.do(http.MethodDelete, path+"/"+id, nil).want(http.StatusNoContent)
	c.do(http.MethodDelete, path+"/"+id, nil).want(http.StatusNotFound)

	c.do(http.MethodDelete, path+"/"+acmeProduction, nil).want(http.StatusNoContent)
	if c.server.DeleteAPIInstance(acmeOrdersAPI) {
		t.Error("the environment's API instances outlive it")
	}
}

func TestMembersPage(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.AddAnypointUsers(1000)
	path := accountsPath + "/members"
	if got := c.get(path).want(http.StatusOK); len(got.list("data")) != 25 || got.number("total") != 1004 {
		t.Errorf("a page has %d of %d members by default", len(got.list("data")), got.number("total"))
	}
	seen := map[string]bool{}
	for offset := 0; offset < 1004; offset += 500 {
		for _, id := range c.get(fmt.Sprintf("%s?limit=500&offset=%d", path, offset)).texts("id", "data") {
			seen[id] = true
		}
	}
	if len(seen) != 1004 {
		t.Errorf("the pages have %d members", len(seen))
	}
	c.get(path + "?limit=501").want(http.StatusBadRequest)

	c.server.Set(func(k *simulator.Knobs) { k.PageSize = 3 })
	if got := c.get(path + "?limit=500"); len(got.list("data")) != 3 || got.number("total") != 1004 {
		t.Errorf("a capped page has %d of %d members", len(got.list("data")), got.number("total"))
	}
}

func TestUsersAreFound(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	for query, want := range map[string]int{
		"search=sarah": 1, "search=ACME.EXAMPLE": 4, "username=sarah.lee": 1, "username=sarah": 0, "lastName=Diaz": 1, "firstName=Nobody": 0,
	} {
		for _, list := range []string{"/members?", "/users?"} {
			if got := c.get(accountsPath + list + query).want(http.StatusOK).number("total"); got != want {
				t.Errorf("%s%s finds %d users, want %d", list, query, got, want)
			}
		}
	}
	user := c.get(accountsPath + "/users/" + acmeSarah).want(http.StatusOK)
	if user.text("username") != "sarah.lee" || user.text("organization", "name") != "Acme" {
		t.Errorf("the user is %s", user.raw)
	}
	c.get(accountsPath + "/users/" + acmeFrontend).want(http.StatusNotFound)
}

func TestAccountsTellTheRateLimit(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	first, second := c.get(accountsPath), c.get(accountsPath)
	if first.header.Get("X-Ratelimit-Limit") == "" || first.header.Get("X-Ratelimit-Reset") == "" {
		t.Errorf("the headers are %v", first.header)
	}
	if first.header.Get("X-Ratelimit-Remaining") == second.header.Get("X-Ratelimit-Remaining") {
		t.Error("two calls leave the same number of calls")
	}
	if got := c.get(policiesPath).header.Get("X-Ratelimit-Limit"); got != "" {
		t.Errorf("API Manager tells the limit %s", got)
	}
}

func TestTeams(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	path := accountsPath + "/teams"
	all := c.get(path).want(http.StatusOK)
	if got := all.texts("team_name", "data"); !slices.Equal(got, []string{"Everyone at Acme", "Frontend Team", "Fulfilment Team"}) {
		t.Errorf("the teams are %v", got)
	}
	if len(all.list("data", 0, "ancestor_team_ids")) != 0 || all.text("data", 1, "ancestor_team_ids", 0) != acmeEveryone {
		t.Errorf("the ancestors are wrong in %s", all.raw)
	}
	for query, want := range map[string]int{
		"team_id=" + acmeFrontend + "&team_id=" + acmeEveryone: 2, "search=front": 1, "parent_team_id=" + acmeEveryone: 2,
		"ancestor_team_id=" + acmeEveryone: 2, "team_type=private": 0, "limit=1": 3,
	} {
		if got := c.get(path + "?" + query).want(http.StatusOK).number("total"); got != want {
			t.Errorf("%s finds %d teams, want %d", query, got, want)
		}
	}
	if got := c.get(path+"?sort=team_id&ascending=false").text("data", 2, "team_id"); got != acmeEveryone {
		t.Errorf("the last team in reverse is %s", got)
	}
	if got := c.get(path + "/" + acmeFrontend).want(http.StatusOK).text("team_name"); got != "Frontend Team" {
		t.Errorf("the team is %s", got)
	}
	c.get(path + "/nowhere").want(http.StatusNotFound)
	c.get(strings.Replace(path, acmeOrganization, acmeRetail, 1)).want(http.StatusNotFound)
}

func TestTeamMembers(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	path := accountsPath + "/teams/" + acmeFrontend + "/members"
	added := `[{"id":"` + acmeMei + `","membership_type":"member"},{"id":"` + acmeSarah + `","membership_type":"maintainer"}]`
	c.as(terraformGrant).do(http.MethodPatch, path, added).want(http.StatusForbidden)
	c.do(http.MethodPatch, path, added).want(http.StatusNoContent)
	members := c.get(path).want(http.StatusOK)
	if members.number("total") != 3 || members.text("data", 0, "membership_type") != "maintainer" {
		t.Errorf("the members are %s", members.raw)
	}
	if got := c.get(path + "?search=mei").number("total"); got != 1 {
		t.Errorf("the search finds %d members", got)
	}
	c.do(http.MethodPatch, path, `[{"id":"`+acmeEveryone+`","membership_type":"member"}]`).want(http.StatusBadRequest)
	c.do(http.MethodPatch, path, `[{"id":"`+acmeMei+`","membership_type":"owner"}]`).want(http.StatusBadRequest)
	c.do(http.MethodDelete, path, []string{acmeMei, acmeSarah}).want(http.StatusNoContent)
	if got := c.get(path).number("total"); got != 1 {
		t.Errorf("%d members are left", got)
	}

	crowd := c.server.AddAnypointUsers(101)
	c.do(http.MethodDelete, path, crowd).want(http.StatusBadRequest)
	c.do(http.MethodDelete, path, crowd[:100]).want(http.StatusNoContent)
	c.do(http.MethodPatch, path, `[]`).want(http.StatusBadRequest)
}

func TestTeamRoles(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	path := accountsPath + "/teams/" + acmeFrontend + "/roles"
	role := c.get("/accounts/api/roles?name=View+Policies").want(http.StatusOK).text("data", 0, "role_id")
	body := `[{"role_id":"` + role + `","context_params":{"org":"` + acmeOrganization + `","envId":"` + acmeProduction + `"}}]`
	c.do(http.MethodPost, path, body).want(http.StatusNoContent)
	c.do(http.MethodPost, path, body).want(http.StatusNoContent)
	got := c.get(path).want(http.StatusOK)
	if names := got.texts("name", "data"); !slices.Equal(names, []string{"View Policies", "Business Group Viewer"}) {
		t.Errorf("the roles are %v", names)
	}
	for _, wrong := range []string{
		strings.Replace(body, role, "no-role", 1), strings.Replace(body, acmeProduction, acmeRetailProd, 1),
		strings.Replace(body, acmeOrganization, "nowhere", 1),
	} {
		c.do(http.MethodPost, path, wrong).want(http.StatusBadRequest)
	}
	c.do(http.MethodDelete, path, body).want(http.StatusNoContent)
	if got := c.get(path).number("total"); got != 0 {
		t.Errorf("%d roles are left", got)
	}
}
