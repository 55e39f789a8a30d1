package coalesce

import "context"

// Shared is one value that is costly to fetch and that everybody uses, such as
// a session. Concurrent users share one fetch.
type Shared[T comparable] struct {
	snapshot *Snapshot[struct{}, struct{}, T]
	renewing chan struct{}
}

// NewShared makes a shared value over fetch. An error for which keep answers
// true is remembered and answered again without another fetch.
func NewShared[T comparable](fetch func(context.Context) (T, error), keep func(error) bool) *Shared[T] {
	list := func(ctx context.Context, _ struct{}) (map[struct{}]T, error) {
		value, err := fetch(ctx)
		return map[struct{}]T{{}: value}, err
	}
	return &Shared[T]{snapshot: NewSnapshot(list, keep), renewing: make(chan struct{}, 1)}
}

// Get returns the value, fetching it on first use.
func (s *Shared[T]) Get(ctx context.Context) (T, error) {
	value, _, err := s.snapshot.Get(ctx, struct{}{}, struct{}{})
	return value, err
}

// Renew replaces stale by a newly fetched value. When somebody else has replaced
// it already, Renew returns the replacement without another fetch.
func (s *Shared[T]) Renew(ctx context.Context, stale T) (T, error) {
	select {
	case s.renewing <- struct{}{}:
		defer func() { <-s.renewing }()
	case <-ctx.Done():
		return stale, ctx.Err()
	}
	current, err := s.Get(ctx)
	if err != nil || current != stale {
		return current, err
	}
	s.snapshot.Invalidate(struct{}{})
	return s.Get(ctx)
}
