package salesforce

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type userAPIAccessModel struct {
	User               types.String        `tfsdk:"user"`
	Apps               []types.String      `tfsdk:"apps"`
	UserID             types.String        `tfsdk:"user_id"`
	Username           types.String        `tfsdk:"username"`
	Name               types.String        `tfsdk:"name"`
	Active             types.Bool          `tfsdk:"active"`
	Profile            types.String        `tfsdk:"profile"`
	Access             []reachableAppModel `tfsdk:"access"`
	SelfAuthorizedApps []types.String      `tfsdk:"self_authorized_apps"`
	ToCutOff           []cutModel          `tfsdk:"to_cut_off"`
}

type reachableAppModel struct {
	accessAppModel

	Paths []accessPathModel `tfsdk:"paths"`
}

type cutModel struct {
	Kind            types.String   `tfsdk:"kind"`
	Object          types.String   `tfsdk:"object"`
	ID              types.String   `tfsdk:"id"`
	Name            types.String   `tfsdk:"name"`
	Apps            []types.String `tfsdk:"apps"`
	OtherUsersCount types.Int64    `tfsdk:"other_users_count"`
}

// tell fills in what the user reaches among the wanted apps.
func (m *userAPIAccessModel) tell(
	access *salesforceapi.Access, names accessNames, user salesforceapi.User, wanted func(salesforceapi.ID) bool,
) {
	m.Profile = textOrNull(names.profiles[user.ProfileID])
	m.Access = []reachableAppModel{}
	reached := access.User(user.ID)
	for _, app := range reached {
		if wanted(app.App.ID) {
			m.Access = append(m.Access, names.reachable(app))
		}
	}
	var open []string
	for _, app := range access.Apps() {
		if user.IsActive && !app.Approved && app.Label != "" && wanted(app.ID) {
			open = append(open, appTitle(app))
		}
	}
	m.SelfAuthorizedApps = sortedTexts(open)
	m.ToCutOff = names.cuts(access, user.ID, reached, wanted)
}

func (n accessNames) reachable(reached salesforceapi.ReachableApp) reachableAppModel {
	return reachableAppModel{accessAppModel: newAppModel(reached.App), Paths: n.paths(reached.Paths)}
}

// cut is a row that gives a user access.
type cut struct {
	path salesforceapi.AccessPath
	// wanted tells that it opens an app that the question is about.
	wanted bool
	apps   []string
	others int
}

// row is the row to delete for a path to end: the assignment, since others keep
// theirs, or else the grant.
func row(path salesforceapi.AccessPath) salesforceapi.ID {
	return cmp.Or(path.AssignmentID, path.GrantID)
}

// cuts are the rows that must go to end a user's access to the wanted apps. One
// assignment may open several apps, and is told once.
func (n accessNames) cuts(
	access *salesforceapi.Access, user salesforceapi.ID, reached []salesforceapi.ReachableApp, wanted func(salesforceapi.ID) bool,
) []cutModel {
	cuts := map[salesforceapi.ID]*cut{}
	var order []salesforceapi.ID
	for _, app := range reached {
		for _, path := range app.Paths {
			id := row(path)
			if cuts[id] == nil {
				cuts[id] = &cut{path: path}
				order = append(order, id)
			}
			cuts[id].apps = append(cuts[id].apps, appTitle(app.App))
			if wanted(app.App.ID) {
				cuts[id].wanted = true
			}
			if path.Kind == salesforceapi.ByProfile {
				cuts[id].others = othersBy(access.App(app.App.ID), path.GrantID, user)
			}
		}
	}
	models := []cutModel{}
	for _, id := range order {
		if cuts[id].wanted {
			models = append(models, n.cut(id, cuts[id]))
		}
	}
	ranks := map[string]int{directAccess: 0, groupAccess: 1, profileAccess: 2}
	slices.SortFunc(models, func(a, b cutModel) int {
		return cmp.Or(
			cmp.Compare(ranks[a.Kind.ValueString()], ranks[b.Kind.ValueString()]),
			cmp.Compare(a.Name.ValueString(), b.Name.ValueString()), cmp.Compare(a.ID.ValueString(), b.ID.ValueString()),
		)
	})
	return models
}

func (n accessNames) cut(id salesforceapi.ID, cut *cut) cutModel {
	model := cutModel{
		Kind: types.StringValue(accessWords[cut.path.Kind]), Object: types.StringValue("PermissionSetAssignment"),
		ID: types.StringValue(string(id)), Apps: sortedTexts(cut.apps), OtherUsersCount: types.Int64Value(int64(cut.others)),
	}
	switch cut.path.Kind {
	case salesforceapi.ByPermissionSet:
		model.Name = types.StringValue(n.sets[cut.path.PermissionSetID])
	case salesforceapi.ByGroup:
		model.Name = types.StringValue(n.groups[cut.path.GroupID])
	case salesforceapi.ByProfile:
		model.Name = types.StringValue(n.profiles[cut.path.ProfileID])
		model.Object = types.StringValue("SetupEntityAccess")
	}
	return model
}

// othersBy counts the other users who have access to an app by a grant.
func othersBy(access salesforceapi.AppAccess, grant, user salesforceapi.ID) int {
	others := 0
	for _, other := range access.Users {
		if other.User.ID != user &&
			slices.ContainsFunc(other.Paths, func(path salesforceapi.AccessPath) bool { return path.GrantID == grant }) {
			others++
		}
	}
	return others
}
