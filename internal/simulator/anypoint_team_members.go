package simulator

import (
	"net/http"
	"slices"
)

// maximumMembers is how many members one call may change.
const maximumMembers = 100

func (t *anypointTeam) has(userID string) bool {
	return slices.ContainsFunc(t.Members, func(m teamMember) bool { return m.UserID == userID })
}

// listTeamMembers is GET /accounts/api/organizations/{org}/teams/{team}/members.
func listTeamMembers(c *anypointCall, team *anypointTeam) anypointAnswer {
	query := c.URL.Query()
	selected := []teamMember{}
	for _, member := range team.Members {
		user := c.platform.user(member.UserID)
		if user != nil && equals(query.Get("membership_type"), member.MembershipType) &&
			equals(query.Get("identity_type"), "user") && among(query["member_ids"], member.UserID) &&
			matches(query.Get("search"), user.Username, user.FirstName+" "+user.LastName) {
			selected = append(selected, member)
		}
	}
	return accountsPage(c, selected, func(member teamMember) map[string]any {
		user := c.platform.user(member.UserID)
		name := user.FirstName + " " + user.LastName
		return map[string]any{ // the name goes by one key in the documentation, by the other in practice
			"identity_type": "user", "id": user.ID, "team_name": name, "name": name,
			"membership_type": member.MembershipType, "is_assigned_via_external_groups": member.External,
			"created_at": date(member.Created, dateOfAccounts), "updated_at": date(member.Updated, dateOfAccounts),
		}
	})
}

// setTeamMembers is PATCH on a team's members: it adds users or changes their
// membership. One user that does not exist refuses all.
func setTeamMembers(c *anypointCall, team *anypointTeam) anypointAnswer {
	var wanted []struct {
		ID             string `json:"id"`
		MembershipType string `json:"membership_type"`
	}
	if err := c.decode(&wanted); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if refused := boundedMembers(len(wanted)); refused != nil {
		return *refused
	}
	for _, member := range wanted {
		if c.platform.user(member.ID) == nil {
			return anypointRefusal(http.StatusBadRequest, "%s is not a user", member.ID)
		}
		if member.MembershipType != "member" && member.MembershipType != "maintainer" {
			return anypointRefusal(http.StatusBadRequest, "membership_type must be member or maintainer")
		}
	}
	for _, member := range wanted {
		i := slices.IndexFunc(team.Members, func(m teamMember) bool { return m.UserID == member.ID })
		if i < 0 {
			i = len(team.Members)
			team.Members = append(team.Members, teamMember{UserID: member.ID, Created: c.now})
		}
		team.Members[i].MembershipType, team.Members[i].Updated = member.MembershipType, c.now
	}
	return noContent
}

// removeTeamMembers is DELETE on a team's members, with the users' ids as body.
// A user who is no member is no error.
func removeTeamMembers(c *anypointCall, team *anypointTeam) anypointAnswer {
	var ids []string
	if err := c.decode(&ids); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if refused := boundedMembers(len(ids)); refused != nil {
		return *refused
	}
	team.Members = slices.DeleteFunc(team.Members, func(m teamMember) bool { return slices.Contains(ids, m.UserID) })
	return noContent
}

func boundedMembers(count int) *anypointAnswer {
	if count > 0 && count <= maximumMembers {
		return nil
	}
	answer := anypointRefusal(http.StatusBadRequest, "The body must have between 1 and %d members", maximumMembers)
	return &answer
}
