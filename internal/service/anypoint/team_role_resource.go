package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

const (
	teamRoleType  = "apiaccess_anypoint_team_role"
	teamRolesType = "apiaccess_anypoint_team_roles"
)

type teamRoleModel struct {
	heldRoleModel

	Team   types.String `tfsdk:"team"`
	TeamID types.String `tfsdk:"team_id"`
}

func (m *teamRoleModel) holds() (reference, id *types.String) { return &m.Team, &m.TeamID }

// NewTeamRoleResource makes apiaccess_anypoint_team_role.
func NewTeamRoleResource() resource.Resource {
	return &heldRoleResource{base{Name: "anypoint_team_role"}, holder{
		noun:      framework.Noun{Name: "Anypoint team role", Needs: administration},
		attribute: "team",
		description: "Gives one role to one team, in one place. Its members have it, and so have those of the teams below. It leaves all " +
			"other roles of the team alone; for all of them at once there is `apiaccess_anypoint_team_roles`, and one configuration can't use " +
			"both for the same team. The role *Business Group Viewer* comes by itself with every other one.",
		empty: func() holderModel { return &teamRoleModel{} },
		find:  people.team,
		name:  people.importedTeam,
		get: func(ctx context.Context, search people, id types.String, key anypointapi.RoleKey) (anypointapi.RoleAssignment, error) {
			return search.client.TeamRoles.Get(ctx, search.teamKey(ctx, id), key)
		},
		add: func(ctx context.Context, search people, id types.String, assignment anypointapi.RoleAssignment) error {
			return search.client.TeamRoles.Add(ctx, search.teamKey(ctx, id), assignment)
		},
		remove: func(ctx context.Context, search people, id types.String, assignment anypointapi.RoleAssignment) error {
			return search.client.TeamRoles.Remove(ctx, search.teamKey(ctx, id), assignment)
		},
		guard: func(ctx context.Context, guard lockoutGuard, id types.String, key anypointapi.RoleKey) {
			guard.roles(ctx, id, []anypointapi.RoleKey{key})
		},
		claim: func(search people, team ...types.String) { search.claim(teamRoleType, teamRolesType, "roles", team...) },
	}}
}
