package anypointapi

import (
	"context"
	"iter"
	"strings"
)

// Users are the members of organizations.
type Users struct{ directory *directory[User] }

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
	list := func(ctx context.Context, organizationID string) iter.Seq2[User, error] {
		return listAccounts[User](ctx, caller, listMembers(), organizationID, nil)
	}
	return &Users{newDirectory("user", list,
		func(user User) []string {
			return []string{strings.ToLower(user.ID), strings.ToLower(user.Username), strings.ToLower(user.Email)}
		},
		func(user User) string { return user.Username + " (" + user.ID + ")" })}
}

// Find returns the member of an organization whose id, username or e-mail
// address is reference, whatever its case. Members are listed once per
// organization (GET /accounts/api/organizations/{organization}/members).
//
// A user who is no member is [transport.NotFound]; an e-mail address that
// several users share is an error that lists them.
func (u *Users) Find(ctx context.Context, organizationID, reference string) (User, error) {
	return u.directory.find(ctx, organizationID, strings.ToLower(reference))
}

// List yields the members of an organization, page by page.
func (u *Users) List(ctx context.Context, organizationID string) iter.Seq2[User, error] {
	return u.directory.list(ctx, organizationID)
}
