package salesforce_test

import (
	"regexp"
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
	permissionSetType    = "apiaccess_salesforce_permission_set"
	permissionSetAddress = permissionSetType + ".test"
)

func permissionSet(arguments string) string {
	return "resource \"apiaccess_salesforce_permission_set\" \"test\" {\n" + arguments + "\n}\n"
}

func expectAttribute(address, name, value string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(name), knownvalue.StringExact(value))
}

func expectPlanned(address, name, value string) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(name), knownvalue.StringExact(value))
}

func expectActions(action plancheck.ResourceActionType, addresses ...string) resource.ConfigPlanChecks {
	var checks resource.ConfigPlanChecks
	for _, address := range addresses {
		checks.PreApply = append(checks.PreApply, plancheck.ExpectResourceAction(address, action))
	}
	return checks
}

func expectNoChanges() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

func edit(t *testing.T, platform *acctest.Simulator, object, field, value string, change map[string]any) func() {
	t.Helper()
	return func() {
		if err := platform.UpdateSalesforce(object, platform.SalesforceID(object, field, value), change); err != nil {
			t.Error(err)
		}
	}
}

func TestPermissionSetLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: permissionSet(`
  name  = "Portal_Users"
  label = "Portal Users"`),
			ConfigStateChecks: []statecheck.StateCheck{
				expectAttribute(permissionSetAddress, "name", "Portal_Users"),
				statecheck.ExpectKnownValue(permissionSetAddress, tfjsonpath.New("description"), knownvalue.Null()),
				statecheck.ExpectKnownValue(permissionSetAddress, tfjsonpath.New("license_id"), knownvalue.Null()),
				statecheck.ExpectKnownValue(permissionSetAddress, tfjsonpath.New("session_activation_required"), knownvalue.Bool(false)),
			},
		},
		resource.TestStep{
			Config: permissionSet(`
  name                        = "Portal_People"
  label                       = "Portal People"
  description                 = "Whoever may use the portal"
  session_activation_required = true`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, permissionSetAddress),
		},
		resource.TestStep{
			ResourceName: permissionSetAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Portal_People",
		},
		resource.TestStep{
			PreConfig: edit(t, platform, "PermissionSet", "Name", "Portal_People", map[string]any{"Label": "Everybody", "Description": nil}),
			Config: permissionSet(`
  name                        = "Portal_People"
  label                       = "Portal People"
  description                 = "Whoever may use the portal"
  session_activation_required = true`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, permissionSetAddress),
		},
		resource.TestStep{
			Config: permissionSet(`
  name    = "Portal_People"
  label   = "Portal People"
  license = "Salesforce"`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, permissionSetAddress),
		},
		resource.TestStep{
			Config: permissionSet(`
  name    = "Portal_People"
  label   = "Portal People"
  license = "` + platform.SalesforceID("UserLicense", "Name", "Salesforce") + `" # the same one`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, permissionSetAddress),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := platform.DeleteSalesforce("PermissionSet", platform.SalesforceID("PermissionSet", "Name", "Portal_People")); err != nil {
					t.Error(err)
				}
			},
			Config: permissionSet(`
  name    = "Portal_People"
  label   = "Portal People"
  license = "Salesforce"`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, permissionSetAddress),
		},
	)
	if id := platform.SalesforceID("PermissionSet", "Name", "Portal_People"); id != "" {
		t.Errorf("destroy left the permission set %s behind", id)
	}
}

func TestPermissionSetRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"a digit first":           {prototest.Config{"name": "1st", "label": "x"}, "must begin with a letter"},
		"a double underscore":     {prototest.Config{"name": "a__b", "label": "x"}, "single underscores"},
		"a trailing underscore":   {prototest.Config{"name": "a_", "label": "x"}, "none of them last"},
		"a long name":             {prototest.Config{"name": strings.Repeat("a", 81), "label": "x"}, "at most 80"},
		"an empty label":          {prototest.Config{"name": "a", "label": ""}, "at least 1"},
		"spaces around a label":   {prototest.Config{"name": "a", "label": " x"}, "begins or ends with blanks"},
		"a long description":      {prototest.Config{"name": "a", "label": "x", "description": strings.Repeat("a", 256)}, "at most 255"},
		"an unknown license":      {prototest.Config{"name": "a", "label": "x", "license": "Platinum"}, "no user license \"Platinum\""},
		"a permission set's id":   {prototest.Config{"name": "a", "label": "x", "license": "0PS5g0000000001"}, "is the id of a permission set"},
		"an id with a slip in it": {prototest.Config{"name": "a", "label": "x", "license": "1005g0000000001AAB"}, "last three characters"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, permissionSetType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func expectError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error; want one that tells %q", parts)
	}
	flat := strings.Join(strings.Fields(err.Error()), " ")
	for _, part := range parts {
		if !strings.Contains(flat, part) {
			t.Errorf("the error does not tell %q:\n%s", part, err)
		}
	}
}

func TestPermissionSetThatExistsIsNotTakenOver(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	_, err := protocol.Apply(t, protocol.Null(t, permissionSetType), prototest.Config{"name": "Reporting_Tools", "label": "Mine"})
	expectError(t, err, "exists already", "terraform import ADDRESS Reporting_Tools")
}

func TestPermissionSetThatIsAssignedIsNotDeleted(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created, err := protocol.Apply(t, protocol.Null(t, permissionSetType), prototest.Config{"name": "Portal_Users", "label": "Portal Users"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := platform.InsertSalesforce("PermissionSetAssignment", map[string]any{
		"PermissionSetId": created.Attributes(t)["id"], "AssigneeId": platform.SalesforceID("User", "Username", "sarah.lee@acme.example"),
	}); err != nil {
		t.Fatal(err)
	}
	kept, err := protocol.Apply(t, created, nil)
	expectError(t, err, "it is assigned to users", "Revoke those grants first")
	if kept.Gone() {
		t.Error("the permission set has left the state though it was not deleted")
	}
}

func TestPermissionSetsOfOthersAreNotImported(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	ofProfile := platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "Sales"))
	ofGroup := platform.SalesforceID("PermissionSet", "PermissionSetGroupId", platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team"))
	managed := platform.SalesforceID("PermissionSet", "Name", "Frontend_Base")
	edit(t, platform, "PermissionSet", "Name", "Frontend_Base", map[string]any{"NamespacePrefix": "acme", "IsCustom": false})()
	for id, message := range map[string]string{
		ofProfile:     "belongs to the profile Sales",
		ofGroup:       "mirrors a permission set group",
		managed:       "comes with a package",
		"Nobody_Made": "there is no permission set \"Nobody_Made\"",
		"not a name":  "is neither a name nor an id",
	} {
		_, err := protocol.ImportID(t, permissionSetType, id)
		expectError(t, err, message)
	}
}

func TestPermissionSetImportsByIdentity(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	id := platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")
	imported, err := protocol.ImportIdentity(t, permissionSetType, prototest.Config{"id": id[:15]})
	if err != nil {
		t.Fatal(err)
	}
	if got := imported.Attributes(t); got["id"] != id || got["label"] != "Reporting Tools" {
		t.Errorf("imported %v", got)
	}
	if got := imported.IdentityAttributes(t); got["id"] != id || got["organization_id"] == nil {
		t.Errorf("the identity is %v", got)
	}
	_, err = protocol.ImportIdentity(t, permissionSetType, prototest.Config{"id": id, "organization_id": "00D000000000001EAA"})
	expectError(t, err, "Another Salesforce organization")
}

func TestPermissionSetTellsMissingPermissions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config:      platform.ProviderAsAuditor() + permissionSet("  name  = \"Portal_Users\"\n  label = \"Portal Users\""),
		ExpectError: regexp.MustCompile(`Manage\s+Profiles\s+and\s+Permission\s+Sets`),
	})
}
