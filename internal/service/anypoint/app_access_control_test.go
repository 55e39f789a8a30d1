package anypoint_test

import (
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
	if err != nil || len(planned.Diagnostics) != 1 || planned.Diagnostics[0].Summary != "Everything stays as it is" {
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
