package simulator_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func teamBody(parent, name, kind string) map[string]string {
	return map[string]string{"parent_team_id": parent, "team_name": name, "team_type": kind}
}

func TestTeamsAreMadeMovedAndDeletedWithThoseBelow(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	const path = accountsPath + "/teams"
	made := c.do(http.MethodPost, path, teamBody(acmeEveryone, "Payments Team", "private")).want(http.StatusCreated)
	payments := made.text("team_id")
	if made.text("ancestor_team_ids", 0) != acmeEveryone || made.text("org_id") != acmeOrganization {
		t.Errorf("the team is %s", made.raw)
	}
	below := c.do(http.MethodPost, path, teamBody(payments, "Refunds", "private")).want(http.StatusCreated).text("team_id")
	c.do(http.MethodPatch, path+"/"+below, map[string]string{"team_name": "Refunds Team"}).want(http.StatusCreated)
	moved := c.do(http.MethodPut, path+"/"+payments+"/parent", map[string]string{"parent_team_id": acmeFrontend}).want(http.StatusCreated)
	if moved.text("ancestor_team_ids", 1) != acmeFrontend {
		t.Errorf("the moved team is %s", moved.raw)
	}
	c.server.AddIdentity("", "orders-api", simulator.Identity{ID: below, Type: "team", Role: "viewer"})
	c.do(http.MethodDelete, path+"/"+payments, nil).want(http.StatusNoContent)
	c.get(path + "/" + below).want(http.StatusNotFound)
	c.do(http.MethodDelete, path+"/"+payments, nil).want(http.StatusNotFound)
	if identities := c.server.Identities("", "orders-api"); len(identities) != 1 {
		t.Errorf("a team that is gone keeps its access: %v", identities)
	}
}

func TestTeamsKeepTheirRules(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	const path = accountsPath + "/teams"
	private := c.do(http.MethodPost, path, teamBody(acmeEveryone, "Closed", "private")).want(http.StatusCreated).text("team_id")
	for name, test := range map[string]struct {
		method, path string
		body         any
		status       int
	}{
		"a name with a dot":          {http.MethodPost, path, teamBody(acmeEveryone, "a.b", "internal"), http.StatusBadRequest},
		"an unknown type":            {http.MethodPost, path, teamBody(acmeEveryone, "A", "public"), http.StatusBadRequest},
		"no parent":                  {http.MethodPost, path, map[string]string{"team_name": "A", "team_type": "internal"}, http.StatusBadRequest},
		"an unknown parent":          {http.MethodPost, path, teamBody("nowhere", "A", "internal"), http.StatusConflict},
		"a name that is taken":       {http.MethodPost, path, teamBody(acmeEveryone, "Frontend Team", "internal"), http.StatusConflict},
		"an open one below private":  {http.MethodPost, path, teamBody(private, "A", "internal"), http.StatusConflict},
		"an open one moved there":    {http.MethodPut, path + "/" + acmeFrontend + "/parent", map[string]string{"parent_team_id": private}, http.StatusConflict},
		"below itself":               {http.MethodPut, path + "/" + private + "/parent", map[string]string{"parent_team_id": private}, http.StatusConflict},
		"the root made private":      {http.MethodPatch, path + "/" + acmeEveryone, map[string]string{"team_type": "private"}, http.StatusConflict},
		"the root deleted":           {http.MethodDelete, path + "/" + acmeEveryone, nil, http.StatusBadRequest},
		"another name that is taken": {http.MethodPatch, path + "/" + private, map[string]string{"team_name": "Frontend Team"}, http.StatusConflict},
	} {
		if got := c.do(test.method, test.path, test.body); got.status != test.status {
			t.Errorf("%s is answered %d %s, want %d", name, got.status, got.raw, test.status)
		}
	}
}

func TestAnAppThatActsForItselfManagesNoAccess(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	team := accountsPath + "/teams/" + acmeFrontend
	user := accountsPath + "/users/" + acmeMei + "/roles"
	for _, call := range [][2]string{
		{http.MethodPost, accountsPath + "/teams"},
		{http.MethodPatch, team},
		{http.MethodDelete, team},
		{http.MethodPut, team + "/parent"},
		{http.MethodGet, team + "/roles"},
		{http.MethodPost, team + "/roles"},
		{http.MethodGet, team + "/groupmappings"},
		{http.MethodGet, user},
		{http.MethodPost, user},
	} {
		if got := c.do(call[0], call[1], "{}").want(http.StatusForbidden); got.raw != "Forbidden" {
			t.Errorf("%s %s is answered %s", call[0], call[1], got.raw)
		}
	}
	c.get("/accounts/api/roles").want(http.StatusUnauthorized)
}

func TestUserRolesLeaveOutThoseOfTeams(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	path := accountsPath + "/users/" + acmeSarah + "/roles"
	role := c.get("/accounts/api/roles?name=View+Policies").text("data", 0, "role_id")
	context := map[string]string{"org": acmeOrganization, "envId": acmeProduction}
	c.server.AddTeamRole("Everyone at Acme", simulator.HeldRole{Role: "Exchange Viewer", Context: map[string]string{"org": acmeOrganization}})
	c.do(http.MethodPost, path, map[string]any{role: context}).want(http.StatusOK)
	c.do(http.MethodPost, path+"/"+role, map[string]string{"org": acmeOrganization, "envId": acmeSandbox}).want(http.StatusOK)
	c.do(http.MethodPost, path, map[string]any{"no-role": context}).want(http.StatusBadRequest)
	direct := c.get(path).want(http.StatusOK)
	if names := direct.texts("name", "data"); !slices.Equal(names, []string{"View Policies", "View Policies", "Business Group Viewer"}) {
		t.Errorf("the direct roles are %v", names)
	}
	if user := direct.text("data", 2, "context_params", "user"); user != acmeSarah {
		t.Errorf("the automatic role names the user %s", user)
	}
	if names := c.get(path+"?teams=true").texts("name", "data"); !slices.Contains(names, "Exchange Viewer") {
		t.Errorf("with teams the roles are %v", names)
	}
	c.do(http.MethodDelete, path+"/"+role, context).want(http.StatusOK)
	if total := c.get(path).number("total"); total != 2 {
		t.Errorf("%d roles are left", total)
	}
	c.get(accountsPath + "/users/nobody/roles").want(http.StatusNotFound)
}

func TestGroupMappings(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, adminGrant)
	path := accountsPath + "/teams/" + acmeFrontend + "/groupmappings"
	mapping := func(group, kind string) map[string]string {
		return map[string]string{"external_group_name": group, "provider_id": acmeRetail, "membership_type": kind}
	}
	c.do(http.MethodPut, path, []any{mapping("a", "member"), mapping("b", "member")}).want(http.StatusNoContent)
	c.do(http.MethodPatch, path, []any{mapping("b", "maintainer"), mapping("c", "member")}).want(http.StatusNoContent)
	c.do(http.MethodDelete, path, []any{mapping("a", "member")}).want(http.StatusNoContent)
	got := c.get(path).want(http.StatusOK)
	if names := got.texts("external_group_name", "data"); !slices.Equal(names, []string{"b", "c"}) || got.text("data", 0, "membership_type") != "maintainer" {
		t.Errorf("the mappings are %s", got.raw)
	}
	c.do(http.MethodPut, path, []any{mapping("a", "owner")}).want(http.StatusBadRequest)
}
