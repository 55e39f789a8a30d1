package anypoint

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type automatedPolicyModel struct {
	configured

	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	ID             types.String `tfsdk:"id"`
	PolicyGroupID  types.String `tfsdk:"policy_group_id"`
	AssetID        types.String `tfsdk:"asset_id"`
	AssetVersion   types.String `tfsdk:"asset_version"`
	Technology     types.String `tfsdk:"technology"`
	RuntimeFrom    types.String `tfsdk:"runtime_from"`
	RuntimeTo      types.String `tfsdk:"runtime_to"`
	Disabled       types.Bool   `tfsdk:"disabled"`
	Order          types.Int64  `tfsdk:"order"`
	AdoptExisting  types.Bool   `tfsdk:"adopt_existing"`
}

type automatedPolicyIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	EnvironmentID  types.String `tfsdk:"environment_id"`
	ID             types.String `tfsdk:"id"`
}

func (m *automatedPolicyModel) identity() automatedPolicyIdentity {
	return automatedPolicyIdentity{m.OrganizationID, m.EnvironmentID, m.ID}
}

func (m *automatedPolicyModel) object() string {
	return m.AssetID.ValueString() + " in environment " + m.EnvironmentID.ValueString()
}

func (m *automatedPolicyModel) key() anypointapi.EnvironmentKey {
	return anypointapi.EnvironmentKey{OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString()}
}

func (m *automatedPolicyModel) definition() anypointapi.PolicyDefinition {
	return anypointapi.PolicyDefinition{
		GroupID: m.PolicyGroupID.ValueString(), AssetID: m.AssetID.ValueString(), AssetVersion: m.AssetVersion.ValueString(),
	}
}

// expand is the whole policy, with the secrets that the configuration adds.
func (m *automatedPolicyModel) expand(ctx context.Context, written *automatedPolicyModel, diags *diag.Diagnostics) anypointapi.NewAutomatedPolicy {
	return anypointapi.NewAutomatedPolicy{
		PolicyDefinition: m.definition(), Technology: m.Technology.ValueString(),
		Runtimes: anypointapi.RuntimeRange{From: m.RuntimeFrom.ValueString(), To: m.RuntimeTo.ValueString()},
		Disabled: m.Disabled.ValueBool(), Configuration: mergeJSON(m.configuration(ctx, diags), written.secrets()),
	}
}

// flatten takes over all but the configuration from what the platform tells, which
// is not every technology.
func (m *automatedPolicyModel) flatten(policy anypointapi.AutomatedPolicy) {
	m.ID = types.StringValue(strconv.FormatInt(policy.ID, 10))
	m.PolicyGroupID, m.AssetID = types.StringValue(policy.GroupID), types.StringValue(policy.AssetID)
	m.AssetVersion = types.StringValue(policy.AssetVersion)
	m.RuntimeFrom, m.RuntimeTo = orNull(policy.Runtimes.From), orNull(policy.Runtimes.To)
	m.Disabled, m.Order = types.BoolValue(policy.Disabled), types.Int64PointerValue(policy.Order)
	switch {
	case policy.Technology != "":
		m.Technology = types.StringValue(policy.Technology)
	case m.Technology.IsNull():
		m.Technology = types.StringValue(defaultTechnology)
	}
}

func (m *automatedPolicyModel) arguments() map[string]attr.Value {
	return map[string]attr.Value{
		"asset_version": m.AssetVersion, "technology": m.Technology, "runtime_from": m.RuntimeFrom, "runtime_to": m.RuntimeTo,
		"disabled": m.Disabled,
	}
}
