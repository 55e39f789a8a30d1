package salesforce

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	apiName      = regexp.MustCompile(`^[A-Za-z](_?[A-Za-z0-9])*$`)
	emailAddress = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s.]+$`)
	secureURL    = regexp.MustCompile(`^https://[^/\s]`)
	anyURL       = regexp.MustCompile(`^https?://[^/\s]`)
)

func isURL() validator.String {
	return stringvalidator.RegexMatches(anyURL, "must be a URL that begins with https:// or http://")
}

func isSecureURL() validator.String {
	return stringvalidator.RegexMatches(secureURL, "must be a URL that begins with https://")
}

// Schema implements [resource.Resource].
func (*connectedAppResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A connected app: a client of the organization's APIs, with its OAuth and SAML settings and the policies " +
			"that its tokens and sessions are under.\n\n" +
			"Whether the app is approved for API access is not decided here but by `apiaccess_salesforce_app_allowlist_entry`, and who may " +
			"use it by `apiaccess_salesforce_api_grant`. Changes keep both, as well as canvas and mobile settings.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "API name: letters, digits and single underscores, beginning with a letter; at most 80 characters. " +
					"Changing it replaces the app.",
				Required: true,
				Validators: []validator.String{
					stringvalidator.LengthAtMost(80),
					stringvalidator.RegexMatches(apiName, "must hold letters, digits and single underscores only, begin with a letter, "+
						"and not end with an underscore"),
				},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"timeouts":         metadataTimeouts(ctx),
			"label":            requiredText("Name that people see. At most 80 characters. Changed in place.", stringvalidator.LengthAtMost(80)),
			"contact_email":    requiredText("Email address of those who answer for the app. Changed in place.", stringvalidator.RegexMatches(emailAddress, "must be an email address")),
			"contact_phone":    optionalText("Phone number of those who answer for the app. Changed in place."),
			"description":      optionalText("What the app is for. Changed in place."),
			"info_url":         optionalText("Page with more about the app. Changed in place.", isURL()),
			"logo_url":         optionalText("Logo, by an `https` URL. Changed in place.", isSecureURL()),
			"icon_url":         optionalText("Icon, by a URL. Salesforce reserves it for its own use. Changed in place.", isURL()),
			"start_url":        optionalText("Page that opens when somebody starts the app. Changed in place.", isURL()),
			"mobile_start_url": optionalText("Page that opens when somebody starts the app on a mobile device. Changed in place.", isURL()),
			"oauth":            oauthAttribute(),
			"oauth_policy":     oauthPolicyAttribute(),
			"session_policy":   sessionPolicyAttribute(),
			"ip_ranges":        ipRangesAttribute(),
			"attributes":       customAttributesAttribute(),
			"saml":             samlAttribute(),
			"plugin":           optionalText("Apex class that extends `Auth.ConnectedAppPlugin`. Changed in place."),
			"plugin_execution_user": optionalIdentity("Username that the plugin runs as. Salesforce drops one that the organization does not " +
				"have; that is an error here. Changed in place."),
			"allow_self_lockout": selfLockoutAttribute("a change of the app, or its deletion,"),
			"approved": schema.BoolAttribute{
				MarkdownDescription: "Whether only those may use the app whom it is granted to (\"Admin approved users are pre-authorized\"). " +
					"Set by `apiaccess_salesforce_app_allowlist_entry`.",
				Computed:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"organization_id": organizationAttribute(),
			"id":              computedText("Id of the app (`0H4…`)."),
		},
	}
}

// optionalIdentity is a username, which has no case.
func optionalIdentity(description string) schema.StringAttribute {
	attribute := optionalText(description)
	attribute.PlanModifiers = []planmodifier.String{keepEquivalentText(sameUsername)}
	return attribute
}

func ipRangesAttribute() schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: "Addresses from which the app may be used without being held back by IP restrictions of the organization and the " +
			"user's profile. They do not keep anybody out. Order has no meaning. Changed in place.",
		Optional:   true,
		Validators: []validator.Set{setvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{
			Validators: []validator.Object{addressRange{}},
			Attributes: map[string]schema.Attribute{
				"start":       requiredText("First address of the range.", address{}),
				"end":         requiredText("Last address of the range, of the same family as the first and not before it.", address{}),
				"description": optionalText("What the range is."),
			},
		},
	}
}

func customAttributesAttribute() schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Custom attributes that the app is told of a user, in SAML assertions and in the answer of the identity URL: " +
			"formulas by their key, such as `{ department = \"$User.Department\" }`. Changed in place.",
		Optional:    true,
		ElementType: types.StringType,
		Validators: []validator.Map{
			mapvalidator.SizeAtLeast(1),
			mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1), trimmed{}),
			mapvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1), trimmed{}),
		},
	}
}
