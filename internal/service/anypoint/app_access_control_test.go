package anypoint_test

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	controlType      = "apiaccess_anypoint_api_access_control"
	entryType        = "apiaccess_anypoint_app_allowlist_entry"
	appAllowlistType = "apiaccess_anypoint_app_allowlist"
	partnerApp       = "b7e0d6c2f1a04d53a9c4e1f20d3b5a68"
)

// strictly lets no app of the organization's own in without an entry.
func strictly(platform *acctest.Simulator) {
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistInternal = false })
}

func allow(platform *acctest.Simulator, clientIDs ...string) {
	var entries []simulator.AllowlistedApp
	for _, id := range clientIDs {
		entries = append(entries, simulator.AllowlistedApp{ClientID: id, AuthorizedScopes: []string{"openid"}})
	}
	platform.SetAnypointAppAllowlist(entries...)
}

func allowed(platform *acctest.Simulator) []string {
	ids := []string{}
	for _, entry := range platform.AnypointAppAllowlist() {
		ids = append(ids, entry.ClientID)
	}
	slices.Sort(ids)
	return ids
}

func TestAccessControlManagesWhatIsSetAndRestoresTheRest(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	original := platform.AnypointAppSettings()
	running := platform.Protocol(t)
	state := applyNew(t, running, controlType, prototest.Config{
		"allowlist_enabled": true, "grant_types_allowed": []any{"client_credentials", "password"},
	})
	now := platform.AnypointAppSettings()
	if !now.AllowlistEnabled || len(now.GrantTypesAllowed) != 2 || now.ApplicationsEnabled != original.ApplicationsEnabled {
		t.Errorf("the settings are %+v", now)
	}
	state, err := running.Apply(t, state, prototest.Config{"allowlist_enabled": true})
	if now = platform.AnypointAppSettings(); err != nil || len(now.GrantTypesAllowed) != len(original.GrantTypesAllowed) || !now.AllowlistEnabled {
		t.Errorf("what is set no more is %+v, %v", now, err)
	}
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistEnabled = false }) // by hand
	fresh := platform.Protocol(t)
	if state, err = fresh.Read(t, state); err != nil || state.Attributes(t)["allowlist_enabled"] != false {
		t.Errorf("a change by hand is told as %v, %v", state.Attributes(t)["allowlist_enabled"], err)
	}
	if state, err = fresh.Apply(t, state, prototest.Config{"allowlist_enabled": true}); err != nil || !platform.AnypointAppSettings().AllowlistEnabled {
		t.Errorf("it was not repaired: %v", err)
	}
	if _, err := fresh.Apply(t, state, nil); err != nil {
		t.Fatal(err)
	}
	restored := platform.AnypointAppSettings()
	slices.Sort(restored.GrantTypesAllowed)
	slices.Sort(original.GrantTypesAllowed)
	if !reflect.DeepEqual(restored, original) {
		t.Errorf("destroyed it is %+v, was %+v", restored, original)
	}
}

// Terraform replaces what failed to be created, and hands over no private state then.
func TestAccessControlWhoseCreationGotNoAnswerIsNotReplaced(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	original := platform.AnypointAppSettings()
	running := platform.Protocol(t)
	config := prototest.Config{"allowlist_enabled": true, "allowlist_internal_applications": true}
	platform.Inject(simulator.Fault{Pattern: "PATCH /settings", AfterEffect: true, Answer: simulator.Reset})
	state, err := running.Apply(t, running.Null(t, controlType), config)
	platform.ClearFaults()
	if err != nil || !platform.AnypointAppSettings().AllowlistEnabled {
		t.Fatalf("the creation failed, or had no effect: %v", err)
	}
	again := platform.Protocol(t)
	if state, err = again.Read(t, state); err != nil {
		t.Fatal(err)
	}
	if state, err = again.Apply(t, state, config); err != nil {
		t.Fatal(err)
	}
	if _, err = again.Apply(t, state, nil); err != nil || platform.AnypointAppSettings().AllowlistEnabled != original.AllowlistEnabled {
		t.Errorf("destroyed it is %+v, was %+v, %v", platform.AnypointAppSettings(), original, err)
	}
}

// A run that is killed takes along what the engine kept privately.
func TestAccessControlTellsWhenNothingCanBeRestored(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	running := platform.Protocol(t)
	state := applyNew(t, running, controlType, prototest.Config{"allowlist_enabled": true, "allowlist_internal_applications": true})
	state.Private = nil
	planned, err := running.Plan(t, state, nil)
	if err != nil || len(planned.Diagnostics) != 1 || planned.Diagnostics[0].Summary != "The settings stay as they are" {
		t.Errorf("the plan tells %v, %v", planned.Diagnostics, err)
	}
	if _, err = running.Apply(t, state, nil); err != nil || !platform.AnypointAppSettings().AllowlistEnabled {
		t.Errorf("it was changed, or %v", err)
	}
}

func TestAccessControlRefusesToLockTheProviderOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listed  []string
		config  prototest.Config
		message string
	}{
		"the allowlist without its app": {nil, prototest.Config{"allowlist_enabled": true}, "the app is not on it"},
		"the allowlist with its app":    {[]string{ownApp}, prototest.Config{"allowlist_enabled": true}, ""},
		"own apps let in":               {nil, prototest.Config{"allowlist_enabled": true, "allowlist_internal_applications": true}, ""},
		"no apps":                       {nil, prototest.Config{"applications_enabled": "none"}, "lets no connected app in"},
		"its grant type":                {nil, prototest.Config{"grant_types_allowed": []any{"password"}}, "client_credentials"},
		"another grant type":            {nil, prototest.Config{"grant_types_allowed": []any{"client_credentials"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			strictly(platform)
			allow(platform, test.listed...)
			running := platform.Protocol(t)
			_, err := running.Plan(t, running.Null(t, controlType), test.config)
			if test.message == "" && err != nil {
				t.Errorf("refused: %v", err)
			}
			if test.message == "" {
				return
			}
			wantRefusal(t, err, "would lock itself out", test.message)
			forced := beside(test.config, prototest.Config{"allow_self_lockout": true})
			planned, err := running.Plan(t, running.Null(t, controlType), forced)
			if err != nil || len(planned.Diagnostics) == 0 {
				t.Errorf("with allow_self_lockout: %v, %v", planned.Diagnostics, err)
			}
		})
	}
}

func TestAccessControlOfABusinessGroupIsRefused(t *testing.T) {
	t.Parallel()
	running := acctest.Start(t).Protocol(t)
	_, err := running.Plan(t, running.Null(t, controlType), prototest.Config{"organization_id": retailID, "allowlist_enabled": true})
	wantRefusal(t, err, "is a business group", acctest.OrganizationID)
	_, err = running.Plan(t, running.Null(t, controlType), prototest.Config{})
	wantRefusal(t, err, "allowlist_enabled")
	_, err = running.Plan(t, running.Null(t, controlType), prototest.Config{"applications_enabled": "some"})
	wantRefusal(t, err, "applications_enabled")
}

func TestAccessControlNamesWhoLosesAccess(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	strictly(platform)
	allow(platform, ownApp)
	running := platform.Protocol(t)
	planned, err := running.Plan(t, running.Null(t, controlType), prototest.Config{"allowlist_enabled": true})
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Fatalf("%v, %v", planned.Diagnostics, err)
	}
	warned := planned.Diagnostics[0].Detail
	for _, app := range []string{"Auditor (" + acctest.AnypointAuditorClientID, "Terraform Access Management"} {
		if !strings.Contains(warned, app) {
			t.Errorf("%s is not named in %q", app, warned)
		}
	}
	if strings.Contains(warned, ownApp) {
		t.Errorf("an app that is listed is named in %q", warned)
	}
}

func TestTurningTheAllowlistOnInOneApply(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	strictly(platform)
	config := func(entry string) string {
		return entry + `
resource "apiaccess_anypoint_api_access_control" "acme" {
  allowlist_enabled = true
  depends_on        = [apiaccess_anypoint_app_allowlist_entry.own]
}`
	}
	acctest.Run(t, platform, resource.TestStep{
		Config: config(`resource "apiaccess_anypoint_app_allowlist_entry" "own" { app = "Terraform" }`),
		Check: func(*acctest.State) error {
			if !platform.AnypointAppSettings().AllowlistEnabled || !slices.Equal(allowed(platform), []string{ownApp}) {
				t.Errorf("%+v, %v", platform.AnypointAppSettings(), allowed(platform))
			}
			return nil
		},
	})
	if platform.AnypointAppSettings().AllowlistEnabled || len(allowed(platform)) > 0 {
		t.Error("not everything was destroyed")
	}
}

func TestAllowlistEntryLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	allow(platform, partnerApp)
	running := platform.Protocol(t)
	state := applyNew(t, running, entryType, prototest.Config{"app": "Auditor"})
	if scopes, _ := state.Attributes(t)["authorized_scopes"].([]any); len(scopes) != 5 || state.Attributes(t)["app_name"] != "Auditor" {
		t.Errorf("created as %v", state.Attributes(t))
	}
	state, err := running.Apply(t, state, prototest.Config{"app": "Auditor", "authorized_scopes": []any{"read:exchange"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = running.Apply(t, running.Null(t, entryType), prototest.Config{"app": partnerApp})
	wantRefusal(t, err, "is on the allowlist", "terraform import ADDRESS", "adopt_existing")
	foreign := applyNew(t, running, entryType, prototest.Config{"app": partnerApp, "adopt_existing": true, "authorized_scopes": []any{"email"}})
	if foreign.Attributes(t)["app_name"] != nil {
		t.Errorf("somebody else's app is called %v", foreign.Attributes(t)["app_name"])
	}
	_, err = running.Plan(t, running.Null(t, entryType), prototest.Config{"app": "No Such App"})
	wantRefusal(t, err, "Unknown app")
	planned, err := running.Plan(t, state, prototest.Config{"app": "Terraform", "authorized_scopes": []any{"read:exchange"}})
	if err != nil || len(planned.RequiresReplace) != 1 {
		t.Errorf("another app replaces %v, %v", planned.RequiresReplace, err)
	}
	if _, err := running.Apply(t, state, nil); err != nil || !slices.Equal(allowed(platform), []string{partnerApp}) {
		t.Errorf("the list is %v, %v", allowed(platform), err)
	}
	platform.Inject(simulator.Fault{Pattern: "GET /allowlist", Answer: simulator.Status(http.StatusForbidden, "Forbidden")})
	read, err := platform.Protocol(t).Read(t, foreign)
	wantRefusal(t, err, "read:orgconnapps")
	if read.Gone() {
		t.Error("an entry that may not be read left the state")
	}
}

func TestAllowlistEntryOfTheProviderIsGuarded(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	strictly(platform)
	running := platform.Protocol(t)
	state := applyNew(t, running, entryType, prototest.Config{"app": "Terraform"})
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistEnabled = true })
	fresh := platform.Protocol(t)
	planned, err := fresh.Plan(t, state, nil)
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Errorf("the plan tells %v, %v, want a warning", planned.Diagnostics, err)
	}
	_, err = fresh.Apply(t, state, nil)
	wantRefusal(t, err, "would lock itself out", "Turn it off first: by allowlist_enabled = false")
	if !slices.Equal(allowed(platform), []string{ownApp}) {
		t.Errorf("the list is %v", allowed(platform))
	}
}

func TestAllowlistIsComplete(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	allow(platform, partnerApp)
	running := platform.Protocol(t)
	list := func(apps map[string]any) prototest.Config { return prototest.Config{"apps": apps} }
	anything := map[string]any{}
	planned, err := running.Plan(t, running.Null(t, appAllowlistType), list(map[string]any{"Terraform": anything}))
	if err != nil || len(planned.Diagnostics) != 1 || !strings.Contains(planned.Diagnostics[0].Detail, partnerApp) {
		t.Errorf("the plan tells %v, %v, want a warning of the app that goes", planned.Diagnostics, err)
	}
	state := applyNew(t, running, appAllowlistType, list(map[string]any{"Terraform": anything, "Auditor": map[string]any{"authorized_scopes": []any{"openid"}}}))
	if want := []string{ownApp, acctest.AnypointAuditorClientID}; !slices.Equal(allowed(platform), want) {
		t.Errorf("the list is %v", allowed(platform))
	}
	platform.ForgetRequests()
	if state, err = running.Apply(t, state, list(map[string]any{"Terraform": anything, partnerApp: anything})); err != nil {
		t.Fatal(err)
	}
	if calls := platform.Calls("PATCH /allowlist") + platform.Calls("DELETE /allowlist"); calls != 2 {
		t.Errorf("a change took %d calls", calls)
	}
	allow(platform, ownApp, acctest.AnypointAuditorClientID) // by hand
	read, err := platform.Protocol(t).Read(t, state)
	if apps, _ := read.Attributes(t)["apps"].(map[string]any); err != nil || len(apps) != 2 || apps["Auditor"] == nil {
		t.Errorf("a change by hand is told as %v, %v", read.Attributes(t)["apps"], err)
	}
	_, err = running.Plan(t, running.Null(t, appAllowlistType), list(map[string]any{"Terraform": anything, ownApp: anything}))
	wantRefusal(t, err, "listed twice")
}

func TestAllowlistWithoutTheProviderIsRefusedWhileItIsOn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	strictly(platform)
	allow(platform, ownApp)
	platform.SetAnypointAppSettings(func(settings *simulator.AnypointAppSettings) { settings.AllowlistEnabled = true })
	running := platform.Protocol(t)
	without := prototest.Config{"apps": map[string]any{"Auditor": map[string]any{}}}
	_, err := running.Plan(t, running.Null(t, appAllowlistType), without)
	wantRefusal(t, err, "would lock itself out", "Turn it off first")
	if _, err := running.Plan(t, running.Null(t, appAllowlistType), beside(without, prototest.Config{"allow_self_lockout": true})); err != nil {
		t.Errorf("with allow_self_lockout: %v", err)
	}
}

func TestAllowlistIsManagedInOneWay(t *testing.T) {
	t.Parallel()
	running := acctest.Start(t).Protocol(t)
	if _, err := running.Plan(t, running.Null(t, entryType), prototest.Config{"app": "Auditor"}); err != nil {
		t.Fatal(err)
	}
	_, err := running.Plan(t, running.Null(t, appAllowlistType), prototest.Config{"apps": map[string]any{"Terraform": map[string]any{}}})
	wantRefusal(t, err, "A list and entries in one configuration")
}
