package salesforce_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const entryType = "apiaccess_salesforce_app_allowlist_entry"

func appID(platform *acctest.Simulator, label string) string {
	return platform.SalesforceID("ConnectedApplication", "Name", label)
}

func setApproved(t *testing.T, platform *acctest.Simulator, label string, approved bool) {
	t.Helper()
	err := platform.UpdateSalesforce("ConnectedApplication", appID(platform, label), map[string]any{"OptionsAllowAdminApprovedUsersOnly": approved})
	if err != nil {
		t.Fatal(err)
	}
}

func createEntry(t *testing.T, protocol *prototest.Provider, config prototest.Config) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, protocol.Null(t, entryType), config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestAllowlistEntryRefusesAtPlan(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for name, test := range map[string]struct {
		app      string
		messages []string
	}{
		"a name of nothing":               {"Nobodys_App", []string{"Unknown connected app"}},
		"an id of nothing":                {"0H4000000000001CAA", []string{"Unknown connected app"}},
		"an id with a wrong checksum":     {"0H4000000000001AAA", []string{"its last three characters do not fit"}},
		"an id of another object":         {"0055g00000AbCdE", []string{"is the id of a user"}},
		"an empty name":                   {"", []string{"is empty"}},
		"an app that is approved already": {"Terraform", []string{"is on the allowlist already", "terraform import ADDRESS Terraform", "adopt_existing = true"}},
		"an installed app that nobody approved": {appID(platform, "Dataloader Partner"), []string{
			"can be approved in Setup alone", "Manage Connected Apps > Dataloader Partner > Edit Policies",
			"Permitted Users: Admin approved users are pre-authorized",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, entryType), prototest.Config{"app": test.app})
			expectError(t, err, test.messages...)
		})
	}
}

func TestAllowlistEntryShowsItsAppAtPlan(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	planned, _ := plannedValue(t, protocol, protocol.Null(t, entryType), prototest.Config{"app": "Warehouse_Sync"})
	for name, want := range map[string]any{
		"id": appID(platform, "Warehouse Sync"), "app_id": appID(platform, "Warehouse Sync"), "app_name": "Warehouse_Sync",
		"app_label": "Warehouse Sync", "installed": false, "approved": true,
	} {
		if got := planned.Attributes(t)[name]; got != want {
			t.Errorf("%s is planned as %v, want %v", name, got, want)
		}
	}
}

func TestAllowlistEntryWarnsOfAnAppThatIsGrantedToNobody(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	const warning = "The app is granted to nobody"
	plan := func(config prototest.Config) string {
		_, warnings := plannedValue(t, protocol, protocol.Null(t, entryType), config)
		return strings.Join(warnings, "\n")
	}
	config := prototest.Config{"app": "Warehouse_Sync"}
	if told := plan(config); !strings.Contains(told, warning) {
		t.Errorf("warned %q", told)
	}
	for name, grants := range map[string]any{"a grant": []any{"0J0000000000001"}, "a grant to come": []any{prototest.Unknown}, "grants to come": prototest.Unknown} {
		if told := plan(with(config, prototest.Config{"grants": grants})); told != "" {
			t.Errorf("with %s: warned %q", name, told)
		}
	}
	if told := plan(prototest.Config{"app": prototest.Unknown}); told != "" {
		t.Errorf("for an app that is not known yet: warned %q", told)
	}
	entry := createEntry(t, protocol, config)
	if _, warnings := plannedValue(t, protocol, entry, config); !strings.Contains(strings.Join(warnings, "\n"), warning) {
		t.Error("the app is still granted to nobody, but the plan of the entry that exists does not tell")
	}
	parent := platform.SalesforceID("PermissionSet", "Name", "Frontend_Base")
	if _, err := platform.InsertSalesforce("SetupEntityAccess", map[string]any{"ParentId": parent, "SetupEntityId": appID(platform, "Auditor")}); err != nil {
		t.Fatal(err)
	}
	fresh := platform.Protocol(t)
	if _, warnings := plannedValue(t, fresh, fresh.Null(t, entryType), prototest.Config{"app": "Auditor"}); len(warnings) > 0 {
		t.Errorf("for an app that is granted elsewhere: warned %v", warnings)
	}
}

func TestAllowlistEntryOfTheProviderItselfIsRefusedWithoutAGrant(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setApproved(t, platform, "Terraform", false)
	rows := platform.SalesforceRows("SetupEntityAccess")
	config := prototest.Config{"app": "Terraform"}
	protocol := platform.Protocol(t)
	if _, err := protocol.Plan(t, protocol.Null(t, entryType), config); err != nil {
		t.Errorf("an app that is granted was refused: %v", err)
	}
	for _, row := range rows {
		if id, _ := row["Id"].(string); row["SetupEntityId"] == appID(platform, "Terraform") {
			if err := platform.DeleteSalesforce("SetupEntityAccess", id); err != nil {
				t.Fatal(err)
			}
		}
	}
	fresh := platform.Protocol(t)
	_, err := fresh.Plan(t, fresh.Null(t, entryType), config)
	expectError(t, err, "The provider would lock itself out", "granted to nobody")
}

