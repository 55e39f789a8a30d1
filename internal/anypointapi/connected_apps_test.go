package anypointapi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const appCalls = "/connectedApplications"

func appOf(clientID string) anypointapi.AppKey {
	return anypointapi.AppKey{OrganizationID: acme, ClientID: clientID}
}

func syncApp(name string) anypointapi.AppChange {
	return anypointapi.AppChange{
		Name: &name, GrantTypes: &[]string{anypointapi.GrantClientCredentials}, RedirectURIs: &[]string{}, Audience: new("internal"),
	}
}

func readsExchange(organizationID string) anypointapi.AppScope {
	return anypointapi.AppScope{Name: "read:exchange", OrganizationID: organizationID}
}

func readsPolicies() anypointapi.AppScope {
	return anypointapi.AppScope{Name: "read:api_policies", OrganizationID: acme, EnvironmentID: acmeProd}
}

// callConnectedApps makes every call about connected apps.
func callConnectedApps(t *testing.T, client *anypointapi.Client, must func(any, error)) {
	t.Helper()
	ctx := t.Context()
	app, err := client.ConnectedApps.Create(ctx, acme, syncApp("Sync"))
	must(app, err)
	key := appOf(app.ClientID)
	must(client.ConnectedApps.Find(ctx, acme, "Sync"))
	must(client.ConnectedApps.Read(ctx, key))
	must(client.ConnectedApps.Update(ctx, key, anypointapi.AppChange{Enabled: new(false)}))
	must(client.AppScopes.List(ctx, key))
	must(nil, client.AppScopes.Change(ctx, key, []anypointapi.AppScope{readsPolicies()}, nil))
	must(nil, client.AppScopes.Change(ctx, key, nil, []anypointapi.AppScope{readsPolicies()}))
	must(client.ScopeCatalogue.Names(ctx))
	must(client.AppSettings.Update(ctx, acme, anypointapi.AppSettingsChange{AllowlistInternal: new(false)}))
	must(nil, client.AppAllowlist.Approve(ctx, acme, anypointapi.AllowlistEntry{ClientID: app.ClientID}))
	must(nil, client.AppAllowlist.Remove(ctx, acme, app.ClientID))
	for _, err := range client.AppAuthorizations(ctx, acme, acmeSarah) {
		must(nil, err)
	}
	must(nil, client.ConnectedApps.Delete(ctx, key))
}

