package anypoint_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	tierAddress = "apiaccess_anypoint_sla_tier.test"
	tierType    = "apiaccess_anypoint_sla_tier"
)

func tier(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_sla_tier" "test" {
  api_instance_id = "19215012"
  %s
}
`, arguments)
}

const goldTier = `
  name   = "Gold"
  limits = { "60 seconds" = { maximum_requests = 100 } }`

func TestSLATierLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	acctest.Run(
		t, acctest.Start(t),
		resource.TestStep{
			Config: tier(goldTier),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(tierAddress, "auto_approve", knownvalue.Bool(false)),
				attribute(tierAddress, "deprecated", knownvalue.Bool(false)),
				attribute(tierAddress, "description", knownvalue.Null()),
				attribute(tierAddress, "organization_id", knownvalue.StringExact(acctest.OrganizationID)),
			},
		},
		resource.TestStep{
			Config: tier(`
  name         = "Golden"
  description  = "For partners"
  auto_approve = true
  deprecated   = true
  limits = {
    "1 minute" = { maximum_requests = 200 }
    "1 day"    = { maximum_requests = 9000, visible = false }
  }`),
			ConfigPlanChecks: plans(tierAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			ResourceName: tierAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "id",
			ImportStateIdFunc: acctest.ImportID(tierAddress, "api_instance_id", "id"),
		},
		resource.TestStep{Config: tier(goldTier), ConfigPlanChecks: plans(tierAddress, plancheck.ResourceActionUpdate)},
		resource.TestStep{ // another API is another tier
			Config:           strings.Replace(tier(goldTier), "19215012", "19215014", 1),
			ConfigPlanChecks: plans(tierAddress, plancheck.ResourceActionReplace),
		},
	)
}

func TestSLATierRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, message string }{
		"no limit":       {`limits = {}`, `at least 1`},
		"no period":      {`limits = { minute = { maximum_requests = 1 } }`, `Wrong period`},
		"a wrong unit":   {`limits = { "2 fortnights" = { maximum_requests = 1 } }`, `its unit is one of`},
		"no requests":    {`limits = { "1 hour" = { maximum_requests = 0 } }`, `between 1 and`},
		"one period":     {`limits = { "1 hour" = { maximum_requests = 1 }, "60 minutes" = { maximum_requests = 2 } }`, `are the same\s+period`},
		"nothing to see": {`limits = { "1 hour" = { maximum_requests = 1, visible = false } }`, `No visible limit`},
		"a wrong API":    {"api_instance_id = \"orders\"\n limits = { \"1 hour\" = { maximum_requests = 1 } }", `must be a number`},
		"an empty text":  {"description = \"\"\n limits = { \"1 hour\" = { maximum_requests = 1 } }", `at least 1`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := tier("name = \"Gold\"\n" + test.arguments)
			if strings.Contains(test.arguments, "api_instance_id") {
				config = strings.Replace(config, "api_instance_id = \"19215012\"\n", "", 1)
			}
			acctest.Run(t, acctest.Start(t), resource.TestStep{Config: config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}

func TestSLATierRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var id int
	byHand := func(change func(name, status *string) bool) func() {
		return func() {
			if !platform.EditTier(ordersInstance, id, change) {
				t.Error("there is no such tier")
			}
		}
	}
	kept := remember(tierAddress, &id)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: tier(goldTier), Check: kept},
		resource.TestStep{ // renamed and deprecated
			PreConfig: byHand(func(name, status *string) bool {
				*name, *status = "Bronze", "DEPRECATED"
				return true
			}),
			Config: tier(goldTier), ConfigPlanChecks: plans(tierAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{ // gone
			PreConfig: byHand(func(_, _ *string) bool { return false }),
			Config:    tier(goldTier), ConfigPlanChecks: plans(tierAddress, plancheck.ResourceActionCreate), Check: kept,
		},
		resource.TestStep{ // gone with its API instance
			PreConfig:   func() { platform.DeleteAPIInstance(ordersInstance) },
			Config:      tier(goldTier),
			ExpectError: regexp.MustCompile(`(?s)Unable to create Anypoint SLA tier.*19215012`),
		},
	)
}

func TestSLATierTellsWhatIsInItsWay(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	taken := platform.AddTiers(ordersInstance, 1)[0]
	running := platform.Protocol(t)
	limits := map[string]any{"1 minute": map[string]any{"maximum_requests": 1}}
	_, err := running.Apply(t, running.Null(t, tierType), prototest.Config{
		"api_instance_id": "19215012", "name": "tier-001", "limits": limits,
	})
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,19215012,%d", acctest.OrganizationID, acctest.ProductionID, taken)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}

	state, err := running.ImportID(t, tierType, fmt.Sprintf("19215012,%d", taken))
	if err != nil {
		t.Fatal(err)
	}
	application := platform.AddClientApplications(1)[0]
	if _, err := platform.AddContract(ordersInstance, application, taken); err != nil {
		t.Fatal(err)
	}
	if _, err := platform.Protocol(t).Apply(t, state, nil); err == nil || !strings.Contains(err.Error(), "application-002") {
		t.Errorf("deleting a tier in use gave %v", err)
	}
}

func TestSLATierNamesTheMissingScope(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + tier(goldTier),
		ExpectError: regexp.MustCompile(`(?s)manage:api_contracts.*Manage\s+Contracts`),
	})
}

func TestSLATiersRefreshWithOneCallPerAPI(t *testing.T) {
	t.Parallel()
	const count = 60
	platform := acctest.Start(t)
	ids := platform.AddTiers(ordersInstance, count)
	running := platform.Protocol(t)
	states := make([]prototest.State, count)
	for i, id := range ids {
		var err error
		if states[i], err = running.ImportID(t, tierType, fmt.Sprintf("19215012,%d", id)); err != nil {
			t.Fatal(err)
		}
	}
	platform.ForgetRequests()
	running = platform.Protocol(t)
	for _, state := range states {
		if _, err := running.Read(t, state); err != nil {
			t.Fatal(err)
		}
	}
	if calls := platform.Calls("GET /tiers"); calls != 1 {
		t.Errorf("refreshing %d tiers made %d calls, want 1", count, calls)
	}
}

func TestSLATierSurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /tiers", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	acctest.Run(t, platform, resource.TestStep{Config: tier(goldTier)})
	if calls := platform.Calls("POST /tiers"); calls != 1 {
		t.Errorf("%d tiers were asked for", calls)
	}
}
