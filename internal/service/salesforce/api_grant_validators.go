package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ConfigValidators implements [resource.ResourceWithConfigValidators].
func (*apiGrantResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{resourcevalidator.ExactlyOneOf(
		path.MatchRoot(principalUser), path.MatchRoot(principalProfile),
		path.MatchRoot(principalPermissionSet), path.MatchRoot(principalGroup),
	)}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: which arguments
// go with which principal. It is silent while the principal is not known.
func (*apiGrantResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	principalType, written := model.principal()
	if resp.Diagnostics.HasError() || written.IsUnknown() || written.IsNull() {
		return
	}
	of := principalKinds[principalType]
	switch {
	case model.needsThrough() && model.Through.IsNull():
		missingThrough(&resp.Diagnostics, of)
	case !model.needsThrough() && !model.Through.IsNull():
		resp.Diagnostics.AddAttributeError(path.Root("through"), "Superfluous through",
			"A "+of.name+" is granted the app itself; through is for users and permission set groups.")
	}
	if principalType != principalUser && !model.Expiration.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("expiration"), "Superfluous expiration",
			"Only a user's grant can end by itself; a grant to a "+of.name+" lasts until it is removed.")
	}
}

func missingThrough(diags *diag.Diagnostics, of kind) {
	diags.AddAttributeError(path.Root("through"), "Missing through",
		"A "+of.name+" gets an app through a permission set that carries it. Set through to the permission set of the grant that makes "+
			"it do so: through = apiaccess_salesforce_api_grant.NAME.permission_set.")
}
