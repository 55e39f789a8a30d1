//go:build live

package live_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// TestLiveAnypoint puts an IP allowlist on the API instance that
// APIACCESS_LIVE_API_INSTANCE names, disabled, so that nobody is kept out.
func TestLiveAnypoint(t *testing.T) {
	instance := required(t, "APIACCESS_LIVE_API_INSTANCE")
	required(t, "ANYPOINT_ORGANIZATION_ID")
	required(t, "ANYPOINT_ENVIRONMENT_ID")
	config := func(ips string) string {
		return fmt.Sprintf(`
resource "apiaccess_anypoint_ip_allowlist_policy" "live" {
  api_instance_id = %q
  ips             = [%s]
  disabled        = true
}
`, instance, ips)
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Factories(),
		Steps: []resource.TestStep{
			{Config: config(`"192.0.2.1"`)},
			{Config: config(`"192.0.2.1", "198.51.100.0/24"`)},
			{
				ResourceName: "apiaccess_anypoint_ip_allowlist_policy.live", ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIdentifierAttribute: "id",
				ImportStateIdFunc:                    acctest.ImportID("apiaccess_anypoint_ip_allowlist_policy.live", "api_instance_id", "id"),
			},
		},
	})
}
