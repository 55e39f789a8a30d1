package salesforceapi

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ordersExternalApp is a change that asks for all parts of an app.
func ordersExternalApp() ExternalClientAppChange {
	return ExternalClientAppChange{
		Header: func(h *ExternalClientAppHeader) {
			h.Label, h.ContactEmail, h.DistributionState = new("Orders"), new("orders@acme.example"), new("Local")
		},
		OAuthSettings: func(s *ExternalClientAppOAuthSettings) {
			s.Scopes = new(JoinNames([]string{"Api", "RefreshToken"}))
			s.TrustedIPRanges = []ExternalClientAppIPRange{{Start: "10.0.0.1", End: "10.0.0.9"}}
		},
		GlobalOAuth: func(g *ExternalClientAppGlobalOAuth) {
			g.CallbackURL, g.ConsumerKey = new("https://orders.acme.example/callback"), new("3MVG9OrdersExternal0000000001")
			g.Certificate = new("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----")
		},
		OAuthPolicies: func(p *ExternalClientAppOAuthPolicies) {
			p.RefreshTokenPolicy, p.RefreshTokenValidityPeriod = new("SpecificLifetime"), new(int64(30))
		},
		Policies: func(p *ExternalClientAppPolicies) { p.IsEnabled, p.StartPage = true, new("None") },
	}
}

// freshApps is the apps of a client that remembers nothing yet.
func freshApps(client *Client) *ExternalClientApps { return newExternalClientApps(client) }

func TestSimulatedExternalClientApp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	_, err := client.ExternalClientApps.Get(ctx, "Orders")
	wantKind(t, err, transport.NotFound)
	created := must(client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp()))(t)
	for name, app := range map[string]*ExternalClientApp{
		"returned": created, "remembered": must(client.ExternalClientApps.Get(ctx, "orders"))(t),
		"fresh": must(freshApps(client).Get(ctx, "Orders"))(t),
	} {
		if len(app.parts()) != 5 || *app.Header.Label != "Orders" || *app.OAuthSettings.Scopes != "Api, RefreshToken" ||
			*app.GlobalOAuth.ConsumerKey != "3MVG9OrdersExternal0000000001" || *app.OAuthPolicies.RefreshTokenValidityPeriod != 30 ||
			*app.OAuthPolicies.RequiredSessionLevel != "STANDARD" || !app.Policies.IsEnabled || app.OAuthSettings.ConsumerID() == "" {
			t.Errorf("%s: %+v", name, app)
		}
	}
	_, err = client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp())
	wantKind(t, err, transport.Conflict)
	if names := server.SalesforceMetadataNames(typeECAOAuthPolicies); len(names) != 1 {
		t.Errorf("the policies are %v", names)
	}

	if err := client.ExternalClientApps.Delete(ctx, "Orders"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, client.ExternalClientApps.Delete(ctx, "Orders"), transport.NotFound)
	_, err = client.ExternalClientApps.Get(ctx, "Orders")
	wantKind(t, err, transport.NotFound)
	if names := server.SalesforceMetadataNames(typeECAGlobalOAuth); len(names) != 0 {
		t.Errorf("the app is gone and %v are left", names)
	}
}

func TestSimulatedUpdateWritesOnlyTheChangedParts(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	must(client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp()))(t)
	before := server.SalesforceMetadata(typeECAGlobalOAuth, "Orders_globaloauth")
	server.ForgetRequests()
	change := ordersExternalApp()
	change.GlobalOAuth = func(g *ExternalClientAppGlobalOAuth) { g.IsPKCERequired = new(false) }
	app := must(client.ExternalClientApps.Update(ctx, "Orders", change))(t)
	if writes := server.Calls("POST updateMetadata"); writes != 1 || server.Calls("POST createMetadata") != 0 {
		t.Errorf("%d writes, want 1", writes)
	}
	if reads := server.Calls("POST readMetadata"); reads != 6 {
		t.Errorf("%d reads, want one per part and one of what was written", reads)
	}
	if *app.GlobalOAuth.IsPKCERequired || app.GlobalOAuth.Certificate == nil || app.GlobalOAuth.ConsumerKey == nil {
		t.Errorf("got %+v", app.GlobalOAuth)
	}
	after := server.SalesforceMetadata(typeECAGlobalOAuth, "Orders_globaloauth")
	after["isPkceRequired"] = before["isPkceRequired"]
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the update lost or changed something:\nbefore %v\nafter  %v", before, after)
	}
	server.ForgetRequests()
	must(client.ExternalClientApps.Update(ctx, "Orders", ExternalClientAppChange{
		Policies: func(p *ExternalClientAppPolicies) { p.IsEnabled = false },
	}))(t)
	if calls := len(server.Requests()); calls != 3 {
		t.Errorf("a change of one part took %d calls, want 3", calls)
	}
}

// One part that fails leaves an app that the next update completes.
func TestSimulatedPartialApp(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	change := ordersExternalApp()
	change.OAuthPolicies = func(p *ExternalClientAppOAuthPolicies) {
		p.ClientCredentialsFlowUser, p.IsClientCredentialsFlowEnabled = new("nobody@acme.example"), new(true)
	}
	app, err := client.ExternalClientApps.Create(ctx, "Orders", change)
	partial, is := errors.AsType[*PartialAppError](err)
	if !is || partial.Failed != typeECAOAuthPolicies || len(partial.Exists) != 5 || app == nil || app.GlobalOAuth == nil {
		t.Fatalf("got %+v, %v", app, err)
	}
	wantKind(t, err, transport.Invalid)

	must(client.ExternalClientApps.Update(ctx, "Orders", ordersExternalApp()))(t)
	if got := fmt.Sprint(server.SalesforceMetadata(typeECAOAuthPolicies, app.OAuthPolicies.FullName)["refreshTokenValidityPeriod"]); got != "[30]" {
		t.Errorf("the next update left %s", got)
	}
}

