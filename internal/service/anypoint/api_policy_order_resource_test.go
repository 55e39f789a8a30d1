package anypoint_test

import (
	"fmt"
	"regexp"
	"slices"
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
	policyOrderType    = "apiaccess_anypoint_api_policy_order"
	policyOrderAddress = policyOrderType + ".test"
)

// orderOf are the assets of the orders API's policies, in their order.
func orderOf(platform *acctest.Simulator) string {
	policies := platform.Policies(ordersInstance)
	policies = slices.DeleteFunc(policies, func(p simulator.Policy) bool { return p.Order == nil })
	slices.SortFunc(policies, func(a, b simulator.Policy) int { return *a.Order - *b.Order })
	assets := make([]string, len(policies))
	for i, policy := range policies {
		assets[i] = policy.AssetID
	}
	return strings.Join(assets, " ")
}

func expectOrder(platform *acctest.Simulator, want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := orderOf(platform); got != want {
			return fmt.Errorf("the order is %s, want %s", got, want)
		}
		return nil
	}
}

func orderedPolicies(order string) string {
	return `
resource "apiaccess_anypoint_ip_allowlist_policy" "test" {
  api_instance_id = "19215012"
  ips             = ["203.0.113.0/24"]
}
resource "apiaccess_anypoint_rate_limiting_policy" "test" {
  api_instance_id = "19215012"
  rate_limits     = [{ maximum_requests = 1, time_period_in_milliseconds = 1000 }]
}
resource "apiaccess_anypoint_api_policy_order" "test" {
  api_instance_id = "19215012"
  policy_ids      = [` + order + `]
}
`
}

