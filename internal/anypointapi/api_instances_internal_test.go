package anypointapi

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestAGatewayThatStartsIsWaitedFor(t *testing.T) {
	t.Parallel()
	starting := &transport.Error{Service: service, Status: 400, Kind: transport.Invalid, Code: gatewayNotReady}
	for name, test := range map[string]struct {
		refusals, attempts int
		refusal            error
		waits              time.Duration
	}{
		"ready at once":   {0, 1, starting, 0},
		"ready after two": {2, 3, starting, 2 * gatewayPeriod},
		"never ready":     {99, gatewayAttempts, starting, (gatewayAttempts - 1) * gatewayPeriod},
		"another mistake": {99, 1, errors.New("another mistake"), 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			began, attempts := time.Now(), 0
			err := whenGatewayIsReady(t.Context(), func() error {
				attempts++
				if attempts <= test.refusals {
					return test.refusal
				}
				return nil
			})
			if attempts != test.attempts || time.Since(began) != test.waits || (err == nil) != (test.refusals < test.attempts) {
				t.Errorf("%s: %d attempts in %s, %v", name, attempts, time.Since(began), err)
			}
		})
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := whenGatewayIsReady(stopped, func() error { return starting }); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted wait gave %v", err)
	}
}
