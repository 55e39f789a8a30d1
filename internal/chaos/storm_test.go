package chaos

import (
	"hash/fnv"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// storm stands before the simulator and lets requests fail. What happens to a
// request depends on the seed, on what is asked and on how often it was asked
// before, not on the order in which parallel requests arrive.
type storm struct {
	platform *simulator.Server
	seed     uint64

	mu sync.Mutex
	// faults are those that may happen; none means fair weather.
	faults []fault
	// one in so many requests fails.
	oneIn uint64
	// left bounds how many more requests fail.
	left     int
	asked    map[string]int
	injected map[string]int
	// hidden are the paths of changes that took effect without an answer.
	hidden map[string]bool
	// arrived counts requests, and atCall is what happens at the one of that number.
	arrived int
	atCall  map[int]happening
}

func newStorm(platform *simulator.Server, seed uint64) *storm {
	return &storm{platform: platform, seed: seed, asked: map[string]int{}, injected: map[string]int{}, hidden: map[string]bool{}}
}

// ServeHTTP answers one request, or fails it.
func (s *storm) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if happening := s.next(r); happening != nil {
		happening(w, r, s.platform)
		return
	}
	s.platform.ServeHTTP(w, r)
}

// next decides what happens to a request; nil is nothing.
func (s *storm) next(r *http.Request) happening {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.arrived++
	if planned := s.atCall[s.arrived]; planned != nil {
		delete(s.atCall, s.arrived)
		return planned
	}
	key := r.Method + " " + r.URL.Path + " " + r.Header.Get("SOAPAction")
	s.asked[key]++
	chance := s.chance(key + "#" + strconv.Itoa(s.asked[key]))
	if len(s.faults) == 0 || s.left == 0 || chance%s.oneIn != 0 {
		return nil
	}
	var fitting []fault
	for _, candidate := range s.faults {
		if candidate.fits(r) {
			fitting = append(fitting, candidate)
		}
	}
	if len(fitting) == 0 {
		return nil
	}
	chosen := fitting[chance/s.oneIn%uint64(len(fitting))]
	s.left--
	s.injected[chosen.name]++
	return chosen.happen
}

func (s *storm) chance(text string) uint64 {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(strconv.FormatUint(s.seed, 10) + text)) // a hash never fails
	return hash.Sum64() >> 8
}

// blow lets faults happen to one in so many requests, at most limit times.
func (s *storm) blow(faults []fault, oneIn uint64, limit int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults, s.oneIn, s.left = faults, oneIn, limit
}

// calm ends the storm.
func (s *storm) calm() {
	s.blow(nil, 1, 0)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.atCall = nil
}

// at lets something happen to the request that comes so many after this moment.
func (s *storm) at(call int, name string, happen happening) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.atCall = map[int]happening{
		s.arrived + call: func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			s.mu.Lock()
			s.injected[name]++
			s.mu.Unlock()
			happen(w, r, next)
		},
	}
}

// counts are how often each fault happened.
func (s *storm) counts() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.injected)
}

// hide notes that a request takes effect without an answer.
func (s *storm) hide(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changes(r) {
		s.hidden[r.URL.Path] = true
	}
}

// hid tells whether a change at a path that ends like this went without an answer.
func (s *storm) hid(ending string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for path := range s.hidden {
		if strings.HasSuffix(path, ending) {
			return true
		}
	}
	return false
}

func isAnypoint(r *http.Request) bool {
	for _, prefix := range []string{"/accounts/", "/apimanager/", "/exchange/", "/apiplatform/"} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return true
		}
	}
	return false
}

func isSOAP(r *http.Request) bool { return strings.Contains(r.URL.Path, "/services/Soap/") }

func isSalesforceREST(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/services/data/")
}

func isSignIn(r *http.Request) bool { return strings.Contains(r.URL.Path, "/oauth2/token") }

func changes(r *http.Request) bool { return r.Method != http.MethodGet && !isSignIn(r) }
