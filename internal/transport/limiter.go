package transport

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// errInsecure refuses to send anything in clear to another machine.
var errInsecure = errors.New("http:// is allowed to loopback addresses only; use https://")

// limiter sends requests, no more than so many at once, and logs them.
type limiter struct {
	base      http.RoundTripper
	slots     chan struct{}
	userAgent string
	service   string
	secrets   []string
	log       func(ctx context.Context, message string, fields map[string]any)
}

func newLimiter(base http.RoundTripper, options Options) *limiter {
	log := options.Log
	if log == nil {
		log = func(context.Context, string, map[string]any) {}
	}
	return &limiter{
		base: base, slots: make(chan struct{}, max(1, options.MaxConcurrentRequests)),
		userAgent: options.UserAgent, service: options.Service, secrets: options.Secrets, log: log,
	}
}

// RoundTrip implements [http.RoundTripper]. The slot is given back when the
// whole answer has come.
func (l *limiter) RoundTrip(request *http.Request) (*http.Response, error) {
	if err := CheckURL(request.URL); err != nil {
		return nil, err
	}
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
	case <-request.Context().Done():
		return nil, request.Context().Err()
	}
	request = request.Clone(request.Context())
	request.Header.Set("User-Agent", l.userAgent)

	began := time.Now()
	answer, err := l.base.RoundTrip(request)
	if err == nil {
		err = buffered(answer, l.secretsOf(request))
	}
	l.report(request, answer, err, time.Since(began))
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// secretsOf are what the answer to a request must not tell again. A sign-in of the
// OAuth library has no more than the credentials.
func (l *limiter) secretsOf(request *http.Request) []string {
	if current, known := request.Context().Value(callKey{}).(*call); known {
		return current.secrets
	}
	return l.secrets
}

// report logs neither query, header values nor bodies: all may hold secrets.
func (l *limiter) report(request *http.Request, answer *http.Response, err error, took time.Duration) {
	fields := map[string]any{
		"method": request.Method, "host": request.URL.Host, "path": request.URL.Path,
		"milliseconds": took.Milliseconds(),
	}
	if err != nil {
		fields["error"] = withoutURL(err).Error()
		l.log(request.Context(), l.service+" did not answer", fields)
		return
	}
	fields["status"] = answer.StatusCode
	for _, header := range []string{"Sforce-Limit-Info", "X-RateLimit-Remaining", "X-Request-Id"} {
		if value := answer.Header.Get(header); value != "" {
			fields[strings.ToLower(header)] = value
		}
	}
	l.log(request.Context(), l.service+" answered", fields)
}

// CheckURL refuses a URL that a secret must not be sent to: anything but https,
// or http to this very machine.
func CheckURL(target *url.URL) error {
	switch {
	case target.Host == "":
		return errors.New("the URL names no host")
	case target.User != nil:
		return errors.New("the URL must not hold credentials")
	case target.Scheme == "https":
		return nil
	case target.Scheme == "http" && IsLoopback(target.Hostname()):
		return nil
	}
	return errInsecure
}

// IsLoopback tells a host that is this very machine.
func IsLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	address := net.ParseIP(host)
	return address != nil && address.IsLoopback()
}
