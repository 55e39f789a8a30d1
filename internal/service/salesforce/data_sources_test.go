package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
)

const data = "apiaccess_salesforce_"

func TestDataSourcesFindObjectsByNameAndByID(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	sales := platform.SalesforceID("Profile", "Name", "Sales")
	mei := platform.SalesforceID("User", "Username", "mei.chen@acme.example")
	tools := platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools")
	team := platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team")
	warehouse := platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	for typeName, test := range map[string]struct {
		ways []prototest.Config
		want map[string]any
	}{
		"user": {
			[]prototest.Config{{"username": "Mei.Chen@acme.example"}, {"id": mei}, {"id": mei[:15]}},
			map[string]any{
				"id": mei, "username": "mei.chen@acme.example", "name": "Mei Chen", "email": "mei.chen@acme.example", "active": true,
				"profile_id": sales, "profile_name": "Sales",
			},
		},
		"profile": {
			[]prototest.Config{{"name": "sales"}, {"id": sales}},
			map[string]any{
				"id": sales, "name": "Sales", "permission_set_id": platform.SalesforceID("PermissionSet", "ProfileId", sales),
			},
		},
		"permission_set": {
			[]prototest.Config{{"name": "Reporting_Tools"}, {"id": tools[:15]}},
			map[string]any{
				"id": tools, "name": "Reporting_Tools", "label": "Reporting Tools", "description": "Access of the reporting tools",
				"license_id": nil, "session_activation_required": false, "custom": true,
			},
		},
		"permission_set_group": {
			[]prototest.Config{{"developer_name": "Frontend_Team"}, {"id": team}},
			map[string]any{
				"id": team, "developer_name": "Frontend_Team", "label": "Frontend Team", "status": "Updated",
				"permission_sets": []any{"Frontend_Base"},
			},
		},
		"connected_app": {
			[]prototest.Config{{"name": "Warehouse_Sync"}, {"label": "Warehouse Sync"}, {"id": warehouse}},
			map[string]any{"id": warehouse, "name": "Warehouse_Sync", "label": "Warehouse Sync", "approved": false, "installed": false},
		},
	} {
		for _, way := range test.ways {
			got, err := protocol.ReadData(t, data+typeName, way)
			if err != nil || !reflect.DeepEqual(got, test.want) {
				t.Errorf("%s by %v: %v, %v", typeName, way, got, err)
			}
		}
	}
}

func TestInstalledConnectedAppIsFound(t *testing.T) {
	t.Parallel()
	got, err := acctest.Start(t).Protocol(t).ReadData(t, data+"connected_app", prototest.Config{"label": "Reporting Cloud"})
	if err != nil || got["installed"] != true || got["approved"] != true || got["id"] == nil {
		t.Errorf("found %v, %v", got, err)
	}
}

func TestLabelThatConnectedAppsShareNamesThem(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	if err := platform.EditConnectedApp("Auditor", func(set func(string, ...string)) { set("label", "Warehouse Sync") }); err != nil {
		t.Fatal(err)
	}
	_, err := platform.Protocol(t).ReadData(t, data+"connected_app", prototest.Config{"label": "Warehouse Sync"})
	expectError(t, err, `name = "Auditor"`, `name = "Warehouse_Sync"`)
}

func TestDataSourcesTellWhatIsNotThere(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for typeName, way := range map[string]prototest.Config{
		"user":                 {"username": "nobody@acme.example"},
		"profile":              {"name": "Nobodies"},
		"permission_set":       {"id": "0PS000000000099"},
		"permission_set_group": {"developer_name": "Nobodies"},
		"connected_app":        {"label": "Nobody's App"},
	} {
		_, err := protocol.ReadData(t, data+typeName, way)
		expectError(t, err, "There is no such Salesforce", "View Setup and Configuration")
	}
}

func TestDataSourcesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for _, test := range []struct {
		typeName string
		way      prototest.Config
		message  string
	}{
		{"user", prototest.Config{}, "Exactly one of these attributes must be configured"},
		{"profile", prototest.Config{"name": "Sales", "id": "00e000000000001"}, "Exactly one of these attributes must be configured"},
		{"user", prototest.Config{"id": "sarah.lee@acme.example"}, "is no id"},
		{"permission_set", prototest.Config{"id": "005000000000001"}, "is the id of a user"},
		{"connected_app", prototest.Config{"name": ""}, "at least 1"},
	} {
		_, err := protocol.ReadData(t, data+test.typeName, test.way)
		expectError(t, err, test.message)
	}
}

// asAuditor starts the provider with a sign-in that may not look.
func asAuditor(t *testing.T, platform *acctest.Simulator) *prototest.Provider {
	t.Helper()
	return prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
		"instance_url": platform.URL, "client_id": acctest.AuditorClientID, "client_secret": acctest.AuditorClientSecret,
	}})
}

func TestDataSourcesTellMissingPermissions(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, acctest.Start(t))
	for typeName, way := range map[string]prototest.Config{
		"user":                 {"username": "sarah.lee@acme.example"},
		"profile":              {"name": "Sales"},
		"permission_set":       {"name": "Reporting_Tools"},
		"permission_set_group": {"developer_name": "Frontend_Team"},
		"connected_app":        {"name": "Warehouse_Sync"},
	} {
		_, err := protocol.ReadData(t, data+typeName, way)
		expectError(t, err, "may not do this", "View Setup and Configuration")
	}
}
