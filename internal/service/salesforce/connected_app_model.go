package salesforce

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type connectedAppModel struct {
	Name                types.String        `tfsdk:"name"`
	Label               types.String        `tfsdk:"label"`
	ContactEmail        types.String        `tfsdk:"contact_email"`
	ContactPhone        types.String        `tfsdk:"contact_phone"`
	Description         types.String        `tfsdk:"description"`
	InfoURL             types.String        `tfsdk:"info_url"`
	LogoURL             types.String        `tfsdk:"logo_url"`
	IconURL             types.String        `tfsdk:"icon_url"`
	StartURL            types.String        `tfsdk:"start_url"`
	MobileStartURL      types.String        `tfsdk:"mobile_start_url"`
	OAuth               *oauthModel         `tfsdk:"oauth"`
	OAuthPolicy         *oauthPolicyModel   `tfsdk:"oauth_policy"`
	SessionPolicy       *sessionPolicyModel `tfsdk:"session_policy"`
	IPRanges            []ipRangeModel      `tfsdk:"ip_ranges"`
	Attributes          map[string]string   `tfsdk:"attributes"`
	SAML                *samlModel          `tfsdk:"saml"`
	Plugin              types.String        `tfsdk:"plugin"`
	PluginExecutionUser types.String        `tfsdk:"plugin_execution_user"`
	SelfLockout         types.Bool          `tfsdk:"allow_self_lockout"`
	Approved            types.Bool          `tfsdk:"approved"`
	OrganizationID      types.String        `tfsdk:"organization_id"`
	ID                  types.String        `tfsdk:"id"`
	Timeouts            timeouts.Value      `tfsdk:"timeouts"`
}

type connectedAppIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Name           types.String `tfsdk:"name"`
}

func (m *connectedAppModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.Name}
}

func (m *connectedAppModel) object() string { return "connected app " + m.Name.ValueString() }

// define writes what is managed here into a definition and leaves the rest of it
// alone: canvas and mobile settings, the approval, the grants.
func (m *connectedAppModel) define(app *salesforceapi.ConnectedApp) {
	app.Label = m.Label.ValueString()
	app.ContactEmail = m.ContactEmail.ValueString()
	setText(&app.ContactPhone, m.ContactPhone)
	setText(&app.Description, m.Description)
	setText(&app.InfoURL, m.InfoURL)
	setText(&app.LogoURL, m.LogoURL)
	setText(&app.IconURL, m.IconURL)
	setText(&app.StartURL, m.StartURL)
	setText(&app.MobileStartURL, m.MobileStartURL)
	setText(&app.Plugin, m.Plugin)
	setText(&app.PluginExecutionUser, m.PluginExecutionUser)
	app.IPRanges = expandIPRanges(m.IPRanges)
	app.Attributes = expandAttributes(m.Attributes)
	m.OAuth.define(&app.OAuthConfig)
	m.OAuthPolicy.define(&app.OAuthPolicy, m.OAuth != nil)
	m.SessionPolicy.define(&app.SessionPolicy)
	m.SAML.define(&app.SAMLConfig)
}

// flatten takes over a definition, in the spelling that the model has already
// where that means the same.
func (m *connectedAppModel) flatten(app *salesforceapi.ConnectedApp) {
	m.Name = types.StringValue(app.FullName)
	m.Label = types.StringValue(app.Label)
	m.ContactEmail = types.StringValue(app.ContactEmail)
	m.ContactPhone = text(app.ContactPhone)
	m.Description = text(app.Description)
	m.InfoURL = text(app.InfoURL)
	m.LogoURL = text(app.LogoURL)
	m.IconURL = text(app.IconURL)
	m.StartURL = text(app.StartURL)
	m.MobileStartURL = text(app.MobileStartURL)
	m.Plugin = text(app.Plugin)
	m.PluginExecutionUser = textAs(app.PluginExecutionUser, m.PluginExecutionUser, sameUsername)
	m.IPRanges = flattenIPRanges(app.IPRanges, m.IPRanges)
	m.Attributes = flattenAttributes(app.Attributes)
	m.OAuth = m.OAuth.flatten(app.OAuthConfig)
	m.OAuthPolicy = flattenOAuthPolicy(app.OAuthPolicy)
	m.SessionPolicy = m.SessionPolicy.flatten(app.SessionPolicy)
	m.SAML = m.SAML.flatten(app.SAMLConfig)
	m.Approved = flag(nil, false)
	if app.OAuthConfig != nil {
		m.Approved = flag(app.OAuthConfig.IsAdminApproved, false)
	}
}

func expandAttributes(formulas map[string]string) []salesforceapi.ConnectedAppAttribute {
	var attributes []salesforceapi.ConnectedAppAttribute
	for _, key := range slices.Sorted(maps.Keys(formulas)) {
		attributes = append(attributes, salesforceapi.ConnectedAppAttribute{Key: key, Formula: formulas[key]})
	}
	return attributes
}

func flattenAttributes(attributes []salesforceapi.ConnectedAppAttribute) map[string]string {
	if len(attributes) == 0 {
		return nil
	}
	formulas := map[string]string{}
	for _, attribute := range attributes {
		formulas[attribute.Key] = attribute.Formula
	}
	return formulas
}
