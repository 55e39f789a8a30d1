package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// Schema implements [resource.Resource].
func (*connectedAppResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A connected app: a client that calls Anypoint Platform, for itself (`client_credentials`) or for users (the other " +
			"grant types). Its secret is in neither plan nor state: read it with the ephemeral resource " +
			"`apiaccess_anypoint_connected_app_secret`, or choose it with `client_secret`.",
		Attributes: connectedAppAttributes(),
	}
}

func connectedAppAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"organization_id": organizationAttribute(),
		"name": schema.StringAttribute{
			MarkdownDescription: "Name, 1 to 255 characters. Several apps may bear the same one. Changed in place.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
		},
		"grant_types": schema.SetAttribute{
			MarkdownDescription: "How the app gets tokens. `client_credentials` makes an app that acts for itself; `authorization_code`, `implicit`, " +
				"`password`, `refresh_token` and `urn:ietf:params:oauth:grant-type:jwt-bearer` are for apps that act for users. Changed in place.",
			Required:    true,
			ElementType: types.StringType,
			Validators: []validator.Set{
				setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(anypointapi.GrantTypes()...)),
			},
		},
		"redirect_uris": textSetAttribute("Addresses that tokens and codes may be sent to. `authorization_code` and `implicit` need one at least. " +
			"Default: none. Changed in place."),
		"delegated_scopes": textSetAttribute("What the app may do for users, such as `openid`, `profile`, `read:full`: no more than the user may. Only for an " +
			"app with a grant type other than `client_credentials`. Default: none. Changed in place."),
		"scopes": scopesAttribute("What the app may do for itself, and where: the complete list. Only for an app with `client_credentials`. The " +
			"scope `profile`, which every such app has, is left alone. Left out, the scopes are not managed here: use " +
			"`apiaccess_anypoint_connected_app_scope` or `apiaccess_anypoint_connected_app_scopes`, which are not mixed with this. Changed in place."),
		"public_keys": schema.SetAttribute{
			MarkdownDescription: "Public keys that check assertions of the grant type `urn:ietf:params:oauth:grant-type:jwt-bearer`, as PEM documents of " +
				"at most 4096 characters. Default: none. Changed in place.",
			Optional:    true,
			Computed:    true,
			ElementType: types.StringType,
			Default:     setdefault.StaticValue(noTexts()),
			Validators:  []validator.Set{setvalidator.ValueStringsAre(isPublicKey{})},
		},
		"audience": schema.StringAttribute{
			MarkdownDescription: "Whose users the app is for: `internal`, those of the organization, or `everyone`. Default `internal`. Changed in place.",
			Optional:            true,
			Computed:            true,
			Default:             stringdefault.StaticString("internal"),
			Validators:          []validator.String{stringvalidator.OneOf("internal", "everyone")},
		},
		"enabled":              appSwitch("Whether the app gets tokens. Default `true`. Changed in place.", true),
		"client_uri":           appAddress("Home page of the app."),
		"policy_uri":           appAddress("Privacy policy of the app."),
		"terms_of_service_uri": appAddress("Terms of service of the app."),
		"generate_iss_claim_without_token": schema.BoolAttribute{
			MarkdownDescription: "Whether the issuer in ID tokens is the plain address of the platform, without the path of the token endpoint. Left " +
				"out, it is shown and left alone. Changed in place.",
			Optional:      true,
			Computed:      true,
			PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
		},
		"allow_self_lockout":    selfLockoutAttribute("deleting the app, disabling it, or taking its grant types or scopes"),
		"client_id":             computed("Client id, which never changes."),
		"owner_organization_id": computed("Organization that the app belongs to, as a UUID."),
	}
	addOwnerAttributes(attributes)
	addSecretAttributes(attributes)
	return attributes
}

func addOwnerAttributes(attributes map[string]schema.Attribute) {
	attributes["owner"] = schema.StringAttribute{
		MarkdownDescription: "User who owns the app, by username, e-mail address or UUID; only an organization administrator can. Default: whom the " +
			"provider signs in as, left alone from then on. Changed in place.",
		Optional:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("ownerless"))},
	}
	attributes["owner_id"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the owner; null where the platform does not tell. Listings do not tell it, so a refresh does not see a new owner.",
		Computed:            true,
	}
	attributes["ownerless"] = schema.BoolAttribute{
		MarkdownDescription: "Whether the app has no owner, so that it does not depend on anybody's account. Default `false`. Decided at creation: " +
			"changing it replaces the app.",
		Optional: true,
		PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(
			func(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
				resp.RequiresReplace = req.StateValue.ValueBool() != req.PlanValue.ValueBool()
			}, "Replaces the app when its value changes.", "Replaces the app when its value changes.")},
	}
}

func addSecretAttributes(attributes map[string]schema.Attribute) {
	attributes["client_secret"] = schema.StringAttribute{
		MarkdownDescription: "Secret of your own choice, 1 to 255 characters. Write-only: it is in neither plan nor state. Default: the platform makes " +
			"one up.",
		Optional:  true,
		Sensitive: true,
		WriteOnly: true,
		Validators: []validator.String{
			stringvalidator.LengthBetween(1, 255), stringvalidator.AlsoRequires(path.MatchRoot("client_secret_version")),
		},
	}
	attributes["client_secret_version"] = schema.Int64Attribute{
		MarkdownDescription: "Version of `client_secret`, any number of your own: changing it writes the secret. The former secret ends at once. " +
			"Changed in place.",
		Optional:   true,
		Validators: []validator.Int64{int64validator.AlsoRequires(path.MatchRoot("client_secret"))},
	}
	attributes["rotation_trigger"] = schema.StringAttribute{
		MarkdownDescription: "Any text, such as a date: when it changes from one text to another, the platform makes up a new secret, and the former one " +
			"ends at once. Beginning to set it changes nothing. Not beside `client_secret`. Changed in place.",
		Optional:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1), stringvalidator.ConflictsWith(path.MatchRoot("client_secret"))},
	}
}

// scopesAttribute is a set of scopes with their contexts.
func scopesAttribute(description string) schema.SetNestedAttribute {
	return schema.SetNestedAttribute{
		MarkdownDescription: description,
		Optional:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: scopeAttributes()},
	}
}

func scopeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"scope": schema.StringAttribute{
			MarkdownDescription: "Scope, such as `read:api_policies`.",
			Required:            true,
			Validators:          []validator.String{isScopeName()},
		},
		"organization": schema.StringAttribute{
			MarkdownDescription: "Organization (business group) where it holds, by name or UUID. Left out for a scope that holds everywhere.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"environment": schema.StringAttribute{
			MarkdownDescription: "Environment of that organization where it holds, by name or UUID. Left out for a scope that holds in all of it.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
	}
}

func noTexts() types.Set { return types.SetValueMust(types.StringType, nil) }

func textSetAttribute(description string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Computed:            true,
		ElementType:         types.StringType,
		Default:             setdefault.StaticValue(noTexts()),
		Validators:          []validator.Set{setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
	}
}

func appSwitch(description string, otherwise bool) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: description, Optional: true, Computed: true, Default: booldefault.StaticBool(otherwise),
	}
}

func appAddress(what string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: what + " Left out, it is shown and left alone: the platform takes no empty one. Changed in place.",
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*connectedAppResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Organization of the app; default the provider's.",
		},
		"client_id": identityschema.StringAttribute{RequiredForImport: true, Description: "Client id of the app."},
	}}
}
