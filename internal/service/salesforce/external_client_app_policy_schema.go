package salesforce

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	// defaultExternalRefreshTokenPolicy is the one that Salesforce puts an
	// external client app under by itself.
	defaultExternalRefreshTokenPolicy = "specific_lifetime:365:DAYS"
	noStartPage                       = "None"
)

// externalOAuthPolicyDefaults are the policies that Salesforce puts an external
// client app under by itself.
var externalOAuthPolicyDefaults = map[string]attr.Value{
	"ip_relaxation":        types.StringValue(defaultIPRelaxation),
	"refresh_token_policy": types.StringValue(defaultExternalRefreshTokenPolicy),
	"single_logout_url":    types.StringNull(), "start_url": types.StringNull(), "token_exchange_flow_enabled": types.BoolValue(false),
	"plugin": types.StringNull(), "plugin_execution_user": types.StringNull(),
}

func onlyWithOAuth() []validator.Object {
	return []validator.Object{objectvalidator.AlsoRequires(path.MatchRoot("oauth"))}
}

func externalOAuthPolicyAttribute() schema.SingleNestedAttribute {
	ipRelaxation, _ := oauthPolicyAttribute().Attributes["ip_relaxation"].(schema.StringAttribute)
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the organization demands of the app's tokens, for apps with `oauth`. Default: Salesforce's own, as given " +
			"below. Changed in place.",
		Optional:   true,
		Computed:   true,
		Validators: []validator.Object{defaultsWithoutOAuth{externalOAuthPolicyDefaults}},
		Default: objectdefault.StaticValue(types.ObjectValueMust(map[string]attr.Type{
			"ip_relaxation": types.StringType, "refresh_token_policy": types.StringType, "single_logout_url": types.StringType,
			"start_url": types.StringType, "token_exchange_flow_enabled": types.BoolType, "plugin": types.StringType,
			"plugin_execution_user": types.StringType,
		}, externalOAuthPolicyDefaults)),
		Attributes: map[string]schema.Attribute{
			"ip_relaxation": ipRelaxation,
			"refresh_token_policy": schema.StringAttribute{
				MarkdownDescription: "How long refresh tokens are valid: `infinite` (until revoked), `zero` (expired at once), " +
					"`specific_lifetime:N:UNIT` from their issue on, or `specific_inactivity:N:UNIT` without use, where UNIT is `HOURS`, `DAYS` or " +
					"`MONTHS`. Default `specific_lifetime:365:DAYS`. Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(defaultExternalRefreshTokenPolicy),
				Validators: []validator.String{refreshTokenPolicyForm{}},
			},
			"single_logout_url":           optionalText("Where Salesforce sends users who log out of it, by an `https` URL. Changed in place.", isSecureURL()),
			"start_url":                   optionalText("Page that opens when somebody starts the app. Changed in place.", isURL()),
			"token_exchange_flow_enabled": toggle("Let the app use the token exchange flow. Default `false`. Changed in place.", false),
			"plugin":                      optionalText("Apex class that handles the app's sign-ins. Changed in place."),
			"plugin_execution_user":       optionalIdentity("Username that the Apex class runs as. Changed in place."),
		},
	}
}

func externalSessionPolicyAttribute() schema.SingleNestedAttribute {
	attribute := sessionPolicyAttribute()
	attribute.MarkdownDescription = "What the organization demands of the app's sessions, for apps with `oauth`: at least one of the " +
		"following. Changed in place."
	attribute.Validators = onlyWithOAuth()
	attribute.Attributes["level"] = optionalChoice("Level that a session needs: `LOW`, `STANDARD` (what Salesforce has by itself) or "+
		"`HIGH_ASSURANCE`. Changed in place.", "LOW", defaultSessionLevel, "HIGH_ASSURANCE")
	attribute.Attributes["timeout_minutes"] = schema.Int64Attribute{
		MarkdownDescription: "How long a session without activity lives, in minutes. Of opaque tokens alone, not of JWT-based ones. " +
			"Default: as the user's profile or the organization has it. Changed in place.",
		Optional:   true,
		Validators: []validator.Int64{int64validator.AtLeast(1)},
	}
	return attribute
}

func externalAppPolicyAttribute() schema.SingleNestedAttribute {
	off := types.BoolValue(false)
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the organization lets the app do at all. Default: Salesforce's own, as given below. Changed in place.",
		Optional:            true,
		Computed:            true,
		Default: objectdefault.StaticValue(types.ObjectValueMust(map[string]attr.Type{
			"enabled": types.BoolType, "oauth_plugin_enabled": types.BoolType, "saml_plugin_enabled": types.BoolType,
			"canvas_plugin_enabled": types.BoolType, "mobile_plugin_enabled": types.BoolType, "notification_plugin_enabled": types.BoolType,
			"push_plugin_enabled": types.BoolType, "start_page": types.StringType, "start_url": types.StringType,
		}, map[string]attr.Value{
			"enabled": types.BoolValue(true), "oauth_plugin_enabled": types.BoolValue(true), "saml_plugin_enabled": off,
			"canvas_plugin_enabled": off, "mobile_plugin_enabled": off, "notification_plugin_enabled": off, "push_plugin_enabled": off,
			"start_page": types.StringValue(noStartPage), "start_url": types.StringNull(),
		})),
		Attributes: map[string]schema.Attribute{
			"enabled":                     toggle("Whether the app may be used. `false` ends its sessions. Default `true`. Changed in place.", true),
			"oauth_plugin_enabled":        toggle("Whether the app may use OAuth. `false` ends its sessions. Default `true`. Changed in place.", true),
			"saml_plugin_enabled":         toggle("Whether the app may sign users in by SAML. Default `false`. Changed in place.", false),
			"canvas_plugin_enabled":       toggle("Whether the app may use canvas. Default `false`. Changed in place.", false),
			"mobile_plugin_enabled":       toggle("Whether the app's mobile settings hold. Default `false`. Changed in place.", false),
			"notification_plugin_enabled": toggle("Whether the app may use notifications. Default `false`. Changed in place.", false),
			"push_plugin_enabled":         toggle("Whether the app may use push notifications. Default `false`. Changed in place.", false),
			"start_page": schema.StringAttribute{
				MarkdownDescription: "What opens when somebody starts the app: `None` (default), `Custom` (`start_url`), `OAuth` or `SAML`. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(noStartPage),
				Validators:          []validator.String{stringvalidator.OneOf(noStartPage, "Custom", "OAuth", "SAML")},
			},
			"start_url": optionalText("Page that opens where `start_page` is `Custom`. Changed in place.", isURL()),
		},
	}
}
