package simulator

import (
	"net/http"
	"slices"
)

// groupMapping makes the members of a group of an identity provider members of a
// team.
type groupMapping struct {
	ExternalGroupName string `json:"external_group_name"`
	MembershipType    string `json:"membership_type"`
	ProviderID        string `json:"provider_id"`
}

func (m groupMapping) isFor(other groupMapping) bool {
	return m.ExternalGroupName == other.ExternalGroupName && m.ProviderID == other.ProviderID
}

// listGroupMappings is GET on a team's group mappings.
func listGroupMappings(c *anypointCall, team *anypointTeam) anypointAnswer {
	selected := []groupMapping{}
	for _, mapping := range team.GroupMappings {
		if matches(c.URL.Query().Get("search"), mapping.ExternalGroupName) {
			selected = append(selected, mapping)
		}
	}
	return accountsPage(c, selected, func(mapping groupMapping) map[string]any {
		return map[string]any{
			"external_group_name": mapping.ExternalGroupName, "membership_type": mapping.MembershipType,
			"provider_id": mapping.ProviderID,
		}
	})
}

// groupMappings reads the body that the writing calls share.
func (c *anypointCall) groupMappings() ([]groupMapping, *anypointAnswer) {
	var mappings []groupMapping
	if err := c.decode(&mappings); err != nil {
		answer := anypointRefusal(http.StatusBadRequest, "%v", err)
		return nil, &answer
	}
	for _, mapping := range mappings {
		if mapping.ExternalGroupName == "" || mapping.ProviderID == "" ||
			!slices.Contains([]string{"member", "maintainer"}, mapping.MembershipType) {
			answer := anypointRefusal(http.StatusBadRequest,
				"external_group_name, provider_id and membership_type (member or maintainer) are required")
			return nil, &answer
		}
	}
	return mappings, nil
}

// replaceGroupMappings is PUT on a team's group mappings.
func replaceGroupMappings(c *anypointCall, team *anypointTeam) anypointAnswer {
	mappings, refused := c.groupMappings()
	if refused != nil {
		return *refused
	}
	team.GroupMappings = nil
	return addMappings(team, mappings)
}

// addGroupMappings is PATCH on a team's group mappings: it adds some, or changes
// their membership type.
func addGroupMappings(c *anypointCall, team *anypointTeam) anypointAnswer {
	mappings, refused := c.groupMappings()
	if refused != nil {
		return *refused
	}
	return addMappings(team, mappings)
}

func addMappings(team *anypointTeam, mappings []groupMapping) anypointAnswer {
	for _, mapping := range mappings {
		team.GroupMappings = append(slices.DeleteFunc(team.GroupMappings, mapping.isFor), mapping)
	}
	return noContent
}

// removeGroupMappings is DELETE on a team's group mappings.
func removeGroupMappings(c *anypointCall, team *anypointTeam) anypointAnswer {
	mappings, refused := c.groupMappings()
	if refused != nil {
		return *refused
	}
	for _, mapping := range mappings {
		team.GroupMappings = slices.DeleteFunc(team.GroupMappings, mapping.isFor)
	}
	return noContent
}
