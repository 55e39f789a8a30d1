package salesforce_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// lockedDown is an organization that lets approved apps in alone, the provider's
// own by a grant and an entry that the provider manages.
func lockedDown(t *testing.T, grant, entry prototest.Config) (platform *acctest.Simulator, granted, approved prototest.State) {
	t.Helper()
	platform = activated(t)
	setApproved(t, platform, "Terraform", false)
	revokeOwnGrants(t, platform)
	protocol := platform.Protocol(t)
	granted = mustApply(t, protocol, with(prototest.Config{"app": "Terraform", "profile": "System Administrator"}, grant))
	approved = createEntry(t, protocol, with(prototest.Config{"app": "Terraform"}, entry))
	platform.SetAPIAccessControl(true)
	return platform, granted, approved
}

func TestWhatLetsTheProviderInIsNotTakenAway(t *testing.T) {
	t.Parallel()
	platform, granted, approved := lockedDown(t, prototest.Config{}, prototest.Config{})
	for name, removed := range map[string]struct {
		state   prototest.State
		message string
	}{
		"its grant":    {granted, "after revoking it no run could sign in"},
		"its approval": {approved, "can be taken off the allowlist once it is off: by approved_apps_only = false"},
	} {
		protocol := platform.Protocol(t)
		if _, warnings := plannedValue(t, protocol, removed.state, nil); !strings.Contains(strings.Join(warnings, ""), "may lock itself out") {
			t.Errorf("the plan to remove %s warns %q", name, warnings)
		}
		_, err := protocol.Apply(t, removed.state, nil)
		expectError(t, err, "The provider would lock itself out", removed.message, "allow_self_lockout = true")
	}
	if read := refreshed(t, platform, granted); read.Gone() {
		t.Error("the grant is gone")
	}
	if read := refreshed(t, platform, approved); read.Gone() {
		t.Error("the approval is gone")
	}
}

func TestWhatLetsTheProviderInIsTakenAwayOnRequest(t *testing.T) {
	t.Parallel()
	allowed := prototest.Config{"allow_self_lockout": true}
	platform, granted, approved := lockedDown(t, allowed, allowed)
	protocol := platform.Protocol(t)
	if _, warnings := plannedValue(t, protocol, granted, nil); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
		t.Errorf("the plan warns %q", warnings)
	}
	applied(t, protocol, approved, nil)
	if _, err := protocol.Apply(t, granted, nil); err == nil {
		t.Error("the provider is let in though its app is not approved")
	}
}

func TestWhatDoesNotLetTheProviderInIsTakenAway(t *testing.T) {
	t.Parallel()
	platform, granted, approved := lockedDown(t, prototest.Config{}, prototest.Config{})
	protocol := platform.Protocol(t)
	other := mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "permission_set": "Reporting_Tools"})
	entry := createEntry(t, protocol, prototest.Config{"app": "Warehouse_Sync"})
	second := mustApply(t, protocol, prototest.Config{"app": "Terraform", "permission_set": "Reporting_Tools"})
	user := mustApply(t, protocol, prototest.Config{"app": "Terraform", "user": "mei.chen@acme.example", "through": "Reporting_Tools"})
	own := mustApply(t, protocol, prototest.Config{"app": "Terraform", "user": "terraform@acme.example", "through": "Reporting_Tools"})
	for _, state := range []prototest.State{entry, other, user} {
		if _, warnings := plannedValue(t, protocol, state, nil); len(warnings) > 0 {
			t.Errorf("a removal that harms nobody warns %q", warnings)
		}
		applied(t, protocol, state, nil)
	}
	applied(t, protocol, granted, nil) // the user has the app in another way by now
	next := platform.Protocol(t)
	for _, state := range []prototest.State{second, own} {
		_, err := next.Apply(t, state, nil)
		expectError(t, err, "The provider would lock itself out")
	}
	platform.SetAPIAccessControl(false)
	fresh := platform.Protocol(t)
	applied(t, fresh, approved, nil)
	applied(t, fresh, own, nil)
	applied(t, fresh, second, nil)
}

func TestTheProvidersOwnAppMayBeAnExternalClientApp(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	platform.SetAPIAccessControl(false)
	as := func() *prototest.Provider {
		return prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
			"instance_url": platform.URL, "client_id": ordersKey, "client_secret": ordersSecret,
		}})
	}
	protocol := as()
	_, err := protocol.Plan(t, protocol.Null(t, accessControlType), restricted)
	expectError(t, err, "The provider would lock itself out", "Orders ("+externalID(platform, "Orders"), "is not on the allowlist")
	_, err = protocol.Plan(t, protocol.Null(t, entryType), prototest.Config{"app": "Orders"})
	expectError(t, err, "The provider would lock itself out", "is granted neither")
	mustApply(t, protocol, prototest.Config{"app": "Orders", "profile": "System Administrator"})
	entry := createEntry(t, protocol, prototest.Config{"app": "Orders"})
	created := applied(t, protocol, protocol.Null(t, accessControlType), restricted)
	next := as()
	_, err = next.Apply(t, entry, nil)
	expectError(t, err, "The provider would lock itself out")
	applied(t, next, created, nil)
	applied(t, as(), entry, nil)
}

func TestTheProvidersOwnConnectedAppIsChangedOnRequest(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, appType, "Terraform")
	if err != nil {
		t.Fatal(err)
	}
	_, err = protocol.Plan(t, imported, nil)
	expectError(t, err, "The provider would lock itself out", "allow_self_lockout = true")
	config := with(asConfigured(t, protocol, imported), prototest.Config{"allow_self_lockout": true})
	allowed := applied(t, protocol, imported, config)
	if _, warnings := plannedValue(t, protocol, allowed, nil); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
		t.Errorf("the plan warns %q", warnings)
	}
	applied(t, protocol, allowed, nil)
	if platform.ConnectedApp("Terraform") != nil {
		t.Error("the app is still there")
	}
}

func TestTheProvidersOwnAppIsNotTiedToAddressesThatTheProviderIsNotAt(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
	if err := platform.EditConnectedApp("Terraform", func(set func(string, ...string)) { set("oauthPolicy/ipRelaxation", "BYPASS") }); err != nil {
		t.Fatal(err)
	}
	if err := platform.EditSalesforceMetadata("Profile", "Admin", func(set func(string, ...string)) {
		set("loginIpRanges/startAddress", "10.0.0.1")
		set("loginIpRanges/endAddress", "10.0.0.9")
	}); err != nil {
		t.Fatal(err)
	}
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, appType, "Terraform")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	enforced := with(config, prototest.Config{"oauth_policy": map[string]any{"ip_relaxation": "ENFORCE"}})
	_, err = protocol.Plan(t, imported, enforced)
	expectError(t, err, "The provider would lock itself out", "profile System Administrator", "198.51.100.7")
	for name, harmless := range map[string]prototest.Config{
		"the address is trusted":    {"ip_ranges": []any{map[string]any{"start": "198.51.100.0", "end": "198.51.100.9"}}},
		"it is asked for":           {"allow_self_lockout": true},
		"restrictions stay relaxed": {"oauth_policy": map[string]any{"ip_relaxation": "BYPASS"}},
	} {
		if _, err := protocol.Plan(t, imported, with(enforced, harmless)); err != nil {
			t.Errorf("where %s: %v", name, err)
		}
	}
}
