package anypoint

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type ipAllowlistModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	ID             types.String `tfsdk:"id"`
	PolicyGroupID  types.String `tfsdk:"policy_group_id"`
	AssetVersion   types.String `tfsdk:"asset_version"`
	IPs            types.Set    `tfsdk:"ips"`
	IPExpression   types.String `tfsdk:"ip_expression"`
	Pointcuts      types.List   `tfsdk:"pointcuts"`
	Disabled       types.Bool   `tfsdk:"disabled"`
	Order          types.Int64  `tfsdk:"order"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
}

type ipAllowlistIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	APIInstanceID  types.String `tfsdk:"api_instance_id"`
	ID             types.String `tfsdk:"id"`
}

type pointcutModel struct {
	Methods     []string     `tfsdk:"methods"`
	URITemplate types.String `tfsdk:"uri_template"`
}

// ipAllowlistConfiguration is the policy's own configuration.
type ipAllowlistConfiguration struct {
	IPExpression string   `json:"ipExpression,omitempty"`
	IPs          []string `json:"ips"`
}

func (m ipAllowlistModel) identity() ipAllowlistIdentity {
	return ipAllowlistIdentity{m.OrganizationID, m.EnvironmentID, m.APIInstanceID, m.ID}
}

func (m ipAllowlistModel) object() string {
	if m.APIInstanceID.IsUnknown() {
		return "API instance that is not known yet"
	}
	return "API instance " + m.APIInstanceID.ValueString()
}

func (m ipAllowlistModel) key(diags *diag.Diagnostics) anypointapi.APIKey {
	return anypointapi.APIKey{
		OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString(),
		APIID: number(m.APIInstanceID, "api_instance_id", diags),
	}
}

func (m ipAllowlistModel) policyID(diags *diag.Diagnostics) int64 { return number(m.ID, "id", diags) }

// number reads an id that the schema, or an import, gives as text.
func number(text types.String, attribute string, diags *diag.Diagnostics) int64 {
	value, err := strconv.ParseInt(text.ValueString(), 10, 64)
	if err != nil {
		diags.AddAttributeError(path.Root(attribute), "Wrong id", fmt.Sprintf("%q is not a number.", text.ValueString()))
	}
	return value
}

func (m *ipAllowlistModel) setGroup(group string) { m.PolicyGroupID = types.StringValue(group) }

func (m ipAllowlistModel) definition() anypointapi.PolicyDefinition {
	return anypointapi.PolicyDefinition{
		GroupID: m.PolicyGroupID.ValueString(), AssetID: ipAllowlistAsset,
		AssetVersion: cmp.Or(m.AssetVersion.ValueString(), defaultIPAllowlistVersion),
	}
}

func (m ipAllowlistModel) expand(ctx context.Context, diags *diag.Diagnostics) anypointapi.NewPolicy {
	return anypointapi.NewPolicy{
		PolicyDefinition: m.definition(),
		Configuration:    m.configuration(ctx, diags),
		Pointcuts:        m.pointcuts(ctx, diags),
		Disabled:         m.Disabled.ValueBool(),
	}
}

func (m ipAllowlistModel) configuration(ctx context.Context, diags *diag.Diagnostics) json.RawMessage {
	configuration := ipAllowlistConfiguration{IPExpression: m.IPExpression.ValueString()}
	diags.Append(m.IPs.ElementsAs(ctx, &configuration.IPs, false)...)
	encoded, err := json.Marshal(configuration)
	if err != nil {
		diags.AddError("Unable to encode the configuration of the policy", err.Error())
	}
	return encoded
}

func (m ipAllowlistModel) pointcuts(ctx context.Context, diags *diag.Diagnostics) []anypointapi.Pointcut {
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

// change holds what differs from before: what is not sent stays as it is.
func (m ipAllowlistModel) change(
	ctx context.Context, before ipAllowlistModel, diags *diag.Diagnostics,
) (change anypointapi.PolicyChange, changed bool) {
	if !m.AssetVersion.Equal(before.AssetVersion) {
		definition := m.definition()
		change.Definition, changed = &definition, true
	}
	if !m.IPs.Equal(before.IPs) || !m.IPExpression.Equal(before.IPExpression) {
		change.Configuration, changed = m.configuration(ctx, diags), true
	}
	if !m.Pointcuts.Equal(before.Pointcuts) {
		pointcuts := m.pointcuts(ctx, diags)
		change.Pointcuts, changed = &pointcuts, true
	}
	if !m.Disabled.Equal(before.Disabled) {
		change.Disabled, changed = m.Disabled.ValueBoolPointer(), true
	}
	return change, changed
}

// flatten takes over a policy as the platform tells it.
func (m *ipAllowlistModel) flatten(ctx context.Context, policy anypointapi.Policy) diag.Diagnostics {
	var diags diag.Diagnostics
	var configuration ipAllowlistConfiguration
	if err := json.Unmarshal(policy.Configuration, &configuration); err != nil {
		diags.AddError("Unable to read the configuration of the policy", err.Error())
		return diags
	}
	m.ID = types.StringValue(strconv.FormatInt(policy.ID, 10))
	m.PolicyGroupID = types.StringValue(policy.GroupID)
	m.AssetVersion = types.StringValue(policy.AssetVersion)
	m.IPExpression = types.StringValue(configuration.IPExpression)
	m.Disabled = types.BoolValue(policy.Disabled)
	m.Order = types.Int64PointerValue(policy.Order)
	// Nothing keeps others from writing an address twice, which a set may not hold.
	slices.Sort(configuration.IPs)
	ips, problems := types.SetValueFrom(ctx, types.StringType, slices.Compact(configuration.IPs))
	diags.Append(problems...)
	m.IPs = ips
	diags.Append(m.flattenPointcuts(ctx, policy.Pointcuts)...)
	return diags
}

func (m *ipAllowlistModel) flattenPointcuts(ctx context.Context, pointcuts []anypointapi.Pointcut) diag.Diagnostics {
	if len(pointcuts) == 0 {
		m.Pointcuts = types.ListNull(pointcutType)
		return nil
	}
	models := make([]pointcutModel, len(pointcuts))
	for i, pointcut := range pointcuts {
		models[i] = pointcutModel{
			Methods: strings.Split(pointcut.MethodRegex, "|"), URITemplate: types.StringValue(pointcut.URITemplateRegex),
		}
	}
	list, diags := types.ListValueFrom(ctx, pointcutType, models)
	m.Pointcuts = list
	return diags
}

// compare fails for every value that the platform did not keep as it was sent.
func (m ipAllowlistModel) compare(kept ipAllowlistModel) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, check := range []struct {
		attribute string
		same      bool
	}{
		{"ips", m.IPs.Equal(kept.IPs)},
		{"ip_expression", m.IPExpression.Equal(kept.IPExpression)},
		{"asset_version", m.AssetVersion.IsUnknown() || m.AssetVersion.Equal(kept.AssetVersion)},
		{"pointcuts", m.Pointcuts.Equal(kept.Pointcuts)},
		{"disabled", m.Disabled.Equal(kept.Disabled)},
	} {
		if !check.same {
			diags.AddAttributeError(path.Root(check.attribute), "Anypoint did not keep the value", fmt.Sprintf(
				"%s: the platform accepted the policy but reads back another %s. See terraform plan for the difference.",
				m.object(), check.attribute))
		}
	}
	return diags
}
