package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// policyModel is the model of a resource that is one policy of one API instance:
// the attributes that they all have, and how this one writes the configuration.
type policyModel interface {
	common() *appliedPolicy
	// asset is the policy's asset in Exchange.
	asset() string
	// setAsset takes over the asset that was found; types for one asset ignore it.
	setAsset(asset string)
	// known tells that the configuration can be made out already.
	known() bool
	// configuration is what the platform is sent, without secrets.
	configuration(ctx context.Context, diags *diag.Diagnostics) json.RawMessage
	// secrets are what the write-only arguments add to it; nil is nothing. Only the
	// model of a configuration has them.
	secrets() json.RawMessage
	// secretsKnown tells that the write-only arguments are known already.
	secretsKnown() bool
	// secretsVersion changes when secrets have to be sent anew.
	secretsVersion() attr.Value
	// refresh takes over a configuration as the platform tells it.
	refresh(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics
	// unkept reports every part of the configuration that does not read back as it
	// was sent.
	unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics
	// at is the attribute that a key of the configuration is written in.
	at(key string) path.Path
	// warnings are what a reviewer should know before this is applied.
	warnings(ctx context.Context) diag.Diagnostics
}

// appliedPolicy are the attributes of every policy that is applied to an API
// instance.
type appliedPolicy struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	ID             types.String `tfsdk:"id"`
	PolicyGroupID  types.String `tfsdk:"policy_group_id"`
	AssetVersion   types.String `tfsdk:"asset_version"`
	Label          types.String `tfsdk:"label"`
	Pointcuts      types.List   `tfsdk:"pointcuts"`
	Disabled       types.Bool   `tfsdk:"disabled"`
	DisabledBy     types.String `tfsdk:"disabled_by_automated_policy"`
	Order          types.Int64  `tfsdk:"order"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
}

type policyIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	ID             types.String `tfsdk:"id"`
}

type pointcutModel struct {
	Methods     []string     `tfsdk:"methods"`
	URITemplate types.String `tfsdk:"uri_template"`
}

func (m *appliedPolicy) common() *appliedPolicy { return m }

func (m *appliedPolicy) identity() policyIdentity {
	return policyIdentity{m.OrganizationID, m.EnvironmentID, m.APIInstanceID, m.ID}
}

func (m *appliedPolicy) object() string {
	if m.APIInstanceID.IsUnknown() {
		return "API instance that is not known yet"
	}
	return "API instance " + m.APIInstanceID.ValueString()
}

func (m *appliedPolicy) key(diags *diag.Diagnostics) anypointapi.APIKey {
	return anypointapi.APIKey{
		OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString(),
		APIID: number(m.APIInstanceID, "api_instance_id", diags),
	}
}

func (m *appliedPolicy) policyID(diags *diag.Diagnostics) int64 { return number(m.ID, "id", diags) }

// number reads an id that the schema, or an import, gives as text.
func number(text types.String, attribute string, diags *diag.Diagnostics) int64 {
	value, err := strconv.ParseInt(text.ValueString(), 10, 64)
	if err != nil {
		diags.AddAttributeError(path.Root(attribute), "Wrong id", fmt.Sprintf("%q is not a number.", text.ValueString()))
	}
	return value
}

// definition is the policy's version in Exchange; asset_version is known.
func (m *appliedPolicy) definition(asset string) anypointapi.PolicyDefinition {
	return anypointapi.PolicyDefinition{
		GroupID: m.PolicyGroupID.ValueString(), AssetID: asset, AssetVersion: m.AssetVersion.ValueString(),
	}
}

func (m *appliedPolicy) pointcuts(ctx context.Context, diags *diag.Diagnostics) []anypointapi.Pointcut {
	var models []pointcutModel
	diags.Append(m.Pointcuts.ElementsAs(ctx, &models, false)...)
	pointcuts := make([]anypointapi.Pointcut, len(models))
	for i, model := range models {
		pointcuts[i] = anypointapi.Pointcut{
			MethodRegex: strings.Join(model.Methods, "|"), URITemplateRegex: model.URITemplate.ValueString(),
		}
	}
	return pointcuts
}

// flatten takes over all but the configuration from what the platform tells.
func (m *appliedPolicy) flatten(ctx context.Context, policy anypointapi.Policy) diag.Diagnostics {
	m.ID = types.StringValue(strconv.FormatInt(policy.ID, 10))
	m.PolicyGroupID = types.StringValue(policy.GroupID)
	m.AssetVersion = types.StringValue(policy.AssetVersion)
	m.Label = orNull(policy.Label)
	m.Disabled = types.BoolValue(policy.Disabled)
	m.Order = types.Int64PointerValue(policy.Order)
	pointcuts, diags := flattenPointcuts(ctx, policy.Pointcuts)
	m.Pointcuts = pointcuts
	return diags
}

func flattenPointcuts(ctx context.Context, pointcuts []anypointapi.Pointcut) (types.List, diag.Diagnostics) {
	if len(pointcuts) == 0 {
		return types.ListNull(pointcutType), nil
	}
	models := make([]pointcutModel, len(pointcuts))
	for i, pointcut := range pointcuts {
		models[i] = pointcutModel{
			Methods: strings.Split(pointcut.MethodRegex, "|"), URITemplate: types.StringValue(pointcut.URITemplateRegex),
		}
	}
	return types.ListValueFrom(ctx, pointcutType, models)
}

// compare fails for every value that the platform did not keep as it was sent.
func (m *appliedPolicy) compare(kept *appliedPolicy) diag.Diagnostics {
	return unlike(m.object(), m.attributes(), kept.attributes())
}

func (m *appliedPolicy) attributes() map[string]attr.Value {
	return map[string]attr.Value{
		"asset_version": m.AssetVersion, "label": m.Label, "pointcuts": m.Pointcuts, "disabled": m.Disabled,
	}
}

// unlike reports the known attributes that the platform reads back as others.
func unlike(object string, wanted, kept map[string]attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	for name, value := range wanted {
		if !value.IsUnknown() && !value.Equal(kept[name]) {
			diags.AddAttributeError(path.Root(name), "Anypoint did not keep the value", fmt.Sprintf(
				"%s: the platform accepted the policy but reads back another %s. See terraform plan for the difference.", object, name))
		}
	}
	return diags
}
