package anypoint_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestConnectedAppRefusesAtPlan(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	user := prototest.Config{"name": "Portal", "grant_types": []any{"password"}}
	for name, test := range map[string]struct {
		config   prototest.Config
		messages []string
	}{
		"an unknown grant type":               {prototest.Config{"name": "X", "grant_types": []any{"magic"}}, []string{"grant_types"}},
		"no grant type":                       {prototest.Config{"name": "X", "grant_types": []any{}}, []string{"grant_types"}},
		"an empty name":                       {beside(user, prototest.Config{"name": ""}), []string{"name"}},
		"scopes of its own for a user's app":  {beside(user, prototest.Config{"scopes": []any{inAcme("read:exchange", nil)}}), []string{"delegated_scopes"}},
		"a user's scopes for an app's own":    {beside(syncConfig(), prototest.Config{"delegated_scopes": []any{"openid"}}), []string{"acts for no user"}},
		"no redirect address":                 {beside(user, prototest.Config{"grant_types": []any{"implicit"}}), []string{"need an address"}},
		"an unknown scope":                    {syncConfig(inAcme("read:everything", nil)), []string{"Unknown scope", "read:everything"}},
		"a scope that is no scope":            {syncConfig(inAcme("View Policies", nil)), []string{"read:api_policies"}},
		"an environment scope everywhere":     {syncConfig(inAcme("read:api_policies", nil)), []string{"holds in single environments"}},
		"an organization scope in one":        {syncConfig(inAcme("read:exchange", "Production")), []string{"leave the environment out"}},
		"an environment of no organization":   {syncConfig(map[string]any{"scope": "view:environment", "environment": "Production"}), []string{"organization"}},
		"a user's scope for itself":           {syncConfig(map[string]any{"scope": "full"}), []string{"delegated_scopes"}},
		"the scope that comes by itself":      {syncConfig(map[string]any{"scope": "profile"}), []string{"comes with every app"}},
		"an unknown organization":             {syncConfig(map[string]any{"scope": "read:exchange", "organization": "Wholesale"}), []string{"Unknown organization", "Wholesale"}},
		"an unknown environment":              {syncConfig(inAcme("read:api_policies", "Staging")), []string{"Unknown environment", "Staging"}},
		"one scope in two words":              {syncConfig(inAcme("read:api_policies", "Production"), inAcme("read:api_policies", acctest.ProductionID)), []string{"listed twice"}},
		"a private key":                       {beside(syncConfig(), prototest.Config{"public_keys": []any{"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}}), []string{"Wrong public key"}},
		"a secret without a version":          {beside(syncConfig(), prototest.Config{"client_secret": "mine"}), []string{"client_secret_version"}},
		"a secret of one's own, and rotation": {beside(syncConfig(), prototest.Config{"client_secret": "mine", "client_secret_version": 1, "rotation_trigger": "x"}), []string{"client_secret"}},
		"an owner for nobody's app":           {beside(syncConfig(), prototest.Config{"owner": "platform.admin", "ownerless": true}), []string{"ownerless"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := running.Plan(t, running.Null(t, appType), test.config)
			wantRefusal(t, err, test.messages...)
			if err != nil && strings.Contains(err.Error(), "AAAA") {
				t.Error("the message repeats the key")
			}
		})
	}
}

func TestConnectedAppDoesWithoutTheCatalogueOfScopes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "GET /cs/scopes", Answer: simulator.Status(http.StatusNotFound, "Not Found")})
	running := platform.Protocol(t)
	applyNew(t, running, appType, syncConfig(inAcme("read:exchange", nil)))
	_, err := running.Apply(t, running.Null(t, appType), syncConfig(inAcme("read:everything", nil)))
	wantRefusal(t, err, "Invalid scope", "read:everything")
}

func TestConnectedAppWithoutPermission(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	state := applyNew(t, running, appType, syncConfig())
	for _, test := range []struct{ pattern, scope string }{
		{"GET /connectedApplications", "read:orgconnapps"},
		{"PATCH /connectedApplications", "admin:access_controls"},
		{"DELETE /connectedApplications", "admin:access_controls"},
		{"POST /connectedApplications", "admin:access_controls"},
	} {
		platform.ClearFaults()
		platform.Inject(simulator.Fault{Pattern: test.pattern, Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
		fresh := platform.Protocol(t)
		var err error
		switch method, _, _ := strings.Cut(test.pattern, " "); method {
		case "GET":
			var read prototest.State
			if read, err = fresh.Read(t, state); read.Gone() {
				t.Error("an app that may not be read left the state")
			}
		case "PATCH":
			_, err = fresh.Apply(t, state, beside(syncConfig(), prototest.Config{"enabled": false}))
		case "DELETE":
			_, err = fresh.Apply(t, state, nil)
		default:
			_, err = fresh.Apply(t, fresh.Null(t, appType), beside(syncConfig(), prototest.Config{"name": "Other"}))
		}
		wantRefusal(t, err, test.scope, "access_management")
	}
}

func TestConnectedAppOfTheProviderIsGuarded(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	own, err := running.ImportIdentity(t, appType, prototest.Config{"client_id": ownApp})
	if err != nil {
		t.Fatal(err)
	}
	scopes, _ := own.Attributes(t)["scopes"].([]any)
	config := prototest.Config{"name": "Terraform", "grant_types": []any{"client_credentials"}, "scopes": scopes}
	var narrowed []any
	for _, scope := range scopes {
		if words, _ := scope.(map[string]any); words["scope"] != "admin:access_controls" {
			narrowed = append(narrowed, scope)
		}
	}
	allowed := prototest.Config{"allow_self_lockout": true}
	for name, change := range map[string]prototest.Config{
		"deletion":            nil,
		"disabling":           {"enabled": false},
		"another grant type":  {"grant_types": []any{"password"}, "scopes": nil},
		"its powerful scopes": {"scopes": narrowed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var wanted prototest.Config
			if change != nil {
				wanted = beside(config, change)
			}
			_, err := running.Plan(t, own, wanted)
			wantRefusal(t, err, "would lock itself out", "allow_self_lockout")
			if change != nil {
				if _, err := running.Plan(t, own, beside(wanted, allowed)); err != nil {
					t.Errorf("with allow_self_lockout: %v", err)
				}
			}
		})
	}
	if _, err := running.Plan(t, own, beside(config, prototest.Config{"name": "Renamed"})); err != nil {
		t.Errorf("a harmless change was refused: %v", err)
	}
}
