package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema implements [resource.Resource].
func (*allowlistEntryResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Approves one app for API access: its policy *Permitted Users* becomes *Admin approved users are " +
			"pre-authorized*, so that those may use it whom it is granted to, and nobody else. Removing the entry withdraws the approval.\n\n" +
			"Where API Access Control limits API access to allowlisted apps, these are the entries of the allowlist. Who may use the app is " +
			"decided by `apiaccess_salesforce_api_grant`.",
		Attributes: map[string]schema.Attribute{
			"app": schema.StringAttribute{
				MarkdownDescription: "The app: the developer name of a connected app of the organization's own or of an external client app, or the " +
					"id of any app (`0H4…` or `0xI…`), installed ones too. Changing it replaces the entry, unless it is the same app in other words.",
				Required:   true,
				Validators: []validator.String{nameOrID{appKind}},
			},
			"grants": schema.ListAttribute{
				MarkdownDescription: "Ids of the `apiaccess_salesforce_api_grant`s that must exist before the approval takes effect, so that nobody " +
					"is kept out in between: naming them makes Terraform create them first, and destroy them last. Write-only: they are " +
					"neither sent nor kept in the state, so that a grant that is replaced changes nothing here. Needs Terraform 1.11; with " +
					"an older engine use `depends_on`.",
				Optional:    true,
				WriteOnly:   true,
				ElementType: types.StringType,
				Validators:  []validator.List{listvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over the approval of an app that is approved already. Default `false`: creation fails and tells the import " +
					"command. It has no effect after creation, nor for installed apps, which nobody approves but Setup.",
				Optional: true,
			},
			"allow_self_lockout": selfLockoutAttribute("the approval, or its end,"),
			"app_id":             computedText("Id of the app (`0H4…` or `0xI…`)."),
			"app_name":           appNameAttribute(),
			"app_label":          computedText("Name of the app that people see."),
			"installed": schema.BoolAttribute{
				MarkdownDescription: "Whether the app is installed from another organization. Its policy can be changed in Setup alone: the entry " +
					"then checks the approval, but neither gives nor withdraws it.",
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"approved": schema.BoolAttribute{
				MarkdownDescription: "Whether the app is approved: `true`. When somebody withdraws the approval, the plan gives it again.",
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the entry: that of the app."),
		},
	}
}

// appNameAttribute may well be null, so it keeps a null too.
func appNameAttribute() schema.StringAttribute {
	attribute := computedText("API name of the app; null for an installed app that does not tell it.")
	attribute.PlanModifiers = []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return attribute
}
