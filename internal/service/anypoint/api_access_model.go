package anypoint

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type apiAccessModel struct {
	OrganizationID types.String       `tfsdk:"organization_id"`
	APIs           []types.String     `tfsdk:"apis"`
	Users          []types.String     `tfsdk:"users"`
	Teams          []types.String     `tfsdk:"teams"`
	CountsOnly     types.Bool         `tfsdk:"counts_only"`
	Access         []accessOfAPIModel `tfsdk:"access"`
}

// accessAPIModel is by what an API is known.
type accessAPIModel struct {
	GroupID   types.String `tfsdk:"group_id"`
	AssetID   types.String `tfsdk:"asset_id"`
	Name      types.String `tfsdk:"name"`
	Type      types.String `tfsdk:"type"`
	CreatedAt types.String `tfsdk:"created_at"`
	Creator   types.String `tfsdk:"creator"`
}

func newAccessAPI(api anypointapi.API) accessAPIModel {
	return accessAPIModel{
		GroupID: types.StringValue(api.GroupID), AssetID: types.StringValue(api.AssetID), Name: orNull(api.Name),
		Type: orNull(api.Type), CreatedAt: orNull(api.CreatedAt), Creator: orNull(api.CreatorName),
	}
}

type accessOfAPIModel struct {
	accessAPIModel

	PeopleCount         types.Int64 `tfsdk:"people_count"`
	GroupsCount         types.Int64 `tfsdk:"groups_count"`
	OrganizationsCount  types.Int64 `tfsdk:"organizations_count"`
	EffectiveUsersCount types.Int64 `tfsdk:"effective_users_count"`

	People                types.Map                     `tfsdk:"people"`
	Teams                 types.Map                     `tfsdk:"teams"`
	Organizations         types.Map                     `tfsdk:"organizations"`
	ExternalOrganizations types.Map                     `tfsdk:"external_organizations"`
	EffectiveUsers        map[string]effectiveUserModel `tfsdk:"effective_users"`
}

type effectiveUserModel struct {
	UserID types.String      `tfsdk:"user_id"`
	Name   types.String      `tfsdk:"name"`
	Role   types.String      `tfsdk:"role"`
	Paths  []accessPathModel `tfsdk:"paths"`
}

type accessPathModel struct {
	Kind        types.String `tfsdk:"kind"`
	Role        types.String `tfsdk:"role"`
	GrantedTo   types.String `tfsdk:"granted_to"`
	GrantedToID types.String `tfsdk:"granted_to_id"`
	Team        types.String `tfsdk:"team"`
	TeamID      types.String `tfsdk:"team_id"`
	External    types.Bool   `tfsdk:"external"`
}

// newAccessOfAPI is who has access to an API. Without people it tells counts alone.
func newAccessOfAPI(access anypointapi.APIAccess, withPeople bool) accessOfAPIModel {
	granted, none := newRoster(access.Grants), types.MapValueMust(types.StringType, nil)
	roles := func(kind string) (types.Map, int) {
		held := granted.roles(kind, none)
		return held, len(held.Elements())
	}
	people, peopleCount := roles(anypointapi.IdentityUser)
	teams, teamsCount := roles(anypointapi.IdentityTeam)
	organizations, organizationsCount := roles(anypointapi.IdentityOrganization)
	others, othersCount := roles(anypointapi.IdentityExternalOrganization)
	model := accessOfAPIModel{
		accessAPIModel: newAccessAPI(access.API),
		PeopleCount:    types.Int64Value(int64(peopleCount)), GroupsCount: types.Int64Value(int64(teamsCount)),
		OrganizationsCount:  types.Int64Value(int64(organizationsCount + othersCount)),
		EffectiveUsersCount: types.Int64Value(int64(len(access.Users))),
		People:              types.MapNull(types.StringType), Teams: teams, Organizations: organizations, ExternalOrganizations: others,
	}
	if !withPeople {
		return model
	}
	model.People, model.EffectiveUsers = people, map[string]effectiveUserModel{}
	for _, one := range access.Users {
		key := one.User.Username
		if _, taken := model.EffectiveUsers[key]; taken {
			key = one.User.ID // identity providers may have users of the same name
		}
		model.EffectiveUsers[key] = effectiveUserModel{
			UserID: types.StringValue(one.User.ID), Name: orNull(nameOfUser(one.User)), Role: types.StringValue(one.Role),
			Paths: newAccessPaths(one.Paths),
		}
	}
	return model
}

func newAccessPaths(paths []anypointapi.AccessPath) []accessPathModel {
	models := make([]accessPathModel, len(paths))
	for n, path := range paths {
		models[n] = accessPathModel{
			Kind: types.StringValue(string(path.Kind)), Role: types.StringValue(path.Grantee.Role),
			GrantedTo:   types.StringValue(cmp.Or(nameOf(path.Grantee), path.Grantee.ID)),
			GrantedToID: types.StringValue(path.Grantee.ID),
			Team:        orNull(path.Team.Name), TeamID: orNull(path.Team.ID), External: types.BoolValue(path.External),
		}
	}
	return models
}

func nameOfUser(user anypointapi.User) string {
	return fullName(anypointapi.Identity{FirstName: user.FirstName, LastName: user.LastName})
}
