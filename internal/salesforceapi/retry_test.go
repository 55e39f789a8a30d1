package salesforceapi

import (
	"errors"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestRetryable(t *testing.T) {
	t.Parallel()
	rest := func(code, message string) []byte {
		return []byte(`[{"errorCode":"` + code + `","message":"` + message + `"}]`)
	}
	tests := map[string]struct {
		attempt      transport.Attempt
		safe, unsafe bool
	}{
		"no connection":       {transport.Attempt{Err: errors.New("refused"), Unsent: true}, true, true},
		"no answer":           {transport.Attempt{Err: errors.New("reset")}, true, false},
		"success":             {transport.Attempt{Status: 200}, false, false},
		"420 first":           {transport.Attempt{Status: 420, Number: 1}, true, false},
		"420 second":          {transport.Attempt{Status: 420, Number: 2}, true, false},
		"420 third":           {transport.Attempt{Status: 420, Number: 3}, false, false},
		"429":                 {transport.Attempt{Status: 429}, true, false},
		"502":                 {transport.Attempt{Status: 502, Body: []byte("<html>")}, true, false},
		"503":                 {transport.Attempt{Status: 503}, true, false},
		"504":                 {transport.Attempt{Status: 504}, true, false},
		"500 unknown":         {transport.Attempt{Status: 500, Body: rest("UNKNOWN_EXCEPTION", "")}, true, false},
		"500 other":           {transport.Attempt{Status: 500, Body: rest("APEX_ERROR", "")}, false, false},
		"row lock":            {transport.Attempt{Status: 400, Body: rest("UNABLE_TO_LOCK_ROW", "")}, true, true},
		"server unavailable":  {transport.Attempt{Status: 503, Body: rest("SERVER_UNAVAILABLE", "")}, true, true},
		"setup lock":          {transport.Attempt{Status: 500, Body: []byte(faultOf("ALREADY_IN_PROCESS", "x"))}, true, true},
		"concurrency":         {transport.Attempt{Status: 403, Body: rest("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")}, true, true},
		"daily allocation":    {transport.Attempt{Status: 403, Body: rest("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")}, false, false},
		"ended session":       {transport.Attempt{Status: 401, Body: rest("INVALID_SESSION_ID", "")}, false, false},
		"ended SOAP session":  {transport.Attempt{Status: 500, Body: []byte(faultOf("INVALID_SESSION_ID", "x"))}, false, false},
		"refused value":       {transport.Attempt{Status: 400, Body: rest("INVALID_FIELD", "")}, false, false},
		"missing permission":  {transport.Attempt{Status: 403, Body: rest("INSUFFICIENT_ACCESS", "")}, false, false},
		"refused credentials": {transport.Attempt{Status: 400, Body: []byte(`{"error":"invalid_client"}`)}, false, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for safe, want := range map[bool]bool{true: test.safe, false: test.unsafe} {
				attempt := test.attempt
				attempt.Safe = safe
				if got := retryable(attempt); got != want {
					t.Errorf("safe %t: retried %t, want %t", safe, got, want)
				}
			}
		})
	}
}
