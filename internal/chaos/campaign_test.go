package chaos

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var (
	runs = flag.Int("chaos.runs", 6, "how many runs the campaign has")
	seed = flag.Uint64("chaos.seed", 1, "seed of the campaign; 0 draws one")
	side = flag.Int("chaos.workers", 4, "how many runs are played side by side: most of the time they wait")
	from = flag.Int("chaos.from", 0, "number of the first run, to play one again")
)

// TestCampaign plays the campaign: see the package.
func TestCampaign(t *testing.T) {
	t.Parallel()
	if *seed == 0 {
		*seed = uint64(time.Now().UnixNano())
	}
	t.Logf("play this campaign again with -chaos.seed=%d -chaos.runs=%d", *seed, *runs)
	c := &campaign{provider: buildProvider(t), references: map[string]*known{}, injected: map[string]int{}}
	var workers sync.WaitGroup
	next := make(chan int)
	for range *side {
		workers.Go(func() {
			for number := range next {
				c.play(t, number)
			}
		})
	}
	for number := range *runs {
		next <- *from + number
	}
	close(next)
	workers.Wait()
	t.Log(c.table())
}

// campaign is what all runs share, and what came of them.
type campaign struct {
	provider string

	mu         sync.Mutex
	references map[string]*known
	injected   map[string]int
	played     int
	applies    []int
	violations int
}

// known is the reference of one configuration, played once.
type known struct {
	once sync.Once
	reference
	refusal string
}

func (c *campaign) play(t *testing.T, number int) {
	t.Helper()
	chance := rand.New(rand.NewPCG(*seed, uint64(number)))
	r := &run{t: t, number: number, chance: chance, provider: c.provider}
	for range 20 {
		r.name, r.configuration = generate(t, chance)
		expected := c.reference(t, r.configuration)
		if expected.refusal == "" {
			r.play(expected.reference)
			c.note(t, r)
			return
		}
		t.Logf("%s do not go together: %s", r.name, tail(expected.refusal))
	}
	t.Errorf("run %d: no configuration was valid", number)
}

func (c *campaign) reference(t *testing.T, configuration string) *known {
	t.Helper()
	c.mu.Lock()
	found := c.references[configuration]
	if found == nil {
		found = &known{}
		c.references[configuration] = found
	}
	c.mu.Unlock()
	found.once.Do(func() { found.reference, found.refusal = refer(t, c.provider, configuration) })
	return found
}

func (c *campaign) note(t *testing.T, r *run) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.played++
	c.applies = append(c.applies, r.applies)
	c.violations += len(r.violations)
	t.Logf("%d played: run %d (%s) took %d applies and has %d violations", c.played, r.number, r.name, r.applies, len(r.violations))
	for name, count := range r.storm.counts() {
		c.injected[name] += count
	}
	for _, violation := range r.violations {
		t.Errorf("run %d of seed %d (%s): %s", r.number, *seed, r.name, violation)
	}
}

// table is the campaign's closing table.
func (c *campaign) table() string {
	var text strings.Builder
	fmt.Fprintf(&text, "\n%-45s %6s\n", "fault", "times")
	total := 0
	for _, name := range slices.Sorted(maps.Keys(c.injected)) {
		fmt.Fprintf(&text, "%-45s %6d\n", name, c.injected[name])
		total += c.injected[name]
	}
	fmt.Fprintf(&text, "%-45s %6d\n", "faults injected", total)
	fmt.Fprintf(&text, "%-45s %6d\n", "configurations", len(c.references))
	fmt.Fprintf(&text, "%-45s %6d\n", "runs", c.played)
	fmt.Fprintf(&text, "%-45s %6d\n", "violations", c.violations)
	fmt.Fprintf(&text, "%-45s %6d\n", "most applies to converge", slices.Max(append(c.applies, 0)))
	return text.String()
}
