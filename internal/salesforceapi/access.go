package salesforceapi

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// PathKind is by what a user has access to an app.
type PathKind string

// The kinds of paths.
const (
	// ByPermissionSet is a permission set that the user holds.
	ByPermissionSet PathKind = "permission_set"
	// ByGroup is a permission set in a group that the user holds.
	ByGroup PathKind = "permission_set_group"
	// ByProfile is the user's profile.
	ByProfile PathKind = "profile"
)

// AccessPath is one way in which a user has access to an app. Each has to be cut
// for the access to end.
type AccessPath struct {
	Kind PathKind
	// GrantID is the row of SetupEntityAccess.
	GrantID ID
	// PermissionSetID is what the app is granted to: the profile's own permission
	// set in a path by profile.
	PermissionSetID ID
	// GroupID, ProfileID and AssignmentID are empty in paths without them.
	GroupID, ProfileID, AssignmentID ID
	// Expiration is when the assignment ends, or nil.
	Expiration *time.Time
	// NeedsActivation tells that the session has to activate it first.
	NeedsActivation bool
}

// EffectiveUser is a user with all the paths by which it has access.
type EffectiveUser struct {
	User  User
	Paths []AccessPath
}

// AppAccess is who has access to an app.
type AppAccess struct {
	App App
	// SelfAuthorized tells that the app is not approved, so that everybody may use
	// it who authorizes it for himself, whomever it is granted to.
	SelfAuthorized bool
	// PermissionSets, Groups and Profiles are the ids of those that carry it.
	PermissionSets, Groups, Profiles []ID
	// Users are in the order of their usernames.
	Users []EffectiveUser
}

// ReachableApp is an app that a user has access to.
type ReachableApp struct {
	App   App
	Paths []AccessPath
}

// Access tells who has access to which app.
type Access struct {
	apps    map[ID]App
	users   map[ID]User
	sets    map[ID]PermissionSet
	groups  map[ID]PermissionSetGroup
	grants  map[ID][]SetupEntityAccess // by app
	granted map[ID][]SetupEntityAccess // by permission set

	members      map[ID][]ID             // the groups that a permission set is in
	holders      map[ID][]AssignmentFact // by permission set or group
	held         map[ID][]AssignmentFact // by user
	ofProfile    map[ID][]ID             // the users of a profile
	groupMembers map[ID][]ID             // the permission sets in a group
	muted        map[grantKey]bool       // app and group
}

// Apps are all apps that something is known of, in the order of their labels.
func (a *Access) Apps() []App {
	apps := make([]App, 0, len(a.apps))
	for _, app := range a.apps {
		apps = append(apps, app)
	}
	slices.SortFunc(apps, func(x, y App) int { return strings.Compare(x.Label+string(x.ID), y.Label+string(y.ID)) })
	return apps
}

// App tells who has access to an app.
func (a *Access) App(id ID) AppAccess {
	access := AppAccess{App: a.apps[id], SelfAuthorized: !a.apps[id].Approved}
	paths := map[ID][]AccessPath{}
	for _, grant := range a.grants[id] {
		set, known := a.sets[grant.ParentID]
		switch {
		case !known || set.GroupID != "": // a group's own set repeats its members
			continue
		case set.IsOwnedByProfile:
			access.Profiles = append(access.Profiles, set.ProfileID)
			for _, user := range a.ofProfile[set.ProfileID] {
				paths[user] = append(paths[user], profilePath(grant, set))
			}
			continue
		}
		access.PermissionSets = append(access.PermissionSets, set.ID)
		a.addHolders(paths, grant, set)
		access.Groups = append(access.Groups, a.addGroups(paths, grant)...)
	}
	for user, found := range paths {
		sortPaths(found)
		access.Users = append(access.Users, EffectiveUser{User: a.users[user], Paths: found})
	}
	slices.SortFunc(access.Users, func(x, y EffectiveUser) int { return strings.Compare(x.User.Username, y.User.Username) })
	access.PermissionSets, access.Profiles = distinct(access.PermissionSets), distinct(access.Profiles)
	access.Groups = distinct(access.Groups)
	return access
}

