package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type userAPIAccessDataSource struct{ dataSource }

// NewUserAPIAccessDataSource makes apiaccess_salesforce_user_api_access.
func NewUserAPIAccessDataSource() datasource.DataSource {
	return &userAPIAccessDataSource{dataSource{Name: "salesforce_user_api_access"}}
}

// Schema implements [datasource.DataSource].
func (*userAPIAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	reachable := toldApp()
	reachable["paths"] = toldPaths()
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells all apps that one user has access to, with every path, and exactly which rows must go to cut the user " +
			"off: direct access, access by group, and access by profile.",
		Attributes: map[string]schema.Attribute{
			"user": schema.StringAttribute{
				MarkdownDescription: "Username, such as `sarah.lee@acme.example`, or id.", Required: true,
				Validators: []validator.String{nameOrID{userKind}},
			},
			"apps":     filterBy(listedAppKind, "Only these apps, by developer name, label or id. Default all."),
			"user_id":  told("Id of the user (`005…`)."),
			"username": told("Username."),
			"name":     told("Full name."),
			"active":   toldFlag("Whether the user can sign in. One who cannot has access to nothing, whatever is granted."),
			"profile":  told("Name of the user's profile."),
			"access":   toldList("The apps that the user has access to by a grant, in the order of their labels.", reachable),
			"self_authorized_apps": toldTexts("Labels of the apps that are not approved, so that the user, like everybody, may authorize them for " +
				"himself, with a grant or without. Revoking grants does not close these: approve them with " +
				"`apiaccess_salesforce_app_allowlist_entry`. In alphabetical order."),
			"to_cut_off": toldList("What must go to end the access to the apps in `access`: everything in the list, and nothing else. Direct "+
				"assignments come first, then those of groups, then grants to the profile.", cutAttributes()),
		},
	}
}

func cutAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"kind":   told("`direct`, `group` or `profile`, as in the paths."),
		"object": told("Object of the row to delete: `PermissionSetAssignment`, or `SetupEntityAccess` for a grant to the profile."),
		"id":     told("Id of the row to delete (`0Pa…` or `0J0…`)."),
		"name":   told("Name of the permission set, of the permission set group, or of the profile that the user would lose, or lose the app by."),
		"apps":   toldTexts("Labels of all the apps that the row opens to the user, also of those that `apps` leaves out, in alphabetical order."),
		"other_users_count": toldNumber("How many other active users have access by the same row, and would lose it: none for an " +
			"assignment. To cut off the one user of a profile, give that user another profile instead."),
	}
}

// Read implements [datasource.DataSource].
func (d *userAPIAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model userAPIAccessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	user, err := client.Users.Find(ctx, model.User.ValueString())
	if err != nil {
		explainListed(&resp.Diagnostics, apiAccessNoun, path.Root("user"), userKind, model.User.ValueString(), err)
		return
	}
	facts, ok := readAccessFacts(ctx, client, &resp.Diagnostics)
	if !ok {
		return
	}
	access := facts.Access()
	wanted := func(salesforceapi.ID) bool { return true }
	if model.Apps != nil {
		found := findListedApps(ctx, client, access.Apps(), model.Apps, path.Root("apps"), &resp.Diagnostics)
		wanted = func(id salesforceapi.ID) bool { return found[id] }
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.UserID, model.Username = types.StringValue(string(user.ID)), types.StringValue(user.Username)
	model.Name, model.Active = types.StringValue(user.Name), types.BoolValue(user.IsActive)
	model.tell(access, newAccessNames(facts), user, wanted)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
