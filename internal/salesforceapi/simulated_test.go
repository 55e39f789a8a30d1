package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// The Acme fixture's sign-ins.
const (
	terraformKey    = "3MVG9AcmeTerraformConsumerKey0000000000000000000000001"
	terraformSecret = "AcmeTerraformConsumerSecret00000000000001"
	auditorKey      = "3MVG9AcmeAuditorConsumerKey000000000000000000000000001"
	auditorSecret   = "AcmeAuditorConsumerSecret0000000000000001"
)

// simulated is the Acme organization and a client that is its administrator.
func simulated(t *testing.T) (*simulator.Server, *Client) {
	t.Helper()
	server, address := simulatedAt(t)
	return server, signedInAs(t, address, terraformKey, terraformSecret)
}

func simulatedAt(t *testing.T) (server *simulator.Server, address string) {
	t.Helper()
	server = &simulator.Server{}
	if err := server.Seed(simulator.Acme()); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(func() {
		listener.Close()
		for _, request := range server.Unknown() {
			t.Errorf("a call that the simulator does not know: %s", request)
		}
	})
	return server, listener.URL
}

func signedInAs(t *testing.T, address, key, secret string) *Client {
	t.Helper()
	return testClient(t, Config{
		InstanceURL: address, APIVersion: "66.0", Credentials: ClientCredentials{ClientID: key, ClientSecret: secret},
		Transport: transport.Options{
			UserAgent: "test", MaxRetries: 3, RequestTimeout: 30 * time.Second, MaxConcurrentRequests: 10,
		},
	})
}

func ordersApp() ConnectedApp {
	return ConnectedApp{
		FullName: "Orders", Label: "Orders Integration", ContactEmail: "orders@acme.example",
		Description: new("Reads orders & returns"),
		IPRanges:    []ConnectedAppIPRange{{Start: "10.0.0.1", End: "10.0.0.9", Description: new("Office")}},
		OAuthConfig: &ConnectedAppOAuthConfig{
			CallbackURL: "https://orders.acme.example/callback", ConsumerKey: new("3MVG9Orders00000001"),
			ConsumerSecret: new("OrdersSecret000001"), Scopes: []string{"Api", "RefreshToken"}, IsPKCERequired: new(true),
		},
		OAuthPolicy: &ConnectedAppOAuthPolicy{IPRelaxation: "ENFORCE", RefreshTokenPolicy: "infinite"},
	}
}

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func TestSimulatedConnectedApp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	_, err := client.ConnectedApps.Get(ctx, "Orders")
	wantKind(t, err, transport.NotFound)
	if err := client.ConnectedApps.Create(ctx, ordersApp()); err != nil {
		t.Fatal(err)
	}
	created := must(client.ConnectedApps.Get(ctx, "Orders"))(t)
	if created.Label != "Orders Integration" || *created.OAuthConfig.ConsumerKey != "3MVG9Orders00000001" ||
		created.OAuthConfig.ConsumerSecret != nil || len(created.IPRanges) != 1 {
		t.Errorf("created %+v with %+v", created, created.OAuthConfig)
	}
	wantKind(t, client.ConnectedApps.Create(ctx, ordersApp()), transport.Conflict)

	updated := must(client.ConnectedApps.Update(ctx, "Orders", func(app *ConnectedApp) {
		app.Description = new("Reads orders")
		app.OAuthConfig.Scopes = []string{"Api"}
	}))(t)
	if *updated.Description != "Reads orders" || len(updated.OAuthConfig.Scopes) != 1 {
		t.Errorf("updated %+v", updated)
	}
	if err := client.ConnectedApps.Delete(ctx, "Orders"); err != nil {
		t.Error(err)
	}
	wantKind(t, client.ConnectedApps.Delete(ctx, "Orders"), transport.NotFound)
	if server.ConnectedApp("Orders") != nil {
		t.Error("the app is still there")
	}
}

func TestSimulatedUpdateLosesNothing(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	if err := server.EditConnectedApp("Terraform", func(set func(string, ...string)) {
		set("canvasConfig/accessMethod", "Get")
		set("canvasConfig/canvasUrl", "https://canvas.acme.example?a=1&b=2")
		set("mobileStartUrl", "https://m.acme.example")
	}); err != nil {
		t.Fatal(err)
	}
	before := server.ConnectedApp("Terraform")
	must(client.ConnectedApps.Update(t.Context(), "Terraform", func(app *ConnectedApp) {
		app.ContactPhone = new("555")
	}))(t)
	after := server.ConnectedApp("Terraform")
	if fmt.Sprint(after["contactPhone"]) != "[555]" {
		t.Errorf("the change is not there: %v", after)
	}
	delete(after, "contactPhone")
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the update lost or changed something:\nbefore %v\nafter  %v", before, after)
	}
}

