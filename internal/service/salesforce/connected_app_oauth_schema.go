package salesforce

import (
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var consumerCredential = regexp.MustCompile(`^[A-Za-z0-9]{8,256}$`)

func isConsumerCredential() validator.String {
	return stringvalidator.RegexMatches(consumerCredential, "must be 8 to 256 letters and digits")
}

func oauthAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "OAuth settings. An app without them calls no API. They can be added in place; removing them replaces the app.",
		Optional:            true,
		PlanModifiers:       []planmodifier.Object{replaceWhenRemoved()},
		Attributes: map[string]schema.Attribute{
			"callback_urls":                      callbackURLsAttribute(),
			"scopes":                             scopesAttribute(),
			"consumer_key":                       consumerKeyAttribute(),
			"consumer_secret":                    consumerSecretAttribute(),
			"consumer_secret_version":            consumerSecretVersionAttribute(),
			"certificate":                        certificateAttribute("Certificate, in PEM, that the app signs JWT bearer assertions with."),
			"single_logout_url":                  optionalText("Where Salesforce sends users who log out of it. Changed in place.", isURL()),
			"pkce_required":                      toggle("Require proof key for code exchange (PKCE) in the authorization code flow. Default `false`. Changed in place.", false),
			"introspect_all_tokens":              toggle("Let the app introspect tokens of all apps of the organization, not only its own. Default `false`. Changed in place.", false),
			"refresh_token_rotation_enabled":     toggle("Give a new refresh token with each use of the old one, which becomes invalid. Default `false`. Changed in place.", false),
			"secret_required_for_refresh_token":  toggle("Require the consumer secret in the refresh token flow. Default `true`. Changed in place.", true),
			"secret_required_for_token_exchange": toggle("Require the consumer secret in the token exchange flow. Default `false`. Changed in place.", false),
			"token_exchange_enabled":             toggle("Enable the token exchange flow. Default `false`. Changed in place.", false),
			"consumer_secret_optional":           toggle("Do without the consumer secret in the web server flow. Default `false`. Changed in place.", false),
			"named_user_jwt_enabled":             toggle("Issue JWT-based access tokens. Default `false`. Changed in place.", false),
			"code_credential_enabled":            toggle("Enable the authorization code and credentials flow. Default `false`. Changed in place.", false),
			"code_credential_post_only":          toggle("Take the user's credentials of that flow in the body of a POST only. Default `false`. Changed in place.", false),
			"client_credentials_user": optionalIdentity("Username that the client credentials flow runs as, best an integration user with only the " +
				"rights that the app needs. Enables the flow; null turns it off. Looked up at plan. Changed in place."),
			"id_token":    idTokenAttribute(),
			"asset_token": assetTokenAttribute(),
		},
	}
}

func callbackURLsAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Where Salesforce may send users with an authorization code: `https` URLs, `http://localhost`, or URLs of an app's " +
			"own scheme such as `myapp://done`. Order has no meaning. Changed in place.",
		Required:    true,
		ElementType: types.StringType,
		Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(callbackURL{})},
	}
}

func scopesAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "What tokens of the app may be used for, in Salesforce's metadata spelling: `Api`, `Web`, `Full`, `RefreshToken`, " +
			"`OpenID`, and so on. `Basic` means the same as `Address`, `Email`, `Phone` and `Profile` together, and `OfflineAccess` the same as " +
			"`RefreshToken`; whichever Salesforce answers with is no change. Order has no meaning. Changed in place.",
		Optional:    true,
		ElementType: types.StringType,
		Validators: []validator.Set{
			setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(connectedAppScopes...)),
		},
		PlanModifiers: []planmodifier.Set{keepEquivalentScopes{}},
	}
}

func consumerKeyAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Consumer key, the client id: 8 to 256 letters and digits, unique among all Salesforce organizations. Default: " +
			"Salesforce makes one up. Changing it replaces the app.",
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{isConsumerCredential()},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseNonNullStateForUnknown()},
	}
}

func consumerSecretAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Consumer secret to create the app with: 8 to 256 letters and digits, unlike that of any other app. Write-only: it " +
			"is never kept in plan or state, and Salesforce never tells it. Default: Salesforce makes one up, which Setup shows under *Manage " +
			"Consumer Details*.",
		Optional:   true,
		Sensitive:  true,
		WriteOnly:  true,
		Validators: []validator.String{isConsumerCredential(), stringvalidator.AlsoRequires(besideSecret("consumer_secret_version"))},
	}
}

func consumerSecretVersionAttribute() schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: "Version of `consumer_secret`, any number of your own. Salesforce takes a secret only at creation, so changing the " +
			"version replaces the app. Beginning to set it for an app that exists, such as after import, changes nothing on the platform.",
		Optional:      true,
		Validators:    []validator.Int64{int64validator.AlsoRequires(besideSecret("consumer_secret"))},
		PlanModifiers: []planmodifier.Int64{replaceWhenVersionChanges()},
	}
}

func besideSecret(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }

func certificateAttribute(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " Changed in place.",
		Optional:            true,
		Validators:          []validator.String{pemCertificate{}},
		PlanModifiers:       []planmodifier.String{keepEquivalentText(sameCertificate)},
	}
}

func idTokenAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What ID tokens of OpenID Connect hold. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"audience":                   optionalText("Audiences, beside the app itself. Changed in place."),
			"include_attributes":         toggle("Include the app's custom `attributes`. Default `false`. Changed in place.", false),
			"include_custom_permissions": toggle("Include the user's custom permissions. Default `false`. Changed in place.", false),
			"include_standard_claims":    toggle("Include the standard claims about the user. Default `false`. Changed in place.", false),
			"validity_minutes": schema.Int64Attribute{
				MarkdownDescription: "How long a token is valid, in minutes, from 1 to 720. Default: as Salesforce has it, 2. Changed in place.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 720)},
			},
		},
	}
}

func assetTokenAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Asset tokens, for connected devices. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"audiences":                  requiredText("Audiences of the tokens. Changed in place."),
			"signing_certificate_id":     requiredText("Id of the certificate that signs the tokens. Changed in place."),
			"validity_period":            schema.Int64Attribute{MarkdownDescription: "Validity of the tokens, in Salesforce's own unit. Changed in place.", Required: true, Validators: []validator.Int64{int64validator.AtLeast(1)}},
			"include_attributes":         toggle("Include the app's custom `attributes`. Default `false`. Changed in place.", false),
			"include_custom_permissions": toggle("Include the user's custom permissions. Default `false`. Changed in place.", false),
		},
	}
}
