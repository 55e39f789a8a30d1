package salesforce_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	scopeType              = "apiaccess_salesforce_oauth_custom_scope"
	scopeAddress           = scopeType + ".test"
	scopeAssignmentType    = scopeType + "_assignment"
	scopeAssignmentAddress = scopeAssignmentType + ".test"
)

func scope(added prototest.Config) prototest.Config {
	return with(prototest.Config{"name": "warehouse_read", "label": "Warehouse", "description": "Read the warehouse"}, added)
}

func createScope(t *testing.T, protocol *prototest.Provider) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, protocol.Null(t, scopeType), scope(nil))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func assigned(name, app string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_oauth_custom_scope" "test" {
  name        = %q
  label       = "Warehouse"
  description = "Read the warehouse"
}

resource "apiaccess_salesforce_oauth_custom_scope_assignment" "test" {
  scope = apiaccess_salesforce_oauth_custom_scope.test.name
  app   = %q
}
`, name, app)
}

func TestCustomScopeAndItsAssignmentLiveTheirWholeLives(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	warehouse := platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	remove := func(object string) func() {
		return func() {
			if err := platform.DeleteSalesforce(object, fmt.Sprint(platform.SalesforceRows(object)[0]["Id"])); err != nil {
				t.Error(err)
			}
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: assigned("warehouse_read", "Warehouse_Sync")},
		resource.TestStep{
			Config: assigned("warehouse_look", warehouse), // another name of the scope, and the app in other words
			ConfigPlanChecks: expectActions(
				plancheck.ResourceActionUpdate, scopeAddress, scopeAssignmentAddress,
			),
		},
		resource.TestStep{
			ResourceName: scopeAddress, ImportState: true, ImportStateId: "warehouse_look", ImportStateVerify: true,
		},
		resource.TestStep{
			ResourceName: scopeAssignmentAddress, ImportState: true, ImportStateId: "warehouse_look,Warehouse_Sync", ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"app"}, // which the state holds by its id
		},
		resource.TestStep{
			PreConfig: remove("OauthCustomScopeApp"), Config: assigned("warehouse_look", "Warehouse_Sync"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, scopeAssignmentAddress),
		},
		resource.TestStep{
			Config:           assigned("warehouse_look", "Terraform"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionReplace, scopeAssignmentAddress),
		},
		resource.TestStep{
			PreConfig: remove("OauthCustomScope"), Config: assigned("warehouse_look", "Terraform"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, scopeAddress, scopeAssignmentAddress),
		},
	)
	for _, object := range []string{"OauthCustomScope", "OauthCustomScopeApp"} {
		if rows := platform.SalesforceRows(object); len(rows) > 0 {
			t.Errorf("destroy left %v behind", rows)
		}
	}
}

func TestCustomScopesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	createScope(t, protocol)
	createExternal(t, protocol, portalOAuth(nil))
	other := platform.Protocol(t) // whose configuration makes neither
	for name, test := range map[string]struct {
		typeName string
		config   prototest.Config
		message  string
	}{
		"a name with a blank":    {scopeType, scope(prototest.Config{"name": "warehouse read"}), "letters, digits and single underscores"},
		"a long description":     {scopeType, scope(prototest.Config{"description": strings.Repeat("a", 61)}), "at most 60"},
		"no description":         {scopeType, scope(prototest.Config{"description": ""}), "at least 1"},
		"an unknown scope":       {scopeAssignmentType, prototest.Config{"scope": "nothing", "app": "Terraform"}, `no OAuth custom scope "nothing"`},
		"a scope with a blank":   {scopeAssignmentType, prototest.Config{"scope": "no thing", "app": "Terraform"}, "is neither a name nor an id"},
		"a user's id":            {scopeAssignmentType, prototest.Config{"scope": "warehouse_read", "app": "005000000000001"}, "is the id of a user"},
		"an unknown app":         {scopeAssignmentType, prototest.Config{"scope": "warehouse_read", "app": "Nothing"}, `no connected app "Nothing"`},
		"an external client app": {scopeAssignmentType, prototest.Config{"scope": "warehouse_read", "app": "Order_Portal"}, "Set custom_scopes in oauth"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := other.Plan(t, other.Null(t, test.typeName), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestCustomScopesExplainConflictsAndMissingPermissions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	createScope(t, protocol)
	assignment := prototest.Config{"scope": "warehouse_read", "app": "Warehouse_Sync"}
	apply := func(under *prototest.Provider, typeName string, config prototest.Config) error {
		_, err := under.Apply(t, under.Null(t, typeName), config)
		return err
	}
	if err := apply(protocol, scopeAssignmentType, assignment); err != nil {
		t.Fatal(err)
	}
	expectError(t, apply(protocol, scopeType, scope(nil)), "terraform import ADDRESS warehouse_read")
	expectError(t, apply(protocol, scopeType, scope(prototest.Config{"name": "another"})), "Another scope has the description")
	expectError(t, apply(protocol, scopeAssignmentType, assignment), "terraform import ADDRESS warehouse_read,Warehouse_Sync")
	auditor := asAuditor(t, platform)
	expectError(t, apply(auditor, scopeType, scope(prototest.Config{"name": "other", "description": "Other"})), "Manage Connected Apps")
	expectError(t, apply(auditor, scopeAssignmentType, assignment), "Manage Connected Apps")
}

func TestCustomScopeShowsDriftAndIsRepaired(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	created := createScope(t, platform.Protocol(t))
	id := platform.SalesforceID("OauthCustomScope", "DeveloperName", "warehouse_read")
	for field, value := range map[string]any{"MasterLabel": "Other", "Description": "Other", "IsPublic": true, "DeveloperName": "other"} {
		if err := platform.UpdateSalesforce("OauthCustomScope", id, map[string]any{field: value}); err != nil {
			t.Fatal(err)
		}
		protocol := platform.Protocol(t) // a run of its own
		refreshed, err := protocol.Read(t, created)
		if err != nil || refreshed.Value.Equal(created.Value) {
			t.Errorf("the refresh does not see the drift of %s: %v", field, err)
		}
		if repaired, err := protocol.Apply(t, refreshed, scope(nil)); err != nil || !repaired.Value.Equal(created.Value) {
			t.Errorf("repaired to %v, %v", repaired.Value, err)
		}
	}
}

func TestCustomScopesSurviveLostAnswersAndExpiredSessions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	state := createScope(t, protocol)
	platform.ExpireSalesforceSessions()
	if _, err := protocol.Apply(t, state, scope(prototest.Config{"label": "Stock"})); err != nil {
		t.Fatal(err)
	}
	platform.Inject(simulator.Fault{Pattern: "composite/sobjects", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	assignment, err := protocol.Apply(t, protocol.Null(t, scopeAssignmentType), prototest.Config{"scope": "warehouse_read", "app": "Warehouse_Sync"})
	rows := platform.SalesforceRows("OauthCustomScopeApp")
	if err != nil || len(rows) != 1 || assignment.Attributes(t)["id"] != rows[0]["Id"] {
		t.Errorf("got %v, %v; the organization has %v", assignment.Value, err, rows)
	}
}

func TestCustomScopeAssignmentIsImportedByIdentity(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	createScope(t, protocol)
	state, err := protocol.Apply(t, protocol.Null(t, scopeAssignmentType), prototest.Config{"scope": "warehouse_read", "app": "Warehouse_Sync"})
	if err != nil {
		t.Fatal(err)
	}
	imported, err := protocol.ImportIdentity(t, scopeAssignmentType, state.IdentityAttributes(t))
	if err != nil || !reflect.DeepEqual(imported.Attributes(t), state.Attributes(t)) {
		t.Errorf("imported %v, %v; want %v", imported.Value, err, state.Value)
	}
	_, err = protocol.ImportID(t, scopeAssignmentType, "warehouse_read")
	expectError(t, err, "ORGANIZATION_ID,SCOPE_ID,APP_ID")
	_, err = protocol.ImportID(t, scopeAssignmentType, "00D000000000001EAA,warehouse_read,Warehouse_Sync")
	expectError(t, err, "Another Salesforce organization")
}

func TestCustomScopesAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 100
	platform := acctest.Start(t)
	creating := platform.Protocol(t)
	scopes, assignments := make([]prototest.State, count), make([]prototest.State, count)
	eachOf(scopes, func(i int, _ prototest.State) {
		var err error
		name := fmt.Sprintf("scope_%d", i)
		scopes[i], err = creating.Apply(t, creating.Null(t, scopeType), scope(prototest.Config{"name": name, "description": name}))
		if err != nil {
			t.Error(err)
			return
		}
		assignments[i], err = creating.Apply(t, creating.Null(t, scopeAssignmentType), prototest.Config{"scope": name, "app": "Warehouse_Sync"})
		if err != nil {
			t.Error(err)
		}
	})
	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(slices.Concat(scopes, assignments), func(_ int, state prototest.State) {
		if read, err := refreshing.Read(t, state); err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 2 {
		t.Errorf("the refresh made %d calls:\n%v", calls, platform.Requests())
	}
}
