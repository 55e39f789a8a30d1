package anypoint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type groupMappingsModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Team           types.String `tfsdk:"team"`
	Groups         types.Map    `tfsdk:"groups"`
	TeamID         types.String `tfsdk:"team_id"`

	AllowSelfLockout types.Bool `tfsdk:"allow_self_lockout"`
}

func (m *groupMappingsModel) identity() ofTeamIdentity {
	return ofTeamIdentity{m.OrganizationID, m.TeamID}
}

func (m *groupMappingsModel) object() string {
	return "the external groups of the team " + m.Team.ValueString()
}

// groupsType is what groups are by the identity provider that they are of.
var groupsType = types.MapType{ElemType: types.StringType}

// mappings are the groups as the platform knows them.
func (m *groupMappingsModel) mappings(ctx context.Context, diags *diag.Diagnostics) []anypointapi.TeamGroupMapping {
	providers := map[string]map[string]string{}
	if !m.Groups.IsNull() && !m.Groups.IsUnknown() {
		diags.Append(m.Groups.ElementsAs(ctx, &providers, false)...)
	}
	var mappings []anypointapi.TeamGroupMapping
	for provider, groups := range providers {
		for group, membershipType := range groups {
			mappings = append(mappings, anypointapi.TeamGroupMapping{
				GroupMappingKey: anypointapi.GroupMappingKey{ExternalGroupName: group, ProviderID: provider}, MembershipType: membershipType,
			})
		}
	}
	return mappings
}

func (m *groupMappingsModel) flatten(ctx context.Context, mappings []anypointapi.TeamGroupMapping, diags *diag.Diagnostics) {
	providers := map[string]map[string]string{}
	for _, mapping := range mappings {
		if providers[mapping.ProviderID] == nil {
			providers[mapping.ProviderID] = map[string]string{}
		}
		providers[mapping.ProviderID][mapping.ExternalGroupName] = mapping.MembershipType
	}
	groups, failed := types.MapValueFrom(ctx, groupsType, providers)
	diags.Append(failed...)
	m.Groups = groups
}

// change makes the mappings what is planned. It takes away only what before has,
// and leaves to the next plan what somebody else made meanwhile.
func (m *groupMappingsModel) change(ctx context.Context, search people, before *groupMappingsModel) error {
	planned, former := m.mappings(ctx, search.diags), before.mappings(ctx, search.diags)
	team := search.teamKey(ctx, m.TeamID)
	live, err := search.client.TeamGroupMappings.List(ctx, team)
	if err != nil {
		return err
	}
	isOurs := func(mapping anypointapi.TeamGroupMapping) bool {
		return mappingsHave(planned, mapping) || mappingsHave(former, mapping)
	}
	return search.client.TeamGroupMappings.Replace(ctx, team, append(slices.DeleteFunc(live, isOurs), planned...))
}

// guardAgainst checks that nobody whom the mappings of the state make an
// administrator is the provider's own user, where some are not to stay.
func (m *groupMappingsModel) guardAgainst(ctx context.Context, search people, before *groupMappingsModel) {
	planned := m.mappings(ctx, search.diags)
	isLost := func(mapping anypointapi.TeamGroupMapping) bool { return !mappingsHave(planned, mapping) }
	if !slices.ContainsFunc(before.mappings(ctx, search.diags), isLost) {
		return
	}
	lockoutGuard{
		people: search, noun: groupMappingsNoun, object: before.object(), change: "the removal of groups", at: path.Root("groups"),
		allowed: m.AllowSelfLockout,
	}.mappings(ctx, before.TeamID)
}

// mappingsHave tells whether a group is mapped, as whatever.
func mappingsHave(mappings []anypointapi.TeamGroupMapping, wanted anypointapi.TeamGroupMapping) bool {
	return slices.ContainsFunc(mappings, func(mapping anypointapi.TeamGroupMapping) bool {
		return mapping.GroupMappingKey == wanted.GroupMappingKey
	})
}

// warnOfOthers tells which groups are mapped already that the configuration does
// not name: creation leaves them alone, since its plan cannot show them.
func (m *groupMappingsModel) warnOfOthers(ctx context.Context, search people) {
	if search.client == nil || search.diags.HasError() || m.TeamID.IsUnknown() || m.Groups.IsUnknown() {
		return
	}
	live, err := search.client.TeamGroupMappings.List(ctx, search.teamKey(ctx, m.TeamID))
	if err != nil {
		groupMappingsNoun.Failed(search.diags, "prepare", m.object(), err)
		return
	}
	planned := m.mappings(ctx, search.diags)
	var others []string
	for _, mapping := range live {
		if !mappingsHave(planned, mapping) {
			others = append(others, mapping.ExternalGroupName)
		}
	}
	if len(others) > 0 {
		search.diags.AddAttributeWarning(path.Root("groups"), "Other groups are mapped already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and takes them away. "+
				"To keep them, add them to the configuration.", m.object(), strings.Join(others, ", ")))
	}
}
