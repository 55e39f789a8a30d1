package anypointapi

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

const (
	// changesPerCall bounds how many changes one call makes. The platform documents no
	// bound.
	changesPerCall = 500
	// quiet is how long a change waits for others to join it, and longest how
	// long in all.
	quiet   = 150 * time.Millisecond
	longest = 750 * time.Millisecond
)

// Identities are the users, teams and organizations that Exchange assets are
// shared with directly. Whoever has access by a role in the business group is
// not among them.
type Identities struct {
	caller   *caller
	snapshot *coalesce.Snapshot[Asset, IdentityKey, grants]
	changes  *coalesce.Batcher[Asset, []identityChange, []error]
}

func newIdentities(caller *caller) *Identities {
	identities := &Identities{caller: caller}
	identities.snapshot = coalesce.NewSnapshot(identities.list, keepError)
	identities.changes = &coalesce.Batcher[Asset, []identityChange, []error]{
		Limit: changesPerCall, Quiet: quiet, Longest: longest, Run: identities.run,
	}
	return identities
}

// List reads everyone an asset is shared with, by type and id. An asset is read
// once (GET /exchange/api/v2/assets/{group}/{asset}/identities).
func (i *Identities) List(ctx context.Context, asset Asset) ([]Identity, error) {
	found, err := i.snapshot.All(ctx, asset)
	if err != nil {
		return nil, err
	}
	var identities []Identity
	for _, rows := range found {
		identities = append(identities, rows...)
	}
	slices.SortStableFunc(identities, func(a, b Identity) int {
		return cmp.Or(cmp.Compare(a.Type, b.Type), cmp.Compare(a.ID, b.ID))
	})
	return identities, nil
}

// Get reads the role of one identity, from the same reading as List; of several
// roles it is the highest. An identity without any is [transport.NotFound].
func (i *Identities) Get(ctx context.Context, asset Asset, key IdentityKey) (Identity, error) {
	rows, found, err := i.snapshot.Get(ctx, asset, key)
	if err != nil {
		return Identity{}, err
	}
	if !found {
		return Identity{}, missing("asset %s/%s is not shared with %s", asset.GroupID, asset.AssetID, key)
	}
	return rows[0], nil
}

// Grant shares an asset with an identity, in the role that it names. It leaves
// all others alone, and so a role that the identity has already.
//
// This and the other changes of one asset that come close together are made in
// one call (PUT /exchange/api/v2/assets/{group}/{asset}/identities) and checked
// by one reading.
func (i *Identities) Grant(ctx context.Context, asset Asset, identity Identity) error {
	return i.change(ctx, asset, identityChange{identity: identity, added: identity.Role})
}

// ChangeRole moves an identity from the role that it names to another, in one
// call, so that it never lacks access in between.
func (i *Identities) ChangeRole(ctx context.Context, asset Asset, identity Identity, role string) error {
	return i.change(ctx, asset, identityChange{identity: identity, added: role, deleted: identity.Role})
}

// Revoke takes the role that an identity names from it.
func (i *Identities) Revoke(ctx context.Context, asset Asset, identity Identity) error {
	return i.change(ctx, asset, identityChange{identity: identity, deleted: identity.Role})
}

func (i *Identities) change(ctx context.Context, asset Asset, change identityChange) error {
	return i.changeAll(ctx, asset, []identityChange{change})[0]
}

// list reads the rows of an asset, by identity.
func (i *Identities) list(ctx context.Context, asset Asset) (map[IdentityKey]grants, error) {
	var identities []Identity
	err := i.caller.do(ctx, call{operation: listIdentities(), segments: asset.segments()}, &identities)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(identities, func(a, b Identity) int { return rank(b.Role) - rank(a.Role) })
	listed := make(map[IdentityKey]grants, len(identities))
	for _, identity := range identities {
		listed[identity.IdentityKey] = append(listed[identity.IdentityKey], identity)
	}
	return listed, nil
}
