package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var connectedAppLookUpNoun = framework.Noun{
	Name: "Salesforce connected app",
	Needs: "Reading connected apps takes the permissions Customize Application, or View Setup and Configuration, and Modify Metadata " +
		"Through Metadata API Functions.",
}

type connectedAppDataSource struct{ dataSource }

type connectedAppDataModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Label     types.String `tfsdk:"label"`
	Approved  types.Bool   `tfsdk:"approved"`
	Installed types.Bool   `tfsdk:"installed"`
}

// NewConnectedAppDataSource makes data apiaccess_salesforce_connected_app.
func NewConnectedAppDataSource() datasource.DataSource {
	return &connectedAppDataSource{dataSource{Name: "salesforce_connected_app"}}
}

// Schema implements [datasource.DataSource].
func (*connectedAppDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	const oneOf = " Exactly one of `name`, `label` and `id` is set."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a connected app that the organization knows: one of its own, or one that is installed from another " +
			"organization, which has a label and an id here, but often no name. Takes *Customize Application* or *View Setup and " +
			"Configuration*, and *Modify Metadata Through Metadata API Functions*.",
		Attributes: map[string]schema.Attribute{
			"name":     foundByName("Developer name, such as `Orders_Portal`; null for an installed app that does not tell it." + oneOf),
			"label":    foundByName("Name that people see. Several apps may share one, which is an error." + oneOf),
			"id":       foundByID(connectedAppKind),
			"approved": toldFlag("Whether only those may use the app whom it is granted to (\"Admin approved users are pre-authorized\")."),
			"installed": toldFlag("Whether the app is defined in another organization. Grants of such an app are managed as those of others; " +
				"its policy changes in Setup alone."),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*connectedAppDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return exactlyOneOf("name", "label", "id")
}

// Read implements [datasource.DataSource].
func (d *connectedAppDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model connectedAppDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	argument, value := writtenOf(map[string]types.String{"name": model.Name, "label": model.Label, "id": model.ID})
	find := client.Apps.FindConnected
	if argument == "label" {
		find = client.Apps.FindByLabel
	}
	app, err := find(ctx, value)
	switch {
	case transport.IsConflict(err) && argument == "label":
		explainSharedLabel(ctx, client, value, &resp.Diagnostics)
		return
	case err != nil:
		explainLookUp(&resp.Diagnostics, connectedAppLookUpNoun, argument, value, err)
		return
	}
	model.ID, model.Label = types.StringValue(string(app.ID)), types.StringValue(app.Label)
	model.Name = textOrNull(app.DeveloperName)
	model.Approved, model.Installed = types.BoolValue(app.Approved), types.BoolValue(app.Installed)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// explainSharedLabel lists the apps that have the label.
func explainSharedLabel(ctx context.Context, client *salesforceapi.Client, label string, diags *diag.Diagnostics) {
	var candidates strings.Builder
	for app, err := range client.Apps.List(ctx) {
		if err != nil {
			connectedAppLookUpNoun.FailedAt(diags, path.Root("label"), "find", label, err)
			return
		}
		if app.Label == label {
			fmt.Fprintf(&candidates, "\n  id = %q", string(app.ID))
			if app.DeveloperName != "" {
				fmt.Fprintf(&candidates, " or name = %q", app.DeveloperName)
			}
		}
	}
	diags.AddAttributeError(path.Root("label"), "Several connected apps have the label", fmt.Sprintf(
		"More than one app is called %q. Say which one in place of the label:\n%s", label, candidates.String()))
}
