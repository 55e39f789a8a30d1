package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	assignmentType    = "apiaccess_salesforce_permission_set_assignment"
	assignmentAddress = assignmentType + ".test"
)

var meiHolds = prototest.Config{"permission_set": "Reporting_Tools", "user": "mei.chen@acme.example"}

func TestPermissionSetAssignmentLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(arguments string) string {
		return "resource \"" + assignmentType + "\" \"test\" {\n" + arguments + "\n}\n"
	}
	const changed = `
  permission_set = "Reporting_Tools"
  user           = "mei.chen@acme.example"
  expiration     = "2099-12-31T00:00:00Z"`
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config(`
  permission_set = "Reporting_Tools"
  user           = "mei.chen@acme.example"`)},
		resource.TestStep{Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, assignmentAddress)},
		importsAs(assignmentAddress, "permission_set:Reporting_Tools,mei.chen@acme.example"),
		resource.TestStep{
			PreConfig: remove(t, platform, "PermissionSetAssignment", func() string {
				return assignmentOf(platform, "mei.chen@acme.example", "Reporting_Tools")
			}),
			Config: config(changed), ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, assignmentAddress),
		},
		resource.TestStep{
			Config: config(`
  permission_set_group = "Frontend_Team"
  user                 = "mei.chen@acme.example"`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, assignmentAddress),
		},
	)
	mei := platform.SalesforceID("User", "Username", "mei.chen@acme.example")
	group := platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team")
	if left := rowOf(platform, "PermissionSetAssignment", "AssigneeId", mei, "PermissionSetGroupId", group); left != "" {
		t.Errorf("destroy left the assignment %s behind", left)
	}
}

func TestPermissionSetAssignmentIsTheSameInOtherSpellings(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	state, err := protocol.Apply(t, protocol.Null(t, assignmentType), meiHolds)
	if err != nil {
		t.Fatal(err)
	}
	platform.ForgetRequests()
	planned, err := protocol.Plan(t, state, meiHolds)
	if err != nil || len(planned.RequiresReplace)+len(platform.Requests()) > 0 {
		t.Errorf("a plan without changes made the calls %v, %v", platform.Requests(), err)
	}
	planned, err = protocol.Plan(t, state, prototest.Config{
		"permission_set": platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")[:15],
		"user":           platform.SalesforceID("User", "Username", "mei.chen@acme.example"),
	})
	if err != nil || len(planned.RequiresReplace) > 0 {
		t.Errorf("ids in place of names replace %v, %v", planned.RequiresReplace, err)
	}
	planned, err = protocol.Plan(t, state, with(meiHolds, prototest.Config{"user": "sarah.lee@acme.example"}))
	if err != nil || len(planned.RequiresReplace) == 0 {
		t.Errorf("another user replaces nothing: %v", err)
	}
}

func TestPermissionSetAssignmentThatExistsIsAdoptedOnlyWhenToldTo(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	sarah := prototest.Config{"permission_set_group": "Frontend_Team", "user": "sarah.lee@acme.example"}
	_, err := protocol.Apply(t, protocol.Null(t, assignmentType), sarah)
	expectError(t, err, "exists already", "terraform import ADDRESS permission_set_group:Frontend_Team,sarah.lee@acme.example")
	state, err := protocol.Apply(t, protocol.Null(t, assignmentType),
		with(sarah, prototest.Config{"adopt_existing": true, "expiration": "2099-01-01T00:00:00Z"}))
	if err != nil {
		t.Fatal(err)
	}
	if read := readAgain(t, platform, state); !read.Value.Equal(state.Value) {
		t.Errorf("read as %v", read.Attributes(t))
	}
}

func TestPermissionSetAssignmentRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"nothing to hold":   {prototest.Config{"user": "mei.chen@acme.example"}, "Exactly one of these attributes must be configured"},
		"both":              {with(meiHolds, prototest.Config{"permission_set_group": "Frontend_Team"}), "Exactly one of these attributes must be configured"},
		"an unknown set":    {with(meiHolds, prototest.Config{"permission_set": "Nobodies"}), `no permission set "Nobodies"`},
		"an unknown user":   {with(meiHolds, prototest.Config{"user": "nobody@acme.example"}), `no user "nobody@acme.example"`},
		"an inactive user":  {with(meiHolds, prototest.Config{"user": "former.employee@acme.example"}), "inactive"},
		"no username":       {with(meiHolds, prototest.Config{"user": "Mei Chen"}), "is neither a name nor an id"},
		"a moment that was": {with(meiHolds, prototest.Config{"expiration": "2001-01-01T00:00:00Z"}), "Expiration in the past"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, assignmentType), test.config)
			expectError(t, err, test.message)
		})
	}
	auditor := asAuditor(t, platform)
	_, err := auditor.Plan(t, auditor.Null(t, assignmentType), meiHolds)
	expectError(t, err, "View Setup and Configuration")
	for _, id := range []string{"Reporting_Tools", "permission_set:Reporting_Tools", "profile:Sales,mei.chen@acme.example"} {
		_, err := protocol.ImportID(t, assignmentType, id)
		expectError(t, err, "Wrong import id")
	}
}

func TestPermissionSetAssignmentsAreMadeAndReadTogether(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	usernames := hire(t, platform, 100)
	states := make([]prototest.State, len(usernames))
	protocol := platform.Protocol(t)
	eachOn(len(usernames), usernames, func(i int, username string) {
		var err error
		if states[i], err = protocol.Apply(t, protocol.Null(t, assignmentType), with(meiHolds, prototest.Config{"user": username})); err != nil {
			t.Error(err)
		}
	})
	platform.ForgetRequests()
	refreshing := platform.Protocol(t)
	eachOf(states, func(_ int, state prototest.State) {
		if read, err := refreshing.Read(t, state); err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("read as %v, %v", read.Attributes(t), err)
		}
	})
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 2 {
		t.Errorf("the refresh of 100 assignments made %d calls: %v", calls, platform.Requests())
	}
}