func (a *Access) addHolders(paths map[ID][]AccessPath, grant SetupEntityAccess, set PermissionSet) {
	for _, assignment := range a.holders[set.ID] {
		paths[assignment.AssigneeID] = append(paths[assignment.AssigneeID], directPath(grant, set, assignment))
	}
}

// addGroups adds the paths through the groups that a granted permission set is
// in, and returns the groups.
func (a *Access) addGroups(paths map[ID][]AccessPath, grant SetupEntityAccess) []ID {
	var carrying []ID
	for _, id := range a.members[grant.ParentID] {
		if a.muted[grantKey{grant.AppID, id}] {
			continue
		}
		carrying = append(carrying, id)
		for _, assignment := range a.holders[id] {
			paths[assignment.AssigneeID] = append(paths[assignment.AssigneeID], groupPath(grant, a.groups[id], assignment))
		}
	}
	return carrying
}

// User tells all apps that a user has access to by a grant, in the order of their
// labels. Everything in all the paths has to go for the user to be cut off.
func (a *Access) User(id ID) []ReachableApp {
	user, active := a.users[id]
	if !active {
		return nil
	}
	paths := map[ID][]AccessPath{}
	for _, assignment := range a.held[id] {
		for _, set := range a.setsOf(assignment) {
			for _, grant := range a.granted[set] {
				if path, opens := a.path(grant, assignment); opens {
					paths[grant.AppID] = append(paths[grant.AppID], path)
				}
			}
		}
	}
	if set, known := a.sets[user.ProfileID]; known {
		for _, grant := range a.granted[set.ID] {
			paths[grant.AppID] = append(paths[grant.AppID], profilePath(grant, set))
		}
	}
	var reachable []ReachableApp
	for app, found := range paths {
		sortPaths(found)
		reachable = append(reachable, ReachableApp{App: a.apps[app], Paths: found})
	}
	slices.SortFunc(reachable, func(x, y ReachableApp) int {
		return strings.Compare(x.App.Label+string(x.App.ID), y.App.Label+string(y.App.ID))
	})
	return reachable
}

// setsOf are the permission sets that an assignment gives.
func (a *Access) setsOf(assignment AssignmentFact) []ID {
	if assignment.GroupID == "" {
		return []ID{assignment.PermissionSetID}
	}
	return a.groupMembers[assignment.GroupID]
}

func (a *Access) path(grant SetupEntityAccess, assignment AssignmentFact) (AccessPath, bool) {
	if assignment.GroupID == "" {
		return directPath(grant, a.sets[grant.ParentID], assignment), true
	}
	return groupPath(grant, a.groups[assignment.GroupID], assignment),
		!a.muted[grantKey{grant.AppID, assignment.GroupID}]
}

func profilePath(grant SetupEntityAccess, set PermissionSet) AccessPath {
	return AccessPath{Kind: ByProfile, GrantID: grant.ID, PermissionSetID: set.ID, ProfileID: set.ProfileID}
}

func directPath(grant SetupEntityAccess, set PermissionSet, assignment AssignmentFact) AccessPath {
	return AccessPath{
		Kind: ByPermissionSet, GrantID: grant.ID, PermissionSetID: grant.ParentID, AssignmentID: assignment.ID,
		Expiration: assignment.Expiration, NeedsActivation: set.HasActivationRequired,
	}
}

func groupPath(grant SetupEntityAccess, group PermissionSetGroup, assignment AssignmentFact) AccessPath {
	return AccessPath{
		Kind: ByGroup, GrantID: grant.ID, PermissionSetID: grant.ParentID, GroupID: group.ID, AssignmentID: assignment.ID,
		Expiration: assignment.Expiration, NeedsActivation: group.HasActivationRequired,
	}
}

func sortPaths(paths []AccessPath) {
	slices.SortFunc(paths, func(x, y AccessPath) int {
		return cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.GrantID, y.GrantID),
			cmp.Compare(x.AssignmentID, y.AssignmentID))
	})
}

func distinct(ids []ID) []ID {
	slices.Sort(ids)
	return slices.Compact(ids)
}
