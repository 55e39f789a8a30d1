package anypoint_test

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	automatedType    = "apiaccess_anypoint_automated_policy"
	automatedAddress = automatedType + ".test"
)

func automatedLimits(arguments string) string {
	return `
resource "apiaccess_anypoint_automated_policy" "test" {
  asset_id      = "rate-limiting"
  asset_version = "1.4.1"
  ` + rates + arguments + `
}
`
}

const ownLimits = `
resource "apiaccess_anypoint_rate_limiting_policy" "own" {
  api_instance_id = "19215012"
  rate_limits     = [{ maximum_requests = 1, time_period_in_milliseconds = 1000 }]
}
`

// expectAutomated checks the production environment's only automated policy, and
// whether the API's own policy is disabled.
func expectAutomated(platform *acctest.Simulator, ownDisabled bool, check func(simulator.AutomatedPolicy) error) resource.TestCheckFunc {
	return func(*terraform.State) error {
		automated := platform.AutomatedPolicies(acctest.ProductionID)
		if len(automated) != 1 {
			return fmt.Errorf("the environment has %d automated policies, want 1", len(automated))
		}
		own := platform.Policies(ordersInstance)
		if len(own) != 1 || own[0].Disabled != ownDisabled {
			return fmt.Errorf("the API's own policies are %+v", own)
		}
		return check(automated[0])
	}
}

func TestAutomatedPolicyStandsInForPoliciesOfAPIs(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	asConfigured := func(policy simulator.AutomatedPolicy) error {
		if policy.Disabled || policy.AssetVersion != "1.4.1" || policy.Technology != "mule4" || policy.RuntimeFrom != "" ||
			strings.Contains(fmt.Sprint(policy.Configuration), "exposeHeaders") {
			return fmt.Errorf("the automated policy is %+v", policy)
		}
		return nil
	}
	edited := func(change func(*simulator.AutomatedPolicy)) func() {
		return func() {
			platform.EditAutomatedPolicy(platform.AutomatedPolicies(acctest.ProductionID)[0].ID, change)
		}
	}
	both := ownLimits + automatedLimits("")
	updates := plans(automatedAddress, plancheck.ResourceActionUpdate)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: ownLimits},
		resource.TestStep{Config: both, Check: expectAutomated(platform, true, asConfigured)},
		resource.TestStep{Config: both, ConfigPlanChecks: noChanges()},
		resource.TestStep{ // drift of the automated policy
			PreConfig: edited(func(policy *simulator.AutomatedPolicy) { policy.Configuration["exposeHeaders"] = true }),
			Config:    both, ConfigPlanChecks: updates, Check: expectAutomated(platform, true, asConfigured),
		},
		resource.TestStep{
			PreConfig: edited(func(policy *simulator.AutomatedPolicy) { policy.Disabled = true }),
			Config:    both, ConfigPlanChecks: updates, Check: expectAutomated(platform, true, asConfigured),
		},
		resource.TestStep{
			PreConfig: edited(func(policy *simulator.AutomatedPolicy) { policy.RuntimeFrom = "4.9.0" }),
			Config:    both, ConfigPlanChecks: updates, Check: expectAutomated(platform, true, asConfigured),
		},
		resource.TestStep{ // deleted by hand
			PreConfig: func() { platform.DeleteAutomatedPolicy(platform.AutomatedPolicies(acctest.ProductionID)[0].ID) },
			Config:    both, ConfigPlanChecks: plans(automatedAddress, plancheck.ResourceActionCreate),
			Check: expectAutomated(platform, true, asConfigured),
		},
		resource.TestStep{
			ResourceName: automatedAddress, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc:                    acctest.ImportID(automatedAddress, "id"),
			ImportStateVerifyIdentifierAttribute: "id",
		},
		resource.TestStep{ // out of force: the API's own comes back
			Config: ownLimits + automatedLimits("\n  disabled = true"), ConfigPlanChecks: updates,
			Check: expectAutomated(platform, false, func(policy simulator.AutomatedPolicy) error {
				if !policy.Disabled {
					return errors.New("it is not disabled")
				}
				return nil
			}),
		},
		resource.TestStep{Config: both, Check: expectAutomated(platform, true, asConfigured)},
		resource.TestStep{ // removed: the API's own comes back, without a change of it
			Config: ownLimits,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("apiaccess_anypoint_rate_limiting_policy.own", plancheck.ResourceActionNoop),
			}},
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.Disabled {
					return errors.New("the API's own policy stays disabled")
				}
				return nil
			}),
		},
		resource.TestStep{Config: ownLimits, ConfigPlanChecks: noChanges()},
	)
}

func automatedConfig() prototest.Config {
	return prototest.Config{
		"asset_id": "rate-limiting", "asset_version": "1.4.1",
		"configuration": `{"rateLimits":[{"maximumRequests":9,"timePeriodInMilliseconds":60000}]}`,
	}
}

