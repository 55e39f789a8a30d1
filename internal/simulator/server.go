// Package simulator is the management API of both platforms, Salesforce and
// Anypoint, in one in-process [http.Handler]. It keeps real state, checks
// tokens, validates what it is sent, pages, and refuses what the platforms
// refuse, so that the provider's tests, its documentation and its users' own
// modules run without an account.
//
// It imports nothing from the rest of the project: a wire struct shared with
// the clients would let their mistakes cancel out.
package simulator

import (
	"net/http"
	"sync"
	"time"
)

// Server answers as both platforms do. The zero value is an empty pair of
// organizations; [Server.Seed] fills them. It is safe for concurrent use.
type Server struct {
	setUp    sync.Once
	routes   *http.ServeMux
	mu       sync.Mutex // guards everything below
	knobs    Knobs
	faults   []*Fault
	requests []*Request
	state    state
}

// state is everything that outlives a request; it is what Save writes.
type state struct {
	Salesforce salesforceOrg
	Anypoint   anypointPlatform
}

// Knobs change how the platforms behave. The zero value is normal behaviour.
type Knobs struct {
	// Clock tells the time; nil is time.Now.
	Clock func() time.Time
	// Latency delays every answer.
	Latency time.Duration
	// TokenLifetime is how long access tokens live; zero is two hours on
	// Salesforce and one hour on Anypoint.
	TokenLifetime time.Duration
	// PageSize caps every paged answer, so that small fixtures page too; zero
	// keeps the platforms' own sizes.
	PageSize int
	// PropagationDelay is how long the token endpoint does not know a connected
	// app after its creation.
	PropagationDelay time.Duration
	// DailyAPIRequests overrides the organization's daily API allocation.
	DailyAPIRequests int
	// APIAccessControlActivated tells whether Salesforce Support has activated
	// API Access Control for the organization.
	APIAccessControlActivated bool
	// APIAccessControlIgnored makes an organization where it is not activated show
	// its settings as off and ignore what is written to them, instead of leaving
	// them out and refusing.
	APIAccessControlIgnored bool
	// ConnectedAppCreationRestricted refuses new Salesforce connected apps, as
	// organizations do since Spring '26 until Support allows it.
	ConnectedAppCreationRestricted bool
	// JWTAccessTokens makes Salesforce issue JWT-format access tokens, which its
	// SOAP API rejects.
	JWTAccessTokens bool
	// FailedRecalculations makes the recalculation of permission set groups end with
	// the status Failed.
	FailedRecalculations bool
	// ApprovedContractsDeletable lets contracts be deleted that were not revoked,
	// which the documentation rules out and some tools rely on.
	ApprovedContractsDeletable bool
	// CallerAddress is where requests come from; empty takes the first address of
	// X-Forwarded-For, or the other end of the connection.
	CallerAddress string
	// StaleReads makes that many reads after a write answer from before it,
	// where the platform is eventually consistent.
	StaleReads int
}

// Set changes the knobs.
func (s *Server) Set(change func(*Knobs)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.knobs)
}

// now tells the simulated time; s.mu must be held.
func (s *Server) now() time.Time {
	if s.knobs.Clock != nil {
		return s.knobs.Clock()
	}
	return time.Now()
}

// ServeHTTP answers one request. Every answer is built whole under the lock, so
// the platforms' state never changes in the middle of one.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.setUp.Do(s.route)
	request, err := readRequest(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}

	before, after, latency := s.arrive(request)
	if latency > 0 {
		select {
		case <-time.After(latency):
		case <-r.Context().Done():
			return
		}
	}
	if before != nil {
		s.answered(request, 0)
		before(w, r)
		return
	}

	answer := &response{header: http.Header{}}
	s.mu.Lock()
	s.routes.ServeHTTP(answer, r)
	s.mu.Unlock()
	s.answered(request, answer.code())

	if after != nil {
		after(w, r)
		return
	}
	answer.send(w)
}

// route registers every call that the platforms answer; anything else is a loud
// 501.
func (s *Server) route() {
	s.routes = http.NewServeMux()
	s.routeSalesforce(s.routes)
	s.routeAnypoint(s.routes)
	s.routes.HandleFunc("/", s.unknown)
}
