package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	jwtValidationAsset          = "jwt-validation"
	defaultJWTValidationVersion = "1.4.0"
	defaultTokenClientID        = "#[vars.claimSet.client_id]" //nolint:gosec // an expression

	tokenInHeader     = "httpBearerAuthenticationHeader"
	keyFromText       = "text"
	keyFromJWKS       = "jwks"
	keyFromExpression = "customExpression"
)

type jwtValidationResource struct {
	policyResource[jwtValidationModel, *jwtValidationModel]
}

// NewJWTValidationPolicyResource makes apiaccess_anypoint_jwt_validation_policy.
func NewJWTValidationPolicyResource() resource.Resource {
	return &jwtValidationResource{newPolicyResource[jwtValidationModel](
		"jwt_validation_policy", "JWT validation policy", defaultJWTValidationVersion, "a request would have to pass both")}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: each origin of a
// token and of a key goes with one argument.
func (*jwtValidationResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model jwtValidationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	goesWith := func(name string, value types.String, origin string, actual types.String, wanted string) {
		switch {
		case actual.IsUnknown() || value.IsUnknown():
		case actual.ValueString() == wanted && value.IsNull():
			resp.Diagnostics.AddAttributeError(path.Root(name), "Missing "+name, origin+" = \""+wanted+"\" needs "+name+".")
		case actual.ValueString() != wanted && !value.IsNull():
			resp.Diagnostics.AddAttributeError(path.Root(name), "Unused "+name, name+" goes with "+origin+" = \""+wanted+"\".")
		}
	}
	goesWith("jwt_expression", model.JWTExpression, "jwt_origin", model.JWTOrigin, fromExpression)
	goesWith("text_key", model.TextKey, "jwt_key_origin", model.KeyOrigin, keyFromText)
	goesWith("jwks_url", model.JWKSURL, "jwt_key_origin", model.KeyOrigin, keyFromJWKS)
	goesWith("custom_key_expression", model.CustomKeyExpression, "jwt_key_origin", model.KeyOrigin, keyFromExpression)
	if model.MandatoryAudience.ValueBool() && model.SupportedAudiences.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("supported_audiences"), "Missing supported_audiences",
			"mandatory_aud_claim = true needs supported_audiences.")
	}
}