func TestAutomatedPolicyNamesThePoliciesThatItDisables(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for _, api := range []int{ordersInstance, inventoryInstance, sandboxInstance} { // another gateway, another environment
		if _, err := platform.AddPolicy(api, "rate-limiting", "1.4.0", map[string]any{}); err != nil {
			t.Fatal(err)
		}
	}
	planned, err := running.Plan(t, running.Null(t, automatedType), automatedConfig())
	if err != nil {
		t.Fatal(err)
	}
	if len(planned.Diagnostics) != 1 || !strings.Contains(planned.Diagnostics[0].Detail, "orders-api orders-production (API instance 19215012, policy") ||
		strings.Contains(planned.Diagnostics[0].Detail, "inventory") || strings.Contains(planned.Diagnostics[0].Detail, "sandbox") {
		t.Errorf("the plan warns %v", planned.Diagnostics)
	}
	state, err := running.Apply(t, running.Null(t, automatedType), automatedConfig())
	if err != nil {
		t.Fatal(err)
	}
	planned, err = platform.Protocol(t).Plan(t, state, nil)
	if err != nil || len(planned.Diagnostics) != 1 || !strings.Contains(planned.Diagnostics[0].Detail, "enables again: orders-api") {
		t.Errorf("the plan to destroy warns %v, %v", planned.Diagnostics, err)
	}
}

func TestAutomatedPolicyThatExistsAlready(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	existing, err := platform.AddAutomatedPolicy(acctest.ProductionID, "rate-limiting", "1.4.0", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	_, err = running.Apply(t, running.Null(t, automatedType), automatedConfig())
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,%d", acctest.OrganizationID, acctest.ProductionID, existing)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	wanted := automatedConfig()
	wanted["adopt_existing"] = true
	state, err := running.Apply(t, running.Null(t, automatedType), wanted)
	if err != nil || state.Attributes(t)["id"] != strconv.Itoa(existing) {
		t.Errorf("adopted %v, %v", state.Attributes(t), err)
	}
}

// A platform that leaves the choice to people refuses instead.
func TestAutomatedPolicyExplainsAConflictWithPoliciesOfAPIs(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.AutomatedPolicyConflicts = true })
	if _, err := platform.AddPolicy(ordersInstance, "rate-limiting", "1.4.0", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	_, err := running.Apply(t, running.Null(t, automatedType), automatedConfig())
	if err == nil || !strings.Contains(err.Error(), "orders-api orders-production") || !strings.Contains(err.Error(), "disabled = true") {
		t.Errorf("the conflict gave %v", err)
	}
}

func TestAutomatedPolicySurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /automated-policies", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	running := platform.Protocol(t)
	state, err := running.Apply(t, running.Null(t, automatedType), automatedConfig())
	if err != nil {
		t.Fatal(err)
	}
	applied := platform.AutomatedPolicies(acctest.ProductionID)
	if len(applied) != 1 || state.Attributes(t)["id"] != strconv.Itoa(applied[0].ID) {
		t.Errorf("the state has %v, the environment %+v", state.Attributes(t), applied)
	}
}

func TestAutomatedPoliciesOfAnEnvironmentAreRefreshedWithOneCall(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	var states []prototest.State
	for _, asset := range []string{"rate-limiting", "ip-allowlist", "ip-blocklist", "spike-control"} {
		id, err := platform.AddAutomatedPolicy(acctest.ProductionID, asset, "1.2.2", map[string]any{})
		if err != nil {
			t.Fatal(err)
		}
		state, err := running.ImportID(t, automatedType, strconv.Itoa(id))
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, state)
	}
	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(len(states), func(number int) {
		if read, err := refreshing.Read(t, states[number]); err != nil || read.Gone() {
			t.Errorf("policy %d: gone %t, error %v", number, read.Gone(), err)
		}
	})
	if calls := anypointCalls(platform); calls != 1 {
		t.Errorf("refreshing %d automated policies took %d calls, want 1", len(states), calls)
	}
}

func TestAutomatedPolicyRefusesWrongInputAtPlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ config, message string }{
		"a missing key":       {strings.Replace(automatedLimits(""), "rateLimits", "rates", 1), `rateLimits\s+is\s+required`},
		"an unknown gateway":  {automatedLimits("\n technology = \"mule3\""), `value must be one of`},
		"an end and no start": {automatedLimits("\n runtime_to = \"4.9.x\""), `runtime_from`},
		"no version":          {automatedLimits("\n runtime_from = \"newest\""), `must be a version`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

func TestAutomatedPolicyNamesTheMissingScope(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + automatedLimits(""),
		ExpectError: regexp.MustCompile(`(?s)manage:api_policies.*Manage\s+Policies`),
	})
}
