package anypointapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// rows are what one parent holds, such as the members of a team: read by one
// listing, and added and taken away many at a time. P names the parent, K a row
// of it.
type rows[P, K comparable, V any] struct {
	// noun names a row in errors.
	noun string
	// perCall is how many rows one call takes.
	perCall int
	list    func(ctx context.Context, parent P) (map[K]V, error)
	// add and remove make one call. Both may be repeated without harm.
	add, remove func(ctx context.Context, parent P, values []V) error
	key         func(V) K
	// same tells that a row is as it was asked for.
	same func(have, wanted V) bool
	// describe is a row in the words of an error.
	describe func(V) string

	snapshot *coalesce.Snapshot[P, K, V]
	changes  *coalesce.Batcher[P, []rowChange[V], []error]
}

// rowChange adds a row, or makes it what it is to be; or it takes it away.
type rowChange[V any] struct {
	value   V
	removed bool
}

// start makes the rows ready for use.
func (r *rows[P, K, V]) start() *rows[P, K, V] {
	r.snapshot = coalesce.NewSnapshot(r.list, keepError)
	r.changes = &coalesce.Batcher[P, []rowChange[V], []error]{
		Limit: changesPerCall, Quiet: quiet, Longest: longest, Run: r.run,
	}
	return r
}

// change makes changes; those of one parent that come close together share
// calls. It returns one error for each change.
func (r *rows[P, K, V]) change(ctx context.Context, parent P, changes []rowChange[V]) []error {
	if len(changes) == 0 {
		return nil
	}
	errs, err := r.changes.Do(ctx, parent, changes)
	if err != nil {
		return repeated(err, len(changes))
	}
	return errs
}

// set adds values, or makes the rows what they are to be, and takes others away.
// It returns one error for each value of both.
func (r *rows[P, K, V]) set(ctx context.Context, parent P, added, removed []V) (addErrs, removeErrs []error) {
	changes := make([]rowChange[V], 0, len(added)+len(removed))
	for _, value := range added {
		changes = append(changes, rowChange[V]{value: value})
	}
	for _, value := range removed {
		changes = append(changes, rowChange[V]{value: value, removed: true})
	}
	errs := r.change(ctx, parent, changes)
	if errs == nil {
		return nil, nil
	}
	return errs[:len(added)], errs[len(added):]
}

// run makes the changes of one batch. Two changes of one row can't share a call:
// the later one waits for the next.
func (r *rows[P, K, V]) run(ctx context.Context, parent P, asked [][]rowChange[V]) []coalesce.Outcome[[]error] {
	outcomes := make([]coalesce.Outcome[[]error], len(asked))
	type place struct{ asked, change int }
	var waiting []place
	for i, changes := range asked {
		outcomes[i].Value = make([]error, len(changes))
		for j := range changes {
			waiting = append(waiting, place{i, j})
		}
	}
	for len(waiting) > 0 {
		var now, later []place
		taken := map[K]bool{}
		for _, at := range waiting {
			key := r.key(asked[at.asked][at.change].value)
			if taken[key] {
				later = append(later, at)
				continue
			}
			taken[key] = true
			now = append(now, at)
		}
		wave := make([]rowChange[V], len(now))
		for i, at := range now {
			wave[i] = asked[at.asked][at.change]
		}
		for i, err := range r.settle(ctx, parent, wave) {
			outcomes[now[i].asked].Value[now[i].change] = err
		}
		waiting = later
	}
	return outcomes
}

// settle sends changes, additions first so that nobody lacks access in between,
// and reads what became of them.
func (r *rows[P, K, V]) settle(ctx context.Context, parent P, changes []rowChange[V]) []error {
	errs := make([]error, len(changes))
	for _, removed := range []bool{false, true} {
		var places []int
		for i, change := range changes {
			if change.removed == removed {
				places = append(places, i)
			}
		}
		send := r.add
		if removed {
			send = r.remove
		}
		for chunk := range slices.Chunk(places, r.perCall) {
			values := make([]V, len(chunk))
			for i, at := range chunk {
				values[i] = changes[at].value
			}
			for i, err := range split(ctx, parent, values, send) {
				errs[chunk[i]] = err
			}
		}
	}
	return r.check(ctx, parent, changes, errs)
}

// split sends values in one call. One value that the platform does not accept
// must not fail the others, so a refused call is split.
func split[P, V any](ctx context.Context, parent P, values []V, send func(context.Context, P, []V) error) []error {
	err := send(ctx, parent, values)
	switch transport.KindOf(err) {
	case transport.Invalid, transport.NotFound, transport.Conflict:
		if half := len(values) / 2; half > 0 {
			return append(split(ctx, parent, values[:half], send), split(ctx, parent, values[half:], send)...)
		}
	case transport.Other, transport.Permission, transport.Session, transport.AccessControl, transport.Quota,
		transport.NoAnswer, transport.Busy:
	}
	return repeated(err, len(values))
}

// check reads the parent again and compares: a change that is seen has
// succeeded, whatever was answered, and one that was accepted but is not seen
// has failed.
func (r *rows[P, K, V]) check(ctx context.Context, parent P, changes []rowChange[V], errs []error) []error {
	if allRefused(errs) {
		return errs
	}
	for reading := 1; ; reading++ {
		r.snapshot.Invalidate(parent)
		listed, err := r.snapshot.All(ctx, parent)
		if err != nil && !transport.IsNotFound(err) {
			return errs // the platform's answers are all there is
		}
		if err != nil {
			listed = nil // a parent that is gone holds nothing
		}
		untaken := false
		told := slices.Clone(errs)
		for i, change := range changes {
			have, found := listed[r.key(change.value)]
			if change.removed && !found || !change.removed && found && r.same(have, change.value) {
				told[i] = nil
				continue
			}
			if told[i] == nil {
				untaken = true
				told[i] = r.didNotTake(change)
			}
		}
		if !untaken || reading == readings {
			return told
		}
		<-time.After(pause)
	}
}

// allRefused tells that no change can have had an effect.
func allRefused(errs []error) bool {
	return !slices.ContainsFunc(errs, func(err error) bool { return !transport.IsPermission(err) })
}

func (r *rows[P, K, V]) didNotTake(change rowChange[V]) error {
	what := "added"
	if change.removed {
		what = "taken away"
	}
	return fmt.Errorf("%s accepted the change, but the %s %s was not %s", service, r.noun, r.describe(change.value), what)
}

// one is the error of a single change.
func one(errs ...[]error) error { return errors.Join(slices.Concat(errs...)...) }
