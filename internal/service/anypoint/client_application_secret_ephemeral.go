package anypoint

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

type clientApplicationSecret struct{ ephemeralResource }

type clientApplicationSecretModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Application    types.String `tfsdk:"application"`
	ApplicationID  types.String `tfsdk:"application_id"`
	ClientID       types.String `tfsdk:"client_id"`
	ClientSecret   types.String `tfsdk:"client_secret"`
}

var clientApplicationSecretNoun = framework.Noun{
	Name: "secret of an Anypoint client application",
	Needs: "It takes the scope read:client_applications, and of an application that the app did not make manage:client_application. A user " +
		"needs to own the application or be an organization administrator.",
}

// NewClientApplicationSecretEphemeralResource makes apiaccess_anypoint_client_application_secret.
func NewClientApplicationSecretEphemeralResource() ephemeral.EphemeralResource {
	return &clientApplicationSecret{ephemeralResource{Name: "anypoint_client_application_secret"}}
}

// Schema implements [ephemeral.EphemeralResource].
func (*clientApplicationSecret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Client id and secret of a client application, for handing them to where they are needed, such as a vault. They are in " +
			"neither plan nor state. The platform is asked anew in every plan and apply, so that the secret is the one after a rotation.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Root organization, where all applications live, as a UUID. Default: the root above the organization that the " +
					"provider signs in to.",
				Optional:   true,
				Computed:   true,
				Validators: []validator.String{framework.UUID()},
			},
			"application": schema.StringAttribute{
				MarkdownDescription: "Client application, by name or number. For one that the same configuration makes, refer to its `id`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"application_id": schema.StringAttribute{MarkdownDescription: "Number of the application.", Computed: true},
			"client_id":      schema.StringAttribute{MarkdownDescription: "Client id that the application calls with.", Computed: true},
			"client_secret":  schema.StringAttribute{MarkdownDescription: "Secret of the application.", Computed: true, Sensitive: true},
		},
	}
}

// Open implements [ephemeral.EphemeralResource].
func (e *clientApplicationSecret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model clientApplicationSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := e.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.OrganizationID.IsNull() {
		model.OrganizationID = types.StringValue(rootOf(ctx, client, e.Clients.AnypointOrganizationID))
	}
	rootID, reference := model.OrganizationID.ValueString(), model.Application.ValueString()
	found, err := client.ClientApplications.Find(ctx, rootID, reference)
	if err == nil {
		found, err = client.ClientApplications.Get(ctx, rootID, found.ID) // listings may leave the client id out
	}
	if err != nil {
		referenceFailed(&resp.Diagnostics, "application", reference, err)
		return
	}
	secret, err := client.ClientApplications.Secret(ctx, rootID, found.ID)
	if err != nil {
		clientApplicationSecretNoun.Failed(&resp.Diagnostics, "read", "client application "+reference, err)
		return
	}
	model.ApplicationID = types.StringValue(strconv.FormatInt(found.ID, 10))
	model.ClientID, model.ClientSecret = types.StringValue(found.ClientID), types.StringValue(secret)
	resp.Diagnostics.Append(resp.Result.Set(ctx, model)...)
}
