package anypoint

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var identityNoun = framework.Noun{
	Name:  "Anypoint identity",
	Needs: "Searching for users, teams and organizations takes an Exchange permission: the scope read:exchange or manage:exchange.",
}

type identityDataSource struct{ dataSource }

type identityModel struct {
	SearchOrganizationID types.String `tfsdk:"search_organization_id"`
	User                 types.String `tfsdk:"user"`
	Team                 types.String `tfsdk:"team"`
	Organization         types.String `tfsdk:"organization"`
	ID                   types.String `tfsdk:"id"`
	Type                 types.String `tfsdk:"type"`
	Name                 types.String `tfsdk:"name"`
	Username             types.String `tfsdk:"username"`
	Email                types.String `tfsdk:"email"`
	OrganizationID       types.String `tfsdk:"organization_id"`
}

// NewIdentityDataSource makes apiaccess_anypoint_identity.
func NewIdentityDataSource() datasource.DataSource {
	return &identityDataSource{dataSource{Name: "anypoint_identity"}}
}

// Schema implements [datasource.DataSource].
func (*identityDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	name := func(what string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: what + " Exactly one of `user`, `team` and `organization` is set.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a user, a team or an organization that APIs can be granted to, by name. It asks Exchange, which " +
			"also answers apps that act for themselves and may not read Access Management.",
		Attributes: map[string]schema.Attribute{
			"search_organization_id": foundIn("Organization to search in", "organization_id"),
			"user":                   name("Username or e-mail address of a user, in any case."),
			"team":                   name("Name of a team."),
			"organization":           name("Name of an organization (business group)."),
			"id":                     told("Id, as a UUID."),
			"type":                   told("`user`, `team` or `organization`."),
			"name":                   told("A user's first and last name; the name of a team or an organization."),
			"username":               told("Username; null for teams and organizations."),
			"email":                  told("E-mail address; null for teams and organizations."),
			"organization_id":        told("Organization of the user or team; of an organization its own id."),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*identityDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(
		path.MatchRoot("user"), path.MatchRoot("team"), path.MatchRoot("organization"))}
}

// Read implements [datasource.DataSource].
func (d *identityDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model identityModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.SearchOrganizationID, "search_organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	kind, reference := model.reference()
	found, isFound, err := searchIdentity(ctx, client, model.SearchOrganizationID.ValueString(), kind, reference)
	switch {
	case err != nil:
		identityNoun.FailedAt(&resp.Diagnostics, path.Root(kind), "find", fmt.Sprintf("%s %q", kind, reference), err)
		return
	case !isFound:
		resp.Diagnostics.AddAttributeError(path.Root(kind), "Unknown "+kind, fmt.Sprintf(
			"Exchange finds no %s %q in organization %s.", kind, reference, model.SearchOrganizationID.ValueString()))
		return
	}
	model.flatten(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m identityModel) reference() (kind, reference string) {
	for i, value := range []types.String{m.User, m.Team, m.Organization} {
		if !value.IsNull() {
			kind, reference = principalTypes[i], value.ValueString()
		}
	}
	return kind, reference
}

func (m *identityModel) flatten(found anypointapi.Identity) {
	m.ID, m.Type = types.StringValue(found.ID), types.StringValue(found.Type)
	m.Name, m.OrganizationID = orNull(found.Name), orNull(found.OrganizationID)
	if found.Type == anypointapi.IdentityUser {
		m.Name = orNull(fullName(found))
	}
	m.Username, m.Email = orNull(found.Username), orNull(found.Email)
}

func fullName(user anypointapi.Identity) string {
	return strings.TrimSpace(user.FirstName + " " + user.LastName)
}
