package anypoint_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// inParallel calls do for every number below count, ten at a time, as Terraform
// does.
func inParallel(count int, do func(number int)) {
	numbers := make(chan int)
	var workers sync.WaitGroup
	for range 10 {
		workers.Go(func() {
			for number := range numbers {
				do(number)
			}
		})
	}
	for number := range count {
		numbers <- number
	}
	close(numbers)
	workers.Wait()
}

// anypointCalls are all calls but sign-ins.
func anypointCalls(platform *acctest.Simulator) int {
	return platform.Calls("") - platform.Calls("/oauth2/token")
}

func grantTo(kind, principal, role string) prototest.Config {
	return prototest.Config{"asset_id": ordersAPI, kind: principal, "role": role}
}

func TestAPIGrantsOfOneAPIRefreshWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 1000
	platform := acctest.Start(t)
	users := platform.AddAnypointUsers(count)
	states := make([]prototest.State, count)
	seeding := platform.Protocol(t)
	for _, id := range users {
		platform.AddIdentity("", ordersAPI, simulator.Identity{ID: id, Type: "user", Role: "viewer"})
	}
	for number, id := range users {
		imported, err := seeding.ImportIdentity(t, grantType, prototest.Config{
			"asset_id": ordersAPI, "principal_type": "user", "principal_id": id,
		})
		if err != nil {
			t.Fatal(err)
		}
		states[number] = imported
	}

	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(count, func(number int) {
		read, err := refreshing.Read(t, states[number])
		if err != nil || read.Gone() {
			t.Errorf("grant %d: gone %t, error %v", number, read.Gone(), err)
		}
	})
	if calls := anypointCalls(platform); calls > 5 {
		t.Errorf("refreshing %d grants took %d calls, want at most 5", count, calls)
	}
}

func TestAPIGrantsAreMadeInBulk(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := acctest.Start(t)
	users := platform.AddAnypointUsers(count)
	running := platform.Protocol(t)
	states := make([]prototest.State, count)
	inParallel(count, func(number int) {
		state, err := running.Apply(t, running.Null(t, grantType), grantTo("user", fmt.Sprintf("user%04d", number+5), "viewer"))
		if err != nil {
			t.Errorf("grant %d: %v", number, err)
		}
		states[number] = state
	})
	for _, id := range users {
		if role := roleOf(platform, id); role != "viewer" {
			t.Errorf("%s has role %q, want viewer", id, role)
		}
	}
	if writes := platform.Calls("PUT /identities"); writes > 25 {
		t.Errorf("%d grants took %d writes, want at most 25", count, writes)
	}
	if lookups := platform.Calls("GET /members"); lookups > 1 {
		t.Errorf("%d grants took %d readings of the members, want 1", count, lookups)
	}

	platform.ForgetRequests()
	inParallel(count, func(number int) {
		if _, err := running.Apply(t, states[number], nil); err != nil {
			t.Errorf("grant %d: %v", number, err)
		}
	})
	if left := platform.Identities("", ordersAPI); len(left) != 1 {
		t.Errorf("destroy left %d identities, want the owner alone", len(left))
	}
	if writes := platform.Calls("PUT /identities"); writes > 25 {
		t.Errorf("%d revocations took %d writes, want at most 25", count, writes)
	}
}

func TestAPIGrantKeepsItsPrincipalUnderEverySpelling(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for kind, spellings := range map[string][]string{
		"user":         {"sarah.lee", sarahID, "Sarah.Lee@acme.example", strings.ToUpper(sarahID), "sarah.lee"},
		"team":         {"Frontend Team", frontendID, "Frontend Team"},
		"organization": {retailID, "Retail", strings.ToUpper(retailID)},
	} {
		state, err := running.Apply(t, running.Null(t, grantType), grantTo(kind, spellings[0], "viewer"))
		if err != nil {
			t.Fatal(err)
		}
		platform.ForgetRequests()
		for _, spelling := range spellings[1:] {
			planned, err := running.Plan(t, state, grantTo(kind, spelling, "viewer"))
			if err != nil || len(planned.RequiresReplace) > 0 {
				t.Fatalf("%s %s: replaces %v, error %v", kind, spelling, planned.RequiresReplace, err)
			}
			if state, err = running.Apply(t, state, grantTo(kind, spelling, "viewer")); err != nil {
				t.Fatal(err)
			}
			if kept := state.Attributes(t)[kind]; kept != spelling {
				t.Errorf("the state keeps %v, want %s as it was written", kept, spelling)
			}
		}
		if writes := platform.Calls("PUT"); writes > 0 {
			t.Errorf("%s: another spelling wrote %d times", kind, writes)
		}
	}
}

