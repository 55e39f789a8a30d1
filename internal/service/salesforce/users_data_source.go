package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type usersDataSource struct{ dataSource }

type usersModel struct {
	bounds

	Active  types.Bool   `tfsdk:"active"`
	Profile types.String `tfsdk:"profile"`
	Search  types.String `tfsdk:"search"`
	Users   []userModel  `tfsdk:"users"`
}

// NewUsersDataSource makes apiaccess_salesforce_users.
func NewUsersDataSource() datasource.DataSource {
	return &usersDataSource{dataSource{Name: "salesforce_users"}}
}

// Schema implements [datasource.DataSource].
func (*usersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists users. Takes *View Setup and Configuration*, for the profiles, and a sharing setting that shows the users: " +
			"others are left out without a word. 2,000 are read with a call.",
		Attributes: map[string]schema.Attribute{
			"active":   schema.BoolAttribute{MarkdownDescription: "Only users who can sign in (`true`), or who cannot (`false`).", Optional: true},
			"profile":  optionalFilter("Only users with this profile, by name or id.", nameOrID{profileKind}),
			"search":   optionalFilter("Only users with this text in the name, the username or the email address, whatever the case."),
			"limit":    limitAttribute("users"),
			"complete": completeAttribute(),
			"users": toldList("The users, in the order of their usernames.", map[string]schema.Attribute{
				"id":           told("Id (`005…`)."),
				"username":     told("Username."),
				"name":         told("Full name."),
				"email":        told("Email address."),
				"active":       toldFlag("Whether the user can sign in and be granted anything."),
				"profile_id":   told("Id of the user's profile (`00e…`)."),
				"profile_name": told("Name of the user's profile; null for a user without one that can be seen."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *usersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model usersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	filter := salesforceapi.UserFilter{Active: model.Active.ValueBoolPointer(), Text: model.Search.ValueString()}
	if !model.Profile.IsNull() {
		profile, err := client.Profiles.Find(ctx, model.Profile.ValueString())
		if err != nil {
			explainListed(&resp.Diagnostics, profileNoun, path.Root("profile"), profileKind, model.Profile.ValueString(), err)
			return
		}
		filter.ProfileID = profile.ID
	}
	users, err := readUpTo(&model.bounds, client.Users.Matching(ctx, filter))
	if err != nil {
		userNoun.Failed(&resp.Diagnostics, "list", "users", err)
		return
	}
	profiles, err := client.Profiles.List(ctx)
	if err != nil {
		userNoun.Failed(&resp.Diagnostics, "list the profiles of", "users", err)
		return
	}
	names := map[salesforceapi.ID]string{}
	for _, profile := range profiles {
		names[profile.ID] = profile.Name
	}
	model.Users = []userModel{}
	for _, user := range users {
		model.Users = append(model.Users, userModel{
			ID: types.StringValue(string(user.ID)), Username: types.StringValue(user.Username), Name: types.StringValue(user.Name),
			Email: types.StringValue(user.Email), Active: types.BoolValue(user.IsActive),
			ProfileID: textOrNull(string(user.ProfileID)), ProfileName: textOrNull(names[user.ProfileID]),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
