package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedPermissions(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	set := must(client.PermissionSets.Find(ctx, "Frontend_Base"))(t)
	profile := must(client.Profiles.Find(ctx, "Sales"))(t)
	want := map[string]bool{"ApiEnabled": true, "ApiUserOnly": false}
	for range 2 {
		if err := client.PermissionSets.SetPermissions(ctx, set.ID, want); err != nil {
			t.Fatal(err)
		}
		if err := client.Profiles.SetPermissions(ctx, profile.ID, want); err != nil {
			t.Fatal(err)
		}
		for _, reader := range []*Client{client, signedInLike(client)} {
			reader.permissions = newPermissions(reader)
			got := must(reader.PermissionSets.Permissions(ctx, set.ID, []string{"ApiEnabled", "ApiUserOnly"}))(t)
			ofProfile := must(reader.Profiles.Permissions(ctx, profile.ID, []string{"ApiEnabled", "ApiUserOnly"}))(t)
			if fmt.Sprint(got) != fmt.Sprint(want) || fmt.Sprint(ofProfile) != fmt.Sprint(want) {
				t.Errorf("got %v and %v, want %v", got, ofProfile, want)
			}
		}
		want["ApiEnabled"] = !want["ApiEnabled"]
	}
	if got := fmt.Sprint(server.SalesforceRows("PermissionSet")[0]["PermissionsApiEnabled"]); got == "" {
		t.Error("the organization shows nothing")
	}
}

func TestSimulatedPermissionsAreReadTogether(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	var ids []ID
	for i := range 30 {
		set := must(client.PermissionSets.Create(ctx, PermissionSet{Name: fmt.Sprintf("S%d", i), Label: "S"}))(t)
		ids = append(ids, set.ID)
	}
	server.ForgetRequests()
	next := make(chan ID, len(ids))
	for _, id := range ids {
		next <- id
	}
	inParallel(t, len(ids), func() error {
		_, err := client.PermissionSets.Permissions(ctx, <-next, []string{"ApiEnabled", "ViewSetup", "ApiUserOnly"})
		return err
	})
	if got := len(server.Requests()); got > 3 {
		t.Errorf("30 permission sets with 3 permissions took %d calls", got)
	}
}

func TestSimulatedUnknownPermission(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	set := must(client.PermissionSets.Find(ctx, "Frontend_Base"))(t)
	for range 2 {
		_, err := client.PermissionSets.Permissions(ctx, set.ID, []string{"ApiEnabled", "UseAnyApiClient"})
		unknown, is := errors.AsType[*UnknownPermissionError](err)
		if !is || unknown.Permission != "UseAnyApiClient" {
			t.Fatalf("got %v", err)
		}
		wantMessage(t, err, "API Access Control")
		wantKind(t, err, transport.Invalid)
	}
	must(client.PermissionSets.Permissions(ctx, set.ID, []string{"ApiEnabled"}))(t)
	if got := server.Calls("GET query"); got > 4 {
		t.Errorf("%d queries: what does not exist is asked for again", got)
	}
	err := client.PermissionSets.SetPermissions(ctx, set.ID, map[string]bool{"Imaginary": true})
	if _, is := errors.AsType[*UnknownPermissionError](err); !is {
		t.Errorf("got %v", err)
	}
	_, err = client.PermissionSets.Permissions(ctx, set.ID, []string{"ApiEnabled FROM User"})
	wantKind(t, err, transport.Invalid)
}

func TestSimulatedPermissionSetGroup(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	group := must(client.PermissionSetGroups.Create(ctx, PermissionSetGroup{DeveloperName: "Orders", Label: "Orders"}))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	must(client.PermissionSetGroupComponents.Create(ctx, group.ID, set.ID))(t)
	settled := must(client.PermissionSetGroups.AwaitUpdated(ctx, group.ID))(t)
	if settled.Status != GroupUpdated || settled.DeveloperName != "Orders" {
		t.Errorf("settled as %+v", settled)
	}
	group.Label, group.DeveloperName = "Orders team", "Orders_Team"
	if err := client.PermissionSetGroups.Update(ctx, group); err != nil {
		t.Fatal(err)
	}
	if found := must(client.PermissionSetGroups.Find(ctx, "Orders_Team"))(t); found.Label != "Orders team" {
		t.Errorf("found %+v", found)
	}
	_, err := client.PermissionSetGroups.Find(ctx, "Orders")
	wantKind(t, err, transport.NotFound)

	user := must(client.Users.Find(ctx, "mei.chen@acme.example"))(t)
	assigned := must(client.PermissionSetGroupAssignments.Create(ctx, group.ID, user.ID, nil))(t)
	fresh := newAssignments(client, columnGroup)
	assigned.Username = user.Username // which the listing tells, but not the answer to a creation
	if got := must(fresh.Get(ctx, group.ID, user.ID))(t); got != assigned {
		t.Errorf("got %+v, want %+v", got, assigned)
	}
	if err := client.PermissionSetGroupAssignments.Delete(ctx, assigned); err != nil {
		t.Error(err)
	}
	if err := client.PermissionSetGroups.Delete(ctx, group.ID); err != nil {
		t.Fatal(err)
	}
	_, err = client.PermissionSetGroups.Find(ctx, "Orders_Team")
	wantKind(t, err, transport.NotFound)
	_, err = client.PermissionSetGroups.AwaitUpdated(ctx, group.ID)
	wantKind(t, err, transport.NotFound)
}

