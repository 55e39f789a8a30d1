package anypointapi

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	// sends is how often a change is sent whose answer gets lost.
	sends = 2
	// readings is how often an asset is read before an accepted change is said
	// not to have taken, and pause is how long to wait in between: nothing is
	// documented about how soon a change shows.
	readings = 3
	pause    = 500 * time.Millisecond
)

// identityChange adds a role, deletes one, or both; empty is none.
type identityChange struct {
	identity       Identity
	added, deleted string
}

// identityDelta is the body of PUT identities. Both lists are always there.
type identityDelta struct {
	Added   []identityRow `json:"added"`
	Deleted []identityRow `json:"deleted"`
}

type identityRow struct {
	IdentityID     string `json:"identityId"`
	OrganizationID string `json:"organizationId"`
	IdentityType   string `json:"identityType"`
	Role           string `json:"role"`
}

func newIdentityDelta(changes []identityChange) identityDelta {
	delta := identityDelta{Added: []identityRow{}, Deleted: []identityRow{}}
	for _, change := range changes {
		row := identityRow{
			IdentityID: change.identity.ID, OrganizationID: change.identity.OrganizationID,
			IdentityType: change.identity.Type,
		}
		if row.Role = change.added; row.Role != "" {
			delta.Added = append(delta.Added, row)
		}
		if row.Role = change.deleted; row.Role != "" {
			delta.Deleted = append(delta.Deleted, row)
		}
	}
	return delta
}

// took tells whether the change is seen in the rows of its identity.
func (c identityChange) took(rows grants) bool {
	return (c.added == "" || rows.with(c.added)) && (c.deleted == "" || !rows.with(c.deleted))
}

// changeAll makes changes along with those of others that come close together,
// and returns one error per change.
func (i *Identities) changeAll(ctx context.Context, asset Asset, changes []identityChange) []error {
	if len(changes) == 0 {
		return nil
	}
	if _, err := expand(assetIdentityPath, asset.segments()); err != nil {
		return repeated(err, len(changes))
	}
	errs, err := i.changes.Do(ctx, asset, changes)
	if err != nil {
		return repeated(err, len(changes))
	}
	return errs
}

// run makes the changes of one batch, whose items are changes that belong
// together.
func (i *Identities) run(ctx context.Context, asset Asset, items [][]identityChange) []coalesce.Outcome[[]error] {
	outcomes := make([]coalesce.Outcome[[]error], len(items))
	errs := i.settleAll(ctx, asset, slices.Concat(items...))
	for position, item := range items {
		outcomes[position].Value, errs = errs[:len(item):len(item)], errs[len(item):]
	}
	return outcomes
}

// settleAll makes changes in as few calls as it takes. Two changes of one identity
// can't share a call, for its lists have no order: the later one waits for the
// next round.
func (i *Identities) settleAll(ctx context.Context, asset Asset, changes []identityChange) []error {
	errs := make([]error, len(changes))
	waiting := make([]int, len(changes))
	for position := range changes {
		waiting[position] = position
	}
	for len(waiting) > 0 {
		var now, later []int
		taken := map[IdentityKey]bool{}
		for _, position := range waiting {
			key := changes[position].identity.IdentityKey
			if taken[key] {
				later = append(later, position)
				continue
			}
			taken[key] = true
			now = append(now, position)
		}
		for n, err := range i.settleRound(ctx, asset, pick(changes, now)) {
			errs[now[n]] = err
		}
		waiting = later
	}
	return errs
}

// settleRound makes changes of different identities. What the platform accepts is
// checked by one reading, however many calls it took.
func (i *Identities) settleRound(ctx context.Context, asset Asset, changes []identityChange) []error {
	errs := make([]error, len(changes))
	var accepted []int
	for start := 0; start < len(changes); start += changesPerCall {
		end := min(start+changesPerCall, len(changes))
		if failure := i.put(ctx, asset, changes[start:end]); failure != nil {
			copy(errs[start:end], i.mend(ctx, asset, changes[start:end], failure, sends))
			continue
		}
		for position := start; position < end; position++ {
			accepted = append(accepted, position)
		}
	}
	if len(accepted) == 0 {
		return errs
	}
	checked, _ := i.check(ctx, asset, pick(changes, accepted), nil)
	for n, err := range checked {
		errs[accepted[n]] = err
	}
	return errs
}

