package anypoint_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	scopeType  = "apiaccess_anypoint_connected_app_scope"
	scopesType = "apiaccess_anypoint_connected_app_scopes"
)

func scopeOf(app, scope string, environment any) prototest.Config {
	return prototest.Config{"app": app, "scope": scope, "organization": "Acme", "environment": environment}
}

func TestConnectedAppScopeIsAddedAndRemovedAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	before := appNamed(platform, "Auditor").Scopes
	state := applyNew(t, running, scopeType, scopeOf("Auditor", "read:api_alerts", "Production"))
	if got := appNamed(platform, "Auditor").Scopes; len(got) != len(before)+1 {
		t.Errorf("%v became %v", before, got)
	}
	planned, err := running.Plan(t, state, scopeOf("Auditor", "read:api_alerts", "Sandbox"))
	if err != nil || len(planned.RequiresReplace) == 0 {
		t.Errorf("another environment replaces %v, %v", planned.RequiresReplace, err)
	}
	planned, err = running.Plan(t, state, scopeOf(acctest.AnypointAuditorClientID, "read:api_alerts", acctest.ProductionID))
	if err != nil || len(planned.RequiresReplace) > 0 {
		t.Errorf("other words for the same replace %v, %v", planned.RequiresReplace, err)
	}
	if _, err := running.Apply(t, state, nil); err != nil || !slices.Equal(appNamed(platform, "Auditor").Scopes, before) {
		t.Errorf("it has %v, %v", appNamed(platform, "Auditor").Scopes, err)
	}
}

func TestConnectedAppScopeThatIsThereAlreadyIsTakenOverOnlyWhenTold(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	config := scopeOf("Auditor", "read:exchange", nil)
	_, err := running.Apply(t, running.Null(t, scopeType), config)
	wantRefusal(t, err, "has the scope already", "terraform import ADDRESS", acctest.AnypointAuditorClientID+",read:exchange,"+acctest.OrganizationID+"'")
	applyNew(t, running, scopeType, beside(config, prototest.Config{"adopt_existing": true}))
}

func TestConnectedAppScopeThatWasRemovedByHandIsGone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyNew(t, platform.Protocol(t), scopeType, scopeOf("Auditor", "read:api_alerts", "Production"))
	platform.SetAnypointAppScopes(acctest.AnypointAuditorClientID)
	if read, err := platform.Protocol(t).Read(t, state); err != nil || !read.Gone() {
		t.Errorf("gone %t, %v", read.Gone(), err)
	}
	platform.DeleteAnypointApp(acctest.AnypointAuditorClientID)
	if read, err := platform.Protocol(t).Read(t, state); err != nil || !read.Gone() {
		t.Errorf("with its app: gone %t, %v", read.Gone(), err)
	}
	platform.Inject(simulator.Fault{Pattern: "GET /scopes", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	read, err := platform.Protocol(t).Read(t, state)
	wantRefusal(t, err, "read:orgconnapps")
	if read.Gone() {
		t.Error("a scope that may not be read left the state")
	}
}

func TestConnectedAppScopesAreWrittenTogether(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	names := []string{"manage:api_contracts", "manage:api_alerts", "manage:api_proxies", "read:api_alerts", "manage:api_groups", "manage:apis"}
	inParallel(len(names), func(number int) {
		if _, err := running.Apply(t, running.Null(t, scopeType), scopeOf("Auditor", names[number], "Sandbox")); err != nil {
			t.Error(err)
		}
	})
	if calls := platform.Calls("PATCH /scopes"); calls > 2 {
		t.Errorf("%d calls", calls)
	}
	if got := appNamed(platform, "Auditor").Scopes; len(got) != 8+len(names) {
		t.Errorf("it has %v", got)
	}
}

func TestConnectedAppScopesAreTheCompleteList(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	list := func(scopes ...any) prototest.Config { return prototest.Config{"app": "Auditor", "scopes": scopes} }
	planned, err := running.Plan(t, running.Null(t, scopesType), list(inAcme("read:exchange", nil)))
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Errorf("the plan tells %v, %v, want a warning of the scopes that go", planned.Diagnostics, err)
	}
	state := applyNew(t, running, scopesType, list(inAcme("read:exchange", nil)))
	if got := appNamed(platform, "Auditor").Scopes; len(got) != 1 {
		t.Errorf("it has %v", got)
	}
	platform.SetAnypointAppScopes(acctest.AnypointAuditorClientID,
		simulator.AnypointAppScope{Scope: "read:exchange", OrganizationID: acctest.OrganizationID},
		simulator.AnypointAppScope{Scope: "manage:exchange", OrganizationID: retailID})
	fresh := platform.Protocol(t)
	read, err := fresh.Read(t, state)
	if scopes, _ := read.Attributes(t)["scopes"].([]any); err != nil || len(scopes) != 2 {
		t.Errorf("a scope that was added by hand is not seen: %v, %v", scopes, err)
	}
	if read, err = fresh.Apply(t, read, list()); err != nil || len(appNamed(platform, "Auditor").Scopes) > 0 {
		t.Errorf("removed to none it has %v, %v", appNamed(platform, "Auditor").Scopes, err)
	}
	if read, err = fresh.Apply(t, read, list(inAcme("read:exchange", nil))); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.Apply(t, read, nil); err != nil || len(appNamed(platform, "Auditor").Scopes) > 0 {
		t.Errorf("destroyed it has %v, %v", appNamed(platform, "Auditor").Scopes, err)
	}
}

