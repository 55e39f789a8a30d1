package anypoint_test

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

const allowlistAddress = "apiaccess_anypoint_ip_allowlist_policy.test"

func allowlist(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_ip_allowlist_policy" "test" {
  api_instance_id = "19215012"
  %s
}
`, arguments)
}

func attribute(address, name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), value)
}

func plans(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func noChanges() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func TestIPAllowlistPolicyLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: allowlist(`ips = ["203.0.113.0/24"]`),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(allowlistAddress, "ips", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("203.0.113.0/24")})),
				attribute(allowlistAddress, "ip_expression", knownvalue.StringExact("#[attributes.headers['x-forwarded-for']]")),
				attribute(allowlistAddress, "asset_version", knownvalue.StringExact("1.1.1")),
				attribute(allowlistAddress, "organization_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(allowlistAddress, "environment_id", knownvalue.StringExact(acctest.ProductionID)),
				attribute(allowlistAddress, "order", knownvalue.Int64Exact(1)),
				attribute(allowlistAddress, "disabled", knownvalue.Bool(false)),
			},
		},
		resource.TestStep{
			Config: allowlist(`
  ips           = ["198.51.100.7", "203.0.113.0/24", "192.168"]
  ip_expression = "#[attributes.remoteAddress]"
  asset_version = "1.1.2"
  disabled      = true
  pointcuts = [
    { methods = ["GET", "POST"], uri_template = "/orders/.*" },
    { methods = [".*"], uri_template = "/admin.*" },
  ]`),
			ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			Config: allowlist(`
  ips           = ["192.168", "203.0.113.0/24", "198.51.100.7"] # the order has no meaning
  ip_expression = "#[attributes.remoteAddress]"
  asset_version = "1.1.2"
  disabled      = true
  pointcuts = [
    { methods = ["GET", "POST"], uri_template = "/orders/.*" },
    { methods = [".*"], uri_template = "/admin.*" },
  ]`),
			ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{
			ResourceName:                         allowlistAddress,
			ImportState:                          true,
			ImportStateIdFunc:                    acctest.ImportID(allowlistAddress, "api_instance_id", "id"),
			ImportStateVerify:                    true,
			ImportStateVerifyIdentifierAttribute: "id",
		},
		resource.TestStep{
			Config:           allowlist(`ips = ["203.0.113.0/24"]`),
			ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionUpdate),
		},
	)
	if applied := platform.Policies(19215012); len(applied) != 0 {
		t.Errorf("destroy left %v behind", applied)
	}
}

func TestIPAllowlistPolicyRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, message string }{
		"not an address":      {`ips = ["not-an-ip"]`, `Wrong address`},
		"a bad range":         {`ips = ["192.0.2.1/33"]`, `Wrong address`},
		"a dash range":        {`ips = ["10.0.0.1-10.0.0.9"]`, `Wrong address`},
		"an empty list":       {`ips = []`, `at least 1`},
		"no DataWeave":        {"ips = [\"192.0.2.1\"]\n ip_expression = \"x-forwarded-for\"", `Not a DataWeave expression`},
		"an unquoted header":  {"ips = [\"192.0.2.1\"]\n ip_expression = \"#[attributes.headers[x-forwarded-for]]\"", `Header name without quotes`},
		"a placeholder":       {"ips = [\"192.0.2.1\"]\n pointcuts = [{ methods = [\"GET\"], uri_template = \"/orders/{id}\" }]", `placeholders`},
		"an unknown method":   {"ips = [\"192.0.2.1\"]\n pointcuts = [{ methods = [\"FETCH\"], uri_template = \"/\" }]", `value must be one of`},
		"a wrong environment": {"ips = [\"192.0.2.1\"]\n environment_id = \"Production\"", `must be a UUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{
				Config: allowlist(test.arguments), PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}
