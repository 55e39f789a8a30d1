package salesforce

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var appsNoun = framework.Noun{
	Name: "Salesforce apps",
	Needs: "Listing apps takes the permissions Customize Application, or View Setup and Configuration, and Modify Metadata Through Metadata " +
		"API Functions; external client apps take View Setup and Configuration, or View all External Client Apps.",
}

type appsDataSource struct{ dataSource }

type appsModel struct {
	Kind          types.String     `tfsdk:"kind"`
	Approved      types.Bool       `tfsdk:"approved"`
	LabelContains types.String     `tfsdk:"label_contains"`
	Apps          []listedAppModel `tfsdk:"apps"`
}

type listedAppModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Label     types.String `tfsdk:"label"`
	Kind      types.String `tfsdk:"kind"`
	Approved  types.Bool   `tfsdk:"approved"`
	Installed types.Bool   `tfsdk:"installed"`
}

// NewAppsDataSource makes data apiaccess_salesforce_apps.
func NewAppsDataSource() datasource.DataSource {
	return &appsDataSource{dataSource{Name: "salesforce_apps"}}
}

// Schema implements [datasource.DataSource].
func (*appsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the apps that the organization knows: connected apps of its own, external client apps, and connected " +
			"apps that are installed from other organizations. Takes *View Setup and Configuration* and *Modify Metadata Through Metadata API " +
			"Functions*. Apps that are in use without being installed are not known: `apiaccess_salesforce_oauth_tokens` lists those.",
		Attributes: map[string]schema.Attribute{
			"kind": schema.StringAttribute{
				MarkdownDescription: "Only apps of that kind: `connected` (of the organization's own), `external` (external client apps) or " +
					"`installed` (connected apps of other organizations). Default: all.",
				Optional: true,
				Validators: []validator.String{stringvalidator.OneOf(
					string(salesforceapi.ConnectedKind), string(salesforceapi.ExternalKind), string(salesforceapi.InstalledKind))},
			},
			"approved": schema.BoolAttribute{MarkdownDescription: "Only apps that are approved, or only those that are not. Default: all.", Optional: true},
			"label_contains": schema.StringAttribute{
				MarkdownDescription: "Only apps whose label holds that text, in capitals or not. Default: all.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"apps": schema.ListNestedAttribute{
				MarkdownDescription: "The apps, in the order of their labels.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":       told("Id of the app (`0H4…` or `0xI…`)."),
					"name":     told("Developer name; null for an installed app that does not tell it."),
					"label":    told("Name that people see."),
					"kind":     told("`connected`, `external` or `installed`."),
					"approved": toldFlag("Whether only those may use the app whom it is granted to (\"Admin approved users are pre-authorized\")."),
					"installed": toldFlag("Whether the app is defined in another organization. It may be an external client app, too, that came with " +
						"a package."),
				}},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *appsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model appsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.Apps = []listedAppModel{}
	for app, err := range client.Apps.List(ctx) {
		if err != nil {
			appsNoun.Failed(&resp.Diagnostics, "list", "apps", err)
			return
		}
		if model.wants(app) {
			model.Apps = append(model.Apps, listedAppModel{
				ID: types.StringValue(string(app.ID)), Name: textOrNull(app.DeveloperName), Label: types.StringValue(app.Label),
				Kind: types.StringValue(string(app.Kind())), Approved: types.BoolValue(app.Approved), Installed: types.BoolValue(app.Installed),
			})
		}
	}
	switch hidden := client.Apps.CheckExternal(ctx); {
	case hidden == nil:
	case model.Kind.ValueString() == string(salesforceapi.ExternalKind):
		appsNoun.Failed(&resp.Diagnostics, "list", "external client apps", hidden)
	case model.Kind.IsNull() && transport.IsPermission(hidden):
		resp.Diagnostics.AddWarning("External client apps are left out", "The identity that the provider signs in with may not see them: "+
			hidden.Error()+". "+appsNoun.Needs)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// wants tells whether an app passes all filters.
func (m *appsModel) wants(app salesforceapi.App) bool {
	return (m.Kind.IsNull() || m.Kind.ValueString() == string(app.Kind())) &&
		(m.Approved.IsNull() || m.Approved.ValueBool() == app.Approved) &&
		strings.Contains(strings.ToLower(app.Label), strings.ToLower(m.LabelContains.ValueString()))
}
