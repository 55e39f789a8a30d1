package salesforce_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const refusedRow = `[{"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"sorry","fields":[]}]}]`

// TestPermissionSetOfWhichThePermissionsFailedIsCompletedByTheNextApply goes through
// the engine, which replaces what it failed to create, and what refers to it.
func TestPermissionSetOfWhichThePermissionsFailedIsCompletedByTheNextApply(t *testing.T) {
	t.Parallel()
	const assignment = "apiaccess_salesforce_permission_set_assignment.sarah"
	config := permissionSet(`
  name        = "Portal_Users"
  label       = "Portal Users"
  permissions = { ApiEnabled = true }`) + `
resource "apiaccess_salesforce_permission_set_assignment" "sarah" {
  user           = "sarah.lee@acme.example"
  permission_set = apiaccess_salesforce_permission_set.test.name
}
`
	sameID := statecheck.CompareValue(compare.ValuesSame())
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "PATCH composite/sobjects", Times: 1, Answer: simulator.Status(http.StatusOK, refusedRow)})
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config, ExpectNonEmptyPlan: true,
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(permissionSetAddress, tfjsonpath.New("id"))},
		},
		resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(permissionSetAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(assignment, plancheck.ResourceActionNoop),
			}},
			ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(permissionSetAddress, tfjsonpath.New("id"))},
		},
	)
}

// TestConnectedAppThatCannotBeReadIsCompletedByTheNextRun goes through the engine: an
// app that is replaced gets another consumer key and loses all grants.
func TestConnectedAppThatCannotBeReadIsCompletedByTheNextRun(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "readMetadata", Times: 1, Answer: simulator.SalesforceFault("INSUFFICIENT_ACCESS", "sorry")})
	made := ""
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config:            connectedApp(someOAuth),
			ConfigStateChecks: []statecheck.StateCheck{oauthValue("consumer_key", knownvalue.Null())},
		},
		resource.TestStep{
			PreConfig:        func() { made = platform.SalesforceID("ConnectedApplication", "Name", "Order Portal") },
			Config:           connectedApp(someOAuth),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionNoop, appAddress),
			ConfigStateChecks: []statecheck.StateCheck{
				oauthValue("consumer_key", knownvalue.NotNull()),
				appValue(tfjsonpath.New("id"), knownvalue.StringFunc(func(id string) error {
					if id != made {
						t.Errorf("the app %s became %s", made, id)
					}
					return nil
				})),
			},
		},
	)
}
