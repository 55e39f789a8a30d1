// Package transport carries requests to a platform: it retries what may be
// retried, limits how many are in flight, keeps credentials on their own host,
// and logs without secrets. Both platforms' clients stand on it.
package transport

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/hashicorp/go-cleanhttp"
	"github.com/hashicorp/go-retryablehttp"
)

// Options are the settings of a [Client].
type Options struct {
	// Service names the platform in errors and logs, such as "Salesforce".
	Service string
	// UserAgent is sent with every request.
	UserAgent string
	// MaxRetries is how often a request is repeated after its first attempt.
	MaxRetries int
	// RequestTimeout bounds one attempt, its answer included.
	RequestTimeout time.Duration
	// MaxConcurrentRequests is how many requests may be in flight at once.
	MaxConcurrentRequests int
	// RootCAs are the authorities to trust; nil is the system's.
	RootCAs *x509.CertPool
	// Retry decides whether an attempt is repeated.
	Retry func(Attempt) bool
	// Secrets are what no answer may tell again: the credentials.
	Secrets []string
	// Log receives one line per attempt; nil logs nothing.
	Log func(ctx context.Context, message string, fields map[string]any)
}

// Client sends requests to one platform.
type Client struct {
	service string
	secrets []string
	http    *retryablehttp.Client
}

// Request is one request. Repeating a Safe one does no harm. Secrets are what its
// header and body hold beside [Options.Secrets], such as the session.
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
	Safe   bool

	Secrets []string
}

// Response is the last answer to a request, whatever its status. The body of one
// that is no success holds no secret of the request.
type Response struct {
	Status int
	Header http.Header
	Body   []byte

	secrets []string
}

// Told is the body as an error may tell it, without the secrets of the request.
func (r *Response) Told() []byte {
	return []byte(Redact(string(r.Body[:min(len(r.Body), maximumRefusal)]), r.secrets...))
}

// IsPage tells that the body is a page of HTML or XML. Where a success was to say
// nothing, or JSON, something in between answered, and the request may never have
// arrived.
func (r *Response) IsPage() bool { return bytes.HasPrefix(bytes.TrimSpace(r.Body), []byte("<")) }

// New makes a client.
func New(options Options) *Client {
	base := cleanhttp.DefaultPooledTransport()
	base.TLSClientConfig = &tls.Config{RootCAs: options.RootCAs, MinVersion: tls.VersionTLS12}
	base.MaxIdleConnsPerHost = options.MaxConcurrentRequests
	inner := &http.Client{
		Transport:     newLimiter(base, options),
		Timeout:       options.RequestTimeout,
		CheckRedirect: staysOnHost,
	}
	retrying := retryablehttp.NewClient()
	retrying.HTTPClient = inner
	retrying.Logger = nil
	retrying.RetryMax = options.MaxRetries
	retrying.RetryWaitMin, retrying.RetryWaitMax = minimumWait, maximumWait
	retrying.CheckRetry = checkRetry(options.Retry)
	retrying.Backoff = backoff
	retrying.ErrorHandler = retryablehttp.PassthroughErrorHandler
	return &Client{service: options.Service, secrets: options.Secrets, http: retrying}
}

// HTTP is the client as the OAuth library wants it.
func (c *Client) HTTP() *http.Client {
	client := c.http.StandardClient()
	client.CheckRedirect = staysOnHost
	return client
}

// Do sends a request and returns the last answer. The error is
// [ErrNoAnswer] when none came: the request may or may not have taken effect.
func (c *Client) Do(ctx context.Context, request *Request) (*Response, error) {
	started := &call{method: request.Method, safe: request.Safe, secrets: slices.Concat(c.secrets, request.Secrets)}
	outgoing, err := retryablehttp.NewRequestWithContext(
		withCall(ctx, started), request.Method, request.URL, request.Body)
	if err != nil {
		return nil, fmt.Errorf("building the request: %w", err)
	}
	started.path = outgoing.URL.Path
	maps.Copy(outgoing.Header, request.Header)
	answer, err := c.http.Do(outgoing)
	if err != nil {
		return nil, c.noAnswer(request.Method, outgoing.URL.Path, err)
	}
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, c.noAnswer(request.Method, outgoing.URL.Path, err)
	}
	return &Response{Status: answer.StatusCode, Header: answer.Header, Body: body, secrets: started.secrets}, nil
}

func (c *Client) noAnswer(method, path string, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s %s %s: %w: %w", c.service, method, path, ErrNoAnswer, context.Canceled)
	}
	return &Error{
		Service: c.service, Method: method, Path: path, Kind: NoAnswer,
		Message: withoutURL(err).Error(), cause: err,
	}
}

// staysOnHost follows a redirect only within the host that was asked: another
// host must see neither the Authorization header nor a session in a body.
func staysOnHost(next *http.Request, via []*http.Request) error {
	asked := via[0].URL
	if next.URL.Host != asked.Host || next.URL.Scheme != asked.Scheme || len(via) >= 5 {
		return http.ErrUseLastResponse
	}
	return nil
}
