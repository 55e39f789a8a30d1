package provider_test

import (
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// parallelism is how many operations the engine runs at once.
const parallelism = 10

// everywhere runs work for each of so many objects, as the engine does.
func everywhere(count int, work func(i int)) {
	var workers sync.WaitGroup
	next := make(chan int)
	for range parallelism {
		workers.Go(func() {
			for i := range next {
				work(i)
			}
		})
	}
	for i := range count {
		next <- i
	}
	close(next)
	workers.Wait()
}

// BenchmarkRefreshOf1000AnypointGrants refreshes a thousand grants of one API,
// with 50 ms of latency; it reports the platform's calls beside the time.
func BenchmarkRefreshOf1000AnypointGrants(b *testing.B) {
	const typeName, count = "apiaccess_anypoint_api_grant", 1000
	platform := acctest.Start(b)
	users := platform.AddAnypointUsers(count)
	for _, user := range users {
		platform.AddIdentity("", "orders-api", simulator.Identity{ID: user, Type: "user", Role: "viewer"})
	}
	states := make([]prototest.State, count)
	importing := platform.Protocol(b)
	for i, user := range users {
		var err error
		states[i], err = importing.ImportID(b, typeName, acctest.OrganizationID+",orders-api,user,"+user)
		if err != nil {
			b.Fatal(err)
		}
	}
	benchmarkRefresh(b, platform, states)
}

// benchmarkRefresh refreshes the objects with a new provider each time, as every
// run of the engine does.
func benchmarkRefresh(b *testing.B, platform *acctest.Simulator, states []prototest.State) {
	b.Helper()
	platform.Set(func(k *simulator.Knobs) { k.Latency = 50 * time.Millisecond })
	platform.ForgetRequests()
	for b.Loop() {
		under := platform.Protocol(b)
		everywhere(len(states), func(i int) {
			if read, err := under.Read(b, states[i]); err != nil || read.Gone() {
				b.Errorf("object %d: gone = %t, %v", i, read.Gone(), err)
			}
		})
	}
	b.ReportMetric(float64(len(platform.Requests()))/float64(b.N), "calls/op")
}
