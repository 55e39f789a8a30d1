package salesforce

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type externalOAuthModel struct {
	CallbackURLs                  []string          `tfsdk:"callback_urls"`
	Scopes                        []string          `tfsdk:"scopes"`
	CustomScopes                  []string          `tfsdk:"custom_scopes"`
	ConsumerKey                   types.String      `tfsdk:"consumer_key"`
	ConsumerID                    types.String      `tfsdk:"consumer_id"`
	Certificate                   types.String      `tfsdk:"certificate"`
	SingleLogoutURL               types.String      `tfsdk:"single_logout_url"`
	PKCERequired                  types.Bool        `tfsdk:"pkce_required"`
	IntrospectAllTokens           types.Bool        `tfsdk:"introspect_all_tokens"`
	RefreshTokenRotationEnabled   types.Bool        `tfsdk:"refresh_token_rotation_enabled"`
	SecretRequiredForRefreshToken types.Bool        `tfsdk:"secret_required_for_refresh_token"`
	SecretRequiredForExchange     types.Bool        `tfsdk:"secret_required_for_token_exchange"`
	TokenExchangeEnabled          types.Bool        `tfsdk:"token_exchange_enabled"`
	ConsumerSecretOptional        types.Bool        `tfsdk:"consumer_secret_optional"`
	NamedUserJWTEnabled           types.Bool        `tfsdk:"named_user_jwt_enabled"`
	DeviceFlowEnabled             types.Bool        `tfsdk:"device_flow_enabled"`
	CodeCredentialEnabled         types.Bool        `tfsdk:"code_credential_enabled"`
	CodeCredentialPostOnly        types.Bool        `tfsdk:"code_credential_post_only"`
	ClientCredentialsUser         types.String      `tfsdk:"client_credentials_user"`
	TrustedIPRanges               []ipRangeModel    `tfsdk:"trusted_ip_ranges"`
	Attributes                    map[string]string `tfsdk:"attributes"`
	IDToken                       *idTokenModel     `tfsdk:"id_token"`
	AssetToken                    *assetTokenModel  `tfsdk:"asset_token"`
}

// defineSettings writes what the developer of an app chooses. Lists that mean the
// same in another order or spelling are left as they are.
func (m *externalOAuthModel) defineSettings(settings *salesforceapi.ExternalClientAppOAuthSettings) {
	if !sameScopes(namesOf(settings.Scopes), m.Scopes) {
		setNames(&settings.Scopes, m.Scopes)
	}
	if !sameNames(namesOf(settings.CustomScopes), m.CustomScopes) {
		setNames(&settings.CustomScopes, m.CustomScopes)
	}
	if !sameIPRanges(flattenExternalIPRanges(settings.TrustedIPRanges, m.TrustedIPRanges), m.TrustedIPRanges) {
		settings.TrustedIPRanges = expandExternalIPRanges(m.TrustedIPRanges)
	}
	settings.CustomAttributes = expandExternalAttributes(m.Attributes, settings.CustomAttributes)
	setText(&settings.SingleLogoutURL, m.SingleLogoutURL)
	m.AssetToken.defineExternal(settings)
}

// defineGlobal writes the settings of an app's consumer. The platform takes the
// consumer key at creation alone, and the client sends it with nothing else.
func (m *externalOAuthModel) defineGlobal(global *salesforceapi.ExternalClientAppGlobalOAuth) {
	if !sameNames(callbackURLs(valueOf(global.CallbackURL)), m.CallbackURLs) {
		callbacks := strings.Join(m.CallbackURLs, "\n")
		global.CallbackURL = &callbacks
	}
	if global.ConsumerKey == nil && !m.ConsumerKey.IsUnknown() {
		global.ConsumerKey = m.ConsumerKey.ValueStringPointer()
	}
	if !textAs(global.Certificate, m.Certificate, sameCertificate).Equal(m.Certificate) {
		setText(&global.Certificate, m.Certificate)
	}
	setFlag(&global.IsPKCERequired, m.PKCERequired)
	setFlag(&global.IsIntrospectAllTokens, m.IntrospectAllTokens)
	setFlag(&global.IsRefreshTokenRotationEnabled, m.RefreshTokenRotationEnabled)
	setFlag(&global.IsSecretRequiredForRefreshToken, m.SecretRequiredForRefreshToken)
	setFlag(&global.IsSecretRequiredForTokenExchange, m.SecretRequiredForExchange)
	setFlag(&global.IsTokenExchangeEnabled, m.TokenExchangeEnabled)
	setFlag(&global.IsConsumerSecretOptional, m.ConsumerSecretOptional)
	setFlag(&global.IsNamedUserJWTEnabled, m.NamedUserJWTEnabled)
	setFlag(&global.IsDeviceFlowEnabled, m.DeviceFlowEnabled)
	setFlag(&global.IsCodeCredentialFlowEnabled, m.CodeCredentialEnabled)
	setFlag(&global.IsCodeCredentialPostOnly, m.CodeCredentialPostOnly)
	setFlag(&global.IsClientCredentialsFlowEnabled, types.BoolValue(!m.ClientCredentialsUser.IsNull()))
	m.IDToken.defineExternal(&global.IDTokenConfig)
}

