package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var usersNoun = framework.Noun{Name: "Anypoint users", Needs: "Reading users takes membership of the organization."}

type usersDataSource struct{ listing }

type usersModel struct {
	OrganizationID types.String   `tfsdk:"organization_id"`
	Search         types.String   `tfsdk:"search"`
	Users          []userRowModel `tfsdk:"users"`
}

type userRowModel struct {
	ID                 types.String `tfsdk:"id"`
	Username           types.String `tfsdk:"username"`
	Email              types.String `tfsdk:"email"`
	FirstName          types.String `tfsdk:"first_name"`
	LastName           types.String `tfsdk:"last_name"`
	Enabled            types.Bool   `tfsdk:"enabled"`
	IdentityProviderID types.String `tfsdk:"identity_provider_id"`
}

// NewUsersDataSource makes apiaccess_anypoint_users.
func NewUsersDataSource() datasource.DataSource {
	return &usersDataSource{listing{dataSource{Name: "anypoint_users"}}}
}

// Schema implements [datasource.DataSource].
func (*usersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the members of an organization or business group, in one call for every 500. Takes membership of it.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group)", "organization_id"),
			"search":          searchAttribute("Only users with this text in the username, the e-mail address or the name, whatever the case."),
			"users": rowsAttribute("The users, in the order of their usernames.", map[string]schema.Attribute{
				"id":                   told("Id, as a UUID."),
				"username":             told("Username."),
				"email":                told("E-mail address, which several users may share."),
				"first_name":           told("First name."),
				"last_name":            told("Last name."),
				"enabled":              schema.BoolAttribute{MarkdownDescription: "Whether the user may sign in.", Computed: true},
				"identity_provider_id": told("Identity provider that the user signs in by; `mulesoft` is the platform itself."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *usersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model usersModel
	search, ok := d.begin(ctx, req, resp, &model, &model.OrganizationID)
	if !ok {
		return
	}
	model.Users = []userRowModel{}
	users, err := search.client.Users.List(ctx, search.organizationID)
	if err != nil {
		usersNoun.Failed(&resp.Diagnostics, "list", "users", err)
		return
	}
	for _, user := range users {
		if !holdsText(model.Search, user.Username, user.Email, user.FirstName+" "+user.LastName) {
			continue
		}
		model.Users = append(model.Users, userRowModel{
			ID: types.StringValue(user.ID), Username: types.StringValue(user.Username), Email: orNull(user.Email),
			FirstName: orNull(user.FirstName), LastName: orNull(user.LastName), Enabled: types.BoolValue(user.Enabled),
			IdentityProviderID: orNull(user.IdentityProviderID),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
