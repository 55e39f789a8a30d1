package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// instanceScope are the attributes of what belongs to an API instance.
type instanceScope struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
}

// instanceIdentity is the identity of what belongs to an API instance.
type instanceIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	ID             types.String `tfsdk:"id"`
}

func (s instanceScope) identity(id types.String) instanceIdentity {
	return instanceIdentity{s.OrganizationID, s.EnvironmentID, s.APIInstanceID, id}
}

func (s instanceScope) isKnown() bool {
	return !s.OrganizationID.IsUnknown() && !s.EnvironmentID.IsUnknown() && !s.APIInstanceID.IsUnknown()
}

func (s instanceScope) api(diags *diag.Diagnostics) anypointapi.APIKey {
	return anypointapi.APIKey{
		OrganizationID: s.OrganizationID.ValueString(), EnvironmentID: s.EnvironmentID.ValueString(),
		APIID: number(s.APIInstanceID, "api_instance_id", diags),
	}
}

// importID is the import id of an object of the API instance.
func (s instanceScope) importID(id string) string {
	return s.OrganizationID.ValueString() + "," + s.EnvironmentID.ValueString() + "," + s.APIInstanceID.ValueString() + "," + id
}

func apiInstanceIDAttribute(object string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "API instance, by its number in API Manager. Changing it replaces the " + object + ".",
		Required:            true,
		Validators:          []validator.String{framework.Number()},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func instanceIdentitySchema(object string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"api_instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "API instance."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the " + object + "."},
	}}
}

// planScope plans the provider's defaults. It tells whether there is something to
// plan on.
func planScope(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, provider *clients.Clients,
) bool {
	if req.Plan.Raw.IsNull() || provider == nil {
		return false
	}
	planDefault(ctx, req, resp, "organization_id", provider.AnypointOrganizationID)
	planDefault(ctx, req, resp, "environment_id", provider.AnypointEnvironmentID)
	return !resp.Diagnostics.HasError()
}

// importBelow imports an object by the keys of its scope and its own id.
func importBelow(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, provider *clients.Clients, keys ...string,
) {
	framework.ImportByKey(ctx, req, resp, 2, append([]string{"organization_id", "environment_id"}, keys...)...)
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "organization_id", provider.AnypointOrganizationID)
	importDefault(ctx, resp, "environment_id", provider.AnypointEnvironmentID)
}
