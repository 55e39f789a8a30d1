package provider_test

import (
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	globexProduction = "610bec50-e4f0-4000-8000-000000000001"
	choKhan          = "610bec50-005e-4000-8000-000000000004"
	// The 20 API instances have consecutive numbers.
	firstInstance, instances = 20310001, 20
	ordersInstance           = firstInstance
	paymentsInstance         = firstInstance + 8
)

// TestAnEnvironmentGetsItsGuardrailsInOneApply plays examples/anypoint-guardrails.
func TestAnEnvironmentGetsItsGuardrailsInOneApply(t *testing.T) {
	t.Parallel()
	const example = examples + "/anypoint-guardrails"
	platform := acctest.StartWith(t, []byte(readFile(t, filepath.Join(example, "organization.yaml"))), httptest.NewServer)
	work := acctest.NewWorkspace(t, platform, readFile(t, filepath.Join(example, "main.tf")))
	environment := platform.Environment(work.Directory)
	environment["ANYPOINT_CLIENT_ID"] = "610bec50000000000000000000000001"
	environment["ANYPOINT_CLIENT_SECRET"] = "GlobexAnypointClientSecret00000000001"
	environment["ANYPOINT_ORGANIZATION_ID"] = "610bec50-ac3e-4000-8000-000000000001"
	environment["ANYPOINT_ENVIRONMENT_ID"] = globexProduction
	must(t, work.SetEnv(environment))

	mustPlan(t, work, "Plan: 84 to add, 0 to change, 0 to destroy.", `"Orders Team"  = "contributor"`, `"198.51.100.16/28"`,
		"the policy of their own, which the platform disables as long as the automated one exists: "+
			"orders-api (API instance 20310001, policy 7100001), payments-api (API instance 20310009, policy 7100002)")
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	mustBeGuarded(t, platform)
	for _, secret := range platform.ClientApplicationSecrets() {
		mustNotHold(t, "the state", work.Read(t, "terraform.tfstate"), []string{secret})
	}

	// However much hangs on an API, each kind of it is listed once: policies and
	// grants of 20, contracts of 12, tiers of 4. The rest is a sign-in, the
	// instances, the automated policies, and the applications.
	const most = 2*instances + 12 + 4 + 5
	platform.ForgetRequests()
	mustChangeNothing(t, work)
	if calls := len(platform.Requests()); calls > most {
		t.Errorf("a plan of 84 objects made %d calls, want %d at most", calls, most)
	}

	undoByHand(t, platform)
	mustPlan(t, work, "Plan: 0 to add, 3 to change, 0 to destroy.", "disabled        = true -> false",
		`- "cho.khan"       = "viewer" -> null`, `status           = "revoked" -> "approved"`)
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	mustBeGuarded(t, platform)
	mustChangeNothing(t, work)

	must(t, work.Destroy(t.Context()))
	mustBeUnguarded(t, platform)
}

// undoByHand does what people do in the web console in a hurry.
func undoByHand(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	allowlist := policyOf(t, platform, paymentsInstance, "ip-allowlist")
	platform.EditPolicy(paymentsInstance, allowlist.ID, func(p *simulator.Policy) { p.Disabled = true })
	platform.AddIdentity("", "payments-api", simulator.Identity{ID: choKhan, Type: "user", Role: "viewer"})
	platform.DecideContract(ordersInstance, platform.Contracts(ordersInstance)[0].ID, "REVOKED", 0)
}

// mustBeGuarded looks at the platform itself.
func mustBeGuarded(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	contracts := 0
	for instance := firstInstance; instance < firstInstance+instances; instance++ {
		allowlist, clients := policyOf(t, platform, instance, "ip-allowlist"), policyOf(t, platform, instance, "client-id-enforcement")
		if allowlist.Disabled || clients.Disabled || *allowlist.Order > *clients.Order {
			t.Errorf("API instance %d is not guarded by networks first and clients after them", instance)
		}
		for _, contract := range platform.Contracts(instance) {
			if contracts++; contract.Status != "APPROVED" {
				t.Errorf("%s may not call API instance %d: %s", contract.Application, instance, contract.Status)
			}
		}
	}
	if contracts != 15 {
		t.Errorf("there are %d contracts, want 15", contracts)
	}
	if got := len(platform.Identities("", "payments-api")); got != 3 {
		t.Errorf("the payments API is granted to %d, want its maker and two teams", got)
	}
	automated := platform.AutomatedPolicies(globexProduction)
	if len(automated) != 1 || automated[0].AssetID != "spike-control" || automated[0].Disabled {
		t.Errorf("the automated policies are %+v", automated)
	}
	for _, instance := range []int{ordersInstance, paymentsInstance} {
		if own := policyOf(t, platform, instance, "spike-control"); own.DisabledBy != automated[0].ID {
			t.Errorf("API instance %d has a limit of its own beside the automated one", instance)
		}
	}
}

// mustBeUnguarded expects what was there before.
func mustBeUnguarded(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	if left := platform.AutomatedPolicies(globexProduction); len(left) > 0 {
		t.Errorf("automated policies are left: %+v", left)
	}
	for instance := firstInstance; instance < firstInstance+instances; instance++ {
		for _, policy := range platform.Policies(instance) {
			if policy.AssetID != "spike-control" || policy.Disabled {
				t.Errorf("API instance %d has the policy %+v after all is destroyed", instance, policy)
			}
		}
		if left := platform.Contracts(instance); len(left) > 0 {
			t.Errorf("API instance %d has the contracts %+v after all is destroyed", instance, left)
		}
	}
	policyOf(t, platform, ordersInstance, "spike-control")
	if left := platform.Identities("", "payments-api"); len(left) != 1 || left[0].Role != "admin" {
		t.Errorf("the payments API is granted to %+v, want its maker alone", left)
	}
	if left := platform.ClientApplicationSecrets(); len(left) > 0 {
		t.Errorf("%d applications are left", len(left))
	}
}

func policyOf(t *testing.T, platform *acctest.Simulator, instance int, asset string) simulator.Policy {
	t.Helper()
	policies := platform.Policies(instance)
	at := slices.IndexFunc(policies, func(p simulator.Policy) bool { return p.AssetID == asset })
	if at < 0 {
		t.Fatalf("API instance %d has no policy %s", instance, asset)
	}
	return policies[at]
}

// mustPlan saves a plan, and expects these texts in what a reviewer reads, or in its
// warnings.
func mustPlan(t *testing.T, work *acctest.Workspace, texts ...string) {
	t.Helper()
	var warnings strings.Builder
	_, err := work.PlanJSON(t.Context(), &warnings, tfexec.Out("plan"))
	must(t, err)
	reads, err := work.ShowPlanFileRaw(t.Context(), "plan")
	must(t, err)
	reads += warnings.String()
	for _, text := range texts {
		if !strings.Contains(reads, text) {
			t.Errorf("the plan does not show %s:\n%s", text, reads)
		}
	}
}

func mustChangeNothing(t *testing.T, work *acctest.Workspace) {
	t.Helper()
	changed, err := work.Plan(t.Context())
	must(t, err)
	if changed {
		t.Error("a plan after the apply is not empty")
	}
}
