package salesforce_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	integrationUserType    = "apiaccess_salesforce_integration_user"
	integrationUserAddress = integrationUserType + ".test"
)

// integrationUser is a user with what its creation takes, and other arguments.
func integrationUser(username string, more prototest.Config) prototest.Config {
	return with(prototest.Config{
		"username": username, "last_name": "Sync", "first_name": "Warehouse", "email": "integrations@acme.example",
	}, more)
}

// userRow is a user as the organization has it.
func userRow(platform *acctest.Simulator, username string) map[string]any {
	for _, row := range platform.SalesforceRows("User") {
		if row["Username"] == username {
			return row
		}
	}
	return nil
}

func TestIntegrationUserLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const user = "  username  = \"warehouse@acme.example\"\n  last_name = \"Sync\"\n  email     = \"integrations@acme.example\"\n"
	const renamed = user + "  first_name = \"Warehouse\"\n  time_zone = \"Europe/Paris\""
	const grant = `
resource "apiaccess_salesforce_permission_set_assignment" "test" {
  user           = apiaccess_salesforce_integration_user.test.username
  permission_set = "Reporting_Tools"
}
`
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: singleton(integrationUserType, user) + grant,
			ConfigStateChecks: []statecheck.StateCheck{
				expectAttribute(integrationUserAddress, "profile", "Minimum Access - API Only Integrations"),
				expectAttribute(integrationUserAddress, "alias", "sync"),
				expectAttribute(integrationUserAddress, "time_zone", "GMT"),
			},
		},
		resource.TestStep{
			ResourceName: integrationUserAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "warehouse@acme.example",
		},
		resource.TestStep{
			PreConfig:        edit(t, platform, "User", "Username", "warehouse@acme.example", map[string]any{"IsActive": false}),
			Config:           singleton(integrationUserType, renamed) + grant,
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, integrationUserAddress),
		},
	)
	if row := userRow(platform, "warehouse@acme.example"); row == nil || row["IsActive"] != false || row["TimeZoneSidKey"] != "Europe/Paris" {
		t.Errorf("destroy left the user as %v", row)
	}
}

func TestIntegrationUserRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"no address":           {integrationUser("warehouse", nil), "form of an email address"},
		"no domain":            {integrationUser("warehouse@acme", nil), "form of an email address"},
		"blanks":               {integrationUser("ware house@acme.example", nil), "form of an email address"},
		"no email":             {integrationUser("w@acme.example", prototest.Config{"email": "Integrations"}), "form of an email address"},
		"a long alias":         {integrationUser("w@acme.example", prototest.Config{"alias": "warehouse"}), "between 1 and 8"},
		"an unknown profile":   {integrationUser("w@acme.example", prototest.Config{"profile": "Pirates"}), "no profile \"Pirates\""},
		"a user's id":          {integrationUser("w@acme.example", prototest.Config{"profile": "0055g0000000001"}), "is the id of a user"},
		"an unknown encoding":  {integrationUser("w@acme.example", prototest.Config{"email_encoding": "UTF-7"}), "value must be one of"},
		"a blank time zone":    {integrationUser("w@acme.example", prototest.Config{"time_zone": " GMT"}), "begins or ends with blanks"},
		"no last name":         {prototest.Config{"username": "w@acme.example", "email": "w@acme.example"}, "Missing Configuration"},
		"a taken username":     {integrationUser("Sarah.Lee@acme.example", nil), "terraform import ADDRESS sarah.lee@acme.example"},
		"of an inactive user":  {integrationUser("former.employee@acme.example", nil), "There is an inactive user"},
		"who can be activated": {integrationUser("former.employee@acme.example", nil), "next apply activates the user"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, integrationUserType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestIntegrationUserWhoseNameIsTakenMeanwhile(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	refusal := `[{"success":false,"errors":[{"statusCode":"DUPLICATE_USERNAME","message":"Duplicate Username.","fields":["Username"]}]}]`
	platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Times: 1, Answer: simulator.Status(200, refusal)})
	created, err := protocol.Apply(t, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
	expectError(t, err, "taken in another organization", "Choose another one")
	if !created.Gone() {
		t.Errorf("the state has %v", created.Attributes(t))
	}
	kept := applied(t, protocol, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
	_, err = protocol.Plan(t, kept, integrationUser("mei.chen@acme.example", nil))
	expectError(t, err, "terraform import ADDRESS mei.chen@acme.example")
}

func TestIntegrationUserWhoseCreationIsNotReadBackIsKept(t *testing.T) {
	t.Parallel()
	config := integrationUser("w@acme.example", nil)
	calm := acctest.Start(t)
	applied(t, calm.Protocol(t), calm.Protocol(t).Null(t, integrationUserType), config)

	platform := acctest.Start(t)
	readBack := calm.Calls("GET /query") - 1
	platform.Inject(simulator.Fault{Pattern: "GET /query", Skip: readBack, Answer: simulator.Status(http.StatusForbidden, "")})
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, integrationUserType), config) // an error would have Terraform replace the user
	if platform.Calls("GET /query") <= readBack {
		t.Error("the user was not read back")
	}
	platform.ClearFaults()
	read := refreshed(t, platform, created)
	if !read.Value.Equal(created.Value) || read.Attributes(t)["id"] != userRow(platform, "w@acme.example")["Id"] {
		t.Errorf("created as %v, read as %v", created.Attributes(t), read.Attributes(t))
	}
}

