package anypoint_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// byHand changes the only contract of the orders API.
func byHand(t *testing.T, platform *acctest.Simulator, status string, tierID func() int) func() {
	t.Helper()
	return func() {
		contracts := platform.Contracts(ordersInstance)
		if len(contracts) != 1 || !platform.DecideContract(ordersInstance, contracts[0].ID, status, tierID()) {
			t.Errorf("the contracts are %+v", contracts)
		}
	}
}

func sameTier() int { return 0 }

func TestAPIContractRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := twoTiers + partners(`tier = apiaccess_anypoint_sla_tier.gold.name`)
	var silver int
	repaired := expectContract(platform, "APPROVED", "gold")
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: resource.ComposeTestCheckFunc(
			repaired, remember("apiaccess_anypoint_sla_tier.silver", &silver),
		)},
		resource.TestStep{ // revoked
			PreConfig: byHand(t, platform, "REVOKED", sameTier),
			Config:    config, ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionUpdate), Check: repaired,
		},
		resource.TestStep{ // moved to another tier
			PreConfig: byHand(t, platform, "APPROVED", func() int { return silver }),
			Config:    config, Check: repaired,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(contractAddress, plancheck.ResourceActionUpdate), expectPlannedText("tier_name", "Gold"),
			}},
		},
		resource.TestStep{ // rejected, which only a new contract makes good
			PreConfig: byHand(t, platform, "REJECTED", sameTier),
			Config:    config, ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionReplace), Check: repaired,
		},
		resource.TestStep{ // gone
			PreConfig: func() { platform.DeleteContract(ordersInstance, platform.Contracts(ordersInstance)[0].ID) },
			Config:    config, ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionCreate), Check: repaired,
		},
		resource.TestStep{ // a tier renamed under its contract changes nothing that the contract says
			PreConfig: func() {
				platform.EditTier(ordersInstance, platform.Contracts(ordersInstance)[0].TierID, func(name, _ *string) bool {
					*name = "Golden"
					return true
				})
			},
			Config: config, ConfigPlanChecks: plans("apiaccess_anypoint_sla_tier.gold", plancheck.ResourceActionUpdate), Check: repaired,
		},
		resource.TestStep{ // gone with its application
			PreConfig:   func() { platform.DeleteClientApplication(partnerPortal) },
			Config:      config,
			ExpectError: regexp.MustCompile(`(?s)Unknown application.*Partner Portal`),
		},
	)
}

func TestAPIContractThatSomebodyElseDecides(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(status string) string {
		return twoTiers + partners("tier = apiaccess_anypoint_sla_tier.gold.name\n status = \""+status+"\"")
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config("pending"), Check: expectContract(platform, "PENDING", "gold")},
		resource.TestStep{ // access that nobody reviewed does not stay unseen
			PreConfig:   byHand(t, platform, "APPROVED", sameTier),
			Config:      config("pending"),
			ExpectError: regexp.MustCompile(`(?s)was\s+approved, and can't be\s+pending again.*or\s+revoked`),
		},
		resource.TestStep{Config: config("revoked"), Check: func(*terraform.State) error {
			if got := platform.Contracts(ordersInstance); len(got) != 1 || got[0].Status != "REVOKED" {
				return fmt.Errorf("the contracts are %+v", got)
			}
			return nil
		}},
	)
}

func TestAPIContractTellsWhatIsInItsWay(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	id, err := platform.AddContract(ordersInstance, partnerPortal, 0)
	if err != nil {
		t.Fatal(err)
	}
	running := platform.Protocol(t)
	config := prototest.Config{"api_instance_id": "19215012", "application": "Partner Portal"}
	_, err = running.Apply(t, running.Null(t, contractType), config)
	command := fmt.Sprintf("terraform import ADDRESS %s,%s,19215012,%d", acctest.OrganizationID, acctest.ProductionID, id)
	if err == nil || !strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + strings.Replace(partners(""), "19215012", "19215014", 1),
		ExpectError: regexp.MustCompile(`(?s)manage:api_contracts.*Manage\s+Contracts`),
	})
}

func TestAPIContractIsKeptWhenItsApprovalFails(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "/approve", Times: 1, Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	config := twoTiers + partners(`tier = apiaccess_anypoint_sla_tier.gold.name`)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: expectContract(platform, "PENDING", "gold"), ExpectNonEmptyPlan: true},
		resource.TestStep{ // it is completed in place, and not asked for a second time beside the first
			Config: config, Check: expectContract(platform, "APPROVED", "gold"),
			ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionUpdate),
		},
	)
}

func TestAPIContractSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, pattern := range []string{"POST /contracts", "/approve"} {
		platform.Inject(simulator.Fault{Pattern: pattern, Times: 1, AfterEffect: true, Answer: simulator.Reset})
	}
	acctest.Run(t, platform, resource.TestStep{
		Config: twoTiers + partners(`tier = apiaccess_anypoint_sla_tier.gold.name`), Check: expectContract(platform, "APPROVED", "gold"),
	})
}

func TestAPIContractsRefreshWithOneCallPerAPI(t *testing.T) {
	t.Parallel()
	const count = 60
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	states := make([]prototest.State, count)
	for i, application := range platform.AddClientApplications(count) {
		id, err := platform.AddContract(ordersInstance, application, 0)
		if err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			running = platform.Protocol(t)
		}
		if states[i], err = running.ImportID(t, contractType, fmt.Sprintf("19215012,%d", id)); err != nil {
			t.Fatal(err)
		}
	}
	platform.ForgetRequests()
	running = platform.Protocol(t)
	for _, state := range states {
		read, err := running.Read(t, state)
		if err != nil {
			t.Fatal(err)
		}
		attributes := read.Attributes(t)
		planned, err := running.Plan(t, read, prototest.Config{"api_instance_id": "19215012", "application": attributes["application_name"]})
		if err != nil || len(planned.RequiresReplace) > 0 {
			t.Fatal(planned, err)
		}
	}
	if calls := platform.Calls("/contracts"); calls != 1 {
		t.Errorf("refreshing %d contracts made %d calls, want 1", count, calls)
	}
	if calls := platform.Calls("/applications"); calls != 0 {
		t.Errorf("planning %d contracts that stay made %d calls about applications", count, calls)
	}
}
