package framework

import (
	"context"
	"sync/atomic"
	"time"
)

// released is the context of one request until the request is answered, and no
// context at all afterwards. The framework keeps every context that it was ever
// given, to cancel them when the engine asks it to stop, and with each of them
// the request and its loggers: thousands of objects would take a hundred
// megabytes.
type released struct {
	of atomic.Pointer[context.Context]
}

// releasing makes a context that answered, called once the request is answered,
// lets go of.
func releasing(ctx context.Context) (under context.Context, answered func()) {
	held := &released{}
	held.of.Store(&ctx)
	return held, func() { held.of.Store(&over) }
}

var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// Deadline implements [context.Context].
func (r *released) Deadline() (time.Time, bool) { return (*r.of.Load()).Deadline() }

// Done implements [context.Context].
func (r *released) Done() <-chan struct{} { return (*r.of.Load()).Done() }

// Err implements [context.Context].
func (r *released) Err() error { return (*r.of.Load()).Err() }

// Value implements [context.Context].
func (r *released) Value(key any) any { return (*r.of.Load()).Value(key) }
