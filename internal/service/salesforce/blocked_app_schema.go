package salesforce

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var withoutBlanks = regexp.MustCompile(`^\S+$`)

// Schema implements [resource.Resource].
func (*blockedAppResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Blocks an app by its client id, whether the organization has installed it or not: its sessions end, and " +
			"nobody can use it any more. **Experimental**: Salesforce documents the type behind it in few words, and how it behaves has not " +
			"been seen in a real organization.\n\n" +
			"To let only known apps in, prefer an allowlist: `apiaccess_salesforce_app_allowlist_entry`. To stop an external client app of " +
			"your own, set `app_policy = { enabled = false }` of `apiaccess_salesforce_external_client_app`.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "API name of the block: letters, digits and single underscores, beginning with a letter; at most 80 " +
					"characters. Changing it blocks the app anew, and leaves it free in between.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.LengthAtMost(80),
					stringvalidator.RegexMatches(apiName, "must hold letters, digits and single underscores only, begin with a letter, "+
						"and not end with an underscore"),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"consumer_key": schema.StringAttribute{
				MarkdownDescription: "Client id of the app to block, at most 256 characters. That of the app that the provider signs in with is " +
					"refused, unless `allow_self_lockout` is set. Changing it unblocks the one app and blocks the other.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.LengthBetween(1, 256), stringvalidator.RegexMatches(withoutBlanks, "must be a client id, without blanks"),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"app_name":       requiredText("Name of the app, for people. At most 255 characters. Changed in place.", stringvalidator.LengthAtMost(255)),
			"label":          requiredText("Label of the block, for people. At most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			allowSelfLockout: selfLockoutAttribute("the block"),
			"blocked_by_access_control": schema.BoolAttribute{
				MarkdownDescription: "Whether Salesforce tells that API Access Control keeps the app out, and not an administrator.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"organization_id": organizationAttribute(),
		},
	}
}
