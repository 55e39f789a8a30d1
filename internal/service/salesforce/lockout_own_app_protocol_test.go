package salesforce_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// oauthWith is a configuration with other OAuth settings.
func oauthWith(t *testing.T, config, changed prototest.Config) prototest.Config {
	t.Helper()
	oauth, _ := config["oauth"].(map[string]any)
	return with(config, prototest.Config{"oauth": with(oauth, changed)})
}

func TestTheProvidersOwnAppRunsAsAUserWhoIsLetIn(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, appType, "Terraform")
	if err != nil {
		t.Fatal(err)
	}
	config := asConfigured(t, protocol, imported)
	as := func(user string) prototest.Config {
		return oauthWith(t, config, prototest.Config{"client_credentials_user": user})
	}
	_, err = protocol.Plan(t, imported, as("orders.integration@acme.example"))
	expectError(t, err, wouldLockOut, "letting it run as orders.integration@acme.example", "is granted neither")
	_, err = protocol.Plan(t, imported, as("mei.chen@acme.example"))
	expectError(t, err, wouldLockOut, "mei.chen@acme.example, the user that the provider acts as, would have API Enabled neither")
	allowed := with(as("mei.chen@acme.example"), prototest.Config{"allow_self_lockout": true})
	if _, warnings := plannedValue(t, protocol, imported, allowed); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
		t.Errorf("where it is allowed the plan warns %q", warnings)
	}
	mustApply(t, protocol, prototest.Config{"app": "Terraform", "permission_set": "Reporting_Tools"})
	made(t, platform, assignmentType, prototest.Config{"permission_set": "Reporting_Tools", "user": "orders.integration@acme.example"})
	if _, err := platform.Protocol(t).Plan(t, imported, as("orders.integration@acme.example")); err != nil {
		t.Errorf("a user who is let in: %v", err)
	}
}

func TestARunAsUserOfTheSameApplyIsJudgedThen(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, appType, "Terraform")
	if err != nil {
		t.Fatal(err)
	}
	const user = "pipeline@acme.example"
	config := oauthWith(t, asConfigured(t, protocol, imported), prototest.Config{"client_credentials_user": user})
	_, err = protocol.Plan(t, imported, config)
	expectError(t, err, "Unknown Salesforce user")
	planned := integrationUser(user, nil)
	if _, err := protocol.Plan(t, protocol.Null(t, integrationUserType), planned); err != nil {
		t.Fatal(err)
	}
	if _, err := protocol.Plan(t, imported, config); err != nil {
		t.Fatalf("a user whom the same apply makes: %v", err)
	}
	applied(t, platform.Protocol(t), protocol.Null(t, integrationUserType), planned)
	_, err = platform.Protocol(t).Apply(t, imported, config)
	expectError(t, err, wouldLockOut, "letting it run as "+user)
}

func TestTheProvidersOwnExternalClientAppIsNotTiedToAddressesThatTheProviderIsNotAt(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	platform.SetAPIAccessControl(false)
	protocol := prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
		"instance_url": platform.URL, "client_id": ordersKey, "client_secret": ordersSecret,
	}})
	imported, err := protocol.ImportID(t, externalType, "Orders")
	if err != nil {
		t.Fatal(err)
	}
	oauth, _ := imported.Attributes(t)["oauth"].(map[string]any)
	config := prototest.Config{
		"name": "Orders", "label": imported.Attributes(t)["label"], "contact_email": imported.Attributes(t)["contact_email"],
		"oauth": map[string]any{
			"callback_urls": oauth["callback_urls"], "scopes": oauth["scopes"], "client_credentials_user": oauth["client_credentials_user"],
		},
		"oauth_policy": map[string]any{"ip_relaxation": "BYPASS"},
	}
	relaxed := applied(t, protocol, imported, config)
	platform.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "198.51.100.7" })
	if err := platform.EditSalesforceMetadata("Profile", "Admin", func(set func(string, ...string)) {
		set("loginIpRanges/startAddress", "10.0.0.1")
		set("loginIpRanges/endAddress", "10.0.0.9")
	}); err != nil {
		t.Fatal(err)
	}
	next := prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
		"instance_url": platform.URL, "client_id": ordersKey, "client_secret": ordersSecret,
	}})
	enforced := with(config, prototest.Config{"oauth_policy": map[string]any{"ip_relaxation": "ENFORCE"}})
	_, err = next.Plan(t, relaxed, enforced)
	expectError(t, err, wouldLockOut, "profile System Administrator", "198.51.100.7")
	trusting := oauthWith(t, enforced, prototest.Config{"trusted_ip_ranges": []any{map[string]any{"start": "198.51.100.0", "end": "198.51.100.9"}}})
	if _, err := next.Plan(t, relaxed, trusting); err != nil {
		t.Errorf("where the app trusts the address: %v", err)
	}
}

func TestSessionSettingsTellWhatBindsTheProviderToItsAddress(t *testing.T) {
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
	for attribute, want := range map[string]string{
		"lock_sessions_to_ip":             "Runs have to keep their address",
		"enforce_ip_ranges_every_request": "do not have the address 198.51.100.7",
	} {
		_, warnings := plannedValue(t, protocol, protocol.Null(t, sessionSettingsType), prototest.Config{attribute: true})
		if all := strings.Join(warnings, ""); len(warnings) != 1 || !strings.Contains(all, want) {
			t.Errorf("%s warns %q, want %q", attribute, warnings, want)
		}
	}
}
