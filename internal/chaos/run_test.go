package chaos

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	// patience is how many applies, or destroys, may meet faults; afterwards the
	// weather is fair.
	patience = 4
	// fairTries is how many more it may take then.
	fairTries = 3
)

// run is one life of a configuration in the storm.
type run struct {
	t             testing.TB
	number        int
	chance        *rand.Rand
	name          string
	configuration string
	provider      string

	platform  *simulator.Server
	storm     *storm
	workspace *workspace

	applies     int          // how many it took to converge
	kills       atomic.Int32 // how often the provider was killed
	interrupted atomic.Bool  // whether the engine was
	// lostSwitch tells that a kill took along what the position of a switch was.
	lostSwitch bool
	violations []string
}

// violate notes a broken promise.
func (r *run) violate(format string, arguments ...any) {
	r.violations = append(r.violations, fmt.Sprintf(format, arguments...))
}

// start seeds an organization, puts the storm before it, and makes a workspace
// that signs in there.
func (r *run) start() (stop func()) {
	address, closeAll := r.found()
	r.workspace = newWorkspace(r.t, r.provider, address, r.configuration)
	return closeAll
}

// found seeds an organization and puts the storm before it.
func (r *run) found() (address string, stop func()) {
	r.platform = &simulator.Server{}
	if err := r.platform.Seed(simulator.Acme()); err != nil {
		r.t.Fatal(err)
	}
	r.platform.SetAPIAccessControl(false) // as it is once Salesforce Support has activated it
	r.storm = newStorm(r.platform, r.chance.Uint64())
	listener := httptest.NewServer(r.storm)
	return listener.URL, listener.Close
}

// play lives one life and compares it with the reference.
func (r *run) play(reference reference) {
	closeAll := r.start()
	defer closeAll()
	known := names(r.t, r.platform)
	r.upset()
	r.applies = r.until("apply", func() outcome { return r.workspace.apply(r.t) })
	if r.applies > 0 {
		r.mustPlanNothing()
		r.compare("applied", look(r.t, r.platform, known), reference.applied)
	}
	if r.until("destroy", func() outcome { return r.workspace.destroy(r.t) }) > 0 {
		left := look(r.t, r.platform, known)
		if r.kills.Load() > 0 {
			left = left.forgiving(reference)
		}
		r.compare("destroyed", left, reference.destroyed)
	}
	r.mustBeSound()
}

// mustBeSound looks for data races, and for calls that no platform has.
func (r *run) mustBeSound() {
	if races := r.workspace.races(r.t); races != "" {
		r.violate("data race:\n%s", races)
	}
	for _, unknown := range r.platform.Unknown() {
		r.violate("a call that the simulator does not know: %s", unknown)
	}
}

// upset draws what is wrong with the platform for the whole run.
func (r *run) upset() {
	r.platform.Set(func(k *simulator.Knobs) {
		k.PageSize = 2 + r.chance.IntN(4)
		if r.chance.IntN(3) == 0 {
			k.StaleReads = 1 + r.chance.IntN(2)
			r.storm.injected["stale lists"]++
		}
		if r.chance.IntN(3) == 0 {
			k.PropagationDelay = time.Second
			r.storm.injected["propagation delay"]++
		}
		if r.chance.IntN(3) == 0 {
			skew := time.Duration(r.chance.IntN(48)-24) * time.Hour
			k.Clock = func() time.Time { return time.Now().Add(skew) }
			r.storm.injected["clock skew"]++
		}
	})
}

// until repeats a command while faults happen, then in fair weather, and tells
// how many it took; 0 is never. Between two of them it does what the messages
// advise.
func (r *run) until(command string, execute func() outcome) (times int) {
	for times = 1; times <= patience+fairTries; times++ {
		if times <= patience {
			r.stir()
		} else {
			r.storm.calm()
		}
		kills := r.kills.Load()
		ended := execute()
		if r.kills.Load() > kills {
			r.noteLostSwitch()
		}
		r.inspect(command, ended)
		if ended.ok() && !incomplete.MatchString(ended.text) {
			r.storm.calm()
			return times
		}
		r.heed(command, ended.text)
		if times == patience+fairTries {
			r.violate("%s did not converge (killed before: %d times): %s", command, r.kills.Load(), tail(ended.text))
		}
	}
	return 0
}

// stir draws the faults of one command: some kinds, or death at one call.
func (r *run) stir() {
	all := r.storm.allFaults()
	r.chance.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	r.storm.blow(all[:1+r.chance.IntN(4)], uint64(2+r.chance.IntN(8)), 1+r.chance.IntN(8))
	call := 1 + r.chance.IntN(25)
	switch r.chance.IntN(4) {
	case 0:
		r.storm.at(call, "killed before a call's effect", func(http.ResponseWriter, *http.Request, http.Handler) {
			r.kill()
		})
	case 1:
		r.storm.at(call, "killed after a call's effect", func(_ http.ResponseWriter, q *http.Request, next http.Handler) {
			next.ServeHTTP(httptest.NewRecorder(), q)
			r.kill()
		})
	case 2:
		r.storm.at(call, "interrupted", func(w http.ResponseWriter, q *http.Request, next http.Handler) {
			r.interrupted.Store(true)
			r.workspace.interrupt()
			next.ServeHTTP(w, q)
		})
	}
}

// kill ends the provider in the middle of a call.
func (r *run) kill() {
	r.kills.Add(1)
	r.workspace.kill()
	panic(http.ErrAbortHandler)
}

var crash = regexp.MustCompile(`(?m)panic: |goroutine \d+ \[|Provider produced (inconsistent|invalid|unexpected)|This is a bug`)

// inspect looks for what must never be said.
func (r *run) inspect(command string, ended outcome) {
	if found := crash.FindStringIndex(ended.text); found != nil {
		r.violate("%s says %s", command, ended.text[found[0]:min(found[0]+2000, len(ended.text))])
	}
}

func (r *run) mustPlanNothing() {
	planned := r.workspace.plan(r.t)
	r.inspect("plan", planned)
	if planned.code != 0 {
		r.violate("the plan after the apply is not empty: %s", tail(planned.text))
	}
}

func (r *run) compare(when string, got, want picture) {
	if r.kills.Load() > 0 || r.interrupted.Load() || r.storm.hid("/credential") {
		got, want = got.whateverSent(), want.whateverSent()
	}
	if found := differences(got, want); len(found) > 0 {
		r.violate("%s, the organization is not as without faults:\n  %s", when, strings.Join(found, "\n  "))
	}
}

func tail(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if len(lines) > 40 {
		lines = append([]string{"…"}, lines[len(lines)-40:]...)
	}
	return strings.Join(lines, "\n")
}

// reference is what a configuration leaves behind in fair weather.
type reference struct {
	applied, destroyed picture
}

// refer plays a configuration without faults. A combination of examples that do
// not go together is none, and the engine tells why.
func refer(t testing.TB, provider, configuration string) (found reference, refusal string) {
	t.Helper()
	r := &run{t: t, chance: rand.New(rand.NewPCG(1, 1)), provider: provider, configuration: configuration}
	closeAll := r.start()
	defer closeAll()
	known := names(t, r.platform)
	if ended := r.workspace.apply(t); !ended.ok() {
		return found, ended.text
	}
	if ended := r.workspace.plan(t); !ended.ok() {
		return found, ended.text
	}
	found.applied = look(t, r.platform, known)
	if ended := r.workspace.destroy(t); !ended.ok() {
		return found, ended.text
	}
	found.destroyed = look(t, r.platform, known)
	return found, ""
}
