package chaos

import (
	"math/rand/v2"
	"net/http/httptest"
	"testing"

	"go.uber.org/goleak"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// No goroutine is left behind by calls that failed, in whatever way.
//
//nolint:paralleltest // goroutines of other tests would count
func TestNoGoroutineIsLeftBehind(t *testing.T) {
	before := goleak.IgnoreCurrent()
	platform := &simulator.Server{}
	if err := platform.Seed(simulator.Acme()); err != nil {
		t.Fatal(err)
	}
	storm := newStorm(platform, 7)
	listener := httptest.NewServer(storm)
	address := acctest.Simulator{Server: platform, URL: listener.URL}
	chance := rand.New(rand.NewPCG(7, 7))
	faults := storm.allFaults()
	for range 20 {
		under := address.Protocol(t)
		chance.Shuffle(len(faults), func(i, j int) { faults[i], faults[j] = faults[j], faults[i] })
		storm.blow(faults[:3], 3, 3)
		made, err := under.Apply(t, under.Null(t, "apiaccess_anypoint_api_grant"), prototest.Config{
			"asset_id": "orders-api", "user": "sarah.lee", "role": "viewer",
		})
		storm.calm()
		if err == nil {
			_, _ = under.Apply(t, made, nil) // whether it goes is not the point here
		}
	}
	listener.CloseClientConnections()
	listener.Close()
	goleak.VerifyNone(t, before)
}
