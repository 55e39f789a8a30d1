package salesforce_test

import (
	"maps"
	"slices"
	"strconv"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const grantsType = "apiaccess_salesforce_api_grants"

// all is a map of principals of whom there is nothing more to say.
func all(names ...string) map[string]any {
	principals := map[string]any{}
	for _, name := range names {
		principals[name] = map[string]any{}
	}
	return principals
}

// warehouse are the grants of Warehouse_Sync.
func warehouse(added prototest.Config) prototest.Config {
	return with(prototest.Config{"app": "Warehouse_Sync", "through": "Reporting_Tools"}, added)
}

func applyGrants(t *testing.T, platform *acctest.Simulator, prior *prototest.State, config prototest.Config) prototest.State {
	t.Helper()
	protocol := platform.Protocol(t)
	if prior == nil {
		none := protocol.Null(t, grantsType)
		prior = &none
	}
	state, err := protocol.Apply(t, *prior, config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// readAgain refreshes the state in a run of its own.
func readAgain(t *testing.T, platform *acctest.Simulator, state prototest.State) prototest.State {
	t.Helper()
	read, err := platform.Protocol(t).Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// keys are the keys of a map in a state.
func keys(t *testing.T, state prototest.State, attribute string) []string {
	t.Helper()
	held, _ := state.Attributes(t)[attribute].(map[string]any)
	return slices.Sorted(maps.Keys(held))
}

func insert(t *testing.T, platform *acctest.Simulator, object string, row map[string]any) {
	t.Helper()
	if _, err := platform.InsertSalesforce(object, row); err != nil {
		t.Fatal(err)
	}
}

func TestAPIGrantsTellWhoeverWasGrantedTheAppElsewhere(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := warehouse(prototest.Config{"users": all("sarah.lee@acme.example")})
	state := applyGrants(t, platform, nil, config)

	app, through := appID(platform, "Warehouse Sync"), platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")
	sales := platform.SalesforceID("Profile", "Name", "Sales")
	insert(t, platform, "PermissionSetAssignment", map[string]any{
		"AssigneeId": platform.SalesforceID("User", "Username", "mei.chen@acme.example"), "PermissionSetId": through,
	})
	insert(t, platform, "PermissionSetGroupComponent", map[string]any{
		"PermissionSetGroupId": platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team"), "PermissionSetId": through,
	})
	for _, parent := range []string{
		platform.SalesforceID("PermissionSet", "Name", "Frontend_Base"), platform.SalesforceID("PermissionSet", "ProfileId", sales),
	} {
		insert(t, platform, "SetupEntityAccess", map[string]any{"ParentId": parent, "SetupEntityId": app})
	}

	drifted := readAgain(t, platform, state)
	for attribute, want := range map[string][]string{
		"users":                 {"mei.chen@acme.example", "sarah.lee@acme.example"},
		"permission_set_groups": {"Frontend_Team"}, "permission_sets": {"Frontend_Base"}, "profiles": {"Sales"},
	} {
		if got := keys(t, drifted, attribute); !slices.Equal(got, want) {
			t.Errorf("the refresh tells the %s %v, want %v", attribute, got, want)
		}
	}
	repaired := applyGrants(t, platform, &drifted, config)
	if read := readAgain(t, platform, repaired); !read.Value.Equal(state.Value) {
		t.Errorf("after the apply it is read as %v", read.Attributes(t))
	}
	if assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools") == "" || assignmentOf(platform, "mei.chen@acme.example", "Reporting_Tools") != "" {
		t.Error("the wrong user lost the app")
	}
}

func TestAPIGrantsKeepTheSpellingOfTheirKeys(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	config := warehouse(prototest.Config{
		"app": appID(platform, "Warehouse Sync")[:15], "through": platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools"),
		"users": all(sarah[:15], "Mei.Chen@acme.example"), "profiles": all("sales"),
	})
	state := applyGrants(t, platform, nil, config)
	if read := readAgain(t, platform, state); !read.Value.Equal(state.Value) {
		t.Errorf("read as %v, applied as %v", read.Attributes(t), state.Attributes(t))
	}
	platform.ForgetRequests()
	renamed := applyGrants(t, platform, &state, warehouse(prototest.Config{
		"users": all("sarah.lee@acme.example", "mei.chen@acme.example"), "profiles": all("Sales"),
	}))
	if writes := platform.Calls("composite/sobjects"); writes > 0 {
		t.Errorf("another spelling made %d writes", writes)
	}
	if read := readAgain(t, platform, renamed); !read.Value.Equal(renamed.Value) {
		t.Errorf("read as %v, applied as %v", read.Attributes(t), renamed.Attributes(t))
	}
}

func TestAPIGrantsMoveToAnotherPermissionSet(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	insert(t, platform, "PermissionSet", map[string]any{"Name": "Movers", "Label": "Movers"})
	state := applyGrants(t, platform, nil, warehouse(prototest.Config{
		"users": all("sarah.lee@acme.example"), "permission_sets": all("Movers"),
	}))
	moved := applyGrants(t, platform, &state, warehouse(prototest.Config{
		"through": "Movers", "users": all("sarah.lee@acme.example"), "permission_sets": all("Reporting_Tools"),
	}))
	if read := readAgain(t, platform, moved); !read.Value.Equal(moved.Value) {
		t.Errorf("read as %v, applied as %v", read.Attributes(t), moved.Attributes(t))
	}
	if assignmentOf(platform, "sarah.lee@acme.example", "Movers") == "" || assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools") != "" {
		t.Error("the user was not moved")
	}
}

func TestAPIGrantsWhosePermissionSetLostTheAppAreRepaired(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := warehouse(prototest.Config{"users": all("sarah.lee@acme.example")})
	state := applyGrants(t, platform, nil, config)
	through := platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")
	carrier := rowOf(platform, "SetupEntityAccess", "ParentId", through, "SetupEntityId", appID(platform, "Warehouse Sync"))
	if err := platform.DeleteSalesforce("SetupEntityAccess", carrier); err != nil {
		t.Fatal(err)
	}
	read := readAgain(t, platform, state)
	if got := read.Attributes(t)["through"]; got != nil {
		t.Errorf("the state says that the grants go through %v", got)
	}
	repaired := applyGrants(t, platform, &read, config)
	if !repaired.Value.Equal(state.Value) {
		t.Errorf("repaired to %v", repaired.Attributes(t))
	}
	if rowOf(platform, "SetupEntityAccess", "ParentId", through, "SetupEntityId", appID(platform, "Warehouse Sync")) == "" {
		t.Error("the permission set does not carry the app")
	}
}

func TestAPIGrantsAreCreatedBesideOthers(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	first := applyGrants(t, platform, nil, warehouse(prototest.Config{"users": all("sarah.lee@acme.example", "mei.chen@acme.example")}))
	config := warehouse(prototest.Config{"users": all("sarah.lee@acme.example")})
	protocol := platform.Protocol(t)
	planned, err := protocol.Plan(t, protocol.Null(t, grantsType), config)
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Fatalf("want one warning, got %v, %v", planned.Diagnostics, err)
	}
	expectError(t, prototest.DiagnosticsError(planned.Diagnostics), "Others have the app already", "user mei.chen@acme.example")
	second := applyGrants(t, platform, nil, config)
	if assignmentOf(platform, "mei.chen@acme.example", "Reporting_Tools") == "" {
		t.Error("somebody lost the app whom the plan did not show")
	}
	if read := readAgain(t, platform, second); !read.Value.Equal(first.Value) {
		t.Errorf("the next refresh tells %v", read.Attributes(t))
	}
}

func TestAPIGrantsKeepWhatTookEffect(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	before := applyGrants(t, platform, nil, warehouse(prototest.Config{"users": all("sarah.lee@acme.example"), "profiles": all("Sales")}))
	platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Times: 1, Answer: simulator.Status(200, `[
		{"success":false,"errors":[{"statusCode":"FIELD_INTEGRITY_EXCEPTION","message":"the user license does not fit","fields":[]}]},
		{"success":true,"id":"0Pa5g000000ZZZZAAA","errors":[]}]`)})
	platform.Inject(simulator.Fault{Pattern: "DELETE /composite/sobjects", Times: 1, Answer: simulator.Status(200, `[
		{"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"no rights","fields":[]}]}]`)})
	state, err := platform.Protocol(t).Apply(t, before, warehouse(prototest.Config{
		"users": all("mei.chen@acme.example", "omar.diaz@acme.example"), "profiles": all("Sales"),
	}))
	expectError(t, err, "mei.chen@acme.example: ", "the user license does not fit", "sarah.lee@acme.example: ", "Assign Permission Sets")
	want := []string{"omar.diaz@acme.example", "sarah.lee@acme.example"}
	if got := keys(t, state, "users"); !slices.Equal(got, want) {
		t.Errorf("the state has %v, want %v", got, want)
	}
}

