package salesforceapi

import (
	"strings"
	"time"
)

// AccessFacts are the rows that tell who has access to which app. Rows can be
// added and taken away to see what a change would do.
type AccessFacts struct {
	Apps           []App
	Users          []User
	PermissionSets []PermissionSet
	Groups         []PermissionSetGroup
	Members        []PermissionSetGroupComponent
	Grants         []SetupEntityAccess
	Assignments    []AssignmentFact
	// Now is the moment at which expirations are judged.
	Now time.Time
}

// AssignmentFact is an assignment with all that tells whether it holds.
type AssignmentFact struct {
	ID, AssigneeID ID
	// PermissionSetID is the group's own permission set in assignments of groups;
	// GroupID is empty in others.
	PermissionSetID, GroupID ID
	// Expiration is when the assignment ends, or nil.
	Expiration          *time.Time
	IsActive, IsRevoked bool
}

// holds tells whether the assignment gives anything now.
func (f AssignmentFact) holds(now time.Time) bool {
	return f.IsActive && !f.IsRevoked && (f.Expiration == nil || f.Expiration.After(now))
}

// isMuting tells a muting permission set by its id.
func isMuting(id ID) bool { return strings.HasPrefix(string(id), "0QM") }

// Access works out who has access: in one pass over the rows. Users who are not
// active, assignments that are over or revoked, and what a group mutes give none.
func (f AccessFacts) Access() *Access {
	a := &Access{
		apps: map[ID]App{}, users: map[ID]User{}, sets: map[ID]PermissionSet{}, groups: map[ID]PermissionSetGroup{},
		grants: map[ID][]SetupEntityAccess{}, granted: map[ID][]SetupEntityAccess{}, members: map[ID][]ID{},
		holders: map[ID][]AssignmentFact{}, held: map[ID][]AssignmentFact{}, ofProfile: map[ID][]ID{},
		groupMembers: map[ID][]ID{}, muted: map[grantKey]bool{},
	}
	for _, app := range f.Apps {
		a.apps[app.ID] = app
	}
	for _, user := range f.Users {
		if user.IsActive {
			a.users[user.ID] = user
			a.ofProfile[user.ProfileID] = append(a.ofProfile[user.ProfileID], user.ID)
		}
	}
	for _, set := range f.PermissionSets {
		a.sets[set.ID] = set
		if set.IsOwnedByProfile {
			a.sets[set.ProfileID] = set
		}
	}
	for _, group := range f.Groups {
		a.groups[group.ID] = group
	}
	a.addGrants(f.Grants)
	a.addMembers(f.Members)
	a.addAssignments(f.Assignments, f.Now)
	return a
}

func (a *Access) addGrants(grants []SetupEntityAccess) {
	for _, grant := range grants {
		a.grants[grant.AppID] = append(a.grants[grant.AppID], grant)
		a.granted[grant.ParentID] = append(a.granted[grant.ParentID], grant)
		if _, known := a.apps[grant.AppID]; !known { // one that the apps' listings do not show
			a.apps[grant.AppID] = App{ID: grant.AppID}
		}
	}
}

// addMembers comes after the grants: what a muting permission set carries is what
// the group takes away.
func (a *Access) addMembers(members []PermissionSetGroupComponent) {
	for _, member := range members {
		if isMuting(member.PermissionSetID) {
			for _, grant := range a.granted[member.PermissionSetID] {
				a.muted[grantKey{grant.AppID, member.GroupID}] = true
			}
			continue
		}
		a.members[member.PermissionSetID] = append(a.members[member.PermissionSetID], member.GroupID)
		a.groupMembers[member.GroupID] = append(a.groupMembers[member.GroupID], member.PermissionSetID)
	}
}

func (a *Access) addAssignments(assignments []AssignmentFact, now time.Time) {
	for _, assignment := range assignments {
		if _, active := a.users[assignment.AssigneeID]; !active || !assignment.holds(now) {
			continue
		}
		target := assignment.PermissionSetID
		if assignment.GroupID != "" {
			target = assignment.GroupID
		} else if set := a.sets[target]; set.IsOwnedByProfile || set.GroupID != "" {
			continue // every user holds the permission set of the profile
		}
		a.holders[target] = append(a.holders[target], assignment)
		a.held[assignment.AssigneeID] = append(a.held[assignment.AssigneeID], assignment)
	}
}
