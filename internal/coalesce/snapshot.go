// Package coalesce turns many small reads and writes into few calls: a
// [Snapshot] answers point reads from one listing, a [Batcher] gathers writes
// into one, and a [Shared] value is fetched once for everybody.
package coalesce

import (
	"context"
	"maps"
	"sync"
)

// Snapshot answers reads of single objects from one listing of their
// collection. S names a collection, K an object in it.
//
// The first read of a collection lists it; reads that come meanwhile wait for
// the same listing. Writes tell the snapshot their outcome by Put, Drop or
// Invalidate, so that it stays true without another listing. It is meant to
// live as long as one run of Terraform and never expires.
type Snapshot[S, K comparable, V any] struct {
	list func(ctx context.Context, scope S) (map[K]V, error)
	keep func(error) bool

	mu       sync.Mutex
	listings map[S]*listing[K, V]
}

// listing is one reading of a collection, under way or finished.
type listing[K comparable, V any] struct {
	done     chan struct{}
	finished bool
	values   map[K]V
	err      error
	edits    []func(map[K]V)
}

// NewSnapshot makes a snapshot over list, which reads a whole collection. An
// error for which keep answers true, such as a missing permission, is remembered
// and answered again without another call; any other error is forgotten.
func NewSnapshot[S, K comparable, V any](
	list func(ctx context.Context, scope S) (map[K]V, error), keep func(error) bool,
) *Snapshot[S, K, V] {
	return &Snapshot[S, K, V]{list: list, keep: keep, listings: map[S]*listing[K, V]{}}
}

// Get reads one object of a collection; found is false when it has none such.
func (s *Snapshot[S, K, V]) Get(ctx context.Context, scope S, key K) (value V, found bool, err error) {
	current, err := s.wait(ctx, scope)
	if err != nil {
		return value, false, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value, found = current.values[key]
	return value, found, nil
}

// Begin starts to list a collection, for a read of it that is to come.
func (s *Snapshot[S, K, V]) Begin(ctx context.Context, scope S) { s.join(ctx, scope) }

// All reads a whole collection. The caller may change the map.
func (s *Snapshot[S, K, V]) All(ctx context.Context, scope S) (map[K]V, error) {
	current, err := s.wait(ctx, scope)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(current.values), nil
}

// Put tells that a write left value under key.
func (s *Snapshot[S, K, V]) Put(scope S, key K, value V) {
	s.edit(scope, func(values map[K]V) { values[key] = value })
}

// Drop tells that a write removed the object under key.
func (s *Snapshot[S, K, V]) Drop(scope S, key K) {
	s.edit(scope, func(values map[K]V) { delete(values, key) })
}

// Invalidate forgets a collection, because a write may have changed it in a way
// that is not known. A listing that is under way answers only those who already
// wait for it.
func (s *Snapshot[S, K, V]) Invalidate(scope S) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.listings, scope)
}

// InvalidateWhere is Invalidate for all collections for which changed answers true.
func (s *Snapshot[S, K, V]) InvalidateWhere(changed func(scope S) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	maps.DeleteFunc(s.listings, func(scope S, _ *listing[K, V]) bool { return changed(scope) })
}

// edit changes a listing; one that is under way is changed when it has finished,
// for it may have read the collection before the write.
func (s *Snapshot[S, K, V]) edit(scope S, change func(map[K]V)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	current, listed := s.listings[scope]
	switch {
	case !listed:
	case current.finished && current.err == nil:
		change(current.values)
	case !current.finished:
		current.edits = append(current.edits, change)
	}
}

func (s *Snapshot[S, K, V]) wait(ctx context.Context, scope S) (*listing[K, V], error) {
	current := s.join(ctx, scope)
	select {
	case <-current.done:
		return current, current.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// join finds the current listing or starts one.
func (s *Snapshot[S, K, V]) join(ctx context.Context, scope S) *listing[K, V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if current, listed := s.listings[scope]; listed {
		return current
	}
	current := &listing[K, V]{done: make(chan struct{})}
	s.listings[scope] = current
	// One caller that gives up must not fail the others who wait for the listing.
	go s.run(context.WithoutCancel(ctx), scope, current)
	return current
}

func (s *Snapshot[S, K, V]) run(ctx context.Context, scope S, current *listing[K, V]) {
	values, err := s.list(ctx, scope)
	s.mu.Lock()
	defer s.mu.Unlock()
	defer close(current.done)
	current.finished, current.err = true, err
	if err != nil {
		if !s.keep(err) && s.listings[scope] == current {
			delete(s.listings, scope)
		}
		return
	}
	if values == nil {
		values = map[K]V{}
	}
	for _, change := range current.edits {
		change(values)
	}
	current.values, current.edits = values, nil
}