func TestSimulatedLostAnswers(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	server.Inject(simulator.Fault{Pattern: "POST createMetadata", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	server.Inject(simulator.Fault{Pattern: "POST composite/sobjects", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	if err := client.ConnectedApps.Create(ctx, ordersApp()); err != nil {
		t.Errorf("the app that was created is not recognized: %v", err)
	}
	app := must(client.Apps.Find(ctx, "Orders"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	row := must(client.SetupEntityAccess.Create(ctx, app.ID, set.ID))(t)
	if want := server.SalesforceID("SetupEntityAccess", "SetupEntityId", string(app.ID)); string(row.ID) != want {
		t.Errorf("the grant is %s, want %s", row.ID, want)
	}
	if got := server.Calls("POST composite/sobjects"); got != 1 {
		t.Errorf("the creation was sent %d times", got)
	}
}

func TestSimulatedRestrictedCreation(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	server.Set(func(knobs *simulator.Knobs) { knobs.ConnectedAppCreationRestricted = true })
	err := client.ConnectedApps.Create(t.Context(), ordersApp())
	wantKind(t, err, transport.Permission)
	if !IsCreationRestricted(err) {
		t.Errorf("not recognized: %v", err)
	}
}

func TestSimulatedApps(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	own := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	if own.Label != "Warehouse Sync" || own.Approved || own.Installed {
		t.Errorf("the own app is %+v", own)
	}
	if again := must(client.Apps.Find(ctx, string(own.ID)[:15]))(t); again != own {
		t.Errorf("by its short id it is %+v", again)
	}
	installed := must(client.Apps.FindByLabel(ctx, "Reporting Cloud"))(t)
	if !installed.Approved || !installed.Installed {
		t.Errorf("the installed app is %+v", installed)
	}
	if again := must(client.Apps.Find(ctx, string(installed.ID)))(t); again != installed {
		t.Errorf("by its id it is %+v", again)
	}
	_, err := client.Apps.Find(ctx, "Nobody")
	wantKind(t, err, transport.NotFound)
	_, err = client.Apps.Find(ctx, "0H4000000000000")
	wantKind(t, err, transport.NotFound)

	if err := client.Apps.SetApproved(ctx, installed, false); !errors.Is(err, ErrInstalledApp) {
		t.Errorf("got %v", err)
	}
	for _, approved := range []bool{true, false} {
		if err := client.Apps.SetApproved(ctx, own, approved); err != nil {
			t.Fatal(err)
		}
		if app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t); app.Approved != approved {
			t.Errorf("approved is %t, want %t", app.Approved, approved)
		}
		if shown := fmt.Sprint(server.ConnectedApp("Warehouse_Sync")["oauthConfig/isAdminApproved"]); shown != fmt.Sprintf("[%t]", approved) {
			t.Errorf("the organization shows %s, want %t", shown, approved)
		}
	}
	if lists := server.Calls("listMetadata"); lists != 1 {
		t.Errorf("%d listings of names, want 1", lists)
	}
}

func TestSimulatedApprovalKeepsTheGrants(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	app := must(client.Apps.Find(ctx, "Warehouse_Sync"))(t)
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	must(client.SetupEntityAccess.Create(ctx, app.ID, set.ID))(t)
	for _, approved := range []bool{true, false, true} {
		if err := client.Apps.SetApproved(ctx, app, approved); err != nil {
			t.Fatal(err)
		}
		if server.SalesforceID("SetupEntityAccess", "SetupEntityId", string(app.ID)) == "" {
			t.Fatalf("setting the approval to %t took the grant away", approved)
		}
	}
}

func TestSimulatedAppOfThisRunIsFound(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	_, err := client.Apps.Find(ctx, "Orders")
	wantKind(t, err, transport.NotFound)
	if err := client.ConnectedApps.Create(ctx, ordersApp()); err != nil {
		t.Fatal(err)
	}
	app := must(client.Apps.Find(ctx, "Orders"))(t)
	if app.Installed || !IsID(string(app.ID), "0H4") {
		t.Errorf("got %+v", app)
	}
	must(client.ConnectedApps.Update(ctx, "Orders", func(app *ConnectedApp) { app.Label = "Orders 2" }))(t)
	if again := must(client.Apps.FindByLabel(ctx, "Orders 2"))(t); again.ID != app.ID {
		t.Errorf("after a new label: %+v", again)
	}
	if err := client.ConnectedApps.Delete(ctx, "Orders"); err != nil {
		t.Fatal(err)
	}
	_, err = client.Apps.Find(ctx, "Orders")
	wantKind(t, err, transport.NotFound)
}

func TestSimulatedSessionEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	must(client.OrganizationID(t.Context()))(t)
	server.ExpireSalesforceSessions()
	inParallel(t, 30, func() error {
		_, err := client.readOrganizationID(t.Context())
		return err
	})
	server.ExpireSalesforceSessions()
	if _, err := client.ConnectedApps.Get(t.Context(), "Terraform"); err != nil {
		t.Error(err)
	}
	if got := server.Calls("POST /services/oauth2/token"); got != 3 {
		t.Errorf("%d sign-ins, want 3: the first, one after REST and one after SOAP refused the session", got)
	}
}

func TestSimulatedMissingPermission(t *testing.T) {
	t.Parallel()
	server, address := simulatedAt(t)
	client := signedInAs(t, address, auditorKey, auditorSecret)
	for range 3 {
		_, err := client.SetupEntityAccess.Get(t.Context(), "0H4000000000001AAA", "0PS000000000001AAA")
		wantKind(t, err, transport.Permission)
	}
	if got := server.Calls("GET query"); got != 1 {
		t.Errorf("%d queries, want the refusal remembered after 1", got)
	}
	_, err := client.ConnectedApps.Get(t.Context(), "Terraform")
	wantKind(t, err, transport.Permission)
}

func TestSimulatedPaging(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	server.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 2 })
	count := 0
	for _, err := range Query[User](context.WithoutCancel(t.Context()), client, "SELECT Id, Username FROM User") {
		if err != nil {
			t.Fatal(err)
		}
		count++
	}
	if want := len(server.SalesforceRows("User")); count != want || server.Calls("GET query/") == 0 {
		t.Errorf("got %d users of %d", count, want)
	}
}
