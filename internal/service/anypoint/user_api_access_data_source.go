package anypoint

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type userAPIAccessDataSource struct{ dataSource }

// NewUserAPIAccessDataSource makes apiaccess_anypoint_user_api_access.
func NewUserAPIAccessDataSource() datasource.DataSource {
	return &userAPIAccessDataSource{dataSource{Name: "anypoint_user_api_access"}}
}

// Schema implements [datasource.DataSource].
func (*userAPIAccessDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells all APIs that one user has access to, with every path, and exactly what must go to cut the user off: direct " +
			"grants, memberships of teams, and grants to everybody.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) whose APIs are told", "organization_id"),
			"user": schema.StringAttribute{
				MarkdownDescription: "Username, e-mail address or UUID.", Required: true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"apis":     apisFilter(),
			"user_id":  told("Id of the user, as a UUID."),
			"username": told("Username."),
			"name":     told("First and last name."),
			"enabled":  toldFlag("Whether the user can sign in. One who cannot has access to nothing, whatever is granted."),
			"access": toldList("The APIs that the user has access to, in the order of their asset ids.", toldAPI(map[string]schema.Attribute{
				"role": told("The highest role of all paths."), "paths": toldPaths(),
			})),
			"to_cut_off": toldList("What must go to end the access to the APIs in `access`: everything in the list, and nothing else. Direct "+
				"grants come first, then memberships, then grants to the root team and to organizations.", cutAttributes()),
		},
	}
}

func cutAttributes() map[string]schema.Attribute {
	const ofGrants = "; null for a membership."
	return map[string]schema.Attribute{
		"object":         told("`grant` of one API, or `team_member`, the user's membership of a team."),
		"group_id":       told("Group of the API" + ofGrants),
		"asset_id":       told("Asset id of the API" + ofGrants),
		"principal_type": told("Whom the API is granted to: `user`, `team`, which is the root team then, or `organization`" + ofGrants),
		"principal_id":   told("Its id, as a UUID" + ofGrants),
		"team_id":        told("Id of the team to leave, as a UUID; null for a grant."),
		"name":           told("Username, or name of the team or organization."),
		"external": toldFlag("Whether a group of the identity provider makes the user a member: leave that group instead, or the membership " +
			"comes back."),
		"apis": toldTexts("Asset ids of all the APIs of `organization_id` that it opens to the user, also of those that `apis` leaves out, in " +
			"alphabetical order."),
		"other_users_count": toldNumber("How many other enabled users have access by the same row, and would lose it: none for a membership. To " +
			"cut off one of many, disable that user instead."),
	}
}

// Read implements [datasource.DataSource].
func (d *userAPIAccessDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model userAPIAccessModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	reader := accessReader{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	user, ok := reader.user(ctx, path.Root("user"), model.User.ValueString())
	if !ok {
		return
	}
	all := reader.apis(ctx, nil)
	chosen := all
	if model.APIs != nil {
		chosen = reader.apis(ctx, model.APIs)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	for _, api := range chosen {
		if !slices.Contains(all, api) {
			all = append(all, api)
		}
	}
	model.UserID, model.Username = types.StringValue(user.ID), types.StringValue(user.Username)
	model.Name, model.Enabled = orNull(nameOfUser(user)), types.BoolValue(user.Enabled)
	model.tell(reader.access(ctx, all), func(api anypointapi.API) bool { return slices.Contains(chosen, api) })
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}
