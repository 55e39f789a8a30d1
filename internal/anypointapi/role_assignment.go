package anypointapi

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// groupViewer is the role that whoever holds another role in a business group
// has too. It comes and goes by itself and can't be taken away, so it is left
// out everywhere. Its id is told differently in different places.
const groupViewer = "Business Group Viewer"

var groupViewerIDs = []string{"833ab9ca-0c72-45ba-9764-1df83240db57", "96bf8032-9e54-4031-9bee-bc5f59f9f4e5"}

// RoleAssignment is a role that a team or a user holds somewhere.
type RoleAssignment struct {
	RoleID string `json:"role_id"`
	// Name is the role's; it is read only.
	Name string `json:"name,omitempty"`
	// Context says where the role is held: org and envId for a role of an
	// environment, org for one of a business group, nothing for one of the whole
	// tenant. Some roles name other objects besides.
	Context map[string]string `json:"context_params"`
}

// RoleKey names an assignment among those of one team or user.
type RoleKey struct {
	RoleID, OrganizationID, EnvironmentID string
	// Rest is what else the context has.
	Rest string
}

// Key names the assignment.
func (a RoleAssignment) Key() RoleKey {
	key := RoleKey{RoleID: a.RoleID, OrganizationID: a.Context["org"], EnvironmentID: a.Context["envId"]}
	var rest []string
	for _, name := range slices.Sorted(maps.Keys(a.Context)) {
		if name != "org" && name != "envId" {
			rest = append(rest, name+"="+a.Context[name])
		}
	}
	key.Rest = strings.Join(rest, ",")
	return key
}

func (a RoleAssignment) isAutomatic() bool {
	return a.Name == groupViewer || slices.Contains(groupViewerIDs, a.RoleID)
}

// String is the assignment in the words of an error.
func (a RoleAssignment) String() string { return cmp.Or(a.Name, a.RoleID) }

// byRole files assignments under their keys, without those that come by
// themselves.
func byRole(assignments []RoleAssignment) map[RoleKey]RoleAssignment {
	filed := make(map[RoleKey]RoleAssignment, len(assignments))
	for _, assignment := range assignments {
		if !assignment.isAutomatic() {
			filed[assignment.Key()] = assignment
		}
	}
	return filed
}

// sorted are assignments by the name of the role, and then by where it is held.
func sorted(filed map[RoleKey]RoleAssignment) []RoleAssignment {
	return slices.SortedFunc(maps.Values(filed), func(a, b RoleAssignment) int {
		one, other := a.Key(), b.Key()
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(one.RoleID, other.RoleID),
			cmp.Compare(one.OrganizationID, other.OrganizationID), cmp.Compare(one.EnvironmentID, other.EnvironmentID),
			cmp.Compare(one.Rest, other.Rest))
	})
}

// sent are assignments as a request has them: without names.
func sent(assignments []RoleAssignment) []RoleAssignment {
	body := make([]RoleAssignment, len(assignments))
	for i, assignment := range assignments {
		body[i] = RoleAssignment{RoleID: assignment.RoleID, Context: maps.Clone(assignment.Context)}
		if body[i].Context == nil {
			body[i].Context = map[string]string{}
		}
	}
	return body
}
