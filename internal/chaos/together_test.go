package chaos

import (
	"math/rand/v2"
	"sync"
	"testing"
)

// Two runs at once against one organization, each with its own configuration,
// leave behind what one run of both would.
func TestTwoRunsAtOnce(t *testing.T) {
	t.Parallel()
	provider := buildProvider(t)
	for number := range 1 + *runs/50 {
		chance := rand.New(rand.NewPCG(uint64(number), 2))
		mine, theirs := salesforceGrants(chance), anypointGrants(chance)
		expected, refusal := refer(t, provider, mine+theirs)
		if refusal != "" {
			t.Fatal(refusal)
		}
		first := &run{t: t, number: number, chance: chance, provider: provider}
		address, closeAll := first.found()
		known := names(t, first.platform)
		second := &run{
			t: t, number: number, chance: rand.New(rand.NewPCG(uint64(number), 3)),
			platform: first.platform, storm: first.storm,
		}
		first.workspace = newWorkspace(t, provider, address, mine)
		second.workspace = newWorkspace(t, provider, address, theirs)

		both(first, second, func(r *run) { r.until("apply", func() outcome { return r.workspace.apply(t) }) })
		first.compare("applied at once", look(t, first.platform, known), expected.applied)
		both(first, second, func(r *run) { r.until("destroy", func() outcome { return r.workspace.destroy(t) }) })
		first.compare("destroyed at once", look(t, first.platform, known), expected.destroyed)
		closeAll()
		for _, violation := range append(first.violations, second.violations...) {
			t.Errorf("pair %d: %s", number, violation)
		}
	}
}

func both(first, second *run, do func(r *run)) {
	var sides sync.WaitGroup
	sides.Go(func() { do(first) })
	sides.Go(func() { do(second) })
	sides.Wait()
}