func TestThreeHundredConnectedAppsAreReadInFifteenCalls(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ids := p.AddAnypointApps(297) // beside the three of Acme
	ids = append(ids, terraform.ClientID, auditor.ClientID, administrator.ClientID)
	var group sync.WaitGroup
	for _, id := range ids {
		group.Go(func() {
			if _, err := client.ConnectedApps.Get(t.Context(), appOf(id)); err != nil {
				t.Error(err)
			}
			if _, err := client.AppScopes.List(t.Context(), appOf(id)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	p.wantCalls("GET "+appCalls+"/ /scopes", 300)
	p.wantCalls("GET "+appCalls, 315)
}

func TestConnectedAppsKeepNoSecret(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	app, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Sync"))
	if err != nil {
		t.Fatal(err)
	}
	secret, err := client.ConnectedApps.Secret(t.Context(), appOf(app.ClientID))
	if err != nil || secret != p.appNamed("Sync").Secret {
		t.Fatalf("the secret reads %q, %v", secret, err)
	}
	apps, err := client.ConnectedApps.List(t.Context(), acme)
	if err != nil {
		t.Fatal(err)
	}
	document, err := json.Marshal(apps)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{fmt.Sprintf("%+v", apps), string(document)} {
		if strings.Contains(kept, secret) || strings.Contains(kept, terraform.ClientSecret) {
			t.Error("the apps hold a secret")
		}
	}
	if err := client.ConnectedApps.ResetSecret(t.Context(), appOf(app.ClientID)); err != nil {
		t.Fatal(err)
	}
	if again := p.appNamed("Sync").Secret; again == secret {
		t.Error("the secret was not reset")
	}
}

func (p *platform) appNamed(name string) simulator.AnypointApp {
	for _, app := range p.AnypointApps() {
		if app.Name == name {
			return app
		}
	}
	return simulator.AnypointApp{}
}

func TestAConnectedAppWhoseCreationWasNotAnsweredIsFound(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	if _, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Sync")); err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Pattern: "POST " + appCalls, Times: 1, AfterEffect: true, Answer: simulator.Reset})
	second, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Sync"))
	if err != nil {
		t.Fatal(err)
	}
	if apps := p.AnypointApps(); len(apps) != 5 || apps[4].ClientID != second.ClientID {
		t.Errorf("%d apps, and found %s", len(apps), second.ClientID)
	}
	p.ClearFaults()
	p.Inject(simulator.Fault{Pattern: "POST " + appCalls, Times: 1, Answer: simulator.Reset})
	if _, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Other")); !errors.Is(err, transport.ErrNoAnswer) {
		t.Errorf("an app that was not made: %v", err)
	}
}

func TestAConnectedAppWhoseChangeWasNotAnsweredIsRead(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	app, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Sync"))
	if err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Pattern: "PATCH " + appCalls, Times: 1, AfterEffect: true, Answer: simulator.Reset})
	if changed, err := client.ConnectedApps.Update(t.Context(), appOf(app.ClientID), anypointapi.AppChange{Name: new("Renamed")}); err != nil || changed.Name != "Renamed" {
		t.Errorf("%+v, %v", changed, err)
	}
	p.ClearFaults()
	p.Inject(simulator.Fault{Pattern: "PATCH " + appCalls, Times: 1, Answer: simulator.Reset})
	_, err = client.ConnectedApps.Update(t.Context(), appOf(app.ClientID), anypointapi.AppChange{Name: new("Again")})
	if !errors.Is(err, transport.ErrNoAnswer) {
		t.Errorf("a change that was not made: %v", err)
	}
}

func TestAChangeOfAConnectedAppThatDoesNotStickFails(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	app, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Sync"))
	if err != nil {
		t.Fatal(err)
	}
	p.Inject(simulator.Fault{Pattern: "PATCH " + appCalls, Times: 1, Answer: simulator.Status(http.StatusOK,
		`{"client_id":"`+app.ClientID+`","client_name":"Sync","enabled":true,"grant_types":["client_credentials"]}`)})
	_, err = client.ConnectedApps.Update(t.Context(), appOf(app.ClientID), anypointapi.AppChange{Enabled: new(false)})
	if !errors.Is(err, anypointapi.ErrDidNotStick) || !strings.Contains(err.Error(), "enabled") {
		t.Errorf("got %v", err)
	}
}

func TestFindingAConnectedApp(t *testing.T) {
	t.Parallel()
	_, client := start(t)
	for _, reference := range []string{"Terraform", terraform.ClientID} {
		if app, err := client.ConnectedApps.Find(t.Context(), acme, reference); err != nil || app.ClientID != terraform.ClientID {
			t.Errorf("%s is %+v, %v", reference, app, err)
		}
	}
	if _, err := client.ConnectedApps.Find(t.Context(), acme, "Nobody"); !transport.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
	for range 2 {
		if _, err := client.ConnectedApps.Create(t.Context(), acme, syncApp("Twin")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.ConnectedApps.Find(t.Context(), acme, "Twin"); err == nil || !strings.Contains(err.Error(), "use the client id") {
		t.Errorf("got %v", err)
	}
}

func TestScopesOfOneAppAreChangedTogether(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	key := appOf(p.AddAnypointApps(1)[0])
	environments := []string{acmeProd, "5a1c0000-e4f0-4000-8000-000000000002"}
	names := []string{"read:api_policies", "read:api_configuration", "read:api_contracts", "read:api_alerts", "manage:api_proxies"}
	var group sync.WaitGroup
	for _, name := range names {
		for _, environment := range environments {
			group.Go(func() {
				scope := anypointapi.AppScope{Name: name, OrganizationID: acme, EnvironmentID: environment}
				if err := client.AppScopes.Change(t.Context(), key, []anypointapi.AppScope{scope}, nil); err != nil {
					t.Error(err)
				}
			})
		}
	}
	group.Wait()
	p.wantCalls("PATCH /scopes", 1)
	p.wantCalls("GET /scopes", 1)
	if scopes, err := client.AppScopes.List(t.Context(), key); err != nil || len(scopes) != 11 {
		t.Errorf("%v, %v", scopes, err)
	}
}

func TestScopesAreRemovedToNone(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	key := appOf(p.AddAnypointApps(1)[0])
	if err := client.AppScopes.Change(t.Context(), key, []anypointapi.AppScope{readsPolicies()}, []anypointapi.AppScope{readsExchange(acme)}); err != nil {
		t.Fatal(err)
	}
	if scopes := p.appNamed("app-0001").Scopes; !slices.Equal(scopes, []string{"read:api_policies " + acme + " " + acmeProd}) {
		t.Errorf("after an exchange it has %v", scopes)
	}
	if err := client.AppScopes.Change(t.Context(), key, nil, []anypointapi.AppScope{readsPolicies()}); err != nil {
		t.Fatal(err)
	}
	if scopes := p.appNamed("app-0001").Scopes; len(scopes) > 0 {
		t.Errorf("it still has %v", scopes)
	}
}

func TestScopeChangesThatDoNotStickFail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ added, removed []anypointapi.AppScope }{
		"an addition": {added: []anypointapi.AppScope{readsPolicies()}},
		"a removal":   {removed: []anypointapi.AppScope{readsExchange(acme)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, client := start(t)
			key := appOf(p.AddAnypointApps(1)[0])
			for _, method := range []string{"PATCH", "DELETE"} {
				p.Inject(simulator.Fault{Pattern: method + " /scopes", Answer: simulator.Status(http.StatusNoContent, "")})
			}
			if err := client.AppScopes.Change(t.Context(), key, test.added, test.removed); !errors.Is(err, anypointapi.ErrDidNotStick) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestRefusalsAboutConnectedAppsNameWhatIsMissing(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	client := p.client(anypointapi.Config{Credentials: auditor})
	_, err := client.ConnectedApps.List(t.Context(), acme)
	if !transport.IsPermission(err) || !strings.Contains(err.Error(), "read:orgconnapps") {
		t.Errorf("got %v", err)
	}
	err = client.AppAllowlist.Remove(t.Context(), acme, "partner")
	if !transport.IsPermission(err) || !strings.Contains(err.Error(), "admin:access_controls") || !anypointapi.NeedsAccessManagement(err) {
		t.Errorf("got %v", err)
	}
}
