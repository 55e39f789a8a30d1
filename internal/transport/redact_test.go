package transport_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const strangeSecret = `s3cr3t "<&>'\ ü+/=%`

// spellings are how a body may repeat a secret.
func spellings(t *testing.T, secret string) map[string]string {
	t.Helper()
	encoded, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	var escaped strings.Builder
	if err := xml.EscapeText(&escaped, []byte(secret)); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"plain": secret, "form": url.QueryEscape(secret), "path": url.PathEscape(secret),
		"JSON": string(encoded), "XML": escaped.String(), "HTML": html.EscapeString(secret),
	}
}

func TestRedactKnowsEverySpelling(t *testing.T) {
	t.Parallel()
	for name, spelling := range spellings(t, strangeSecret) {
		got := transport.Redact("before "+spelling+" after", "before it", strangeSecret, "")
		if !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") || strings.Contains(got, "s3cr3t") {
			t.Errorf("as %s it is told as %s", name, got)
		}
	}
	if got := transport.Redact("a long secret", "secret", "long secret", "a"); got != "a [redacted]" {
		t.Errorf("got %s", got)
	}
}

func TestARefusalRepeatsNoSecretOfItsRequest(t *testing.T) {
	t.Parallel()
	for name, spelling := range spellings(t, strangeSecret) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status := http.StatusBadRequest
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = fmt.Fprintf(w, "You sent %s and the-credential.", spelling)
			})
			client := newClient(t, func(o *transport.Options) { o.Secrets = []string{"the-credential"} })
			answer, err := client.Do(t.Context(), &transport.Request{Method: http.MethodPost, URL: address, Secrets: []string{strangeSecret}})
			if err != nil {
				t.Fatal(err)
			}
			for what, text := range map[string]string{"the body": string(answer.Body), "what is told": string(answer.Told())} {
				if strings.Contains(text, "s3cr3t") || strings.Contains(text, "the-credential") {
					t.Errorf("%s is %s", what, text)
				}
			}
		})
	}
}

func TestASuccessKeepsItsBodyAndIsToldWithoutSecrets(t *testing.T) {
	t.Parallel()
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("a s3cr3t")) })
	answer, err := newClient(t, nil).Do(t.Context(), &transport.Request{Method: http.MethodGet, URL: address, Secrets: []string{"s3cr3t"}})
	if err != nil || string(answer.Body) != "a s3cr3t" || string(answer.Told()) != "a [redacted]" {
		t.Errorf("got %q, told as %q, %v", answer.Body, answer.Told(), err)
	}
}
