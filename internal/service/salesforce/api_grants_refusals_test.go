package salesforce_test

import (
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

func TestAPIGrantsRevokeEverybodyOnlyWhenConfirmed(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := applyGrants(t, platform, nil, warehouse(prototest.Config{"users": all("sarah.lee@acme.example")}))
	protocol := platform.Protocol(t)
	nobody := warehouse(prototest.Config{"users": all()})
	_, err := protocol.Plan(t, state, nobody)
	expectError(t, err, "Nobody would have access any more", `revoke_all_confirmation = "REVOKE"`)
	emptied := applyGrants(t, platform, &state, with(nobody, prototest.Config{"revoke_all_confirmation": "REVOKE"}))
	if assignmentOf(platform, "sarah.lee@acme.example", "Reporting_Tools") != "" {
		t.Error("the user has the app still")
	}
	emptied = readAgain(t, platform, emptied)
	if planned, err := platform.Protocol(t).Plan(t, emptied, nobody); emptied.Gone() || err != nil || len(planned.RequiresReplace) > 0 {
		t.Errorf("nobody has the app: gone %t, %v", emptied.Gone(), err)
	}
}

func TestAPIGrantsAndSingleGrantsExcludeEachOther(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	some := warehouse(prototest.Config{"users": all("sarah.lee@acme.example")})
	for name, plans := range map[string][2]struct {
		typeName string
		config   prototest.Config
	}{
		"the single one last":  {{grantsType, some}, {grantType, carrierGrant}},
		"the single one first": {{grantType, with(carrierGrant, prototest.Config{"app": appID(platform, "Warehouse Sync")})}, {grantsType, some}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			protocol := platform.Protocol(t)
			if _, err := protocol.Plan(t, protocol.Null(t, plans[0].typeName), plans[0].config); err != nil {
				t.Fatal(err)
			}
			_, err := protocol.Plan(t, protocol.Null(t, plans[1].typeName), plans[1].config)
			expectError(t, err, "Grants of an app managed twice", "Warehouse_Sync")
		})
	}
}

func TestAPIGrantsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	for name, test := range map[string]struct {
		added   prototest.Config
		message string
	}{
		"users alone":            {prototest.Config{"through": nil, "users": all("sarah.lee@acme.example")}, "Missing through"},
		"groups alone":           {prototest.Config{"through": nil, "permission_set_groups": all("Frontend_Team")}, "Missing through"},
		"the carrier twice":      {prototest.Config{"permission_sets": all("Reporting_Tools")}, "Superfluous permission set"},
		"the carrier by its id":  {prototest.Config{"permission_sets": all(platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools"))}, "Superfluous permission set"},
		"a user twice":           {prototest.Config{"users": all("sarah.lee@acme.example", sarah)}, "are the same user"},
		"a user in two cases":    {prototest.Config{"users": all("sarah.lee@acme.example", "Sarah.Lee@acme.example")}, "are the same user"},
		"no username":            {prototest.Config{"users": all("Sarah Lee")}, "is neither a name nor an id"},
		"an unknown user":        {prototest.Config{"users": all("nobody@acme.example")}, `no user "nobody@acme.example"`},
		"an inactive user":       {prototest.Config{"users": all("former.employee@acme.example")}, "inactive"},
		"an unknown group":       {prototest.Config{"permission_set_groups": all("Nobodies")}, `no permission set group "Nobodies"`},
		"an unknown profile":     {prototest.Config{"profiles": all("Nobodies")}, `no profile "Nobodies"`},
		"a set's id as profile":  {prototest.Config{"profiles": all("0PS000000000001")}, "is the id of a permission set"},
		"an unknown app":         {prototest.Config{"app": "Nobodys_App"}, `no app "Nobodys_App"`},
		"an unknown carrier":     {prototest.Config{"through": "Nobodies"}, `no permission set "Nobodies"`},
		"a null for a user":      {prototest.Config{"users": map[string]any{"sarah.lee@acme.example": nil}}, "Missing value"},
		"another confirmation":   {prototest.Config{"revoke_all_confirmation": "yes"}, "REVOKE"},
		"no moment":              {prototest.Config{"users": map[string]any{"sarah.lee@acme.example": map[string]any{"expiration": "soon"}}}, "RFC3339"},
		"a moment that has gone": {prototest.Config{"users": map[string]any{"sarah.lee@acme.example": map[string]any{"expiration": "2001-01-01T00:00:00Z"}}}, "Expiration in the past"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			protocol := platform.Protocol(t)
			_, err := protocol.Plan(t, protocol.Null(t, grantsType), warehouse(test.added))
			expectError(t, err, test.message)
		})
	}
	for name, added := range map[string]prototest.Config{
		"the app": {"app": prototest.Unknown}, "the through": {"through": prototest.Unknown, "users": all("sarah.lee@acme.example")},
		"the users": {"users": prototest.Unknown}, "a user's end": {"users": map[string]any{"sarah.lee@acme.example": map[string]any{"expiration": prototest.Unknown}}},
		"a user's value": {"users": map[string]any{"sarah.lee@acme.example": prototest.Unknown}},
	} {
		next := platform.Protocol(t)
		if _, err := next.Plan(t, next.Null(t, grantsType), warehouse(added)); err != nil {
			t.Errorf("%s is not known yet: %v", name, err)
		}
	}
}

func TestAPIGrantsNameThePermissionThatIsMissing(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := asAuditor(t, platform)
	_, err := protocol.Plan(t, protocol.Null(t, grantsType), warehouse(prototest.Config{"users": all("sarah.lee@acme.example")}))
	expectError(t, err, "View Setup and Configuration")
}
