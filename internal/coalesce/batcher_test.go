package coalesce_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// doubling is a batcher whose call doubles numbers, takes a tenth of a second,
// and notes its batches.
func doubling(batches *[][]int) *coalesce.Batcher[string, int, int] {
	var mu sync.Mutex
	return &coalesce.Batcher[string, int, int]{
		Limit: 4, Quiet: 10 * time.Millisecond, Longest: 50 * time.Millisecond,
		Run: func(_ context.Context, _ string, items []int) []coalesce.Outcome[int] {
			mu.Lock()
			*batches = append(*batches, slices.Clone(items))
			mu.Unlock()
			time.Sleep(100 * time.Millisecond) //nolint:forbidigo // simulated time
			outcomes := make([]coalesce.Outcome[int], len(items))
			for i, item := range items {
				outcomes[i].Value = 2 * item
				if item < 0 {
					outcomes[i].Err = errRefused
				}
			}
			return outcomes
		},
	}
}

func TestBatcherGathersItemsUpToItsLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		var callers sync.WaitGroup
		for item := range 10 {
			callers.Go(func() {
				value, err := batcher.Do(t.Context(), "parent", item)
				if err != nil || value != 2*item {
					t.Errorf("Do(%d) = %d, %v", item, value, err)
				}
			})
		}
		callers.Wait()
		var seen []int
		for _, batch := range batches {
			if len(batch) > 4 {
				t.Errorf("a batch of %d items, want at most 4", len(batch))
			}
			seen = append(seen, batch...)
		}
		slices.Sort(seen)
		if len(batches) != 3 || !slices.Equal(seen, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
			t.Errorf("batches %v, want the ten items in three", batches)
		}
	})
}

func TestBatcherRunsParentsSideBySideAndOneParentInTurn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		began := time.Now()
		var callers sync.WaitGroup
		for _, parent := range []string{"a", "b", "c"} {
			for item := range 8 {
				callers.Go(func() { _, _ = batcher.Do(t.Context(), parent, item) })
			}
		}
		callers.Wait()
		if took := time.Since(began); took < 200*time.Millisecond || took > 300*time.Millisecond {
			t.Errorf("two batches of each of three parents took %s, want the time of two", took)
		}
	})
}

func TestBatcherWaitsNoLongerThanItsLongest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		batcher.Limit = 100
		var callers sync.WaitGroup
		for item := range 20 { // one every 5 ms: never quiet
			callers.Go(func() { _, _ = batcher.Do(t.Context(), "parent", item) })
			time.Sleep(5 * time.Millisecond) //nolint:forbidigo // simulated time
		}
		callers.Wait()
		if len(batches[0]) < 9 || len(batches[0]) > 11 {
			t.Errorf("the first batch has %d items, want those of 50 ms", len(batches[0]))
		}
	})
}

func TestBatcherDoesNotWaitOnceThoseWhoWereServedTogetherAreBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		batcher.Limit, batcher.Quiet, batcher.Longest = 100, time.Second, 10*time.Second
		began := time.Now()
		var callers sync.WaitGroup
		for caller := range 5 {
			callers.Go(func() {
				for round := range 10 {
					_, _ = batcher.Do(t.Context(), "parent", 10*round+caller)
				}
			})
		}
		callers.Wait()
		// One quiet second, and ten calls of a tenth of a second.
		if took := time.Since(began); len(batches) != 10 || took > 2100*time.Millisecond {
			t.Errorf("%d batches took %s, want ten without a wait between them", len(batches), took)
		}
	})
}

func TestBatcherGivesEachCallerItsOwnOutcome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		var callers sync.WaitGroup
		for _, item := range []int{1, -1, 2} {
			callers.Go(func() {
				_, err := batcher.Do(t.Context(), "parent", item)
				if errors.Is(err, errRefused) != (item < 0) {
					t.Errorf("Do(%d) failed with %v", item, err)
				}
			})
		}
		callers.Wait()
	})
}

func TestBatcherTakesBackAnItemOnlyWhileItWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var batches [][]int
		batcher := doubling(&batches)
		waiting, giveUp := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := batcher.Do(waiting, "parent", 1); !errors.Is(err, context.Canceled) {
				t.Errorf("the item that waited ended with %v", err)
			}
		})
		synctest.Wait()
		giveUp()
		callers.Wait()

		sent, giveUp := context.WithCancel(t.Context())
		callers.Go(func() {
			value, err := batcher.Do(sent, "parent", 2)
			if value != 4 || err != nil {
				t.Errorf("the item that was sent ended with %d, %v", value, err)
			}
		})
		time.Sleep(60 * time.Millisecond) //nolint:forbidigo // simulated time
		giveUp()
		callers.Wait()
		if len(batches) != 1 || !slices.Equal(batches[0], []int{2}) {
			t.Errorf("batches %v, want only the item that was not taken back", batches)
		}
	})
}

func TestBatcherLosesNothingUnderLoad(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[int]int{}
	batcher := &coalesce.Batcher[int, int, int]{
		Limit: 200, Quiet: time.Millisecond, Longest: 5 * time.Millisecond,
		Run: func(_ context.Context, _ int, items []int) []coalesce.Outcome[int] {
			mu.Lock()
			defer mu.Unlock()
			outcomes := make([]coalesce.Outcome[int], len(items))
			for i, item := range items {
				seen[item]++
				outcomes[i].Value = item
			}
			return outcomes
		},
	}
	var workers sync.WaitGroup
	for worker := range 64 {
		workers.Go(func() {
			for i := range 80 {
				item := worker*80 + i
				if value, err := batcher.Do(t.Context(), item%3, item); value != item || err != nil {
					t.Errorf("Do(%d) = %d, %v", item, value, err)
				}
			}
		})
	}
	workers.Wait()
	for item, times := range seen {
		if times != 1 {
			t.Errorf("item %d ran %d times", item, times)
		}
	}
	if len(seen) != 64*80 {
		t.Errorf("%d items ran, want %d", len(seen), 64*80)
	}
}
