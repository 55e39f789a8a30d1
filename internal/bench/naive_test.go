//go:build bench

package bench

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"

	"golang.org/x/oauth2/clientcredentials"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// naive refreshes so many grants as most providers do: one call for each.
func naive(b testing.TB, count int, latency time.Duration) figure {
	b.Helper()
	s := start(b)
	usernames := hire(b, s.Simulator, count)
	return s.measure(b, "one call for each object", "refresh", count, latency, func() {
		config := clientcredentials.Config{
			ClientID: acctest.SalesforceClientID, ClientSecret: acctest.SalesforceClientSecret,
			TokenURL: s.URL + "/services/oauth2/token",
		}
		client := config.Client(context.WithoutCancel(b.Context()))
		everywhere(count, func(i int) {
			query := "SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = '" + usernames[i] + "'"
			address := s.URL + "/services/data/v66.0/query?q=" + url.QueryEscape(query)
			request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, address, nil)
			if err != nil {
				b.Error(err)
				return
			}
			answer, err := client.Do(request)
			if err != nil {
				b.Error(err)
				return
			}
			if answer.StatusCode != http.StatusOK {
				b.Errorf("status %d", answer.StatusCode)
			}
			_ = answer.Body.Close()
		})
	})
}
