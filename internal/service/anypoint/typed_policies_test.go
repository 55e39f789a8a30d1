package anypoint_test

import (
	"errors"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// typedPolicy is one policy of a type of its own, and what that sends.
type typedPolicy struct {
	typeName, asset, version string
	arguments                string
	sent                     map[string]any
	// byHand is a key that somebody changes in the console, to that value.
	byHand string
	value  any
}

var typedPolicies = []typedPolicy{
	{
		"ip_blocklist_policy", "ip-blocklist", "1.1.1", `ips = ["203.0.113.0/24", "198.51.100.7"]`,
		map[string]any{"ips": []any{"198.51.100.7", "203.0.113.0/24"}, "ipExpression": "#[attributes.headers['x-forwarded-for']]"},
		"ips",
		[]any{"203.0.113.0/24"},
	},
	{
		"client_id_enforcement_policy", "client-id-enforcement", "1.3.3", `client_secret_expression = "#[attributes.headers['client_secret']]"`,
		map[string]any{
			"credentialsOriginHasHttpBasicAuthenticationHeader": "customExpression",
			"clientIdExpression":     "#[attributes.headers['client_id']]",
			"clientSecretExpression": "#[attributes.headers['client_secret']]",
		},
		"clientSecretExpression", "",
	},
	{
		"rate_limiting_policy", "rate-limiting", "1.4.1", `rate_limits = [{ maximum_requests = 9, time_period_in_milliseconds = 1000 }]`,
		map[string]any{
			"rateLimits":    []any{map[string]any{"maximumRequests": 9.0, "timePeriodInMilliseconds": 1000.0}},
			"exposeHeaders": false, "clusterizable": true,
		},
		"rateLimits",
		[]any{map[string]any{"maximumRequests": 9000.0, "timePeriodInMilliseconds": 1000.0}},
	},
	{
		"jwt_validation_policy", "jwt-validation", "1.4.0", `
  signing_method   = "hmac"
  jwt_key_origin   = "text"
  text_key         = "a-signing-secret"
  text_key_version = 1
  supported_audiences = ["orders"]`,
		map[string]any{
			"jwtOrigin": "httpBearerAuthenticationHeader", "signingMethod": "hmac", "signingKeyLength": 256.0, "jwtKeyOrigin": "text",
			"textKey": "a-signing-secret", "jwksServiceTimeToLive": 60.0, "jwksServiceConnectionTimeout": 10000.0,
			"skipClientIdValidation": false, "clientIdExpression": "#[vars.claimSet.client_id]", "validateAudClaim": true,
			"mandatoryAudClaim": false, "supportedAudiences": "orders", "mandatoryExpClaim": true, "mandatoryNbfClaim": false,
			"validateCustomClaim": false,
		},
		"validateAudClaim", false,
	},
}

func TestTypedPoliciesSendWhatThePolicyTakesAndRepairDrift(t *testing.T) {
	t.Parallel()
	for _, typed := range typedPolicies {
		t.Run(typed.typeName, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			address := "apiaccess_anypoint_" + typed.typeName + ".test"
			config := fmt.Sprintf("resource \"apiaccess_anypoint_%s\" \"test\" {\n  api_instance_id = \"19215012\"\n  %s\n}\n", typed.typeName, typed.arguments)
			asSent := expectPolicy(platform, func(policy simulator.Policy) error {
				switch {
				case policy.AssetID != typed.asset || policy.AssetVersion != typed.version || policy.Disabled || policy.Pointcut != nil:
					return fmt.Errorf("the policy is %+v", policy)
				case !reflect.DeepEqual(policy.Configuration, typed.sent):
					return fmt.Errorf("configured with\n%v, want\n%v", policy.Configuration, typed.sent)
				}
				return nil
			})
			drift := func(change func(*simulator.Policy)) resource.TestStep {
				return resource.TestStep{
					PreConfig: edit(platform, change), Config: config,
					ConfigPlanChecks: plans(address, plancheck.ResourceActionUpdate), Check: asSent,
				}
			}
			acctest.Run(
				t, platform,
				resource.TestStep{Config: config, Check: asSent},
				drift(func(policy *simulator.Policy) { policy.Configuration[typed.byHand] = typed.value }),
				drift(func(policy *simulator.Policy) { policy.Disabled = true }),
				drift(func(policy *simulator.Policy) {
					policy.Pointcut = []any{map[string]any{"methodRegex": "GET", "uriTemplateRegex": "/public/.*"}}
				}),
				resource.TestStep{
					PreConfig: func() { platform.DeletePolicy(ordersInstance, platform.Policies(ordersInstance)[0].ID) },
					Config:    config, ConfigPlanChecks: plans(address, plancheck.ResourceActionCreate), Check: asSent,
				},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					ImportStateIdFunc:                    acctest.ImportID(address, "api_instance_id", "id"),
					ImportStateVerifyIdentifierAttribute: "id",
					ImportStateVerifyIgnore:              []string{"text_key_version", "client_id_expression"},
				},
			)
		})
	}
}