func TestAPIGrantThatExistsAlready(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.AddIdentity("", ordersAPI, simulator.Identity{ID: sarahID, Type: "user", Role: "contributor"})
	running := platform.Protocol(t)
	wanted := grantTo("user", "sarah.lee", "viewer")

	_, err := running.Apply(t, running.Null(t, grantType), wanted)
	command := "terraform import ADDRESS '" + acctest.OrganizationID + ",orders-api,user,sarah.lee'"
	if err == nil || !strings.Contains(err.Error(), command) || !strings.Contains(err.Error(), "in the role contributor") {
		t.Errorf("the duplicate gave %v, want the role and %s", err, command)
	}
	if writes := platform.Calls("PUT"); writes > 0 {
		t.Errorf("a refused duplicate wrote %d times", writes)
	}

	wanted["adopt_existing"] = true
	state, err := running.Apply(t, running.Null(t, grantType), wanted)
	if err != nil {
		t.Fatal(err)
	}
	if role := roleOf(platform, sarahID); role != "viewer" {
		t.Errorf("the adopted grant has role %q, want viewer", role)
	}
	if writes := platform.Calls("PUT"); writes != 1 {
		t.Errorf("the role changed in %d calls, want 1", writes)
	}

	platform.ForgetRequests()
	if _, err = running.Apply(t, state, grantTo("user", "sarah.lee", "viewer")); err != nil {
		t.Error(err)
	}
	if calls := platform.Calls(""); calls > 0 {
		t.Errorf("a change of adopt_existing alone made %d calls", calls)
	}
}

func TestAPIGrantIsRevokedWhateverItsRoleBecame(t *testing.T) {
	t.Parallel()
	for name, interfere := range map[string]func(*acctest.Simulator){
		"before apply": func(platform *acctest.Simulator) { platform.SetIdentityRole("", ordersAPI, sarahID, "admin") },
		"just before the call, which then misses": func(platform *acctest.Simulator) {
			platform.Inject(simulator.Fault{Pattern: "PUT /identities", Times: 1, Answer: func(w http.ResponseWriter, _ *http.Request) {
				platform.SetIdentityRole("", ordersAPI, sarahID, "admin")
				w.WriteHeader(http.StatusNoContent)
			}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			running := platform.Protocol(t)
			state, err := running.Apply(t, running.Null(t, grantType), grantTo("user", "sarah.lee", "viewer"))
			if err != nil {
				t.Fatal(err)
			}
			interfere(platform)
			if _, err := platform.Protocol(t).Apply(t, state, nil); err != nil {
				t.Error(err)
			}
			if role := roleOf(platform, sarahID); role != "" {
				t.Errorf("access survived in the role %s", role)
			}
		})
	}
}

func TestAPIGrantSurvivesALostAnswer(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "PUT /identities", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	running := platform.Protocol(t)
	if _, err := running.Apply(t, running.Null(t, grantType), grantTo("user", "sarah.lee", "viewer")); err != nil {
		t.Error(err)
	}
	if role := roleOf(platform, sarahID); role != "viewer" {
		t.Errorf("the role is %q, want viewer", role)
	}
	if writes := platform.Calls("PUT /identities"); writes != 1 {
		t.Errorf("the grant was sent %d times, want once: it had taken effect", writes)
	}
}

func TestAPIGrantIsPlannedBeforeTheProviderIsKnown(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	known := platform.Protocol(t)
	state, err := known.Apply(t, known.Null(t, grantType), grantTo("user", "sarah.lee", "viewer"))
	if err != nil {
		t.Fatal(err)
	}
	platform.ForgetRequests()

	unknown := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": map[string]any{
		"base_url": platform.URL, "organization_id": acctest.OrganizationID, "client_id": "id", "client_secret": prototest.Unknown,
	}})
	if _, err := unknown.Plan(t, unknown.Null(t, grantType), grantTo("user", "nobody", "viewer")); err != nil {
		t.Errorf("the look-up was not left to apply: %v", err)
	}
	planned, err := unknown.Plan(t, state, grantTo("user", "omar.diaz", "viewer"))
	if err != nil || len(planned.RequiresReplace) != 1 {
		t.Errorf("another user replaces %v, error %v", planned.RequiresReplace, err)
	}
	planned, err = unknown.Plan(t, state, grantTo("user", sarahID, "viewer"))
	if err != nil || len(planned.RequiresReplace) != 0 {
		t.Errorf("the same user by id replaces %v, error %v", planned.RequiresReplace, err)
	}
	if calls := platform.Calls(""); calls > 0 {
		t.Errorf("planning made %d calls", calls)
	}
}
