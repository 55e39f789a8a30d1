package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const grantsAddress = grantsType + ".test"

func appGrants(arguments string) string {
	return "resource \"" + grantsType + "\" \"test\" {\n  app = \"Warehouse_Sync\"\n  through = \"Reporting_Tools\"\n" + arguments + "\n}\n"
}

func TestAPIGrantsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const changed = `
  users = {
    "sarah.lee@acme.example" = { expiration = "2099-12-31T00:00:00Z" }
    "omar.diaz@acme.example" = {}
  }
  permission_set_groups = { Frontend_Team = {} }
  profiles              = { Sales = {} }`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: appGrants(`
  users = { "sarah.lee@acme.example" = {}, "mei.chen@acme.example" = {} }`)},
		resource.TestStep{
			Config:           appGrants(changed),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, grantsAddress),
		},
		resource.TestStep{
			ResourceName: grantsAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Warehouse_Sync,Reporting_Tools",
		},
		resource.TestStep{
			PreConfig: remove(t, platform, "PermissionSetAssignment", func() string {
				return assignmentOf(platform, "omar.diaz@acme.example", "Reporting_Tools")
			}),
			Config:           appGrants(changed),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, grantsAddress),
		},
	)
	if left := assignmentOf(platform, "omar.diaz@acme.example", "Reporting_Tools"); left != "" {
		t.Errorf("destroy left the assignment %s behind", left)
	}
	for _, row := range platform.SalesforceRows("SetupEntityAccess") {
		if row["SetupEntityId"] == appID(platform, "Warehouse Sync") {
			t.Errorf("destroy left the grant %v behind", row)
		}
	}
}
