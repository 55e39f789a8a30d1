package anypointapi_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestAppSettingsAreReadModifiedAndWritten(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	before, err := client.AppSettings.Get(t.Context(), acme)
	if err != nil {
		t.Fatal(err)
	}
	after, err := client.AppSettings.Update(t.Context(), acme, anypointapi.AppSettingsChange{AllowlistEnabled: new(true)})
	if err != nil || !after.AllowlistEnabled || !slices.Equal(after.GrantTypesAllowed, before.GrantTypesAllowed) {
		t.Errorf("%+v became %+v, %v", before, after, err)
	}
	p.Inject(simulator.Fault{Pattern: "PATCH /settings", Answer: simulator.Status(http.StatusOK, "{}")})
	_, err = client.AppSettings.Update(t.Context(), acme, anypointapi.AppSettingsChange{AllowlistEnabled: new(false)})
	if !errors.Is(err, anypointapi.ErrDidNotStick) || !strings.Contains(err.Error(), "allowlist_enabled") {
		t.Errorf("got %v", err)
	}
}

func TestSettingsUnderTheirFormerNamesAreUnderstood(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	p.Inject(simulator.Fault{Pattern: "GET /settings", Answer: simulator.Status(http.StatusOK,
		`{"whitelist_enabled":true,"whitelist_internal_applications":true,"applications_enabled":"partial","grant_types_allowed":["implicit"]}`)})
	settings, err := client.AppSettings.Get(t.Context(), acme)
	if err != nil || !settings.AllowlistEnabled || !settings.AllowlistInternal || settings.ApplicationsEnabled != "partial" {
		t.Errorf("%+v, %v", settings, err)
	}
}

func TestTheAllowlistIsChangedInBulk(t *testing.T) {
	t.Parallel()
	p, client := start(t)
	ids := p.AddAnypointApps(50)
	p.SetAnypointAppAllowlist(simulator.AllowlistedApp{ClientID: "partner"})
	var group sync.WaitGroup
	for _, id := range ids {
		group.Go(func() {
			if err := client.AppAllowlist.Approve(t.Context(), acme, anypointapi.AllowlistEntry{ClientID: id}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		if err := client.AppAllowlist.Remove(t.Context(), acme, "partner"); err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	p.wantCalls("PATCH /allowlist", 1)
	p.wantCalls("DELETE /allowlist", 1)
	p.wantCalls("GET /allowlist", 1)
	entry, err := client.AppAllowlist.Get(t.Context(), acme, ids[0])
	if err != nil || !slices.Equal(entry.Scopes, []string{"read:exchange"}) {
		t.Errorf("%+v, %v", entry, err)
	}
	if _, err := client.AppAllowlist.Get(t.Context(), acme, "partner"); !transport.IsNotFound(err) {
		t.Errorf("got %v", err)
	}
}

func TestOwnApps(t *testing.T) {
	t.Parallel()
	p := startPlatform(t)
	mine := anypointapi.OwnApp{ClientID: terraform.ClientID, GrantType: "client_credentials", Manages: true}
	for name, test := range map[string]struct {
		config anypointapi.Config
		want   []anypointapi.OwnApp
	}{
		"one app": {anypointapi.Config{Credentials: terraform}, []anypointapi.OwnApp{mine}},
		"two apps": {anypointapi.Config{Credentials: terraform, AccessManagement: administrator}, []anypointapi.OwnApp{
			{ClientID: terraform.ClientID, GrantType: "client_credentials"},
			{ClientID: administrator.ClientID, GrantType: "password", Manages: true},
		}},
		"a user": {anypointapi.Config{Credentials: anypointapi.Password{Username: "platform.admin"}}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := p.client(test.config).OwnApps(t.Context()); err != nil || !slices.Equal(got, test.want) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}
