package salesforce

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type oauthModel struct {
	CallbackURLs                  []string         `tfsdk:"callback_urls"`
	Scopes                        []string         `tfsdk:"scopes"`
	ConsumerKey                   types.String     `tfsdk:"consumer_key"`
	ConsumerSecret                types.String     `tfsdk:"consumer_secret"`
	ConsumerSecretVersion         types.Int64      `tfsdk:"consumer_secret_version"`
	Certificate                   types.String     `tfsdk:"certificate"`
	SingleLogoutURL               types.String     `tfsdk:"single_logout_url"`
	PKCERequired                  types.Bool       `tfsdk:"pkce_required"`
	IntrospectAllTokens           types.Bool       `tfsdk:"introspect_all_tokens"`
	RefreshTokenRotationEnabled   types.Bool       `tfsdk:"refresh_token_rotation_enabled"`
	SecretRequiredForRefreshToken types.Bool       `tfsdk:"secret_required_for_refresh_token"`
	SecretRequiredForExchange     types.Bool       `tfsdk:"secret_required_for_token_exchange"`
	TokenExchangeEnabled          types.Bool       `tfsdk:"token_exchange_enabled"`
	ConsumerSecretOptional        types.Bool       `tfsdk:"consumer_secret_optional"`
	NamedUserJWTEnabled           types.Bool       `tfsdk:"named_user_jwt_enabled"`
	CodeCredentialEnabled         types.Bool       `tfsdk:"code_credential_enabled"`
	CodeCredentialPostOnly        types.Bool       `tfsdk:"code_credential_post_only"`
	ClientCredentialsUser         types.String     `tfsdk:"client_credentials_user"`
	IDToken                       *idTokenModel    `tfsdk:"id_token"`
	AssetToken                    *assetTokenModel `tfsdk:"asset_token"`
}

// define writes the settings into a definition. The consumer key and secret are
// for its creation alone and not written here. Without settings those of the
// definition stay: Salesforce does not take them away.
func (m *oauthModel) define(into **salesforceapi.ConnectedAppOAuthConfig) {
	if m == nil {
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppOAuthConfig{}
	}
	config := *into
	config.CallbackURL = strings.Join(m.CallbackURLs, "\n")
	config.Scopes = m.Scopes
	setText(&config.Certificate, m.Certificate)
	setText(&config.SingleLogoutURL, m.SingleLogoutURL)
	setFlag(&config.IsPKCERequired, m.PKCERequired)
	setFlag(&config.IsIntrospectAllTokens, m.IntrospectAllTokens)
	setFlag(&config.IsRefreshTokenRotationEnabled, m.RefreshTokenRotationEnabled)
	setFlag(&config.IsSecretRequiredForRefreshToken, m.SecretRequiredForRefreshToken)
	setFlag(&config.IsSecretRequiredForTokenExchange, m.SecretRequiredForExchange)
	setFlag(&config.IsTokenExchangeEnabled, m.TokenExchangeEnabled)
	setFlag(&config.IsConsumerSecretOptional, m.ConsumerSecretOptional)
	setFlag(&config.IsNamedUserJWTEnabled, m.NamedUserJWTEnabled)
	setFlag(&config.IsCodeCredentialEnabled, m.CodeCredentialEnabled)
	setFlag(&config.IsCodeCredentialPostOnly, m.CodeCredentialPostOnly)
	setFlag(&config.IsClientCredentialEnabled, types.BoolValue(!m.ClientCredentialsUser.IsNull()))
	setText(&config.OAuthClientCredentialUser, m.ClientCredentialsUser)
	m.IDToken.define(&config.IDTokenConfig)
	m.AssetToken.define(&config.AssetTokenConfig)
}

// flatten is the settings of a definition in the spelling of m, which may be nil.
func (m *oauthModel) flatten(config *salesforceapi.ConnectedAppOAuthConfig) *oauthModel {
	if config == nil {
		return nil
	}
	var before oauthModel
	if m != nil {
		before = *m
	}
	return &oauthModel{
		CallbackURLs:                  callbackURLs(config.CallbackURL),
		Scopes:                        respellScopes(config.Scopes, before.Scopes),
		ConsumerKey:                   text(config.ConsumerKey),
		ConsumerSecretVersion:         before.ConsumerSecretVersion,
		Certificate:                   textAs(config.Certificate, before.Certificate, sameCertificate),
		SingleLogoutURL:               text(config.SingleLogoutURL),
		PKCERequired:                  flag(config.IsPKCERequired, false),
		IntrospectAllTokens:           flag(config.IsIntrospectAllTokens, false),
		RefreshTokenRotationEnabled:   flag(config.IsRefreshTokenRotationEnabled, false),
		SecretRequiredForRefreshToken: flag(config.IsSecretRequiredForRefreshToken, true),
		SecretRequiredForExchange:     flag(config.IsSecretRequiredForTokenExchange, false),
		TokenExchangeEnabled:          flag(config.IsTokenExchangeEnabled, false),
		ConsumerSecretOptional:        flag(config.IsConsumerSecretOptional, false),
		NamedUserJWTEnabled:           flag(config.IsNamedUserJWTEnabled, false),
		CodeCredentialEnabled:         flag(config.IsCodeCredentialEnabled, false),
		CodeCredentialPostOnly:        flag(config.IsCodeCredentialPostOnly, false),
		ClientCredentialsUser:         clientCredentialsUser(config, before.ClientCredentialsUser),
		IDToken:                       before.IDToken.flatten(config.IDTokenConfig),
		AssetToken:                    flattenAssetToken(config.AssetTokenConfig),
	}
}

// callbackURLs are the lines of an element, whose line breaks may be of any kind.
// A URL holds no blanks.
func callbackURLs(lines string) []string {
	return strings.Fields(lines)
}

// clientCredentialsUser is null while the flow is off, whoever is named still.
// A flow that is on without a user shows as an empty name.
func clientCredentialsUser(config *salesforceapi.ConnectedAppOAuthConfig, before types.String) types.String {
	if !flag(config.IsClientCredentialEnabled, false).ValueBool() {
		return types.StringNull()
	}
	user := textAs(config.OAuthClientCredentialUser, before, sameUsername)
	return types.StringValue(user.ValueString())
}
