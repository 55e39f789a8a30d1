package anypoint

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type jwtValidationModel struct {
	appliedPolicy

	JWTOrigin              types.String `tfsdk:"jwt_origin"`
	JWTExpression          types.String `tfsdk:"jwt_expression"`
	SigningMethod          types.String `tfsdk:"signing_method"`
	SigningKeyLength       types.Int64  `tfsdk:"signing_key_length"`
	KeyOrigin              types.String `tfsdk:"jwt_key_origin"`
	TextKey                types.String `tfsdk:"text_key"`
	TextKeyVersion         types.Int64  `tfsdk:"text_key_version"`
	CustomKeyExpression    types.String `tfsdk:"custom_key_expression"`
	JWKSURL                types.String `tfsdk:"jwks_url"`
	JWKSTimeToLive         types.Int64  `tfsdk:"jwks_service_time_to_live"`
	JWKSTimeout            types.Int64  `tfsdk:"jwks_service_connection_timeout"`
	SkipClientIDValidation types.Bool   `tfsdk:"skip_client_id_validation"`
	ClientIDExpression     types.String `tfsdk:"client_id_expression"`
	SupportedAudiences     types.List   `tfsdk:"supported_audiences"`
	MandatoryAudience      types.Bool   `tfsdk:"mandatory_aud_claim"`
	MandatoryExpiration    types.Bool   `tfsdk:"mandatory_exp_claim"`
	MandatoryNotBefore     types.Bool   `tfsdk:"mandatory_nbf_claim"`
	MandatoryClaims        types.Map    `tfsdk:"mandatory_custom_claims"`
	OtherClaims            types.Map    `tfsdk:"non_mandatory_custom_claims"`
	ClaimsToHeaders        types.List   `tfsdk:"claims_to_headers"`
}

type jwtValidationConfiguration struct {
	JWTOrigin              string   `json:"jwtOrigin"`
	JWTExpression          string   `json:"jwtExpression,omitempty"`
	SigningMethod          string   `json:"signingMethod"`
	SigningKeyLength       int64    `json:"signingKeyLength,omitempty"`
	KeyOrigin              string   `json:"jwtKeyOrigin,omitempty"`
	CustomKeyExpression    string   `json:"customKeyExpression,omitempty"`
	JWKSURL                string   `json:"jwksUrl,omitempty"`
	JWKSTimeToLive         *int64   `json:"jwksServiceTimeToLive,omitempty"`
	JWKSTimeout            *int64   `json:"jwksServiceConnectionTimeout,omitempty"`
	SkipClientIDValidation bool     `json:"skipClientIdValidation"`
	ClientIDExpression     string   `json:"clientIdExpression,omitempty"`
	ValidateAudience       bool     `json:"validateAudClaim"`
	MandatoryAudience      bool     `json:"mandatoryAudClaim"`
	SupportedAudiences     string   `json:"supportedAudiences,omitempty"`
	MandatoryExpiration    bool     `json:"mandatoryExpClaim"`
	MandatoryNotBefore     bool     `json:"mandatoryNbfClaim"`
	ValidateClaims         bool     `json:"validateCustomClaim"`
	MandatoryClaims        []claim  `json:"mandatoryCustomClaims,omitempty"`
	OtherClaims            []claim  `json:"nonMandatoryCustomClaims,omitempty"`
	ClaimsToHeaders        []string `json:"claimsToHeaders,omitempty"`
}

// claim is a claim of a token and what it must be, as a DataWeave expression.
type claim struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (*jwtValidationModel) asset() string   { return jwtValidationAsset }
func (*jwtValidationModel) setAsset(string) {}
func (m *jwtValidationModel) known() bool   { return allKnown(m.arguments()) }

