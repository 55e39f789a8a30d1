package salesforce_test

import (
	"fmt"
	"regexp"
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
)

const (
	listType    = "apiaccess_salesforce_app_allowlist"
	listAddress = listType + ".test"
)

// list is a list of those apps, and of the installed one that Acme approves.
func list(platform *acctest.Simulator, apps ...string) prototest.Config {
	listed := []any{appID(platform, "Reporting Cloud")}
	for _, app := range apps {
		listed = append(listed, app)
	}
	return prototest.Config{"apps": listed}
}

// approvedApps are the labels of all apps that are approved.
func approvedApps(platform *acctest.Simulator) string {
	var labels []string
	for _, row := range platform.SalesforceRows("ConnectedApplication") {
		if label, _ := row["Name"].(string); row["OptionsAllowAdminApprovedUsersOnly"] == true {
			labels = append(labels, label)
		}
	}
	slices.Sort(labels)
	return strings.Join(labels, ", ")
}

func expectApproved(t *testing.T, platform *acctest.Simulator, want string) {
	t.Helper()
	if got := approvedApps(platform); got != want {
		t.Errorf("approved are %s, want %s", got, want)
	}
}

func TestAppAllowlistLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const installed = "Reporting_Cloud"
	config := func(apps ...string) string {
		quoted := []string{fmt.Sprintf("%q", installed)}
		for _, app := range apps {
			quoted = append(quoted, fmt.Sprintf("%q", app))
		}
		return singleton(listType, "  apps = ["+strings.Join(quoted, ", ")+"]")
	}
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config("Terraform", "Warehouse_Sync"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(listAddress, tfjsonpath.New("apps"), texts(installed, "Terraform", "Warehouse_Sync")),
				statecheck.ExpectKnownValue(listAddress, tfjsonpath.New("approved").AtMapKey(appID(platform, "Warehouse Sync")),
					knownvalue.StringExact("Warehouse Sync")),
			},
		},
		importsByOrganization(listAddress),
		resource.TestStep{ // what somebody approves elsewhere shows by name
			PreConfig:          func() { setApproved(t, platform, "Auditor", true) },
			RefreshState:       true,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			Config: config("Terraform", "Warehouse_Sync"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(listAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(listAddress, tfjsonpath.New("apps"), texts(installed, "Terraform", "Warehouse_Sync")),
			}},
		},
		resource.TestStep{
			PreConfig: func() { expectApproved(t, platform, "Reporting Cloud, Terraform, Warehouse Sync") },
			Config:    config("Terraform", "Auditor"),
		},
		resource.TestStep{
			PreConfig: func() { expectApproved(t, platform, "Auditor, Reporting Cloud, Terraform") },
			Config:    config("Terraform", "Auditor"), ConfigPlanChecks: noChanges(),
		},
		resource.TestStep{
			Config:      config("Terraform") + entry("Auditor"),
			ExpectError: regexp.MustCompile(`A\s+list\s+and\s+entries\s+in\s+one\s+configuration`),
		},
	)
	expectApproved(t, platform, "Reporting Cloud")
}

func TestAppAllowlistShowsDriftByName(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, listType), list(platform, "Terraform", "Orders", externalID(platform, "Warehouse_Sync")))
	expectNoChange(t, protocol, refreshed(t, platform, created), list(platform, "Terraform", "Orders", externalID(platform, "Warehouse_Sync")))

	setApproved(t, platform, "Auditor", true)
	setApproved(t, platform, "Warehouse Sync", true)
	byHand(t, platform, "ExtlClntAppOauthConfigurablePolicies", "OrdersOAuthSettings_defaultPolicy", "permittedUsersPolicyType", "AllSelfAuthorized")
	drifted := refreshed(t, platform, created).Attributes(t)
	shown := fmt.Sprint(drifted["apps"])
	for _, word := range []string{"Auditor", appID(platform, "Warehouse Sync"), externalID(platform, "Warehouse_Sync"), "Terraform"} {
		if !strings.Contains(shown, word) {
			t.Errorf("the drift does not show %s: %s", word, shown)
		}
	}
	if strings.Contains(shown, "Orders") {
		t.Errorf("an approval that was withdrawn still shows: %s", shown)
	}
	if labels := fmt.Sprint(drifted["approved"]); !strings.Contains(labels, "Auditor") || !strings.Contains(labels, "Warehouse Synchronisation") {
		t.Errorf("the names are %s", labels)
	}
	next := platform.Protocol(t)
	applied(t, next, refreshed(t, platform, created), list(platform, "Terraform", "Orders", externalID(platform, "Warehouse_Sync")))
	expectApproved(t, platform, "Reporting Cloud, Terraform")
	if permitted := permittedUsers(t, platform, "OrdersOAuthSettings_defaultPolicy"); permitted != "AdminApprovedPreAuthorized" {
		t.Errorf("permitted are %s", permitted)
	}
}

