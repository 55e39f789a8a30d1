package coalesce

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Batcher gathers single items that arrive close together into one call. P names
// the parent that the items belong to: batches of one parent run one after the
// other, batches of different parents side by side.
type Batcher[P comparable, I, O any] struct {
	// Limit is how many items one call takes.
	Limit int
	// Quiet is how long a batch waits for another item after the last one came. A
	// batch as large as the ones before it waits no longer: those who had their
	// outcome together are back together.
	Quiet time.Duration
	// Longest is how long a batch waits in all.
	Longest time.Duration
	// Run makes the call and returns one outcome per item, in order. It must not
	// give up when a single caller does: its context is never cancelled.
	Run func(ctx context.Context, parent P, items []I) []Outcome[O]

	mu     sync.Mutex
	queues map[P]*queue[I, O]
	usual  map[P]int // how large the batches of a parent were lately
}

// Outcome is what became of one item.
type Outcome[O any] struct {
	Value O
	Err   error
}

// Failed is the outcome of items that all failed for the same reason.
func Failed[O any](count int, err error) []Outcome[O] {
	return slices.Repeat([]Outcome[O]{{Err: err}}, count)
}

type queue[I, O any] struct {
	waiting []*entry[I, O]
	arrived chan struct{}
}

type entry[I, O any] struct {
	item    I
	outcome chan Outcome[O]
}

// Do adds an item to the next batch of parent and waits for its outcome. A
// caller whose context ends while the item still waits takes it back; once the
// call is made its outcome is waited for, so that no effect goes unseen.
func (b *Batcher[P, I, O]) Do(ctx context.Context, parent P, item I) (O, error) {
	added := &entry[I, O]{item: item, outcome: make(chan Outcome[O], 1)}
	b.add(ctx, parent, added)
	select {
	case outcome := <-added.outcome:
		return outcome.Value, outcome.Err
	case <-ctx.Done():
	}
	if b.takeBack(parent, added) {
		var none O
		return none, ctx.Err()
	}
	outcome := <-added.outcome
	return outcome.Value, outcome.Err
}

func (b *Batcher[P, I, O]) add(ctx context.Context, parent P, added *entry[I, O]) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.queues == nil {
		b.queues, b.usual = map[P]*queue[I, O]{}, map[P]int{}
	}
	current, working := b.queues[parent]
	if !working {
		current = &queue[I, O]{arrived: make(chan struct{}, 1)}
		b.queues[parent] = current
		go b.work(context.WithoutCancel(ctx), parent, current)
	}
	current.waiting = append(current.waiting, added)
	select {
	case current.arrived <- struct{}{}:
	default:
	}
}

func (b *Batcher[P, I, O]) takeBack(parent P, added *entry[I, O]) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	current, working := b.queues[parent]
	if !working {
		return false
	}
	position := slices.Index(current.waiting, added)
	if position < 0 {
		return false
	}
	current.waiting = slices.Delete(current.waiting, position, position+1)
	return true
}

// work runs the batches of one parent until no item waits.
func (b *Batcher[P, I, O]) work(ctx context.Context, parent P, current *queue[I, O]) {
	for !b.idle(parent, current) {
		b.gather(parent, current)
		batch := b.seal(parent, current)
		items := make([]I, len(batch))
		for i, sealed := range batch {
			items[i] = sealed.item
		}
		if len(items) == 0 {
			continue
		}
		for i, outcome := range b.Run(ctx, parent, items) {
			batch[i].outcome <- outcome
		}
	}
}

// idle gives the queue up when nothing waits in it.
func (b *Batcher[P, I, O]) idle(parent P, current *queue[I, O]) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(current.waiting) > 0 {
		return false
	}
	delete(b.queues, parent)
	return true
}

// gather returns when a batch is complete, quiet, or has waited long enough.
func (b *Batcher[P, I, O]) gather(parent P, current *queue[I, O]) {
	longest, quiet := time.NewTimer(b.Longest), time.NewTimer(b.Quiet)
	defer longest.Stop()
	defer quiet.Stop()
	for {
		select {
		case <-current.arrived:
			if b.complete(parent, current) {
				return
			}
			quiet.Reset(b.Quiet)
		case <-quiet.C:
			return
		case <-longest.C:
			return
		}
	}
}

// complete tells that a batch is full, or as large as usual. Where one item at a
// time is usual, company may yet be on its way.
func (b *Batcher[P, I, O]) complete(parent P, current *queue[I, O]) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	count, usual := len(current.waiting), b.usual[parent]
	return count >= b.Limit || usual > 1 && count >= usual
}

// seal takes the next batch off the queue, before it is sent: an item that comes
// later belongs to the next one.
func (b *Batcher[P, I, O]) seal(parent P, current *queue[I, O]) []*entry[I, O] {
	b.mu.Lock()
	defer b.mu.Unlock()
	count := min(b.Limit, len(current.waiting))
	b.usual[parent] = max(count, b.usual[parent]-1)
	batch := slices.Clone(current.waiting[:count])
	current.waiting = slices.Delete(current.waiting, 0, count)
	return batch
}
