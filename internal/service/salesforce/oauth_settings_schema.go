package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*oauthSettingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which OAuth flows the organization lets happen, whatever its apps allow (Setup > OAuth and OpenID Connect Settings). " +
			"An organization has one of these.\n\n" +
			"Only what the configuration sets is managed; everything else is shown and left alone. What is set no more, and all of it on " +
			"destroy, becomes what it was before Terraform first changed it. All changes are made in place.",
		Attributes: oauthSettings.attributes(),
	}
}

// flows shortens the list below.
type flows = salesforceapi.OAuthSettings

var oauthSettings = settings[flows]{
	switchSetting("block_username_password_flow", "No app gets a token for a username and a password. Integrations of the older kind stop working.",
		func(f *flows) **bool { return &f.BlockUsernamePasswordFlow }),
	switchSetting("block_user_agent_flow", "No app gets a token in the URL that a browser is sent to (the implicit flow).",
		func(f *flows) **bool { return &f.BlockUserAgentFlow }),
	switchSetting("pkce_required", "Authorization codes are exchanged with a proof of the one who asked for them (PKCE) alone.",
		func(f *flows) **bool { return &f.IsPKCERequired }),
	switchSetting("enable_code_credentials_flow", "Apps may log users in by the authorization code and credentials flow.",
		func(f *flows) **bool { return &f.EnableCodeCredentialsFlow }),
}
