package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type idTokenModel struct {
	Audience                 types.String `tfsdk:"audience"`
	IncludeAttributes        types.Bool   `tfsdk:"include_attributes"`
	IncludeCustomPermissions types.Bool   `tfsdk:"include_custom_permissions"`
	IncludeStandardClaims    types.Bool   `tfsdk:"include_standard_claims"`
	ValidityMinutes          types.Int64  `tfsdk:"validity_minutes"`
}

// defaultIDTokenMinutes is how long an ID token is valid unless told otherwise.
const defaultIDTokenMinutes = 2

func (m *idTokenModel) define(into **salesforceapi.ConnectedAppIDToken) {
	if m == nil {
		*into = nil
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppIDToken{}
	}
	token := *into
	setText(&token.Audience, m.Audience)
	setFlag(&token.IncludeAttributes, m.IncludeAttributes)
	setFlag(&token.IncludeCustomPerms, m.IncludeCustomPermissions)
	setFlag(&token.IncludeStandardClaims, m.IncludeStandardClaims)
	token.Validity = m.ValidityMinutes.ValueInt64Pointer()
}

// flatten is null for a token that is as the platform makes it by itself, unless
// it was configured before.
func (m *idTokenModel) flatten(token *salesforceapi.ConnectedAppIDToken) *idTokenModel {
	if token == nil {
		return nil
	}
	told := idTokenModel{
		Audience:                 text(token.Audience),
		IncludeAttributes:        flag(token.IncludeAttributes, false),
		IncludeCustomPermissions: flag(token.IncludeCustomPerms, false),
		IncludeStandardClaims:    flag(token.IncludeStandardClaims, false),
		ValidityMinutes:          number(token.Validity),
	}
	if told.ValidityMinutes.ValueInt64() == defaultIDTokenMinutes && (m == nil || m.ValidityMinutes.IsNull()) {
		told.ValidityMinutes = types.Int64Null()
	}
	off := types.BoolValue(false)
	if m == nil && told == (idTokenModel{IncludeAttributes: off, IncludeCustomPermissions: off, IncludeStandardClaims: off}) {
		return nil
	}
	return &told
}

type assetTokenModel struct {
	Audiences                types.String `tfsdk:"audiences"`
	SigningCertificateID     types.String `tfsdk:"signing_certificate_id"`
	ValidityPeriod           types.Int64  `tfsdk:"validity_period"`
	IncludeAttributes        types.Bool   `tfsdk:"include_attributes"`
	IncludeCustomPermissions types.Bool   `tfsdk:"include_custom_permissions"`
}

func (m *assetTokenModel) define(into **salesforceapi.ConnectedAppAssetToken) {
	if m == nil {
		*into = nil
		return
	}
	if *into == nil {
		*into = &salesforceapi.ConnectedAppAssetToken{}
	}
	token := *into
	token.AssetAudiences = m.Audiences.ValueString()
	token.AssetSigningCertID = m.SigningCertificateID.ValueString()
	token.AssetValidityPeriod = m.ValidityPeriod.ValueInt64()
	token.AssetIncludeAttributes = m.IncludeAttributes.ValueBool()
	token.AssetIncludeCustomPerms = m.IncludeCustomPermissions.ValueBool()
}

func flattenAssetToken(token *salesforceapi.ConnectedAppAssetToken) *assetTokenModel {
	if token == nil {
		return nil
	}
	return &assetTokenModel{
		Audiences:                types.StringValue(token.AssetAudiences),
		SigningCertificateID:     types.StringValue(token.AssetSigningCertID),
		ValidityPeriod:           types.Int64Value(token.AssetValidityPeriod),
		IncludeAttributes:        types.BoolValue(token.AssetIncludeAttributes),
		IncludeCustomPermissions: types.BoolValue(token.AssetIncludeCustomPerms),
	}
}
