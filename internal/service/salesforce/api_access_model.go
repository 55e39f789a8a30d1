package salesforce

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// The words for how a user has access.
const (
	directAccess  = "direct"
	groupAccess   = "group"
	profileAccess = "profile"
)

// accessWords are the words for the client's kinds of paths.
var accessWords = map[salesforceapi.PathKind]string{
	salesforceapi.ByPermissionSet: directAccess,
	salesforceapi.ByGroup:         groupAccess,
	salesforceapi.ByProfile:       profileAccess,
}

type apiAccessModel struct {
	Apps                []types.String   `tfsdk:"apps"`
	Users               []types.String   `tfsdk:"users"`
	PermissionSetGroups []types.String   `tfsdk:"permission_set_groups"`
	CountsOnly          types.Bool       `tfsdk:"counts_only"`
	Access              []appAccessModel `tfsdk:"access"`
}

// accessAppModel is by what an app is known.
type accessAppModel struct {
	AppID    types.String `tfsdk:"app_id"`
	Name     types.String `tfsdk:"name"`
	Label    types.String `tfsdk:"label"`
	Kind     types.String `tfsdk:"kind"`
	Approved types.Bool   `tfsdk:"approved"`
}

type appAccessModel struct {
	accessAppModel

	PeopleCount         types.Int64 `tfsdk:"people_count"`
	GroupsCount         types.Int64 `tfsdk:"groups_count"`
	EffectiveUsersCount types.Int64 `tfsdk:"effective_users_count"`

	People              []types.String                `tfsdk:"people"`
	PermissionSetGroups []types.String                `tfsdk:"permission_set_groups"`
	PermissionSets      []types.String                `tfsdk:"permission_sets"`
	Profiles            []types.String                `tfsdk:"profiles"`
	EffectiveUsers      map[string]effectiveUserModel `tfsdk:"effective_users"`
}

type effectiveUserModel struct {
	UserID types.String      `tfsdk:"user_id"`
	Name   types.String      `tfsdk:"name"`
	Paths  []accessPathModel `tfsdk:"paths"`
}

type accessPathModel struct {
	Kind                      types.String `tfsdk:"kind"`
	PermissionSet             types.String `tfsdk:"permission_set"`
	PermissionSetGroup        types.String `tfsdk:"permission_set_group"`
	Profile                   types.String `tfsdk:"profile"`
	GrantID                   types.String `tfsdk:"grant_id"`
	AssignmentID              types.String `tfsdk:"assignment_id"`
	Expiration                types.String `tfsdk:"expiration"`
	SessionActivationRequired types.Bool   `tfsdk:"session_activation_required"`
}

// newAppModel is an app as the lists tell it. Of one that they do not show, only
// the id is known: to call it open to everybody would be a guess.
func newAppModel(app salesforceapi.App) accessAppModel {
	model := accessAppModel{
		AppID: types.StringValue(string(app.ID)), Name: textOrNull(app.DeveloperName), Label: textOrNull(app.Label),
	}
	if app.Label != "" {
		model.Kind, model.Approved = types.StringValue(string(app.Kind())), types.BoolValue(app.Approved)
	}
	return model
}

// app is who has access to an app. Without people it tells counts alone.
func (n accessNames) app(access salesforceapi.AppAccess, withPeople bool) appAccessModel {
	model := appAccessModel{
		accessAppModel:      newAppModel(access.App),
		PermissionSetGroups: n.of(access.Groups, n.groups),
		PermissionSets:      n.of(access.PermissionSets, n.sets),
		Profiles:            n.of(access.Profiles, n.profiles),
	}
	people, effective := []string{}, map[string]effectiveUserModel{}
	for _, user := range access.Users {
		if hasDirect(user.Paths) {
			people = append(people, user.User.Username)
		}
		if withPeople {
			effective[user.User.Username] = effectiveUserModel{
				UserID: types.StringValue(string(user.User.ID)), Name: types.StringValue(user.User.Name), Paths: n.paths(user.Paths),
			}
		}
	}
	model.PeopleCount = types.Int64Value(int64(len(people)))
	model.GroupsCount = types.Int64Value(int64(len(access.Groups)))
	model.EffectiveUsersCount = types.Int64Value(int64(len(access.Users)))
	if withPeople {
		model.People, model.EffectiveUsers = sortedTexts(people), effective
	}
	return model
}

func hasDirect(paths []salesforceapi.AccessPath) bool {
	for _, path := range paths {
		if path.Kind == salesforceapi.ByPermissionSet {
			return true
		}
	}
	return false
}

func (n accessNames) paths(paths []salesforceapi.AccessPath) []accessPathModel {
	models := make([]accessPathModel, len(paths))
	for i, path := range paths {
		models[i] = accessPathModel{
			Kind:               types.StringValue(accessWords[path.Kind]),
			PermissionSetGroup: textOrNull(n.groups[path.GroupID]), Profile: textOrNull(n.profiles[path.ProfileID]),
			GrantID: types.StringValue(string(path.GrantID)), AssignmentID: textOrNull(string(path.AssignmentID)),
			Expiration: momentOrNull(path.Expiration), SessionActivationRequired: types.BoolValue(path.NeedsActivation),
		}
		if path.Kind != salesforceapi.ByProfile { // whose own permission set has no name to speak of
			models[i].PermissionSet = textOrNull(n.sets[path.PermissionSetID])
		}
	}
	return models
}

// momentOrNull is a moment in RFC 3339.
func momentOrNull(moment *time.Time) types.String {
	if moment == nil {
		return types.StringNull()
	}
	return types.StringValue(moment.UTC().Format(time.RFC3339))
}
