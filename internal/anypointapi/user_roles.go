package anypointapi

import (
	"context"
	"net/url"
	"strconv"
)

// UserKey names a user of an organization.
type UserKey struct{ OrganizationID, UserID string }

func (k UserKey) segments() []string { return []string{k.OrganizationID, k.UserID} }

// UserRoles are the roles that users hold directly, and not through a team or a
// role group.
type UserRoles struct {
	caller *caller
	rows   *rows[UserKey, RoleKey, RoleAssignment]
}

func newUserRoles(caller *caller) *UserRoles {
	roles := &UserRoles{caller: caller}
	roles.rows = (&rows[UserKey, RoleKey, RoleAssignment]{
		noun: "role", perCall: rolesPerCall, list: roles.list, add: roles.post, remove: roles.delete,
		key: RoleAssignment.Key, same: sameRole, describe: RoleAssignment.String,
	}).start()
	return roles
}

// List reads the roles that a user holds directly, by name and without the
// Business Group Viewer, which comes by itself. A user is read once
// (GET /accounts/api/organizations/{organization}/users/{user}/roles).
//
// A user who does not exist is [transport.NotFound].
func (u *UserRoles) List(ctx context.Context, user UserKey) ([]RoleAssignment, error) {
	listed, err := u.rows.snapshot.All(ctx, user)
	return sorted(listed), err
}

// Get reads one role of a user, from the same reading as List. What the user
// does not hold is [transport.NotFound].
func (u *UserRoles) Get(ctx context.Context, user UserKey, key RoleKey) (RoleAssignment, error) {
	assignment, found, err := u.rows.snapshot.Get(ctx, user, key)
	if err == nil && !found {
		err = missing("user %s does not hold the role %s there directly", user.UserID, key.RoleID)
	}
	return assignment, err
}

// Add gives a role to a user. Additions that come close together share a call,
// unless they are of one role
// (POST /accounts/api/organizations/{organization}/users/{user}/roles).
func (u *UserRoles) Add(ctx context.Context, user UserKey, assignment RoleAssignment) error {
	return one(u.rows.set(ctx, user, []RoleAssignment{assignment}, nil))
}

// Remove takes a role from a user
// (DELETE /accounts/api/organizations/{organization}/users/{user}/roles/{role}).
// What the user does not hold is no error.
func (u *UserRoles) Remove(ctx context.Context, user UserKey, assignment RoleAssignment) error {
	return one(u.rows.set(ctx, user, nil, []RoleAssignment{assignment}))
}

// list reads a user's roles. Paging them is not documented, so the first page is
// asked for without.
func (u *UserRoles) list(ctx context.Context, user UserKey) (map[RoleKey]RoleAssignment, error) {
	var assignments []RoleAssignment
	for assignment, err := range turnPages(func(offset int) ([]RoleAssignment, int, error) {
		var page struct {
			Data  []RoleAssignment `json:"data"`
			Total int              `json:"total"`
		}
		query := url.Values{}
		if offset > 0 {
			query.Set("offset", strconv.Itoa(offset))
		}
		err := u.caller.do(ctx, call{operation: listUserRoles(), segments: user.segments(), query: query}, &page)
		return page.Data, page.Total, err
	}) {
		if err != nil {
			return nil, err
		}
		assignments = append(assignments, assignment)
	}
	return byRole(assignments), nil
}

// post makes one call for every context that one role is given in: the body has
// one for each role.
func (u *UserRoles) post(ctx context.Context, user UserKey, assignments []RoleAssignment) error {
	for waiting := sent(assignments); len(waiting) > 0; {
		body := map[string]map[string]string{}
		var later []RoleAssignment
		for _, assignment := range waiting {
			if _, taken := body[assignment.RoleID]; taken {
				later = append(later, assignment)
				continue
			}
			body[assignment.RoleID] = assignment.Context
		}
		if err := u.caller.do(ctx, call{operation: addUserRoles(), segments: user.segments(), body: body}, nil); err != nil {
			return err
		}
		waiting = later
	}
	return nil
}

func (u *UserRoles) delete(ctx context.Context, user UserKey, assignments []RoleAssignment) error {
	for _, assignment := range sent(assignments) {
		segments := append(user.segments(), assignment.RoleID)
		err := u.caller.do(ctx, call{operation: removeUserRole(), segments: segments, body: assignment.Context}, nil)
		if err != nil {
			return err
		}
	}
	return nil
}
