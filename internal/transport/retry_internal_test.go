package transport

import (
	"net/http"
	"testing"
	"time"
)

func TestAskedWait(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name, test := range map[string]struct {
		header http.Header
		want   time.Duration
		asked  bool
	}{
		"nothing":                       {http.Header{}, 0, false},
		"seconds":                       {http.Header{"Retry-After": {"7"}}, 7 * time.Second, true},
		"a date":                        {http.Header{"Retry-After": {"Fri, 02 Jan 2026 03:04:15 GMT"}}, 10 * time.Second, true},
		"a date in the past":            {http.Header{"Retry-After": {"Fri, 02 Jan 2026 03:04:00 GMT"}}, 0, true},
		"nonsense":                      {http.Header{"Retry-After": {"soon"}}, 0, false},
		"a window that resets":          {http.Header{"X-Ratelimit-Reset": {"1767323075"}, "X-Ratelimit-Remaining": {"0"}}, 30 * time.Second, true},
		"a window with requests to go":  {http.Header{"X-Ratelimit-Reset": {"1767323075"}, "X-Ratelimit-Remaining": {"12"}}, 0, false},
		"a window without a count":      {http.Header{"X-Ratelimit-Reset": {"1767323075"}}, 30 * time.Second, true},
		"Retry-After wins over a reset": {http.Header{"Retry-After": {"1"}, "X-Ratelimit-Reset": {"1767323075"}}, time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, asked := askedWait(test.header, now)
			if got != test.want || asked != test.asked {
				t.Errorf("askedWait = %s, %t; want %s, %t", got, asked, test.want, test.asked)
			}
		})
	}
}

func TestBackoffGrowsWithJitterUpToItsCeiling(t *testing.T) {
	t.Parallel()
	for attempt := range 40 {
		for range 20 {
			wait := backoff(minimumWait, maximumWait, attempt, nil)
			if wait < minimumWait/2 || wait > maximumWait+minimumWait {
				t.Fatalf("attempt %d waits %s", attempt, wait)
			}
		}
	}
	long := &http.Response{Header: http.Header{"Retry-After": {"86400"}}}
	if wait := backoff(minimumWait, maximumWait, 0, long); wait != longestAskedWait {
		t.Errorf("a wait of a day was bounded to %s", wait)
	}
}
