package salesforceapi

import (
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// More rows than one call takes travel in one composite call, and each has an
// outcome of its own.
func TestSimulatedCollectionsTravelTogether(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault *simulator.Fault
		calls int
	}{
		"answered":                       {nil, 1},
		"the answer is lost":             {&simulator.Fault{Pattern: "POST /composite", Times: 1, AfterEffect: true, Answer: simulator.Reset}, 0},
		"a page stands in for an answer": {&simulator.Fault{Pattern: "POST /composite", Times: 1, AfterEffect: true, Answer: simulator.Status(200, "<html>")}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server, client := simulated(t)
			set := must(client.PermissionSets.Find(t.Context(), "Reporting_Tools"))(t)
			wanted := newcomers(t, server, 450)
			wanted[300].AssigneeID = "005000000000001AAA"
			if test.fault != nil {
				server.Inject(*test.fault)
			}
			server.ForgetRequests()
			for i, err := range client.PermissionSetAssignments.CreateAll(t.Context(), set.ID, wanted) {
				if refused := err != nil; refused != (i == 300) {
					t.Fatalf("assignment %d: %v", i, err)
				}
			}
			if writes := server.Calls("POST /composite"); test.calls > 0 && writes != test.calls {
				t.Errorf("450 assignments took %d writes, want %d", writes, test.calls)
			}
			assigned := must(client.PermissionSetAssignments.All(t.Context(), set.ID))(t)
			if len(assigned) != 449 {
				t.Errorf("%d are assigned the set, want 449", len(assigned))
			}
		})
	}
}

// A composite answer that leaves a collection out tells nothing of its rows.
func TestSimulatedCollectionsThatAreLeftOutAreUncertain(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	server.Inject(simulator.Fault{Pattern: "POST /composite", Answer: simulator.Status(200, `{"compositeResponse":[]}`)})
	set := must(client.PermissionSets.Find(t.Context(), "Reporting_Tools"))(t)
	errs := client.PermissionSetAssignments.CreateAll(t.Context(), set.ID, newcomers(t, server, 201))
	for i, err := range errs {
		if transport.KindOf(err) != transport.NoAnswer {
			t.Fatalf("assignment %d: %v", i, err)
		}
	}
}

// A thousand users take one call, and one that leaves takes one.
func TestSimulatedBulkAssignments(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	usernames := hired(t, server, 1000)
	wanted := assignmentsOf(server, usernames)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	server.ForgetRequests()
	found := must(client.Users.FindAll(ctx, append(usernames, "nobody@acme.example")))(t)
	if lookups := len(server.Requests()); len(found) != 1000 || lookups > 4 {
		t.Errorf("found %d users in %d calls", len(found), lookups)
	}
	must(client.PermissionSetAssignments.All(ctx, set.ID))(t)
	server.ForgetRequests()
	for i, err := range client.PermissionSetAssignments.CreateAll(ctx, set.ID, wanted) {
		if err != nil {
			t.Fatalf("%d: %v", i, err)
		}
	}
	all := must(client.PermissionSetAssignments.All(ctx, set.ID))(t)
	if calls := len(server.Requests()); calls != 1 || len(all) != 1000 {
		t.Errorf("%d assignments in %d calls, want 1000 in 1", len(all), calls)
	}
	leaving := all[wanted[0].AssigneeID]
	later := time.Now().Add(time.Hour).Truncate(time.Second).UTC()
	leaving.Expiration = &later
	for _, errs := range [][]error{
		client.PermissionSetAssignments.SetExpirations(ctx, set.ID, []PermissionSetAssignment{leaving}),
		client.PermissionSetAssignments.DeleteAll(ctx, set.ID, []PermissionSetAssignment{leaving}),
		client.PermissionSetAssignments.DeleteAll(ctx, set.ID, []PermissionSetAssignment{leaving}),
	} {
		if errs[0] != nil {
			t.Error(errs[0])
		}
	}
	if rest := must(newPermissionSetAssignments(client).All(ctx, set.ID))(t); len(rest) != 999 {
		t.Errorf("%d assignments are left", len(rest))
	}
}

// newcomers are assignments of users that were hired for them.
func newcomers(t *testing.T, server *simulator.Server, count int) []NewAssignment {
	t.Helper()
	return assignmentsOf(server, hired(t, server, count))
}

func assignmentsOf(server *simulator.Server, usernames []string) []NewAssignment {
	wanted := make([]NewAssignment, len(usernames))
	for i, username := range usernames {
		wanted[i].AssigneeID = ID(server.SalesforceID("User", "Username", username))
	}
	return wanted
}
