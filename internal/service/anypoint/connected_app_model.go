package anypoint

import (
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type connectedAppModel struct {
	OrganizationID      types.String `tfsdk:"organization_id"`
	Name                types.String `tfsdk:"name"`
	GrantTypes          types.Set    `tfsdk:"grant_types"`
	RedirectURIs        types.Set    `tfsdk:"redirect_uris"`
	DelegatedScopes     types.Set    `tfsdk:"delegated_scopes"`
	Scopes              types.Set    `tfsdk:"scopes"`
	PublicKeys          types.Set    `tfsdk:"public_keys"`
	Audience            types.String `tfsdk:"audience"`
	Enabled             types.Bool   `tfsdk:"enabled"`
	ClientURI           types.String `tfsdk:"client_uri"`
	PolicyURI           types.String `tfsdk:"policy_uri"`
	TermsURI            types.String `tfsdk:"terms_of_service_uri"`
	IssuerClaim         types.Bool   `tfsdk:"generate_iss_claim_without_token"`
	Owner               types.String `tfsdk:"owner"`
	OwnerID             types.String `tfsdk:"owner_id"`
	Ownerless           types.Bool   `tfsdk:"ownerless"`
	ClientSecret        types.String `tfsdk:"client_secret"`
	ClientSecretVersion types.Int64  `tfsdk:"client_secret_version"`
	RotationTrigger     types.String `tfsdk:"rotation_trigger"`
	SelfLockout         types.Bool   `tfsdk:"allow_self_lockout"`
	ClientID            types.String `tfsdk:"client_id"`
	OwnerOrganizationID types.String `tfsdk:"owner_organization_id"`
}

type connectedAppIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ClientID       types.String `tfsdk:"client_id"`
}

func (m *connectedAppModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.ClientID}
}

func (m *connectedAppModel) key() anypointapi.AppKey {
	return anypointapi.AppKey{OrganizationID: m.OrganizationID.ValueString(), ClientID: m.ClientID.ValueString()}
}

func (m *connectedAppModel) object() string { return "connected app " + m.Name.ValueString() }

// change is what to write to make an app that was like before like this one. The
// zero model stands for one that has yet to be made.
func (m *connectedAppModel) change(before *connectedAppModel) anypointapi.AppChange {
	change := anypointapi.AppChange{
		Name:                    changedText(m.Name, before.Name),
		GrantTypes:              changedTexts(m.GrantTypes, before.GrantTypes),
		RedirectURIs:            changedTexts(m.RedirectURIs, before.RedirectURIs),
		Scopes:                  changedTexts(m.DelegatedScopes, before.DelegatedScopes),
		PublicKeys:              changedTexts(m.PublicKeys, before.PublicKeys),
		Audience:                changedText(m.Audience, before.Audience),
		Enabled:                 changedBool(m.Enabled, before.Enabled),
		ClientURI:               changedText(m.ClientURI, before.ClientURI),
		PolicyURI:               changedText(m.PolicyURI, before.PolicyURI),
		TermsURI:                changedText(m.TermsURI, before.TermsURI),
		IssuerClaimWithoutToken: changedBool(m.IssuerClaim, before.IssuerClaim),
	}
	if !m.ClientSecretVersion.Equal(before.ClientSecretVersion) {
		change.Secret = m.ClientSecret.ValueStringPointer()
	}
	return change
}

func changedText(now, before types.String) *string {
	if now.IsNull() || now.IsUnknown() || now.Equal(before) {
		return nil
	}
	return now.ValueStringPointer()
}

func changedBool(now, before types.Bool) *bool {
	if now.IsNull() || now.IsUnknown() || now.Equal(before) {
		return nil
	}
	return now.ValueBoolPointer()
}

func changedTexts(now, before types.Set) *[]string {
	texts, known := knownTexts(now)
	if !known || now.IsNull() || now.Equal(before) {
		return nil
	}
	slices.Sort(texts)
	return &texts
}

// flatten takes over an app as the platform tells it.
func (m *connectedAppModel) flatten(app anypointapi.ConnectedApp) {
	m.ClientID = types.StringValue(app.ClientID)
	m.Name = types.StringValue(app.Name)
	m.GrantTypes, m.RedirectURIs, m.DelegatedScopes = textSet(app.GrantTypes), textSet(app.RedirectURIs), textSet(app.Scopes)
	m.PublicKeys = textSet(sameKeys(app.PublicKeys, m.PublicKeys))
	m.Audience, m.Enabled = types.StringValue(app.Audience), types.BoolValue(app.Enabled)
	m.ClientURI, m.PolicyURI, m.TermsURI = textOrNull(app.ClientURI), textOrNull(app.PolicyURI), textOrNull(app.TermsURI)
	m.IssuerClaim = types.BoolValue(app.IssuerClaimWithoutToken)
	m.OwnerOrganizationID = orNull(app.OwnerOrganizationID)
	m.flattenOwner(app.OwnerUserID)
}

// flattenOwner takes over an owner where the platform tells one. An owner other
// than the one that Terraform knows of is drift.
func (m *connectedAppModel) flattenOwner(ownerID *string) {
	switch {
	case ownerID != nil:
		if known := m.OwnerID.ValueString(); known != "" && known != *ownerID && !m.Owner.IsNull() {
			m.Owner = types.StringValue(*ownerID)
		}
		m.OwnerID = types.StringValue(*ownerID)
	case m.OwnerID.IsUnknown():
		m.OwnerID = types.StringNull()
	}
}

func textOrNull(text *string) types.String {
	if text == nil {
		return types.StringNull()
	}
	return orNull(*text)
}

// textSet is a set of texts, of which others may have written one twice.
func textSet(texts []string) types.Set {
	distinct := slices.Compact(slices.Sorted(slices.Values(texts)))
	values := make([]attr.Value, len(distinct))
	for i, text := range distinct {
		values[i] = types.StringValue(text)
	}
	return types.SetValueMust(types.StringType, values)
}

// sameKeys writes keys as they already are, where they differ in white space
// alone.
func sameKeys(keys []string, before types.Set) []string {
	written, _ := knownTexts(before)
	same := slices.Clone(keys)
	for i, key := range keys {
		for _, other := range written {
			if strings.Join(strings.Fields(key), " ") == strings.Join(strings.Fields(other), " ") {
				same[i] = other
			}
		}
	}
	return same
}
