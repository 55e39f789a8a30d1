package anypoint

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// administratorRoles let a user administer an organization.
var administratorRoles = []string{
	"Organization Administrator", "Organization Owner", "Access Controls Admin",
	"73a5c3c3-ef75-4291-b51e-a69f998eeea2", // Organization Owner
	"42ea6892-f95c-4d1b-ab48-687b1f6632fc", // Access Controls Admin
}

func administers(roles []anypointapi.RoleAssignment) bool {
	return slices.ContainsFunc(roles, func(role anypointapi.RoleAssignment) bool {
		return slices.Contains(administratorRoles, role.Name) || slices.Contains(administratorRoles, role.RoleID)
	})
}

func administrationAttribute(change string) schema.BoolAttribute {
	return schema.BoolAttribute{
		MarkdownDescription: "Whether " + change + " may take the provider's own user out of administration: whom `access_management` signs " +
			"in. Default `false`: that is refused, unless the user holds an administrator's role directly as well. With `true` it is a " +
			"warning. A removal heeds what was applied last.",
		Optional: true,
	}
}

// lockoutGuard keeps the provider's own user from losing its administration by
// accident. It is asked in the plan, and again in the apply: the plan may not have
// known what is to become, and each of two changes may be harmless but for the other.
type lockoutGuard struct {
	people

	noun framework.Noun
	// object and change are what is about to happen to what, in words.
	object, change string
	at             path.Path
	// allowed is allow_self_lockout.
	allowed types.Bool
}

// members checks that users lose their membership of a team.
func (g lockoutGuard) members(ctx context.Context, teamID types.String, userIDs []string) {
	g.run(ctx, true, func(me anypointapi.Me) (bool, error) {
		if !slices.Contains(userIDs, me.UserID) {
			return false, nil
		}
		return g.administersThrough(ctx, me, g.teamKey(ctx, teamID), false)
	})
}

// deletion checks that a team goes, with all below it.
func (g lockoutGuard) deletion(ctx context.Context, teamID types.String) {
	g.run(ctx, true, func(me anypointapi.Me) (bool, error) {
		return g.administersThrough(ctx, me, g.teamKey(ctx, teamID), true)
	})
}

// move checks that a team goes from below one team to below another, whose roles
// its members have instead. Where the other one has yet to be made it has none.
func (g lockoutGuard) move(ctx context.Context, teamID, from, to types.String) {
	g.run(ctx, true, func(me anypointapi.Me) (bool, error) {
		before, err := g.rolesOf(ctx, g.teamKey(ctx, from))
		if err != nil || !administers(before) {
			return false, err
		}
		team := g.teamKey(ctx, teamID)
		after, err := g.client.TeamRoles.List(ctx, team)
		if err == nil && !to.IsUnknown() {
			var above []anypointapi.RoleAssignment
			above, err = g.rolesOf(ctx, g.teamKey(ctx, to))
			after = append(after, above...)
		}
		if err != nil || administers(after) {
			return false, err
		}
		teams, err := g.memberships(ctx, me, team, true)
		return len(teams) > 0, err
	})
}

// roles checks that a team loses roles.
func (g lockoutGuard) roles(ctx context.Context, teamID types.String, lost []anypointapi.RoleKey) {
	g.run(ctx, true, func(me anypointapi.Me) (bool, error) {
		team := g.teamKey(ctx, teamID)
		roles, err := g.rolesOf(ctx, team)
		if err != nil || !administers(roles) || administers(withoutRoles(roles, lost...)) {
			return false, err
		}
		teams, err := g.memberships(ctx, me, team, true)
		return len(teams) > 0, err
	})
}

// userRole checks that a user loses a role that they hold directly.
func (g lockoutGuard) userRole(ctx context.Context, userID types.String, lost anypointapi.RoleKey) {
	g.run(ctx, false, func(me anypointapi.Me) (bool, error) {
		if me.UserID != userID.ValueString() {
			return false, nil
		}
		roles, err := g.client.UserRoles.List(ctx, g.userKey(ctx, userID))
		return administers(roles) && !administers(withoutRoles(roles, lost)), err
	})
}