func TestAPIPolicyOrderIsKeptAndRepaired(t *testing.T) {
	t.Parallel()
	const allowlist, limits = "apiaccess_anypoint_ip_allowlist_policy.test.id", "apiaccess_anypoint_rate_limiting_policy.test.id"
	platform := acctest.Start(t)
	limitsFirst, allowlistFirst := orderedPolicies(limits+", "+allowlist), orderedPolicies(allowlist+", "+limits)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: limitsFirst, Check: expectOrder(platform, "rate-limiting ip-allowlist")},
		resource.TestStep{Config: limitsFirst, ConfigPlanChecks: noChanges()},
		resource.TestStep{
			Config: allowlistFirst, Check: expectOrder(platform, "ip-allowlist rate-limiting"),
			ConfigPlanChecks: plans(policyOrderAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{ // by hand
			PreConfig: func() {
				for place, policy := range platform.Policies(ordersInstance) {
					order := map[string]int{"rate-limiting": 1, "ip-allowlist": 2}[policy.AssetID]
					if !platform.EditPolicy(ordersInstance, policy.ID, func(p *simulator.Policy) { p.Order = &order }) {
						t.Errorf("policy %d is gone", place)
					}
				}
			},
			Config: allowlistFirst, Check: expectOrder(platform, "ip-allowlist rate-limiting"),
			ConfigPlanChecks: plans(policyOrderAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{ // a policy that was deleted by hand comes back to its place
			PreConfig: func() {
				for _, policy := range platform.Policies(ordersInstance) {
					if policy.AssetID == "ip-allowlist" {
						platform.DeletePolicy(ordersInstance, policy.ID)
					}
				}
			},
			Config: allowlistFirst, Check: expectOrder(platform, "ip-allowlist rate-limiting"),
		},
		resource.TestStep{
			ResourceName: policyOrderAddress, ImportState: true, ImportStateVerify: true,
			ImportStateId: strconv.Itoa(ordersInstance), ImportStateVerifyIdentifierAttribute: "api_instance_id",
		},
		resource.TestStep{ // an unmanaged policy is drift, and stays behind
			PreConfig: func() {
				first := 1
				id, err := platform.AddPolicy(ordersInstance, "ip-blocklist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}})
				if err != nil || !platform.EditPolicy(ordersInstance, id, func(p *simulator.Policy) { p.Order = &first }) {
					t.Error(err)
				}
			},
			Config: allowlistFirst, Check: expectOrder(platform, "ip-allowlist rate-limiting ip-blocklist"),
			ConfigPlanChecks:   plans(policyOrderAddress, plancheck.ResourceActionUpdate),
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{ // the API is gone, and with it everything
			PreConfig:   func() { platform.DeleteAPIInstance(ordersInstance) },
			Config:      allowlistFirst,
			ExpectError: regexp.MustCompile(`19215012`),
		},
	)
}

func TestAPIPolicyOrderRefusesWhatHasNoPlace(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	allowlist := addAllowlist(t, platform, "1.1.1")
	cors, err := platform.AddPolicy(ordersInstance, "cors", "1.3.2", map[string]any{})
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		ids     []any
		message string
	}{
		"CORS":          {[]any{strconv.Itoa(cors)}, "has no place in the order"},
		"not there":     {[]any{"7"}, "has no policy 7"},
		"twice":         {[]any{strconv.Itoa(allowlist), strconv.Itoa(allowlist)}, "duplicate"},
		"nothing":       {[]any{}, "at least 1"},
		"not a number":  {[]any{"first"}, "must be a number"},
		"known at last": {[]any{prototest.Unknown}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			running := platform.Protocol(t)
			_, err := running.Plan(t, running.Null(t, policyOrderType), prototest.Config{"api_instance_id": "19215012", "policy_ids": test.ids})
			if (err == nil) != (test.message == "") || err != nil && !strings.Contains(err.Error(), test.message) {
				t.Errorf("got %v, want %s", err, test.message)
			}
		})
	}
	running := platform.Protocol(t)
	planned, err := running.Plan(t, running.Null(t, policyOrderType), prototest.Config{
		"api_instance_id": strconv.Itoa(ordersInstance), "policy_ids": []any{strconv.Itoa(allowlist)},
	})
	if err != nil || len(planned.Diagnostics) != 0 {
		t.Errorf("a complete order gave %v, %v", planned.Diagnostics, err)
	}
}

func TestAPIPolicyOrderWarnsOfPoliciesThatItLeavesOut(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	allowlist := addAllowlist(t, platform, "1.1.1")
	if _, err := platform.AddPolicy(ordersInstance, "ip-blocklist", "1.1.1", map[string]any{}); err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	planned, err := running.Plan(t, running.Null(t, policyOrderType), prototest.Config{
		"api_instance_id": strconv.Itoa(ordersInstance), "policy_ids": []any{strconv.Itoa(allowlist)},
	})
	if err != nil || len(planned.Diagnostics) != 1 || !strings.Contains(planned.Diagnostics[0].Detail, "(ip-blocklist)") {
		t.Errorf("the plan warns %v, %v", planned, err)
	}
}

func TestTwoOrdersOfOneAPIAreRefused(t *testing.T) {
	t.Parallel()
	const allowlist, limits = "apiaccess_anypoint_ip_allowlist_policy.test.id", "apiaccess_anypoint_rate_limiting_policy.test.id"
	platform := acctest.Start(t)
	one := orderedPolicies(allowlist + ", " + limits)
	another := one + `
resource "apiaccess_anypoint_api_policy_order" "another" {
  api_instance_id = "19215012"
  policy_ids      = [` + limits + ", " + allowlist + `]
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: another, ExpectError: regexp.MustCompile(`Order of policies managed twice`)},
		resource.TestStep{Config: one},
		resource.TestStep{Config: another, ExpectError: regexp.MustCompile(`Order of policies managed twice`)},
		resource.TestStep{ // another object takes its place
			Config: strings.Replace(one, `policy_order" "test"`, `policy_order" "another"`, 1),
			Check:  expectOrder(platform, "ip-allowlist rate-limiting"),
		},
	)
}
