package anypoint

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	encrypted = regexp.MustCompile(`^https://[^,\s]+(\s*,\s*https://[^,\s]+)*$`)
	noComma   = regexp.MustCompile(`^[^,]*[^,\s][^,]*$`)
)

// Schema implements [resource.Resource].
func (*jwtValidationResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	own := map[string]schema.Attribute{"asset_version": defaultVersionAttribute(defaultJWTValidationVersion)}
	for _, part := range []map[string]schema.Attribute{tokenAttributes(), keyAttributes(), claimAttributes()} {
		maps.Copy(own, part)
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets only callers with a valid JSON web token call one API instance: the policy *JWT validation*. Who has none is " +
			"answered with 401 by the gateway, some seconds after apply.\n\n" +
			"An API instance has the policy once. Where it has it already, creation fails and tells how to import it.",
		Attributes: policyAttributes(own),
	}
}

// tokenAttributes say where the token is and how it is signed.
func tokenAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"jwt_origin": schema.StringAttribute{
			MarkdownDescription: "Where the token is: `" + tokenInHeader + "`, the default, or `" + fromExpression + "`. Changed in place.",
			Optional:            true, Computed: true, Default: stringdefault.StaticString(tokenInHeader),
			Validators: []validator.String{stringvalidator.OneOf(tokenInHeader, fromExpression)},
		},
		"jwt_expression": expressionAttribute("Where the token is, with `jwt_origin` `" + fromExpression + "`."),
		"signing_method": schema.StringAttribute{
			MarkdownDescription: "How tokens are signed: `rsa`, `hmac`, `es`, or `none`, of which the plan warns. Changed in place.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf("rsa", "hmac", "es", "none")},
		},
		"signing_key_length": schema.Int64Attribute{
			MarkdownDescription: "Length of the signature's hash, in bits: `256`, the default, `384` or `512`. Changed in place.",
			Optional:            true, Computed: true, Default: int64default.StaticInt64(256),
			Validators: []validator.Int64{int64validator.OneOf(256, 384, 512)},
		},
		"skip_client_id_validation": schema.BoolAttribute{
			MarkdownDescription: "Let tokens in whose client has no contract with the API. Default `false`. Changed in place.",
			Optional:            true, Computed: true, Default: booldefault.StaticBool(false),
		},
		"client_id_expression": schema.StringAttribute{
			MarkdownDescription: "Where the client id is, as a DataWeave expression. Default `" + defaultTokenClientID + "`. Changed in place.",
			Optional:            true, Computed: true, Default: stringdefault.StaticString(defaultTokenClientID),
			Validators: []validator.String{dataWeave{}},
		},
	}
}

// keyAttributes say what signatures are verified with.
func keyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"jwt_key_origin": schema.StringAttribute{
			MarkdownDescription: "Where the key is that verifies signatures: `" + keyFromJWKS + "`, at `jwks_url`; `" + keyFromText + "`, in `text_key`; or `" +
				keyFromExpression + "`, by `custom_key_expression`. Changed in place.",
			Required:   true,
			Validators: []validator.String{stringvalidator.OneOf(keyFromJWKS, keyFromText, keyFromExpression)},
		},
		"text_key": schema.StringAttribute{
			MarkdownDescription: "Secret of `hmac`, or public key in PEM. Write-only: it is neither kept in plan or state nor read back, and needs " +
				"Terraform 1.11. Sent at creation, whenever another argument of the tokens changes, and whenever `text_key_version` does: keep it " +
				"in the configuration.",
			Optional: true, Sensitive: true, WriteOnly: true,
			Validators: []validator.String{
				stringvalidator.LengthAtLeast(1), stringvalidator.AlsoRequires(path.MatchRoot("text_key_version")),
			},
		},
		"text_key_version": schema.Int64Attribute{
			MarkdownDescription: "Number of `text_key`: change it to send another key.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("text_key"))},
		},
		"custom_key_expression": expressionAttribute("Where the key is, with `jwt_key_origin` `" + keyFromExpression + "`."),
		"jwks_url": schema.StringAttribute{
			MarkdownDescription: "Address of the issuer's keys, by `https`, or several addresses joined by commas. Changed in place.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.RegexMatches(encrypted, "must be an https address, or several joined by commas")},
		},
		"jwks_service_time_to_live": schema.Int64Attribute{
			MarkdownDescription: "How long keys of `jwks_url` are kept, in minutes. Default `60`. Changed in place.",
			Optional:            true, Computed: true, Default: int64default.StaticInt64(60),
			Validators: []validator.Int64{int64validator.AtLeast(0)},
		},
		"jwks_service_connection_timeout": schema.Int64Attribute{
			MarkdownDescription: "How long to wait for `jwks_url`, in milliseconds. Default `10000`. Changed in place.",
			Optional:            true, Computed: true, Default: int64default.StaticInt64(10000),
			Validators: []validator.Int64{int64validator.AtLeast(0)},
		},
	}
}

// claimAttributes say what tokens must hold.
func claimAttributes() map[string]schema.Attribute {
	claims := func(description string) schema.MapAttribute {
		return schema.MapAttribute{
			MarkdownDescription: description + ", by their names: DataWeave expressions such as `#[vars.claimSet.iss == 'https://id.acme.example']`. " +
				"Default: none. Changed in place.",
			Optional: true, ElementType: types.StringType, Validators: []validator.Map{mapvalidator.SizeAtLeast(1)},
		}
	}
	switched := func(description string, absent bool) schema.BoolAttribute {
		return schema.BoolAttribute{
			MarkdownDescription: description + " Changed in place.",
			Optional:            true, Computed: true, Default: booldefault.StaticBool(absent),
		}
	}
	return map[string]schema.Attribute{
		"supported_audiences": schema.ListAttribute{
			MarkdownDescription: "Audiences (`aud`) of which a token must have one. Default: the audience is not checked. Changed in place.",
			Optional:            true, ElementType: types.StringType,
			Validators: []validator.List{
				listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(),
				listvalidator.ValueStringsAre(stringvalidator.RegexMatches(noComma, "must be text without commas")),
			},
		},
		"mandatory_aud_claim":         switched("Refuse tokens without an audience. Default `false`.", false),
		"mandatory_exp_claim":         switched("Refuse tokens that never expire. Default `true`.", true),
		"mandatory_nbf_claim":         switched("Refuse tokens that do not say from when they hold (`nbf`). Default `false`.", false),
		"mandatory_custom_claims":     claims("Claims that a token must hold, and what they must be"),
		"non_mandatory_custom_claims": claims("What claims must be that a token may hold"),
		"claims_to_headers": schema.ListAttribute{
			MarkdownDescription: "Claims that the gateway passes on to the API in headers. Default: none. Changed in place.",
			Optional:            true, ElementType: types.StringType,
			Validators: []validator.List{listvalidator.SizeAtLeast(1), listvalidator.UniqueValues()},
		},
	}
}

func expressionAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " A DataWeave expression. Changed in place.",
		Optional:            true,
		Validators:          []validator.String{dataWeave{}},
	}
}
