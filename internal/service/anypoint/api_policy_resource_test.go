package anypoint_test

import (
	"errors"
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

const apiPolicyAddress = "apiaccess_anypoint_api_policy.test"

func apiPolicy(asset, version, arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_api_policy" "test" {
  api_instance_id = "19215012"
  asset_id        = %q
  asset_version   = %q
  %s
}
`, asset, version, arguments)
}

func basicAuthentication(version, arguments string) string {
	return apiPolicy("http-basic-authentication", version, arguments)
}

const rates = `configuration = jsonencode({ rateLimits = [{ maximumRequests = 9, timePeriodInMilliseconds = 60000 }] })`

func TestAPIPolicyLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var first int
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: basicAuthentication("1.3.1", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "first-secret" })
  configuration_wo_version = 1
  disabled                 = true`),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(apiPolicyAddress, "configuration_wo", knownvalue.Null()),
				attribute(apiPolicyAddress, "policy_group_id", knownvalue.StringExact("68ef9520-24e9-4cf2-b2f5-620025690913")),
				attribute(apiPolicyAddress, "order", knownvalue.Int64Exact(1)),
			},
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				first = policy.ID
				if !policy.Disabled || policy.Configuration["password"] != "first-secret" {
					return fmt.Errorf("the policy is %+v", policy)
				}
				return nil
			}),
		},
		resource.TestStep{ // the spelling has no meaning
			Config: basicAuthentication("1.3.1", `
  configuration            = "{ \"username\" : \"orders\" }"
  configuration_wo         = jsonencode({ password = "first-secret" })
  configuration_wo_version = 1
  disabled                 = true`),
			ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{ // another version in place, enabled, limited, and named; the secret stays
			Config: basicAuthentication("1.3.2", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "first-secret" })
  configuration_wo_version = 1
  label                    = "gate"
  pointcuts                = [{ methods = ["GET", "POST"], uri_template = "/orders/.*" }]`),
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionUpdate),
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.ID != first || policy.AssetVersion != "1.3.2" || policy.Disabled || policy.Label != "gate" ||
					policy.Pointcut == nil || policy.Configuration["password"] != "first-secret" {
					return fmt.Errorf("the policy is %+v", policy)
				}
				return nil
			}),
		},
		resource.TestStep{
			ResourceName: apiPolicyAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc:                    acctest.ImportID(apiPolicyAddress, "api_instance_id", "id"),
			ImportStateVerifyIdentifierAttribute: "id",
			ImportStateVerifyIgnore:              []string{"configuration_wo_version"},
		},
		resource.TestStep{ // another secret
			Config: basicAuthentication("1.3.2", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "second-secret" })
  configuration_wo_version = 2`),
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionUpdate),
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.ID != first || policy.Configuration["password"] != "second-secret" || policy.Label != "" || policy.Pointcut != nil {
					return fmt.Errorf("the policy is %+v", policy)
				}
				return nil
			}),
		},
		resource.TestStep{ // another policy
			Config:           apiPolicy("rate-limiting", "1.4.0", rates),
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionReplace),
			Check:            expectPolicy(platform, func(simulator.Policy) error { return nil }),
		},
	)
	if applied := platform.Policies(ordersInstance); len(applied) != 0 {
		t.Errorf("destroy left %v behind", applied)
	}
}

func TestAPIPolicyRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := basicAuthentication("1.3.1", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "a-secret" })
  configuration_wo_version = 1
  label                    = "gate"`)
	var first int
	repaired := expectPolicy(platform, func(policy simulator.Policy) error {
		switch {
		case first == 0:
			first = policy.ID
		case policy.ID != first:
			return errors.New("the policy was replaced")
		case policy.Disabled || policy.Pointcut != nil || policy.Label != "gate" || policy.AssetVersion != "1.3.1" ||
			fmt.Sprint(policy.Configuration) != "map[password:a-secret username:orders]":
			return fmt.Errorf("the policy was not repaired: %+v", policy)
		}
		return nil
	})
	drift := func(change func(*simulator.Policy)) resource.TestStep {
		return resource.TestStep{
			PreConfig: edit(platform, change), Config: config,
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionUpdate), Check: repaired,
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: repaired},
		drift(func(policy *simulator.Policy) { policy.Configuration["username"] = "mallory" }),
		drift(func(policy *simulator.Policy) { policy.Configuration["realm"] = "added by hand" }),
		drift(func(policy *simulator.Policy) { delete(policy.Configuration, "username") }),
		drift(func(policy *simulator.Policy) { policy.Disabled = true }),
		drift(func(policy *simulator.Policy) { policy.Label = "" }),
		drift(func(policy *simulator.Policy) { policy.AssetVersion = "1.3.2" }),
		drift(func(policy *simulator.Policy) {
			policy.Pointcut = []any{map[string]any{"methodRegex": "GET", "uriTemplateRegex": "/public/.*"}}
		}),
		resource.TestStep{ // the policy is gone
			PreConfig:        func() { platform.DeletePolicy(ordersInstance, first) },
			Config:           config,
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionCreate),
			Check:            expectPolicy(platform, func(simulator.Policy) error { return nil }),
		},
		resource.TestStep{ // the policy was made into another
			PreConfig:        edit(platform, func(policy *simulator.Policy) { policy.AssetID, policy.AssetVersion = "cors", "1.3.2" }),
			Config:           config,
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionReplace),
			Check:            expectPolicy(platform, func(simulator.Policy) error { return nil }),
		},
		resource.TestStep{ // the API instance is gone, and with it the policy
			PreConfig:   func() { platform.DeleteAPIInstance(ordersInstance) },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Unable to create Anypoint API policy.*api_instance_id.*19215012`),
		},
	)
}

