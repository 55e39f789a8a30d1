package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

func TestOAuthSettingsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const typeName = "apiaccess_salesforce_oauth_settings"
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(typeName, "  pkce_required = true")},
		importsByOrganization(typeName+".test"),
		resource.TestStep{
			Config:           singleton(typeName, "  pkce_required = true\n  block_user_agent_flow = true"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, typeName+".test"),
		},
	)
	if got := platform.SalesforceMetadata("OauthOidcSettings", "OauthOidc")["isPkceRequired"]; got[0] != "false" {
		t.Errorf("destroy left the demand for a proof at %s", got)
	}
}