func (m *jwtValidationModel) arguments() map[string]attr.Value {
	return map[string]attr.Value{
		"jwt_origin": m.JWTOrigin, "jwt_expression": m.JWTExpression, "signing_method": m.SigningMethod,
		"signing_key_length": m.SigningKeyLength, "jwt_key_origin": m.KeyOrigin, "custom_key_expression": m.CustomKeyExpression,
		"jwks_url": m.JWKSURL, "jwks_service_time_to_live": m.JWKSTimeToLive, "jwks_service_connection_timeout": m.JWKSTimeout,
		"skip_client_id_validation": m.SkipClientIDValidation, "client_id_expression": m.ClientIDExpression,
		"supported_audiences": m.SupportedAudiences, "mandatory_aud_claim": m.MandatoryAudience,
		"mandatory_exp_claim": m.MandatoryExpiration, "mandatory_nbf_claim": m.MandatoryNotBefore,
		"mandatory_custom_claims": m.MandatoryClaims, "non_mandatory_custom_claims": m.OtherClaims,
		"claims_to_headers": m.ClaimsToHeaders,
	}
}

// unusedKey fills textKey where keys come from elsewhere: some versions refuse a
// configuration without it.
const unusedKey = "unused"

func (m *jwtValidationModel) secrets() json.RawMessage {
	switch {
	case !m.secretsKnown():
		return nil
	case m.KeyOrigin.ValueString() != keyFromText:
		return encodeJSON(map[string]string{"textKey": unusedKey})
	case m.TextKey.IsNull():
		return nil
	}
	return encodeJSON(map[string]string{"textKey": m.TextKey.ValueString()})
}

func (m *jwtValidationModel) secretsKnown() bool {
	return !m.TextKey.IsUnknown() && !m.KeyOrigin.IsUnknown()
}
func (m *jwtValidationModel) secretsVersion() attr.Value { return m.TextKeyVersion }

func (m *jwtValidationModel) configuration(ctx context.Context, diags *diag.Diagnostics) json.RawMessage {
	configuration := jwtValidationConfiguration{
		JWTOrigin: m.JWTOrigin.ValueString(), JWTExpression: m.JWTExpression.ValueString(),
		SigningMethod: m.SigningMethod.ValueString(), SigningKeyLength: m.SigningKeyLength.ValueInt64(),
		KeyOrigin: m.KeyOrigin.ValueString(), CustomKeyExpression: m.CustomKeyExpression.ValueString(),
		JWKSURL: m.JWKSURL.ValueString(), JWKSTimeToLive: m.JWKSTimeToLive.ValueInt64Pointer(),
		JWKSTimeout: m.JWKSTimeout.ValueInt64Pointer(), SkipClientIDValidation: m.SkipClientIDValidation.ValueBool(),
		ClientIDExpression: m.ClientIDExpression.ValueString(), ValidateAudience: !m.SupportedAudiences.IsNull(),
		MandatoryAudience: m.MandatoryAudience.ValueBool(), MandatoryExpiration: m.MandatoryExpiration.ValueBool(),
		MandatoryNotBefore: m.MandatoryNotBefore.ValueBool(),
		ValidateClaims:     !m.MandatoryClaims.IsNull() || !m.OtherClaims.IsNull(),
		MandatoryClaims:    claimsOf(ctx, m.MandatoryClaims, diags), OtherClaims: claimsOf(ctx, m.OtherClaims, diags),
	}
	var audiences []string
	diags.Append(m.SupportedAudiences.ElementsAs(ctx, &audiences, false)...)
	configuration.SupportedAudiences = strings.Join(audiences, ",")
	diags.Append(m.ClaimsToHeaders.ElementsAs(ctx, &configuration.ClaimsToHeaders, false)...)
	return encodeJSON(configuration)
}

func claimsOf(ctx context.Context, from types.Map, diags *diag.Diagnostics) []claim {
	var values map[string]string
	diags.Append(from.ElementsAs(ctx, &values, false)...)
	var claims []claim
	for _, key := range slices.Sorted(maps.Keys(values)) {
		claims = append(claims, claim{key, values[key]})
	}
	return claims
}

