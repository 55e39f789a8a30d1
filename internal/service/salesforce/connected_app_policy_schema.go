package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The policy that Salesforce puts an app under by itself.
const (
	defaultIPRelaxation       = "ENFORCE"
	defaultRefreshTokenPolicy = "infinite"
)

var oauthPolicyTypes = map[string]attr.Type{
	"ip_relaxation":               types.StringType,
	"refresh_token_policy":        types.StringType,
	"single_logout_url":           types.StringType,
	"token_exchange_flow_enabled": types.BoolType,
}

func oauthPolicyAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the organization demands of the app's tokens. Default: Salesforce's own, as given below. Changed in place.",
		Optional:            true,
		Computed:            true,
		Default: objectdefault.StaticValue(types.ObjectValueMust(oauthPolicyTypes, map[string]attr.Value{
			"ip_relaxation":               types.StringValue(defaultIPRelaxation),
			"refresh_token_policy":        types.StringValue(defaultRefreshTokenPolicy),
			"single_logout_url":           types.StringNull(),
			"token_exchange_flow_enabled": types.BoolValue(false),
		})),
		Attributes: map[string]schema.Attribute{
			"ip_relaxation": schema.StringAttribute{
				MarkdownDescription: "Whether IP restrictions of the organization and of profiles hold for the app: `ENFORCE` (default), " +
					"`ENFORCE_RELAXREFRESH` (not for refresh tokens), `BYPASS_2FACTOR` (with a second factor they do not), `BYPASS` (they do not). " +
					"Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(defaultIPRelaxation),
				Validators: []validator.String{stringvalidator.OneOf("ENFORCE", "BYPASS_2FACTOR", "BYPASS", "ENFORCE_RELAXREFRESH")},
			},
			"refresh_token_policy": schema.StringAttribute{
				MarkdownDescription: "How long refresh tokens are valid: `infinite` (default; until revoked), `zero` (expired at once), " +
					"`specific_lifetime:N:UNIT` from their issue on, or `specific_inactivity:N:UNIT` without use, where UNIT is `HOURS`, `DAYS` or " +
					"`MONTHS`; such as `specific_lifetime:90:DAYS`. Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(defaultRefreshTokenPolicy),
				Validators: []validator.String{refreshTokenPolicyForm{}},
			},
			"single_logout_url":           optionalText("Where Salesforce sends users who log out of it, by an `https` URL. Changed in place.", isSecureURL()),
			"token_exchange_flow_enabled": toggle("Let the app use the token exchange flow. Default `false`. Changed in place.", false),
		},
	}
}

func sessionPolicyAttribute() schema.SingleNestedAttribute {
	action := optionalChoice("What happens in a session below `level`: `Block` the app, or `RaiseSessionLevel` by asking for a second "+
		"factor. Changed in place.", "Block", "RaiseSessionLevel")
	sibling := path.MatchRelative().AtParent()
	action.Validators = append(action.Validators, stringvalidator.AtLeastOneOf(sibling.AtName("level"), sibling.AtName("timeout_minutes")))
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the organization demands of the app's sessions: at least one of the following. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"action": action,
			"level":  optionalChoice("Level that a session needs: `HIGH_ASSURANCE`. Changed in place.", "HIGH_ASSURANCE"),
			"timeout_minutes": schema.Int64Attribute{
				MarkdownDescription: "How long a session without activity lives, in minutes. Default: as the user's profile or the organization has it. " +
					"Changed in place.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
		},
	}
}

func samlAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "SAML settings, for an app that signs its users in through Salesforce. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"acs_url":                requiredText("Assertion consumer service of the app. Changed in place.", isURL()),
			"entity_url":             requiredText("Entity id of the app. Changed in place."),
			"issuer":                 optionalText("Issuer of the assertions. Changed in place."),
			"certificate":            certificateAttribute("Certificate, in PEM, that the app signs its requests with."),
			"encryption_certificate": certificateAttribute("Certificate, in PEM, that assertions are encrypted for."),
			"encryption_type":        optionalChoice("How assertions are encrypted: `AES_128`, `AES_256` or `Triple_Des`. Changed in place.", "AES_128", "AES_256", "Triple_Des"),
			"name_id_format":         optionalChoice("Format of the subject: `Unspecified`, `EmailAddress`, `Persistent` or `Transient`. Changed in place.", "Unspecified", "EmailAddress", "Persistent", "Transient"),
			"signing_algorithm":      optionalChoice("How assertions are signed: `SHA1` or `SHA256`. Changed in place.", "SHA1", "SHA256"),
			"subject_type": schema.StringAttribute{
				MarkdownDescription: "What the subject is: `Username`, `FederationId`, `UserId`, `SpokeId`, `CustomAttribute` or `PersistentId`. " +
					"Changed in place.",
				Required:   true,
				Validators: []validator.String{stringvalidator.OneOf("Username", "FederationId", "UserId", "SpokeId", "CustomAttribute", "PersistentId")},
			},
			"subject_custom_attribute": optionalText("Attribute that is the subject, where `subject_type` is `CustomAttribute`. Changed in place."),
			"slo_binding":              optionalChoice("Binding of single logout: `RedirectBinding` or `PostBinding`. Changed in place.", "RedirectBinding", "PostBinding"),
			"slo_url":                  optionalText("Where users are sent who log out. Changed in place.", isURL()),
		},
	}
}
