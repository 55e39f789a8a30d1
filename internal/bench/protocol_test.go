//go:build bench

package bench

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// parallelism is how many operations run at once: as many as the engine does unless
// it is told otherwise, and as many as is advised for ten thousand objects.
func parallelism(count int) int {
	if count < 10000 {
		return 10
	}
	return 50
}

// figure is what one operation on so many objects took.
type figure struct {
	kind      string
	operation string
	count     int
	latency   time.Duration
	calls     int
	bytes     int64
	inFlight  int64
	took      time.Duration
	memory    uint64 // the peak of the heap, the simulator's part included
}

// meter stands before a simulator and counts.
type meter struct {
	platform          http.Handler
	bytes             atomic.Int64
	inFlight, highest atomic.Int64
}

// ServeHTTP counts one request and its answer.
func (m *meter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := m.inFlight.Add(1)
	defer m.inFlight.Add(-1)
	for {
		highest := m.highest.Load()
		if now <= highest || m.highest.CompareAndSwap(highest, now) {
			break
		}
	}
	m.bytes.Add(r.ContentLength)
	m.platform.ServeHTTP(&counted{w, m}, r)
}

type counted struct {
	http.ResponseWriter
	meter *meter
}

// Write counts what the client gets.
func (c *counted) Write(body []byte) (int, error) {
	c.meter.bytes.Add(int64(len(body)))
	return c.ResponseWriter.Write(body)
}

// bench is a metered simulator.
type bench struct {
	*acctest.Simulator
	meter *meter
}

func start(b testing.TB) *bench {
	b.Helper()
	counter := &meter{}
	platform := acctest.StartWith(b, simulator.Acme(), func(handler http.Handler) *httptest.Server {
		counter.platform = handler
		return httptest.NewServer(counter)
	})
	return &bench{platform, counter}
}

// measure measures work.
func (s *bench) measure(b testing.TB, kind, operation string, count int, latency time.Duration, work func()) figure {
	b.Helper()
	s.ForgetRequests()
	s.meter.bytes.Store(0)
	s.meter.highest.Store(0)
	s.Set(func(k *simulator.Knobs) { k.Latency = latency })
	defer s.Set(func(k *simulator.Knobs) { k.Latency = 0 })
	runtime.GC()
	peak := watchHeap()
	began := time.Now()
	work()
	took := time.Since(began)
	measured := figure{
		kind: kind, operation: operation, count: count, latency: latency, calls: len(s.Requests()),
		bytes: s.meter.bytes.Load(), inFlight: s.meter.highest.Load(), took: took, memory: peak(),
	}
	b.Log(measured.row()) // whoever waits sees how far it is
	return measured
}

// row is a figure as a row of the table.
func (f figure) row() string {
	return fmt.Sprintf("| %s | %d | %s | %d ms | %d | %d | %.2f s | %d MiB |", short(f.kind), f.count, f.operation,
		f.latency.Milliseconds(), f.calls, f.bytes>>10, f.took.Seconds(), f.memory>>20)
}

// watchHeap samples the heap until the function that it returns is called, which
// tells the highest.
func watchHeap() (peak func() uint64) {
	var highest uint64
	ended := make(chan struct{})
	var sampler sync.WaitGroup
	sampler.Go(func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		var now runtime.MemStats
		for {
			runtime.ReadMemStats(&now)
			highest = max(highest, now.HeapInuse)
			select {
			case <-ticker.C:
			case <-ended:
				return
			}
		}
	})
	return func() uint64 {
		close(ended)
		sampler.Wait()
		return highest
	}
}

// live measures the whole life of so many objects.
func live(b testing.TB, measured kind, count int, latency time.Duration) []figure {
	b.Helper()
	s := start(b)
	configs, changed := measured.prepare(b, s.Simulator, count)
	states := make([]prototest.State, len(configs))
	step := func(operation string, each func(under *prototest.Provider, i int) error) figure {
		return s.measure(b, measured.name, operation, count, latency, func() {
			under := s.Protocol(b) // each run of the engine starts a new one
			everywhere(len(configs), func(i int) {
				if err := each(under, i); err != nil {
					b.Errorf("%s of %s %d: %v", operation, measured.name, i, err)
				}
			})
		})
	}
	apply := func(to []prototest.Config) func(*prototest.Provider, int) error {
		return func(under *prototest.Provider, i int) (err error) {
			var config prototest.Config
			if to != nil {
				config = to[i]
			}
			prior := states[i]
			if prior.Type == "" {
				prior = under.Null(b, measured.name)
			}
			states[i], err = under.Apply(b, prior, config)
			return err
		}
	}
	refresh := func(under *prototest.Provider, i int) error {
		_, err := under.Read(b, states[i])
		return err
	}
	plan := func(under *prototest.Provider, i int) error {
		read, err := under.Read(b, states[i])
		if err == nil {
			_, err = under.Plan(b, read, configs[i])
		}
		return err
	}
	return []figure{
		step("create", apply(configs)), step("refresh", refresh), step("plan", plan),
		step("update", apply(changed)), step("delete", apply(nil)),
	}
}

// everywhere runs work for each of so many objects, as the engine does.
func everywhere(count int, work func(i int)) {
	var workers sync.WaitGroup
	next := make(chan int)
	for range parallelism(count) {
		workers.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range count {
		next <- i
	}
	close(next)
	workers.Wait()
}

// exponent tells how a value grows between two sizes: 0 not at all, 1 with the
// number of objects, 2 with its square.
func exponent(small, large float64, fewer, more int) float64 {
	return math.Log(large/small) / math.Log(float64(more)/float64(fewer))
}
