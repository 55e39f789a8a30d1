package anypoint_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	appType    = "apiaccess_anypoint_connected_app"
	appAddress = appType + ".sync"
	ownApp     = acctest.AnypointClientID
)

func appNamed(platform *acctest.Simulator, name string) simulator.AnypointApp {
	for _, app := range platform.AnypointApps() {
		if app.Name == name {
			return app
		}
	}
	return simulator.AnypointApp{}
}

func inAcme(scope string, environment any) map[string]any {
	return map[string]any{"scope": scope, "organization": "Acme", "environment": environment}
}

func syncConfig(scopes ...any) prototest.Config {
	return prototest.Config{"name": "Sync", "grant_types": []any{"client_credentials"}, "scopes": scopes}
}

// beside is a configuration with more or other arguments.
func beside(config prototest.Config, others prototest.Config) prototest.Config {
	joined := prototest.Config{}
	maps.Copy(joined, config)
	maps.Copy(joined, others)
	return joined
}

func applyNew(t *testing.T, running *prototest.Provider, typeName string, config prototest.Config) prototest.State {
	t.Helper()
	state, err := running.Apply(t, running.Null(t, typeName), config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func wantRefusal(t *testing.T, err error, messages ...string) {
	t.Helper()
	for _, message := range messages {
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("got %v, want an error that says %q", err, message)
		}
	}
}

func TestConnectedAppThroughTheEngine(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(name, scopes string) string {
		return `
resource "apiaccess_anypoint_connected_app" "sync" {
  name        = "` + name + `"
  grant_types = ["client_credentials"]
  scopes      = [` + scopes + `]
}`
	}
	const policies = `{ scope = "read:api_policies", organization = "Acme", environment = "Production" }`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config("Sync", policies),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(appAddress, tfjsonpath.New("audience"), knownvalue.StringExact("internal")),
				statecheck.ExpectKnownValue(appAddress, tfjsonpath.New("client_secret"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config: config("Renamed", policies+`, { scope = "read:exchange", organization = "Retail" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionUpdate),
			}},
			Check: func(*acctest.State) error {
				want := []string{"read:api_policies " + acctest.OrganizationID + " " + acctest.ProductionID, "read:exchange " + retailID}
				if got := appNamed(platform, "Renamed").Scopes; !slices.Equal(got, want) {
					t.Errorf("the scopes are %v", got)
				}
				return nil
			},
		},
		resource.TestStep{
			ResourceName: appAddress, ImportState: true,
			ImportStateIdFunc: func(*acctest.State) (string, error) {
				return acctest.OrganizationID + "," + appNamed(platform, "Renamed").ClientID, nil
			},
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "client_id",
		},
		resource.TestStep{
			PreConfig: func() { platform.SetAnypointAppScopes(appNamed(platform, "Renamed").ClientID) }, // by hand
			Config:    config("Renamed", policies),
			Check: func(*acctest.State) error {
				if got := appNamed(platform, "Renamed").Scopes; len(got) != 1 {
					t.Errorf("scopes that were removed by hand are %v", got)
				}
				return nil
			},
		},
		resource.TestStep{
			PreConfig: func() { platform.DeleteAnypointApp(appNamed(platform, "Renamed").ClientID) },
			Config:    config("Renamed", policies),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(appAddress, plancheck.ResourceActionCreate),
			}},
		},
	)
	if len(platform.AnypointApps()) != 3 {
		t.Error("the app outlived its destruction")
	}
}

func TestConnectedAppScopesGoToNone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	state := applyNew(t, running, appType, syncConfig(inAcme("read:exchange", nil)))
	state, err := running.Apply(t, state, syncConfig())
	if err != nil || len(appNamed(platform, "Sync").Scopes) > 0 {
		t.Errorf("it has %v, %v", appNamed(platform, "Sync").Scopes, err)
	}
	platform.SetAnypointAppScopes(appNamed(platform, "Sync").ClientID, simulator.AnypointAppScope{Scope: "manage:exchange", OrganizationID: retailID})
	read, err := platform.Protocol(t).Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	if told := toldOf(read.Attributes(t), "scopes", "organization"); !slices.Equal(told, []string{"Retail"}) {
		t.Errorf("a scope that was added by hand is told in %v", told)
	}
}

func TestConnectedAppLeavesScopesAloneUnlessTold(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	config := prototest.Config{"name": "Sync", "grant_types": []any{"client_credentials"}}
	state := applyNew(t, running, appType, config)
	platform.SetAnypointAppScopes(appNamed(platform, "Sync").ClientID, simulator.AnypointAppScope{Scope: "read:exchange", OrganizationID: retailID})
	platform.ForgetRequests()
	fresh := platform.Protocol(t)
	read, err := fresh.Read(t, state)
	if err != nil || read.Attributes(t)["scopes"] != nil {
		t.Errorf("told %v, %v", read.Attributes(t)["scopes"], err)
	}
	if _, err := fresh.Apply(t, read, beside(config, prototest.Config{"enabled": false})); err != nil {
		t.Fatal(err)
	}
	if len(appNamed(platform, "Sync").Scopes) != 1 || platform.Calls("/scopes") > 0 {
		t.Error("scopes that are managed elsewhere were touched")
	}
}

func TestConnectedAppSecretIsChosenAndRotated(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	secret := func() string { return appNamed(platform, "Sync").Secret }
	state := applyNew(t, running, appType, beside(syncConfig(), prototest.Config{"client_secret": "mine", "client_secret_version": 1}))
	if secret() != "mine" {
		t.Errorf("the secret is %q", secret())
	}
	step := func(what, want string, others prototest.Config) {
		t.Helper()
		var err error
		before := secret()
		if state, err = running.Apply(t, state, beside(syncConfig(), others)); err != nil {
			t.Fatal(err)
		}
		if kept := secret() == before; want == "kept" && !kept || want == "new" && kept || want != "kept" && want != "new" && secret() != want {
			t.Errorf("%s: the secret went from %q to %q", what, before, secret())
		}
	}
	step("another secret of the same version", "kept", prototest.Config{"client_secret": "other", "client_secret_version": 1})
	step("another version", "other", prototest.Config{"client_secret": "other", "client_secret_version": 2})
	step("beginning to rotate", "kept", prototest.Config{"rotation_trigger": "April"})
	step("rotating", "new", prototest.Config{"rotation_trigger": "May"})
	step("the same trigger", "kept", prototest.Config{"rotation_trigger": "May", "enabled": false})
	step("ceasing to rotate", "kept", nil)
}

func TestConnectedAppIsNotRotatedTwice(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	state := applyNew(t, running, appType, beside(syncConfig(), prototest.Config{"rotation_trigger": "April"}))
	platform.Inject(simulator.Fault{Pattern: "PATCH /scopes", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	rotated := beside(syncConfig(inAcme("read:exchange", nil)), prototest.Config{"rotation_trigger": "May"})
	state, err := running.Apply(t, state, rotated)
	wantRefusal(t, err, "admin:access_controls")
	platform.ClearFaults()
	secret := appNamed(platform, "Sync").Secret
	if _, err := running.Apply(t, state, rotated); err != nil {
		t.Fatal(err)
	}
	if app := appNamed(platform, "Sync"); app.Secret != secret || len(app.Scopes) != 1 {
		t.Errorf("after the second apply: rotated again %t, scopes %v", app.Secret != secret, app.Scopes)
	}
}

func TestConnectedAppOwner(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	state := applyNew(t, running, appType, beside(syncConfig(), prototest.Config{"owner": "platform@acme.example"}))
	if owner := appNamed(platform, "Sync").OwnerID; state.Attributes(t)["owner_id"] != owner {
		t.Errorf("owner_id is %v, the owner %s", state.Attributes(t)["owner_id"], owner)
	}
	_, err := running.Apply(t, state, beside(syncConfig(), prototest.Config{"owner": "sarah.lee"}))
	wantRefusal(t, err, "must be an organization administrator")
	_, err = running.Plan(t, state, beside(syncConfig(), prototest.Config{"owner": "nobody"}))
	wantRefusal(t, err, "Unknown user")

	nobodys := applyNew(t, running, appType, beside(syncConfig(), prototest.Config{"name": "Nobodys", "ownerless": true}))
	if owner := appNamed(platform, "Nobodys").OwnerID; owner != "" || nobodys.Attributes(t)["owner_id"] != nil {
		t.Errorf("an app without an owner belongs to %q", owner)
	}
	planned, err := running.Plan(t, nobodys, beside(syncConfig(), prototest.Config{"name": "Nobodys"}))
	if err != nil || len(planned.RequiresReplace) != 1 {
		t.Errorf("giving it an owner replaces %v, %v", planned.RequiresReplace, err)
	}
}

func TestThreeHundredConnectedAppsRefreshWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 297 // beside the three of Acme
	platform := acctest.Start(t)
	ids := platform.AddAnypointApps(count)
	states := make([]prototest.State, count)
	seeding := platform.Protocol(t)
	inParallel(count, func(number int) {
		imported, err := seeding.ImportIdentity(t, appType, prototest.Config{"client_id": ids[number]})
		if err != nil {
			t.Error(err)
		}
		states[number] = imported
	})
	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	inParallel(count, func(number int) {
		read, err := refreshing.Read(t, states[number])
		if err != nil || !read.Value.Equal(states[number].Value) {
			t.Errorf("app %d changed, error %v", number, err)
		}
	})
	lists := platform.Calls("GET /connectedApplications") - platform.Calls("GET /connectedApplications/ /scopes")
	t.Logf("%d calls of lists, %d of scopes, %d in all", lists, platform.Calls("GET /connectedApplications/ /scopes"), anypointCalls(platform))
	if lists > 15 || platform.Calls("GET /connectedApplications/ /scopes") != count {
		t.Errorf("%d calls of lists and %d of scopes", lists, platform.Calls("GET /connectedApplications/ /scopes"))
	}
	if others := anypointCalls(platform) - lists - count; others > 3 {
		t.Errorf("%d other calls", others)
	}
}

func TestConnectedAppOfACutOffRunIsNotMadeTwice(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	first := applyNew(t, running, appType, syncConfig())
	applyNew(t, running, appType, syncConfig()) // one run may make twins

	_, err := platform.Protocol(t).Apply(t, running.Null(t, appType), syncConfig())
	wantRefusal(t, err, "exists already", "terraform import ADDRESS "+acctest.OrganizationID+",")
	if _, err := platform.Protocol(t).ImportIdentity(t, appType, first.IdentityAttributes(t)); err != nil {
		t.Error(err)
	}
	applyNew(t, platform.Protocol(t), appType, beside(syncConfig(), prototest.Config{"client_uri": "https://sync.acme.example"}))
}
