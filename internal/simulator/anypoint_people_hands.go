package simulator

import (
	"maps"
	"slices"
)

// TeamMember is a member of a team, as the hands below show and change it.
type TeamMember struct {
	UserID, MembershipType string
	External               bool
}

// HeldRole is a role of a team or a user, as the hands below show and change it.
type HeldRole struct {
	Role    string // its name
	Context map[string]string
}

// TeamNames lists the names of all teams.
func (s *Server) TeamNames() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, len(s.state.Anypoint.Teams))
	for i, team := range s.state.Anypoint.Teams {
		names[i] = team.Name
	}
	return names
}

// TeamParent is the name of the team above, empty for the root team.
func (s *Server) TeamParent(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	team := platform.teamByName(name)
	if team == nil || platform.team(team.ParentID) == nil {
		return ""
	}
	return platform.team(team.ParentID).Name
}

// AddTeam makes a team below the root team and tells its id.
func (s *Server) AddTeam(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	platform := &s.state.Anypoint
	team := &anypointTeam{
		ID: platform.uuid(), Name: name, Type: "internal", ParentID: platform.Teams[0].ID, Created: s.now(), Updated: s.now(),
	}
	platform.Teams = append(platform.Teams, team)
	return team.ID
}

// RenameTeam gives a team another name.
func (s *Server) RenameTeam(name, another string) bool {
	return s.withTeam(name, func(team *anypointTeam) { team.Name = another })
}

// DeleteTeam deletes a team with all below it.
func (s *Server) DeleteTeam(name string) bool {
	return s.withTeam(name, s.state.Anypoint.removeTeam)
}

// TeamMembers lists the members of a team.
func (s *Server) TeamMembers(name string) []TeamMember {
	var members []TeamMember
	s.withTeam(name, func(team *anypointTeam) {
		for _, member := range team.Members {
			members = append(members, TeamMember{member.UserID, member.MembershipType, member.External})
		}
	})
	return members
}

// SetTeamMember adds a member to a team, or changes one.
func (s *Server) SetTeamMember(name string, member TeamMember) bool {
	return s.withTeam(name, func(team *anypointTeam) {
		team.Members = append(
			slices.DeleteFunc(team.Members, func(m teamMember) bool { return m.UserID == member.UserID }),
			teamMember{member.UserID, member.MembershipType, member.External, s.now(), s.now()},
		)
	})
}

// RemoveTeamMember removes a user from a team.
func (s *Server) RemoveTeamMember(name, userID string) bool {
	return s.withTeam(name, func(team *anypointTeam) {
		team.Members = slices.DeleteFunc(team.Members, func(m teamMember) bool { return m.UserID == userID })
	})
}

// TeamRoles lists the roles of a team, without those that come by themselves.
func (s *Server) TeamRoles(name string) []HeldRole {
	var roles []HeldRole
	s.withTeam(name, func(team *anypointTeam) { roles = s.state.Anypoint.held(team.Roles) })
	return roles
}

// AddTeamRole gives a role to a team.
func (s *Server) AddTeamRole(name string, role HeldRole) bool {
	return s.withTeam(name, func(team *anypointTeam) {
		team.Roles = append(team.Roles, s.state.Anypoint.assignmentOf(role))
	})
}

// RemoveTeamRole takes a role from a team.
func (s *Server) RemoveTeamRole(name string, role HeldRole) bool {
	return s.withTeam(name, func(team *anypointTeam) {
		team.Roles = slices.DeleteFunc(team.Roles, s.state.Anypoint.assignmentOf(role).equal)
	})
}

// UserRoles lists the roles that a user holds directly.
func (s *Server) UserRoles(userID string) []HeldRole {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := s.state.Anypoint.user(userID)
	if user == nil {
		return nil
	}
	return s.state.Anypoint.held(user.Roles)
}

// AddUserRole gives a role to a user.
func (s *Server) AddUserRole(userID string, role HeldRole) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := s.state.Anypoint.user(userID)
	if user != nil {
		user.Roles = append(user.Roles, s.state.Anypoint.assignmentOf(role))
	}
	return user != nil
}

// RemoveUserRoles takes all direct roles from a user.
func (s *Server) RemoveUserRoles(userID string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	user := s.state.Anypoint.user(userID)
	if user != nil {
		user.Roles = nil
	}
	return user != nil
}

// GroupMappings lists the mappings of a team as group, provider and membership
// type.
func (s *Server) GroupMappings(name string) [][3]string {
	var mappings [][3]string
	s.withTeam(name, func(team *anypointTeam) {
		for _, mapping := range team.GroupMappings {
			mappings = append(mappings, [3]string{mapping.ExternalGroupName, mapping.ProviderID, mapping.MembershipType})
		}
	})
	return mappings
}

// AddGroupMapping maps a group of an identity provider to a team.
func (s *Server) AddGroupMapping(name, group, providerID, membershipType string) bool {
	return s.withTeam(name, func(team *anypointTeam) {
		team.GroupMappings = append(team.GroupMappings, groupMapping{group, membershipType, providerID})
	})
}

func (s *Server) withTeam(name string, do func(*anypointTeam)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	team := s.state.Anypoint.teamByName(name)
	if team != nil {
		do(team)
	}
	return team != nil
}

func (p *anypointPlatform) teamByName(name string) *anypointTeam {
	return first(p.Teams, func(t *anypointTeam) bool { return t.Name == name })
}

func (p *anypointPlatform) held(assignments []roleAssignment) []HeldRole {
	roles := make([]HeldRole, len(assignments))
	for i, assignment := range assignments {
		roles[i] = HeldRole{p.roleName(assignment), maps.Clone(assignment.Context)}
	}
	return roles
}

func (p *anypointPlatform) assignmentOf(held HeldRole) roleAssignment {
	role := first(p.Roles, func(r anypointRole) bool { return r.Name == held.Role })
	return roleAssignment{role.ID, maps.Clone(held.Context)}
}
