package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

type apiPolicyResource struct {
	policyResource[apiPolicyModel, *apiPolicyModel]
}

// NewAPIPolicyResource makes apiaccess_anypoint_api_policy.
func NewAPIPolicyResource() resource.Resource {
	return &apiPolicyResource{newPolicyResource[apiPolicyModel](
		"api_policy", "API policy", "", "a request would have to pass both")}
}

// Schema implements [resource.Resource].
func (*apiPolicyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	own := map[string]schema.Attribute{
		"asset_id": assetAttribute(),
		"asset_version": schema.StringAttribute{
			MarkdownDescription: "Version of the policy in Exchange, such as `1.3.3`. Changed in place, also without a change of `configuration`.",
			Required:            true,
			Validators:          []validator.String{isVersion()},
		},
	}
	maps.Copy(own, configurationAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Any policy on one API instance: MuleSoft's own, or a custom one of the organization. The plan holds its " +
			"configuration against the policy's own JSON Schema. For IP lists, client ids, tokens and rates there are types with arguments " +
			"of their own.\n\n" +
			"An API instance has a policy once. Where it has the policy already, creation fails and tells how to import it.",
		Attributes: policyAttributes(own),
	}
}

func assetAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Policy, by its asset id in Exchange, such as `client-id-enforcement`. Changing it replaces the policy. The data " +
			"source `apiaccess_anypoint_policy_templates` lists the policies with their versions and schemas.",
		Required:      true,
		Validators:    []validator.String{stringvalidator.LengthAtLeast(1)},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// configurationAttributes are a configuration of any shape, and what is written but
// not kept.
func configurationAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"configuration": schema.StringAttribute{
			MarkdownDescription: "Configuration of the policy, as JSON: use `jsonencode`. Spaces and the order of keys have no meaning. The plan " +
				"checks it against the schema of the policy's version. Secrets are refused here: write them to `configuration_wo`. Changed in " +
				"place, as a whole.",
			Required:      true,
			CustomType:    jsontypes.NormalizedType{},
			Validators:    []validator.String{jsonObject{orList: true}},
			PlanModifiers: []planmodifier.String{keepSameJSON{}},
		},
		"configuration_wo": schema.StringAttribute{
			MarkdownDescription: "Part of the configuration that is secret, as a JSON object that is merged into `configuration`. Write-only: it is " +
				"neither kept in plan or state nor read back, and needs Terraform 1.11. Sent at creation, whenever `configuration` changes, and " +
				"whenever `configuration_wo_version` does: keep it in the configuration.",
			Optional:   true,
			Sensitive:  true,
			WriteOnly:  true,
			CustomType: jsontypes.NormalizedType{},
			Validators: []validator.String{
				jsonObject{}, stringvalidator.AlsoRequires(path.MatchRoot("configuration_wo_version")),
			},
		},
		"configuration_wo_version": schema.Int64Attribute{
			MarkdownDescription: "Number of `configuration_wo`: change it to send the secrets anew.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("configuration_wo"))},
		},
	}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: a key is either
// secret or not.
func (*apiPolicyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model apiPolicyModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.checkOverlap(resp)
}

func (m *configured) checkOverlap(resp *resource.ValidateConfigResponse) {
	if resp.Diagnostics.HasError() || !m.known() {
		return
	}
	twice := overlap(decodeJSON(json.RawMessage(m.Configuration.ValueString())), decodeJSON(m.secrets()))
	if len(twice) > 0 {
		resp.Diagnostics.AddAttributeError(path.Root("configuration_wo"), "Written twice", fmt.Sprintf(
			"configuration and configuration_wo both hold %s. Write it in one of them.", strings.Join(twice, ", ")))
	}
}

// jsonObject accepts a JSON object, or a list where some policies take one.
type jsonObject struct{ orList bool }

// Description implements [validator.Describer].
func (jsonObject) Description(context.Context) string { return "must be a JSON object" }

// MarkdownDescription implements [validator.Describer].
func (v jsonObject) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String]. What is no JSON at all the
// attribute's type reports.
func (v jsonObject) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	document := json.RawMessage(req.ConfigValue.ValueString())
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || !json.Valid(document) {
		return
	}
	switch decodeJSON(document).(type) {
	case map[string]any:
	case []any:
		if v.orList {
			return
		}
		resp.Diagnostics.AddAttributeError(req.Path, "Not a JSON object", "The value is a list; it must be an object.")
	default:
		resp.Diagnostics.AddAttributeError(req.Path, "Not a JSON object", "The value must be an object, such as jsonencode({ key = \"value\" }).")
	}
}

// keepSameJSON plans no change where only the spelling changes.
type keepSameJSON struct{}

// Description implements [planmodifier.Describer].
func (keepSameJSON) Description(context.Context) string {
	return "JSON that says the same is no change."
}

// MarkdownDescription implements [planmodifier.Describer].
func (m keepSameJSON) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements [planmodifier.String].
func (keepSameJSON) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsUnknown() || req.PlanValue.IsNull() {
		return
	}
	if sameJSON(json.RawMessage(req.StateValue.ValueString()), json.RawMessage(req.PlanValue.ValueString())) {
		resp.PlanValue = req.StateValue
	}
}
