package anypointapi

import "net/http"

const (
	teamsPath     = organizationPath + "/teams"
	userRolesPath = organizationPath + "/users/{user}/roles"
)

func listTeamMembers() operation   { return accessManagement(teamPath + "/members") }
func listTeamRoles() operation     { return accessManagement(teamPath + "/roles") }
func listGroupMappings() operation { return accessManagement(teamPath + "/groupmappings") }
func listUserRoles() operation     { return accessManagement(userRolesPath) }
func listRoles() operation         { return accessManagement(accounts + "/roles") }

// createTeam is not safe: names are unique, so that a repeated call would find
// its own team in the way.
func createTeam() operation {
	return operation{method: http.MethodPost, path: teamsPath, accessManagement: true}
}

func changeTeam() operation { return repeatable(http.MethodPatch, teamPath) }
func moveTeam() operation   { return repeatable(http.MethodPut, teamPath+"/parent") }
func deleteTeam() operation { return repeatable(http.MethodDelete, teamPath) }

func changeTeamMembers() operation    { return repeatable(http.MethodPatch, teamPath+"/members") }
func removeTeamMembers() operation    { return repeatable(http.MethodDelete, teamPath+"/members") }
func addTeamRoles() operation         { return repeatable(http.MethodPost, teamPath+"/roles") }
func removeTeamRoles() operation      { return repeatable(http.MethodDelete, teamPath+"/roles") }
func replaceGroupMappings() operation { return repeatable(http.MethodPut, teamPath+"/groupmappings") }
func addUserRoles() operation         { return repeatable(http.MethodPost, userRolesPath) }
func removeUserRole() operation       { return repeatable(http.MethodDelete, userRolesPath+"/{role}") }

// repeatable is a writing operation of Access Management that leaves the same
// behind however often it is made.
func repeatable(method, path string) operation {
	return operation{method: method, path: path, safe: true, accessManagement: true}
}