func TestScopesOfOneAppAreManagedInOneWay(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	app := applyNew(t, platform.Protocol(t), appType, syncConfig(inAcme("read:exchange", nil)))
	inApp := func(running *prototest.Provider) error {
		_, err := running.Plan(t, app, syncConfig(inAcme("read:exchange", nil)))
		return err
	}
	list := func(running *prototest.Provider) error {
		_, err := running.Plan(t, running.Null(t, scopesType), prototest.Config{"app": "Sync", "scopes": []any{inAcme("read:exchange", nil)}})
		return err
	}
	single := func(running *prototest.Provider) error {
		_, err := running.Plan(t, running.Null(t, scopeType), scopeOf("Sync", "read:api_alerts", "Sandbox"))
		return err
	}
	for name, pair := range map[string][2]func(*prototest.Provider) error{
		"in the app and a list": {inApp, list}, "in the app and singly": {inApp, single}, "a list and singly": {list, single},
		"singly and in the app": {single, inApp},
	} {
		running := platform.Protocol(t)
		if err := pair[0](running); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		wantRefusal(t, pair[1](running), "managed in two ways")
	}
}

func TestConnectedAppScopesOfTheProviderAreGuarded(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	_, err := running.Plan(t, running.Null(t, scopesType), prototest.Config{"app": "Terraform", "scopes": []any{inAcme("read:exchange", nil)}})
	wantRefusal(t, err, "would lock itself out")
	state, err := running.ImportIdentity(t, scopeType, prototest.Config{
		"client_id": ownApp, "scope": "admin:access_controls", "context_organization_id": acctest.OrganizationID,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = running.Plan(t, state, nil)
	wantRefusal(t, err, "would lock itself out", "loses the scope")
}

func TestConnectedAppScopeRefusesAtPlan(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"an unknown app":           {scopeOf("Nobody", "read:exchange", nil), "Unknown app"},
		"an unknown scope":         {scopeOf("Auditor", "read:everything", nil), "Unknown scope"},
		"a scope in no place":      {prototest.Config{"app": "Auditor", "scope": "read:exchange"}, "holds in an organization"},
		"a scope of everywhere":    {scopeOf("Auditor", "read:api_policies", nil), "holds in single environments"},
		"an unknown environment":   {scopeOf("Auditor", "read:api_policies", "Staging"), "Unknown environment"},
		"an app without a name":    {scopeOf("", "read:exchange", nil), "app"},
		"something that's no name": {scopeOf("Auditor", "View Policies", nil), "read:api_policies"},
	} {
		_, err := running.Plan(t, running.Null(t, scopeType), test.config)
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
		wantRefusal(t, err, test.message)
	}
}

func TestConnectedAppsAreFoundByTheNameThatTheyAreGoingToHave(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	config := prototest.Config{"name": "Sync", "grant_types": []any{"client_credentials"}}
	app := applyNew(t, running, appType, config)
	fresh := platform.Protocol(t)
	if _, err := fresh.Plan(t, app, beside(config, prototest.Config{"name": "Renamed"})); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.Plan(t, fresh.Null(t, scopeType), scopeOf("Renamed", "read:exchange", nil)); err != nil {
		t.Errorf("an app that is renamed: %v", err)
	}
	if _, err := fresh.Plan(t, fresh.Null(t, appType), beside(config, prototest.Config{"name": "New"})); err != nil {
		t.Fatal(err)
	}
	if _, err := fresh.Plan(t, fresh.Null(t, entryType), prototest.Config{"app": "New"}); err != nil {
		t.Errorf("an app that is made: %v", err)
	}
}
