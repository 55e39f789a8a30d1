//go:build live

package live_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// TestLiveSalesforce makes a permission set, lets it carry the connected app that
// APIACCESS_LIVE_APP names, and grants that to the user
// APIACCESS_LIVE_USER.
func TestLiveSalesforce(t *testing.T) {
	app := required(t, "APIACCESS_LIVE_APP")
	user := required(t, "APIACCESS_LIVE_USER")
	required(t, "SALESFORCE_INSTANCE_URL")
	name := fmt.Sprintf("APIAccess_Live_%d", time.Now().Unix())
	config := fmt.Sprintf(`
resource "apiaccess_salesforce_permission_set" "live" {
  name  = %[1]q
  label = %[1]q
}

resource "apiaccess_salesforce_api_grant" "carrier" {
  app            = %[2]q
  permission_set = apiaccess_salesforce_permission_set.live.name
}

resource "apiaccess_salesforce_api_grant" "user" {
  app     = %[2]q
  user    = %[3]q
  through = apiaccess_salesforce_api_grant.carrier.permission_set
}
`, name, app, user)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps: []resource.TestStep{
			{Config: config},
			{ResourceName: "apiaccess_salesforce_permission_set.live", ImportState: true, ImportStateId: name, ImportStateVerify: true},
		},
	})
}

// required is the value of an environment variable that the test needs.
func required(t *testing.T, variable string) string {
	t.Helper()
	value := os.Getenv(variable)
	if value == "" {
		t.Fatalf("set %s", variable)
	}
	return value
}