// defineRunAs writes the other half of the client credentials flow: the
// organization's consent, and the user that the flow runs as.
func (m *externalOAuthModel) defineRunAs(policies *salesforceapi.ExternalClientAppOAuthPolicies) {
	if !sameUsername(valueOf(policies.ClientCredentialsFlowUser), m.ClientCredentialsUser.ValueString()) {
		setText(&policies.ClientCredentialsFlowUser, m.ClientCredentialsUser)
	}
	setSwitch(&policies.IsClientCredentialsFlowEnabled, types.BoolValue(!m.ClientCredentialsUser.IsNull()))
}

// flatten is the OAuth settings of an app in the spelling of m, which may be nil.
func (m *externalOAuthModel) flatten(app *salesforceapi.ExternalClientApp) *externalOAuthModel {
	if app.OAuthSettings == nil && app.GlobalOAuth == nil {
		return nil
	}
	var before externalOAuthModel
	if m != nil {
		before = *m
	}
	var settings salesforceapi.ExternalClientAppOAuthSettings
	if app.OAuthSettings != nil {
		settings = *app.OAuthSettings
	}
	var global salesforceapi.ExternalClientAppGlobalOAuth
	if app.GlobalOAuth != nil {
		global = *app.GlobalOAuth
	}
	told := &externalOAuthModel{
		CallbackURLs:                  callbackURLs(valueOf(global.CallbackURL)),
		Scopes:                        respellScopes(namesOf(settings.Scopes), before.Scopes),
		CustomScopes:                  namesOf(settings.CustomScopes),
		ConsumerKey:                   text(global.ConsumerKey),
		ConsumerID:                    textOrNull(string(settings.ConsumerID())),
		Certificate:                   textAs(global.Certificate, before.Certificate, sameCertificate),
		SingleLogoutURL:               text(settings.SingleLogoutURL),
		PKCERequired:                  flag(global.IsPKCERequired, true),
		IntrospectAllTokens:           flag(global.IsIntrospectAllTokens, false),
		RefreshTokenRotationEnabled:   flag(global.IsRefreshTokenRotationEnabled, false),
		SecretRequiredForRefreshToken: flag(global.IsSecretRequiredForRefreshToken, true),
		SecretRequiredForExchange:     flag(global.IsSecretRequiredForTokenExchange, false),
		TokenExchangeEnabled:          flag(global.IsTokenExchangeEnabled, false),
		ConsumerSecretOptional:        flag(global.IsConsumerSecretOptional, false),
		NamedUserJWTEnabled:           flag(global.IsNamedUserJWTEnabled, false),
		DeviceFlowEnabled:             flag(global.IsDeviceFlowEnabled, false),
		CodeCredentialEnabled:         flag(global.IsCodeCredentialFlowEnabled, false),
		CodeCredentialPostOnly:        flag(global.IsCodeCredentialPostOnly, false),
		TrustedIPRanges:               flattenExternalIPRanges(settings.TrustedIPRanges, before.TrustedIPRanges),
		Attributes:                    flattenExternalAttributes(settings.CustomAttributes),
		IDToken:                       before.IDToken.flattenExternal(global.IDTokenConfig),
		AssetToken:                    flattenExternalAssetToken(&settings),
	}
	told.ClientCredentialsUser = before.runAs(&global, app.OAuthPolicies)
	return told
}

// runAs is the user of the client credentials flow, null unless both halves of the
// flow are on. A half that is on alone shows as an empty name, so that the next
// plan puts it right.
func (m *externalOAuthModel) runAs(
	global *salesforceapi.ExternalClientAppGlobalOAuth, policies *salesforceapi.ExternalClientAppOAuthPolicies,
) types.String {
	if policies == nil {
		policies = &salesforceapi.ExternalClientAppOAuthPolicies{}
	}
	offered := flag(global.IsClientCredentialsFlowEnabled, false).ValueBool()
	permitted := flag(policies.IsClientCredentialsFlowEnabled, false).ValueBool()
	switch {
	case !offered && !permitted:
		return types.StringNull()
	case offered != permitted:
		return types.StringValue("")
	}
	return types.StringValue(textAs(policies.ClientCredentialsFlowUser, m.ClientCredentialsUser, sameUsername).ValueString())
}

// namesOf are the names in an element that separates them by commas.
func namesOf(element *string) []string { return salesforceapi.SplitNames(valueOf(element)) }

func setNames(element **string, names []string) {
	setText(element, textOrNull(salesforceapi.JoinNames(names)))
}

// sameNames compares names without regard to their order.
func sameNames(one, other []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(one)), slices.Sorted(slices.Values(other)))
}

func valueOf(element *string) string {
	if element == nil {
		return ""
	}
	return *element
}

// setSwitch gives an element a truth. One that is off and not there stays away:
// not every version of the API knows every element.
func setSwitch(element **bool, value types.Bool) {
	if *element != nil || value.ValueBool() {
		*element = value.ValueBoolPointer()
	}
}
