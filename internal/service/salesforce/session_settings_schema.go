package salesforce

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*sessionSettingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the organization demands of sessions, of the proofs of identity before them, and of the browsers that they run " +
			"in (Setup > Session Settings and Identity Verification). An organization has one of these.\n\n" +
			"Only what the configuration sets is managed; everything else is shown and left alone. What is set no more, and all of it on " +
			"destroy, becomes what it was before Terraform first changed it. All changes are made in place.",
		Attributes: sessionSettings.attributes(),
	}
}

// sessions shortens the lists below.
type sessions = salesforceapi.SessionSettings

var sessionSettings = slices.Concat(sessionLifeSettings, identitySettings, browserSettings)
