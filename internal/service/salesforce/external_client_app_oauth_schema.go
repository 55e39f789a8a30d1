package salesforce

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Keys that Salesforce makes up hold dots and underscores too.
var externalConsumerKey = regexp.MustCompile(`^[A-Za-z0-9._]{8,256}$`)

// externalListMaximum is how many trusted ranges and attributes an app may have.
const externalListMaximum = 128

func externalOAuthAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "OAuth settings and the consumer that goes with them. An app without them calls no API. They can be added in " +
			"place; removing them replaces the app.",
		Optional:      true,
		PlanModifiers: []planmodifier.Object{replaceWhenRemoved()},
		Attributes: map[string]schema.Attribute{
			"callback_urls":                      callbackURLsAttribute(),
			"scopes":                             scopesAttribute(),
			"custom_scopes":                      customScopesAttribute(),
			"consumer_key":                       externalConsumerKeyAttribute(),
			"consumer_id":                        computedText("Id of the app's consumer (`888…`), which Salesforce's credentials API asks for; null where it is not told."),
			"certificate":                        certificateAttribute("Certificate, in PEM, that the app signs JWT bearer assertions with."),
			"single_logout_url":                  optionalText("Where Salesforce sends users who log out of it. Changed in place.", isURL()),
			"pkce_required":                      toggle("Require proof key for code exchange (PKCE) in the authorization code flow. Default `true`. Changed in place.", true),
			"introspect_all_tokens":              toggle("Let the app introspect tokens of all apps of the organization, not only its own. Default `false`. Changed in place.", false),
			"refresh_token_rotation_enabled":     toggle("Give a new refresh token with each use of the old one, which becomes invalid. Default `false`. Changed in place.", false),
			"secret_required_for_refresh_token":  toggle("Require the consumer secret in the refresh token flow. Default `true`. Changed in place.", true),
			"secret_required_for_token_exchange": toggle("Require the consumer secret in the token exchange flow. Default `false`. Changed in place.", false),
			"token_exchange_enabled":             toggle("Enable the token exchange flow. Default `false`. Changed in place.", false),
			"consumer_secret_optional":           toggle("Do without the consumer secret in the web server flow. Default `false`. Changed in place.", false),
			"named_user_jwt_enabled":             toggle("Issue JWT-based access tokens. Default `false`. Changed in place.", false),
			"device_flow_enabled":                toggle("Enable the device flow. Default `false`. Changed in place.", false),
			"code_credential_enabled":            toggle("Enable the authorization code and credentials flow. Default `false`. Changed in place.", false),
			"code_credential_post_only":          toggle("Take the user's credentials of that flow in the body of a POST only. Default `false`. Changed in place.", false),
			"client_credentials_user": optionalIdentity("Username that the client credentials flow runs as, best an integration user with only the " +
				"rights that the app needs. Enables the flow, in the app's settings and in the organization's policy; null turns both off. Looked " +
				"up at plan. Changed in place."),
			"trusted_ip_ranges": trustedIPRangesAttribute(),
			"attributes":        customAttributesAttribute(),
			"id_token":          idTokenAttribute(),
			"asset_token":       assetTokenAttribute(),
		},
	}
}

func customScopesAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Scopes of the organization's own that the app may ask for, by the names of " +
			"`apiaccess_salesforce_oauth_custom_scope`. Order has no meaning. Changed in place.",
		Optional:    true,
		ElementType: types.StringType,
		Validators: []validator.Set{
			setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.RegexMatches(namespacedName, "must be a developer name")),
		},
	}
}

func externalConsumerKeyAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Consumer key, the client id: 8 to 256 letters, digits, dots and underscores, unique among all Salesforce " +
			"organizations. Default: Salesforce makes one up. Changing it replaces the app.",
		Optional:   true,
		Computed:   true,
		Validators: []validator.String{stringvalidator.RegexMatches(externalConsumerKey, "must be 8 to 256 letters, digits, dots and underscores")},
		PlanModifiers: []planmodifier.String{
			stringplanmodifier.UseNonNullStateForUnknown(), replaceWhenKeyChanges(),
		},
	}
}

// replaceWhenKeyChanges is for a key that the platform takes at creation only. An
// app whose consumer is still missing has none yet.
func replaceWhenKeyChanges() planmodifier.String {
	const description = "Changing the key replaces the app."
	return stringplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && !req.ConfigValue.IsNull()
		}, description, description)
}

func trustedIPRangesAttribute() schema.SetNestedAttribute {
	attribute := ipRangesAttribute()
	attribute.MarkdownDescription = "Addresses from which the app may be used without being held back by IP restrictions of the " +
		"organization and the user's profile. They do not keep anybody out. At most 128. Order has no meaning. Changed in place."
	attribute.Validators = append(attribute.Validators, setvalidator.SizeAtMost(externalListMaximum))
	return attribute
}
