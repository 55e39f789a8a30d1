package anypoint_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

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
