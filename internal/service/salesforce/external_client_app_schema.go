package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*externalAppResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An external client app: a client of the organization's APIs, Salesforce's successor of connected apps and the " +
			"type to choose for new ones. It is made of up to five components of Salesforce's metadata, which are managed as one here: the " +
			"app, its OAuth settings, its consumer, and the policies that the organization puts both under.\n\n" +
			"Whether the app is approved for API access is not decided here but by `apiaccess_salesforce_app_allowlist_entry`, and who may " +
			"use it by `apiaccess_salesforce_api_grant`. Changes keep both.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Developer name: letters, digits and single underscores, beginning with a letter; at most 80 characters. " +
					"Changing it replaces the app.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.LengthAtMost(80),
					stringvalidator.RegexMatches(apiName, "must hold letters, digits and single underscores only, begin with a letter, "+
						"and not end with an underscore"),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"label":         requiredText("Name that people see. At most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"contact_email": requiredText("Email address of those who answer for the app. Changed in place.", stringvalidator.RegexMatches(emailAddress, "must be an email address")),
			"contact_phone": optionalText("Phone number of those who answer for the app. At most 40 characters. Changed in place.", stringvalidator.LengthAtMost(40)),
			"description":   optionalText("What the app is for. At most 255 characters. Changed in place.", stringvalidator.LengthAtMost(255)),
			"info_url":      optionalText("Page with more about the app. Salesforce reserves it for its own use. Changed in place.", isURL()),
			"logo_url":      optionalText("Logo, by an `https` URL. Changed in place.", isSecureURL()),
			"icon_url":      optionalText("Icon, by a URL. Changed in place.", isURL()),
			"distribution_state": schema.StringAttribute{
				MarkdownDescription: "Where the app may be used: `Local` (default; in this organization alone) or `Packaged` (in those that install " +
					"its package, too). Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString("Local"),
				Validators: []validator.String{stringvalidator.OneOf("Local", "Packaged")},
			},
			"oauth":              externalOAuthAttribute(),
			"oauth_policy":       externalOAuthPolicyAttribute(),
			"session_policy":     externalSessionPolicyAttribute(),
			"app_policy":         externalAppPolicyAttribute(),
			"allow_self_lockout": selfLockoutAttribute("a change of the app, or its deletion,"),
			"approved": schema.BoolAttribute{
				MarkdownDescription: "Whether only those may use the app whom it is granted to (\"Admin approved users are pre-authorized\"). " +
					"Set by `apiaccess_salesforce_app_allowlist_entry`.",
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the app (`0xI…`)."),
		},
	}
}
