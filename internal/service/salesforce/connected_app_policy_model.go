package salesforce

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type oauthPolicyModel struct {
	IPRelaxation             types.String `tfsdk:"ip_relaxation"`
	RefreshTokenPolicy       types.String `tfsdk:"refresh_token_policy"`
	SingleLogoutURL          types.String `tfsdk:"single_logout_url"`
	TokenExchangeFlowEnabled types.Bool   `tfsdk:"token_exchange_flow_enabled"`
}

// defaultOAuthPolicy is what an app is under that has no policy of its own.
func defaultOAuthPolicy() oauthPolicyModel {
	return oauthPolicyModel{
		IPRelaxation:             types.StringValue(defaultIPRelaxation),
		RefreshTokenPolicy:       types.StringValue(defaultRefreshTokenPolicy),
		TokenExchangeFlowEnabled: types.BoolValue(false),
	}
}

// define writes the policy into a definition. An app without OAuth is not given
// the default, which would be a policy on nothing.
func (m *oauthPolicyModel) define(into **salesforceapi.ConnectedAppOAuthPolicy, oauth bool) {
	if *into == nil && !oauth && *m == defaultOAuthPolicy() {
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppOAuthPolicy{}
	}
	policy := *into
	policy.IPRelaxation = m.IPRelaxation.ValueString()
	policy.RefreshTokenPolicy = m.RefreshTokenPolicy.ValueString()
	setText(&policy.SingleLogoutURL, m.SingleLogoutURL)
	setFlag(&policy.IsTokenExchangeFlowEnabled, m.TokenExchangeFlowEnabled)
}

func flattenOAuthPolicy(policy *salesforceapi.ConnectedAppOAuthPolicy) *oauthPolicyModel {
	model := defaultOAuthPolicy()
	if policy == nil {
		return &model
	}
	if policy.IPRelaxation != "" {
		model.IPRelaxation = types.StringValue(strings.ToUpper(policy.IPRelaxation))
	}
	if policy.RefreshTokenPolicy != "" {
		model.RefreshTokenPolicy = types.StringValue(policy.RefreshTokenPolicy)
	}
	model.SingleLogoutURL = text(policy.SingleLogoutURL)
	model.TokenExchangeFlowEnabled = flag(policy.IsTokenExchangeFlowEnabled, false)
	return &model
}

type sessionPolicyModel struct {
	Action         types.String `tfsdk:"action"`
	Level          types.String `tfsdk:"level"`
	TimeoutMinutes types.Int64  `tfsdk:"timeout_minutes"`
}

func (m *sessionPolicyModel) define(into **salesforceapi.ConnectedAppSessionPolicy) {
	if m == nil {
		*into = nil
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppSessionPolicy{}
	}
	policy := *into
	setChoice(&policy.PolicyAction, m.Action)
	setChoice(&policy.SessionLevel, m.Level)
	policy.SessionTimeout = m.TimeoutMinutes.ValueInt64Pointer()
}

// flatten is null for a policy that demands nothing, as Salesforce shows one for
// many apps, unless it was configured before.
func (m *sessionPolicyModel) flatten(policy *salesforceapi.ConnectedAppSessionPolicy) *sessionPolicyModel {
	if policy == nil {
		return nil
	}
	told := sessionPolicyModel{text(policy.PolicyAction), text(policy.SessionLevel), number(policy.SessionTimeout)}
	demanding := !told.Level.IsNull() || !told.TimeoutMinutes.IsNull()
	switch {
	case m == nil && !demanding:
		return nil
	case m != nil && m.Action.IsNull() && told.Level.IsNull():
		told.Action = m.Action // an action upon a level that is not demanded
	}
	return &told
}
