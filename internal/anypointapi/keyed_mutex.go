package anypointapi

import (
	"context"
	"sync"
)

// keyedMutex is one mutex per key, whose waiters heed their context.
type keyedMutex[K comparable] struct {
	mu    sync.Mutex
	locks map[K]chan struct{}
}

// lock takes the mutex of a key; unlock gives it back.
func (m *keyedMutex[K]) lock(ctx context.Context, key K) (unlock func(), err error) {
	m.mu.Lock()
	if m.locks == nil {
		m.locks = map[K]chan struct{}{}
	}
	held, known := m.locks[key]
	if !known {
		held = make(chan struct{}, 1)
		m.locks[key] = held
	}
	m.mu.Unlock()
	select {
	case held <- struct{}{}:
		return func() { <-held }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
