package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type profilesDataSource struct{ dataSource }

type profilesModel struct {
	bounds

	App      types.String   `tfsdk:"app"`
	Search   types.String   `tfsdk:"search"`
	Profiles []profileModel `tfsdk:"profiles"`
}

// NewProfilesDataSource makes apiaccess_salesforce_profiles.
func NewProfilesDataSource() datasource.DataSource {
	return &profilesDataSource{dataSource{Name: "salesforce_profiles"}}
}

// Schema implements [datasource.DataSource].
func (*profilesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists profiles. Takes *View Setup and Configuration*; with `app`, *Modify Metadata Through Metadata API " +
			"Functions* as well. All are read in one call, with the permission sets.",
		Attributes: map[string]schema.Attribute{
			"app":      carriedApp("profiles"),
			"search":   optionalFilter("Only those with this text in the name, whatever the case."),
			"limit":    limitAttribute("profiles"),
			"complete": completeAttribute(),
			"profiles": toldList("The profiles, in the order of their names.", map[string]schema.Attribute{
				"id":                told("Id (`00e…`)."),
				"name":              told("Name; for a standard profile, in the language of the user that the provider acts as."),
				"permission_set_id": told("Id of the permission set that the profile owns (`0PS…`), which apps are granted to."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *profilesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model profilesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	profiles, err := client.Profiles.List(ctx)
	if err != nil {
		profileNoun.Failed(&resp.Diagnostics, "list", "profiles", err)
		return
	}
	carriers := carriersOf(ctx, client, model.App, profileNoun, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	found := []profileModel{}
	for _, profile := range profiles {
		// A grant to a profile is one to the permission set that it owns.
		if carriers != nil && !carriers[profile.PermissionSetID] && !carriers[profile.ID] || !holdsText(model.Search, profile.Name) {
			continue
		}
		found = append(found, profileModel{
			ID: types.StringValue(string(profile.ID)), Name: types.StringValue(profile.Name),
			PermissionSetID: types.StringValue(string(profile.PermissionSetID)),
		})
	}
	model.Profiles = upTo(&model.bounds, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
