package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

type connectedAppSecret struct{ ephemeralResource }

type connectedAppSecretModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	App            types.String `tfsdk:"app"`
	ClientID       types.String `tfsdk:"client_id"`
	ClientSecret   types.String `tfsdk:"client_secret"`
}

// NewConnectedAppSecretEphemeralResource makes apiaccess_anypoint_connected_app_secret.
func NewConnectedAppSecretEphemeralResource() ephemeral.EphemeralResource {
	return &connectedAppSecret{ephemeralResource{Name: "anypoint_connected_app_secret"}}
}

// Schema implements [ephemeral.EphemeralResource].
func (*connectedAppSecret) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Client id and secret of a connected app, for handing them to where they are needed, such as a vault. They are in neither " +
			"plan nor state. The platform is asked anew in every plan and apply, so that the secret is the one after a rotation.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "Organization (business group) of the app, as a UUID. Default: the provider's `anypoint.organization_id`.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
			},
			"app": schema.StringAttribute{
				MarkdownDescription: "Connected app, by name or client id.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"client_id":     schema.StringAttribute{MarkdownDescription: "Client id of the app.", Computed: true},
			"client_secret": schema.StringAttribute{MarkdownDescription: "Secret of the app.", Computed: true, Sensitive: true},
		},
	}
}

// Open implements [ephemeral.EphemeralResource].
func (e *connectedAppSecret) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model connectedAppSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	fallBack(&model.OrganizationID, "organization_id", e.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := e.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	lookup := appLookup{client: client, planned: &e.Clients.Planned, organizationID: model.OrganizationID, diags: &resp.Diagnostics}
	if model.ClientID = lookup.lookUp(ctx, model.App.ValueString()); resp.Diagnostics.HasError() {
		return
	}
	key := anypointapi.AppKey{OrganizationID: model.OrganizationID.ValueString(), ClientID: model.ClientID.ValueString()}
	secret, err := client.ConnectedApps.Secret(ctx, key)
	if err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "read the secret of", "connected app "+model.App.ValueString(), err)
		return
	}
	model.ClientSecret = types.StringValue(secret)
	resp.Diagnostics.Append(resp.Result.Set(ctx, model)...)
}
