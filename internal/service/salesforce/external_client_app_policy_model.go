package salesforce

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type externalOAuthPolicyModel struct {
	IPRelaxation             types.String `tfsdk:"ip_relaxation"`
	RefreshTokenPolicy       types.String `tfsdk:"refresh_token_policy"`
	SingleLogoutURL          types.String `tfsdk:"single_logout_url"`
	StartURL                 types.String `tfsdk:"start_url"`
	TokenExchangeFlowEnabled types.Bool   `tfsdk:"token_exchange_flow_enabled"`
	Plugin                   types.String `tfsdk:"plugin"`
	PluginExecutionUser      types.String `tfsdk:"plugin_execution_user"`
}

// ipRelaxations are the platform's words for those of connected apps, which this
// provider uses for apps of both sorts.
var ipRelaxations = []string{"Enforce", "Enforce_RelaxRefresh", "Bypass_2factor", "Bypass"}

func (m *externalOAuthPolicyModel) define(policies *salesforceapi.ExternalClientAppOAuthPolicies) {
	for _, word := range ipRelaxations {
		if strings.EqualFold(word, m.IPRelaxation.ValueString()) {
			policies.IPRelaxationPolicy = &word
		}
	}
	setRefreshTokenPolicy(policies, m.RefreshTokenPolicy.ValueString())
	setText(&policies.SingleLogoutURL, m.SingleLogoutURL)
	setText(&policies.StartURL, m.StartURL)
	setText(&policies.ApexHandler, m.Plugin)
	if !sameUsername(valueOf(policies.ExecuteHandlerAs), m.PluginExecutionUser.ValueString()) {
		setText(&policies.ExecuteHandlerAs, m.PluginExecutionUser)
	}
	setSwitch(&policies.IsTokenExchangeFlowEnabled, m.TokenExchangeFlowEnabled)
}

// flatten is the policy in the spelling of m, which may be nil. An app without
// policies shows those that it would be given.
func (m *externalOAuthPolicyModel) flatten(policies *salesforceapi.ExternalClientAppOAuthPolicies) *externalOAuthPolicyModel {
	if policies == nil {
		policies = &salesforceapi.ExternalClientAppOAuthPolicies{}
	}
	var before externalOAuthPolicyModel
	if m != nil {
		before = *m
	}
	told := &externalOAuthPolicyModel{
		IPRelaxation:             types.StringValue(defaultIPRelaxation),
		RefreshTokenPolicy:       types.StringValue(refreshTokenPolicyOf(policies)),
		SingleLogoutURL:          text(policies.SingleLogoutURL),
		StartURL:                 text(policies.StartURL),
		TokenExchangeFlowEnabled: flag(policies.IsTokenExchangeFlowEnabled, false),
		Plugin:                   text(policies.ApexHandler),
		PluginExecutionUser:      textAs(policies.ExecuteHandlerAs, before.PluginExecutionUser, sameUsername),
	}
	if word := valueOf(policies.IPRelaxationPolicy); word != "" {
		told.IPRelaxation = types.StringValue(strings.ToUpper(word))
	}
	return told
}

// refreshTokenKinds are the platform's words for the kinds of policies.
var refreshTokenKinds = map[string]string{
	"infinite": "Infinite", "zero": "Zero",
	"specific_lifetime": "SpecificLifetime", "specific_inactivity": "SpecificInactivity",
}

// setRefreshTokenPolicy takes a policy apart into the elements that it is kept in.
func setRefreshTokenPolicy(policies *salesforceapi.ExternalClientAppOAuthPolicies, written string) {
	policy, err := parseRefreshTokenPolicy(written)
	if err != nil || refreshTokenPolicyOf(policies) == written {
		return // the schema has checked the form
	}
	kind := refreshTokenKinds[policy.kind]
	policies.RefreshTokenPolicy, policies.RefreshTokenValidityPeriod, policies.RefreshTokenValidityUnit = &kind, nil, nil
	if policy.unit != "" {
		period, unit := int64(policy.number), policy.unit[:1]+strings.ToLower(policy.unit[1:])
		policies.RefreshTokenValidityPeriod, policies.RefreshTokenValidityUnit = &period, &unit
	}
}

// refreshTokenPolicyOf puts a policy together in the textual form.
func refreshTokenPolicyOf(policies *salesforceapi.ExternalClientAppOAuthPolicies) string {
	if policies.RefreshTokenPolicy == nil {
		return defaultExternalRefreshTokenPolicy
	}
	for kind, word := range refreshTokenKinds {
		if !strings.EqualFold(word, *policies.RefreshTokenPolicy) {
			continue
		}
		policy := refreshTokenPolicy{kind: kind}
		if strings.HasPrefix(kind, "specific") {
			policy.number = int(number(policies.RefreshTokenValidityPeriod).ValueInt64())
			policy.unit = strings.ToUpper(valueOf(policies.RefreshTokenValidityUnit))
		}
		if policy.unit == "" && policy.number > 0 {
			policy.unit = "DAYS"
		}
		return policy.String()
	}
	return *policies.RefreshTokenPolicy
}

