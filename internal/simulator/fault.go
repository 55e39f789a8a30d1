package simulator

import (
	"net/http"
	"strings"
)

// Fault makes matching requests fail.
type Fault struct {
	// Pattern is as in [Server.Calls]; empty matches every request.
	Pattern string
	// Skip lets that many matching requests through first.
	Skip int
	// Times is how many requests fail; zero is all of them.
	Times int
	// AfterEffect lets the request take effect and replaces only its answer.
	AfterEffect bool
	// Answer is what the client gets instead: see [Status] and [Reset].
	Answer http.HandlerFunc

	seen int
}

// due tells whether the fault hits this request, and counts it; the server's
// lock must be held.
func (f *Fault) due(request *Request) bool {
	if !request.matches(f.Pattern) {
		return false
	}
	f.seen++
	return f.seen > f.Skip && (f.Times == 0 || f.seen <= f.Skip+f.Times)
}

// Inject adds a fault. Faults are tried in the order of injection and the first
// that is due answers.
func (s *Server) Inject(fault Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &fault)
}

// ClearFaults removes every fault.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// Status answers with an HTTP status, a body whose type is guessed from its
// first character, and header lines given as "Name: value".
func Status(status int, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentTypeOf(body))
		for _, header := range headers {
			name, value, _ := strings.Cut(header, ":")
			w.Header().Set(name, strings.TrimSpace(value))
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body)) // a client that hung up is no concern of the fault
	}
}

func contentTypeOf(body string) string {
	switch {
	case strings.HasPrefix(body, "{"), strings.HasPrefix(body, "["):
		return "application/json;charset=UTF-8"
	case strings.HasPrefix(body, "<?xml"), strings.HasPrefix(body, "<soapenv"):
		return "text/xml;charset=UTF-8"
	case strings.HasPrefix(body, "<"):
		return "text/html;charset=UTF-8"
	}
	return "text/plain;charset=UTF-8"
}

// Reset closes the connection without an answer.
func Reset(_ http.ResponseWriter, _ *http.Request) {
	panic(http.ErrAbortHandler)
}
