package anypoint_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	accessType     = "apiaccess_anypoint_api_access"
	userAccessType = "apiaccess_anypoint_user_api_access"

	webTeamID = "5a1c0000-7ea0-4000-8000-0000000000aa"
)

// nested is Acme with a team below the Frontend Team, in which Sarah is, and with
// Mei by a group of the identity provider, and with an external partner.
func nested() []byte {
	salesforce, anypoint, _ := strings.Cut(string(withPartner()), "\nanypoint:")
	anypoint = strings.Replace(anypoint, "\n  connected_apps:", `
    - {id: `+webTeamID+`, name: Web Team, parent: Frontend Team, members: [sarah.lee], external_members: [mei.chen]}
  connected_apps:`, 1)
	return []byte(salesforce + "\nanypoint:" + anypoint)
}

// share grants APIs in every way at once.
func share(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := acctest.StartWith(t, nested(), httptest.NewServer)
	for asset, identities := range map[string][]simulator.Identity{
		ordersAPI: {
			{ID: sarahID, Type: "user", Role: "viewer"},
			{ID: frontendID, Type: "team", Role: "contributor"},
			{ID: retailID, Type: "organization", Role: "viewer"},
			{ID: partnerID, Type: "externalOrganization", Role: "viewer"},
		},
		"inventory-api": {{ID: webTeamID, Type: "team", Role: "viewer"}},
	} {
		for _, identity := range identities {
			platform.AddIdentity("", asset, identity)
		}
	}
	return platform
}

// pathsOf are the paths of a user in effective_users, as kind, role and by whom.
func pathsOf(t *testing.T, access map[string]any, username string) string {
	t.Helper()
	users, _ := access["effective_users"].(map[string]any)
	user, _ := users[username].(map[string]any)
	if user == nil {
		return "none"
	}
	var paths []string
	for _, path := range objects(t, user["paths"]) {
		paths = append(paths, fmt.Sprintf("%v %v by %v in %v", path["kind"], path["role"], path["granted_to"], path["team"]))
	}
	return strings.Join(paths, "; ")
}

func TestAPIAccessTellsEveryPath(t *testing.T) {
	t.Parallel()
	platform := share(t)
	read := objects(t, readData(t, platform, accessType, prototest.Config{})["access"])
	expectText(t, "APIs", column(t, []any{read[0], read[1]}, "asset_id"), "[inventory-api orders-api]")
	inventory, orders := read[0], read[1]
	for attribute, want := range map[string]string{
		"name": "Orders API", "type": "rest-api", "creator": "platform.admin", "group_id": acctest.OrganizationID,
		"people_count": "2", "groups_count": "1", "organizations_count": "2", "effective_users_count": "4",
		"people": "map[platform.admin:admin sarah.lee:viewer]", "teams": "map[Frontend Team:contributor]",
		"organizations": "map[Retail:viewer]", "external_organizations": "map[Partner Inc:viewer]",
	} {
		expectText(t, attribute, orders[attribute], want)
	}
	for username, want := range map[string]string{
		"sarah.lee": "direct viewer by sarah.lee in <nil>; team contributor by Frontend Team in Frontend Team; " +
			"inherited_team contributor by Frontend Team in Web Team; organization viewer by Retail in <nil>",
		"omar.diaz": "team contributor by Frontend Team in Frontend Team; organization viewer by Retail in <nil>",
		"mei.chen":  "inherited_team contributor by Frontend Team in Web Team; organization viewer by Retail in <nil>",
	} {
		expectText(t, username, pathsOf(t, orders, username), want)
	}
	users, _ := orders["effective_users"].(map[string]any)
	sarah, _ := users["sarah.lee"].(map[string]any)
	expectText(t, "the highest role", sarah["role"], "contributor")
	expectText(t, "a team alone", pathsOf(t, inventory, "mei.chen"), "team viewer by Web Team in Web Team")
	expectText(t, "a team above", pathsOf(t, inventory, "omar.diaz"), "none")
}

func TestAPIAccessOfTheRootTeamIsEverybodys(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: everyoneID, Type: "team", Role: "viewer"})
	platform.ForgetRequests()
	read := objects(t, readData(t, platform, accessType, prototest.Config{"apis": []any{ordersAPI}})["access"])[0]
	expectText(t, "users", read["effective_users_count"], "4")
	expectText(t, "Omar", pathsOf(t, read, "omar.diaz"), "team viewer by Everyone at Acme in <nil>")
	if calls := platform.Calls("/teams/"); calls > 0 {
		t.Errorf("%d calls read the members of the team that everybody is in", calls)
	}
}

func TestAPIAccessLeavesOutWhoCannotSignIn(t *testing.T) {
	t.Parallel()
	fixture := strings.Replace(string(simulator.Acme()), "username: omar.diaz,", "username: omar.diaz, disabled: true,", 1)
	platform := acctest.StartWith(t, []byte(fixture), httptest.NewServer)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: omarID, Type: "user", Role: "viewer"})
	read := objects(t, readData(t, platform, accessType, prototest.Config{"apis": []any{ordersAPI}})["access"])[0]
	expectText(t, "people", read["people_count"], "2")
	expectText(t, "users", read["effective_users_count"], "1")
	user := readData(t, platform, userAccessType, prototest.Config{"user": "omar.diaz"})
	expectText(t, "enabled", user["enabled"], "false")
	expectText(t, "access", user["access"], "[]")
}