// defaultSessionLevel is the level that every session has.
const defaultSessionLevel = "STANDARD"

// defineExternal writes what is demanded of sessions. The platform keeps elements
// that a change leaves out, so what is demanded no more is sent as nothing.
func (m *sessionPolicyModel) defineExternal(policies *salesforceapi.ExternalClientAppOAuthPolicies) {
	var wanted sessionPolicyModel
	if m != nil {
		wanted = *m
	}
	switch level := defaultSessionLevel; {
	case !wanted.Level.IsNull():
		setChoice(&policies.RequiredSessionLevel, wanted.Level)
	case policies.RequiredSessionLevel != nil:
		policies.RequiredSessionLevel = &level
	}
	if !wanted.Action.IsNull() {
		setChoice(&policies.PolicyAction, wanted.Action)
	}
	switch nothing := int64(0); {
	case !wanted.TimeoutMinutes.IsNull():
		policies.SessionTimeout = wanted.TimeoutMinutes.ValueInt64Pointer()
	case policies.SessionTimeout != nil:
		policies.SessionTimeout = &nothing
	}
}

// flattenExternal is null for policies that demand nothing, unless that was
// configured.
func (m *sessionPolicyModel) flattenExternal(policies *salesforceapi.ExternalClientAppOAuthPolicies) *sessionPolicyModel {
	if policies == nil {
		return nil
	}
	level := policies.RequiredSessionLevel
	if valueOf(level) == defaultSessionLevel && (m == nil || m.Level.ValueString() != defaultSessionLevel) {
		level = nil
	}
	return m.flatten(&salesforceapi.ConnectedAppSessionPolicy{
		PolicyAction: policies.PolicyAction, SessionLevel: level, SessionTimeout: policies.SessionTimeout,
	})
}

type externalAppPolicyModel struct {
	Enabled                   types.Bool   `tfsdk:"enabled"`
	OAuthPluginEnabled        types.Bool   `tfsdk:"oauth_plugin_enabled"`
	SAMLPluginEnabled         types.Bool   `tfsdk:"saml_plugin_enabled"`
	CanvasPluginEnabled       types.Bool   `tfsdk:"canvas_plugin_enabled"`
	MobilePluginEnabled       types.Bool   `tfsdk:"mobile_plugin_enabled"`
	NotificationPluginEnabled types.Bool   `tfsdk:"notification_plugin_enabled"`
	PushPluginEnabled         types.Bool   `tfsdk:"push_plugin_enabled"`
	StartPage                 types.String `tfsdk:"start_page"`
	StartURL                  types.String `tfsdk:"start_url"`
}

func (m *externalAppPolicyModel) define(policies *salesforceapi.ExternalClientAppPolicies) {
	policies.IsEnabled = m.Enabled.ValueBool()
	setFlag(&policies.IsOAuthPluginEnabled, m.OAuthPluginEnabled)
	setSwitch(&policies.IsSAMLPluginEnabled, m.SAMLPluginEnabled)
	setSwitch(&policies.IsCanvasPluginEnabled, m.CanvasPluginEnabled)
	setSwitch(&policies.IsMobilePluginEnabled, m.MobilePluginEnabled)
	setSwitch(&policies.IsNotificationPluginEnabled, m.NotificationPluginEnabled)
	setSwitch(&policies.IsPushPluginEnabled, m.PushPluginEnabled)
	if policies.StartPage != nil || m.StartPage.ValueString() != noStartPage {
		setChoice(&policies.StartPage, m.StartPage)
	}
	setText(&policies.StartURL, m.StartURL)
}

// flattenAppPolicy is the policy of an app. An app without one is as the platform
// would make it.
func flattenAppPolicy(policies *salesforceapi.ExternalClientAppPolicies) *externalAppPolicyModel {
	if policies == nil {
		policies = &salesforceapi.ExternalClientAppPolicies{IsEnabled: true}
	}
	told := &externalAppPolicyModel{
		Enabled:                   types.BoolValue(policies.IsEnabled),
		OAuthPluginEnabled:        flag(policies.IsOAuthPluginEnabled, true),
		SAMLPluginEnabled:         flag(policies.IsSAMLPluginEnabled, false),
		CanvasPluginEnabled:       flag(policies.IsCanvasPluginEnabled, false),
		MobilePluginEnabled:       flag(policies.IsMobilePluginEnabled, false),
		NotificationPluginEnabled: flag(policies.IsNotificationPluginEnabled, false),
		PushPluginEnabled:         flag(policies.IsPushPluginEnabled, false),
		StartPage:                 types.StringValue(noStartPage),
		StartURL:                  text(policies.StartURL),
	}
	if page := valueOf(policies.StartPage); page != "" {
		told.StartPage = types.StringValue(page)
	}
	return told
}
