package simulator_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// Ids of testdata/anypoint_rich.yaml.
const (
	richOrganization = "11111111-0000-4000-8000-000000000001"
	richRetail       = "11111111-0000-4000-8000-000000000002"
	richProduction   = "11111111-0000-4000-8000-0000000000e1"
	richShop         = "11111111-0000-4000-8000-0000000000e2"
	richPartner      = "11111111-0000-4000-8000-000000000009"
	richBen          = "11111111-0000-4000-8000-0000000000a2"
	richShopTeam     = "11111111-0000-4000-8000-0000000000f2"

	richPolicies   = "/apimanager/api/v1/organizations/" + richRetail + "/environments/" + richShop + "/apis/19215099/policies"
	richIdentities = "/exchange/api/v2/assets/" + richOrganization + "/shop-api/identities"
)

func richAnypoint(t *testing.T) *anypointClient {
	t.Helper()
	document, err := os.ReadFile("testdata/anypoint_rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return anypointClientOf(t, document, "")
}

// logIn makes the following calls as a user without an app.
func (c *anypointClient) logIn(username, password string) {
	c.t.Helper()
	credentials := map[string]string{"username": username, "password": password}
	c.token = c.do(http.MethodPost, "/accounts/login", credentials).want(http.StatusOK).text("access_token")
}

func TestFixtureOfAnypoint(t *testing.T) {
	t.Parallel()
	c := richAnypoint(t)
	c.logIn("ada", "ada-password")
	policies := c.get(richPolicies + "?fullInfo=false").want(http.StatusOK)
	if policies.number(0, "id") != 7001 || policies.number(1, "order") != 2 || policies.at(1, "disabled") != true ||
		policies.text(1, "pointcutData", 0, "methodRegex") != "GET" ||
		policies.text(0, "implementationAsset", "technology") != "flexGateway" {
		t.Errorf("the policies are %s", policies.raw)
	}
	identities := c.get(richIdentities).want(http.StatusOK)
	if got := strings.Join(identities.texts("identityType"), " "); got != "user user team organization" {
		t.Errorf("the identities are %s", got)
	}
	members := c.get("/accounts/api/organizations/" + richOrganization + "/teams/" + richShopTeam + "/members")
	if members.want(http.StatusOK).text("data", 0, "membership_type") != "maintainer" ||
		members.at("data", 1, "is_assigned_via_external_groups") != true {
		t.Errorf("the members are %s", members.raw)
	}
	c.do(http.MethodPost, "/accounts/login", `{"username":"cleo","password":"cleo-password"}`).want(http.StatusForbidden)
}

func TestFixtureOfAnypointNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	document, err := os.ReadFile("testdata/anypoint_rich.yaml")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ old, new, want string }{
		"owner of an app":        {"name: Own, owner: ada", "name: Own, owner: nobody", `connected app Own: no user "nobody"`},
		"password of nobody":     {"passwords: {ada", "passwords: {eve", `no user "eve"`},
		"parent of a team":       {"parent: Everyone at Rich", "parent: Nobody", `no team "Nobody"`},
		"member of a team":       {"maintainers: [ben]", "maintainers: [eve]", `team Shop Team: no user "eve"`},
		"role of a team":         {"role: View Policies", "role: View Nothing", `no role "View Nothing"`},
		"environment of a role":  {"environments: [Shop]}", "environments: [Attic]}", `no environment "Attic" in Retail`},
		"organization of a role": {"business_group: Retail, env", "business_group: Attic, env", `no organization "Attic"`},
		"identity of an asset":   {"{user: ben, role: admin}", "{user: eve, role: admin}", `asset shop-api: no user "eve"`},
		"role on an asset":       {"{user: ben, role: admin}", "{user: ben, role: owner}", `no asset role "owner"`},
		"asset of an instance":   {"asset_version: 1.0.0", "asset_version: 2.0.0", "API instance shop: no asset shop-api 2.0.0"},
		"version of a policy":    {"asset_id: ip-allowlist, asset_version: 1.1.2", "asset_id: ip-allowlist, asset_version: 7.7.7", "no policy ip-allowlist 7.7.7"},
		"key":                    {"technology: flexGateway", "gateway: flexGateway", "gateway"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken := strings.Replace(string(document), test.old, test.new, 1)
			err := (&simulator.Server{}).Seed([]byte(broken))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestStateOfAnypointPersists(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	id := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	c.share([]any{grantee("user", acmeSarah, "viewer")}, nil).want(http.StatusNoContent)
	want := []string{c.get(policyPath(id)).raw, c.get(identitiesPath).raw, c.get(environmentPath + "/apis").raw}

	file := filepath.Join(t.TempDir(), "state.json")
	if err := c.server.Save(file); err != nil {
		t.Fatal(err)
	}
	if err := c.server.Seed([]byte("anypoint: {}")); err != nil {
		t.Fatal(err)
	}
	c.get(policyPath(id)).want(http.StatusUnauthorized)
	if err := c.server.Load(file); err != nil {
		t.Fatal(err)
	}
	got := []string{c.get(policyPath(id)).raw, c.get(identitiesPath).raw, c.get(environmentPath + "/apis").raw}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("after loading the answer is\n%s\nwant\n%s", got[i], want[i])
		}
	}
	blocklist := ipAllowlist("1.1.1", addresses("192.0.2.1"))
	blocklist["assetId"] = "ip-blocklist"
	if next := c.apply(blocklist); next <= id {
		t.Errorf("after loading, a new policy has id %d, which is not past %d", next, id)
	}
}
