package salesforce_test

import (
	"fmt"
	"regexp"
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

const externalAddress = "apiaccess_salesforce_external_client_app.test"

// externalApp is an app with the arguments beside its name, label and contact.
func externalApp(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_external_client_app" "test" {
  name          = "Order_Portal"
  label         = "Order Portal"
  contact_email = "platform@acme.example"
  %s
}
`, arguments)
}

const everythingExternal = `
  contact_phone      = "+1 555 0100"
  description        = "Lets customers follow their orders"
  info_url           = "https://orders.acme.example/about"
  logo_url           = "https://orders.acme.example/logo.png"
  icon_url           = "https://orders.acme.example/icon.png"
  distribution_state = "Packaged"

  oauth = {
    callback_urls                  = ["https://orders.acme.example/callback", "http://localhost:8080/callback", "orders://done"]
    scopes                         = ["Api", "OfflineAccess", "Basic"]
    custom_scopes                  = ["warehouse", "orders"]
    single_logout_url              = "https://orders.acme.example/bye"
    pkce_required                  = false
    refresh_token_rotation_enabled = true
    device_flow_enabled            = true
    named_user_jwt_enabled         = true
    client_credentials_user        = "orders.integration@acme.example"
    trusted_ip_ranges = [
      { start = "203.0.113.0", end = "203.0.113.255", description = "Headquarters" },
      { start = "2001:DB8::1", end = "2001:db8::ff" },
    ]
    attributes = { department = "$User.Department", country = "$User.Country" }
    id_token = {
      audience                = "orders"
      include_standard_claims = true
      validity_minutes        = 10
    }
    asset_token = {
      audiences              = "devices"
      signing_certificate_id = "Devices"
      validity_period        = 5
    }
  }
  oauth_policy = {
    ip_relaxation         = "ENFORCE_RELAXREFRESH"
    refresh_token_policy  = "specific_inactivity:90:DAYS"
    single_logout_url     = "https://orders.acme.example/out"
    start_url             = "https://orders.acme.example/start"
    plugin                = "OrdersHandler"
    plugin_execution_user = "orders.integration@acme.example"
  }
  session_policy = {
    action          = "RaiseSessionLevel"
    level           = "HIGH_ASSURANCE"
    timeout_minutes = 60
  }
  app_policy = {
    saml_plugin_enabled = true
    start_page          = "Custom"
    start_url           = "https://orders.acme.example/start"
  }
`

func externalValue(path tfjsonpath.Path, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(externalAddress, path, value)
}

func TestExternalClientAppLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	oauth := tfjsonpath.New("oauth")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: externalApp(someOAuth),
			ConfigStateChecks: []statecheck.StateCheck{
				externalValue(tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0xI\w{15}$`))),
				externalValue(tfjsonpath.New("organization_id"), knownvalue.StringRegexp(regexp.MustCompile(`^00D\w{15}$`))),
				externalValue(tfjsonpath.New("approved"), knownvalue.Bool(false)),
				externalValue(oauth.AtMapKey("consumer_key"), knownvalue.StringRegexp(regexp.MustCompile(`^3MVG9`))),
				externalValue(oauth.AtMapKey("consumer_id"), knownvalue.StringRegexp(regexp.MustCompile(`^888\w{15}$`))),
				externalValue(oauth.AtMapKey("pkce_required"), knownvalue.Bool(true)),
				externalValue(tfjsonpath.New("oauth_policy").AtMapKey("refresh_token_policy"), knownvalue.StringExact("specific_lifetime:365:DAYS")),
				externalValue(tfjsonpath.New("app_policy").AtMapKey("enabled"), knownvalue.Bool(true)),
			},
		},
		resource.TestStep{
			Config:           externalApp(everythingExternal),
			ConfigPlanChecks: plans(externalAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				externalValue(oauth.AtMapKey("scopes"), texts("Api", "OfflineAccess", "Basic")),
				externalValue(oauth.AtMapKey("client_credentials_user"), knownvalue.StringExact("orders.integration@acme.example")),
			},
		},
		resource.TestStep{Config: externalApp(everythingExternal), ConfigPlanChecks: noChanges()},
		resource.TestStep{
			ResourceName: externalAddress, ImportState: true, ImportStateId: "Order_Portal", ImportStateVerify: true,
			// Salesforce tells scopes and addresses in its own spelling.
			ImportStateVerifyIgnore: []string{"oauth.scopes", "oauth.trusted_ip_ranges"},
		},
		resource.TestStep{
			Config:           externalApp(someOAuth),
			ConfigPlanChecks: plans(externalAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				externalValue(oauth.AtMapKey("client_credentials_user"), knownvalue.Null()),
				externalValue(tfjsonpath.New("session_policy"), knownvalue.Null()),
			},
		},
	)
	for _, kind := range externalComponents {
		if left := platform.SalesforceMetadataNames(kind); len(left) > 0 {
			t.Errorf("destroy left the %s %v behind", kind, left)
		}
	}
}

var externalComponents = []string{
	"ExternalClientApplication", "ExtlClntAppOauthSettings", "ExtlClntAppGlobalOauthSettings",
	"ExtlClntAppOauthConfigurablePolicies", "ExtlClntAppConfigurablePolicies",
}

// TestExternalClientAppOfWhichAPartFailedIsCompletedByTheNextApply goes through the
// engine, which replaces what it failed to create.
func TestExternalClientAppOfWhichAPartFailedIsCompletedByTheNextApply(t *testing.T) {
	t.Parallel()
	sameID := statecheck.CompareValue(compare.ValuesSame())
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "createMetadata", Skip: 2, Times: 1, Answer: simulator.SalesforceFault("UNKNOWN_EXCEPTION", "sorry")})
	acctest.Run(
		t, platform,
		resource.TestStep{Config: externalApp(someOAuth), ExpectNonEmptyPlan: true, ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(externalAddress, tfjsonpath.New("id"))}},
		resource.TestStep{
			Config: externalApp(someOAuth), ConfigStateChecks: []statecheck.StateCheck{sameID.AddStateValue(externalAddress, tfjsonpath.New("id"))},
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, externalAddress),
		},
	)
}

func TestExternalClientAppNamesThePermissionsThatAreMissing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + externalApp(someOAuth),
		ExpectError: regexp.MustCompile(`(?s)Unable\s+to\s+create\s+Salesforce\s+external\s+client\s+app.*External\s+Client\s+Apps`),
	})
}
