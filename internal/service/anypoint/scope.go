// Package anypoint holds every Terraform type of MuleSoft Anypoint Platform.
package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// base is what every resource of this package embeds.
type base = framework.Resource[*clients.Clients]

// dataSource is what every data source of this package embeds.
type dataSource = framework.DataSource[*clients.Clients]

// ephemeralResource is what every ephemeral resource of this package embeds.
type ephemeralResource = framework.Ephemeral[*clients.Clients]

// organizationAttribute and environmentAttribute fall back to the provider's
// defaults, by planDefault.
func organizationAttribute() schema.StringAttribute {
	return scopeAttribute("Organization (business group)", "organization_id")
}

func environmentAttribute() schema.StringAttribute {
	return scopeAttribute("Environment", "environment_id")
}

func scopeAttribute(what, argument string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("%s, as a UUID. Default: the provider's `anypoint.%s`. Changing it replaces the object.",
			what, argument),
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{framework.UUID()},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured()},
	}
}

// planDefault plans an attribute that the configuration leaves out as the
// provider's default. A provider whose default has changed means another object.
func planDefault(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, attribute, providerDefault string,
) {
	if planFallback(ctx, req, resp, attribute, providerDefault) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root(attribute))
	}
}

// planFallback is planDefault for an attribute that is changed in place. It tells
// whether the default differs from the object's value.
func planFallback(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, attribute, providerDefault string,
) (changed bool) {
	at := path.Root(attribute)
	var written, before types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, at, &written)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, at, &before)...)
	}
	if !written.IsNull() || resp.Diagnostics.HasError() {
		return false
	}
	planned := types.StringValue(providerDefault)
	if providerDefault == "" {
		if before.IsNull() {
			resp.Diagnostics.AddAttributeError(at, "Missing "+attribute,
				fmt.Sprintf("Set %s here or in the anypoint block of the provider.", attribute))
			return false
		}
		planned = before
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, planned)...)
	return !before.IsNull() && !before.Equal(planned)
}

// importDefault fills an attribute that an import leaves out with the provider's
// default.
func importDefault(ctx context.Context, resp *resource.ImportStateResponse, attribute, providerDefault string) {
	at := path.Root(attribute)
	var imported types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, at, &imported)...)
	if !imported.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	if providerDefault == "" {
		resp.Diagnostics.AddError("Wrong import id",
			fmt.Sprintf("The id leaves out %s, and the provider's anypoint block has no default.", attribute))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, at, providerDefault)...)
}
