package anypoint

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type teamMembersModel struct {
	OrganizationID   types.String `tfsdk:"organization_id"`
	Team             types.String `tfsdk:"team"`
	Members          types.Map    `tfsdk:"members"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
	TeamID           types.String `tfsdk:"team_id"`
}

// ofTeamIdentity is the identity of what a team has one of.
type ofTeamIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	TeamID         types.String `tfsdk:"team_id"`
}

func (m *teamMembersModel) identity() ofTeamIdentity {
	return ofTeamIdentity{m.OrganizationID, m.TeamID}
}

func (m *teamMembersModel) object() string { return "the members of the team " + m.Team.ValueString() }

func (m *teamMembersModel) guard(search people) lockoutGuard {
	return lockoutGuard{
		people: search, noun: teamMembersNoun, object: m.object(), change: "the removal of members", at: path.Root("members"),
		allowed: m.AllowSelfLockout,
	}
}

// ids are the ids of users by the keys of a map; what a plan does not know yet is
// left out.
func (p people) ids(ctx context.Context, members types.Map) map[string]string {
	ids, keys := map[string]string{}, map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(members.Elements())) {
		at := path.Root("members").AtMapKey(key)
		id := p.user(ctx, at, types.StringValue(key))
		if id.IsUnknown() {
			continue
		}
		if other, taken := keys[id.ValueString()]; taken {
			p.diags.AddAttributeError(at, "User named twice", fmt.Sprintf("%q and %q are the same user: keep one.", other, key))
		}
		ids[key], keys[id.ValueString()] = id.ValueString(), key
	}
	return ids
}

// formerIDs are the ids of users by the keys of what the state holds. Users who
// left the organization have none.
func (p people) formerIDs(ctx context.Context, members types.Map) map[string]string {
	unheeded := p
	unheeded.diags = &diag.Diagnostics{}
	return unheeded.ids(ctx, members)
}

// membersChange is what has to change for a map of members to come true.
type membersChange struct {
	addedKeys, removedKeys []string
	added                  []anypointapi.TeamMember
	removed                []string
}

// compareMembers finds what has to change. Only those whom before names lose
// anything.
func compareMembers(
	planned, before types.Map, wanted, former map[string]string, live map[string]anypointapi.TeamMember,
) membersChange {
	var change membersChange
	stays := map[string]bool{}
	for _, key := range slices.Sorted(maps.Keys(planned.Elements())) {
		id := wanted[key]
		stays[id] = true
		kind := textOf(planned.Elements()[key])
		if have, found := live[id]; !found || have.MembershipType != kind {
			change.addedKeys = append(change.addedKeys, key)
			change.added = append(change.added, anypointapi.TeamMember{UserID: id, MembershipType: kind})
		}
	}
	for _, key := range slices.Sorted(maps.Keys(before.Elements())) {
		id, known := former[key]
		have, found := live[id]
		if known && found && !have.External && !stays[id] {
			change.removedKeys, change.removed = append(change.removedKeys, key), append(change.removed, id)
		}
	}
	return change
}

func textOf(value attr.Value) string {
	text, _ := value.(types.String)
	return text.ValueString()
}

// membersOf are the members of a team by the user's id.
func membersOf(ctx context.Context, client *anypointapi.Client, team anypointapi.TeamKey) (map[string]anypointapi.TeamMember, error) {
	listed, err := client.TeamMembers.List(ctx, team.OrganizationID, team.TeamID)
	members := make(map[string]anypointapi.TeamMember, len(listed))
	for _, member := range listed {
		members[member.UserID] = member
	}
	return members, err
}

// spelledMembers are the members of a team as the state calls them, and those whom
// it does not know by their usernames. Members by the identity provider are left
// out.
func (p people) spelledMembers(ctx context.Context, state types.Map, live map[string]anypointapi.TeamMember) types.Map {
	elements, known := map[string]attr.Value{}, map[string]bool{}
	for key, id := range p.formerIDs(ctx, state) {
		if member, found := live[id]; found && !member.External {
			elements[key], known[id] = types.StringValue(member.MembershipType), true
		}
	}
	for id, member := range live {
		if !known[id] && !member.External {
			elements[p.username(ctx, id)] = types.StringValue(member.MembershipType)
		}
	}
	return types.MapValueMust(types.StringType, elements)
}

// change makes the members what is planned, and leaves in m what took effect.
func (m *teamMembersModel) change(ctx context.Context, search people, before types.Map) {
	if m.TeamID.IsUnknown() {
		m.TeamID = search.team(ctx, path.Root("team"), m.Team)
	}
	wanted, former := search.ids(ctx, m.Members), search.formerIDs(ctx, before)
	if search.diags.HasError() {
		m.Members = before
		return
	}
	team := search.teamKey(ctx, m.TeamID)
	live, err := membersOf(ctx, search.client, team)
	if err != nil {
		teamMembersNoun.Failed(search.diags, "read", m.object(), err)
		m.Members = before
		return
	}
	m.refuseExternal(wanted, live, search.diags)
	if search.diags.HasError() {
		m.Members = before
		return
	}
	change := compareMembers(m.Members, before, wanted, former, live)
	addErrs, removeErrs := search.client.TeamMembers.Set(ctx, team, change.added, change.removed)
	elements := m.Members.Elements()
	for i, err := range addErrs {
		if err != nil {
			teamMembersNoun.FailedAt(search.diags, path.Root("members").AtMapKey(change.addedKeys[i]), "add", change.addedKeys[i], err)
			restore(elements, before.Elements(), change.addedKeys[i])
		}
	}
	for i, err := range removeErrs {
		if err != nil {
			teamMembersNoun.Failed(search.diags, "remove", change.removedKeys[i], err)
			restore(elements, before.Elements(), change.removedKeys[i])
		}
	}
	m.Members = types.MapValueMust(types.StringType, elements)
}

// restore makes an element what it was before.
func restore(elements, before map[string]attr.Value, key string) {
	delete(elements, key)
	if element, had := before[key]; had {
		elements[key] = element
	}
}

// refuseExternal refuses members who belong to the team by a group of the identity
// provider.
func (m *teamMembersModel) refuseExternal(ids map[string]string, live map[string]anypointapi.TeamMember, diags *diag.Diagnostics) {
	for _, key := range slices.Sorted(maps.Keys(ids)) {
		if live[ids[key]].External {
			diags.AddAttributeError(path.Root("members").AtMapKey(key), "Member by the identity provider", key+
				": a group of the identity provider makes the user a member, so that Terraform could neither change nor remove it. Take the "+
				"user out of the map.")
		}
	}
}

// warnOfOthers tells who is a member already whom the configuration does not name:
// creation leaves them alone, since its plan cannot show them.
func (m *teamMembersModel) warnOfOthers(ctx context.Context, search people) {
	if search.client == nil || search.diags.HasError() || m.TeamID.IsUnknown() || m.Members.IsUnknown() {
		return
	}
	live, err := membersOf(ctx, search.client, search.teamKey(ctx, m.TeamID))
	if err != nil {
		teamMembersNoun.Failed(search.diags, "prepare", m.object(), err)
		return
	}
	wanted := search.ids(ctx, m.Members)
	m.refuseExternal(wanted, live, search.diags)
	for _, id := range wanted {
		delete(live, id)
	}
	var others []string
	for id, member := range live {
		if !member.External {
			others = append(others, search.username(ctx, id))
		}
	}
	if len(others) > 0 {
		slices.Sort(others)
		search.diags.AddAttributeWarning(path.Root("members"), "Others are members already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and removes them. "+
				"To keep them, add them to the configuration.", m.object(), strings.Join(others, ", ")))
	}
}
