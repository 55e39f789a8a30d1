package anypoint

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type connectedAppsDataSource struct{ dataSource }

type connectedAppsModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Search         types.String `tfsdk:"search"`
	GrantType      types.String `tfsdk:"grant_type"`
	Enabled        types.Bool   `tfsdk:"enabled"`
	Apps           []shownApp   `tfsdk:"apps"`
}

// NewConnectedAppsDataSource makes apiaccess_anypoint_connected_apps.
func NewConnectedAppsDataSource() datasource.DataSource {
	return &connectedAppsDataSource{dataSource{Name: "anypoint_connected_apps"}}
}

// Schema implements [datasource.DataSource].
func (*connectedAppsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the connected apps of an organization, by name. It asks twenty apps a call, once however many ask, and tells no " +
			"secrets. What an app may do for itself is told by `apiaccess_anypoint_connected_app`, which takes a call for each.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) of the apps", "organization_id"),
			"search": schema.StringAttribute{
				MarkdownDescription: "Only apps with this in their name, in any case.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"grant_type": schema.StringAttribute{
				MarkdownDescription: "Only apps with this grant type, such as `client_credentials`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(anypointapi.GrantTypes()...)},
			},
			"enabled": schema.BoolAttribute{MarkdownDescription: "Only apps that are enabled, or only those that are not.", Optional: true},
			"apps": schema.ListNestedAttribute{
				MarkdownDescription: "The apps, by name.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: shownAppAttributes()},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *connectedAppsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model connectedAppsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	apps, err := client.ConnectedApps.List(ctx, model.OrganizationID.ValueString())
	if err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "list", "organization "+model.OrganizationID.ValueString(), err)
		return
	}
	model.Apps = []shownApp{}
	for _, app := range apps {
		if model.selects(app) {
			model.Apps = append(model.Apps, showApp(app))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m *connectedAppsModel) selects(app anypointapi.ConnectedApp) bool {
	return strings.Contains(strings.ToLower(app.Name), strings.ToLower(m.Search.ValueString())) &&
		(m.GrantType.IsNull() || slices.Contains(app.GrantTypes, m.GrantType.ValueString())) &&
		(m.Enabled.IsNull() || app.Enabled == m.Enabled.ValueBool())
}
