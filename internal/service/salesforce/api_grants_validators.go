package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ValidateConfig implements [resource.ResourceWithValidateConfig]: how the keys of
// the maps look, and which maps need a permission set to go through.
func (*apiGrantsResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model apiGrantsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, principalType := range principalTypes {
		checkKeys(ctx, principalKinds[principalType], principalsPath(principalType), *model.principals(principalType), &resp.Diagnostics)
	}
	model.checkThrough(&resp.Diagnostics)
}

// checkKeys refuses keys that cannot stand for an object of the kind, and null in
// place of an element.
func checkKeys(ctx context.Context, of kind, at path.Path, named types.Map, diags *diag.Diagnostics) {
	for key, element := range named.Elements() {
		if problem := of.problem(key); problem != "" {
			diags.AddAttributeError(at.AtMapKey(key), "Not a "+of.name, problem+". The key "+nameOrID{of}.Description(ctx)+".")
		}
		if element.IsNull() {
			diags.AddAttributeError(at.AtMapKey(key), "Missing value", "Write {} for a "+of.name+" of which there is nothing more to say.")
		}
	}
}

// checkThrough refuses users and groups without a permission set that carries the
// app to them.
func (m *apiGrantsModel) checkThrough(diags *diag.Diagnostics) {
	if m.Through.IsNull() {
		for _, principalType := range []string{principalUser, principalGroup} {
			if len(m.principals(principalType).Elements()) > 0 {
				diags.AddAttributeError(path.Root("through"), "Missing through", "A "+principalKinds[principalType].name+" gets an app through "+
					"a permission set that carries it. Set through to one that is there for this app alone.")
				return
			}
		}
		return
	}
	if _, both := m.PermissionSets.Elements()[m.Through.ValueString()]; both && !m.Through.IsUnknown() {
		superfluousThrough(diags, path.Root("permission_sets").AtMapKey(m.Through.ValueString()))
	}
}

func superfluousThrough(diags *diag.Diagnostics, at path.Path) {
	diags.AddAttributeError(at, "Superfluous permission set",
		"The permission set is the one of through, which carries the app anyway. Leave it out of permission_sets.")
}
