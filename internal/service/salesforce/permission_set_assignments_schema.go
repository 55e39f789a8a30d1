package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// Schema implements [resource.Resource].
func (*permissionSetAssignmentsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Everyone who holds one permission set or permission set group. It is authoritative: whoever was assigned it " +
			"elsewhere appears in the plan, line by line, and loses it with the apply.",
		Attributes: map[string]schema.Attribute{
			principalPermissionSet: heldAttribute(permissionSetKind, "Permission set, by its API name or its id (`0PS…`)."),
			principalGroup:         heldAttribute(permissionSetGroupKind, "Permission set group, by its developer name or its id (`0PG…`)."),
			"users": assigneesAttribute("Users who hold it, by the username or the id (`005…`). Takes *Assign Permission Sets*. " +
				"Changed in place."),
			"revoke_all_confirmation": schema.StringAttribute{
				MarkdownDescription: "Must be `REVOKE` for a change after which nobody holds it any more, while somebody does. It has no other " +
					"effect and may stay away before and afterwards.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(revokeAll)},
			},
			allowSelfLockout:  selfLockoutAttribute("taking it from a user, or setting an expiration that is less than a day ahead,"),
			"id":              computed("Id of the permission set (`0PS…`) or group (`0PG…`)."),
			"organization_id": organizationAttribute(),
		},
	}
}

// heldAttribute is what users hold.
func heldAttribute(of kind, description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Exactly one of `permission_set` and `permission_set_group` is set. Changing it to another object " +
			"replaces the assignments; writing the same one otherwise does not.",
		Optional:   true,
		Validators: []validator.String{nameOrID{of}},
	}
}

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*permissionSetAssignmentsResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.ExactlyOneOf(path.MatchRoot(principalPermissionSet), path.MatchRoot(principalGroup)),
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: how the users'
// keys look.
func (*permissionSetAssignmentsResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	var model permissionSetAssignmentsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if !resp.Diagnostics.HasError() {
		checkKeys(ctx, userKind, principalsPath(principalUser), model.Users, &resp.Diagnostics)
	}
}
