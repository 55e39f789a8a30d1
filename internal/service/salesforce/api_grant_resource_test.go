package salesforce_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const grantType = "apiaccess_salesforce_api_grant"

func grant(name, arguments string) string {
	return fmt.Sprintf("resource %q %q {\n%s\n}\n", grantType, name, arguments)
}

// grants are one grant to each kind of principal, all that go through a
// permission set through the same one.
func grants(user string) string {
	return permissionSet("name = \"Warehouse_Users\"\nlabel = \"Warehouse Users\"") +
		grant("carrier", `
  app            = "Warehouse_Sync"
  permission_set = apiaccess_salesforce_permission_set.test.name`) +
		grant("profile", `
  app     = "Warehouse_Sync"
  profile = "Sales"`) +
		grant("user", `
  app     = "Warehouse_Sync"
  through = apiaccess_salesforce_api_grant.carrier.permission_set
`+user) +
		grant("group", `
  app                  = "Warehouse_Sync"
  permission_set_group = "Frontend_Team"
  through              = apiaccess_salesforce_api_grant.carrier.permission_set`)
}

const (
	carrierAddress      = grantType + ".carrier"
	profileGrantAddress = grantType + ".profile"
	userGrantAddress    = grantType + ".user"
	groupGrantAddress   = grantType + ".group"
)

func remove(t *testing.T, platform *acctest.Simulator, object string, id func() string) func() {
	t.Helper()
	return func() {
		if err := platform.DeleteSalesforce(object, id()); err != nil {
			t.Error(err)
		}
	}
}

// rowOf is the id of the first row of an object in which both fields have those
// values.
func rowOf(platform *acctest.Simulator, object, field, value, other, another string) string {
	for _, row := range platform.SalesforceRows(object) {
		if row[field] == value && row[other] == another {
			id, _ := row["Id"].(string)
			return id
		}
	}
	return ""
}

// assignmentOf is the id of the assignment of a permission set to a user.
func assignmentOf(platform *acctest.Simulator, username, permissionSet string) string {
	return rowOf(
		platform, "PermissionSetAssignment",
		"AssigneeId", platform.SalesforceID("User", "Username", username),
		"PermissionSetId", platform.SalesforceID("PermissionSet", "Name", permissionSet),
	)
}

func importsAs(address, id string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: id,
		ImportStateVerifyIgnore: []string{"adopt_existing"},
	}
}

func TestAPIGrantLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const toSarah = `user = "sarah.lee@acme.example"`
	const toSarahUntil = toSarah + "\n" + `expiration = "2099-01-31T00:00:00Z"`
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: grants(toSarah),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				expectPlanned(userGrantAddress, "app_label", "Warehouse Sync"),
				expectPlanned(userGrantAddress, "principal_id", sarah),
				expectPlanned(userGrantAddress, "principal_type", "user"),
				expectPlanned(groupGrantAddress, "principal_name", "Frontend_Team"),
				expectPlanned(profileGrantAddress, "principal_name", "Sales"),
				plancheck.ExpectUnknownValue(carrierAddress, tfjsonpath.New("principal_id")),
				plancheck.ExpectUnknownValue(userGrantAddress, tfjsonpath.New("through_id")),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				expectAttribute(userGrantAddress, "principal_name", "sarah.lee@acme.example"),
				expectAttribute(carrierAddress, "principal_name", "Warehouse_Users"),
				statecheck.ExpectKnownValue(carrierAddress, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0J0`))),
				statecheck.ExpectKnownValue(profileGrantAddress, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0J0`))),
				statecheck.ExpectKnownValue(userGrantAddress, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0Pa`))),
				statecheck.ExpectKnownValue(groupGrantAddress, tfjsonpath.New("id"), knownvalue.StringRegexp(regexp.MustCompile(`^0PH`))),
			},
		},
		resource.TestStep{
			Config:           grants(toSarahUntil),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, userGrantAddress),
		},
		importsAs(carrierAddress, "Warehouse_Sync,permission_set:Warehouse_Users"),
		importsAs(profileGrantAddress, "Warehouse_Sync,profile:Sales"),
		importsAs(userGrantAddress, "Warehouse_Sync,user:sarah.lee@acme.example,Warehouse_Users"),
		importsAs(groupGrantAddress, "Warehouse_Sync,permission_set_group:Frontend_Team,Warehouse_Users"),
		importsAs(userGrantAddress, platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")+",user:"+sarah[:15]+",Warehouse_Users"),
		resource.TestStep{ // the same user, app and moment in other words
			Config: grants(`user = "` + sarah[:15] + "\"\n" + `expiration = "2099-01-31T01:00:00+01:00"`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(userGrantAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(groupGrantAddress, plancheck.ResourceActionNoop),
			}},
		},
		resource.TestStep{
			Config:           grants(`user = "omar.diaz@acme.example"`),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, userGrantAddress),
		},
		resource.TestStep{Config: grants(`user = "omar.diaz@acme.example"`), ConfigPlanChecks: expectNoChanges()},
	)
	for _, row := range platform.SalesforceRows("SetupEntityAccess") {
		if row["SetupEntityId"] == platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync") {
			t.Errorf("destroy left the grant %v behind", row)
		}
	}
	if assignmentOf(platform, "sarah.lee@acme.example", "Warehouse_Users")+assignmentOf(platform, "omar.diaz@acme.example", "Warehouse_Users") != "" {
		t.Error("destroy left an assignment behind")
	}
}

