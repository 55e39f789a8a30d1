package salesforce_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const accessType = data + "api_access"

// mustReadData reads a data source.
func mustReadData(t *testing.T, protocol *prototest.Provider, typeName string, config prototest.Config) map[string]any {
	t.Helper()
	read, err := protocol.ReadData(t, typeName, config)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// objects are the objects in a list.
func objects(t *testing.T, list any) []map[string]any {
	t.Helper()
	values, ok := list.([]any)
	if !ok {
		t.Fatalf("%v is no list", list)
	}
	found := make([]map[string]any, len(values))
	for i, value := range values {
		found[i], _ = value.(map[string]any)
	}
	return found
}

// column is one attribute of the objects in a list.
func column(t *testing.T, list any, name string) []any {
	t.Helper()
	values := []any{}
	for _, object := range objects(t, list) {
		values = append(values, object[name])
	}
	return values
}

// expectEqual compares what was read.
func expectEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// grantWarehouse grants an app by all paths: to Sarah and Omar by their group, to
// Omar also directly, and to the profile of Mei.
func grantWarehouse(t *testing.T, platform *acctest.Simulator) *prototest.Provider {
	t.Helper()
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	mustApply(t, protocol, with(sarahGrant, prototest.Config{"user": "omar.diaz@acme.example", "expiration": "2099-12-31T00:00:00Z"}))
	mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "profile": "Sales"})
	return platform.Protocol(t)
}

// pathsByUser are the paths of each effective user of an app.
func pathsByUser(t *testing.T, app map[string]any) map[string]any {
	t.Helper()
	users, ok := app["effective_users"].(map[string]any)
	if !ok {
		t.Fatalf("%v tells no users", app)
	}
	paths := map[string]any{}
	for username, user := range users {
		told, _ := user.(map[string]any)
		paths[username] = told["paths"]
	}
	return paths
}

func TestAPIAccessTellsWhoHasAccessAndHow(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := grantWarehouse(t, platform)
	read := mustReadData(t, protocol, accessType, prototest.Config{})
	expectEqual(t, "apps in the order of their labels", column(t, read["access"], "label"),
		"[Auditor Dataloader Partner Reporting Cloud Terraform Warehouse Sync]")
	expectEqual(t, "kinds", column(t, read["access"], "kind"), "[connected installed installed connected connected]")

	warehouse := objects(t, read["access"])[4]
	for name, want := range map[string]any{
		"name": "Warehouse_Sync", "approved": false, "people_count": "1", "groups_count": "1", "effective_users_count": "3",
		"people": "[omar.diaz@acme.example]", "permission_set_groups": "[Frontend_Team]", "permission_sets": "[Frontend_Base]",
		"profiles": "[Sales]",
	} {
		expectEqual(t, name, warehouse[name], want)
	}
	users := pathsByUser(t, warehouse)
	kinds := map[string]any{}
	for username, paths := range users {
		kinds[username] = column(t, paths, "kind")
	}
	expectEqual(t, "paths", kinds,
		"map[mei.chen@acme.example:[profile] omar.diaz@acme.example:[direct group] sarah.lee@acme.example:[group]]")

	grant := platform.SalesforceID("SetupEntityAccess", "ParentId", platform.SalesforceID("PermissionSet", "Name", "Frontend_Base"))
	want := map[string]any{
		"kind": "direct", "permission_set": "Frontend_Base", "permission_set_group": nil, "profile": nil, "grant_id": grant,
		"assignment_id": assignmentOf(platform, "omar.diaz@acme.example", "Frontend_Base"), "expiration": "2099-12-31T00:00:00Z",
		"session_activation_required": false,
	}
	if got := objects(t, users["omar.diaz@acme.example"])[0]; !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestAPIAccessIsFiltered(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := grantWarehouse(t, platform)
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	for _, test := range []struct {
		filter prototest.Config
		want   string
	}{
		{prototest.Config{"apps": []any{"warehouse_sync"}}, "[Warehouse Sync]"},
		{prototest.Config{"apps": []any{"Reporting Cloud", "Auditor"}}, "[Auditor Reporting Cloud]"},
		{prototest.Config{"apps": []any{platform.SalesforceID("ConnectedApplication", "Name", "Reporting Cloud")[:15]}}, "[Reporting Cloud]"},
		{prototest.Config{"apps": []any{"Auditor", "Auditor"}}, "[Auditor]"},
		{prototest.Config{"users": []any{"Sarah.Lee@acme.example"}}, "[Warehouse Sync]"},
		{prototest.Config{"users": []any{sarah[:15], "terraform@acme.example"}}, "[Terraform Warehouse Sync]"},
		{prototest.Config{"users": []any{"former.employee@acme.example"}}, "[]"},
		{prototest.Config{"permission_set_groups": []any{"Frontend_Team"}}, "[Warehouse Sync]"},
		{prototest.Config{"permission_set_groups": []any{"Frontend_Team"}, "users": []any{"terraform@acme.example"}}, "[]"},
		{prototest.Config{"apps": []any{"Terraform"}, "users": []any{"terraform@acme.example"}}, "[Terraform]"},
	} {
		read := mustReadData(t, protocol, accessType, test.filter)
		expectEqual(t, fmt.Sprint(test.filter), column(t, read["access"], "label"), test.want)
	}
}

func TestAPIAccessTellsCountsAlone(t *testing.T) {
	t.Parallel()
	read := mustReadData(t, grantWarehouse(t, acctest.Start(t)), accessType, prototest.Config{"counts_only": true, "apps": []any{"Warehouse_Sync"}})
	warehouse := objects(t, read["access"])[0]
	if warehouse["people"] != nil || warehouse["effective_users"] != nil {
		t.Errorf("people are named: %v", warehouse)
	}
	expectEqual(t, "effective users", warehouse["effective_users_count"], "3")
	expectEqual(t, "people", warehouse["people_count"], "1")
}

func TestAPIAccessIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	first := mustReadData(t, grantWarehouse(t, platform), accessType, prototest.Config{})
	second := mustReadData(t, platform.Protocol(t), accessType, prototest.Config{})
	if !reflect.DeepEqual(first, second) {
		t.Errorf("read as\n%v\nand as\n%v", first, second)
	}
}

