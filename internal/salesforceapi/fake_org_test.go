package salesforceapi

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// fakeOrg answers what a test tells it to, for what no honest server answers.
type fakeOrg struct {
	*httptest.Server

	mux   *http.ServeMux
	mu    sync.Mutex
	calls []string
	// session is the token that is valid; sign-ins hand it out.
	session string
}

const (
	testOrganization = "00D5g000004AcMe"
	restRoot         = "/services/data/v66.0"
	soapRoot         = "/services/Soap/m/66.0"
)

// newFakeOrg starts an organization whose token endpoint works.
func newFakeOrg(t *testing.T) *fakeOrg {
	t.Helper()
	org := &fakeOrg{mux: http.NewServeMux(), session: testOrganization + "!first"}
	org.Server = httptest.NewServer(http.HandlerFunc(org.serve))
	t.Cleanup(org.Close)
	org.on("POST "+tokenPath, func(w http.ResponseWriter, _ *http.Request) {
		org.mu.Lock()
		defer org.mu.Unlock()
		answer(w, 200, fmt.Sprintf(`{"access_token":%q,"instance_url":%q,"id":"%s/id/%s/0055g00000AcmeA","token_type":"Bearer"}`,
			org.session, org.URL, org.URL, testOrganization))
	})
	return org
}

func (o *fakeOrg) serve(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	o.calls = append(o.calls, r.Method+" "+r.URL.Path)
	o.mu.Unlock()
	o.mux.ServeHTTP(w, r)
}

func (o *fakeOrg) on(pattern string, handler http.HandlerFunc) { o.mux.HandleFunc(pattern, handler) }

// answers answers every call with the same.
func (o *fakeOrg) answers(pattern string, status int, body string) {
	o.on(pattern, func(w http.ResponseWriter, _ *http.Request) { answer(w, status, body) })
}

// inTurn answers one call after the other, and the last answer for ever.
func (o *fakeOrg) inTurn(pattern string, handlers ...http.HandlerFunc) {
	turn := 0
	o.on(pattern, func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		handler := handlers[min(turn, len(handlers)-1)]
		turn++
		o.mu.Unlock()
		handler(w, r)
	})
}

// count is how many calls were made whose method and path begin so.
func (o *fakeOrg) count(prefix string) int {
	o.mu.Lock()
	defer o.mu.Unlock()
	count := 0
	for _, call := range o.calls {
		if strings.HasPrefix(call, prefix) {
			count++
		}
	}
	return count
}

func answer(w http.ResponseWriter, status int, body string) {
	if strings.HasPrefix(body, "{") || strings.HasPrefix(body, "[") {
		w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { answer(w, status, body) }
}

// hangUp ends the connection without an answer.
func hangUp(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func envelopeOf(response string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ` +
		`xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<soapenv:Body>` + response + `</soapenv:Body></soapenv:Envelope>`
}

func faultOf(code, message string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ` +
		`xmlns:sf="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><soapenv:Fault><faultcode>sf:` + code +
		`</faultcode><faultstring>` + code + `: ` + message + `</faultstring></soapenv:Fault></soapenv:Body></soapenv:Envelope>`
}

const soapSaved = `<result><fullName>Orders</fullName><success>true</success></result>`

func testConfig(org *fakeOrg) Config {
	return Config{
		InstanceURL: org.URL, APIVersion: "66.0",
		Credentials: ClientCredentials{ClientID: "3MVG9key", ClientSecret: "s3cretOfTheApp"},
		Transport: transport.Options{
			UserAgent: "test", MaxRetries: 2, RequestTimeout: 10 * time.Second, MaxConcurrentRequests: 10,
		},
	}
}

func testClient(t *testing.T, config Config) *Client {
	t.Helper()
	client, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func wantKind(t *testing.T, err error, kind transport.Kind) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one of kind %d", kind)
	}
	if got := transport.KindOf(err); got != kind {
		t.Fatalf("kind %d, want %d: %v", got, kind, err)
	}
}

func wantMessage(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that tells %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not tell %q: %v", part, err)
		}
	}
}
