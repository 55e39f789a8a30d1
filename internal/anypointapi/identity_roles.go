package anypointapi

import "context"

// RoleChange moves an identity from the role that it names to another.
type RoleChange struct {
	// Identity has the role before; empty is none.
	Identity Identity
	// Role is the role after; empty is none.
	Role string
}

// ChangeRoles makes many changes of one asset, in one call for up to 500 of them,
// and returns one error per change, in order; one that fails does not fail the
// others. Changes are made in their order as far as they need several calls
// (PUT /exchange/api/v2/assets/{group}/{asset}/identities).
func (i *Identities) ChangeRoles(ctx context.Context, asset Asset, changes []RoleChange) []error {
	deltas := make([]identityChange, len(changes))
	for n, change := range changes {
		deltas[n] = identityChange{identity: change.Identity, added: change.Role, deleted: change.Identity.Role}
	}
	return i.changeAll(ctx, asset, deltas)
}
