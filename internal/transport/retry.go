package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

const (
	minimumWait = 500 * time.Millisecond
	maximumWait = 30 * time.Second
	// longestAskedWait bounds what a platform may ask for: its windows are one
	// minute long.
	longestAskedWait = 2 * time.Minute
)

// Attempt is one attempt of a request and what came of it: an answer, or Err.
type Attempt struct {
	Method string
	// Path is the path that was asked for; empty for a sign-in of the OAuth
	// library that got no answer.
	Path string
	// Safe tells that repeating the request does no harm.
	Safe bool
	// Unsent tells that no connection came about, so that the request had no
	// effect.
	Unsent bool
	// Number counts the attempts of the request, from 1.
	Number int
	Status int
	Header http.Header
	Body   []byte
	Err    error
}

// Answered tells that the platform answered.
func (a Attempt) Answered() bool { return a.Err == nil }

// call is what is known of a request while it is attempted.
type call struct {
	method   string
	path     string
	safe     bool
	secrets  []string
	attempts int
}

type callKey struct{}

func withCall(ctx context.Context, started *call) context.Context {
	return context.WithValue(ctx, callKey{}, started)
}

// checkRetry shows each attempt to decide. It never retries when the context has
// ended, nor when the request cannot succeed by being repeated.
func checkRetry(decide func(Attempt) bool) retryablehttp.CheckRetry {
	return func(ctx context.Context, answer *http.Response, failure error) (bool, error) {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if errors.Is(failure, errInsecure) {
			return false, nil
		}
		if failure != nil {
			if again, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, failure); !again {
				return false, nil // a bad certificate or URL stays bad
			}
		}
		current, known := ctx.Value(callKey{}).(*call)
		if !known { // a token request of the OAuth library: a repeated sign-in does no harm
			current = &call{method: http.MethodPost, path: pathOf(answer), safe: true}
		}
		current.attempts++
		attempt := Attempt{
			Method: current.method, Path: current.path, Safe: current.safe, Number: current.attempts,
			Unsent: neverConnected(failure), Err: failure,
		}
		if answer != nil {
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				return false, err
			}
			// Closing ends the watch over the request's time-out, a goroutine.
			if err := answer.Body.Close(); err != nil {
				return false, err
			}
			answer.Body = io.NopCloser(bytes.NewReader(body))
			attempt.Status, attempt.Header, attempt.Body = answer.StatusCode, answer.Header, body
		}
		return decide(attempt), nil
	}
}

func pathOf(answer *http.Response) string {
	if answer == nil || answer.Request == nil {
		return ""
	}
	return answer.Request.URL.Path
}

func neverConnected(failure error) bool {
	failed, is := errors.AsType[*net.OpError](failure)
	return is && failed.Op == "dial"
}

// backoff waits as long as the platform asks, or else exponentially longer with
// full jitter, so that parallel requests do not come back together.
func backoff(shortest, longest time.Duration, attempt int, answer *http.Response) time.Duration {
	if answer != nil {
		if asked, ok := askedWait(answer.Header, time.Now()); ok {
			return min(asked, longestAskedWait)
		}
	}
	ceiling := min(longest, shortest<<min(attempt, 10))
	return shortest/2 + rand.N(ceiling) //nolint:gosec // jitter is no secret
}

// askedWait reads Retry-After (seconds or a date) and X-RateLimit-Reset (epoch
// seconds), which counts only when no request remains.
func askedWait(header http.Header, now time.Time) (time.Duration, bool) {
	if value := header.Get("Retry-After"); value != "" {
		if seconds, err := strconv.Atoi(value); err == nil && seconds >= 0 {
			return time.Duration(min(seconds, int(longestAskedWait/time.Second))) * time.Second, true
		}
		if date, err := http.ParseTime(value); err == nil {
			return max(0, date.Sub(now)), true
		}
	}
	if remaining := header.Get("X-RateLimit-Remaining"); remaining != "" && remaining != "0" {
		return 0, false
	}
	reset, err := strconv.ParseInt(header.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		return 0, false
	}
	return max(0, time.Unix(reset, 0).Sub(now)), true
}
