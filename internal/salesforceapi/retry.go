package salesforceapi

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// statusNoRoute is what the edge answers for a host that it cannot route: a
// passing fault of its own, or an organization that is no more.
const statusNoRoute = 420

// retryable is the retry policy: which answers are worth repeating a request.
//
//	no connection came about                     always
//	no answer                                    what is safe to repeat
//	lock of a row or of the setup, no server     always: the request had no effect
//	too many requests at once                    always: the request had no effect
//	daily allocation spent                       never
//	UNKNOWN_EXCEPTION                            what is safe to repeat
//	420                                          what is safe to repeat, twice
//	429, 502, 503, 504                           what is safe to repeat
func retryable(attempt transport.Attempt) bool {
	if attempt.Unsent {
		return true
	}
	if !attempt.Answered() {
		return attempt.Safe
	}
	if attempt.Status < http.StatusBadRequest {
		return false
	}
	told := mainFailure(attempt.Body)
	switch {
	case hadNoEffect(told):
		return true
	case told.Code == "REQUEST_LIMIT_EXCEEDED":
		return false
	case told.Code == "UNKNOWN_EXCEPTION" && attempt.Status == http.StatusInternalServerError:
		return attempt.Safe
	}
	switch attempt.Status {
	case statusNoRoute:
		return attempt.Safe && attempt.Number <= 2
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return attempt.Safe
	}
	return false
}

// hadNoEffect tells the failures that pass by themselves and left nothing
// behind, so that anything may be repeated after them.
func hadNoEffect(told failure) bool {
	switch told.Code {
	case "UNABLE_TO_LOCK_ROW", "ALREADY_IN_PROCESS", "SERVER_UNAVAILABLE":
		return true
	case "REQUEST_LIMIT_EXCEEDED":
		return strings.Contains(strings.ToLower(told.Message), "concurrent")
	}
	return false
}

// pauseAfter is how long to wait after so many attempts, with jitter so that
// those who met the same lock do not come back together.
func pauseAfter(attempt int) time.Duration {
	const shortest, longest = 500 * time.Millisecond, 30 * time.Second
	ceiling := min(longest, shortest<<min(attempt, 10))
	return ceiling/2 + rand.N(ceiling/2) //nolint:gosec // jitter is no secret
}

// sleep waits, unless ctx ends first.
func sleep(ctx context.Context, duration time.Duration) error {
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
