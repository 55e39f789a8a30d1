package anypoint_test

import (
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// echoed hands the secret of an app to the test library's provider, whose
// resource keeps what it is handed.
func echoed(platform *acctest.Simulator, app string) string {
	return platform.Provider() + `
ephemeral "apiaccess_anypoint_connected_app_secret" "app" {
  app = "` + app + `"
}

provider "echo" {
  data = ephemeral.apiaccess_anypoint_connected_app_secret.app
}

resource "echo" "app" {}
`
}

func TestConnectedAppSecretIsHandedOn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	factories := acctest.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	wanted := func(attribute, value string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.app", tfjsonpath.New("data").AtMapKey(attribute), knownvalue.StringExact(value))
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{
			{Config: echoed(platform, "Nobody"), ExpectError: regexp.MustCompile("Unknown app")},
			{
				Config: echoed(platform, "Auditor"),
				ConfigStateChecks: []statecheck.StateCheck{
					wanted("client_id", acctest.AnypointAuditorClientID), wanted("client_secret", acctest.AnypointAuditorClientSecret),
					wanted("organization_id", acctest.OrganizationID),
				},
			},
		},
	})
}

func TestConnectedAppSecretWithoutPermission(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "GET /connectedApplications", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	factories := acctest.Factories()
	factories["echo"] = echoprovider.NewProviderServer()
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    []resource.TestStep{{Config: echoed(platform, "Auditor"), ExpectError: regexp.MustCompile("read:orgconnapps")}},
	})
}
