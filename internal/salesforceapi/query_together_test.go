package salesforceapi

import (
	"net/http"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// TestQueriesThatStartTogetherTravelTogether also sees that a query which fails
// in company fails alone.
func TestQueriesThatStartTogetherTravelTogether(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	must(client.OrganizationID(t.Context()))(t)
	server.ForgetRequests()
	ctx := client.gatherQueries(t.Context())
	counts, errs := make([]int, 6), make([]error, 6)
	objects := []string{"User", "Profile", "PermissionSet", "Nonsense__c", "PermissionSetGroup", "UserLicense"}
	err := sideBySide(func() []func() error {
		var queries []func() error
		for i, object := range objects {
			queries = append(queries, func() error {
				rows, err := collect[struct{ ID ID }](ctx, client, queryPath, "SELECT Id FROM "+object)
				counts[i], errs[i] = len(rows), err
				return nil
			})
		}
		return queries
	}()...)
	if err != nil {
		t.Fatal(err)
	}
	for i, object := range objects {
		if failed := errs[i] != nil; failed != (object == "Nonsense__c") || !failed && counts[i] == 0 {
			t.Errorf("%s: %d rows, %v", object, counts[i], errs[i])
		}
	}
	if calls := len(server.Requests()); calls > 2 {
		t.Errorf("six queries took %d calls: %v", calls, server.Requests())
	}
}

// TestAQueryThatFailsForAWhileIsAskedAgain has the organization answer a
// composite call with a failure that passes, and leave one query out.
func TestAQueryThatFailsForAWhileIsAskedAgain(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	must(client.OrganizationID(t.Context()))(t)
	server.Inject(simulator.Fault{
		Pattern: "POST " + compositePath, Times: 1,
		Answer: simulator.Status(http.StatusOK, `{"compositeResponse":[{"referenceId":"q0","httpStatusCode":503,`+
			`"body":[{"errorCode":"SERVER_UNAVAILABLE","message":"try again"}]}]}`),
	})
	server.ForgetRequests()
	ctx := client.gatherQueries(t.Context())
	users, profiles := 0, 0
	err := sideBySide(
		func() error {
			rows, err := collect[struct{ ID ID }](ctx, client, queryPath, "SELECT Id FROM User")
			users = len(rows)
			return err
		},
		func() error {
			rows, err := collect[struct{ ID ID }](ctx, client, queryPath, "SELECT Id FROM Profile")
			profiles = len(rows)
			return err
		},
	)
	if err != nil || users == 0 || profiles == 0 {
		t.Errorf("%d users, %d profiles, %v", users, profiles, err)
	}
	if server.Calls("POST "+compositePath) != 1 || len(server.Requests()) != 3 {
		t.Errorf("want a composite call and each query alone: %v", server.Requests())
	}
}
