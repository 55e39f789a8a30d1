package salesforce_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	assignmentsType    = "apiaccess_salesforce_permission_set_assignments"
	assignmentsAddress = assignmentsType + ".test"
)

// holders are users of Reporting_Tools.
func holders(usernames ...string) prototest.Config {
	return prototest.Config{"permission_set": "Reporting_Tools", "users": all(usernames...)}
}

func applyAssignments(t *testing.T, platform *acctest.Simulator, prior *prototest.State, config prototest.Config) prototest.State {
	t.Helper()
	protocol := platform.Protocol(t)
	if prior == nil {
		none := protocol.Null(t, assignmentsType)
		prior = &none
	}
	state, err := protocol.Apply(t, *prior, config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestPermissionSetAssignmentsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(arguments string) string {
		return "resource \"" + assignmentsType + "\" \"test\" {\n" + arguments + "\n}\n"
	}
	const changed = `
  permission_set = "Reporting_Tools"
  users          = { "sarah.lee@acme.example" = { expiration = "2099-12-31T00:00:00Z" }, "omar.diaz@acme.example" = {} }`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config(`
  permission_set = "Reporting_Tools"
  users          = { "sarah.lee@acme.example" = {}, "mei.chen@acme.example" = {} }`)},
		resource.TestStep{Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, assignmentsAddress)},
		resource.TestStep{
			ResourceName: assignmentsAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "permission_set:Reporting_Tools",
		},
		resource.TestStep{
			PreConfig: remove(t, platform, "PermissionSetAssignment", func() string {
				return assignmentOf(platform, "omar.diaz@acme.example", "Reporting_Tools")
			}),
			Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, assignmentsAddress),
		},
		resource.TestStep{
			Config: config(`
  permission_set_group = "Frontend_Team"
  users                = { "sarah.lee@acme.example" = {}, "omar.diaz@acme.example" = {} }`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, assignmentsAddress),
		},
	)
	group := platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team")
	for _, row := range platform.SalesforceRows("PermissionSetAssignment") {
		if row["PermissionSetGroupId"] == group {
			t.Errorf("destroy left the assignment %v behind", row)
		}
	}
}

func TestPermissionSetAssignmentsTellWhoeverHoldsIt(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	config := holders(sarah[:15])
	state := applyAssignments(t, platform, nil, config)
	insert(t, platform, "PermissionSetAssignment", map[string]any{
		"AssigneeId":      platform.SalesforceID("User", "Username", "mei.chen@acme.example"),
		"PermissionSetId": platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools"),
	})
	drifted := readAgain(t, platform, state)
	if got, want := keys(t, drifted, "users"), []string{sarah[:15], "mei.chen@acme.example"}; !slices.Equal(got, want) {
		t.Errorf("the refresh tells %v, want %v", got, want)
	}
	repaired := applyAssignments(t, platform, &drifted, config)
	if read := readAgain(t, platform, repaired); !read.Value.Equal(state.Value) {
		t.Errorf("after the apply it is read as %v", read.Attributes(t))
	}
}

func TestPermissionSetAssignmentsAreCreatedBesideOthers(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	planned, err := protocol.Plan(t, protocol.Null(t, assignmentsType), prototest.Config{
		"permission_set_group": "Frontend_Team", "users": all("mei.chen@acme.example", "omar.diaz@acme.example"),
	})
	if err != nil || len(planned.Diagnostics) != 1 {
		t.Fatalf("want one warning, got %v, %v", planned.Diagnostics, err)
	}
	expectError(t, prototest.DiagnosticsError(planned.Diagnostics), "Others hold it already", "Frontend_Team: sarah.lee@acme.example.")
}

func TestPermissionSetAssignmentsAreTakenFromEverybodyOnlyWhenConfirmed(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyAssignments(t, platform, nil, holders("sarah.lee@acme.example"))
	_, err := platform.Protocol(t).Plan(t, state, holders())
	expectError(t, err, "Nobody would hold it any more", `revoke_all_confirmation = "REVOKE"`)
	emptied := applyAssignments(t, platform, &state, with(holders(), prototest.Config{"revoke_all_confirmation": "REVOKE"}))
	if emptied = readAgain(t, platform, emptied); emptied.Gone() || len(keys(t, emptied, "users")) > 0 {
		t.Errorf("read as %v", emptied.Attributes(t))
	}
	if assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools") != "" {
		t.Error("the user holds it still")
	}
}

func TestPermissionSetAssignmentsKeepWhatTookEffect(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Times: 1, Answer: simulator.Status(200, `[
		{"success":false,"errors":[{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"no rights","fields":[]}]},
		{"success":true,"id":"0Pa5g000000ZZZZAAA","errors":[]}]`)})
	protocol := platform.Protocol(t)
	state, err := protocol.Apply(t, protocol.Null(t, assignmentsType), holders("mei.chen@acme.example", "sarah.lee@acme.example"))
	expectError(t, err, "to the user mei.chen@acme.example: ", "Assign Permission Sets")
	if got := keys(t, state, "users"); !slices.Equal(got, []string{"sarah.lee@acme.example"}) {
		t.Errorf("the state has %v", got)
	}
}

func TestPermissionSetAssignmentsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	owned := platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "Sales"))
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"nothing to hold":     {prototest.Config{"users": all()}, "Exactly one of these attributes must be configured"},
		"both":                {with(holders(), prototest.Config{"permission_set_group": "Frontend_Team"}), "Exactly one of these attributes must be configured"},
		"an unknown set":      {prototest.Config{"permission_set": "Nobodies"}, `no permission set "Nobodies"`},
		"an unknown group":    {prototest.Config{"permission_set_group": "Nobodies"}, `no permission set group "Nobodies"`},
		"a profile's own set": {prototest.Config{"permission_set": owned}, "belongs to a profile"},
		"an unknown user":     {holders("nobody@acme.example"), `no user "nobody@acme.example"`},
		"an inactive user":    {holders("former.employee@acme.example"), "inactive"},
		"no username":         {holders("Sarah Lee"), "is neither a name nor an id"},
		"a user twice":        {holders("sarah.lee@acme.example", "SARAH.LEE@acme.example"), "are the same user"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, assignmentsType), test.config)
			expectError(t, err, test.message)
		})
	}
	_, err := asAuditor(t, platform).Plan(t, protocol.Null(t, assignmentsType), holders("sarah.lee@acme.example"))
	expectError(t, err, "View Setup and Configuration")
}

func TestPermissionSetAssignmentsOfAThousandUsersTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	usernames := hire(t, platform, 1000)
	platform.ForgetRequests()
	state := applyAssignments(t, platform, nil, holders(usernames...))
	if writes := platform.Calls("POST /composite"); writes != 1 {
		t.Errorf("1000 users were assigned it by %d writes", writes)
	}
	platform.ForgetRequests()
	read := readAgain(t, platform, state)
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 2 || !read.Value.Equal(state.Value) {
		t.Errorf("the refresh made %d calls beyond sign-in: %v", calls, platform.Requests())
	}
	platform.ForgetRequests()
	if _, err := platform.Protocol(t).Plan(t, read, holders(usernames...)); err != nil || len(platform.Requests()) > 0 {
		t.Errorf("a plan without changes made the calls %v, %v", platform.Requests(), err)
	}
	applyAssignments(t, platform, &read, holders(usernames[1:]...))
	if writes := platform.Calls("/composite/sobjects"); writes != 1 {
		t.Errorf("one user less took %d writes", writes)
	}
}
