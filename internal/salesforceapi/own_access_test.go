package salesforceapi

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedOwnAppAndUser(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	for range 2 {
		if own := must(client.Apps.Own(ctx))(t); own.DeveloperName != "Terraform" || !own.Approved || own.Kind() != ConnectedKind {
			t.Errorf("the own app is %+v", own)
		}
	}
	if reads := server.Calls("POST readMetadata"); reads != 1 {
		t.Errorf("looking for the own app took %d reads, want 1", reads)
	}
	user := must(client.OwnUser(ctx))(t)
	if user.Username != "terraform@acme.example" || user.IsExternal() || user.ID != must(client.OwnUserID(ctx))(t) {
		t.Errorf("the own user is %+v", user)
	}
	if held := must(client.PermissionSetAssignments.HeldBy(ctx, user.ID))(t); len(held) != 1 {
		t.Errorf("the user holds %+v, want what the profile has", held)
	}
}

func TestSimulatedHeldSetsLeaveOutWhatIsOver(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	sarah := must(client.Users.Find(ctx, "sarah.lee@acme.example"))(t)
	group := must(client.PermissionSetGroups.Find(ctx, "Frontend_Team"))(t)
	before := must(client.PermissionSetAssignments.HeldBy(ctx, sarah.ID))(t)
	var groups []ID
	for _, held := range before {
		if held.GroupID != "" {
			groups = append(groups, held.GroupID)
		}
	}
	if fmt.Sprint(groups) != fmt.Sprint([]ID{group.ID}) {
		t.Errorf("the user holds the groups %v", groups)
	}
	for _, row := range server.SalesforceRows("PermissionSetAssignment") {
		if row["PermissionSetGroupId"] == string(group.ID) && row["AssigneeId"] == string(sarah.ID) {
			if err := server.UpdateSalesforce("PermissionSetAssignment", fmt.Sprint(row["Id"]), map[string]any{"IsRevoked": true}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if after := must(client.PermissionSetAssignments.HeldBy(ctx, sarah.ID))(t); len(after) != len(before)-1 {
		t.Errorf("the user holds %+v, and held %+v", after, before)
	}
}

func TestSimulatedOwnAppThatIsNotKnown(t *testing.T) {
	t.Parallel()
	_, address := simulatedAt(t)
	opened := must(signedInAs(t, address, terraformKey, terraformSecret).sessions.Get(t.Context()))(t)
	client := testClient(t, Config{InstanceURL: address, APIVersion: "66.0", Credentials: AccessToken{Token: opened.token}})
	_, err := client.Apps.Own(t.Context())
	wantKind(t, err, transport.NotFound)
	if user := must(client.OwnUser(t.Context()))(t); user.Username != "terraform@acme.example" {
		t.Errorf("the session is %+v's", user)
	}
}
