package salesforceapi

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
)

func TestFiveThousandAssignmentsOfManySetsAreReadWithFewCalls(t *testing.T) {
	t.Parallel()
	const sets, users, workers = 25, 200, 10
	server, client := simulated(t)
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
	// The engine reads objects in no order.
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(wanted), func(i, j int) { wanted[i], wanted[j] = wanted[j], wanted[i] })
	work := make(chan [2]ID, len(wanted))
	for _, assigned := range wanted {
		work <- assigned
	}
	close(work)
	must(client.OrganizationID(t.Context()))(t)

	server.ForgetRequests()
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
	if got := len(server.Requests()); got > 10 {
		t.Errorf("reading %d assignments took %d calls", len(wanted), got)
	}
}
