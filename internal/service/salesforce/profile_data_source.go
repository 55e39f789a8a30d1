package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var profileNoun = framework.Noun{
	Name:  "Salesforce profile",
	Needs: "Reading profiles takes the permission View Setup and Configuration.",
}

type profileDataSource struct{ dataSource }

type profileModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	PermissionSetID types.String `tfsdk:"permission_set_id"`
}

// NewProfileDataSource makes apiaccess_salesforce_profile.
func NewProfileDataSource() datasource.DataSource {
	return &profileDataSource{dataSource{Name: "salesforce_profile"}}
}

// Schema implements [datasource.DataSource].
func (*profileDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a profile by its name or its id. Takes *View Setup and Configuration*.",
		Attributes: map[string]schema.Attribute{
			"name": foundByName("Name, such as `Standard User`; that of a standard profile is in the language of the user that the provider " +
				"acts as. Exactly one of `name` and `id` is set."),
			"id":                foundByID(profileKind),
			"permission_set_id": told("Id of the permission set that the profile owns (`0PS…`), which holds what the profile grants."),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*profileDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return exactlyOneOf("name", "id")
}

// Read implements [datasource.DataSource].
func (d *profileDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model profileModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	argument, value := writtenOf(map[string]types.String{"name": model.Name, "id": model.ID})
	profile, err := client.Profiles.Find(ctx, value)
	if err != nil {
		explainLookUp(&resp.Diagnostics, profileNoun, argument, value, err)
		return
	}
	model.ID, model.Name = types.StringValue(string(profile.ID)), types.StringValue(profile.Name)
	model.PermissionSetID = types.StringValue(string(profile.PermissionSetID))
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
