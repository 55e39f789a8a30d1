package salesforce_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// hire adds that many users and returns their usernames.
func hire(t testing.TB, platform *acctest.Simulator, count int) []string {
	t.Helper()
	profile := platform.SalesforceID("Profile", "Name", "Standard User")
	usernames := make([]string, count)
	for i := range usernames {
		usernames[i] = fmt.Sprintf("person%04d@acme.example", i)
		if _, err := platform.InsertSalesforce("User", map[string]any{
			"Username": usernames[i], "LastName": "Person", "Email": usernames[i], "Alias": fmt.Sprintf("p%04d", i), "ProfileId": profile,
			"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
		}); err != nil {
			t.Fatal(err)
		}
	}
	return usernames
}

// terraforms is how many objects Terraform works on at a time.
const terraforms = 10

// eachOf runs work for every item as Terraform does.
func eachOf[T any](items []T, work func(i int, item T)) { eachOn(terraforms, items, work) }

// eachOn runs work for every item on so many goroutines.
func eachOn[T any](parallelism int, items []T, work func(i int, item T)) {
	var workers sync.WaitGroup
	next := make(chan int)
	for range parallelism {
		workers.Go(func() {
			for i := range next {
				work(i, items[i])
			}
		})
	}
	for i := range items {
		next <- i
	}
	close(next)
	workers.Wait()
}

// applyAll creates all grants and returns their states.
func applyAll(t *testing.T, protocol *prototest.Provider, parallelism int, configs []prototest.Config) []prototest.State {
	t.Helper()
	states := make([]prototest.State, len(configs))
	eachOn(parallelism, configs, func(i int, config prototest.Config) {
		var err error
		if states[i], err = protocol.Apply(t, protocol.Null(t, grantType), config); err != nil {
			t.Error(err)
		}
	})
	return states
}

func toUsers(usernames []string) []prototest.Config {
	configs := make([]prototest.Config, len(usernames))
	for i, username := range usernames {
		configs[i] = with(sarahGrant, prototest.Config{"user": username})
	}
	return configs
}

func TestAPIGrantsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	carrier := mustApply(t, protocol, carrierGrant)
	states := applyAll(t, protocol, 200, toUsers(hire(t, platform, 996)))
	states = append(
		states, carrier,
		mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "profile": "Sales"}),
		mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "permission_set": "Reporting_Tools"}),
		mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "permission_set_group": "Frontend_Team", "through": "Reporting_Tools"}),
	)

	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(states, func(_ int, state prototest.State) {
		read, err := refreshing.Read(t, state)
		if err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 5 {
		t.Errorf("the refresh of %d grants made %d calls beyond sign-in:\n%v", len(states), calls, platform.Requests())
	}
}

// TestAPIGrantsAreCreatedAndDeletedWithFewCalls has all grants under way at once: of
// Terraform's ten at a time a busy machine may bring some too late for their call. That
// those come together again is what the tests of coalesce tell, by a clock of their own.
func TestAPIGrantsAreCreatedAndDeletedWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	usernames := hire(t, platform, 200)

	platform.ForgetRequests()
	states := applyAll(t, protocol, len(usernames), toUsers(usernames))
	if calls := platform.Calls("POST /composite/sobjects"); calls > 25 {
		t.Errorf("%d grants were created by %d calls", len(states), calls)
	}
	eachOn(len(states), states, func(_ int, state prototest.State) {
		if _, err := protocol.Apply(t, state, nil); err != nil {
			t.Error(err)
		}
	})
	if calls := platform.Calls("DELETE /composite/sobjects"); calls > 25 {
		t.Errorf("%d grants were deleted by %d calls", len(states), calls)
	}
}

// TestAPIGrantsAreCreatedWithoutReadsOfEach creates grants ten at a time. What a busy
// machine brings too late for its call makes more writes, but no more reads.
func TestAPIGrantsAreCreatedWithoutReadsOfEach(t *testing.T) {
	t.Parallel()
	const grants = 300
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	configs := toUsers(hire(t, platform, grants))

	platform.ForgetRequests()
	applyAll(t, platform.Protocol(t), terraforms, configs)
	writes := platform.Calls("POST /composite/sobjects")
	reads := len(platform.Requests()) - writes - platform.Calls("/services/oauth2/token")
	if most := 2 * grants / terraforms; writes > most || reads > 15 {
		t.Errorf("%d grants took %d writes and %d reads, want at most %d and 15", grants, writes, reads, most)
	}
}
