package salesforce_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const usedApps = `
  oauth_tokens:
    - {app: Warehouse Sync, user: sarah.lee@acme.example, last_used_days_ago: 3}
    - {app: Shadow IT, user: omar.diaz@acme.example, last_used_days_ago: 29}
    - {app: Reporting Cloud, user: omar.diaz@acme.example, last_used_days_ago: 1}
    - {app: Dataloader Partner, user: mei.chen@acme.example, last_used_days_ago: 31}
    - {app: Orders, user: mei.chen@acme.example, last_used_days_ago: 2}
    - {app: Orders, user: omar.diaz@acme.example, last_used_days_ago: 40}
`

func TestAPIAccessControlTellsWhoseUseCannotBeTold(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]simulator.Fault{
		"the organization does not tell":      {Pattern: "apps/oauth/usage", Answer: simulator.Status(404, `[{"errorCode":"NOT_FOUND","message":"not here"}]`)},
		"it does not tell of one app's users": {Pattern: "apps/oauth/usage", Skip: 1, Answer: simulator.Status(403, `[{"errorCode":"INSUFFICIENT_ACCESS","message":"sorry"}]`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := startWithMore(t, usedApps+ordersFixture)
			platform.SetAPIAccessControl(false)
			platform.Inject(fault)
			protocol := platform.Protocol(t)
			_, warnings := plannedValue(t, protocol, protocol.Null(t, accessControlType), restricted)
			told := strings.Join(warnings, "\n")
			for _, part := range []string{"\n  Shadow IT (not installed)\n  Warehouse Sync\n", "Whether they are in use cannot be told:\n\n  Orders"} {
				if !strings.Contains(told, part) {
					t.Errorf("the plan does not tell %q but %q", part, told)
				}
			}
		})
	}
}

func TestAPIAccessControlAsksForTheUseOfExternalClientAppsOnce(t *testing.T) {
	t.Parallel()
	platform := startWithMore(t, usedApps+ordersFixture)
	platform.SetAPIAccessControl(false)
	protocol := platform.Protocol(t)
	for range 2 {
		plannedValue(t, protocol, protocol.Null(t, accessControlType), restricted)
	}
	if calls := platform.Calls("apps/oauth/usage"); calls != 2 { // the apps, and the users of the one in use
		t.Errorf("%d calls: %v", calls, platform.Requests())
	}
}

func TestAPIAccessControlNamesTheAppsThatWouldStopWorking(t *testing.T) {
	t.Parallel()
	platform := startWithMore(t, usedApps+ordersFixture)
	platform.SetAPIAccessControl(false)
	warned := func(protocol *prototest.Provider, config prototest.Config) string {
		_, warnings := plannedValue(t, protocol, protocol.Null(t, accessControlType), config)
		return strings.Join(warnings, "\n")
	}
	told := warned(platform.Protocol(t), restricted)
	for _, part := range []string{"Apps in use would stop working", "\n  Orders\n  Shadow IT (not installed)\n  Warehouse Sync\n"} {
		if !strings.Contains(told, part) {
			t.Errorf("the plan does not tell %q but %q", part, told)
		}
	}
	for _, other := range []string{"Reporting Cloud", "Dataloader Partner", "Terraform", "cannot be told"} {
		if strings.Contains(told, other) {
			t.Errorf("the plan names %s: %q", other, told)
		}
	}
	told = warned(platform.Protocol(t), prototest.Config{"approved_apps_only_for_external_users": true})
	if !strings.Contains(told, "Shadow IT (not installed)") || strings.Contains(told, "Warehouse Sync") {
		t.Errorf("for customers and partners it tells %q", told)
	}
	approving := platform.Protocol(t)
	plannedValue(t, approving, approving.Null(t, entryType), prototest.Config{"app": appID(platform, "Warehouse Sync")})
	if told := warned(approving, restricted); strings.Contains(told, "\n  Warehouse Sync\n") {
		t.Errorf("what the same apply approves is named: %q", told)
	}
}

func TestWithdrawalsNameTheAppsThatWouldStopWorking(t *testing.T) {
	t.Parallel()
	platform := startWithMore(t, usedApps+ordersFixture)
	platform.SetAPIAccessControl(false)
	setApproved(t, platform, "Terraform", true)
	created := made(t, platform, listType, list(platform, "Terraform", "Orders", appID(platform, "Warehouse Sync"), "Auditor"))
	entry, err := platform.Protocol(t).ImportID(t, entryType, appID(platform, "Warehouse Sync"))
	if err != nil {
		t.Fatal(err)
	}
	withdrawals := map[string]struct {
		prior prototest.State
		left  prototest.Config
		named []string
	}{
		"from the list":  {created, list(platform, "Terraform"), []string{"Orders", "Warehouse Sync"}},
		"with the list":  {created, nil, []string{"Orders", "Terraform", "Warehouse Sync"}},
		"with its entry": {entry, nil, []string{"Warehouse Sync"}},
	}
	for name, test := range withdrawals {
		if _, told := plannedValue(t, platform.Protocol(t), test.prior, test.left); strings.Contains(strings.Join(told, ""), "would stop working") {
			t.Errorf("%s while API Access Control is off: %s", name, told)
		}
	}
	platform.SetAPIAccessControl(true)
	for name, test := range withdrawals {
		_, warnings := plannedValue(t, platform.Protocol(t), test.prior, test.left)
		if told := strings.Join(warnings, "\n"); !strings.Contains(told, "\n\n  "+strings.Join(test.named, "\n  ")+"\n\n") {
			t.Errorf("%s: the plan does not name %v: %s", name, test.named, told)
		}
	}
}
