package anypoint_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	ordersInstance    = 19215012
	sandboxInstance   = 19215013
	inventoryInstance = 19215014
)

// edit changes the orders API's only policy behind Terraform's back.
func edit(platform *acctest.Simulator, change func(*simulator.Policy)) func() {
	return func() { platform.EditPolicy(ordersInstance, platform.Policies(ordersInstance)[0].ID, change) }
}

// expectPolicy checks the orders API's only policy.
func expectPolicy(platform *acctest.Simulator, check func(simulator.Policy) error) resource.TestCheckFunc {
	return func(*terraform.State) error {
		applied := platform.Policies(ordersInstance)
		if len(applied) != 1 {
			return fmt.Errorf("the API instance has %d policies, want 1", len(applied))
		}
		return check(applied[0])
	}
}

func TestIPAllowlistPolicyRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := allowlist(`ips = ["203.0.113.0/24"]`)
	var first int
	repaired := expectPolicy(platform, func(policy simulator.Policy) error {
		switch {
		case first == 0:
			first = policy.ID
		case policy.ID != first:
			return errors.New("the policy was replaced")
		case policy.Disabled || policy.Pointcut != nil || fmt.Sprint(policy.Configuration["ips"]) != "[203.0.113.0/24]":
			return fmt.Errorf("the policy was not repaired: %+v", policy)
		}
		return nil
	})
	drift := func(change func(*simulator.Policy)) resource.TestStep {
		return resource.TestStep{
			PreConfig: edit(platform, change), Config: config,
			ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionUpdate), Check: repaired,
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: repaired},
		drift(func(policy *simulator.Policy) { // an address too many, even twice
			policy.Configuration["ips"] = []any{"203.0.113.0/24", "0.0.0.0/0", "0.0.0.0/0"}
		}),
		drift(func(policy *simulator.Policy) { policy.Disabled = true }),
		drift(func(policy *simulator.Policy) {
			policy.Pointcut = []any{map[string]any{"methodRegex": "GET", "uriTemplateRegex": "/public/.*"}}
		}),
		resource.TestStep{ // the session ends in the middle of apply
			PreConfig: func() {
				edit(platform, func(policy *simulator.Policy) { policy.Disabled = true })()
				platform.Inject(simulator.Fault{Pattern: "PATCH /policies", Times: 1, Answer: func(w http.ResponseWriter, r *http.Request) {
					platform.ExpireAnypointTokens()
					simulator.Status(http.StatusUnauthorized, "Unauthorized")(w, r)
				}})
			},
			Config: config, ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionUpdate), Check: repaired,
		},
		resource.TestStep{ // somebody else's policy is nobody's drift
			PreConfig: func() {
				if _, err := platform.AddPolicy(ordersInstance, "ip-blocklist", "1.1.1", map[string]any{"ips": []any{"192.0.2.1"}}); err != nil {
					t.Error(err)
				}
			},
			Config: config, ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{ // the policy is gone
			PreConfig: func() {
				for _, policy := range platform.Policies(ordersInstance) {
					platform.DeletePolicy(ordersInstance, policy.ID)
				}
			},
			Config: config, ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionCreate),
			Check: expectPolicy(platform, func(simulator.Policy) error { return nil }),
		},
		resource.TestStep{ // the API instance is gone, and with it the policy
			PreConfig:   func() { platform.DeleteAPIInstance(ordersInstance) },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Unable to create Anypoint IP allowlist policy.*api_instance_id.*19215012`),
		},
	)
}

func TestIPAllowlistPolicyMovesAndIsUpgraded(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var first int
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: allowlist(`ips = ["203.0.113.0/24"]`),
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				first = policy.ID
				return nil
			}),
		},
		resource.TestStep{
			Config:           allowlist("ips = [\"203.0.113.0/24\"]\n asset_version = \"1.1.2\""),
			ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionUpdate),
			Check: expectPolicy(platform, func(policy simulator.Policy) error {
				if policy.ID != first || policy.AssetVersion != "1.1.2" {
					return fmt.Errorf("policy %d of version %s, want %d of 1.1.2", policy.ID, policy.AssetVersion, first)
				}
				return nil
			}),
		},
		resource.TestStep{ // an unmanaged version stays
			Config: allowlist(`ips = ["203.0.113.0/24"]`), ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{
			Config: `
resource "apiaccess_anypoint_ip_allowlist_policy" "test" {
  api_instance_id = "19215014"
  ips             = ["203.0.113.0/24"]
}`,
			ConfigPlanChecks: plans(allowlistAddress, plancheck.ResourceActionReplace),
			Check: func(*terraform.State) error {
				if old, moved := platform.Policies(ordersInstance), platform.Policies(inventoryInstance); len(old) != 0 || len(moved) != 1 {
					return fmt.Errorf("%d policies on the old API and %d on the new, want 0 and 1", len(old), len(moved))
				}
				return nil
			},
		},
	)
}

func TestIPAllowlistPolicyNamesTheMissingScope(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + allowlist(`ips = ["203.0.113.0/24"]`),
		ExpectError: regexp.MustCompile(`(?s)manage:api_policies.*Manage\s+Policies`),
	})
	if applied := platform.Policies(ordersInstance); len(applied) != 0 {
		t.Errorf("the auditor applied %v", applied)
	}
}
