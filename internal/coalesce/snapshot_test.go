package coalesce_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

var errRefused = errors.New("refused")

func keepRefused(err error) bool { return errors.Is(err, errRefused) }

func TestSnapshotListsACollectionOnceForAllItsReaders(t *testing.T) {
	t.Parallel()
	var listings atomic.Int32
	snapshot := coalesce.NewSnapshot(func(_ context.Context, scope string) (map[int]string, error) {
		listings.Add(1)
		return map[int]string{1: scope + " one"}, nil
	}, keepRefused)

	var readers sync.WaitGroup
	for range 100 {
		readers.Go(func() {
			value, found, err := snapshot.Get(t.Context(), "a", 1)
			if err != nil || !found || value != "a one" {
				t.Errorf("Get = %q, %t, %v", value, found, err)
			}
			if _, found, _ := snapshot.Get(t.Context(), "a", 2); found {
				t.Error("found an object that the collection does not have")
			}
		})
	}
	readers.Wait()
	if listings.Load() != 1 {
		t.Errorf("%d listings, want 1", listings.Load())
	}
	if _, _, err := snapshot.Get(t.Context(), "b", 1); err != nil || listings.Load() != 2 {
		t.Errorf("another collection: %v after %d listings, want its own listing", err, listings.Load())
	}
}

func TestSnapshotFollowsWritesWithoutListingAgain(t *testing.T) {
	t.Parallel()
	listings := 0
	snapshot := coalesce.NewSnapshot(func(context.Context, string) (map[int]string, error) {
		listings++
		return map[int]string{1: "one", 2: "two"}, nil
	}, keepRefused)
	if _, err := snapshot.All(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	snapshot.Put("", 3, "three")
	snapshot.Drop("", 1)
	values, err := snapshot.All(t.Context(), "")
	if err != nil || len(values) != 2 || values[3] != "three" || values[2] != "two" {
		t.Errorf("All = %v, %v", values, err)
	}
	values[9] = "the caller's own"
	if _, found, _ := snapshot.Get(t.Context(), "", 9); found {
		t.Error("the caller's change of its copy reached the snapshot")
	}
	if listings != 1 {
		t.Errorf("%d listings, want 1", listings)
	}
	snapshot.Invalidate("")
	if _, found, _ := snapshot.Get(t.Context(), "", 1); !found || listings != 2 {
		t.Errorf("after Invalidate: found = %t with %d listings, want a new listing", found, listings)
	}
}

func TestSnapshotForgetsTheCollectionsThatChanged(t *testing.T) {
	t.Parallel()
	listings := map[string]int{}
	snapshot := coalesce.NewSnapshot(func(_ context.Context, scope string) (map[int]string, error) {
		listings[scope]++
		return nil, nil
	}, keepRefused)
	read := func() {
		for _, scope := range []string{"a1", "a2", "b1"} {
			if _, err := snapshot.All(t.Context(), scope); err != nil {
				t.Fatal(err)
			}
		}
	}
	read()
	snapshot.InvalidateWhere(func(scope string) bool { return scope[0] == 'a' })
	read()
	if listings["a1"] != 2 || listings["a2"] != 2 || listings["b1"] != 1 {
		t.Errorf("the collections were listed %v times, want those that changed twice", listings)
	}
}

func TestSnapshotReplaysWritesOverAListingThatBeganBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		snapshot := coalesce.NewSnapshot(func(context.Context, string) (map[int]string, error) {
			time.Sleep(time.Second) //nolint:forbidigo // simulated time
			return map[int]string{1: "one"}, nil
		}, keepRefused)
		done := make(chan map[int]string)
		go func() {
			values, _ := snapshot.All(t.Context(), "")
			done <- values
		}()
		synctest.Wait()
		snapshot.Put("", 2, "two")
		snapshot.Drop("", 1)
		if values := <-done; len(values) != 1 || values[2] != "two" {
			t.Errorf("All = %v, want only the object put meanwhile", values)
		}
	})
}

func TestSnapshotAfterInvalidateJoinsNoOlderListing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var listings atomic.Int32
		snapshot := coalesce.NewSnapshot(func(context.Context, string) (map[int]int32, error) {
			number := listings.Add(1)
			time.Sleep(time.Second) //nolint:forbidigo // simulated time
			return map[int]int32{1: number}, nil
		}, keepRefused)
		first := make(chan int32)
		go func() {
			value, _, _ := snapshot.Get(t.Context(), "", 1)
			first <- value
		}()
		synctest.Wait()
		snapshot.Invalidate("")
		second, _, _ := snapshot.Get(t.Context(), "", 1)
		if old := <-first; old != 1 || second != 2 {
			t.Errorf("listings answered %d and %d, want 1 and 2", old, second)
		}
	})
}

func TestSnapshotSurvivesACallerThatGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		snapshot := coalesce.NewSnapshot(func(ctx context.Context, _ string) (map[int]string, error) {
			time.Sleep(time.Second) //nolint:forbidigo // simulated time
			return map[int]string{1: "one"}, ctx.Err()
		}, keepRefused)
		ctx, cancel := context.WithCancel(t.Context())
		gaveUp := make(chan error)
		go func() {
			_, _, err := snapshot.Get(ctx, "", 1)
			gaveUp <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-gaveUp; !errors.Is(err, context.Canceled) {
			t.Errorf("the caller that gave up got %v", err)
		}
		if value, _, err := snapshot.Get(t.Context(), "", 1); value != "one" || err != nil {
			t.Errorf("the caller that stayed got %q, %v", value, err)
		}
	})
}

func TestSnapshotRemembersOnlyErrorsWorthKeeping(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err      error
		listings int
	}{
		"a missing permission": {errRefused, 1},
		"a passing fault":      {errors.New("reset by peer"), 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			listings := 0
			snapshot := coalesce.NewSnapshot(func(context.Context, string) (map[int]string, error) {
				listings++
				return nil, test.err
			}, keepRefused)
			for range 3 {
				if _, _, err := snapshot.Get(t.Context(), "", 1); !errors.Is(err, test.err) {
					t.Errorf("Get failed with %v", err)
				}
				snapshot.Put("", 1, "ignored") // must not disturb a failed listing
			}
			if listings != test.listings {
				t.Errorf("%d listings, want %d", listings, test.listings)
			}
		})
	}
}

func TestSharedIsFetchedOnceAndRenewedOnce(t *testing.T) {
	t.Parallel()
	var fetches atomic.Int32
	shared := coalesce.NewShared(func(context.Context) (int32, error) { return fetches.Add(1), nil }, keepRefused)
	var users sync.WaitGroup
	for range 50 {
		users.Go(func() {
			value, err := shared.Get(t.Context())
			if err != nil || value != 1 {
				t.Errorf("Get = %d, %v", value, err)
			}
		})
	}
	users.Wait()
	for range 50 {
		users.Go(func() {
			value, err := shared.Renew(t.Context(), 1)
			if err != nil || value != 2 {
				t.Errorf("Renew = %d, %v", value, err)
			}
		})
	}
	users.Wait()
	if fetches.Load() != 2 {
		t.Errorf("%d fetches, want 2", fetches.Load())
	}
}