func (m *jwtValidationModel) refresh(ctx context.Context, now json.RawMessage, _ memory) diag.Diagnostics {
	var told jwtValidationConfiguration
	var diags diag.Diagnostics
	if err := json.Unmarshal(now, &told); err != nil {
		diags.AddError("Unable to read the configuration of the policy", err.Error())
		return diags
	}
	m.JWTOrigin, m.JWTExpression = types.StringValue(told.JWTOrigin), orNull(told.JWTExpression)
	m.SigningMethod, m.KeyOrigin = types.StringValue(told.SigningMethod), types.StringValue(told.KeyOrigin)
	m.SigningKeyLength = types.Int64Value(told.SigningKeyLength)
	m.CustomKeyExpression, m.JWKSURL = orNull(told.CustomKeyExpression), orNull(told.JWKSURL)
	m.JWKSTimeToLive, m.JWKSTimeout = types.Int64PointerValue(told.JWKSTimeToLive), types.Int64PointerValue(told.JWKSTimeout)
	m.SkipClientIDValidation = types.BoolValue(told.SkipClientIDValidation)
	m.ClientIDExpression = types.StringValue(told.ClientIDExpression)
	m.MandatoryAudience = types.BoolValue(told.MandatoryAudience)
	m.MandatoryExpiration = types.BoolValue(told.MandatoryExpiration)
	m.MandatoryNotBefore = types.BoolValue(told.MandatoryNotBefore)
	m.SupportedAudiences = types.ListNull(types.StringType)
	if told.ValidateAudience {
		m.SupportedAudiences = texts(ctx, splitList(told.SupportedAudiences), &diags)
	}
	m.MandatoryClaims, m.OtherClaims = types.MapNull(types.StringType), types.MapNull(types.StringType)
	if told.ValidateClaims {
		m.MandatoryClaims = claimsToMap(ctx, told.MandatoryClaims, &diags)
		m.OtherClaims = claimsToMap(ctx, told.OtherClaims, &diags)
	}
	m.ClaimsToHeaders = texts(ctx, told.ClaimsToHeaders, &diags)
	return diags
}

// splitList reads a list that is joined by commas.
func splitList(joined string) []string {
	var parts []string
	for part := range strings.SplitSeq(joined, ",") {
		if trimmed := strings.TrimSpace(part); trimmed != "" {
			parts = append(parts, trimmed)
		}
	}
	return parts
}

// texts is null for no element.
func texts(ctx context.Context, elements []string, diags *diag.Diagnostics) types.List {
	if len(elements) == 0 {
		return types.ListNull(types.StringType)
	}
	list, problems := types.ListValueFrom(ctx, types.StringType, elements)
	diags.Append(problems...)
	return list
}

// claimsToMap is null for no claim.
func claimsToMap(ctx context.Context, claims []claim, diags *diag.Diagnostics) types.Map {
	if len(claims) == 0 {
		return types.MapNull(types.StringType)
	}
	values := make(map[string]string, len(claims))
	for _, claim := range claims {
		values[claim.Key] = claim.Value
	}
	result, problems := types.MapValueFrom(ctx, types.StringType, values)
	diags.Append(problems...)
	return result
}

func (m *jwtValidationModel) unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics {
	after := *m
	diags := after.refresh(ctx, now, known)
	return append(diags, unlike(m.object(), m.arguments(), after.arguments())...)
}

func (*jwtValidationModel) at(key string) path.Path {
	return argument(key, map[string]string{
		"jwtOrigin": "jwt_origin", "jwtExpression": "jwt_expression", "signingMethod": "signing_method",
		"signingKeyLength": "signing_key_length", "jwtKeyOrigin": "jwt_key_origin", "textKey": "text_key",
		"customKeyExpression": "custom_key_expression", "jwksUrl": "jwks_url", "jwksServiceTimeToLive": "jwks_service_time_to_live",
		"jwksServiceConnectionTimeout": "jwks_service_connection_timeout", "clientIdExpression": "client_id_expression",
		"supportedAudiences": "supported_audiences", "mandatoryCustomClaims": "mandatory_custom_claims",
		"nonMandatoryCustomClaims": "non_mandatory_custom_claims", "claimsToHeaders": "claims_to_headers",
	})
}

func (m *jwtValidationModel) warnings(context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.SigningMethod.ValueString() == "none" {
		diags.AddAttributeWarning(path.Root("signing_method"), "Tokens are not verified", m.object()+
			": without a signature anybody can write a token.")
	}
	if m.SkipClientIDValidation.ValueBool() && m.SupportedAudiences.IsNull() && m.MandatoryClaims.IsNull() {
		diags.AddAttributeWarning(path.Root("skip_client_id_validation"), "Every token of the issuer is accepted", m.object()+
			": neither the client id, nor the audience, nor a claim is checked, so a token that was issued for something else lets in too.")
	}
	return diags
}