func TestAPIAccessIsFiltered(t *testing.T) {
	t.Parallel()
	platform := share(t)
	for name, test := range map[string]struct {
		config prototest.Config
		want   string
	}{
		"by API":               {prototest.Config{"apis": []any{ordersAPI}}, "[orders-api]"},
		"by API and group":     {prototest.Config{"apis": []any{acctest.OrganizationID + "/orders-api", ordersAPI}}, "[orders-api]"},
		"by user":              {prototest.Config{"users": []any{"omar.diaz@acme.example"}}, "[orders-api]"},
		"by one of two users":  {prototest.Config{"users": []any{"omar.diaz", "Sarah.Lee"}}, "[inventory-api orders-api]"},
		"by team":              {prototest.Config{"teams": []any{"Frontend Team"}}, "[orders-api]"},
		"by a team below":      {prototest.Config{"teams": []any{webTeamID}}, "[inventory-api orders-api]"},
		"by team without":      {prototest.Config{"teams": []any{"Fulfilment Team"}}, "[]"},
		"by user and API":      {prototest.Config{"users": []any{"omar.diaz"}, "apis": []any{"inventory-api"}}, "[]"},
		"by business group":    {prototest.Config{"organization_id": retailID}, "[]"},
		"by API of another BG": {prototest.Config{"organization_id": retailID, "apis": []any{acctest.OrganizationID + "/orders-api"}}, "[orders-api]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := readData(t, platform, accessType, test.config)
			expectText(t, "APIs", column(t, got["access"], "asset_id"), test.want)
		})
	}
	counts := objects(t, readData(t, platform, accessType, prototest.Config{"counts_only": true})["access"])[1]
	if counts["people"] != nil || counts["effective_users"] != nil || fmt.Sprint(counts["effective_users_count"]) != "4" {
		t.Errorf("counts alone are %v", counts)
	}
}

func TestAPIAccessRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, test := range []struct {
		typeName string
		config   prototest.Config
		message  string
	}{
		{accessType, prototest.Config{"apis": []any{"nothing-api"}}, "There is no such API"},
		{accessType, prototest.Config{"users": []any{"nobody"}}, `user "nobody"`},
		{accessType, prototest.Config{"teams": []any{"Nobodies"}}, `team "Nobodies"`},
		{accessType, prototest.Config{"teams": []any{}}, "teams"},
		{userAccessType, prototest.Config{"user": "nobody"}, `user "nobody"`},
		{userAccessType, prototest.Config{"user": "sarah.lee", "apis": []any{"nothing-api"}}, "There is no such API"},
	} {
		_, err := platform.Protocol(t).ReadData(t, test.typeName, test.config)
		expectTold(t, err, test.message)
	}
	platform.Inject(simulator.Fault{Pattern: "GET /members", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	_, err := platform.Protocol(t).ReadData(t, accessType, prototest.Config{})
	expectTold(t, err, "may not do this", "access_management")
}

func TestAPIAccessOfManyAPIsTakesFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.StartWith(t, nested(), httptest.NewServer)
	if _, err := platform.AddAPIInstances(acctest.ProductionID, 98); err != nil {
		t.Fatal(err)
	}
	users := platform.AddAnypointUsers(10)
	for n := range 98 {
		asset := fmt.Sprintf("api-%04d", n+3)
		platform.AddIdentity("", asset, simulator.Identity{ID: frontendID, Type: "team", Role: "viewer"})
		platform.AddIdentity("", asset, simulator.Identity{ID: retailID, Type: "organization", Role: "viewer"})
		for _, user := range users {
			platform.AddIdentity("", asset, simulator.Identity{ID: user, Type: "user", Role: "viewer"})
		}
	}
	platform.ForgetRequests()
	running := platform.Protocol(t)
	read, err := running.ReadData(t, accessType, prototest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range []string{"sarah.lee", "omar.diaz", "user0005"} {
		if _, err := running.ReadData(t, userAccessType, prototest.Config{"user": user}); err != nil {
			t.Error(err)
		}
	}
	// The grants of each API, its search and the end of it, users of the root and of
	// Retail, teams, the members of two teams, and who is signed in.
	if calls := anypointCalls(platform); len(objects(t, read["access"])) != 100 || calls > 100+2+2+1+2+1 {
		t.Errorf("who has access to 100 APIs, and what three users reach, took %d calls", calls)
	}
}

func TestAPIAccessIsReadByTheEngine(t *testing.T) {
	t.Parallel()
	acctest.Run(t, share(t), resource.TestStep{
		Config: `
data "apiaccess_anypoint_api_access" "test" {
  apis = ["orders-api"]
}

data "apiaccess_anypoint_user_api_access" "test" {
  user = "sarah.lee"
}

output "kinds" {
  value = join(" ", [for path in data.apiaccess_anypoint_api_access.test.access[0].effective_users["sarah.lee"].paths : path.kind])
}

output "cuts" {
  value = join(" ", data.apiaccess_anypoint_user_api_access.test.to_cut_off[*].name)
}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("kinds", knownvalue.StringExact("direct team inherited_team organization")),
			statecheck.ExpectKnownOutputValue("cuts", knownvalue.StringExact("sarah.lee Frontend Team Web Team Retail")),
		},
	})
}
