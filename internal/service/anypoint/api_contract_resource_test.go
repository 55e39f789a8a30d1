package anypoint_test

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const (
	contractAddress = "apiaccess_anypoint_api_contract.test"
	contractType    = "apiaccess_anypoint_api_contract"
)

func contract(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_api_contract" "test" {
  api_instance_id = "19215012"
  %s
}
`, arguments)
}

// partners is the contract of the application of the fixture.
func partners(arguments string) string {
	return contract("application = \"Partner Portal\"\n" + arguments)
}

const twoTiers = `
resource "apiaccess_anypoint_sla_tier" "gold" {
  api_instance_id = "19215012"
  name            = "Gold"
  limits          = { "1 minute" = { maximum_requests = 100 } }
}

resource "apiaccess_anypoint_sla_tier" "silver" {
  api_instance_id = "19215012"
  name            = "Silver"
  limits          = { "1 minute" = { maximum_requests = 10 } }
}
`

// expectContract checks the only contract of the orders API.
func expectContract(platform *acctest.Simulator, status, tier string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		contracts := platform.Contracts(ordersInstance)
		if len(contracts) != 1 || contracts[0].Status != status {
			return fmt.Errorf("the contracts are %+v, want one that is %s", contracts, status)
		}
		want := 0
		if tier != "" {
			want, _ = strconv.Atoi(state.RootModule().Resources["apiaccess_anypoint_sla_tier."+tier].Primary.Attributes["id"])
		}
		if got := max(contracts[0].TierID, contracts[0].RequestedTierID); got != want {
			return fmt.Errorf("the tier is %d, want %d", got, want)
		}
		return nil
	}
}

func expectPlannedText(name, value string) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(contractAddress, tfjsonpath.New(name), knownvalue.StringExact(value))
}

func TestAPIContractLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	made := twoTiers + `
resource "apiaccess_anypoint_client_application" "billing" {
  name = "Billing Sync"
}
`
	billing := func(arguments string) string {
		return made + contract("application = apiaccess_anypoint_client_application.billing.name\n"+arguments)
	}
	var first, id int
	same := func(*terraform.State) error {
		if first == 0 {
			first = id
		}
		if id != first {
			return fmt.Errorf("contract %d was replaced by %d", first, id)
		}
		return nil
	}
	step := func(arguments, status, tier string) resource.TestStep {
		return resource.TestStep{Config: billing(arguments), Check: resource.ComposeTestCheckFunc(
			remember(contractAddress, &id), same, expectContract(platform, status, tier),
		)}
	}
	update := func(step resource.TestStep) resource.TestStep {
		step.ConfigPlanChecks = plans(contractAddress, plancheck.ResourceActionUpdate)
		return step
	}
	gold, silver := "tier = apiaccess_anypoint_sla_tier.gold.name\n", "tier = apiaccess_anypoint_sla_tier.silver.name\n"
	acctest.Run(
		t, platform,
		step(gold+`status = "pending"`, "PENDING", "gold"),
		update(step(silver+`status = "pending"`, "PENDING", "silver")),
		update(step(gold, "APPROVED", "gold")),
		update(step(silver, "APPROVED", "silver")),
		update(step(silver+`status = "revoked"`, "REVOKED", "silver")),
		update(step(gold+`status = "approved"`, "APPROVED", "gold")),
		resource.TestStep{
			ResourceName: contractAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "id",
			ImportStateIdFunc: acctest.ImportID(contractAddress, "api_instance_id", "id"),
		},
		resource.TestStep{ // other words for the same
			Config: made + contract("application = apiaccess_anypoint_client_application.billing.id\n tier = apiaccess_anypoint_sla_tier.gold.id"),
			Check:  resource.ComposeTestCheckFunc(remember(contractAddress, &id), same),
		},
		resource.TestStep{ // without a tier it is another contract
			Config: billing(""), ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionReplace),
			Check: expectContract(platform, "APPROVED", ""),
		},
	)
	if left := platform.Contracts(ordersInstance); len(left) != 0 {
		t.Errorf("destroy left %+v", left)
	}
}

func TestAPIContractPlanShowsWhoMayCall(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	tierID := strconv.Itoa(platform.AddTiers(ordersInstance, 1)[0])
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: contract("application = \"2693001\"\n tier = \"" + tierID + "\""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				expectPlannedText("application_name", "Partner Portal"), expectPlannedText("tier_name", "tier-001"),
				expectPlannedText("client_id", "c11e0000000000000000000000000001"), expectPlannedText("status", "approved"),
			}},
			ConfigStateChecks: []statecheck.StateCheck{attribute(contractAddress, "application", knownvalue.StringExact("2693001"))},
		},
		resource.TestStep{Config: partners(`tier = "tier-001"`), ConfigPlanChecks: plans(contractAddress, plancheck.ResourceActionUpdate)},
	)
}

func TestAPIContractRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ config, message string }{
		"an unknown application": {contract(`application = "Nobody"`), `(?s)Unknown application.*Nobody`},
		"an unknown tier":        {partners(`tier = "Platinum"`), `(?s)Unknown tier.*Platinum.*"tier-001"`},
		"an unknown status":      {partners(`status = "open"`), `value must be one of`},
		"nothing to revoke":      {partners(`status = "revoked"`), `nothing to take\s+away`},
		"nobody decides":         {partners(`status = "pending"`), `approves it\s+at once`},
		"an automatic tier":      {partners("tier = \"tier-001\"\n status = \"pending\""), `approves it\s+at once`},
		"a wrong API":            {strings.Replace(partners(""), "19215012", "orders", 1), `must be a number`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.AddTiers(ordersInstance, 1)
			acctest.Run(t, platform, resource.TestStep{Config: test.config, PlanOnly: true, ExpectError: regexp.MustCompile(test.message)})
		})
	}
}