func TestAPIGrantShowsAndRepairsDrift(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := grants("user = \"sarah.lee@acme.example\"\nexpiration = \"2099-01-31T00:00:00Z\"")
	assignment := func() string { return assignmentOf(platform, "sarah.lee@acme.example", "Warehouse_Users") }
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config},
		resource.TestStep{ // somebody prolongs Sarah's grant and takes the profile's away
			PreConfig: func() {
				if err := platform.UpdateSalesforce("PermissionSetAssignment", assignment(), map[string]any{"ExpirationDate": nil}); err != nil {
					t.Error(err)
				}
				set := platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "Sales"))
				remove(t, platform, "SetupEntityAccess", func() string { return platform.SalesforceID("SetupEntityAccess", "ParentId", set) })()
			},
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(userGrantAddress, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(profileGrantAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectResourceAction(groupGrantAddress, plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction(carrierAddress, plancheck.ResourceActionNoop),
			}},
			ConfigStateChecks: []statecheck.StateCheck{expectAttribute(userGrantAddress, "expiration", "2099-01-31T00:00:00Z")},
		},
		resource.TestStep{ // Sarah's grant and the group's are gone
			PreConfig: func() {
				remove(t, platform, "PermissionSetAssignment", assignment)()
				set := platform.SalesforceID("PermissionSet", "Name", "Warehouse_Users")
				remove(t, platform, "PermissionSetGroupComponent", func() string {
					return platform.SalesforceID("PermissionSetGroupComponent", "PermissionSetId", set)
				})()
			},
			Config:           config,
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, userGrantAddress, groupGrantAddress),
		},
		resource.TestStep{ // the permission set carries the app no more: the grant that makes it do so is what is missing
			PreConfig: remove(t, platform, "SetupEntityAccess", func() string {
				return platform.SalesforceID("SetupEntityAccess", "ParentId", platform.SalesforceID("PermissionSet", "Name", "Warehouse_Users"))
			}),
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(carrierAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectResourceAction(userGrantAddress, plancheck.ResourceActionNoop),
			}},
		},
	)
}

func TestAPIGrantFollowsARenamedOrReplacedPermissionSet(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(set string) string {
		return permissionSet(set) +
			grant("carrier", `
  app            = "Warehouse_Sync"
  permission_set = apiaccess_salesforce_permission_set.test.name`) +
			grant("user", `
  app     = "Warehouse_Sync"
  user    = "sarah.lee@acme.example"
  through = apiaccess_salesforce_api_grant.carrier.permission_set`)
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: config("name = \"Warehouse_Users\"\nlabel = \"Warehouse\"")},
		resource.TestStep{
			Config:           config("name = \"Warehouse_People\"\nlabel = \"Warehouse\""),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, permissionSetAddress, carrierAddress, userGrantAddress),
		},
		resource.TestStep{
			Config:           config("name = \"Warehouse_People\"\nlabel = \"Warehouse\"\nlicense = \"Salesforce\""),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, permissionSetAddress, carrierAddress, userGrantAddress),
		},
	)
}

func TestAPIGrantSurvivesAnEndedSession(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	expired := simulator.SalesforceError(401, "INVALID_SESSION_ID", "Session expired or invalid")
	acctest.Run(t, platform, resource.TestStep{
		PreConfig: func() {
			platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Skip: 1, Times: 1, Answer: expired})
		},
		Config: grants(`user = "sarah.lee@acme.example"`),
	})
}

func TestAPIGrantTellsMissingPermissions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(t, platform, resource.TestStep{
		Config: platform.ProviderAsAuditor() + grant("test", `
  app            = "Warehouse_Sync"
  permission_set = "Reporting_Tools"`),
		ExpectError: regexp.MustCompile(`View\s+Setup\s+and\s+Configuration`),
	})
}

func TestAPIGrantOfAnAppThatTheSameRunMakes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(label string) string {
		return `
resource "apiaccess_salesforce_connected_app" "portal" {
  name          = "Orders_Portal"
  label         = "` + label + `"
  contact_email = "orders@acme.example"
  oauth         = { callback_urls = ["https://portal.acme.example/cb"], scopes = ["Api"] }
}
` + permissionSet("name = \"Portal_Users\"\nlabel = \"Portal Users\"") +
			grant("carrier", `
  app            = apiaccess_salesforce_connected_app.portal.name
  permission_set = apiaccess_salesforce_permission_set.test.name`) +
			grant("user", `
  app     = apiaccess_salesforce_connected_app.portal.name
  user    = "sarah.lee@acme.example"
  through = apiaccess_salesforce_api_grant.carrier.permission_set`)
	}
	acctest.Run(
		t, platform,
		resource.TestStep{
			Config: config("Orders Portal"),
			ConfigStateChecks: []statecheck.StateCheck{
				expectAttribute(userGrantAddress, "app_label", "Orders Portal"),
				expectAttribute(carrierAddress, "principal_name", "Portal_Users"),
			},
		},
		resource.TestStep{ // Sarah's grant is made anew while the app gets another label
			PreConfig: remove(t, platform, "PermissionSetAssignment", func() string {
				return assignmentOf(platform, "sarah.lee@acme.example", "Portal_Users")
			}),
			Config:           config("The Orders Portal"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, userGrantAddress),
		},
		resource.TestStep{ // another app of the same name is another app
			PreConfig: func() {
				if err := platform.DeleteConnectedApp("Orders_Portal"); err != nil {
					t.Error(err)
				}
			},
			Config: config("The Orders Portal"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(carrierAddress, plancheck.ResourceActionCreate),
				plancheck.ExpectResourceAction(userGrantAddress, plancheck.ResourceActionReplace),
			}},
		},
		resource.TestStep{Config: config("The Orders Portal"), ConfigPlanChecks: expectNoChanges()},
	)
}
