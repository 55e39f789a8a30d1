package salesforceapi

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedPrincipals(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	user := must(client.Users.Find(ctx, "Sarah.Lee@acme.example"))(t)
	if user.Name != "Sarah Lee" || !user.IsActive || !IsID(string(user.ID), "005") {
		t.Errorf("the user is %+v", user)
	}
	if again := must(client.Users.Find(ctx, string(user.ID)[:15]))(t); again != user {
		t.Errorf("by id the user is %+v", again)
	}
	profile := must(client.Profiles.Find(ctx, "sales"))(t)
	if owned := must(client.PermissionSets.Get(ctx, profile.PermissionSetID))(t); !owned.IsOwnedByProfile || owned.ProfileID != profile.ID {
		t.Errorf("the profile %+v owns %+v", profile, owned)
	}
	if again := must(client.Profiles.Find(ctx, string(profile.ID)))(t); again != profile {
		t.Errorf("by id the profile is %+v", again)
	}
	set := must(client.PermissionSets.Find(ctx, "Frontend_Base"))(t)
	if again := must(client.PermissionSets.Find(ctx, string(set.ID)))(t); again != set || set.Label != "Frontend Base" {
		t.Errorf("the permission set is %+v and %+v", set, again)
	}
	group := must(client.PermissionSetGroups.Find(ctx, "Frontend_Team"))(t)
	if again := must(client.PermissionSetGroups.Find(ctx, string(group.ID)))(t); again != group || group.Label != "Frontend Team" {
		t.Errorf("the group is %+v and %+v", group, again)
	}
	if got := server.Calls("GET query"); got != 4 {
		t.Errorf("%d queries, want 4: two of users, one of permission sets, one of groups", got)
	}
}

func TestSimulatedMissingPrincipals(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	for range 2 {
		_, err := client.Users.Find(ctx, "o'nobody\\@acme.example")
		wantKind(t, err, transport.NotFound)
		wantMessage(t, err, `there is no user "o'nobody\\@acme.example"`)
		_, err = client.Profiles.Find(ctx, "Nobody")
		wantKind(t, err, transport.NotFound)
		_, err = client.PermissionSets.Find(ctx, "Nobody")
		wantKind(t, err, transport.NotFound)
		_, err = client.PermissionSetGroups.Find(ctx, "Nobody")
		wantKind(t, err, transport.NotFound)
	}
	if got := server.Calls("GET query"); got != 3 {
		t.Errorf("%d queries, want 3: what is missing is remembered", got)
	}
}

func TestSimulatedUsersAreAskedForTogether(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	var all sync.WaitGroup
	for _, row := range server.SalesforceRows("User") {
		all.Go(func() {
			if user, err := client.Users.Find(t.Context(), fmt.Sprint(row["Username"])); err != nil || string(user.ID) != row["Id"] {
				t.Errorf("%v is %v, %v", row["Username"], user, err)
			}
		})
	}
	all.Wait()
	if got := server.Calls("GET query"); got > 2 {
		t.Errorf("%d queries", got)
	}
}

func TestSimulatedPermissionSet(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	_, err := client.PermissionSets.Find(ctx, "Orders_API")
	wantKind(t, err, transport.NotFound)
	wanted := PermissionSet{Name: "Orders_API", Label: "Orders API", Description: "May call the orders API"}
	created := must(client.PermissionSets.Create(ctx, wanted))(t)
	found := must(client.PermissionSets.Find(ctx, "Orders_API"))(t)
	fresh := must(signedInLike(client).PermissionSets.Find(ctx, "Orders_API"))(t)
	if found != created || fresh != created {
		t.Errorf("created %+v\nfound   %+v\nfresh   %+v", created, found, fresh)
	}
	_, err = client.PermissionSets.Create(ctx, wanted)
	wantKind(t, err, transport.Conflict)

	created.Label, created.Name = "Orders", "Orders"
	updated := must(client.PermissionSets.Update(ctx, created))(t)
	fresh = must(signedInLike(client).PermissionSets.Find(ctx, "Orders"))(t)
	if updated != created || fresh != created {
		t.Errorf("updated %+v\nfresh   %+v", updated, fresh)
	}
	_, err = client.PermissionSets.Find(ctx, "Orders_API")
	wantKind(t, err, transport.NotFound)
	if err := client.PermissionSets.Delete(ctx, created.ID); err != nil {
		t.Fatal(err)
	}
	_, err = client.PermissionSets.Get(ctx, created.ID)
	wantKind(t, err, transport.NotFound)
	wantKind(t, client.PermissionSets.Delete(ctx, created.ID), transport.NotFound)
}

// signedInLike is a client of the same organization that remembers nothing yet.
func signedInLike(client *Client) *Client {
	fresh := *client
	fresh.PermissionSets = newPermissionSets(&fresh)
	fresh.SetupEntityAccess = newSetupEntityAccessRows(&fresh)
	fresh.PermissionSetAssignments = newPermissionSetAssignments(&fresh)
	fresh.PermissionSetGroupComponents = newPermissionSetGroupComponents(&fresh)
	return &fresh
}