// mappings checks that groups of identity providers lose their place in a team. Whose
// group makes the user a member the platform does not tell.
func (g lockoutGuard) mappings(ctx context.Context, teamID types.String) {
	g.run(ctx, true, func(me anypointapi.Me) (bool, error) {
		team := g.teamKey(ctx, teamID)
		member, err := g.client.TeamMembers.Get(ctx, team, me.UserID)
		if err != nil || !member.External {
			return false, err
		}
		return g.administersThrough(ctx, me, team, false)
	})
}

func withoutRoles(roles []anypointapi.RoleAssignment, lost ...anypointapi.RoleKey) []anypointapi.RoleAssignment {
	return slices.DeleteFunc(roles, func(role anypointapi.RoleAssignment) bool { return slices.Contains(lost, role.Key()) })
}

// run reports a change by which the provider's own user loses its administration.
// What the user holds directly outlasts a change of teams.
func (g lockoutGuard) run(ctx context.Context, ofTeams bool, loses func(anypointapi.Me) (bool, error)) {
	isApplied := g.planned == nil
	if g.client == nil || g.diags.HasError() || isApplied && g.allowed.ValueBool() {
		return
	}
	me, err := g.client.Administrator(ctx)
	if err != nil || me.UserID == "" {
		return // who may not even ask who they are may not change anything
	}
	lost, err := loses(me)
	if lost && err == nil && ofTeams {
		var direct []anypointapi.RoleAssignment
		direct, err = g.client.UserRoles.List(ctx, anypointapi.UserKey{OrganizationID: g.root(ctx), UserID: me.UserID})
		lost = !administers(direct)
	}
	switch {
	case transport.IsPermission(err), transport.IsNotFound(err):
		return // who may not look may not change it either
	case err != nil:
		g.noun.FailedAt(g.diags, g.at, "tell whether the provider would lock itself out by "+g.change+" of", g.object, err)
		return
	case !lost:
		return
	}
	detail := fmt.Sprintf("%s: by %s the user that the provider manages access as, %s, would lose an administrator's role, "+
		"so that no run could undo it.", g.object, g.change, me.Username)
	if g.allowed.ValueBool() {
		g.diags.AddAttributeWarning(g.at, "The provider may lock itself out", detail)
		return
	}
	g.diags.AddAttributeError(g.at, "The provider would lock itself out", detail+
		" If another role keeps it an administrator, or if that is meant, set allow_self_lockout = true.")
}

// administersThrough tells whether the provider's own user administers the
// organization as a member of a team or, with below, of one below it.
func (g lockoutGuard) administersThrough(ctx context.Context, me anypointapi.Me, team anypointapi.TeamKey, below bool) (bool, error) {
	teams, err := g.memberships(ctx, me, team, below)
	for _, one := range teams {
		roles, failed := g.rolesOf(ctx, one)
		if failed != nil || administers(roles) {
			return failed == nil, failed
		}
	}
	return false, err
}

// memberships are the teams, of one and with below those below it, that the
// provider's own user is a member of.
func (g lockoutGuard) memberships(
	ctx context.Context, me anypointapi.Me, team anypointapi.TeamKey, below bool,
) ([]anypointapi.TeamKey, error) {
	candidates := []anypointapi.TeamKey{team}
	if below {
		teams, err := g.client.Teams.Below(ctx, team)
		if err != nil {
			return nil, err
		}
		for _, one := range teams {
			candidates = append(candidates, anypointapi.TeamKey{OrganizationID: team.OrganizationID, TeamID: one.ID})
		}
	}
	var found []anypointapi.TeamKey
	for _, candidate := range candidates {
		_, err := g.client.TeamMembers.Get(ctx, candidate, me.UserID)
		switch {
		case err == nil:
			found = append(found, candidate)
		case !transport.IsNotFound(err):
			return nil, err
		}
	}
	return found, nil
}

// rolesOf are the roles that a team's members have: the team's own, and those of
// the teams above it.
func (g lockoutGuard) rolesOf(ctx context.Context, team anypointapi.TeamKey) ([]anypointapi.RoleAssignment, error) {
	found, err := g.client.Teams.Get(ctx, team)
	if err != nil {
		return nil, err
	}
	var roles []anypointapi.RoleAssignment
	for _, id := range append(slices.Clone(found.AncestorIDs), team.TeamID) {
		held, err := g.client.TeamRoles.List(ctx, anypointapi.TeamKey{OrganizationID: team.OrganizationID, TeamID: id})
		if err != nil {
			return nil, err
		}
		roles = append(roles, held...)
	}
	return roles, nil
}
