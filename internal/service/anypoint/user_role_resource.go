package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

type userRoleModel struct {
	heldRoleModel

	User   types.String `tfsdk:"user"`
	UserID types.String `tfsdk:"user_id"`
}

func (m *userRoleModel) holds() (reference, id *types.String) { return &m.User, &m.UserID }

// NewUserRoleResource makes apiaccess_anypoint_user_role.
func NewUserRoleResource() resource.Resource {
	return &heldRoleResource{base{Name: "anypoint_user_role"}, holder{
		noun:      framework.Noun{Name: "Anypoint user role", Needs: administration},
		attribute: "user",
		description: "Gives one role to one user directly, in one place. It leaves all other roles of the user alone, and so what the user " +
			"has through teams: whoever holds a role both ways has it until both are gone. The role *Business Group Viewer* comes by itself " +
			"with every other one. Where several people need the same, a team is easier to review.",
		empty: func() holderModel { return &userRoleModel{} },
		find:  people.user,
		name:  people.importedUser,
		get: func(ctx context.Context, search people, id types.String, key anypointapi.RoleKey) (anypointapi.RoleAssignment, error) {
			return search.client.UserRoles.Get(ctx, search.userKey(ctx, id), key)
		},
		add: func(ctx context.Context, search people, id types.String, assignment anypointapi.RoleAssignment) error {
			return search.client.UserRoles.Add(ctx, search.userKey(ctx, id), assignment)
		},
		remove: func(ctx context.Context, search people, id types.String, assignment anypointapi.RoleAssignment) error {
			return search.client.UserRoles.Remove(ctx, search.userKey(ctx, id), assignment)
		},
		guard: lockoutGuardOfUser,
		claim: func(people, ...types.String) {},
	}}
}

func lockoutGuardOfUser(ctx context.Context, guard lockoutGuard, id types.String, key anypointapi.RoleKey) {
	guard.userRole(ctx, id, key)
}
