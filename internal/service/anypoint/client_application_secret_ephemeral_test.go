package anypoint_test

import (
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// echoedApplication hands the secret of an application that the provider makes, or
// of another one, to the test library's provider, whose resource keeps what it is
// handed.
func echoedApplication(platform *acctest.Simulator, reference string) string {
	return platform.Provider() + `
resource "apiaccess_anypoint_client_application" "billing" {
  name = "Billing Sync"
}

ephemeral "apiaccess_anypoint_client_application_secret" "one" {
  application = ` + reference + `
}

provider "echo" {
  data = ephemeral.apiaccess_anypoint_client_application_secret.one
}

resource "echo" "one" {}
`
}

func TestClientApplicationSecretIsHandedOn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	factories := acctest.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	data := tfjsonpath.New("data")
	const billing = "apiaccess_anypoint_client_application.billing"
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: echoedApplication(platform, `"Nobody"`), ExpectError: regexp.MustCompile("Unknown application")},
			{
				Config: echoedApplication(platform, billing+".id"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.CompareValuePairs(billing, tfjsonpath.New("id"), "echo.one", data.AtMapKey("application_id"), compare.ValuesSame()),
					statecheck.CompareValuePairs(billing, tfjsonpath.New("client_id"), "echo.one", data.AtMapKey("client_id"), compare.ValuesSame()),
					statecheck.ExpectKnownValue("echo.one", data.AtMapKey("organization_id"), knownvalue.StringExact(acctest.OrganizationID)),
					statecheck.ExpectKnownValue("echo.one", data.AtMapKey("client_secret"), knownvalue.StringFunc(func(secret string) error {
						known := slices.Collect(maps.Values(platform.ClientApplicationSecrets()))
						if !slices.Contains(known, secret) {
							return fmt.Errorf("%q is no application's secret", secret)
						}
						return nil
					})),
				},
			},
		},
	})
}

func TestClientApplicationSecretOfSomebodyElse(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	factories := acctest.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: echoedApplication(platform, `"Partner Portal"`), ExpectError: regexp.MustCompile(`does\s+not\s+tell\s+the\s+secret`)},
			{
				PreConfig: func() {
					platform.Inject(simulator.Fault{
						Pattern: "GET /applications/2693001", Answer: simulator.Status(http.StatusForbidden, "Forbidden"),
					})
				},
				Config: echoedApplication(platform, `"Partner Portal"`), ExpectError: regexp.MustCompile(`manage:client_application`),
			},
		},
	})
}