func TestAppAllowlistRefusesAtPlan(t *testing.T) {
	t.Parallel()
	platform := startWithExternalApps(t)
	for name, test := range map[string]struct {
		config   prototest.Config
		messages []string
	}{
		"an unknown app":           {list(platform, "Nobodys_App"), []string{"Unknown app", "Nobodys_App"}},
		"a name of two apps":       {list(platform, "Warehouse_Sync"), []string{"Ambiguous app", externalID(platform, "Warehouse_Sync")}},
		"an app twice":             {list(platform, "Terraform", appID(platform, "Terraform")), []string{"An app is listed twice"}},
		"the id of another object": {list(platform, "0055g00000AbCdE"), []string{"is the id of a user"}},
		"an app for Setup alone":   {list(platform, appID(platform, "Dataloader Partner")), []string{"can be approved in Setup alone", "Manage Connected Apps > Dataloader Partner"}},
		"an approval of Setup's":   {prototest.Config{"apps": []any{"Terraform"}}, []string{"can be withdrawn in Setup alone", "Reporting Cloud", "Put its id"}},
		"an empty name":            {list(platform, ""), []string{"is empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			protocol := platform.Protocol(t)
			_, err := protocol.Plan(t, protocol.Null(t, listType), test.config)
			expectError(t, err, test.messages...)
		})
	}
}

func TestAppAllowlistTellsWhatItWithdraws(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setApproved(t, platform, "Auditor", true)
	protocol := platform.Protocol(t)
	planned, warnings := plannedValue(t, protocol, protocol.Null(t, listType), list(platform, "Terraform"))
	if told := strings.Join(warnings, "\n"); !strings.Contains(told, "Approvals will be withdrawn") || !strings.Contains(told, "Auditor (0H4") {
		t.Errorf("the plan warns %q", told)
	}
	if labels := fmt.Sprint(planned.Attributes(t)["approved"]); !strings.Contains(labels, "Terraform") || strings.Contains(labels, "Auditor") {
		t.Errorf("planned are %s", labels)
	}
	for name, apps := range map[string]any{"the list": prototest.Unknown, "an app": []any{"Terraform", prototest.Unknown}} {
		next := platform.Protocol(t)
		_, warnings := plannedValue(t, next, next.Null(t, listType), prototest.Config{"apps": apps})
		if len(warnings) > 0 {
			t.Errorf("while %s is not known the plan warns %q", name, warnings)
		}
	}
}

func TestAppAllowlistDoesNotLockTheProviderOut(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, listType), list(platform, "Terraform", "Warehouse_Sync"))
	platform.SetAPIAccessControl(true)
	next := platform.Protocol(t)
	_, err := next.Plan(t, created, list(platform, "Warehouse_Sync"))
	expectError(t, err, "The provider would lock itself out", "withdrawing its approval")
	if _, warnings := plannedValue(t, next, created, nil); !strings.Contains(strings.Join(warnings, ""), "may lock itself out") {
		t.Errorf("the plan to destroy the list warns %q", warnings)
	}
	_, err = next.Apply(t, created, nil)
	expectError(t, err, "The provider would lock itself out")
	expectApproved(t, platform, "Reporting Cloud, Terraform, Warehouse Sync")

	platform.SetAPIAccessControl(false)
	locked := platform.Protocol(t)
	_, _ = locked.Plan(t, created, list(platform, "Warehouse_Sync"))
	_, err = locked.Plan(t, locked.Null(t, accessControlType), restricted)
	expectError(t, err, "The provider would lock itself out", "is not on the allowlist")
}

func TestAppAllowlistIsReadWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	creating := platform.Protocol(t)
	names := []string{"Terraform"}
	for i := range 30 {
		app := fmt.Sprintf("App_%d", i)
		applied(t, creating, creating.Null(t, appType), with(portalOAuth(nil), prototest.Config{"name": app, "label": app}))
		names = append(names, app)
	}
	config := list(platform, names...)
	created := applied(t, creating, creating.Null(t, listType), config)
	platform.ForgetRequests()
	next := platform.Protocol(t)
	read, err := next.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, next, read, config)
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 3 {
		t.Errorf("the refresh of %d approvals took %d calls:\n%v", len(names), calls, platform.Requests())
	}
}

func TestAppAllowlistTellsMissingPermissions(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, acctest.Start(t))
	_, err := protocol.Apply(t, protocol.Null(t, listType), prototest.Config{"apps": []any{"Terraform"}})
	expectError(t, err, "may not do this", "Customize Application")
}
