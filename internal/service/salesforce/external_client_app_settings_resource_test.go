package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

func TestExternalClientAppSettingsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const typeName = "apiaccess_salesforce_external_client_app_settings"
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(typeName, "  enable_client_secret_in_rest_api_access = true")},
		importsByOrganization(typeName+".test"),
		resource.TestStep{
			Config:           singleton(typeName, "  enable_client_secret_in_rest_api_access = false"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, typeName+".test"),
		},
	)
}
