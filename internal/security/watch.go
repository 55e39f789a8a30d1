package security

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"sync"
)

// Watch stands before a platform and remembers which of its calls are made, and
// what it could not make sense of.
type Watch struct {
	Platform http.Handler

	mu        sync.Mutex
	calls     map[string]bool
	malformed []string
}

// nonsense is how platforms answer requests that are no proper ones.
var nonsense = regexp.MustCompile(`MALFORMED_QUERY|JSON_PARSER_ERROR|soapenv:Client|INVALID_FIELD\b.*No such column|unexpected token|malformed form`)

// ServeHTTP implements [http.Handler].
func (w *Watch) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	method, asked := r.Method, r.URL.EscapedPath()
	watched := &watchedAnswer{ResponseWriter: out, status: http.StatusOK}
	w.Platform.ServeHTTP(watched, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.calls == nil {
		w.calls = map[string]bool{}
	}
	w.calls[method+" "+r.Pattern] = true
	// A server redirects what is no clean path.
	unclean := watched.status >= 300 && watched.status < 400
	unknown := watched.status == http.StatusMethodNotAllowed || watched.status == http.StatusNotImplemented
	if unclean || unknown || watched.status >= 400 && nonsense.Match(watched.body.Bytes()) {
		w.malformed = append(w.malformed, fmt.Sprintf("%s %s: %d %.300s", method, asked, watched.status, watched.body.String()))
	}
}

// Calls are the kinds of calls made so far, by method and pattern.
func (w *Watch) Calls() map[string]bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return maps.Clone(w.calls)
}

// Malformed are the requests that the platform could not make sense of.
func (w *Watch) Malformed() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]string{}, w.malformed...)
}

// Forget empties what is remembered.
func (w *Watch) Forget() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls, w.malformed = nil, nil
}

type watchedAnswer struct {
	http.ResponseWriter

	status int
	body   bytes.Buffer
}

// WriteHeader implements [http.ResponseWriter].
func (a *watchedAnswer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

// Write implements [http.ResponseWriter].
func (a *watchedAnswer) Write(p []byte) (int, error) {
	if a.body.Len() < 64<<10 {
		_, _ = a.body.Write(p)
	}
	return a.ResponseWriter.Write(p)
}
