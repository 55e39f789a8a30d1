package anypointapi

import (
	"context"
	"errors"
	"sync"
	"testing"
)

func TestAKeyedMutexLetsOneInPerKey(t *testing.T) {
	t.Parallel()
	var mutex keyedMutex[string]
	counts := map[string]*int{"a": new(0), "b": new(0)}
	var workers sync.WaitGroup
	for key, count := range counts {
		for range 100 {
			workers.Go(func() {
				unlock, err := mutex.lock(t.Context(), key)
				if err != nil {
					t.Error(err)
					return
				}
				defer unlock()
				*count++ // the race detector watches
			})
		}
	}
	workers.Wait()
	if *counts["a"] != 100 || *counts["b"] != 100 {
		t.Errorf("%d and %d of 100 got in", *counts["a"], *counts["b"])
	}
}

func TestAWaiterWhoGivesUpGetsNoLock(t *testing.T) {
	t.Parallel()
	var mutex keyedMutex[string]
	unlock, err := mutex.lock(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	ctx, giveUp := context.WithCancel(t.Context())
	giveUp()
	if _, err := mutex.lock(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("lock = %v, want that it was cancelled", err)
	}
	unlock()
	if unlock, err = mutex.lock(t.Context(), "a"); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
	unlock()
}