func TestAPIAccessRefusesWrongFilters(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		filter  prototest.Config
		message string
	}{
		{prototest.Config{"apps": []any{"Nobodys_App"}}, `no app "Nobodys_App"`},
		{prototest.Config{"users": []any{"nobody@acme.example"}}, `no user "nobody@acme.example"`},
		{prototest.Config{"permission_set_groups": []any{"Nobodies"}}, `no permission set group "Nobodies"`},
		{prototest.Config{"apps": []any{}}, "at least 1"},
		{prototest.Config{"apps": []any{"005000000000001"}}, "is the id of a user"},
		{prototest.Config{"users": []any{"Sarah Lee"}}, "is neither a name nor an id"},
	} {
		_, err := protocol.ReadData(t, accessType, test.filter)
		expectError(t, err, test.message)
	}
	_, err := asAuditor(t, platform).ReadData(t, accessType, prototest.Config{})
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

// An organization with 5,000 grants to 1,000 users.
func TestAPIAccessOfManyIsReadWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	usernames := hire(t, platform, 1000)
	app := platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	for i := range 5 {
		name := fmt.Sprintf("Carrier_%d", i)
		set := mustInsert(t, platform, "PermissionSet", map[string]any{"Name": name, "Label": name})
		mustInsert(t, platform, "SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app})
		for _, username := range usernames {
			mustInsert(t, platform, "PermissionSetAssignment", map[string]any{
				"PermissionSetId": set, "AssigneeId": platform.SalesforceID("User", "Username", username),
			})
		}
	}
	platform.ForgetRequests()
	read := mustReadData(t, platform.Protocol(t), accessType, prototest.Config{"apps": []any{"Warehouse_Sync"}})
	calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token")
	if calls > 7 { // the lists in two calls and the components in one, and a call for every 2,000 assignments
		t.Errorf("%d calls beyond sign-in:\n%v", calls, platform.Requests())
	}
	warehouse := objects(t, read["access"])[0]
	expectEqual(t, "people", warehouse["people_count"], "1000")
	for username, paths := range pathsByUser(t, warehouse) {
		expectEqual(t, username, len(objects(t, paths)), 5)
	}
}

func mustInsert(t *testing.T, platform *acctest.Simulator, object string, fields map[string]any) string {
	t.Helper()
	id, err := platform.InsertSalesforce(object, fields)
	if err != nil {
		t.Fatal(err)
	}
	return id
}
