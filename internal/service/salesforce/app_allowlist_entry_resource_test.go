package salesforce_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const entryAddress = "apiaccess_salesforce_app_allowlist_entry.test"

// entry is an entry for a known app.
func entry(app, arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app = %q
  %s
}
`, app, arguments)
}

func entryValue(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(entryAddress, tfjsonpath.New(name), value)
}

func approved(platform *acctest.Simulator, label string) bool {
	for _, row := range platform.SalesforceRows("ConnectedApplication") {
		if row["Name"] == label {
			return row["OptionsAllowAdminApprovedUsersOnly"] == true
		}
	}
	return false
}

func TestAllowlistEntryLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	id := platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: entry("Warehouse_Sync", ""),
			ConfigStateChecks: []statecheck.StateCheck{
				entryValue("id", knownvalue.StringExact(id)),
				entryValue("app_id", knownvalue.StringExact(id)),
				entryValue("app_name", knownvalue.StringExact("Warehouse_Sync")),
				entryValue("app_label", knownvalue.StringExact("Warehouse Sync")),
				entryValue("installed", knownvalue.Bool(false)),
				entryValue("approved", knownvalue.Bool(true)),
			},
		},
		resource.TestStep{ // the same app in other words
			Config:           entry(id[:15], ""),
			ConfigPlanChecks: plans(entryAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			ResourceName: entryAddress, ImportState: true, ImportStateId: "Warehouse_Sync", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"app"}, // an import gives the name
		},
		resource.TestStep{
			PreConfig: func() {
				if !approved(platform, "Warehouse Sync") {
					t.Error("the app was not approved")
				}
				withdraw(t, platform, id)
			},
			Config:           entry("Warehouse_Sync", ""),
			ConfigPlanChecks: plans(entryAddress, plancheck.ResourceActionCreate),
		},
		resource.TestStep{ // another app
			Config:           entry("Auditor", ""),
			ConfigPlanChecks: plans(entryAddress, plancheck.ResourceActionReplace),
		},
	)
	for _, label := range []string{"Warehouse Sync", "Auditor"} {
		if approved(platform, label) {
			t.Errorf("the approval of %s was not withdrawn", label)
		}
	}
}

func withdraw(t *testing.T, platform *acctest.Simulator, id string) {
	t.Helper()
	err := platform.UpdateSalesforce("ConnectedApplication", id, map[string]any{"OptionsAllowAdminApprovedUsersOnly": false})
	if err != nil {
		t.Error(err)
	}
}

func TestAllowlistEntryOfAnAppThatIsGoneIsCreatedAgain(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := connectedApp(someOAuth) + `
resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app = apiaccess_salesforce_connected_app.test.id
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config},
		resource.TestStep{Config: config, ConfigPlanChecks: noChanges()},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteConnectedApp("Order_Portal"); err != nil {
					t.Error(err)
				}
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectResourceAction(entryAddress, plancheck.ResourceActionCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{entryValue("app_name", knownvalue.StringExact("Order_Portal"))},
		},
	)
}

func TestAllowlistEntryRefusesAtPlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ app, label, message string }{
		"an id of nothing":                      {"0H4000000000001CAA", "", `there is no connected app with the id`},
		"an id with a wrong checksum":           {"0H4000000000001AAA", "", `its last three characters do not fit`},
		"an id of another object":               {"0055g00000AbCdE", "", `neither an API name`},
		"an empty name":                         {"", "", `neither an API name`},
		"blanks around the name":                {" Warehouse_Sync", "", `neither an API name`},
		"an app that is approved already":       {"Terraform", "", `(?s)is on the allowlist already.*terraform\s+import\s+ADDRESS\s+Terraform`},
		"an installed app that nobody approved": {"", "Dataloader Partner", `(?s)in Setup alone.*Manage Connected Apps > Dataloader Partner > Edit Policies`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			if test.label != "" {
				test.app = platform.SalesforceID("ConnectedApplication", "Name", test.label)
			}
			acctest.Run(t, platform, resource.TestStep{
				Config: entry(test.app, ""), PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}
