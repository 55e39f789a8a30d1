package salesforce_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
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
func entry(app string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app = %q
}
`, app)
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
			Config: entry("Warehouse_Sync"),
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
			Config:           entry(id[:15]),
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
			Config:           entry("Warehouse_Sync"),
			ConfigPlanChecks: plans(entryAddress, plancheck.ResourceActionCreate),
		},
		resource.TestStep{ // another app
			Config:           entry("Auditor"),
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

// TestAllowlistEntryFollowsAnAppThatIsReplaced replaces an app by one of the same
// name, which the entry's own arguments do not tell.
func TestAllowlistEntryFollowsAnAppThatIsReplaced(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(key string) string {
		return connectedApp(fmt.Sprintf("oauth = { callback_urls = [\"https://orders.acme.example\"], consumer_key = %q }", key)) + `
resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app = apiaccess_salesforce_connected_app.test.name
}
`
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config("AcmeOrderPortal0001")},
		resource.TestStep{
			Config:           config("AcmeOrderPortal0002"),
			ConfigPlanChecks: plans(entryAddress, plancheck.ResourceActionReplace),
		},
		resource.TestStep{
			PreConfig: func() {
				if !approved(platform, "Order Portal") {
					t.Error("the app that took the other's place is not approved")
				}
			},
			Config: config("AcmeOrderPortal0002"), ConfigPlanChecks: noChanges(),
		},
	)
}

// TestAllowlistEntryTakesEffectAfterItsGrants looks at the order of the calls:
// nobody who is granted the app may be kept out in between.
func TestAllowlistEntryTakesEffectAfterItsGrants(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config: connectedApp(someOAuth) + `
resource "apiaccess_salesforce_api_grant" "test" {
  count          = 2
  app            = apiaccess_salesforce_connected_app.test.name
  permission_set = ["Frontend_Base", "Reporting_Tools"][count.index]
}

resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app    = apiaccess_salesforce_connected_app.test.name
  grants = apiaccess_salesforce_api_grant.test[*].id
}
`,
	})
	var order []string
	for _, request := range platform.Requests() {
		text := request.String()
		switch {
		case strings.Contains(text, "POST") && strings.Contains(text, "/composite/sobjects"):
			order = append(order, "grant")
		case strings.Contains(text, "updateMetadata"):
			order = append(order, "approval")
		case strings.Contains(text, "DELETE") && strings.Contains(text, "/composite/sobjects"):
			order = append(order, "revocation")
		case strings.Contains(text, "deleteMetadata"):
			order = append(order, "deletion")
		}
	}
	if want := []string{"grant", "approval", "approval", "revocation", "deletion"}; !slices.Equal(order, want) {
		t.Errorf("the calls were %v, want %v", order, want)
	}
}

func TestAllowlistEntryNamesThePermissionsThatAreMissing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + entry("Warehouse_Sync"),
		ExpectError: regexp.MustCompile(`(?s)Unable\s+to\s+plan\s+Salesforce\s+app\s+allowlist\s+entry.*Customize\s+Application`),
	})
}

// TestAllowlistEntryOfAnExternalClientAppThatTheSameApplyMakes has all three made
// and taken away in one go.
func TestAllowlistEntryOfAnExternalClientAppThatTheSameApplyMakes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const config = `
resource "apiaccess_salesforce_external_client_app" "test" {
  name          = "Order_Portal"
  label         = "Order Portal"
  contact_email = "orders@acme.example"
  oauth = {
    callback_urls = ["https://orders.acme.example/cb"]
    scopes        = ["Api"]
  }
}

resource "apiaccess_salesforce_api_grant" "test" {
  app            = apiaccess_salesforce_external_client_app.test.name
  permission_set = "Reporting_Tools"
}

resource "apiaccess_salesforce_app_allowlist_entry" "test" {
  app    = apiaccess_salesforce_external_client_app.test.name
  grants = [apiaccess_salesforce_api_grant.test.id]
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{entryValue("app_label", knownvalue.StringExact("Order Portal"))},
		},
		resource.TestStep{Config: config, ConfigPlanChecks: noChanges()},
	)
	if externalID(platform, "Order_Portal") != "" {
		t.Error("destroy left the app")
	}
}
