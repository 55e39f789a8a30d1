package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Schema implements [resource.Resource].
func (*clientApplicationResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A client application of Exchange: who calls APIs with a client id and a secret. What it may call is up to its " +
			"contracts: see `apiaccess_anypoint_api_contract`. Deleting it deletes its contracts.\n\n" +
			"The secret is never read into the state or the plan; its owners find it in Exchange, and `secret_rotation_trigger` replaces it.\n\n" +
			"An app that acts for itself needs the scopes `create:client_applications` and `read:client_applications`, and may change only the " +
			"applications that it made. To manage another one it needs the scope `manage:client_application` of that application; a user needs to " +
			"own it or be an organization administrator.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Root organization, where all applications live, as a UUID. Default: the root above the organization that the " +
					"provider signs in to. Changing it replaces the application.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{framework.UUID()},
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown(),
				},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, unique in the organization. Contracts refer to it. Changed in place.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "What the application is. Default: none. Changed in place.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "Address of the application. Default: none. Changed in place.",
				Optional:            true,
				Validators:          []validator.String{absoluteURI{schemes: []string{"https", "http"}}},
			},
			"redirect_uris": schema.SetAttribute{
				MarkdownDescription: "Where the client provider may send users back to, for the grant types that need it. Default: none. Changed in " +
					"place.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(absoluteURI{})},
			},
			"grant_types": schema.SetAttribute{
				MarkdownDescription: "OAuth grant types that the application may use, as the client provider names them: `client_credentials`, " +
					"`authorization_code`, `refresh_token`, `password`, `implicit`. Default: as the client provider gives; a list that was set " +
					"before stays. Changed in place.",
				Optional:      true,
				Computed:      true,
				ElementType:   types.StringType,
				Validators:    []validator.Set{setvalidator.ValueStringsAre(stringvalidator.LengthAtLeast(1))},
				PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
			},
			"api_endpoints": schema.BoolAttribute{
				MarkdownDescription: "Let Exchange register the redirect URIs of APIs' consoles for the application. Default: Exchange's. It cannot be " +
					"read back; changing it replaces the application.",
				Optional:      true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.RequiresReplaceIf(replacesKnownFlag, whenKnown, whenKnown)},
			},
			"api_instance_id": schema.StringAttribute{
				MarkdownDescription: "API instance whose client provider makes the client id and secret, by its number. Default: the organization's own. " +
					"It cannot be read back; changing it replaces the application.",
				Optional:      true,
				Validators:    []validator.String{framework.Number()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(replacesKnownText, whenKnown, whenKnown)},
			},
			"secret_rotation_trigger": schema.StringAttribute{
				MarkdownDescription: "Any text, such as a date. Changing it from one text to another gives the application a new secret, and whoever " +
					"calls with the old one is refused. The first text, on creation or later, changes nothing.",
				Optional: true,
			},
			"id":        computed("Number of the application."),
			"client_id": computed("Client id that the application calls with. It is no secret."),
		},
	}
}

const whenKnown = "Changing it replaces the application, unless the object was imported without it."

// replacesKnownText and replacesKnownFlag spare an object that was imported: what
// cannot be read back is not known of it.
func replacesKnownText(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull()
}

func replacesKnownFlag(_ context.Context, req planmodifier.BoolRequest, resp *boolplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull()
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*clientApplicationResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Root organization; default that of the provider."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the application."},
	}}
}
