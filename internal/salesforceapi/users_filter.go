package salesforceapi

import (
	"context"
	"fmt"
	"iter"
	"strings"
)

// UserFilter limits a list of users. What is empty does not limit it.
type UserFilter struct {
	// Active is whether they may sign in.
	Active    *bool
	ProfileID ID
	// PermissionSetID and GroupID are what they are assigned, also by an assignment
	// that is over.
	PermissionSetID, GroupID ID
	// Text is within the name, the username or the email address.
	Text string
}

// Matching yields the users that a filter lets through, in the order of their
// usernames, page by page: a query of User.
func (u *Users) Matching(ctx context.Context, filter UserFilter) iter.Seq2[User, error] {
	var conditions []string
	if filter.Active != nil {
		conditions = append(conditions, fmt.Sprintf("IsActive = %t", *filter.Active))
	}
	if filter.ProfileID != "" {
		conditions = append(conditions, "ProfileId = "+Quote(string(filter.ProfileID)))
	}
	if filter.PermissionSetID != "" {
		conditions = append(conditions, assigned("PermissionSetId", filter.PermissionSetID))
	}
	if filter.GroupID != "" {
		conditions = append(conditions, assigned("PermissionSetGroupId", filter.GroupID))
	}
	if filter.Text != "" {
		pattern := within(filter.Text)
		conditions = append(conditions,
			"(Name LIKE "+pattern+" OR Username LIKE "+pattern+" OR Email LIKE "+pattern+")")
	}
	return Query[User](ctx, u.client, "SELECT "+userColumns+" FROM User"+where(conditions)+" ORDER BY Username")
}

// assigned is the condition that a user is assigned a permission set or a group.
func assigned(column string, id ID) string {
	return "Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE " + column + " = " + Quote(string(id)) + ")"
}

// within is the pattern of SOQL's LIKE operator for texts that hold a text.
func within(text string) string {
	quoted := Quote(text)
	escaped := strings.NewReplacer("%", `\%`, "_", `\_`).Replace(quoted[1 : len(quoted)-1])
	return "'%" + escaped + "%'"
}
