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

const appAddress = "apiaccess_salesforce_connected_app.test"

// connectedApp is an app with the arguments beside its name, label and contact.
func connectedApp(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_connected_app" "test" {
  name          = "Order_Portal"
  label         = "Order Portal"
  contact_email = "platform@acme.example"
  %s
}
`, arguments)
}

func appValue(path tfjsonpath.Path, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(appAddress, path, value)
}

func oauthValue(name string, value knownvalue.Check) statecheck.StateCheck {
	return appValue(tfjsonpath.New("oauth").AtMapKey(name), value)
}

func texts(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = knownvalue.StringExact(value)
	}
	return knownvalue.SetExact(checks)
}

func plans(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func noChanges() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

const everything = `
  contact_phone    = "+1 555 0100"
  description      = "Lets customers follow their orders"
  info_url         = "https://orders.acme.example/about"
  logo_url         = "https://orders.acme.example/logo.png"
  start_url        = "https://orders.acme.example"
  mobile_start_url = "https://m.orders.acme.example"

  oauth = {
    callback_urls                  = ["https://orders.acme.example/callback", "http://localhost:8080/callback", "orders://done"]
    scopes                         = ["Api", "OfflineAccess", "Basic"]
    consumer_key                   = "AcmeOrderPortalConsumerKey0001"
    consumer_secret                = "AcmeOrderPortalConsumerSecret01"
    consumer_secret_version        = 1
    single_logout_url              = "https://orders.acme.example/bye"
    pkce_required                  = true
    refresh_token_rotation_enabled = true
    client_credentials_user        = "orders.integration@acme.example"
    id_token = {
      audience                = "orders"
      include_standard_claims = true
      validity_minutes        = 10
    }
  }
  oauth_policy = {
    ip_relaxation        = "ENFORCE_RELAXREFRESH"
    refresh_token_policy = "specific_lifetime:90:DAYS"
  }
  session_policy = {
    action          = "RaiseSessionLevel"
    level           = "HIGH_ASSURANCE"
    timeout_minutes = 60
  }
  ip_ranges = [
    { start = "203.0.113.0", end = "203.0.113.255", description = "Headquarters" },
    { start = "2001:DB8::1", end = "2001:db8::ff" },
  ]
  attributes = {
    department = "$User.Department"
  }
  saml = {
    acs_url           = "https://orders.acme.example/saml"
    entity_url        = "https://orders.acme.example"
    name_id_format    = "EmailAddress"
    signing_algorithm = "SHA256"
    subject_type      = "Username"
  }
`

const someOAuth = `
  oauth = {
    callback_urls = ["https://orders.acme.example/callback"]
    scopes        = ["Api"]
  }
`

func TestConnectedAppLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: connectedApp(someOAuth),
			ConfigStateChecks: []statecheck.StateCheck{
				appValue(tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0H4\w{15}$`))),
				appValue(tfjsonpath.New("organization_id"), knownvalue.StringRegexp(regexp.MustCompile(`^00D\w{15}$`))),
				appValue(tfjsonpath.New("approved"), knownvalue.Bool(false)),
				oauthValue("consumer_key", knownvalue.StringRegexp(regexp.MustCompile(`^3MVG9`))),
				oauthValue("consumer_secret", knownvalue.Null()),
				oauthValue("secret_required_for_refresh_token", knownvalue.Bool(true)),
				oauthValue("pkce_required", knownvalue.Bool(false)),
				appValue(tfjsonpath.New("oauth_policy").AtMapKey("ip_relaxation"), knownvalue.StringExact("ENFORCE")),
				appValue(tfjsonpath.New("oauth_policy").AtMapKey("refresh_token_policy"), knownvalue.StringExact("infinite")),
			},
		},
		resource.TestStep{
			Config:           connectedApp(everything),
			ConfigPlanChecks: plans(appAddress, plancheck.ResourceActionReplace), // the consumer key
			ConfigStateChecks: []statecheck.StateCheck{
				oauthValue("scopes", texts("Api", "OfflineAccess", "Basic")),
				oauthValue("consumer_key", knownvalue.StringExact("AcmeOrderPortalConsumerKey0001")),
				oauthValue("client_credentials_user", knownvalue.StringExact("orders.integration@acme.example")),
			},
		},
		resource.TestStep{Config: connectedApp(everything), ConfigPlanChecks: noChanges()},
		resource.TestStep{
			ResourceName: appAddress, ImportState: true, ImportStateId: "Order_Portal", ImportStateVerify: true,
			// Salesforce does not tell the secret's version, and tells scopes and addresses in its own spelling.
			ImportStateVerifyIgnore: []string{"oauth.consumer_secret_version", "oauth.scopes", "ip_ranges"},
		},
		resource.TestStep{
			Config:           connectedApp(someOAuth),
			ConfigPlanChecks: plans(appAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				oauthValue("consumer_key", knownvalue.StringExact("AcmeOrderPortalConsumerKey0001")),
				oauthValue("client_credentials_user", knownvalue.Null()),
				appValue(tfjsonpath.New("description"), knownvalue.Null()),
				appValue(tfjsonpath.New("saml"), knownvalue.Null()),
			},
		},
	)
	if app := platform.ConnectedApp("Order_Portal"); app != nil {
		t.Errorf("destroy left %v behind", app)
	}
}

func TestConnectedAppNamesThePermissionsThatAreMissing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + connectedApp(someOAuth),
		ExpectError: regexp.MustCompile(`(?s)Unable\s+to\s+create\s+Salesforce\s+connected\s+app.*Customize\s+Application`),
	})
}

// TestConnectedAppOfTheProviderItselfIsNotReplaced gets as far as the deletion,
// because a plan does not tell a provider that it means a replacement.
func TestConnectedAppOfTheProviderItselfIsNotReplaced(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	own := func(name string) string {
		return fmt.Sprintf(`
resource "apiaccess_salesforce_connected_app" "test" {
  name          = %q
  label         = "Terraform"
  contact_email = "platform@acme.example"
  oauth = {
    callback_urls           = ["https://login.salesforce.com/services/oauth2/success"]
    scopes                  = ["Api", "RefreshToken"]
    client_credentials_user = "terraform@acme.example"
  }
}

import {
  to = apiaccess_salesforce_connected_app.test
  id = "Terraform"
}
`, name)
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: own("Terraform")},
		resource.TestStep{Config: own("Terraform_2"), ExpectError: regexp.MustCompile(`The provider would lock itself out`)},
		resource.TestStep{Config: `
removed {
  from = apiaccess_salesforce_connected_app.test
  lifecycle {
    destroy = false
  }
}
`},
	)
	if platform.ConnectedApp("Terraform") == nil {
		t.Error("the provider's own app was deleted")
	}
}
