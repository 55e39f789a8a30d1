package salesforceapi

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

type idRow struct {
	ID ID `json:"Id"`
}

func TestQueryFollowsPages(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("GET "+restRoot+"/query", func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query().Get("q"); got != "SELECT Id FROM User WHERE Name = 'O\\'Brien & Co'" {
			t.Errorf("the query came as %s", got)
		}
		answer(w, 200, `{"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g-2","records":[{"Id":"005000000000001"}]}`)
	})
	org.answers("GET "+restRoot+"/query/01g-2", 200, `{"done":true,"records":[{"Id":"005000000000002"}]}`)
	rows, err := collect[idRow](t.Context(), testClient(t, testConfig(org)), queryPath,
		"SELECT Id FROM User WHERE Name = "+Quote("O'Brien & Co"))
	if err != nil || len(rows) != 2 || rows[1].ID != "005000000000002AAA" {
		t.Errorf("got %v, %v", rows, err)
	}
}

func TestQueryStopsWhenAsked(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200,
		`{"done":false,"nextRecordsUrl":"/services/data/v66.0/query/01g-2","records":[{"Id":"005000000000001"}]}`)
	for row, err := range Query[idRow](t.Context(), testClient(t, testConfig(org)), "SELECT Id FROM User") {
		if err != nil || row.ID != "005000000000001AAA" {
			t.Errorf("got %v, %v", row, err)
		}
		break
	}
	if got := org.count("GET"); got != 1 {
		t.Errorf("%d calls, want 1", got)
	}
}

func TestQueryStaysWithinTheInterface(t *testing.T) {
	t.Parallel()
	for name, next := range map[string]string{
		"another host":   "https://evil.example/services/data/v66.0/query/1",
		"no scheme":      "//evil.example/services/data/v66.0/query/1",
		"another place":  "/services/oauth2/revoke",
		"a way out":      "/services/data/v66.0/../../oauth2/revoke",
		"with a query":   "/services/data/v66.0/query?q=x",
		"nothing at all": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := newFakeOrg(t)
			org.answers("GET "+restRoot+"/query", 200, `{"done":false,"nextRecordsUrl":"`+next+`","records":[]}`)
			_, err := collect[idRow](t.Context(), testClient(t, testConfig(org)), queryPath, "SELECT Id FROM User")
			wantMessage(t, err, "next page")
			if got := org.count("GET"); got != 1 {
				t.Errorf("%d calls, want 1", got)
			}
		})
	}
}

func TestQueryReportsWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `<html><body>We are down for maintenance</body></html>`)
	err := organizationQuery(t.Context(), testClient(t, testConfig(org)))
	wantKind(t, err, transport.NoAnswer)
	wantMessage(t, err, "could not be read", "down for maintenance")
}

func TestQueryHonoursTheContext(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	org.on("GET "+restRoot+"/query", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	ctx, cancel := context.WithCancel(t.Context())
	client := testClient(t, testConfig(org))
	if _, err := client.sessions.Get(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() { done <- organizationQuery(ctx, client) }()
	cancel()
	if err := <-done; err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("got %v", err)
	}
}

func TestPagesThatLeadInACircleEnd(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":false,"nextRecordsUrl":"`+restRoot+`/query/01g-1","records":[{"Id":"1"}]}`)
	org.answers("GET "+restRoot+"/query/01g-1", 200, `{"done":false,"nextRecordsUrl":"`+restRoot+`/query/01g-1","records":[{"Id":"2"}]}`)
	_, err := collect[struct{}](t.Context(), testClient(t, testConfig(org)), queryPath, "SELECT Id FROM User")
	wantMessage(t, err, "lead in a circle")
	if got := org.count("GET"); got != 2 {
		t.Errorf("%d calls, want 2", got)
	}
}
