package framework

import (
	"context"
	"runtime"
	"testing"
	"time"
)

type requestKey struct{}

func TestTheContextOfARequestIsTheRequests(t *testing.T) {
	t.Parallel()
	ctx, end := context.WithTimeout(context.WithValue(t.Context(), requestKey{}, "the request"), time.Hour)
	under, answered := releasing(ctx)
	defer answered()
	if under.Value(requestKey{}) != "the request" || under.Err() != nil {
		t.Error("the request's context is not handed on")
	}
	if _, has := under.Deadline(); !has {
		t.Error("the deadline is not handed on")
	}
	child, stop := context.WithCancel(under)
	defer stop()
	end()
	<-child.Done()
	<-under.Done()
}

func TestAnAnsweredRequestIsLetGo(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	// As the framework does, which never lets go of what it makes of a request.
	kept := answer(t, gone)
	deadline := time.After(time.Minute)
	for {
		runtime.GC()
		select {
		case <-gone:
			if kept.Value(requestKey{}) != nil {
				t.Error("the answered request is still there")
			}
			return
		case <-deadline:
			t.Fatal("the answered request is never let go of")
		case <-time.After(time.Millisecond):
		}
	}
}

//go:noinline
func answer(t *testing.T, gone chan struct{}) context.Context {
	t.Helper()
	request := new([1 << 20]byte)
	runtime.AddCleanup(request, func(gone chan struct{}) { close(gone) }, gone)
	under, answered := releasing(context.WithValue(context.Background(), requestKey{}, request))
	defer answered()
	kept, stop := context.WithCancel(under)
	t.Cleanup(stop)
	return kept
}
