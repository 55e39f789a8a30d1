package simulator_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// grantee is an element of a change to an asset's identities.
func grantee(kind, id, role string) map[string]any {
	organization := acmeOrganization
	if kind == "organization" || kind == "externalOrganization" {
		organization = id
	}
	return map[string]any{"identityId": id, "organizationId": organization, "identityType": kind, "role": role}
}

// share changes the identities of the orders API.
func (c *anypointClient) share(added, deleted []any) reply {
	c.t.Helper()
	change := map[string]any{"added": append([]any{}, added...), "deleted": append([]any{}, deleted...)}
	return c.do(http.MethodPut, identitiesPath, change)
}

// roles lists who has which role on the orders API.
func (c *anypointClient) roles() []string {
	c.t.Helper()
	got := c.get(identitiesPath).want(http.StatusOK)
	roles := []string{}
	for i := range got.list() {
		name, isName := got.at(i, "username").(string)
		if !isName {
			name = got.text(i, "name")
		}
		roles = append(roles, got.text(i, "identityType")+" "+name+" "+got.text(i, "role"))
	}
	return roles
}

func (c *anypointClient) wantRoles(want ...string) {
	c.t.Helper()
	if got := c.roles(); !slices.Equal(got, want) {
		c.t.Errorf("the identities are %v, want %v", got, want)
	}
}

func TestIdentitiesDelta(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.wantRoles("user platform.admin admin")
	c.share([]any{
		grantee("user", acmeSarah, "viewer"), grantee("team", acmeFrontend, "contributor"),
		grantee("organization", acmeOrganization, "viewer"),
	}, []any{}).want(http.StatusNoContent)
	c.wantRoles("user platform.admin admin", "user sarah.lee viewer", "team Frontend Team contributor",
		"organization Acme viewer")

	c.share([]any{grantee("user", acmeSarah, "admin")}, []any{grantee("user", acmeSarah, "viewer")}).want(http.StatusNoContent)
	c.share([]any{}, []any{grantee("organization", acmeOrganization, "viewer")}).want(http.StatusNoContent)
	c.wantRoles("user platform.admin admin", "team Frontend Team contributor", "user sarah.lee admin")
}

func TestIdentitiesWhereThePlatformIsUnclear(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.share([]any{grantee("user", acmeSarah, "viewer")}, nil).want(http.StatusNoContent)
	c.share([]any{grantee("user", acmeSarah, "contributor")}, nil).want(http.StatusNoContent)
	c.wantRoles("user platform.admin admin", "user sarah.lee contributor")
	c.share(nil, []any{grantee("user", acmeSarah, "viewer"), grantee("user", acmeMei, "viewer")}).want(http.StatusNoContent)
	c.wantRoles("user platform.admin admin", "user sarah.lee contributor")
	c.do(http.MethodPut, identitiesPath, `{"added":[]}`).want(http.StatusBadRequest)
}

func TestIdentityShapes(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.share([]any{grantee("team", acmeFrontend, "viewer")}, nil).want(http.StatusNoContent)
	got := c.get(identitiesPath).want(http.StatusOK)
	if got.text(0, "roleId") != "03bf5aff-a0e2-4e1a-8377-b7e4f67750df" || got.text(0, "email") != "platform@acme.example" ||
		got.text(0, "organization", "id") != acmeOrganization || got.text(0, "createdAt") == "" {
		t.Errorf("a user is %s", got.raw)
	}
	if got.text(1, "id") != acmeFrontend || got.text(1, "name") != "Frontend Team" || got.at(1, "username") != nil {
		t.Errorf("a team is %s", got.raw)
	}
	if found := c.get(identitiesPath + "?search=front").list(); len(found) != 1 {
		t.Errorf("the search finds %d identities", len(found))
	}
}

func TestIdentityRefusals(t *testing.T) {
	t.Parallel()
	foreign := grantee("user", acmeSarah, "viewer")
	foreign["organizationId"] = acmeRetail
	tests := map[string]struct {
		entry   map[string]any
		message string
	}{
		"type":             {grantee("group", acmeFrontend, "viewer"), "identityType"},
		"role":             {grantee("user", acmeSarah, "owner"), "role must be"},
		"organization":     {foreign, "organizationId"},
		"nobody":           {grantee("user", acmeFrontend, "viewer"), "does not exist"},
		"external partner": {grantee("externalOrganization", acmeOrganization, "admin"), "only be a viewer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := acmeAnypoint(t, terraformGrant)
			got := c.share([]any{grantee("user", acmeMei, "viewer"), test.entry}, nil).want(http.StatusBadRequest)
			if !strings.Contains(got.text("message"), test.message) || got.number("status") != http.StatusBadRequest {
				t.Errorf("the answer is %s, want %q", got.raw, test.message)
			}
			c.wantRoles("user platform.admin admin")
		})
	}
}

func TestIdentitiesNeedPermission(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, auditorGrant)
	c.wantRoles("user platform.admin admin")
	if got := c.share([]any{grantee("user", acmeSarah, "viewer")}, nil).want(http.StatusForbidden); got.raw != "Forbidden" {
		t.Errorf("the refusal is %q", got.raw)
	}
	missing := strings.Replace(identitiesPath, "orders-api", "no-api", 1)
	if got := c.get(missing).want(http.StatusNotFound); got.number("status") != http.StatusNotFound {
		t.Errorf("an unknown asset is answered %s", got.raw)
	}
}

func TestIdentitySearchPages(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.AddAnypointUsers(1000)
	path := "/exchange/api/v2/organizations/" + acmeOrganization + "/identities"
	if got := c.get(path + "?search=user0500").want(http.StatusOK); len(got.list()) != 1 || got.text(0, "identityType") != "user" {
		t.Errorf("the search finds %s", got.raw)
	}
	last := c.get(path + "?limit=250&offset=1000").want(http.StatusOK)
	if got, want := len(last.list()), 2+3+4; got != want {
		t.Errorf("the last page has %d identities, want %d", got, want)
	}
	c.get(path + "?limit=251").want(http.StatusBadRequest)
}

func TestIdentityDrift(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.server.AddIdentity("", "orders-api", simulator.Identity{ID: acmeSarah, Type: "user", Role: "viewer"})
	c.wantRoles("user platform.admin admin", "user sarah.lee viewer")
	c.server.SetIdentityRole("", "orders-api", acmeSarah, "admin")
	c.wantRoles("user platform.admin admin", "user sarah.lee admin")
	if !c.server.RevokeIdentity("", "orders-api", acmeSarah) || c.server.RevokeIdentity("", "orders-api", acmeSarah) {
		t.Error("RevokeIdentity does not tell whether there was a grant")
	}
	if got := c.server.Identities("", "orders-api"); len(got) != 1 {
		t.Errorf("the identities are %v", got)
	}
}

func TestAssets(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	asset := c.get(strings.TrimSuffix(identitiesPath, "/identities")).want(http.StatusOK)
	if asset.text("version") != "1.1.0" || asset.text("name") != "Orders API" {
		t.Errorf("the asset is %s", asset.raw)
	}
	if got := c.get("/exchange/api/v2/assets/search?search=inventory").want(http.StatusOK); len(got.list()) != 1 {
		t.Errorf("the search finds %s", got.raw)
	}
}
