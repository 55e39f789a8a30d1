package anypointapi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// askEverybody makes many calls at once.
func askEverybody(t *testing.T, client *anypointapi.Client) {
	t.Helper()
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if _, err := client.APIInstances.Get(t.Context(), ordersAPI); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
}

func TestEveryWayOfSigningInWorks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials anypointapi.Credentials
		asked       string
	}{
		"client credentials": {terraform, tokenCalls},
		"password with app":  {administrator, tokenCalls},
		"password":           {anypointapi.Password{Username: administrator.Username, Password: administrator.Password}, "POST /accounts/login"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t)
			client := p.client(anypointapi.Config{Credentials: test.credentials})
			p.wantCalls("", 0) // nothing is asked before it is needed
			askEverybody(t, client)
			p.wantCalls(test.asked, 1)
			p.wantCalls("POST", 1)
		})
	}
}

func TestAnEndedSessionIsRenewedOnce(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	askEverybody(t, client)
	p.ExpireAnypointTokens()
	askEverybody(t, client)
	p.wantCalls(tokenCalls, 2)
}

func TestASessionIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Set(func(knobs *simulator.Knobs) { knobs.TokenLifetime = time.Second })
	askEverybody(t, client)
	<-time.After(800 * time.Millisecond)
	askEverybody(t, client)
	p.wantCalls(tokenCalls, 2)
	for _, request := range p.Requests() {
		if request.Status == http.StatusUnauthorized {
			t.Errorf("%s was sent in a session that had ended", request)
		}
	}
}

func TestAGivenTokenIsUsedButNotRenewed(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	askEverybody(t, client)
	var bearer string
	for _, request := range p.Requests() {
		bearer = strings.TrimPrefix(request.Header.Get("Authorization"), "Bearer ")
	}
	p.ForgetRequests()
	given := p.client(anypointapi.Config{Credentials: anypointapi.AccessToken{Token: bearer}})
	askEverybody(t, given)
	p.wantCalls("POST", 0)

	p.ExpireAnypointTokens()
	p.ForgetRequests()
	_, err := given.APIInstances.Get(t.Context(), ordersAPI)
	if transport.KindOf(err) != transport.Session || !strings.Contains(err.Error(), "can't be renewed") || strings.Contains(err.Error(), bearer) {
		t.Errorf("Get = %v, want advice to supply another token", err)
	}
	p.wantCalls("", 1)
}

func TestARefusedSignInIsNotRepeated(t *testing.T) {
	t.Parallel()
	mfa := `{"url":"https://anypoint.mulesoft.com/login/mfa","body":{"username":"platform.admin"}}`
	for name, test := range map[string]struct {
		credentials anypointapi.Credentials
		answer      http.HandlerFunc
		want        string
	}{
		"wrong secret":      {anypointapi.ClientCredentials{ClientID: terraform.ClientID, ClientSecret: "s3cr3t"}, nil, "status 401: Unauthorized"},
		"wrong grant":       {anypointapi.ClientCredentials{ClientID: administrator.ClientID, ClientSecret: administrator.ClientSecret}, nil, "not allowed to use the grant type"},
		"wrong password":    {anypointapi.Password{Username: "platform.admin", Password: "s3cr3t"}, nil, "status 401"},
		"disabled user":     {anypointapi.Password{Username: "platform.admin", Password: "s3cr3t"}, simulator.Status(403, "Forbidden"), "status 403"},
		"second factor":     {anypointapi.Password{Username: "platform.admin", Password: "s3cr3t"}, simulator.Status(200, mfa), "use a connected app"},
		"single sign-on":    {anypointapi.Password{Username: "platform.admin", Password: "s3cr3t"}, simulator.Status(302, "", "Location: https://sso.acme.example/"), "use a connected app"},
		"an echoing server": {anypointapi.ClientCredentials{ClientID: "x", ClientSecret: "s3cr3t"}, simulator.Status(400, `{"message":"bad secret s3cr3t"}`), "bad secret [redacted]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t)
			if test.answer != nil {
				p.Inject(simulator.Fault{Pattern: "POST /accounts/", Answer: test.answer})
			}
			client := p.client(anypointapi.Config{Credentials: test.credentials})
			for range 5 {
				_, err := client.APIInstances.Get(t.Context(), ordersAPI)
				if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "s3cr3t") {
					t.Errorf("the refusal is told as %v, want %q", err, test.want)
				}
			}
			p.wantCalls("POST", 1)
			p.wantCalls("GET", 0)
		})
	}
}

func TestASignInWithoutAnAnswerIsTriedAgain(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: tokenCalls, Times: 3, Answer: simulator.Status(503, "Back-end server is at capacity", "Retry-After: 0")})
	if _, err := client.APIInstances.Get(t.Context(), ordersAPI); err == nil || transport.KindOf(err) != transport.Busy {
		t.Errorf("Get = %v, want that the platform is busy", err)
	}
	if _, err := client.APIInstances.Get(t.Context(), ordersAPI); err != nil {
		t.Errorf("after the platform has come back: %v", err)
	}
}

func TestALoginWithATokenMayTellItsLifetime(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	p.Inject(simulator.Fault{
		Pattern: "POST /accounts/login", Answer: simulator.Status(200, `{"access_token":"x","expires_in":1}`),
	})
	p.Inject(simulator.Fault{Pattern: "/me", Answer: simulator.Status(200, `{}`)})
	p.Inject(simulator.Fault{Pattern: "/apis", Answer: simulator.Status(200, `{}`)})
	client := p.client(anypointapi.Config{Credentials: anypointapi.Password{Username: "a", Password: "b"}})
	askEverybody(t, client)
	<-time.After(800 * time.Millisecond)
	askEverybody(t, client)
	p.wantCalls("POST /accounts/login", 2)
}

func TestACancelledCallTellsSo(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.APIInstances.Get(ctx, ordersAPI); !errors.Is(err, context.Canceled) {
		t.Errorf("Get = %v, want that it was cancelled", err)
	}
	if _, err := client.Policies.Create(ctx, ordersAPI, allowlist("192.0.2.1")); !errors.Is(err, context.Canceled) {
		t.Errorf("Create = %v, want that it was cancelled", err)
	}
}

func TestABaseURLThatCannotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	for _, base := range []string{
		"", "anypoint.mulesoft.com", "http://anypoint.mulesoft.com", "https://user:pass@anypoint.mulesoft.com",
		"https://anypoint.mulesoft.com?x=y", "https://anypoint.mulesoft.com#x", "https://%zz",
	} {
		if _, err := anypointapi.New(anypointapi.Config{BaseURL: base, Credentials: terraform}); err == nil {
			t.Errorf("the base URL %q was accepted", base)
		}
	}
	if _, err := anypointapi.New(anypointapi.Config{BaseURL: anypointapi.ControlPlanes["eu"]}); err == nil {
		t.Error("a client without credentials was made")
	}
}
