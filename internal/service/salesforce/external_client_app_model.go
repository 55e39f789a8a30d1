package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type externalAppModel struct {
	Name              types.String              `tfsdk:"name"`
	Label             types.String              `tfsdk:"label"`
	ContactEmail      types.String              `tfsdk:"contact_email"`
	ContactPhone      types.String              `tfsdk:"contact_phone"`
	Description       types.String              `tfsdk:"description"`
	InfoURL           types.String              `tfsdk:"info_url"`
	LogoURL           types.String              `tfsdk:"logo_url"`
	IconURL           types.String              `tfsdk:"icon_url"`
	DistributionState types.String              `tfsdk:"distribution_state"`
	OAuth             *externalOAuthModel       `tfsdk:"oauth"`
	OAuthPolicy       *externalOAuthPolicyModel `tfsdk:"oauth_policy"`
	SessionPolicy     *sessionPolicyModel       `tfsdk:"session_policy"`
	AppPolicy         *externalAppPolicyModel   `tfsdk:"app_policy"`
	SelfLockout       types.Bool                `tfsdk:"allow_self_lockout"`
	Approved          types.Bool                `tfsdk:"approved"`
	OrganizationID    types.String              `tfsdk:"organization_id"`
	ID                types.String              `tfsdk:"id"`
}

func (m *externalAppModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.Name}
}

func (m *externalAppModel) object() string { return "external client app " + m.Name.ValueString() }

// change edits the parts of an app that are managed here. An app without OAuth has
// no part of it, and so none of the policies on it.
func (m *externalAppModel) change() salesforceapi.ExternalClientAppChange {
	change := salesforceapi.ExternalClientAppChange{Header: m.defineHeader, Policies: m.AppPolicy.define}
	if m.OAuth != nil {
		change.OAuthSettings = m.OAuth.defineSettings
		change.GlobalOAuth = m.OAuth.defineGlobal
		change.OAuthPolicies = m.defineOAuthPolicies
	}
	return change
}

func (m *externalAppModel) defineHeader(header *salesforceapi.ExternalClientAppHeader) {
	setText(&header.Label, m.Label)
	setText(&header.ContactEmail, m.ContactEmail)
	setText(&header.ContactPhone, m.ContactPhone)
	setText(&header.Description, m.Description)
	setText(&header.InfoURL, m.InfoURL)
	setText(&header.LogoURL, m.LogoURL)
	setText(&header.IconURL, m.IconURL)
	setChoice(&header.DistributionState, m.DistributionState)
}

// defineOAuthPolicies writes the policies. Whom they permit, and the grants, are
// left as they are: they belong to the allowlist entry and to the grants.
func (m *externalAppModel) defineOAuthPolicies(policies *salesforceapi.ExternalClientAppOAuthPolicies) {
	m.OAuth.defineRunAs(policies)
	m.OAuthPolicy.define(policies)
	m.SessionPolicy.defineExternal(policies)
}

// flatten takes over an app, in the spelling that the model has already where that
// means the same. A part that is missing shows as an app that was never given it,
// so that the next plan adds it.
func (m *externalAppModel) flatten(app *salesforceapi.ExternalClientApp) {
	m.Name = types.StringValue(app.Name)
	m.Label = text(app.Header.Label)
	m.ContactEmail = text(app.Header.ContactEmail)
	m.ContactPhone = text(app.Header.ContactPhone)
	m.Description = text(app.Header.Description)
	m.InfoURL = text(app.Header.InfoURL)
	m.LogoURL = text(app.Header.LogoURL)
	m.IconURL = text(app.Header.IconURL)
	m.DistributionState = text(app.Header.DistributionState)
	m.OAuth = m.OAuth.flatten(app)
	m.OAuthPolicy = m.OAuthPolicy.flatten(app.OAuthPolicies)
	m.SessionPolicy = m.SessionPolicy.flattenExternal(app.OAuthPolicies)
	m.AppPolicy = flattenAppPolicy(app.Policies)
	m.Approved = types.BoolValue(app.OAuthPolicies != nil &&
		text(app.OAuthPolicies.PermittedUsers).ValueString() == salesforceapi.AdminApprovedPreAuthorized)
}
