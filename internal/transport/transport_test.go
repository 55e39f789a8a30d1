package transport_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// newClient retries whatever is safe, up to three times.
func newClient(t *testing.T, change func(*transport.Options)) *transport.Client {
	t.Helper()
	options := transport.Options{
		Service: "Platform", UserAgent: "test/1", MaxRetries: 3, RequestTimeout: 5 * time.Second, MaxConcurrentRequests: 4,
		Retry: func(a transport.Attempt) bool {
			return a.Safe && (!a.Answered() || a.Status >= 500 || a.Status == http.StatusTooManyRequests)
		},
	}
	if change != nil {
		change(&options)
	}
	return transport.New(options)
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestARequestIsRepeatedOnlyWhenThePolicySaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method   string
		safe     bool
		failures int32
		want     int
		attempts int32
	}{
		"safe, recovers":       {http.MethodGet, true, 1, http.StatusOK, 2},
		"safe, never recovers": {http.MethodGet, true, 99, http.StatusServiceUnavailable, 4},
		"not safe":             {http.MethodPost, false, 1, http.StatusServiceUnavailable, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var attempts atomic.Int32
			address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
				if attempts.Add(1) <= test.failures {
					w.Header().Set("Retry-After", "0")
					w.WriteHeader(http.StatusServiceUnavailable)
				}
			})
			answer, err := newClient(t, nil).Do(t.Context(), &transport.Request{Method: test.method, URL: address, Safe: test.safe})
			if err != nil || answer.Status != test.want || attempts.Load() != test.attempts {
				t.Errorf("%+v, %v after %d attempts; want status %d after %d", answer, err, attempts.Load(), test.want, test.attempts)
			}
		})
	}
}

func TestALostAnswerIsAnErrorOfItsOwn(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"connection reset": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"body cut off": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"id":`))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := serve(t, handler)
			_, err := newClient(t, nil).Do(t.Context(), &transport.Request{
				Method: http.MethodPost, URL: address + "/things?secret=s3cr3t", Body: []byte("s3cr3t"),
			})
			if !errors.Is(err, transport.ErrNoAnswer) || transport.KindOf(err) != transport.NoAnswer {
				t.Fatalf("got %v, want an error that matches ErrNoAnswer", err)
			}
			if !strings.Contains(err.Error(), "POST /things") || strings.Contains(err.Error(), "s3cr3t") {
				t.Errorf("the error must tell the call and no secret: %v", err)
			}
		})
	}
}

func TestCredentialsStayOnTheirHost(t *testing.T) {
	t.Parallel()
	var reached atomic.Bool
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { reached.Store(true) })
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere+r.URL.Path, http.StatusTemporaryRedirect)
	})
	client := newClient(t, nil)
	answer, err := client.Do(t.Context(), &transport.Request{
		Method: http.MethodPost, URL: address, Body: []byte("session"), Header: http.Header{"Authorization": {"Bearer x"}},
	})
	if err != nil || answer.Status != http.StatusTemporaryRedirect {
		t.Errorf("Do = %+v, %v; want the redirect itself", answer, err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := client.HTTP().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = plain.Body.Close() }()
	if reached.Load() {
		t.Error("a redirect took the request to another host")
	}
}

func TestNothingIsSentInClearToAnotherMachine(t *testing.T) {
	t.Parallel()
	for address, allowed := range map[string]bool{
		"https://acme.my.salesforce.com": true,
		"http://127.0.0.1:8787":          true,
		"http://[::1]:8787":              true,
		"http://localhost:8787":          true,
		"http://acme.my.salesforce.com":  false,
		"http://127.0.0.1.evil.example":  false,
		"https://user:pw@host.example":   false,
		"ftp://127.0.0.1":                false,
		"https://":                       false,
	} {
		parsed, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := transport.CheckURL(parsed); (err == nil) != allowed {
			t.Errorf("CheckURL(%s) = %v, want allowed = %t", address, err, allowed)
		}
	}
	_, err := newClient(t, nil).Do(t.Context(), &transport.Request{Method: http.MethodGet, URL: "http://acme.example/", Safe: true})
	if err == nil || !strings.Contains(err.Error(), "loopback") {
		t.Errorf("a request in clear ended with %v", err)
	}
}

func TestNoMoreRequestsAreInFlightThanAllowed(t *testing.T) {
	t.Parallel()
	var inFlight, highest atomic.Int32
	address := serve(t, func(http.ResponseWriter, *http.Request) {
		current := inFlight.Add(1)
		defer inFlight.Add(-1)
		for seen := highest.Load(); current > seen && !highest.CompareAndSwap(seen, current); seen = highest.Load() {
		}
		time.Sleep(2 * time.Millisecond) //nolint:forbidigo // a slow platform
	})
	client := newClient(t, nil)
	var callers sync.WaitGroup
	for range 40 {
		callers.Go(func() {
			if _, err := client.Do(t.Context(), &transport.Request{Method: http.MethodGet, URL: address, Safe: true}); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if highest.Load() > 4 || highest.Load() < 2 {
		t.Errorf("%d requests at once, want up to 4", highest.Load())
	}
}

func TestLogLinesHoldNoSecrets(t *testing.T) {
	t.Parallel()
	var lines sync.Map
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Sforce-Limit-Info", "api-usage=1/100")
		_, _ = w.Write([]byte("s3cr3t"))
	})
	client := newClient(t, func(o *transport.Options) {
		o.Log = func(_ context.Context, message string, fields map[string]any) { lines.Store(message, fields) }
	})
	_, err := client.Do(t.Context(), &transport.Request{
		Method: http.MethodPost, URL: address + "/token?code=s3cr3t", Body: []byte("s3cr3t"),
		Header: http.Header{"Authorization": {"Bearer s3cr3t"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	fields, logged := lines.Load("Platform answered")
	if !logged {
		t.Fatal("no line was logged")
	}
	kept, _ := fields.(map[string]any)
	if kept["path"] != "/token" || kept["status"] != http.StatusOK || kept["sforce-limit-info"] != "api-usage=1/100" {
		t.Errorf("the line has the fields %v", kept)
	}
	for name, value := range kept {
		if text, _ := value.(string); strings.Contains(text, "s3cr3t") {
			t.Errorf("field %s holds a secret: %s", name, text)
		}
	}
}

func TestAnInterruptedRequestEndsAtOnce(t *testing.T) {
	t.Parallel()
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	_, err := newClient(t, func(o *transport.Options) { o.MaxRetries = 100 }).Do(ctx, &transport.Request{
		Method: http.MethodGet, URL: address, Safe: true,
	})
	if err == nil || time.Since(began) > 2*time.Second {
		t.Errorf("ended with %v after %s", err, time.Since(began))
	}
}
