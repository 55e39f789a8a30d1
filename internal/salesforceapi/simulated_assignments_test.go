package salesforceapi

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestFiveThousandAssignmentsOfManySetsAreReadWithFewCalls(t *testing.T) {
	t.Parallel()
	const sets, users = 25, 200
	server, address := simulatedAt(t)
	insert := func(object string, fields map[string]any) ID {
		t.Helper()
		id, err := server.InsertSalesforce(object, fields)
		if err != nil {
			t.Fatal(err)
		}
		return ID(id)
	}
	profile := server.SalesforceID("Profile", "Name", "Standard User")
	people := make([]ID, users)
	for i := range people {
		people[i] = insert("User", map[string]any{
			"Username": fmt.Sprintf("u%d@acme.example", i), "LastName": "U", "Email": "u@acme.example", "Alias": fmt.Sprintf("u%d", i),
			"ProfileId": profile, "TimeZoneSidKey": "UTC", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
		})
	}
	var wanted [][2]ID
	for i := range sets {
		set := insert("PermissionSet", map[string]any{"Name": fmt.Sprintf("S%d", i), "Label": fmt.Sprintf("S%d", i)})
		for _, user := range people {
			insert(objectAssignment, map[string]any{"PermissionSetId": string(set), "AssigneeId": string(user)})
			wanted = append(wanted, [2]ID{set, user})
		}
	}
	// The engine reads objects in no order, ten at once or, at worst, one after the other.
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
	for _, workers := range []int{10, 1} {
		fresh := signedInAs(t, address, terraformKey, terraformSecret)
		must(fresh.OrganizationID(t.Context()))(t)
		server.ForgetRequests()
		readAssignments(t, fresh, wanted, workers)
		if got := len(server.Requests()); got > 10 {
			t.Errorf("reading %d assignments by %d took %d calls", len(wanted), workers, got)
		}
	}
}

// readAssignments reads assignments, some at once.
func readAssignments(t *testing.T, client *Client, wanted [][2]ID, workers int) {
	t.Helper()
	work := make(chan [2]ID, len(wanted))
	for _, assigned := range wanted {
		work <- assigned
	}
	close(work)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for assigned := range work {
				if _, err := client.PermissionSetAssignments.Get(t.Context(), assigned[0], assigned[1]); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// TestAssignmentsMadeMeanwhileAreSeen writes to permission sets that were listed
// with the rest, before anybody asked for them.
func TestAssignmentsMadeMeanwhileAreSeen(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	user := ID(server.SalesforceID("User", "Username", "sarah.lee@acme.example"))
	sets := make([]ID, 8)
	for i := range sets {
		name := fmt.Sprintf("S%d", i)
		set, err := server.InsertSalesforce("PermissionSet", map[string]any{"Name": name, "Label": name})
		if err != nil {
			t.Fatal(err)
		}
		sets[i] = ID(set)
	}
	for _, set := range sets[:separateListings+1] {
		if _, err := client.PermissionSetAssignments.Get(t.Context(), set, user); !transport.IsNotFound(err) {
			t.Errorf("a set that nobody holds: %v", err)
		}
	}
	if !client.PermissionSetAssignments.ahead.usable {
		t.Fatal("nothing was listed ahead")
	}
	created := must(client.PermissionSetAssignments.Create(t.Context(), sets[5], user, nil))(t)
	if errs := client.PermissionSetAssignments.CreateAll(t.Context(), sets[6], []NewAssignment{{AssigneeID: user}}); errs[0] != nil {
		t.Fatal(errs)
	}
	for _, set := range sets[5:7] {
		if _, err := client.PermissionSetAssignments.Get(t.Context(), set, user); err != nil {
			t.Errorf("the new assignment of %s: %v", set, err)
		}
	}
	if err := client.PermissionSetAssignments.Delete(t.Context(), created); err != nil {
		t.Fatal(err)
	}
	server.ForgetRequests()
	for _, set := range []ID{sets[5], sets[7]} {
		if _, err := client.PermissionSetAssignments.Get(t.Context(), set, user); !transport.IsNotFound(err) {
			t.Errorf("a set that nobody holds any more: %v", err)
		}
	}
	if calls := server.Requests(); len(calls) > 0 {
		t.Errorf("known assignments were asked for: %v", calls)
	}
}
