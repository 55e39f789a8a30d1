package provider_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// callsPerSession is how many calls a session lives at most.
const callsPerSession = 1

// endingSessions ends all sessions after every few calls, though not before those
// calls came again that the last end refused: no client has to bear two in a row.
type endingSessions struct {
	platform *simulator.Server

	mu    sync.Mutex
	calls int // since the last end
	ended int
	// refused are the calls that are to come again.
	refused map[string]int
}

var sessionInBody = regexp.MustCompile(`sessionId>[^<]*<`)

// ServeHTTP implements [http.Handler].
func (e *endingSessions) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil || strings.HasPrefix(r.URL.Path, "/services/oauth2/") {
		r.Body = io.NopCloser(bytes.NewReader(body))
		e.platform.ServeHTTP(w, r)
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	call := r.Method + r.URL.String() + sessionInBody.ReplaceAllString(string(body), "")
	e.count()
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	e.platform.ServeHTTP(answer, r)
	e.note(call, strings.Contains(answer.Body.String(), "INVALID_SESSION_ID"))
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // a client that hung up has seen enough
}

func (e *endingSessions) count() {
	if e.calls++; e.calls > callsPerSession && len(e.refused) == 0 {
		e.calls = 0
		e.ended++
		e.platform.ExpireSalesforceSessions()
	}
}

// note keeps what was refused until it is not.
func (e *endingSessions) note(call string, refused bool) {
	switch {
	case refused:
		e.refused[call]++
	case e.refused[call] > 1:
		e.refused[call]--
	default:
		delete(e.refused, call)
	}
}

// TestSessionsMayEndAtAnyTime applies the example of every Salesforce type, plans
// without a change and destroys, while sessions end again and again.
func TestSessionsMayEndAtAnyTime(t *testing.T) {
	t.Parallel()
	for _, directory := range directories(t, "resources") {
		typeName := filepath.Base(directory)
		if !strings.HasPrefix(typeName, "apiaccess_salesforce_") {
			continue
		}
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			sessions := &endingSessions{refused: map[string]int{}}
			platform := acctest.StartWith(t, simulator.Acme(), func(handler http.Handler) *httptest.Server {
				sessions.platform, _ = handler.(*simulator.Server)
				return httptest.NewServer(sessions)
			})
			platform.SetAPIAccessControl(false) // as it is once Salesforce Support has activated it
			acctest.Run(t, platform, resource.TestStep{Config: readFile(t, filepath.Join(directory, "resource.tf"))})
			if sessions.ended < 3 {
				t.Errorf("sessions ended %d times, the test shows nothing", sessions.ended)
			}
		})
	}
}
