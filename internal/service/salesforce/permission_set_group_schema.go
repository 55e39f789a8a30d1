package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*permissionSetGroupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A permission set group: permission sets that users are assigned together. Each change waits until Salesforce has " +
			"recalculated what the group gives.",
		Attributes: map[string]schema.Attribute{
			"name": requiredText("Developer name: a letter, then letters, digits and single underscores, at most 80 characters. Changed in place.",
				stringvalidator.LengthAtMost(80), stringvalidator.RegexMatches(apiName,
					"must begin with a letter and hold letters, digits and single underscores only, none of them last")),
			"label": requiredText("Name that people see, at most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"description": optionalText("What the group is for, at most 255 characters. Default: none. Changed in place.",
				stringvalidator.LengthAtMost(255)),
			"session_activation_required": toggle("Holders have what the group gives only in sessions that activate it. Default `false`. "+
				"Changed in place.", false),
			"permission_sets": principalsAttribute("All permission sets in the group, by the API name or the id (`0PS…`); the values are empty " +
				"objects. Whatever else is put into the group shows in the plan and is taken out. Default: the members are not managed here, " +
				"as where `apiaccess_salesforce_api_grant` puts some in. Changed in place."),
			"muting_permission_set": schema.StringAttribute{
				MarkdownDescription: "Muting permission set that takes permissions away within the group, by its developer name or its id (`0QM…`). " +
					"A group has one at most. Default: none is managed here; removing the argument takes it out of the group. Changed in place.",
				Optional:   true,
				Validators: []validator.String{nameOrID{mutingPermissionSetKind}},
			},
			allowSelfLockout:  selfLockoutAttribute("deleting the group, or taking permission sets out of it,"),
			"status":          computed("`Updated` once the latest change has taken effect; or `Outdated`, `Updating` or `Failed`."),
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the permission set group (`0PG…`)."),
			"timeouts":        recalculationTimeouts(ctx),
		},
	}
}

func recalculationTimeouts(ctx context.Context) schema.Attribute {
	const description = "As a duration such as `90s` or `30m`. Default `20m`, for Salesforce recalculates large groups slowly."
	attribute, _ := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: description,
		Update: true, UpdateDescription: description,
	}).(schema.SingleNestedAttribute)
	attribute.MarkdownDescription = "How long operations may take."
	return attribute
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: how the members'
// keys look.
func (*permissionSetGroupResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var model permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		checkKeys(ctx, permissionSetKind, principalsPath(principalPermissionSet), model.PermissionSets, &resp.Diagnostics)
	}
}