func TestWaitingForAGroupEndsWithTheContext(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[{"Id":"0PG000000000001","DeveloperName":"Orders","Status":"Updating"}]}`)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := testClient(t, testConfig(org)).PermissionSetGroups.AwaitUpdated(ctx, ID(NormalizeID("0PG000000000001")))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	wantMessage(t, err, "Orders is still Updating")
}

func TestFailedRecalculation(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[{"Id":"0PG000000000001","DeveloperName":"Orders","Status":"Failed"}]}`)
	_, err := testClient(t, testConfig(org)).PermissionSetGroups.AwaitUpdated(t.Context(), ID(NormalizeID("0PG000000000001")))
	if !errors.Is(err, ErrRecalculationFailed) {
		t.Errorf("got %v", err)
	}
}

func TestSimulatedIntegrationUser(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	profile := must(client.Profiles.Find(ctx, "Minimum Access - API Only Integrations"))(t)
	wanted := UserDetails{
		Username: "billing@acme.example", LastName: "Billing", Email: "billing@acme.example", Alias: "billing",
		ProfileID: profile.ID, IsActive: true, TimeZone: "Europe/Berlin", Locale: "de_DE", EmailEncoding: "UTF-8", Language: "en_US",
	}
	_, err := client.Users.Find(ctx, wanted.Username)
	wantKind(t, err, transport.NotFound)
	wanted.ID = must(client.Users.Create(ctx, wanted))(t)
	if got := must(client.Users.Details(ctx, wanted.ID))(t); got != wanted {
		t.Errorf("created %+v, want %+v", got, wanted)
	}
	_, err = client.Users.Create(ctx, wanted)
	wantKind(t, err, transport.Conflict)
	wanted.FirstName, wanted.LastName = "Billing", "Integration"
	if err := client.Users.Update(ctx, wanted); err != nil {
		t.Fatal(err)
	}
	if found := must(client.Users.Find(ctx, wanted.Username))(t); found.Name != "Billing Integration" || !found.IsActive {
		t.Errorf("found %+v", found)
	}
	if err := client.Users.Deactivate(ctx, wanted.ID); err != nil {
		t.Fatal(err)
	}
	if found := must(client.Users.Find(ctx, string(wanted.ID)))(t); found.IsActive {
		t.Errorf("found %+v", found)
	}
	_, err = client.Users.Details(ctx, "005000000000009AAA")
	wantKind(t, err, transport.NotFound)
	if server.SalesforceID("User", "Username", wanted.Username) == "" {
		t.Error("the user is gone")
	}
}

func TestSimulatedBulkMemberships(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	group := must(client.PermissionSetGroups.Find(ctx, "Frontend_Team"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	wanted := []PermissionSetGroupComponent{
		{GroupID: group.ID, PermissionSetID: set.ID}, {GroupID: "0PG000000000009AAA", PermissionSetID: set.ID},
	}
	must(client.PermissionSetGroupComponents.OfGroup(ctx, group.ID))(t)
	if errs := client.PermissionSetGroupComponents.CreateAll(ctx, wanted); errs[0] != nil || errs[1] == nil {
		t.Errorf("got %v", errs)
	}
	row := must(client.PermissionSetGroupComponents.Get(ctx, group.ID, set.ID))(t)
	for range 2 { // the second time it is gone already
		if errs := client.PermissionSetGroupComponents.DeleteAll(ctx, []PermissionSetGroupComponent{row}); errs[0] != nil {
			t.Error(errs[0])
		}
	}
	_, err := client.PermissionSetGroupComponents.Get(ctx, group.ID, set.ID)
	wantKind(t, err, transport.NotFound)
}

func TestSimulatedBulkErrors(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	errs := client.SetupEntityAccess.CreateAll(ctx, app.ID, []ID{set.ID, "0PS000000000009AAA", set.ID})
	if errs[0] != nil || errs[1] == nil || !transport.IsConflict(errs[2]) {
		t.Errorf("got %v", errs)
	}
	rows := must(client.SetupEntityAccess.OfApp(ctx, app.ID))(t)
	if errs := client.SetupEntityAccess.DeleteAll(ctx, rows); len(rows) != 1 || errs[0] != nil {
		t.Errorf("got %v of %v", errs, rows)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	server.ForgetRequests()
	if errs := client.SetupEntityAccess.CreateAll(ended, app.ID, []ID{set.ID}); !errors.Is(errs[0], context.Canceled) || len(server.Requests()) > 0 {
		t.Errorf("got %v", errs)
	}
}

func TestSimulatedBlockedApp(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	wanted := BlockedApp{FullName: "Shady", ConsumerKey: "3MVG9ShadyApp0001", ConsumerName: "Shady", Label: "Shady"}
	_, err := client.BlockedApps.Get(ctx, "Shady")
	wantKind(t, err, transport.NotFound)
	if err := client.BlockedApps.Create(ctx, wanted); err != nil {
		t.Fatal(err)
	}
	if got := must(client.BlockedApps.Get(ctx, "Shady"))(t); got.ConsumerKey != wanted.ConsumerKey || got.BlockedByAccessControl {
		t.Errorf("got %+v", got)
	}
	if names := must(client.BlockedApps.Names(ctx))(t); len(names) != 1 || names[0] != "Shady" {
		t.Errorf("listed %v", names)
	}
	changed := must(client.BlockedApps.Update(ctx, "Shady", func(app *BlockedApp) { app.Label = "Shadier" }))(t)
	if changed.Label != "Shadier" {
		t.Errorf("changed %+v", changed)
	}
	if err := client.BlockedApps.Delete(ctx, "Shady"); err != nil {
		t.Error(err)
	}
	wantKind(t, client.BlockedApps.Delete(ctx, "Shady"), transport.NotFound)
}
