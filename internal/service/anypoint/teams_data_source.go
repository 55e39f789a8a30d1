package anypoint

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type teamsDataSource struct{ listing }

type teamsModel struct {
	OrganizationID types.String   `tfsdk:"organization_id"`
	Search         types.String   `tfsdk:"search"`
	Below          types.String   `tfsdk:"below"`
	Teams          []teamRowModel `tfsdk:"teams"`
}

type teamRowModel struct {
	ID        types.String   `tfsdk:"id"`
	Name      types.String   `tfsdk:"name"`
	Type      types.String   `tfsdk:"type"`
	ParentID  types.String   `tfsdk:"parent_id"`
	Ancestors []types.String `tfsdk:"ancestors"`
}

// NewTeamsDataSource makes apiaccess_anypoint_teams.
func NewTeamsDataSource() datasource.DataSource {
	return &teamsDataSource{listing{dataSource{Name: "anypoint_teams"}}}
}

// Schema implements [datasource.DataSource].
func (*teamsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the teams of the root organization, in one call for every 500. Takes membership of the organization.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Root organization, or any business group of it", "organization_id"),
			"search":          searchAttribute("Only teams with this text in the name, whatever the case."),
			"below":           searchAttribute("Only teams below this one, at any depth, by name or UUID."),
			"teams": rowsAttribute("The teams, in the order of their names.", map[string]schema.Attribute{
				"id":        told("Id, as a UUID."),
				"name":      told("Name."),
				"type":      told("`internal`, `private` or `shared`."),
				"parent_id": told("Team directly above, as a UUID; null for the root team."),
				"ancestors": schema.ListAttribute{
					MarkdownDescription: "Names of the teams above, from the root team to the parent. Its members have what these are granted, too.",
					ElementType:         types.StringType,
					Computed:            true,
				},
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *teamsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model teamsModel
	search, ok := d.begin(ctx, req, resp, &model, &model.OrganizationID)
	if !ok {
		return
	}
	teams, err := search.client.Teams.List(ctx, search.root(ctx))
	if err != nil {
		teamNoun.Failed(&resp.Diagnostics, "list", "teams", err)
		return
	}
	var below types.String
	if !model.Below.IsNull() {
		if below = search.team(ctx, path.Root("below"), model.Below); resp.Diagnostics.HasError() {
			return
		}
	}
	names := make(map[string]string, len(teams))
	for _, team := range teams {
		names[team.ID] = team.Name
	}
	model.Teams = []teamRowModel{}
	for _, team := range teams {
		if !holdsText(model.Search, team.Name) || !below.IsNull() && !slices.Contains(team.AncestorIDs, below.ValueString()) {
			continue
		}
		model.Teams = append(model.Teams, teamRowModel{
			ID: types.StringValue(team.ID), Name: types.StringValue(team.Name), Type: types.StringValue(team.Type),
			ParentID: orNull(team.ParentID()), Ancestors: ancestorNames(team, names),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// ancestorNames are the names of the teams above a team, from the root team.
func ancestorNames(team anypointapi.Team, names map[string]string) []types.String {
	above := make([]types.String, len(team.AncestorIDs))
	for i, id := range team.AncestorIDs {
		above[i] = types.StringValue(names[id])
	}
	return above
}
