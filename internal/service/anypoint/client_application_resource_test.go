package anypoint_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	applicationAddress = "apiaccess_anypoint_client_application.test"
	applicationType    = "apiaccess_anypoint_client_application"
	partnerPortal      = 2693001 // made by hand
)

func application(arguments string) string {
	return fmt.Sprintf(`
resource "apiaccess_anypoint_client_application" "test" {
  %s
}
`, arguments)
}

func TestClientApplicationLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: application(`name = "Billing Sync"`),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(applicationAddress, "organization_id", knownvalue.StringExact(acctest.OrganizationID)),
				attribute(applicationAddress, "client_id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{32}$`))),
				attribute(applicationAddress, "redirect_uris", knownvalue.Null()),
				attribute(applicationAddress, "grant_types", knownvalue.SetSizeExact(0)),
			},
		},
		resource.TestStep{
			Config: application(`
  name          = "Billing Synchronization"
  description   = "Invoices"
  url           = "https://billing.acme.example"
  redirect_uris = ["https://billing.acme.example/back", "com.acme.billing:/back"]
  grant_types   = ["client_credentials", "authorization_code"]`),
			ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			ResourceName: applicationAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "id",
			ImportStateIdFunc: acctest.ImportID(applicationAddress, "id"),
		},
		resource.TestStep{ // what was set before stays, unless it is taken away
			Config:           application(`name = "Billing Sync"`),
			ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute(applicationAddress, "grant_types", knownvalue.SetSizeExact(2)),
				attribute(applicationAddress, "description", knownvalue.Null()),
				attribute(applicationAddress, "redirect_uris", knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config:           application("name = \"Billing Sync\"\n grant_types = []"),
			ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{ // the provider of the client is chosen once
			Config:           application("name = \"Billing Sync\"\n api_instance_id = \"19215012\"\n api_endpoints = true"),
			ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			Config:           application("name = \"Billing Sync\"\n api_instance_id = \"19215014\"\n api_endpoints = true"),
			ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionReplace),
		},
	)
	if left := platform.ClientApplicationSecrets(); len(left) != 1 {
		t.Errorf("%d applications are left", len(left))
	}
}

func TestClientApplicationSecretIsReplacedByItsTrigger(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var id int
	var secret string
	config := func(trigger string) string {
		return application("name = \"Billing Sync\"\n secret_rotation_trigger = " + trigger)
	}
	wantChange := func(want bool) resource.TestCheckFunc {
		return func(*terraform.State) error {
			before := secret
			if secret = platform.ClientApplicationSecrets()[id]; (before != secret) != want {
				return fmt.Errorf("the secret was %q and is %q", before, secret)
			}
			return nil
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config("null"), Check: resource.ComposeTestCheckFunc(remember(applicationAddress, &id), wantChange(true))},
		resource.TestStep{Config: config(`"2026-01"`), Check: resource.ComposeTestCheckFunc(remember(applicationAddress, &id), func(*terraform.State) error {
			secret = platform.ClientApplicationSecrets()[id]
			return nil
		}, wantChange(false))},
		resource.TestStep{Config: config(`"2026-02"`), Check: wantChange(true)},
		resource.TestStep{ // a failure is made up for
			PreConfig: func() {
				platform.Inject(simulator.Fault{Pattern: "/secret/reset", Times: 1, Answer: simulator.Status(http.StatusBadRequest, "{}")})
			},
			Config: config(`"2026-03"`), ExpectError: regexp.MustCompile(`Unable to replace the secret of`),
		},
		resource.TestStep{Config: config(`"2026-03"`), ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate), Check: wantChange(true)},
		resource.TestStep{Config: config("null"), Check: wantChange(false)},
	)
}

func TestClientApplicationRefusesWrongInput(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ arguments, message string }{
		"no name":            {`name = ""`, `at least 1`},
		"no web address":     {"name = \"A\"\n url = \"ftp://acme.example\"", `Wrong address`},
		"no host":            {"name = \"A\"\n url = \"https:///\"", `Wrong address`},
		"a relative address": {"name = \"A\"\n redirect_uris = [\"/back\"]", `absolute URI`},
		"a fragment":         {"name = \"A\"\n redirect_uris = [\"https://acme.example/#back\"]", `without a fragment`},
		"an empty list":      {"name = \"A\"\n redirect_uris = []", `at least 1`},
		"a wrong API":        {"name = \"A\"\n api_instance_id = \"orders\"", `must be a number`},
		"a wrong root":       {"name = \"A\"\n organization_id = \"Acme\"", `must be a UUID`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.Run(t, acctest.Start(t), resource.TestStep{
				Config: application(test.arguments), PlanOnly: true, ExpectError: regexp.MustCompile(test.message),
			})
		})
	}
}

func TestClientApplicationRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	var id int
	config := application("name = \"Billing Sync\"\n redirect_uris = [\"https://billing.acme.example/back\"]")
	kept := remember(applicationAddress, &id)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config, Check: kept},
		resource.TestStep{ // renamed, and another place to send users to, even twice
			PreConfig: func() {
				platform.EditClientApplication(id, func(name, _ *string, redirects *[]string) {
					*name, *redirects = "Evil", []string{"https://evil.example", "https://evil.example", "https://billing.acme.example/back"}
				})
			},
			Config: config, ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionUpdate),
		},
		resource.TestStep{
			PreConfig: func() { platform.DeleteClientApplication(id) },
			Config:    config, ConfigPlanChecks: plans(applicationAddress, plancheck.ResourceActionCreate), Check: kept,
		},
	)
}

func TestClientApplicationTellsWhatIsInItsWay(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	_, err := running.Apply(t, running.Null(t, applicationType), prototest.Config{"name": "Partner Portal"})
	if command := fmt.Sprintf("terraform import ADDRESS %s,%d", acctest.OrganizationID, partnerPortal); err == nil ||
		!strings.Contains(err.Error(), command) {
		t.Errorf("the duplicate gave %v, want %s", err, command)
	}
	state, err := running.ImportID(t, applicationType, strconv.Itoa(partnerPortal))
	if err != nil {
		t.Fatal(err)
	}
	for verb, config := range map[string]prototest.Config{"update": {"name": "Ours"}, "delete": nil} {
		if _, err := running.Apply(t, state, config); err == nil || !strings.Contains(err.Error(), "manage:client_application") {
			t.Errorf("%s of somebody else's application gave %v", verb, err)
		}
	}
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + application(`name = "Billing Sync"`),
		ExpectError: regexp.MustCompile(`(?s)create:client_applications`),
	})
}

func TestClientApplicationsRefreshWithOneListing(t *testing.T) {
	t.Parallel()
	const count = 300
	platform := acctest.Start(t)
	ids := platform.AddClientApplications(count)
	running := platform.Protocol(t)
	states := make([]prototest.State, count)
	for i, id := range ids {
		var err error
		if states[i], err = running.ImportID(t, applicationType, strconv.Itoa(id)); err != nil {
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
	if calls := platform.Calls("GET /applications"); calls != 3 { // two pages and the empty one after them
		t.Errorf("refreshing %d applications made %d calls, want 3", count, calls)
	}
}
