package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*externalClientAppSettingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "How the consumer keys and secrets of external client apps may be had (Setup > External Client Apps > Settings). An " +
			"organization has one of these.\n\n" +
			"Only what the configuration sets is managed; everything else is shown and left alone. What is set no more, and all of it on " +
			"destroy, becomes what it was before Terraform first changed it. All changes are made in place.",
		Attributes: externalClientAppSettings.attributes(),
	}
}

// ecaSettings shortens the list below.
type ecaSettings = salesforceapi.ExternalClientAppSettings

var externalClientAppSettings = settings[ecaSettings]{
	switchSetting("enable_client_secret_in_rest_api_access", "The Connect REST API shows and rotates consumer keys and secrets, to users who may "+
		"manage them.",
		func(s *ecaSettings) **bool { return &s.EnableClientSecretInRESTAPIAccess }),
	switchSetting("enable_consumer_secret_api_access", "The Metadata API shows consumer secrets: whoever may retrieve metadata can read them.",
		func(s *ecaSettings) **bool { return &s.EnableConsumerSecretAPIAccess }),
	switchSetting("enable_package_eca_oauth_from_dev_org", "Packages may hold the OAuth settings of external client apps of a developer organization.",
		func(s *ecaSettings) **bool { return &s.EnablePackageECAOAuthFromDevOrg }),
}