func pick(changes []identityChange, positions []int) []identityChange {
	picked := make([]identityChange, len(positions))
	for n, position := range positions {
		picked[n] = changes[position]
	}
	return picked
}

// settle sends changes and reads what became of them; it returns one error per
// change.
func (i *Identities) settle(ctx context.Context, asset Asset, changes []identityChange, sendsLeft int) []error {
	return i.mend(ctx, asset, changes, i.put(ctx, asset, changes), sendsLeft)
}

// mend finds out what became of changes whose call ended in failure. One change
// that the platform does not accept must not fail the others, so a refused call is
// split. When the answer is lost, the changes that did not take are sent again.
func (i *Identities) mend(ctx context.Context, asset Asset, changes []identityChange, failure error, sendsLeft int) []error {
	switch transport.KindOf(failure) {
	case transport.Invalid, transport.NotFound, transport.Conflict:
		if half := len(changes) / 2; half > 0 {
			return append(i.settle(ctx, asset, changes[:half], sendsLeft),
				i.settle(ctx, asset, changes[half:], sendsLeft)...)
		}
		if changes[0].added != "" {
			return []error{failure}
		}
		// What was to be revoked may be gone already.
	case transport.NoAnswer, transport.Busy:
	case transport.Other, transport.Permission, transport.Session, transport.AccessControl, transport.Quota:
		if failure != nil {
			return repeated(failure, len(changes))
		}
	}
	errs, lost := i.check(ctx, asset, changes, failure)
	if len(lost) == 0 || sendsLeft < 2 {
		return errs
	}
	for n, err := range i.settle(ctx, asset, pick(changes, lost), sendsLeft-1) {
		errs[lost[n]] = err
	}
	return errs
}

func (i *Identities) put(ctx context.Context, asset Asset, changes []identityChange) error {
	header := http.Header{}
	header.Set("X-Skip-Notifications", "true")
	return i.caller.do(ctx, call{
		operation: changeIdentities(), segments: asset.segments(), header: header, body: newIdentityDelta(changes),
	}, nil)
}

// check reads the asset again and compares. Failure is what became of the call;
// lost are the changes that did not take because the call may have got lost.
func (i *Identities) check(
	ctx context.Context, asset Asset, changes []identityChange, failure error,
) (errs []error, lost []int) {
	for reading := 1; ; reading++ {
		i.snapshot.Invalidate(asset)
		listed, err := i.snapshot.All(ctx, asset)
		if err != nil {
			// Without a reading, the platform's answer to the call is all there is.
			return repeated(failure, len(changes)), nil
		}
		errs, lost = compare(asset, changes, listed, failure)
		untaken := slices.ContainsFunc(errs, func(err error) bool { return err != nil })
		if failure != nil || !untaken || reading == readings {
			return errs, lost
		}
		<-time.After(pause)
	}
}

// compare tells what became of changes, as check does, by the rows that an asset
// has now.
func compare(
	asset Asset, changes []identityChange, listed map[IdentityKey]grants, failure error,
) (errs []error, lost []int) {
	errs = make([]error, len(changes))
	for position, change := range changes {
		rows := listed[change.identity.IdentityKey]
		switch {
		case change.took(rows):
		case failure == nil:
			errs[position] = didNotTake(asset, change, rows)
		default:
			errs[position] = failure
			if kind := transport.KindOf(failure); kind == transport.NoAnswer || kind == transport.Busy {
				lost = append(lost, position)
			}
		}
	}
	return errs, lost
}

func didNotTake(asset Asset, change identityChange, rows grants) error {
	wanted := "no role " + change.deleted
	if change.added != "" {
		wanted = "role " + change.added
	}
	has := "no role"
	if len(rows) > 0 {
		has = "role " + strings.Join(rows.roles(), ", ")
	}
	return fmt.Errorf("%s accepted the change of asset %s/%s, but %s has %s instead of %s",
		service, asset.GroupID, asset.AssetID, change.identity.IdentityKey, has, wanted)
}

func repeated(err error, count int) []error {
	errs := make([]error, count)
	for position := range errs {
		errs[position] = err
	}
	return errs
}
