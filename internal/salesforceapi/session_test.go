package salesforceapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const sessionEnded = `[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]`

// guarded lets a call through only with the session that is valid now.
func (o *fakeOrg) guarded(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		o.mu.Lock()
		valid := r.Header.Get("Authorization") == "Bearer "+o.session
		o.mu.Unlock()
		if !valid {
			answer(w, 401, sessionEnded)
			return
		}
		handler(w, r)
	}
}

func organizationQuery(ctx context.Context, client *Client) error {
	_, err := client.readOrganizationID(ctx)
	return err
}

func TestOneSignInForEverybody(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("GET "+restRoot+"/query", org.guarded(answering(200, `{"done":true,"records":[{"Id":"`+testOrganization+`"}]}`)))
	client := testClient(t, testConfig(org))

	inParallel(t, 20, func() error { return organizationQuery(t.Context(), client) })
	if got := org.count("POST " + tokenPath); got != 1 {
		t.Errorf("%d sign-ins, want 1", got)
	}

	org.mu.Lock()
	org.session = testOrganization + "!second"
	org.mu.Unlock()
	inParallel(t, 20, func() error { return organizationQuery(t.Context(), client) })
	if got := org.count("POST " + tokenPath); got != 2 {
		t.Errorf("%d sign-ins after the session ended, want 2", got)
	}
}

func inParallel(t *testing.T, count int, do func() error) {
	t.Helper()
	var all sync.WaitGroup
	for range count {
		all.Go(func() {
			if err := do(); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestSOAPSessionIsRenewed(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.inTurn("POST "+soapRoot, answering(500, faultOf("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader")),
		answering(200, envelopeOf(`<listMetadataResponse/>`)))
	client := testClient(t, testConfig(org))
	if files, err := client.metadata.list(t.Context(), typeConnectedApp); err != nil || len(files) != 0 {
		t.Errorf("got %v, %v", files, err)
	}
	if got := org.count("POST " + tokenPath); got != 2 {
		t.Errorf("%d sign-ins, want 2", got)
	}
}

func TestSessionThatEndsAtOnceIsNotLoopedOn(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 401, sessionEnded)
	client := testClient(t, testConfig(org))
	wantKind(t, organizationQuery(t.Context(), client), transport.Session)
	if calls, signIns := org.count("GET"), org.count("POST"); calls != 1+renewals || signIns != 1+renewals {
		t.Errorf("%d calls and %d sign-ins, want %d of both", calls, signIns, 1+renewals)
	}
}

func TestAccessControlIsNotLoopedOn(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 401,
		`[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]`)
	org.answers("POST "+soapRoot, 500, faultOf("INVALID_SESSION_ID", "This session is not valid for use with the API"))
	client := testClient(t, testConfig(org))
	wantKind(t, organizationQuery(t.Context(), client), transport.AccessControl)
	_, err := client.metadata.list(t.Context(), typeConnectedApp)
	wantKind(t, err, transport.AccessControl)
	if calls, signIns := org.count("GET"), org.count("POST "+tokenPath); calls != 1 || signIns != 1 {
		t.Errorf("%d calls and %d sign-ins, want 1 and 1", calls, signIns)
	}
}

func TestAccessTokenIsNotRenewed(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 401, sessionEnded)
	config := testConfig(org)
	config.Credentials = AccessToken{Token: testOrganization + "!given"}
	err := organizationQuery(t.Context(), testClient(t, config))
	wantKind(t, err, transport.Session)
	wantMessage(t, err, "cannot be renewed")
	if calls, signIns := org.count("GET"), org.count("POST"); calls != 1 || signIns != 0 {
		t.Errorf("%d calls and %d sign-ins, want 1 and 0", calls, signIns)
	}
}

func TestJWTAccessTokensAreNotSentToSOAP(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.session = "eyJh.eyJz.c2ln"
	org.answers("POST /services/Soap/m/68.0", 200, envelopeOf(`<listMetadataResponse/>`))

	_, err := testClient(t, testConfig(org)).metadata.list(t.Context(), typeConnectedApp)
	if !errors.Is(err, errTokenFormat) || org.count("POST "+soapRoot) != 0 {
		t.Errorf("got %v after %d calls", err, org.count("POST "+soapRoot))
	}
	newer := testConfig(org)
	newer.APIVersion = "68.0"
	if _, err := testClient(t, newer).metadata.list(t.Context(), typeConnectedApp); err != nil {
		t.Error(err)
	}
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	headers := make(chan http.Header, 1)
	org.on("GET "+restRoot+"/query", func(w http.ResponseWriter, r *http.Request) {
		headers <- r.Header
		answer(w, 200, `{"done":true,"records":[{"Id":"`+testOrganization+`"}]}`)
	})
	if err := organizationQuery(t.Context(), testClient(t, testConfig(org))); err != nil {
		t.Fatal(err)
	}
	sent := <-headers
	for name, want := range map[string]string{
		"Accept": "application/json", "Sforce-Call-Options": "client=terraform-provider-apiaccess",
		"Authorization": "Bearer " + org.session, "User-Agent": "test",
	} {
		if got := sent.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestOrganizationIDComesWithTheSignIn(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	id, err := testClient(t, testConfig(org)).OrganizationID(t.Context())
	if err != nil || id != "00D5g000004AcMeEAK" || org.count("GET") != 0 {
		t.Errorf("got %q, %v after %d calls", id, err, org.count("GET"))
	}
}

func TestOrganizationIDOfAnAccessToken(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[{"Id":"`+testOrganization+`"}]}`)
	config := testConfig(org)
	config.Credentials = AccessToken{Token: "given"}
	client := testClient(t, config)
	for range 2 {
		if id, err := client.OrganizationID(t.Context()); err != nil || id != "00D5g000004AcMeEAK" {
			t.Errorf("got %q, %v", id, err)
		}
	}
	if got := org.count("GET"); got != 1 {
		t.Errorf("%d queries, want 1", got)
	}
}