func TestAPIGrantsChangeExpirationsInPlace(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	ending := func(moment any) prototest.Config {
		return warehouse(prototest.Config{"users": map[string]any{"sarah.lee@acme.example": map[string]any{"expiration": moment}}})
	}
	state := applyGrants(t, platform, nil, ending("2099-01-31T00:00:00+01:00"))
	id := assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools")
	if read := readAgain(t, platform, state); !read.Value.Equal(state.Value) {
		t.Errorf("read as %v", read.Attributes(t))
	}
	state = applyGrants(t, platform, &state, ending(nil))
	if read := readAgain(t, platform, state); !read.Value.Equal(state.Value) || assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools") != id {
		t.Errorf("the assignment was made anew, or is read as %v", read.Attributes(t))
	}
	_, err := platform.Protocol(t).Plan(t, state, ending("2001-01-01T00:00:00Z"))
	expectError(t, err, "Expiration in the past")
}

func TestAPIGrantsOfAThousandUsersTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	usernames := hire(t, platform, 1000)
	config := warehouse(prototest.Config{"users": all(usernames...), "profiles": all("Sales")})
	platform.ForgetRequests()
	state := applyGrants(t, platform, nil, config)
	if writes := platform.Calls("POST /composite"); writes > 4 {
		t.Errorf("1000 users were granted the app by %d writes", writes)
	}

	platform.ForgetRequests()
	read := readAgain(t, platform, state)
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 5 || !read.Value.Equal(state.Value) {
		t.Errorf("the refresh made %d calls beyond sign-in, and tells the same: %t\n%v", calls, read.Value.Equal(state.Value), platform.Requests())
	}

	platform.ForgetRequests()
	if _, err := platform.Protocol(t).Plan(t, read, config); err != nil || len(platform.Requests()) > 0 {
		t.Errorf("a plan without changes made the calls %v, %v", platform.Requests(), err)
	}

	users := all(usernames[1:]...)
	read = applyGrants(t, platform, &read, with(config, prototest.Config{"users": users}))
	writes := 0
	for _, method := range []string{"POST", "PATCH", "DELETE"} {
		writes += platform.Calls(method + " /composite/sobjects")
	}
	if writes != 1 || len(keys(t, read, "users")) != 999 {
		t.Errorf("one user less took %d writes and left %d", writes, len(keys(t, read, "users")))
	}
}

func BenchmarkAPIGrantsPlan(b *testing.B) {
	for _, count := range []int{1000, 10000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			platform := acctest.Start(b)
			protocol := platform.Protocol(b)
			usernames := hire(b, platform, count)
			config := warehouse(prototest.Config{"users": all(usernames...)})
			state, err := protocol.Apply(b, protocol.Null(b, grantsType), config)
			if err != nil {
				b.Fatal(err)
			}
			fewer := with(config, prototest.Config{"users": all(usernames[1:]...)})
			for b.Loop() {
				if _, err := protocol.Plan(b, state, fewer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
