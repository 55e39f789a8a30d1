package anypoint

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// The rows that a user's access hangs on.
const (
	grantRow      = "grant"
	membershipRow = "team_member"
)

type userAPIAccessModel struct {
	OrganizationID types.String        `tfsdk:"organization_id"`
	User           types.String        `tfsdk:"user"`
	APIs           []types.String      `tfsdk:"apis"`
	UserID         types.String        `tfsdk:"user_id"`
	Username       types.String        `tfsdk:"username"`
	Name           types.String        `tfsdk:"name"`
	Enabled        types.Bool          `tfsdk:"enabled"`
	Access         []reachableAPIModel `tfsdk:"access"`
	ToCutOff       []cutModel          `tfsdk:"to_cut_off"`
}

type reachableAPIModel struct {
	accessAPIModel

	Role  types.String      `tfsdk:"role"`
	Paths []accessPathModel `tfsdk:"paths"`
}

type cutModel struct {
	Object          types.String   `tfsdk:"object"`
	GroupID         types.String   `tfsdk:"group_id"`
	AssetID         types.String   `tfsdk:"asset_id"`
	PrincipalType   types.String   `tfsdk:"principal_type"`
	PrincipalID     types.String   `tfsdk:"principal_id"`
	TeamID          types.String   `tfsdk:"team_id"`
	Name            types.String   `tfsdk:"name"`
	External        types.Bool     `tfsdk:"external"`
	APIs            []types.String `tfsdk:"apis"`
	OtherUsersCount types.Int64    `tfsdk:"other_users_count"`
}

// row is what must go for a path to end: the membership of a team, since others
// keep theirs, or else the grant.
type row struct {
	teamID  string
	asset   anypointapi.Asset
	grantee anypointapi.IdentityKey
}

func rowOf(api anypointapi.API, path anypointapi.AccessPath) row {
	if path.Team.ID != "" {
		return row{teamID: path.Team.ID}
	}
	return row{asset: api.Asset, grantee: path.Grantee.IdentityKey}
}

// tell fills in what the user reaches among the wanted APIs, of all that are read.
func (m *userAPIAccessModel) tell(access []anypointapi.APIAccess, wanted func(anypointapi.API) bool) {
	m.Access, m.ToCutOff = []reachableAPIModel{}, []cutModel{}
	cuts, asked := map[row]*cutModel{}, map[row]bool{}
	for _, api := range access {
		reached, has := m.reached(api)
		if !has {
			continue
		}
		if wanted(api.API) {
			m.Access = append(m.Access, reachableAPIModel{
				accessAPIModel: newAccessAPI(api.API), Role: types.StringValue(reached.Role), Paths: newAccessPaths(reached.Paths),
			})
		}
		for _, path := range reached.Paths {
			of := rowOf(api.API, path)
			if cuts[of] == nil {
				cuts[of] = newCut(of, api, path)
			}
			asked[of] = asked[of] || wanted(api.API)
			if name := types.StringValue(api.API.AssetID); !slices.Contains(cuts[of].APIs, name) {
				cuts[of].APIs = append(cuts[of].APIs, name)
			}
		}
	}
	for of, cut := range cuts {
		if asked[of] {
			m.ToCutOff = append(m.ToCutOff, *cut)
		}
	}
	slices.SortFunc(m.ToCutOff, compareCuts)
}

// reached is the user's access to an API.
func (m *userAPIAccessModel) reached(api anypointapi.APIAccess) (anypointapi.EffectiveUser, bool) {
	n := slices.IndexFunc(api.Users, func(one anypointapi.EffectiveUser) bool { return one.User.ID == m.UserID.ValueString() })
	if n < 0 {
		return anypointapi.EffectiveUser{}, false
	}
	return api.Users[n], true
}

func newCut(of row, api anypointapi.APIAccess, path anypointapi.AccessPath) *cutModel {
	if of.teamID != "" {
		return &cutModel{
			Object: types.StringValue(membershipRow), TeamID: types.StringValue(of.teamID), Name: orNull(path.Team.Name),
			External: types.BoolValue(path.External), OtherUsersCount: types.Int64Value(0),
		}
	}
	others := 0
	for _, one := range api.Users {
		if slices.ContainsFunc(one.Paths, func(other anypointapi.AccessPath) bool { return rowOf(api.API, other) == of }) {
			others++
		}
	}
	return &cutModel{
		Object: types.StringValue(grantRow), GroupID: types.StringValue(of.asset.GroupID), AssetID: types.StringValue(of.asset.AssetID),
		PrincipalType: types.StringValue(of.grantee.Type), PrincipalID: types.StringValue(of.grantee.ID),
		Name:     types.StringValue(cmp.Or(nameOf(path.Grantee), path.Grantee.ID)),
		External: types.BoolValue(false), OtherUsersCount: types.Int64Value(int64(others - 1)),
	}
}

// compareCuts orders those first that concern the user alone: grants to the user,
// then memberships, which are nobody's grant, then grants to many.
func compareCuts(a, b cutModel) int {
	order := []string{anypointapi.IdentityUser, "", anypointapi.IdentityTeam, anypointapi.IdentityOrganization}
	place := func(cut cutModel) int { return slices.Index(order, cut.PrincipalType.ValueString()) }
	return cmp.Or(
		cmp.Compare(place(a), place(b)), cmp.Compare(a.Name.ValueString(), b.Name.ValueString()),
		cmp.Compare(a.AssetID.ValueString(), b.AssetID.ValueString()), cmp.Compare(a.TeamID.ValueString(), b.TeamID.ValueString()),
	)
}
