package salesforce

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// The models of connected apps serve external client apps as well, whose elements
// have other names.

func expandExternalIPRanges(models []ipRangeModel) []salesforceapi.ExternalClientAppIPRange {
	ranges := make([]salesforceapi.ExternalClientAppIPRange, len(models))
	for i, model := range models {
		ranges[i] = salesforceapi.ExternalClientAppIPRange{
			Start: model.Start.ValueString(), End: model.End.ValueString(), Description: model.Description.ValueStringPointer(),
		}
	}
	return ranges
}

func flattenExternalIPRanges(ranges []salesforceapi.ExternalClientAppIPRange, before []ipRangeModel) []ipRangeModel {
	same := make([]salesforceapi.ConnectedAppIPRange, len(ranges))
	for i, one := range ranges {
		same[i] = salesforceapi.ConnectedAppIPRange{Start: one.Start, End: one.End, Description: one.Description}
	}
	return flattenIPRanges(same, before)
}

// sameIPRanges compares ranges without regard to their order.
func sameIPRanges(one, other []ipRangeModel) bool {
	return len(one) == len(other) && !slices.ContainsFunc(one, func(model ipRangeModel) bool {
		return !slices.ContainsFunc(other, model.same)
	})
}

// expandExternalAttributes are the attributes in the order that they have now, new
// ones last.
func expandExternalAttributes(
	formulas map[string]string, now []salesforceapi.ExternalClientAppAttribute,
) []salesforceapi.ExternalClientAppAttribute {
	var attributes []salesforceapi.ExternalClientAppAttribute
	missing := maps.Clone(formulas)
	for _, attribute := range now {
		if formula, wanted := missing[attribute.Key]; wanted {
			attribute.Formula = formula
			attributes = append(attributes, attribute)
			delete(missing, attribute.Key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(missing)) {
		attributes = append(attributes, salesforceapi.ExternalClientAppAttribute{Key: key, Formula: missing[key]})
	}
	return attributes
}

func flattenExternalAttributes(attributes []salesforceapi.ExternalClientAppAttribute) map[string]string {
	if len(attributes) == 0 {
		return nil
	}
	formulas := map[string]string{}
	for _, attribute := range attributes {
		formulas[attribute.Key] = attribute.Formula
	}
	return formulas
}

// defineExternal writes the configuration of ID tokens. One that is as the
// platform makes it by itself need not be taken away.
func (m *idTokenModel) defineExternal(into **salesforceapi.ExternalClientAppIDToken) {
	if m == nil {
		if m.flattenExternal(*into) != nil {
			*into = nil
		}
		return
	}
	if *into == nil {
		*into = &salesforceapi.ExternalClientAppIDToken{}
	}
	token := *into
	setText(&token.Audience, m.Audience)
	setFlag(&token.IncludeAttributes, m.IncludeAttributes)
	setFlag(&token.IncludeCustomPermissions, m.IncludeCustomPermissions)
	setFlag(&token.IncludeStandardClaims, m.IncludeStandardClaims)
	if !m.flattenExternal(token).ValidityMinutes.Equal(m.ValidityMinutes) {
		token.Validity = m.ValidityMinutes.ValueInt64Pointer()
	}
}

func (m *idTokenModel) flattenExternal(token *salesforceapi.ExternalClientAppIDToken) *idTokenModel {
	if token == nil {
		return nil
	}
	return m.flatten(&salesforceapi.ConnectedAppIDToken{
		Audience: token.Audience, IncludeAttributes: token.IncludeAttributes, IncludeCustomPerms: token.IncludeCustomPermissions,
		IncludeStandardClaims: token.IncludeStandardClaims, Validity: token.Validity,
	})
}

// defineExternal writes the configuration of asset tokens, which has no element of
// its own around it.
func (m *assetTokenModel) defineExternal(settings *salesforceapi.ExternalClientAppOAuthSettings) {
	var token assetTokenModel
	if m != nil {
		token = *m
	}
	setText(&settings.AssetTokenAudiences, token.Audiences)
	setText(&settings.AssetTokenSigningCertificate, token.SigningCertificateID)
	settings.AssetTokenValidity = token.ValidityPeriod.ValueInt64Pointer()
	setSwitch(&settings.AreAttributesIncludedInAssetToken, types.BoolValue(token.IncludeAttributes.ValueBool()))
	setSwitch(&settings.AreCustomPermsIncludedInAssetToken, types.BoolValue(token.IncludeCustomPermissions.ValueBool()))
}

func flattenExternalAssetToken(settings *salesforceapi.ExternalClientAppOAuthSettings) *assetTokenModel {
	token := assetTokenModel{
		Audiences:                text(settings.AssetTokenAudiences),
		SigningCertificateID:     text(settings.AssetTokenSigningCertificate),
		ValidityPeriod:           number(settings.AssetTokenValidity),
		IncludeAttributes:        flag(settings.AreAttributesIncludedInAssetToken, false),
		IncludeCustomPermissions: flag(settings.AreCustomPermsIncludedInAssetToken, false),
	}
	off := types.BoolValue(false)
	if token == (assetTokenModel{IncludeAttributes: off, IncludeCustomPermissions: off}) {
		return nil
	}
	return &token
}
