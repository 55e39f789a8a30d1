package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var onePrincipal = resourcevalidator.ExactlyOneOf(
	path.MatchRoot(principalUser), path.MatchRoot(principalProfile),
	path.MatchRoot(principalPermissionSet), path.MatchRoot(principalGroup),
)

// namesOnePrincipal tells what onePrincipal would find out, where everything is
// known. Most of many grants are right, and the validator takes its time.
func (m *apiGrantModel) namesOnePrincipal() bool {
	named := 0
	for principalType := range principalKinds {
		argument := m.argument(principalType)
		if argument.IsUnknown() {
			return false
		}
		if !argument.IsNull() {
			named++
		}
	}
	return named == 1
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: there is one
// principal, and the arguments go with it. It is silent while the principal is not
// known.
func (*apiGrantResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model apiGrantModel
	if resp.Diagnostics.Append(framework.Decode(ctx, req.Config.Raw, &model)...); resp.Diagnostics.HasError() {
		return
	}
	if !model.namesOnePrincipal() {
		onePrincipal.ValidateResource(ctx, req, resp)
	}
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
