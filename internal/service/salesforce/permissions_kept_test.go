package salesforce_test

import (
	"fmt"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// ignoreUpdates has the organization take the next update of a row without an error
// and without any effect.
func ignoreUpdates(platform *acctest.Simulator, id string) {
	platform.Inject(simulator.Fault{
		Pattern: "PATCH composite/sobjects", Times: 1,
		Answer: simulator.Status(200, fmt.Sprintf(`[{"id":%q,"success":true,"errors":[]}]`, id)),
	})
}

func TestProfilePermissionsThatDoNotStickAreToldByName(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setProfilePermission(t, platform, "ApiEnabled", false)
	profile := platform.SalesforceID("Profile", "Name", "Sales")
	protocol := platform.Protocol(t)
	config := profilePermissions("Sales", map[string]any{"ApiEnabled": true, "ApiUserOnly": false})
	ignoreUpdates(platform, profile)
	lost, err := protocol.Apply(t, protocol.Null(t, profilePermissionsType), config)
	expectError(t, err, "Salesforce did not keep the value", "ApiEnabled", "reads back another value")
	if held := lost.Attributes(t)["permissions"]; fmt.Sprint(held) != "map[ApiEnabled:false ApiUserOnly:false]" {
		t.Errorf("the state holds %v", held)
	}
	kept := applied(t, platform.Protocol(t), lost, config)
	expectPermits(t, platform, map[string]bool{"ApiEnabled": true, "ApiUserOnly": false})

	// What cannot be brought back is a warning: Terraform manages it no more.
	ignoreUpdates(platform, profile)
	if left := applied(t, platform.Protocol(t), kept, nil); !left.Gone() {
		t.Error("the permissions are still in the state")
	}
}

func TestPermissionsOfAPermissionSetThatDoNotStickAreToldByName(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := prototest.Config{"name": "Calls", "label": "Calls", "permissions": map[string]any{"ApiEnabled": false}}
	created := made(t, platform, permissionSetType, config)
	id, _ := created.Attributes(t)["id"].(string)
	config["permissions"] = map[string]any{"ApiEnabled": true}
	platform.Inject(simulator.Fault{
		Pattern: "PATCH composite/sobjects", Skip: 1, Times: 1, // after that of the label
		Answer: simulator.Status(200, fmt.Sprintf(`[{"id":%q,"success":true,"errors":[]}]`, id)),
	})
	lost, err := platform.Protocol(t).Apply(t, created, config)
	expectError(t, err, "Salesforce did not keep the value", "ApiEnabled")
	next := platform.Protocol(t)
	if read := refreshed(t, platform, lost); changesOf(t, next, read, config)["permissions"] == nil {
		t.Error("the next plan does not show what was lost")
	}
}

func TestIntegrationUserWhoseChangeDoesNotStickIsToldAtTheArgument(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	created := made(t, platform, integrationUserType, integrationUser("warehouse@acme.example", nil))
	id, _ := created.Attributes(t)["id"].(string)
	ignoreUpdates(platform, id)
	config := integrationUser("warehouse@acme.example", prototest.Config{"time_zone": "Europe/Paris", "profile": "Sales"})
	lost, err := platform.Protocol(t).Apply(t, created, config)
	expectError(t, err, "Salesforce did not keep the value", "time_zone", "profile_id")
	if zone := lost.Attributes(t)["time_zone"]; zone != "GMT" {
		t.Errorf("the state holds the time zone %v", zone)
	}
	applied(t, platform.Protocol(t), refreshed(t, platform, lost), config)
	if row := userRow(platform, "warehouse@acme.example"); row["TimeZoneSidKey"] != "Europe/Paris" {
		t.Errorf("the user is %v", row)
	}
}

func TestIntegrationUserOfALostAnswerIsMadeOnce(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "POST sobjects", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	created := made(t, platform, integrationUserType, integrationUser("warehouse@acme.example", nil))
	if created.Attributes(t)["id"] != userRow(platform, "warehouse@acme.example")["Id"] {
		t.Errorf("the state holds %v", created.Attributes(t))
	}
	applied(t, platform.Protocol(t), created, nil)
	if row := userRow(platform, "warehouse@acme.example"); row["IsActive"] != false {
		t.Errorf("destroy left the user as %v", row)
	}
}
