package chaos

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// happening is what happens to a request instead of an ordinary answer.
type happening = func(w http.ResponseWriter, r *http.Request, next http.Handler)

// fault is one way in which a platform, or what lies between, fails.
type fault struct {
	name   string
	fits   func(r *http.Request) bool
	happen happening
}

const page = "<html><head><title>Maintenance</title></head><body><h1>We are down for maintenance</h1></body></html>"

// allFaults are the faults of a storm's platform. Those before the effect refuse
// a request; those after it hide that it took effect.
func (s *storm) allFaults() []fault {
	platform := s.platform
	expire := func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		platform.ExpireSalesforceSessions()
		platform.ExpireAnypointTokens()
		next.ServeHTTP(w, r)
	}
	return []fault{
		{"session expired (401)", not(isSignIn), expire},
		{"daily quota (403)", isSalesforceREST, answer(simulator.SalesforceError(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."))},
		{"permission (403)", isSalesforceREST, answer(simulator.SalesforceError(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id"))},
		{"permission (403), Anypoint", isAnypointCall, refuse(403, "Forbidden")},
		{"conflict (409)", isAccountsChange, refuse(409, `{"status":409,"message":"Conflict"}`)},
		{"no route (420)", isSalesforceREST, refuse(420, "")},
		{"too many requests (429)", any429, refuse(429, `{"status":429,"message":"Too Many Requests"}`)},
		{"too many requests (429), Retry-After", any429, refuse(429, "", "Retry-After: 1")},
		{"too many requests (429), reset", isAnypointCall, resetting},
		{"internal error (500)", any429, refuse(500, `{"status":500,"message":"Internal Server Error"}`)},
		{"bad gateway (502)", everything, refuse(502, page)},
		{"unavailable (503)", everything, refuse(503, "Back-end server is at capacity")},
		{"unavailable (503), HTML page", everything, refuse(503, page)},
		{"gateway time-out (504)", everything, refuse(504, page)},
		{"gateway time-out (504) after the effect", everything, s.afterEffect(simulator.Status(504, page))},
		{"HTML page with 200", not(isSignIn), refuse(200, page)},
		{"slow body", everything, slow},
		{"cut-off body", everything, s.cutOff},
		{"reset before the effect", everything, answer(simulator.Reset)},
		{"reset after the effect", everything, s.afterEffect(simulator.Reset)},
		{"row lock", isSalesforceChange, answer(simulator.RowLocked())},
		{"metadata lock", isSOAP, answer(simulator.SetupLocked())},
		{"page changes under the reader", everything, changing(platform)},
	}
}

func everything(*http.Request) bool           { return true }
func isAnypointCall(r *http.Request) bool     { return isAnypoint(r) && !isSignIn(r) }
func isSalesforceChange(r *http.Request) bool { return isSalesforceREST(r) && changes(r) }
func any429(r *http.Request) bool             { return isAnypointCall(r) || isSalesforceREST(r) }
func isAccountsChange(r *http.Request) bool {
	return isAnypoint(r) && changes(r) && strings.HasPrefix(r.URL.Path, "/accounts/")
}

func not(match func(*http.Request) bool) func(*http.Request) bool {
	return func(r *http.Request) bool { return !match(r) }
}

func refuse(status int, body string, headers ...string) happening {
	return answer(simulator.Status(status, body, headers...))
}

func answer(instead http.HandlerFunc) happening {
	return func(w http.ResponseWriter, r *http.Request, _ http.Handler) { instead(w, r) }
}

// resetting refuses as Access Management does: the window ends in a moment.
func resetting(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	reset := strconv.FormatInt(time.Now().Add(time.Second).Unix(), 10)
	simulator.Status(429, "", "X-RateLimit-Limit: 500", "X-RateLimit-Remaining: 0", "X-RateLimit-Reset: "+reset)(w, r)
}

func (s *storm) afterEffect(instead http.HandlerFunc) happening {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		s.hide(r)
		next.ServeHTTP(httptest.NewRecorder(), r)
		instead(w, r)
	}
}

// slow sends the true answer in pieces.
func slow(w http.ResponseWriter, r *http.Request, next http.Handler) {
	whole := httptest.NewRecorder()
	next.ServeHTTP(whole, r)
	begin(w, whole)
	body := whole.Body.Bytes()
	for _, piece := range [][]byte{body[:len(body)/2], body[len(body)/2:]} {
		_, _ = w.Write(piece) // who hung up sees nothing more
		_ = http.NewResponseController(w).Flush()
		time.Sleep(200 * time.Millisecond) //nolint:forbidigo // being slow is the point
	}
}

// cutOff sends half of the true answer and hangs up.
func (s *storm) cutOff(w http.ResponseWriter, r *http.Request, next http.Handler) {
	s.hide(r)
	whole := httptest.NewRecorder()
	next.ServeHTTP(whole, r)
	whole.Header().Set("Content-Length", strconv.Itoa(whole.Body.Len()))
	begin(w, whole)
	_, _ = w.Write(whole.Body.Bytes()[:whole.Body.Len()/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func begin(w http.ResponseWriter, whole *httptest.ResponseRecorder) {
	maps.Copy(w.Header(), whole.Header())
	w.WriteHeader(whole.Code)
}

// changing lets somebody else's object come and go around an answer, so that
// pages shift under the reader.
func changing(platform *simulator.Server) happening {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		id, err := platform.InsertSalesforce("PermissionSet", map[string]any{"Name": "Passing_By", "Label": "Passing by"})
		next.ServeHTTP(w, r)
		if err == nil {
			_ = platform.DeleteSalesforce("PermissionSet", id)
		}
	}
}
