package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type usersDataSource struct{ dataSource }

type usersModel struct {
	bounds

	Active             types.Bool   `tfsdk:"active"`
	Profile            types.String `tfsdk:"profile"`
	PermissionSet      types.String `tfsdk:"permission_set"`
	PermissionSetGroup types.String `tfsdk:"permission_set_group"`
	Search             types.String `tfsdk:"search"`
	Users              []userModel  `tfsdk:"users"`
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
			"active":  schema.BoolAttribute{MarkdownDescription: "Only users who can sign in (`true`), or who cannot (`false`).", Optional: true},
			"profile": optionalFilter("Only users with this profile, by name or id.", nameOrID{profileKind}),
			"permission_set": optionalFilter("Only users who are assigned this permission set themselves, by API name or id. One whose "+
				"assignment has ended counts as long as Salesforce keeps it.", nameOrID{permissionSetKind}),
			"permission_set_group": optionalFilter("Only users who are assigned this permission set group, by developer name or id.",
				nameOrID{permissionSetGroupKind}),
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
	filter := model.filter(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
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

// filter looks up what the arguments name.
func (m *usersModel) filter(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) salesforceapi.UserFilter {
	filter := salesforceapi.UserFilter{Active: m.Active.ValueBoolPointer(), Text: m.Search.ValueString()}
	if !m.Profile.IsNull() {
		profile, err := client.Profiles.Find(ctx, m.Profile.ValueString())
		if err != nil {
			explainListed(diags, profileNoun, path.Root("profile"), profileKind, m.Profile.ValueString(), err)
		}
		filter.ProfileID = profile.ID
	}
	if !m.PermissionSet.IsNull() {
		set, err := client.PermissionSets.Find(ctx, m.PermissionSet.ValueString())
		if err != nil {
			explainListed(diags, permissionSetNoun, path.Root("permission_set"), permissionSetKind, m.PermissionSet.ValueString(), err)
		}
		filter.PermissionSetID = set.ID
	}
	if !m.PermissionSetGroup.IsNull() {
		group, err := client.PermissionSetGroups.Find(ctx, m.PermissionSetGroup.ValueString())
		if err != nil {
			explainListed(diags, permissionSetGroupNoun, path.Root("permission_set_group"), permissionSetGroupKind,
				m.PermissionSetGroup.ValueString(), err)
		}
		filter.GroupID = group.ID
	}
	return filter
}