func TestSimulatedGrant(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	set := must(client.PermissionSets.Find(ctx, "Frontend_Base"))(t)
	profile := must(client.Profiles.Find(ctx, "Sales"))(t)
	_, err := client.SetupEntityAccess.Get(ctx, app.ID, set.ID)
	wantKind(t, err, transport.NotFound)

	toSet := must(client.SetupEntityAccess.Create(ctx, app.ID, set.ID))(t)
	toProfile := must(client.SetupEntityAccess.Create(ctx, app.ID, profile.PermissionSetID))(t)
	_, err = client.SetupEntityAccess.Create(ctx, app.ID, set.ID)
	wantKind(t, err, transport.Conflict)
	for _, reader := range []*Client{client, signedInLike(client)} {
		if got := must(reader.SetupEntityAccess.OfApp(ctx, app.ID))(t); len(got) != 2 || got[0] != toSet || got[1] != toProfile {
			t.Errorf("the app has %v", got)
		}
		if got := must(reader.SetupEntityAccess.OfParent(ctx, set.ID))(t); len(got) != 1 || got[0] != toSet {
			t.Errorf("the permission set carries %v", got)
		}
	}
	if err := client.SetupEntityAccess.Delete(ctx, toSet); err != nil {
		t.Fatal(err)
	}
	wantKind(t, client.SetupEntityAccess.Delete(ctx, toSet), transport.NotFound)
	_, err = client.SetupEntityAccess.Get(ctx, app.ID, set.ID)
	wantKind(t, err, transport.NotFound)
}

func TestSimulatedAssignment(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	user := must(client.Users.Find(ctx, "omar.diaz@acme.example"))(t)
	until := time.Now().Add(24 * time.Hour).Truncate(time.Second).UTC()
	_, err := client.PermissionSetAssignments.Get(ctx, set.ID, user.ID)
	wantKind(t, err, transport.NotFound)

	created := must(client.PermissionSetAssignments.Create(ctx, set.ID, user.ID, &until))(t)
	wantExpiration := func(want *time.Time) {
		t.Helper()
		for _, reader := range []*Client{client, signedInLike(client)} {
			got := must(reader.PermissionSetAssignments.Get(ctx, set.ID, user.ID))(t)
			if got.ID != created.ID || (got.Expiration == nil) != (want == nil) || want != nil && !got.Expiration.Equal(*want) {
				t.Errorf("got %+v until %v, want until %v", got, got.Expiration, want)
			}
		}
	}
	wantExpiration(&until)
	_, err = client.PermissionSetAssignments.Create(ctx, set.ID, user.ID, nil)
	wantKind(t, err, transport.Conflict)
	must(client.PermissionSetAssignments.SetExpiration(ctx, created, nil))(t)
	wantExpiration(nil)
	later := until.Add(time.Hour)
	must(client.PermissionSetAssignments.SetExpiration(ctx, created, &later))(t)
	wantExpiration(&later)

	if err := client.PermissionSetAssignments.Delete(ctx, created); err != nil {
		t.Fatal(err)
	}
	wantKind(t, client.PermissionSetAssignments.Delete(ctx, created), transport.NotFound)
	_, err = client.PermissionSetAssignments.Get(ctx, set.ID, user.ID)
	wantKind(t, err, transport.NotFound)
}

func TestSimulatedGroupComponent(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	group := must(client.PermissionSetGroups.Find(ctx, "Frontend_Team"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	_, err := client.PermissionSetGroupComponents.Get(ctx, group.ID, set.ID)
	wantKind(t, err, transport.NotFound)
	created := must(client.PermissionSetGroupComponents.Create(ctx, group.ID, set.ID))(t)
	_, err = client.PermissionSetGroupComponents.Create(ctx, group.ID, set.ID)
	wantKind(t, err, transport.Conflict)
	for _, reader := range []*Client{client, signedInLike(client)} {
		if got := must(reader.PermissionSetGroupComponents.Get(ctx, group.ID, set.ID))(t); got != created {
			t.Errorf("got %+v, want %+v", got, created)
		}
	}
	if err := client.PermissionSetGroupComponents.Delete(ctx, created); err != nil {
		t.Fatal(err)
	}
	wantKind(t, client.PermissionSetGroupComponents.Delete(ctx, created), transport.NotFound)
}

func TestSimulatedThousandGrantsTakeFewCalls(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	app := server.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	var parents []ID
	for i := range 1000 {
		set, err := server.InsertSalesforce("PermissionSet", map[string]any{"Name": fmt.Sprintf("S%d", i), "Label": fmt.Sprintf("S%d", i)})
		if err == nil {
			_, err = server.InsertSalesforce("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app})
		}
		if err != nil {
			t.Fatal(err)
		}
		parents = append(parents, ID(set))
	}
	must(client.OrganizationID(t.Context()))(t)
	server.ForgetRequests()
	var all sync.WaitGroup
	for _, parent := range parents {
		all.Go(func() {
			if _, err := client.SetupEntityAccess.Get(t.Context(), ID(app), parent); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got := len(server.Requests()); got > 3 {
		t.Errorf("reading 1,000 grants took %d calls", got)
	}
}

// A change of an app sends its grants back as it read them; a grant that is made
// at the same time must survive it.
func TestSimulatedGrantsSurviveAChangeOfTheirApp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	app := must(client.Apps.Find(ctx, "Terraform"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	granted := make(chan error, 1)
	must(client.ConnectedApps.Update(ctx, "Terraform", func(definition *ConnectedApp) {
		definition.ContactPhone = new("555")
		definition.PermissionSetNames = append(definition.PermissionSetNames, "Frontend_Base")
		go func() {
			_, err := client.SetupEntityAccess.Create(ctx, app.ID, set.ID)
			granted <- err
		}()
		select {
		case err := <-granted:
			t.Error("the grant did not wait for the change")
			granted <- err
		case <-time.After(5 * quiet):
		}
	}))(t)
	if err := <-granted; err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(server.ConnectedApp("Terraform")["permissionSetName"]); got != "[Frontend_Base Reporting_Tools]" {
		t.Errorf("the app is granted to %s", got)
	}
}