func TestSimulatedAppWithoutSomeParts(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	server.Inject(simulator.Fault{
		Pattern: "POST createMetadata", Skip: 1, Times: 1,
		Answer: simulator.Status(500, faultOf("UNKNOWN_EXCEPTION", "sorry")),
	})
	app, err := client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp())
	partial, is := errors.AsType[*PartialAppError](err)
	if !is || partial.Failed != typeECAOAuthSettings || app == nil || app.OAuthSettings != nil {
		t.Fatalf("got %+v, %v", app, err)
	}
	if seen := must(freshApps(client).Get(ctx, "Orders"))(t); seen.OAuthSettings != nil || seen.GlobalOAuth != nil {
		t.Errorf("seen %+v", seen)
	}
	completed := must(client.ExternalClientApps.Update(ctx, "Orders", ordersExternalApp()))(t)
	if len(completed.parts()) != 5 || *completed.OAuthPolicies.RefreshTokenValidityPeriod != 30 {
		t.Errorf("completed %+v", completed)
	}
}

func TestSimulatedExternalAppsOfSimilarNames(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	for i, name := range []string{"Orders", "Orders_oauth", "Orders_2"} {
		change := ordersExternalApp()
		change.GlobalOAuth = func(g *ExternalClientAppGlobalOAuth) {
			g.ConsumerKey, g.CallbackURL = new(fmt.Sprintf("3MVG9OrdersExternal000000000%d", i)), new("https://"+strings.ToLower(name)+".example")
		}
		must(client.ExternalClientApps.Create(ctx, name, change))(t)
	}
	apps := freshApps(client)
	for _, name := range []string{"Orders", "Orders_oauth", "Orders_2"} {
		app := must(apps.Get(ctx, name))(t)
		if len(app.parts()) != 5 || app.OAuthPolicies.App != name || !strings.Contains(*app.GlobalOAuth.CallbackURL, strings.ToLower(name)+".") {
			t.Errorf("%s is %+v", name, app)
		}
	}
}

func TestSimulatedLostAnswersOfExternalApps(t *testing.T) {
	t.Parallel()
	for skipped := range 3 {
		t.Run(strconv.Itoa(skipped), func(t *testing.T) {
			t.Parallel()
			server, client := simulated(t)
			server.Inject(simulator.Fault{
				Pattern: "POST createMetadata", Skip: skipped, Times: 1, AfterEffect: true, Answer: simulator.Reset,
			})
			app, err := client.ExternalClientApps.Create(t.Context(), "Orders", ordersExternalApp())
			if err != nil || len(app.parts()) != 5 {
				t.Errorf("got %+v, %v", app, err)
			}
			if got := server.Calls("POST createMetadata"); got != 3 {
				t.Errorf("%d creations, want 3", got)
			}
		})
	}
}

func TestSimulatedExternalAppsAreReadAtOnce(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	for i := range 5 {
		change := ordersExternalApp()
		change.GlobalOAuth = func(g *ExternalClientAppGlobalOAuth) { g.CallbackURL = new("https://acme.example") }
		must(client.ExternalClientApps.Create(ctx, fmt.Sprintf("App_%d", i), change))(t)
	}
	apps := freshApps(client)
	server.ForgetRequests()
	next := make(chan string, 5)
	for i := range 5 {
		next <- fmt.Sprintf("App_%d", i)
	}
	inParallel(t, 5, func() error {
		_, err := apps.Get(ctx, <-next)
		return err
	})
	if got := len(server.Requests()); got != 7 {
		t.Errorf("%d calls, want 2 listings and 5 reads", got)
	}
}

func TestSimulatedApprovalOfExternalApps(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	created := must(client.ExternalClientApps.Create(ctx, "Orders", ordersExternalApp()))(t)
	app := must(client.Apps.Find(ctx, "Orders"))(t)
	if app.Kind() != ExternalKind || app.Approved || app.Label != "Orders" {
		t.Fatalf("the app is %+v", app)
	}
	set := must(client.PermissionSets.Find(ctx, "Reporting_Tools"))(t)
	must(client.SetupEntityAccess.Create(ctx, app.ID, set.ID))(t)
	for _, approved := range []bool{true, false, true} {
		if err := client.Apps.SetApproved(ctx, app, approved); err != nil {
			t.Fatal(err)
		}
		if found := must(client.Apps.Find(ctx, string(app.ID)))(t); found.Approved != approved {
			t.Errorf("approved is %t, want %t", found.Approved, approved)
		}
		if server.SalesforceID("SetupEntityAccess", "SetupEntityId", string(app.ID)) == "" {
			t.Fatalf("setting the approval to %t took the grant away", approved)
		}
	}
	if got := fmt.Sprint(server.SalesforceMetadata(typeECAOAuthPolicies, created.OAuthPolicies.FullName)["permittedUsersPolicyType"]); got != "[AdminApprovedPreAuthorized]" {
		t.Errorf("the organization shows %s", got)
	}
}
