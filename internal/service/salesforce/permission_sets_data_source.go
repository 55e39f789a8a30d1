package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type permissionSetsDataSource struct{ dataSource }

type permissionSetsModel struct {
	bounds

	App            types.String             `tfsdk:"app"`
	Search         types.String             `tfsdk:"search"`
	Custom         types.Bool               `tfsdk:"custom"`
	PermissionSets []permissionSetDataModel `tfsdk:"permission_sets"`
}

// NewPermissionSetsDataSource makes apiaccess_salesforce_permission_sets.
func NewPermissionSetsDataSource() datasource.DataSource {
	return &permissionSetsDataSource{dataSource{Name: "salesforce_permission_sets"}}
}

// Schema implements [datasource.DataSource].
func (*permissionSetsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists permission sets, without those that belong to profiles and groups. Takes *View Setup and Configuration*; " +
			"with `app`, *Modify Metadata Through Metadata API Functions* as well. All are read in one call for each 2,000.",
		Attributes: map[string]schema.Attribute{
			"app":      carriedApp("permission sets"),
			"search":   optionalFilter("Only those with this text in the API name or the label, whatever the case."),
			"custom":   schema.BoolAttribute{MarkdownDescription: "Only those that somebody made (`true`), or that Salesforce made (`false`).", Optional: true},
			"limit":    limitAttribute("permission sets"),
			"complete": completeAttribute(),
			"permission_sets": toldList("The permission sets, in the order of their API names.", map[string]schema.Attribute{
				"id":                          told("Id (`0PS…`)."),
				"name":                        told("API name, with the namespace of the package that it comes with."),
				"label":                       told("Name that people see."),
				"description":                 told("What the permission set is for; null for none."),
				"license_id":                  told("Id of the license that holders must have; null for any."),
				"session_activation_required": toldFlag("Whether holders have it only in sessions that activate it."),
				"custom":                      toldFlag("Whether it was made by somebody, not by Salesforce."),
			}),
		},
	}
}

// carriedApp limits a list to what carries an app.
func carriedApp(what string) schema.StringAttribute {
	return optionalFilter("Only "+what+" that this app is granted to, by developer name, label or id.", nameOrID{listedAppKind})
}

// Read implements [datasource.DataSource].
func (d *permissionSetsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model permissionSetsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sets, err := client.PermissionSets.List(ctx)
	if err != nil {
		permissionSetNoun.Failed(&resp.Diagnostics, "list", "permission sets", err)
		return
	}
	carriers := carriersOf(ctx, client, model.App, permissionSetNoun, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found := []permissionSetDataModel{}
	for _, set := range sets {
		if set.IsOwnedByProfile || set.GroupID != "" || carriers != nil && !carriers[set.ID] ||
			!model.Custom.IsNull() && model.Custom.ValueBool() != set.IsCustom || !holdsText(model.Search, set.APIName(), set.Label) {
			continue
		}
		var listed permissionSetDataModel
		listed.tell(set)
		found = append(found, listed)
	}
	sortByName(found, func(set permissionSetDataModel) (string, string) { return set.Name.ValueString(), set.ID.ValueString() })
	model.PermissionSets = upTo(&model.bounds, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// carriersOf are the permission sets, those of profiles included, that an app is
// granted to; nil when no app is named.
func carriersOf(
	ctx context.Context, client *salesforceapi.Client, app types.String, noun framework.Noun, diags *diag.Diagnostics,
) map[salesforceapi.ID]bool {
	if app.IsNull() {
		return nil
	}
	carriers := map[salesforceapi.ID]bool{}
	var listed []salesforceapi.App
	for one, err := range client.Apps.List(ctx) {
		if err != nil {
			apiAccessNoun.FailedAt(diags, path.Root("app"), "find", app.ValueString(), err)
			return carriers
		}
		listed = append(listed, one)
	}
	for id := range findListedApps(ctx, client, listed, []types.String{app}, path.Root("app"), diags) {
		grants, err := client.SetupEntityAccess.OfApp(ctx, id)
		if err != nil {
			noun.FailedAt(diags, path.Root("app"), "list the grants of", app.ValueString(), err)
		}
		for _, grant := range grants {
			carriers[grant.ParentID] = true
		}
	}
	return carriers
}
