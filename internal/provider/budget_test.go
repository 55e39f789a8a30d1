package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// A run stops at its share of the daily allocation, before Salesforce's own cap,
// and goes on when there is more.
func TestARunStopsAtItsShareOfTheDailyAllocation(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(k *simulator.Knobs) { k.DailyAPIRequests = 4 })
	config := func(percent int) string {
		limited := strings.Replace(platform.Provider(), "salesforce = {", fmt.Sprintf("salesforce = {\n    max_api_usage_percent = %d", percent), 1)
		return limited + `
resource "apiaccess_salesforce_permission_set" "team" {
  count = 30
  name  = "Team_${count.index}"
  label = "Team ${count.index}"
}
`
	}
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config:      config(50),
			ExpectError: regexp.MustCompile(`(?s)max_api_usage_percent.*stop\s+at\s+50\s+%`),
		},
		resource.TestStep{
			PreConfig: func() {
				if used := platform.Calls("/services/data/"); used == 0 || used > 4 {
					t.Errorf("%d calls were made where 2 were left of the 4", used)
				}
				platform.Set(func(k *simulator.Knobs) { k.DailyAPIRequests = 0 })
			},
			Config: config(50),
		},
	)
}