func TestAllowlistEntryIsAdoptedOnlyWhenToldTo(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setApproved(t, platform, "Warehouse Sync", true)
	protocol := platform.Protocol(t)
	entry := createEntry(t, protocol, prototest.Config{"app": "Warehouse_Sync", "adopt_existing": true})
	if calls := platform.Calls("updateMetadata"); calls != 0 {
		t.Errorf("adopting an approval made %d writes", calls)
	}
	if _, err := protocol.Apply(t, entry, nil); err != nil {
		t.Fatal(err)
	}
	if approved(platform, "Warehouse Sync") {
		t.Error("removing the entry did not withdraw the approval")
	}
}

func TestAllowlistEntryKeepsTheGrantsOfAnAppThatItApproves(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	parent := platform.SalesforceID("PermissionSet", "Name", "Frontend_Base")
	if _, err := platform.InsertSalesforce("SetupEntityAccess", map[string]any{
		"ParentId": parent, "SetupEntityId": appID(platform, "Warehouse Sync"),
	}); err != nil {
		t.Fatal(err)
	}
	before := fmt.Sprint(platform.SalesforceRows("SetupEntityAccess"))
	protocol := platform.Protocol(t)
	entry := createEntry(t, protocol, prototest.Config{"app": "Warehouse_Sync"})
	if _, err := protocol.Apply(t, entry, nil); err != nil {
		t.Fatal(err)
	}
	if after := fmt.Sprint(platform.SalesforceRows("SetupEntityAccess")); after != before {
		t.Errorf("approving and withdrawing changed the grants from\n%v\nto\n%v", before, after)
	}
}

func TestAllowlistEntryOfAnInstalledAppOnlyChecks(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	entry := createEntry(t, protocol, prototest.Config{"app": appID(platform, "Reporting Cloud")[:15]})
	if attributes := entry.Attributes(t); attributes["installed"] != true || attributes["app_label"] != "Reporting Cloud" {
		t.Errorf("the state has %v", attributes)
	}
	if _, err := protocol.Apply(t, entry, nil); err != nil {
		t.Fatal(err)
	}
	if !approved(platform, "Reporting Cloud") || platform.Calls("updateMetadata") != 0 {
		t.Error("an installed app's policy was changed")
	}
	setApproved(t, platform, "Reporting Cloud", false)
	read, err := platform.Protocol(t).Read(t, entry)
	if err != nil || !read.Gone() {
		t.Errorf("an approval that was withdrawn is read as %v, %v", read.Value, err)
	}
}

func TestAllowlistEntryIsImported(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createEntry(t, protocol, prototest.Config{"app": "Warehouse_Sync"})
	id := appID(platform, "Warehouse Sync")
	organization, _ := created.Attributes(t)["organization_id"].(string)
	for name, imported := range map[string]func() (prototest.State, error){
		"by name":         func() (prototest.State, error) { return protocol.ImportID(t, entryType, "Warehouse_Sync") },
		"by id":           func() (prototest.State, error) { return protocol.ImportID(t, entryType, id) },
		"by short id":     func() (prototest.State, error) { return protocol.ImportID(t, entryType, id[:15]) },
		"by organization": func() (prototest.State, error) { return protocol.ImportID(t, entryType, organization+","+id) },
		"by identity": func() (prototest.State, error) {
			return protocol.ImportIdentity(t, entryType, prototest.Config{"app_id": id})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, err := imported()
			if err != nil || !state.Value.Equal(created.Value) || !state.Identity.Equal(created.Identity) {
				t.Errorf("imported\n%v %v\nwant\n%v %v\n%v", state.Value, state.Identity, created.Value, created.Identity, err)
			}
		})
	}
	_, err := protocol.ImportID(t, entryType, "Auditor")
	expectError(t, err, "The app is not approved", "Create one instead")
	_, err = protocol.ImportID(t, entryType, "Nobodys_App")
	expectError(t, err, "Unable to import Salesforce app allowlist entry")
}

func TestAllowlistEntriesAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	creating := platform.Protocol(t)
	states := make([]prototest.State, 100)
	eachOf(states, func(i int, _ prototest.State) {
		app := fmt.Sprintf("App_%d", i)
		_, err := creating.Apply(t, creating.Null(t, appType), with(portalOAuth(nil), prototest.Config{"name": app, "label": app}))
		if err == nil {
			states[i], err = creating.Apply(t, creating.Null(t, entryType), prototest.Config{"app": app})
		}
		if err != nil {
			t.Error(err)
		}
	})

	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(states, func(_ int, state prototest.State) {
		read, err := refreshing.Read(t, state)
		if err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 2 {
		t.Errorf("the refresh of %d entries made %d calls:\n%v", len(states), calls, platform.Requests())
	}
}