func TestIntegrationUserThatIsInactiveIsImportedAndActivated(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportIdentity(t, integrationUserType, prototest.Config{
		"id": platform.SalesforceID("User", "Username", "former.employee@acme.example")[:15],
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := imported.Attributes(t); got["active"] != false || got["profile"] != "Standard User" {
		t.Errorf("imported %v", got)
	}
	applied(t, protocol, imported, prototest.Config{
		"username": "Former.Employee@acme.example", "last_name": "Employee", "email": "former.employee@acme.example", "profile": "Standard User",
	})
	if row := userRow(platform, "former.employee@acme.example"); row["IsActive"] != true || row["FirstName"] != nil {
		t.Errorf("the user is %v", row)
	}
	for id, message := range map[string]string{
		"nobody@acme.example": "there is no user", "nobody": "is neither a name nor an id", "0PS5g0000000001": "is the id of a permission set",
	} {
		_, err := protocol.ImportID(t, integrationUserType, id)
		expectError(t, err, message)
	}
}

func TestIntegrationUserIsKnownToOtherPlans(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	assignment := prototest.Config{"user": "w@acme.example", "permission_set": "Reporting_Tools"}
	const assignmentType = "apiaccess_salesforce_permission_set_assignment"
	_, err := protocol.Plan(t, protocol.Null(t, assignmentType), assignment)
	expectError(t, err, "user = apiaccess_salesforce_integration_user.NAME.username")
	if _, err := protocol.Plan(t, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil)); err != nil {
		t.Fatal(err)
	}
	if _, err := protocol.Plan(t, protocol.Null(t, assignmentType), assignment); err != nil {
		t.Fatal(err)
	}
	applied(t, protocol, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
	applied(t, protocol, protocol.Null(t, assignmentType), assignment)
}

func TestIntegrationUserDriftAndSpelling(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := integrationUser("w@acme.example", nil)
	created := applied(t, protocol, protocol.Null(t, integrationUserType), config)
	expectNoChange(t, protocol, created, integrationUser("W@Acme.example", prototest.Config{"email": "Integrations@acme.example"}))
	edit(t, platform, "User", "Username", "w@acme.example", map[string]any{
		"IsActive": false, "Alias": "other", "ProfileId": platform.SalesforceID("Profile", "Name", "Standard User"),
	})()
	drifted := refreshed(t, platform, created)
	if got := drifted.Attributes(t); got["active"] != false || got["alias"] != "other" || got["profile"] != "Standard User" {
		t.Errorf("read as %v", got)
	}
	repaired := applied(t, platform.Protocol(t), drifted, config)
	if got := repaired.Attributes(t); got["active"] != true || got["profile_id"] != created.Attributes(t)["profile_id"] {
		t.Errorf("repaired as %v", got)
	}
}

// ignoreChanges takes the next change without making it.
func ignoreChanges(platform *acctest.Simulator) {
	answer := simulator.Status(200, `[{"success":true,"id":"0055g0000000001AAA","errors":[]}]`)
	platform.Inject(simulator.Fault{Pattern: "PATCH /composite/sobjects", Times: 1, Answer: answer})
}

func TestIntegrationUserWhoseAddressWaitsForItsConfirmation(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
	ignoreChanges(platform)
	changed := applied(t, protocol, created, integrationUser("w@acme.example", prototest.Config{"email": "new@acme.example"}))
	if got := changed.Attributes(t)["email"]; got != "new@acme.example" {
		t.Errorf("the state has %v", got)
	}
	if got := refreshed(t, platform, changed).Attributes(t)["email"]; got != "integrations@acme.example" {
		t.Errorf("read as %v", got)
	}
	ignoreChanges(platform)
	_, err := protocol.Apply(t, changed, integrationUser("w@acme.example", prototest.Config{"email": "new@acme.example", "locale": "fr_FR"}))
	expectError(t, err, "did not keep the value")
}

func TestIntegrationUserTakesFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := integrationUser("w@acme.example", nil)
	created := applied(t, protocol, protocol.Null(t, integrationUserType), config)
	platform.ForgetRequests()
	next := platform.Protocol(t)
	read, err := next.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, next, read, config)
	if calls := platform.Calls(""); calls != 2 { // a sign-in and a query
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}

func TestIntegrationUserTellsMissingPermissions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := asAuditor(t, platform)
	for _, change := range []func() error{
		func() error {
			_, err := protocol.Apply(t, protocol.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
			return err
		},
		func() error {
			owner := platform.Protocol(t)
			made := applied(t, owner, owner.Null(t, integrationUserType), integrationUser("w@acme.example", nil))
			kept, err := protocol.Apply(t, made, nil)
			if kept.Gone() {
				t.Error("the user has left the state without being deactivated")
			}
			return err
		},
	} {
		expectError(t, change(), "may not do this", "Manage Users")
	}
}
