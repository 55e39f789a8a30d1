package salesforce_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const (
	accessControlType    = "apiaccess_salesforce_api_access_control"
	accessControlAddress = accessControlType + ".test"
)

// activated is an organization for which Salesforce Support has activated API
// Access Control.
func activated(t *testing.T) *acctest.Simulator {
	t.Helper()
	platform := acctest.Start(t)
	platform.SetAPIAccessControl(false)
	return platform
}

// revokeOwnGrants takes the provider's own app from everybody.
func revokeOwnGrants(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	for _, row := range platform.SalesforceRows("SetupEntityAccess") {
		if id, _ := row["Id"].(string); row["SetupEntityId"] == appID(platform, "Terraform") {
			if err := platform.DeleteSalesforce("SetupEntityAccess", id); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestAPIAccessControlLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	on := singleton(accessControlType, "  approved_apps_only = true")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: on,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(accessControlAddress, tfjsonpath.New("approved_apps_only"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(accessControlAddress, tfjsonpath.New("approved_apps_only_for_external_users"), knownvalue.Bool(false)),
			},
		},
		resource.TestStep{Config: on, ConfigPlanChecks: noChanges()}, // by a provider that is let in
		importsByOrganization(accessControlAddress),
		resource.TestStep{
			PreConfig:        func() { platform.SetAPIAccessControl(false) },
			Config:           on,
			ConfigPlanChecks: plans(accessControlAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			PreConfig: func() {
				if !platform.APIAccessControl() {
					t.Error("the drift was not repaired")
				}
			},
			Config:           singleton(accessControlType, "  approved_apps_only_for_external_users = true"),
			ConfigPlanChecks: plans(accessControlAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(accessControlAddress, tfjsonpath.New("approved_apps_only"), knownvalue.Bool(false)),
			},
		},
	)
	if platform.APIAccessControl() {
		t.Error("destroy left the switch on")
	}
}

// TestAnOrganizationIsLockedDownInOneApply begins with an app of the provider's
// own that is neither approved nor granted.
func TestAnOrganizationIsLockedDownInOneApply(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	control := func(dependencies string) string {
		return singleton(accessControlType, "  approved_apps_only = true\n  depends_on = ["+dependencies+"]")
	}
	const own = `
resource "apiaccess_salesforce_api_grant" "own" {
  app     = "Terraform"
  profile = "System Administrator"
}

resource "apiaccess_salesforce_app_allowlist_entry" "own" {
  app    = "Terraform"
  grants = [apiaccess_salesforce_api_grant.own.id]
}
`
	locked := own + control("apiaccess_salesforce_app_allowlist_entry.own")
	acctest.Run(
		t, platform,
		resource.TestStep{ // the same without the provider's own app
			Config:      control(""),
			ExpectError: regexp.MustCompile(`(?s)The provider would lock itself out.*Terraform.*is\s+not\s+on\s+the\s+allowlist`),
		},
		resource.TestStep{Config: locked},
		resource.TestStep{Config: locked, ConfigPlanChecks: noChanges()},
		resource.TestStep{ // which only the apply can tell from a removal of all
			Config:      control(""),
			ExpectError: regexp.MustCompile(`(?s)The provider would lock itself out.*withdrawing\s+the\s+approval`),
		},
		resource.TestStep{Config: locked, ConfigPlanChecks: noChanges()},
	)
	if platform.APIAccessControl() || approved(platform, "Terraform") {
		t.Error("destroy left the organization locked down")
	}
}

func TestAPIAccessControlMayLockTheProviderOutOnRequest(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	setApproved(t, platform, "Terraform", false)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: singleton(accessControlType, "  approved_apps_only = true\n  allow_self_lockout = true"),
			Check: func(*acctest.State) error {
				if !platform.APIAccessControl() {
					t.Error("the switch is off")
				}
				platform.SetAPIAccessControl(false) // by somebody in Setup, for nobody else can
				return nil
			},
			ExpectNonEmptyPlan: true,
		},
	)
}