func TestTypedPoliciesRefuseWrongInputAtPlan(t *testing.T) {
	t.Parallel()
	const apart = "api_instance_id = \"19215012\"\n"
	for name, test := range map[string]struct{ typeName, arguments, message string }{
		"a blocklist without addresses": {"ip_blocklist_policy", `ips = []`, `at least 1`},
		"credentials in two places": {
			"client_id_enforcement_policy", "credentials_origin = \"httpBasicAuthenticationHeader\"\n client_id_expression = \"#[1]\"", `Nothing to find`,
		},
		"an unquoted header": {"client_id_enforcement_policy", `client_id_expression = "#[attributes.headers[client_id-x]]"`, `DataWeave|quotes`},
		"no limit":           {"rate_limiting_policy", `rate_limits = []`, `at least 1`},
		"a limit of none":    {"rate_limiting_policy", `rate_limits = [{ maximum_requests = 0, time_period_in_milliseconds = 1 }]`, `at least 1`},
		"a key from nowhere": {"jwt_validation_policy", "signing_method = \"rsa\"\n jwt_key_origin = \"jwks\"", `needs\s+jwks_url`},
		"a key from two places": {
			"jwt_validation_policy", "signing_method = \"rsa\"\n jwt_key_origin = \"jwks\"\n jwks_url = \"https://id.acme.example\"\n custom_key_expression = \"#[vars.key]\"",
			`goes\s+with\s+jwt_key_origin`,
		},
		"keys in clear text": {"jwt_validation_policy", "signing_method = \"rsa\"\n jwt_key_origin = \"jwks\"\n jwks_url = \"http://id.acme.example\"", `https\s+address`},
		"an audience that is not named": {
			"jwt_validation_policy", "signing_method = \"rsa\"\n jwt_key_origin = \"jwks\"\n jwks_url = \"https://id.acme.example\"\n mandatory_aud_claim = true", `needs\s+supported_audiences`,
		},
		"a version that is none": {"rate_limiting_policy", "asset_version = \"9.9.9\"\n rate_limits = [{ maximum_requests = 1, time_period_in_milliseconds = 1 }]", `No such version`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{
				Config:   fmt.Sprintf("resource \"apiaccess_anypoint_%s\" \"test\" {\n %s %s\n}", test.typeName, apart, test.arguments),
				PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}

func TestTypedPoliciesWarn(t *testing.T) {
	t.Parallel()
	running := acctest.Start(t).Protocol(t)
	keys := func(more prototest.Config) prototest.Config {
		config := prototest.Config{"signing_method": "rsa", "jwt_key_origin": "jwks", "jwks_url": "https://id.acme.example"}
		maps.Copy(config, more)
		return config
	}
	for name, test := range map[string]struct {
		typeName string
		config   prototest.Config
		warning  string
	}{
		"everybody blocked":   {"ip_blocklist_policy", prototest.Config{"ips": []any{"0.0.0.0/0"}, "ip_expression": "#[attributes.remoteAddress]"}, "keeps everyone out"},
		"ids without secrets": {"client_id_enforcement_policy", prototest.Config{}, "no secret"},
		"ids with secrets":    {"client_id_enforcement_policy", prototest.Config{"client_secret_expression": "#[vars.secret]"}, ""},
		"tokens of anybody":   {"jwt_validation_policy", keys(prototest.Config{"signing_method": "none"}), "not verified"},
		"tokens for anything": {"jwt_validation_policy", keys(prototest.Config{"skip_client_id_validation": true}), "Every token"},
		"tokens for this API": {"jwt_validation_policy", keys(prototest.Config{"skip_client_id_validation": true, "supported_audiences": []any{"orders"}}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config["api_instance_id"] = "19215012"
			planned, err := running.Plan(t, running.Null(t, "apiaccess_anypoint_"+test.typeName), test.config)
			if err != nil {
				t.Fatal(err)
			}
			said := make([]error, len(planned.Diagnostics))
			for i, warning := range planned.Diagnostics {
				said[i] = errors.New(warning.Summary)
			}
			if got := errors.Join(said...); (test.warning == "") != (got == nil) || got != nil && !strings.Contains(got.Error(), test.warning) {
				t.Errorf("the plan warns %v, want %q", got, test.warning)
			}
		})
	}
}
