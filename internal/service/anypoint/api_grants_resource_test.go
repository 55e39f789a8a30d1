package anypoint_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	grantsType    = "apiaccess_anypoint_api_grants"
	grantsAddress = grantsType + ".test"
)

func apiGrants(arguments string) string {
	return fmt.Sprintf("resource %q \"test\" {\n  asset_id = \"orders-api\"\n%s\n}\n", grantsType, arguments)
}

func TestAPIGrantsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	first := apiGrants(`
  users = { "platform.admin" = "admin", "sarah.lee@acme.example" = "viewer" }`)
	changed := apiGrants(`
  users         = { "platform.admin" = "admin", "sarah.lee@acme.example" = "contributor" }
  teams         = { "Frontend Team" = "viewer" }
  organizations = { "Retail" = "viewer" }`)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: first,
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(grantsAddress, "id", knownvalue.StringExact(acctest.OrganizationID+"/orders-api")),
				attribute(grantsAddress, "teams", knownvalue.Null()),
			},
			Check: expectRole(platform, sarahID, "viewer"),
		},
		resource.TestStep{Config: first, ConfigPlanChecks: noChanges()},
		resource.TestStep{
			Config:           changed,
			ConfigPlanChecks: plans(grantsAddress, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(
				expectRole(platform, sarahID, "contributor"), expectRole(platform, frontendID, "viewer"), expectRole(platform, retailID, "viewer"),
			),
		},
		resource.TestStep{
			ResourceName: grantsAddress, ImportState: true, ImportStateVerify: true,
			ImportStateId:           acctest.OrganizationID + ",orders-api",
			ImportStateVerifyIgnore: []string{"users"}, // by their usernames
		},
		resource.TestStep{ // granted, revoked and changed by hand
			PreConfig: func() {
				platform.AddIdentity("", ordersAPI, simulator.Identity{ID: omarID, Type: "user", Role: "admin"})
				platform.RevokeIdentity("", ordersAPI, frontendID)
				platform.SetIdentityRole("", ordersAPI, sarahID, "admin")
			},
			Config:           changed,
			ConfigPlanChecks: plans(grantsAddress, plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(
				expectRole(platform, omarID, ""), expectRole(platform, frontendID, "viewer"), expectRole(platform, sarahID, "contributor"),
			),
		},
		resource.TestStep{
			Config: apiGrants(`
  users = { "sarah.lee@acme.example" = "contributor" }`),
			ExpectError: regexp.MustCompile(`(?s)An administrator would lose the API.*user platform.admin made the API.*allow_removal_of`),
		},
		resource.TestStep{Config: changed, ConfigPlanChecks: noChanges()},
	)
	if left := platform.Identities("", ordersAPI); len(left) != 1 || left[0].ID != adminID {
		t.Errorf("destroy left %v, want whoever made the API alone", left)
	}
}

func TestAPIGrantsExcludeEachOtherAndSingleOnes(t *testing.T) {
	t.Parallel()
	const admin = `
  users = { "platform.admin" = "admin" }`
	for name, config := range map[string]string{
		"a single grant": apiGrants(admin) + apiGrant(`
  user = "sarah.lee"
  role = "viewer"`),
		"all grants twice": apiGrants(admin) + `
resource "apiaccess_anypoint_api_grants" "other" {
  asset_id = "orders-api"
  users    = { "platform.admin" = "admin", "sarah.lee" = "viewer" }
}
`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{
				Config: config, ExpectError: regexp.MustCompile(`Grants of an API managed twice`),
			})
		})
	}
}

func TestAPIGrantsOfAnotherAPIReplaceTheObject(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	of := func(asset string) string {
		return fmt.Sprintf(`
resource "apiaccess_anypoint_api_grants" "test" {
  asset_id = %q
  users    = { "platform.admin" = "admin", "sarah.lee" = "viewer" }
}
`, asset)
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: of(ordersAPI)},
		resource.TestStep{
			Config:           of("inventory-api"),
			ConfigPlanChecks: plans(grantsAddress, plancheck.ResourceActionReplace),
			Check:            expectRole(platform, sarahID, ""),
		},
	)
}

// TestAPIGrantsOfATeamThatTheSameRunMakes refers to it by name.
func TestAPIGrantsOfATeamThatTheSameRunMakes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AccessManagement = true
	const config = `
resource "apiaccess_anypoint_team" "web" {
  name = "Web Team"
}

resource "apiaccess_anypoint_api_grants" "test" {
  asset_id = "orders-api"
  users    = { "platform.admin" = "admin" }
  teams    = { (apiaccess_anypoint_team.web.name) = "viewer" }
}

resource "apiaccess_anypoint_api_grant" "test" {
  asset_id = "inventory-api"
  team     = apiaccess_anypoint_team.web.name
  role     = "viewer"
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ConfigPlanChecks: noChanges()},
	)
}
