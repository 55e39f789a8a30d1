package anypointapi

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// Users are the members of organizations.
type Users struct {
	caller    *caller
	snapshot  *coalesce.Snapshot[string, string, User]
	directory *directory[User]
}

// User is a member of an organization.
type User struct {
	ID                 string `json:"id"`
	Username           string `json:"username"`
	FirstName          string `json:"firstName"`
	LastName           string `json:"lastName"`
	Email              string `json:"email"`
	OrganizationID     string `json:"organizationId"`
	Enabled            bool   `json:"enabled"`
	IdentityProviderID string `json:"idprovider_id"`
	// Type is "host" for people and "proxy" for the users of client providers.
	Type string `json:"type"`
}

func newUsers(caller *caller) *Users {
	users := &Users{caller: caller}
	users.snapshot = coalesce.NewSnapshot(users.list, keepError)
	users.directory = newDirectory("user", users.all,
		func(user User) []string {
			return []string{strings.ToLower(user.ID), strings.ToLower(user.Username), strings.ToLower(user.Email)}
		},
		func(user User) string { return user.Username + " (" + user.ID + ")" })
	return users
}

// Find returns the member of an organization whose id, username or e-mail
// address is reference, whatever its case, from the same reading as List.
//
// A user who is no member is [transport.NotFound]; an e-mail address that
// several users share is an error that lists them.
func (u *Users) Find(ctx context.Context, organizationID, reference string) (User, error) {
	return u.directory.find(ctx, organizationID, strings.ToLower(reference))
}

// List reads the members of an organization, by username. They are read once per
// organization (GET /accounts/api/organizations/{organization}/members).
func (u *Users) List(ctx context.Context, organizationID string) ([]User, error) {
	listed, err := u.snapshot.All(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	users := make([]User, 0, len(listed))
	for _, user := range listed {
		users = append(users, user)
	}
	slices.SortFunc(users, func(a, b User) int { return cmp.Or(cmp.Compare(a.Username, b.Username), cmp.Compare(a.ID, b.ID)) })
	return users, nil
}

func (u *Users) list(ctx context.Context, organizationID string) (map[string]User, error) {
	listed := map[string]User{}
	for user, err := range listAccounts[User](ctx, u.caller, listMembers(), organizationID, nil) {
		if err != nil {
			return nil, err
		}
		listed[user.ID] = user
	}
	return listed, nil
}

// all yields what List reads.
func (u *Users) all(ctx context.Context, organizationID string) iter.Seq2[User, error] {
	return func(yield func(User, error) bool) {
		users, err := u.List(ctx, organizationID)
		if err != nil {
			yield(User{}, err)
			return
		}
		for _, user := range users {
			if !yield(user, nil) {
				return
			}
		}
	}
}
