package salesforce_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// permitting is a permission set with those permissions.
func permitting(permissions map[string]any) prototest.Config {
	return prototest.Config{"name": "Integrations", "label": "Integrations", "permissions": permissions}
}

func setPermission(t *testing.T, platform *acctest.Simulator, name string, value bool) {
	t.Helper()
	edit(t, platform, "PermissionSet", "Name", "Integrations", map[string]any{"Permissions" + name: value})()
}

func TestPermissionSetSpeaksForThePermissionsThatItNames(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := permitting(map[string]any{"ApiEnabled": true, "ViewSetup": false})
	state, err := protocol.Apply(t, protocol.Null(t, permissionSetType), config)
	if err != nil {
		t.Fatal(err)
	}
	setPermission(t, platform, "ApiEnabled", false)
	setPermission(t, platform, "CustomizeApplication", true) // which nobody speaks for
	protocol = platform.Protocol(t)
	drifted, err := protocol.Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	held, _ := drifted.Attributes(t)["permissions"].(map[string]any)
	if len(held) != 2 || held["ApiEnabled"] != false || held["ViewSetup"] != false {
		t.Errorf("read as %v", held)
	}
	if _, err := protocol.Apply(t, drifted, permitting(map[string]any{"ApiEnabled": true})); err != nil {
		t.Fatal(err)
	}
	for _, row := range platform.SalesforceRows("PermissionSet") {
		if row["Name"] == "Integrations" && (row["PermissionsApiEnabled"] != true || row["PermissionsCustomizeApplication"] != true) {
			t.Errorf("the permissions are %v", row)
		}
	}
}

func TestPermissionSetRefusesPermissionsThatThereAreNot(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, message := range map[string]string{
		"ApiEnbled": `no user permission "ApiEnbled"`, "UseAnyApiClient": "Salesforce Support has activated API Access Control",
		"PermissionsApiEnabled": "without the prefix", "apiEnabled": "such as ApiEnabled", "Api Enabled": "such as ApiEnabled",
	} {
		_, err := protocol.Plan(t, protocol.Null(t, permissionSetType), permitting(map[string]any{name: true}))
		expectError(t, err, message)
	}
	_, err := protocol.Plan(t, protocol.Null(t, permissionSetType), permitting(map[string]any{"ApiEnabled": nil}))
	expectError(t, err, "Null Map Value")
}
