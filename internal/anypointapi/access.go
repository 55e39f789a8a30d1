package anypointapi

import (
	"cmp"
	"maps"
	"slices"
)

// PathKind is how a user has access to an API.
type PathKind string

// The kinds of paths, in the order in which they are told.
const (
	ByGrant         PathKind = "direct"
	ByTeam          PathKind = "team"
	ByInheritedTeam PathKind = "inherited_team"
	ByOrganization  PathKind = "organization"
)

// AccessPath is one way in which a user has access to an API.
type AccessPath struct {
	Kind PathKind
	// Grantee is the user, team or organization that the API is granted to, and in
	// which role.
	Grantee Identity
	// Team is the team whose membership gives the user access; it has no id where
	// there is no membership to give up. By inheritance it lies below the grantee.
	Team Team
	// External tells that a group of the identity provider makes the user a member.
	External bool
}

// EffectiveUser is a user who has access to an API by at least one path.
type EffectiveUser struct {
	User User
	// Role is the highest of all paths.
	Role  string
	Paths []AccessPath
}

// APIAccess is who has access to an API.
type APIAccess struct {
	API API
	// Grants are whom the API is granted to, by type and id, each in the highest
	// role.
	Grants []Identity
	// Users are the enabled users who have access, by username.
	Users []EffectiveUser
}

// accessFacts are what access to APIs follows from.
type accessFacts struct {
	// users are those of the root organization who may sign in, by id.
	users map[string]User
	teams map[string]Team
	// below are the teams that inherit from a team, by its id.
	below map[string][]Team
	// members are those of teams, by the team's id.
	members map[string][]TeamMember
	// organizations are the members of organizations, by the organization's id.
	organizations map[string][]User
}

func (f accessFacts) access(api API, grants []Identity) APIAccess {
	paths := map[string][]AccessPath{}
	for _, grantee := range grants {
		for userID, path := range f.paths(grantee) {
			if _, enabled := f.users[userID]; enabled {
				paths[userID] = append(paths[userID], path...)
			}
		}
	}
	access := APIAccess{API: api, Grants: grants}
	for userID, ways := range paths {
		access.Users = append(access.Users, newEffectiveUser(f.users[userID], ways))
	}
	slices.SortFunc(access.Users, func(a, b EffectiveUser) int {
		return cmp.Or(cmp.Compare(a.User.Username, b.User.Username), cmp.Compare(a.User.ID, b.User.ID))
	})
	return access
}

func newEffectiveUser(user User, paths []AccessPath) EffectiveUser {
	order := []PathKind{ByGrant, ByTeam, ByInheritedTeam, ByOrganization}
	slices.SortFunc(paths, func(a, b AccessPath) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)),
			cmp.Compare(a.Grantee.Name, b.Grantee.Name), cmp.Compare(a.Team.Name, b.Team.Name),
		)
	})
	highest := slices.MaxFunc(paths, func(a, b AccessPath) int { return rank(a.Grantee.Role) - rank(b.Grantee.Role) })
	return EffectiveUser{User: user, Role: highest.Grantee.Role, Paths: paths}
}

// paths are the ways that one grant opens, by the id of the user.
func (f accessFacts) paths(grantee Identity) map[string][]AccessPath {
	paths := map[string][]AccessPath{}
	switch grantee.Type {
	case IdentityUser:
		paths[grantee.ID] = []AccessPath{{Kind: ByGrant, Grantee: grantee}}
	case IdentityOrganization:
		for _, user := range f.organizations[grantee.ID] {
			paths[user.ID] = []AccessPath{{Kind: ByOrganization, Grantee: grantee}}
		}
	case IdentityTeam:
		f.teamPaths(grantee, paths)
	}
	return paths
}

// teamPaths are the ways that the grant of a team opens: to its members, and to
// those of the teams below, which inherit from it. Everybody belongs to the root
// team, and cannot leave it.
func (f accessFacts) teamPaths(grantee Identity, paths map[string][]AccessPath) {
	team, known := f.teams[grantee.ID]
	if known && team.ParentID() == "" {
		for id := range maps.Keys(f.users) {
			paths[id] = []AccessPath{{Kind: ByTeam, Grantee: grantee}}
		}
		return
	}
	kind := ByTeam
	for _, through := range append([]Team{team}, f.below[grantee.ID]...) {
		for _, member := range f.members[through.ID] {
			paths[member.UserID] = append(paths[member.UserID], AccessPath{
				Kind: kind, Grantee: grantee, Team: through, External: member.External,
			})
		}
		kind = ByInheritedTeam
	}
}

// heirs are the teams below each team, all the way down.
func heirs(teams []Team) map[string][]Team {
	below := map[string][]Team{}
	for _, team := range teams {
		for _, above := range team.AncestorIDs {
			below[above] = append(below[above], team)
		}
	}
	return below
}
