package provider_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// Hostile texts are put into every place for a text of every registered resource
// and data source. Each is refused, or arrives as the text that it is: the
// provider makes no other calls than for a harmless text, and none that the
// platform cannot make sense of.

const hostileTexts = "hostile texts in every string attribute"

// watched starts a simulator behind a watch.
func watched(t testing.TB) (*acctest.Simulator, *security.Watch) {
	t.Helper()
	watch := &security.Watch{}
	platform := acctest.StartWith(t, simulator.Acme(), func(handler http.Handler) *httptest.Server {
		watch.Platform = handler
		return httptest.NewServer(watch)
	})
	platform.AccessManagement = true
	return platform, watch
}

// every thins out what is tried in the short form: one in so many.
const every = 5

// texts are those that are tried at one place: all of them, or in the short form
// few, others at each place.
func texts(place int) []string {
	all := security.Hostile()
	if security.Long() {
		return all
	}
	return []string{all[place*7%len(all)]}
}

func TestSecurityHostileTextsArriveAsTextsOrAreRefused(t *testing.T) {
	t.Parallel()
	schemas := acctest.Start(t).Protocol(t).Schema.ResourceSchemas
	forEveryResource(t, func(t *testing.T, typeName string, sample sample) {
		t.Helper()
		for form, config := range map[string]prototest.Config{"created": sample.config, "changed": sample.changed} {
			for i, place := range security.Places(schemas[typeName], config) {
				if !security.Long() && i%every != len(typeName)%every {
					continue
				}
				t.Run(form+" "+strings.ReplaceAll(place.Path, "/", "|"), func(t *testing.T) {
					t.Parallel()
					attempt := newAttempt(t, typeName, sample, place)
					if form == "created" {
						attempt.create(t, texts(i))
					} else {
						attempt.update(t, texts(i))
					}
				})
			}
		}
	})
}

// attempt is what is tried at one place of a resource.
type attempt struct {
	typeName string
	sample   sample
	place    security.Place
	platform *acctest.Simulator
	watch    *security.Watch
	// expected are the calls for harmless texts.
	expected map[string]bool
}

// newAttempt starts a platform and learns which calls are made for texts of no
// harm.
func newAttempt(t *testing.T, typeName string, sample sample, place security.Place) *attempt {
	t.Helper()
	a := &attempt{typeName: typeName, sample: sample, place: place}
	a.platform, a.watch = watched(t)
	if sample.prepare != nil {
		sample.prepare(t, a.platform, a.platform.Protocol(t))
	}
	// A provider of its own for each step, as each is a run.
	apply := func(state prototest.State, config prototest.Config) (prototest.State, error) {
		return a.platform.Protocol(t).Apply(t, state, config)
	}
	state, err := apply(a.platform.Protocol(t).Null(t, typeName), sample.config)
	must(t, err)
	_, err = a.platform.Protocol(t).Read(t, state) // may take other calls than after the change
	must(t, err)
	for _, text := range security.Harmless() {
		if changed, err := apply(state, place.With(text)); err == nil {
			state = changed
		}
	}
	state, err = apply(state, sample.changed)
	must(t, err)
	_, err = a.platform.Protocol(t).Read(t, state)
	must(t, err)
	_, err = apply(state, nil)
	must(t, err)
	a.expected = a.watch.Calls()
	return a
}

// create makes an object with each text, and reads and removes what came of it.
func (a *attempt) create(t *testing.T, texts []string) {
	t.Helper()
	for _, text := range texts {
		under := a.platform.Protocol(t)
		a.watch.Forget()
		state, err := under.Apply(t, under.Null(t, a.typeName), a.place.With(text))
		if err == nil {
			a.mustStay(t, state, text)
		}
		if !state.Gone() {
			_, _ = a.platform.Protocol(t).Apply(t, state, nil)
		}
		a.judge(t, text)
	}
}

// update changes one object to have one text after the other.
func (a *attempt) update(t *testing.T, texts []string) {
	t.Helper()
	under := a.platform.Protocol(t)
	state, err := under.Apply(t, under.Null(t, a.typeName), a.sample.config)
	must(t, err)
	for _, text := range texts {
		a.watch.Forget()
		planned, err := a.platform.Protocol(t).Plan(t, state, a.place.With(text))
		if err == nil && len(planned.RequiresReplace) == 0 {
			if changed, err := a.platform.Protocol(t).Apply(t, state, a.place.With(text)); err == nil {
				state = changed
				a.mustStay(t, state, text)
			}
		}
		a.judge(t, text)
	}
}

// mustStay checks that what was taken reads as it was written.
func (a *attempt) mustStay(t *testing.T, state prototest.State, text string) {
	t.Helper()
	next := a.platform.Protocol(t)
	read, err := next.Read(t, state)
	if err != nil {
		security.Violated(t, hostileTexts, "%s %s: %.80q was taken, and cannot be read: %v", a.typeName, a.place.Path, text, err)
		return
	}
	planned, err := a.platform.Protocol(t).Plan(t, read, a.place.With(text))
	if err != nil {
		security.Violated(t, hostileTexts, "%s %s: %.80q was taken, and cannot be planned: %v", a.typeName, a.place.Path, text, err)
		return
	}
	value, err := planned.PlannedState.Unmarshal(state.Value.Type())
	must(t, err)
	if !value.Equal(read.Value) {
		differences, _ := value.Diff(read.Value)
		security.Violated(t, hostileTexts, "%s %s: %.80q does not arrive as it is: %.600v", a.typeName, a.place.Path, text, differences)
	}
}

func (a *attempt) judge(t *testing.T, text string) {
	t.Helper()
	security.Tried(t, hostileTexts, 1)
	for _, request := range a.watch.Malformed() {
		security.Violated(t, hostileTexts, "%s %s: %.80q is sent so that the platform cannot make sense of it: %s", a.typeName, a.place.Path, text, request)
	}
	for _, call := range slices.Sorted(maps.Keys(a.watch.Calls())) {
		if !a.expected[call] {
			security.Violated(t, hostileTexts, "%s %s: %.80q makes the provider call %s", a.typeName, a.place.Path, text, call)
		}
	}
}

func TestSecurityHostileTextsInDataSources(t *testing.T) {
	t.Parallel()
	for typeName, schema := range acctest.Start(t).Protocol(t).Schema.DataSourceSchemas {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			platform, watch := watched(t)
			for i, place := range security.Places(schema, prototest.Config{}) {
				for _, text := range texts(i) {
					_, _ = platform.Protocol(t).ReadData(t, typeName, place.With(text))
					security.Tried(t, "hostile texts in every data source", 1)
					for _, request := range watch.Malformed() {
						security.Violated(t, "hostile texts in every data source", "%s %s: %.80q: %s", typeName, place.Path, text, request)
					}
					watch.Forget()
				}
			}
		})
	}
}
