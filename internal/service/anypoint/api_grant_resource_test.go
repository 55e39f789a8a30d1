package anypoint_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	grantType    = "apiaccess_anypoint_api_grant"
	grantAddress = grantType + ".test"

	ordersAPI  = "orders-api"
	adminID    = "5a1c0000-005e-4000-8000-000000000001"
	sarahID    = "5a1c0000-005e-4000-8000-000000000002"
	omarID     = "5a1c0000-005e-4000-8000-000000000003"
	frontendID = "5a1c0000-7ea0-4000-8000-000000000002"
	retailID   = "5a1c0000-ac3e-4000-8000-000000000002"
)

func apiGrant(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_api_grant" "test" {
  asset_id = "orders-api"
  %s
}
`, arguments)
}

// roleOf is the role that somebody has on the orders API; empty is none.
func roleOf(platform *acctest.Simulator, id string) string {
	for _, identity := range platform.Identities("", ordersAPI) {
		if identity.ID == id {
			return identity.Role
		}
	}
	return ""
}

func expectRole(platform *acctest.Simulator, id, role string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := roleOf(platform, id); got != role {
			return fmt.Errorf("%s has role %q, want %q", id, got, role)
		}
		return nil
	}
}

func TestAPIGrantLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: apiGrant(`
  team = "Frontend Team"
  role = "viewer"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				// A reviewer sees who gains what before it is applied.
				plancheck.ExpectKnownValue(grantAddress, tfjsonpath.New("principal_id"), knownvalue.StringExact(frontendID)),
				plancheck.ExpectKnownValue(grantAddress, tfjsonpath.New("principal_name"), knownvalue.StringExact("Frontend Team")),
				plancheck.ExpectKnownValue(grantAddress, tfjsonpath.New("id"),
					knownvalue.StringExact(acctest.OrganizationID+"/orders-api/team/"+frontendID)),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(grantAddress, "organization_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(grantAddress, "group_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(grantAddress, "principal_type", knownvalue.StringExact("team")),
				attribute(grantAddress, "principal_organization_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(grantAddress, "user", knownvalue.Null()),
			},
			Check: expectRole(platform, frontendID, "viewer"),
		},
		resource.TestStep{
			Config: apiGrant(`
  team = "Frontend Team"
  role = "viewer"`),
			ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{
			Config: apiGrant(`
  team = "Frontend Team"
  role = "admin"`),
			ConfigPlanChecks: plans(grantAddress, plancheck.ResourceActionUpdate),
			Check:            expectRole(platform, frontendID, "admin"),
		},
		resource.TestStep{
			ResourceName: grantAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: acctest.ImportID(grantAddress, "group_id", "asset_id", "principal_type", "principal_name"),
		},
		resource.TestStep{
			Config: apiGrant(`
  user = "sarah.lee@acme.example"
  role = "admin"`),
			ConfigPlanChecks: plans(grantAddress, plancheck.ResourceActionReplace),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(grantAddress, "user", knownvalue.StringExact("sarah.lee@acme.example")),
				attribute(grantAddress, "principal_name", knownvalue.StringExact("sarah.lee")),
			},
			Check: resource.ComposeTestCheckFunc(expectRole(platform, frontendID, ""), expectRole(platform, sarahID, "admin")),
		},
		resource.TestStep{
			Config: apiGrant(`
  organization = "Retail"
  role         = "viewer"`),
			ConfigPlanChecks: plans(grantAddress, plancheck.ResourceActionReplace),
			Check:            resource.ComposeTestCheckFunc(expectRole(platform, sarahID, ""), expectRole(platform, retailID, "viewer")),
		},
	)
	if left := platform.Identities("", ordersAPI); len(left) != 1 || left[0].ID != adminID {
		t.Errorf("destroy left %v, want the owner alone", left)
	}
}

func TestAPIGrantRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := apiGrant(`
  user = "sarah.lee"
  role = "viewer"`)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:        func() { platform.SetIdentityRole("", ordersAPI, sarahID, "admin") },
			Config:           config,
			ConfigPlanChecks: plans(grantAddress, plancheck.ResourceActionUpdate),
			Check:            expectRole(platform, sarahID, "viewer"),
		},
		resource.TestStep{
			PreConfig:        func() { platform.RevokeIdentity("", ordersAPI, sarahID) },
			Config:           config,
			ConfigPlanChecks: plans(grantAddress, plancheck.ResourceActionCreate),
			Check:            expectRole(platform, sarahID, "viewer"),
		},
		resource.TestStep{
			// The session ends in the middle of apply.
			PreConfig: func() {
				platform.RevokeIdentity("", ordersAPI, sarahID)
				platform.Inject(simulator.Fault{
					Pattern: "PUT /identities", Times: 1,
					Answer: func(w http.ResponseWriter, r *http.Request) {
						platform.ExpireAnypointTokens()
						simulator.Status(http.StatusUnauthorized, "Unauthorized")(w, r)
					},
				})
			},
			Config: config,
			Check:  expectRole(platform, sarahID, "viewer"),
		},
	)
}

func TestAPIGrantLeavesOthersAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: frontendID, Type: "team", Role: "contributor"})
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: omarID, Type: "user", Role: "viewer"})
	before := platform.Identities("", ordersAPI)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: apiGrant("user = \"sarah.lee\"\n role = \"viewer\"")},
		resource.TestStep{Config: apiGrant("user = \"sarah.lee\"\n role = \"contributor\"")},
		resource.TestStep{
			Config: apiGrant("user = \"mei.chen\"\n role = \"admin\""),
			Check: func(*terraform.State) error {
				for _, identity := range before {
					if !slices.Contains(platform.Identities("", ordersAPI), identity) {
						return fmt.Errorf("%v was changed", identity)
					}
				}
				return nil
			},
		},
	)
	if left := platform.Identities("", ordersAPI); !slices.Equal(left, before) {
		t.Errorf("destroy left %v, want %v", left, before)
	}
}

func TestAPIGrantRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for name, test := range map[string]struct{ arguments, message string }{
		"nobody":                  {``, `Exactly one of these attributes must be configured`},
		"two principals":          {"user = \"sarah.lee\"\n team = \"Frontend Team\"", `Exactly one of these attributes must be configured`},
		"an unknown user":         {`user = "nobody@acme.example"`, `Unknown user`},
		"an unknown team":         {`team = "Backend Team"`, `Unknown team`},
		"an unknown organization": {`organization = "Wholesale"`, `Unknown organization`},
		"a user's id for a team":  {`team = "` + sarahID + `"`, `Unknown team`},
		"a group by name":         {"user = \"sarah.lee\"\n group_id = \"Retail\"", `must be a UUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, platform, resource.TestStep{
				Config: apiGrant(test.arguments + "\n role = \"viewer\""), PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}
