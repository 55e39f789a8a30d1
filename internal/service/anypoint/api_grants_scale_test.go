package anypoint_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestAPIGrantsOfAHundredAPIsAreReadByAHundredCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	if _, err := platform.AddAPIInstances(acctest.ProductionID, 100); err != nil {
		t.Fatal(err)
	}
	users := platform.AddAnypointUsers(100)
	states := make([]prototest.State, 100)
	importing := platform.Protocol(t)
	for n := range states {
		asset := fmt.Sprintf("api-%04d", n+3)
		for _, user := range users {
			platform.AddIdentity("", asset, simulator.Identity{ID: user, Type: "user", Role: "viewer"})
		}
		imported, err := importing.ImportID(t, grantsType, asset)
		if err != nil {
			t.Fatal(err)
		}
		states[n] = imported
	}
	platform.ForgetRequests()
	running := platform.Protocol(t)
	inParallel(100, func(n int) {
		read, err := running.Read(t, states[n])
		if err != nil || !read.Value.Equal(states[n].Value) {
			t.Errorf("the grants of API %d: %v", n, err)
		}
	})
	if calls := anypointCalls(platform); calls != 100 || platform.Calls("/oauth2/token") != 1 {
		t.Errorf("reading 10,000 grants of 100 APIs took %d calls and %d sign-ins", calls, platform.Calls("/oauth2/token"))
	}
}

// crowd are the grants of an API to count users.
func crowd(platform *acctest.Simulator, count int) map[string]any {
	users := map[string]any{}
	for n := range platform.AddAnypointUsers(count) {
		users[fmt.Sprintf("user%04d", n+5)] = "viewer"
	}
	return users
}

func TestAPIGrantsOfAThousandUsersTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	users := crowd(platform, 1000)
	platform.ForgetRequests()
	state := applyGrants(t, platform, nil, administered(users, nil))
	if writes := platform.Calls("PUT /identities"); writes != 2 {
		t.Errorf("1,000 users were granted the API by %d writes", writes)
	}
	if lookups := platform.Calls("GET /members"); lookups != 3 {
		t.Errorf("1,000 users were found by %d calls, want 3 pages", lookups)
	}

	platform.ForgetRequests()
	running := platform.Protocol(t)
	read, err := running.Read(t, state)
	if err != nil || !read.Value.Equal(state.Value) {
		t.Errorf("read otherwise than applied, or %v", err)
	}
	if _, err := running.Plan(t, read, administered(users, nil)); err != nil || anypointCalls(platform) != 1 {
		t.Errorf("a refresh and a plan without changes made %d calls, %v", anypointCalls(platform), err)
	}

	platform.ForgetRequests()
	delete(users, "user0005")
	users["user0006"] = "contributor"
	read = applyGrants(t, platform, &read, administered(users, nil))
	if writes := platform.Calls("PUT /identities"); writes != 1 || len(platform.Identities("", ordersAPI)) != 1000 {
		t.Errorf("one user less and one role more took %d writes", writes)
	}
	platform.ForgetRequests()
	if _, err := platform.Protocol(t).Apply(t, read, nil); err != nil || platform.Calls("PUT /identities") != 2 {
		t.Errorf("destroying them took %d writes, %v", platform.Calls("PUT /identities"), err)
	}
}

func BenchmarkAPIGrantsPlan(b *testing.B) {
	for _, count := range []int{1000, 10000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			platform := acctest.Start(b)
			running := platform.Protocol(b)
			users := crowd(platform, count)
			state, err := running.Apply(b, running.Null(b, grantsType), administered(users, nil))
			if err != nil {
				b.Fatal(err)
			}
			delete(users, "user0005")
			for b.Loop() {
				if _, err := running.Plan(b, state, administered(users, nil)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
