package anypointapi

import (
	"context"
	"iter"
	"net/url"
)

// Roles are the roles that the platform knows. Their ids are the same
// everywhere.
type Roles struct {
	caller    *caller
	directory *directory[Role]
}

// Role is an entry of the platform's catalogue.
type Role struct {
	ID          string `json:"role_id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	// Product is whose role it is, such as API Manager; it may be empty.
	Product string `json:"product"`
	// Internal tells a role that the platform hands out itself.
	Internal bool `json:"internal"`
}

func newRoles(caller *caller) *Roles {
	roles := &Roles{caller: caller}
	roles.directory = newDirectory("role",
		func(ctx context.Context, _ string) iter.Seq2[Role, error] { return roles.List(ctx) },
		func(role Role) []string { return []string{role.ID, role.Name} },
		func(role Role) string { return role.Name + " (" + role.ID + ")" })
	return roles
}

// List yields the platform's roles by name, page by page
// (GET /accounts/api/roles). An app that acts for itself may not ask.
func (r *Roles) List(ctx context.Context) iter.Seq2[Role, error] {
	query := url.Values{"sort": {"name"}, "ascending": {"true"}}
	return listAccountsAt[Role](ctx, r.caller, listRoles(), nil, query)
}

// Find returns the role whose id or name is reference, from one reading of the
// catalogue. A role that does not exist is [transport.NotFound].
func (r *Roles) Find(ctx context.Context, reference string) (Role, error) {
	return r.directory.find(ctx, "", reference)
}
