package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var userNoun = framework.Noun{
	Name:  "Salesforce user",
	Needs: "Reading users takes API access and a sharing setting that shows them; reading their profiles, View Setup and Configuration.",
}

type userDataSource struct{ dataSource }

type userModel struct {
	ID          types.String `tfsdk:"id"`
	Username    types.String `tfsdk:"username"`
	Name        types.String `tfsdk:"name"`
	Email       types.String `tfsdk:"email"`
	Active      types.Bool   `tfsdk:"active"`
	ProfileID   types.String `tfsdk:"profile_id"`
	ProfileName types.String `tfsdk:"profile_name"`
}

// NewUserDataSource makes apiaccess_salesforce_user.
func NewUserDataSource() datasource.DataSource {
	return &userDataSource{dataSource{Name: "salesforce_user"}}
}

// Schema implements [datasource.DataSource].
func (*userDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a user by the username or the id. Takes *View Setup and Configuration*, for the profile.",
		Attributes: map[string]schema.Attribute{
			"username":     foundByName("Username, such as `sarah.lee@acme.example`. Exactly one of `username` and `id` is set."),
			"id":           foundByID(userKind),
			"name":         told("Full name."),
			"email":        told("Email address."),
			"active":       toldFlag("Whether the user can sign in and be granted anything."),
			"profile_id":   told("Id of the user's profile (`00e…`)."),
			"profile_name": told("Name of the user's profile."),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*userDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return exactlyOneOf("username", "id")
}

// Read implements [datasource.DataSource].
func (d *userDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model userModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	argument, value := writtenOf(map[string]types.String{"username": model.Username, "id": model.ID})
	user, err := client.Users.Find(ctx, value)
	if err != nil {
		explainLookUp(&resp.Diagnostics, userNoun, argument, value, err)
		return
	}
	profile, err := client.Profiles.Find(ctx, string(user.ProfileID))
	if err != nil {
		userNoun.FailedAt(&resp.Diagnostics, path.Root(argument), "find the profile of", value, err)
		return
	}
	model.ID, model.Username = types.StringValue(string(user.ID)), types.StringValue(user.Username)
	model.Name, model.Email = types.StringValue(user.Name), types.StringValue(user.Email)
	model.Active = types.BoolValue(user.IsActive)
	model.ProfileID, model.ProfileName = types.StringValue(string(profile.ID)), types.StringValue(profile.Name)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
