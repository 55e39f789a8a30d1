package security_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// FuzzSOQLLiteral checks that a platform which parses SOQL takes every quoted text
// for one text: the query runs, and finds nothing by it.
func FuzzSOQLLiteral(f *testing.F) {
	for _, text := range security.Hostile() {
		f.Add(text)
	}
	server := &simulator.Server{}
	must(f, server.Seed(simulator.Acme()))
	token := salesforceSession(f, server)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10_000 || !utf8.ValidString(text) {
			return
		}
		query := fmt.Sprintf("SELECT Id FROM User WHERE Username = %s OR Username IN %s",
			salesforceapi.Quote(text), salesforceapi.In([]string{text, text}))
		request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/services/data/v66.0/query?q="+url.QueryEscape(query), nil)
		request.Header.Set("Authorization", "Bearer "+token)
		answer := httptest.NewRecorder()
		server.ServeHTTP(answer, request)
		server.ForgetRequests()
		if answer.Code != http.StatusOK {
			t.Fatalf("%q makes %s, which is answered by %s", text, query, answer.Body)
		}
		if !strings.Contains(answer.Body.String(), `"totalSize":0`) && !strings.Contains(strings.ToLower(text), "acme.example") {
			t.Errorf("%q makes %s, which finds %s", text, query, answer.Body)
		}
	})
}

// salesforceSession signs in.
func salesforceSession(t testing.TB, server *simulator.Server) string {
	t.Helper()
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {acctest.SalesforceClientID}, "client_secret": {acctest.SalesforceClientSecret},
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/services/oauth2/token", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer := httptest.NewRecorder()
	server.ServeHTTP(answer, request)
	_, rest, _ := strings.Cut(answer.Body.String(), `"access_token":"`)
	token, _, found := strings.Cut(rest, `"`)
	if !found {
		t.Fatalf("the sign-in is answered by %s", answer.Body)
	}
	return token
}