func TestAPIPolicyKnowsDefaultsAndMasksFromDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.MaskedPolicySecrets, knobs.PolicyDefaultsFilledIn = true, true })
	limits := apiPolicy("rate-limiting", "1.4.0", rates)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: limits,
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.Configuration["clusterizable"] != true {
					return fmt.Errorf("the platform filled in no default: %+v", policy)
				}
				return nil
			}),
		},
		resource.TestStep{Config: limits, ConfigPlanChecks: noChanges()},
		resource.TestStep{ // a default that somebody has changed is drift
			PreConfig:        edit(platform, func(policy *simulator.Policy) { policy.Configuration["clusterizable"] = false }),
			Config:           limits,
			ConfigPlanChecks: plans(apiPolicyAddress, plancheck.ResourceActionUpdate),
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.Configuration["clusterizable"] != true {
					return fmt.Errorf("the default was not restored: %+v", policy)
				}
				return nil
			}),
		},
		resource.TestStep{Config: basicAuthentication("1.3.2", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "a-secret" })
  configuration_wo_version = 1`)},
		resource.TestStep{Config: basicAuthentication("1.3.2", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ password = "a-secret" })
  configuration_wo_version = 1`), ConfigPlanChecks: noChanges()},
	)
}

func TestAPIPolicyRefusesWrongInputAtPlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ config, message string }{
		"no JSON":            {apiPolicy("cors", "1.3.2", `configuration = "{"`), `(?s)Invalid JSON|configuration`},
		"no object":          {apiPolicy("cors", "1.3.2", `configuration = "\"text\""`), `Not a JSON object`},
		"a missing key":      {apiPolicy("rate-limiting", "1.4.0", `configuration = "{}"`), `rateLimits\s+is\s+required`},
		"a key inside":       {apiPolicy("rate-limiting", "1.4.0", `configuration = jsonencode({ rateLimits = [{ maximumRequests = 0, timePeriodInMilliseconds = 1 }] })`), `rateLimits\.0\.maximumRequests\s+minimum`},
		"a key that is none": {apiPolicy("ip-allowlist", "1.1.0", `configuration = jsonencode({ ips = ["192.0.2.1"], note = "x" })`), `note\s+is\s+not\s+a\s+key`},
		"no such value":      {apiPolicy("client-id-enforcement", "1.3.3", `configuration = jsonencode({ credentialsOriginHasHttpBasicAuthenticationHeader = "yes" })`), `must\s+be\s+one\s+of\s+customExpression`},
		"no such version":    {apiPolicy("ip-allowlist", "9.9.9", `configuration = jsonencode({ ips = ["192.0.2.1"] })`), `(?s)No such version.*1\.1\.2`},
		"no such policy":     {apiPolicy("ip-alowlist", "1.1.1", `configuration = jsonencode({ ips = ["192.0.2.1"] })`), `No such policy`},
		"a secret":           {basicAuthentication("1.3.2", `configuration = jsonencode({ username = "orders", password = "hush" })`), `(?s)password\s+holds\s+a\s+secret.*configuration_wo`},
		"a secret in both": {basicAuthentication("1.3.2", `
  configuration            = jsonencode({ username = "orders" })
  configuration_wo         = jsonencode({ username = "orders", password = "hush" })
  configuration_wo_version = 1`), `both\s+hold\s+username`},
		"no version":      {basicAuthentication("1.3.2", "configuration = jsonencode({ username = \"x\" })\n configuration_wo = jsonencode({ password = \"y\" })"), `configuration_wo_version`},
		"a missing one":   {basicAuthentication("1.3.2", `configuration = jsonencode({ username = "orders" })`), `password\s+is\s+required`},
		"pointcuts, CORS": {apiPolicy("cors", "1.3.2", "configuration = jsonencode({ publicResource = true, supportCredentials = false })\n pointcuts = [{ methods = [\"GET\"], uri_template = \"/\" }]"), `takes\s+no\s+pointcuts`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			acctest.Run(t, platform, resource.TestStep{
				Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
			if calls := platform.Calls("POST /policies"); calls > 0 {
				t.Errorf("%d policies were applied", calls)
			}
		})
	}
}

func TestAPIPolicyNamesTheMissingScope(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + apiPolicy("rate-limiting", "1.4.0", rates),
		ExpectError: regexp.MustCompile(`(?s)manage:api_policies.*Manage\s+Policies`),
	})
}
