package anypoint_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// burst answers requests with 429 and counts them.
func burst(refused *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		refused.Add(1)
		w.Header().Set("Retry-After", "1")
		simulator.Status(http.StatusTooManyRequests, "Too Many Requests")(w, r)
	}
}

func TestTwoHundredAPIGrantsOutliveABurstOfRefusals(t *testing.T) {
	t.Parallel()
	const assets, each = 20, 10
	platform := acctest.Start(t)
	if _, err := platform.AddAPIInstances(acctest.ProductionID, assets); err != nil {
		t.Fatal(err)
	}
	platform.AddAnypointUsers(each)
	var refused atomic.Int64
	platform.Inject(simulator.Fault{Pattern: "/identities", Skip: 40, Times: 30, Answer: burst(&refused)})
	platform.ForgetRequests()
	running := platform.Protocol(t)
	states := make([]prototest.State, assets*each)
	inParallel(len(states), func(n int) {
		config := grantTo("user", fmt.Sprintf("user%04d", n/assets+5), "viewer")
		config["asset_id"] = fmt.Sprintf("api-%04d", n%assets+3)
		state, err := running.Apply(t, running.Null(t, grantType), config)
		if err != nil {
			t.Errorf("grant %d: %v", n, err)
		}
		states[n] = state
	})
	if refused.Load() != 30 {
		t.Errorf("%d requests were refused, want 30", refused.Load())
	}
	for n := range assets {
		if granted := len(platform.Identities("", fmt.Sprintf("api-%04d", n+3))); granted != each+1 { // and the owner
			t.Errorf("API %d is granted to %d, want %d", n, granted, each+1)
		}
	}
	if signIns := platform.Calls("/oauth2/token"); signIns != 1 {
		t.Errorf("one run signed in %d times", signIns)
	}
	refreshing := platform.Protocol(t)
	inParallel(len(states), func(n int) {
		if read, err := refreshing.Read(t, states[n]); err != nil || !read.Value.Equal(states[n].Value) {
			t.Errorf("grant %d is read otherwise, or %v", n, err)
		}
	})
}

func TestAPIGrantsOutliveABurstOfRefusals(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	users := crowd(platform, 600)
	var refused atomic.Int64
	platform.Inject(simulator.Fault{Pattern: "PUT /identities", Skip: 1, Times: 2, Answer: burst(&refused)})
	applyGrants(t, platform, nil, administered(users, nil))
	if granted := len(platform.Identities("", ordersAPI)); granted != 601 || refused.Load() != 2 {
		t.Errorf("%d were granted the API while %d calls were refused", granted, refused.Load())
	}
}

func TestAPIGrantsOutliveTheirSession(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	users := crowd(platform, 600)
	platform.Inject(simulator.Fault{
		Pattern: "PUT /identities", Skip: 1, Times: 1,
		Answer: func(w http.ResponseWriter, r *http.Request) {
			platform.ExpireAnypointTokens()
			simulator.Status(http.StatusUnauthorized, "Unauthorized")(w, r)
		},
	})
	platform.ForgetRequests()
	state := applyGrants(t, platform, nil, administered(users, nil))
	if granted := len(platform.Identities("", ordersAPI)); granted != 601 {
		t.Errorf("%d were granted the API, want 601", granted)
	}
	if signIns := platform.Calls("/oauth2/token"); signIns != 2 {
		t.Errorf("one expired session made %d sign-ins, want 2", signIns)
	}
	platform.ForgetRequests()
	running := platform.Protocol(t)
	read, err := running.Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	users["user0005"] = "contributor"
	if _, err := running.Apply(t, read, administered(users, nil)); err != nil {
		t.Error(err)
	}
	if signIns := platform.Calls("/oauth2/token"); signIns != 1 {
		t.Errorf("one run signed in %d times", signIns)
	}
}

func TestAPIGrantsWhoseAnswerIsLostAreLookedUp(t *testing.T) {
	t.Parallel()
	for name, afterEffect := range map[string]bool{"it took": true, "it did not": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.Inject(simulator.Fault{Pattern: "PUT /identities", Times: 1, AfterEffect: afterEffect, Answer: simulator.Reset})
			applyGrants(t, platform, nil, administered(map[string]any{"sarah.lee": "viewer"}, nil))
			if role := roleOf(platform, sarahID); role != "viewer" {
				t.Errorf("she has role %q", role)
			}
		})
	}
}
