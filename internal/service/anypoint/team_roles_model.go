package anypoint

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type teamRolesModel struct {
	OrganizationID   types.String `tfsdk:"organization_id"`
	Team             types.String `tfsdk:"team"`
	Roles            types.Map    `tfsdk:"roles"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
	TeamID           types.String `tfsdk:"team_id"`
}

func (m *teamRolesModel) identity() ofTeamIdentity { return ofTeamIdentity{m.OrganizationID, m.TeamID} }

func (m *teamRolesModel) object() string { return "the roles of the team " + m.Team.ValueString() }

func (m *teamRolesModel) guard(search people) lockoutGuard {
	return lockoutGuard{
		people: search, noun: teamRolesNoun, object: m.object(), change: "the removal of roles", at: path.Root("roles"),
		allowed: m.AllowSelfLockout,
	}
}

// rolesIn are the roles of a map by their keys.
func rolesIn(ctx context.Context, roles types.Map, diags *diag.Diagnostics) map[string]heldRole {
	held := map[string]heldRole{}
	if !roles.IsNull() && !roles.IsUnknown() {
		diags.Append(roles.ElementsAs(ctx, &held, false)...)
	}
	return held
}

// setRoles is the map of roles.
func (m *teamRolesModel) setRoles(ctx context.Context, held map[string]heldRole, diags *diag.Diagnostics) {
	roles, failed := types.MapValueFrom(ctx, heldRoleType, held)
	diags.Append(failed...)
	m.Roles = roles
}

// resolveAll fills in the ids of all roles, and refuses one that is there twice.
func (p people) resolveAll(ctx context.Context, held map[string]heldRole) {
	keys := map[anypointapi.RoleKey]string{}
	for _, key := range slices.Sorted(maps.Keys(held)) {
		role := held[key]
		at := path.Root("roles").AtMapKey(key)
		role.resolve(ctx, at.AtName, p)
		held[key] = role
		if !role.isResolved() {
			continue
		}
		if other, taken := keys[role.key()]; taken {
			p.diags.AddAttributeError(at, "Role named twice", fmt.Sprintf("%q and %q are the same role in the same place: keep one.", other, key))
		}
		keys[role.key()] = key
	}
}

// lost are the roles that are in the one map and not in the other.
func lost(before, planned map[string]heldRole) map[string]heldRole {
	stays := map[anypointapi.RoleKey]bool{}
	for _, role := range planned {
		if role.isResolved() {
			stays[role.key()] = true
		}
	}
	gone := map[string]heldRole{}
	for key, role := range before {
		if !stays[role.key()] {
			gone[key] = role
		}
	}
	return gone
}

func keysOf(held map[string]heldRole) []anypointapi.RoleKey {
	keys := make([]anypointapi.RoleKey, 0, len(held))
	for _, role := range held {
		keys = append(keys, role.key())
	}
	return keys
}

// spelledRoles are the roles of a team as the state calls them, and those that it
// does not know by what and where they are.
func (p people) spelledRoles(
	ctx context.Context, state map[string]heldRole, live []anypointapi.RoleAssignment,
) map[string]heldRole {
	spelled, known := map[string]heldRole{}, map[anypointapi.RoleKey]bool{}
	isLive := map[anypointapi.RoleKey]bool{}
	for _, assignment := range live {
		isLive[assignment.Key()] = true
	}
	for key, role := range state {
		if isLive[role.key()] {
			spelled[key], known[role.key()] = role, true
		}
	}
	for _, assignment := range live {
		if !known[assignment.Key()] {
			spelled[p.label(ctx, assignment)] = p.imported(ctx, assignment)
		}
	}
	return spelled
}

// change makes the roles what is planned, and leaves in m what took effect.
func (m *teamRolesModel) change(ctx context.Context, search people, planned, before map[string]heldRole) {
	gone := lost(before, planned)
	var added, removed []anypointapi.RoleAssignment
	addedKeys, removedKeys := slices.Sorted(maps.Keys(planned)), slices.Sorted(maps.Keys(gone))
	fresh := lost(planned, before)
	addedKeys = slices.DeleteFunc(addedKeys, func(key string) bool { _, is := fresh[key]; return !is })
	for _, key := range addedKeys {
		role := planned[key]
		added = append(added, role.assignment())
	}
	for _, key := range removedKeys {
		role := gone[key]
		removed = append(removed, role.assignment())
	}
	addErrs, removeErrs := search.client.TeamRoles.Set(ctx, search.teamKey(ctx, m.TeamID), added, removed)
	result := maps.Clone(planned)
	for i, err := range addErrs {
		if err != nil {
			role := planned[addedKeys[i]]
			teamRolesNoun.FailedAt(search.diags, path.Root("roles").AtMapKey(addedKeys[i]), "add", role.object(), err)
			delete(result, addedKeys[i])
		}
	}
	for i, err := range removeErrs {
		if err != nil {
			role := gone[removedKeys[i]]
			teamRolesNoun.Failed(search.diags, "remove", role.object(), err)
			result[removedKeys[i]] = role
		}
	}
	m.setRoles(ctx, result, search.diags)
}

// warnOfOthers tells which roles the team holds already that the configuration does
// not name: creation leaves them alone, since its plan cannot show them.
func (m *teamRolesModel) warnOfOthers(ctx context.Context, search people, planned map[string]heldRole) {
	if search.client == nil || search.diags.HasError() || m.TeamID.IsUnknown() {
		return
	}
	live, err := search.client.TeamRoles.List(ctx, search.teamKey(ctx, m.TeamID))
	if err != nil {
		teamRolesNoun.Failed(search.diags, "prepare", m.object(), err)
		return
	}
	var others []string
	for _, assignment := range live {
		if !slices.Contains(keysOf(planned), assignment.Key()) {
			others = append(others, search.label(ctx, assignment))
		}
	}
	if len(others) > 0 {
		search.diags.AddAttributeWarning(path.Root("roles"), "The team holds other roles already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and takes them away. "+
				"To keep them, add them to the configuration.", m.object(), strings.Join(others, ", ")))
	}
}
