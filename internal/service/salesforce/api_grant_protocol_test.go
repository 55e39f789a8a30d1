package salesforce_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

var (
	carrierGrant = prototest.Config{"app": "Warehouse_Sync", "permission_set": "Frontend_Base"}
	sarahGrant   = prototest.Config{"app": "Warehouse_Sync", "user": "sarah.lee@acme.example", "through": "Frontend_Base"}
)

// with is a configuration with other arguments added.
func with(config, added prototest.Config) prototest.Config {
	sum := maps.Clone(config)
	maps.Copy(sum, added)
	return sum
}

// mustApply creates a grant.
func mustApply(t *testing.T, protocol *prototest.Provider, config prototest.Config) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, protocol.Null(t, grantType), config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestAPIGrantRefusesWrongInput(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	app := prototest.Config{"app": "Warehouse_Sync"}
	user := with(app, prototest.Config{"user": "sarah.lee@acme.example"})
	ofProfile := platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "Sales"))
	ofGroup := platform.SalesforceID("PermissionSet", "PermissionSetGroupId", platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team"))
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"no principal":          {app, "Exactly one of these attributes must be configured"},
		"two principals":        {with(user, prototest.Config{"profile": "Sales"}), "Exactly one of these attributes must be configured"},
		"a user alone":          {user, "Missing through"},
		"a group alone":         {with(app, prototest.Config{"permission_set_group": "Frontend_Team"}), "Missing through"},
		"a profile and through": {with(app, prototest.Config{"profile": "Sales", "through": "Frontend_Base"}), "Superfluous through"},
		"a set and through":     {with(carrierGrant, prototest.Config{"through": "Frontend_Base"}), "Superfluous through"},
		"a profile's end":       {with(app, prototest.Config{"profile": "Sales", "expiration": "2099-01-01T00:00:00Z"}), "Superfluous expiration"},
		"an end in the past":    {with(sarahGrant, prototest.Config{"expiration": "2001-01-01T00:00:00Z"}), "Expiration in the past"},
		"no moment":             {with(sarahGrant, prototest.Config{"expiration": "tomorrow"}), "RFC3339"},
		"an unknown app":        {with(carrierGrant, prototest.Config{"app": "Nobodys_App"}), "The organization has no app \"Nobodys_App\". The data source apiaccess_salesforce_connected_app"},
		"an unknown app's id":   {with(carrierGrant, prototest.Config{"app": "0H4000000000099"}), "no app \"0H4000000000099\""},
		"an unknown user":       {with(sarahGrant, prototest.Config{"user": "nobody@acme.example"}), "no user \"nobody@acme.example\""},
		"an unknown profile":    {with(app, prototest.Config{"profile": "Nobodies"}), "data source apiaccess_salesforce_profile"},
		"an unknown set":        {with(app, prototest.Config{"permission_set": "Nobodies"}), "apiaccess_salesforce_permission_set.NAME.name"},
		"an unknown group":      {with(sarahGrant, prototest.Config{"user": nil, "permission_set_group": "Nobodies"}), "no permission set group \"Nobodies\""},
		"an unknown through":    {with(sarahGrant, prototest.Config{"through": "Nobodies"}), "no permission set \"Nobodies\""},
		"a wrong checksum":      {with(carrierGrant, prototest.Config{"app": "0H4000000000001AAB"}), "last three characters"},
		"a user's id as app":    {with(carrierGrant, prototest.Config{"app": "005000000000001AAA"}), "is the id of a user"},
		"an app's id as user":   {with(sarahGrant, prototest.Config{"user": "0H4000000000001"}), "is the id of a connected app"},
		"a label as app":        {with(carrierGrant, prototest.Config{"app": "Warehouse Sync"}), "is neither a name nor an id"},
		"a name as user":        {with(sarahGrant, prototest.Config{"user": "Sarah Lee"}), "is neither a name nor an id"},
		"an inactive user":      {with(sarahGrant, prototest.Config{"user": "former.employee@acme.example"}), "inactive"},
		"a profile's own set":   {with(app, prototest.Config{"permission_set": ofProfile}), "belongs to the profile Sales"},
		"a group's own set":     {with(sarahGrant, prototest.Config{"through": ofGroup}), "belongs to a permission set group"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, grantType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestAPIGrantIsSilentAboutWhatIsNotKnownYet(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, config := range map[string]prototest.Config{
		"the app":     with(sarahGrant, prototest.Config{"app": prototest.Unknown}),
		"the user":    {"app": "Warehouse_Sync", "user": prototest.Unknown},
		"the through": with(sarahGrant, prototest.Config{"through": prototest.Unknown}),
		"the end":     with(sarahGrant, prototest.Config{"expiration": prototest.Unknown}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := protocol.Plan(t, protocol.Null(t, grantType), config); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestAPIGrantThroughASetWithoutTheAppIsRefused(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	if _, err := protocol.Plan(t, protocol.Null(t, grantType), sarahGrant); err != nil {
		t.Errorf("the plan cannot tell that the app will not be carried, but said: %v", err)
	}
	_, err := protocol.Apply(t, protocol.Null(t, grantType), sarahGrant)
	expectError(t, err, "does not carry the app", "through = apiaccess_salesforce_api_grant.carrier.permission_set")
	if id := assignmentOf(platform, "sarah.lee@acme.example", "Frontend_Base"); id != "" {
		t.Errorf("the refused grant left the assignment %s behind", id)
	}
}

func TestAPIGrantWarnsOfOtherAppsThatComeAlong(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "permission_set": "Reporting_Tools"})
	config := with(sarahGrant, prototest.Config{"through": "Reporting_Tools"})
	planned, err := protocol.Plan(t, protocol.Null(t, grantType), config)
	if err != nil {
		t.Fatal(err)
	}
	if len(planned.Diagnostics) != 1 || planned.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning ||
		!strings.Contains(planned.Diagnostics[0].Detail, "carries Reporting Cloud as well") {
		t.Errorf("want one warning that names the other app, got %v", planned.Diagnostics)
	}
	state := mustApply(t, protocol, config)
	planned, err = protocol.Plan(t, state, config)
	if err != nil || len(planned.Diagnostics) > 0 {
		t.Errorf("a plan without changes repeats the warning: %v, %v", planned.Diagnostics, err)
	}
}

func TestAPIGrantThatExistsIsAdoptedOnlyWhenToldTo(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	group := prototest.Config{"app": "Warehouse_Sync", "permission_set_group": "Frontend_Team", "through": "Frontend_Base"}
	profile := prototest.Config{"app": "Warehouse_Sync", "profile": "System Administrator"}
	for _, config := range []prototest.Config{carrierGrant, profile, sarahGrant} {
		mustApply(t, protocol, config)
	}
	for command, config := range map[string]prototest.Config{
		"terraform import ADDRESS Warehouse_Sync,permission_set:Frontend_Base":                     carrierGrant,
		"terraform import ADDRESS 'Warehouse_Sync,profile:System Administrator'":                   profile,
		"terraform import ADDRESS Warehouse_Sync,user:sarah.lee@acme.example,Frontend_Base":        sarahGrant,
		"terraform import ADDRESS Warehouse_Sync,permission_set_group:Frontend_Team,Frontend_Base": group,
	} {
		_, err := protocol.Apply(t, protocol.Null(t, grantType), config)
		expectError(t, err, "exists already", command)
		adopted := mustApply(t, protocol, with(config, prototest.Config{"adopt_existing": true}))
		if adopted.Attributes(t)["id"] == nil {
			t.Errorf("adopted without an id: %v", adopted.Attributes(t))
		}
	}
	mustApply(t, protocol, with(sarahGrant, prototest.Config{"adopt_existing": true, "expiration": "2099-01-01T00:00:00Z"}))
	assignment := assignmentOf(platform, "sarah.lee@acme.example", "Frontend_Base")
	for _, row := range platform.SalesforceRows("PermissionSetAssignment") {
		if row["Id"] == assignment && row["ExpirationDate"] != "2099-01-01T00:00:00.000+0000" {
			t.Errorf("the adopted grant ends at %v", row["ExpirationDate"])
		}
	}
}

func TestAPIGrantExplainsRefusals(t *testing.T) {
	t.Parallel()
	t.Run("a license that the user does not have", func(t *testing.T) {
		t.Parallel()
		protocol := acctest.Start(t).Protocol(t)
		tied, err := protocol.Apply(t, protocol.Null(t, permissionSetType), prototest.Config{
			"name": "Integrations", "label": "Integrations", "license": "Salesforce Integration",
		})
		if err != nil {
			t.Fatal(err)
		}
		mustApply(t, protocol, prototest.Config{"app": "Warehouse_Sync", "permission_set": "Integrations"})
		_, err = protocol.Apply(t, protocol.Null(t, grantType), with(sarahGrant, prototest.Config{"through": tied.Attributes(t)["id"]}))
		expectError(t, err, "is tied to a license that the user does not have")
	})
	t.Run("a profile that takes no grant", func(t *testing.T) {
		t.Parallel()
		platform := acctest.Start(t)
		protocol := platform.Protocol(t)
		platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Answer: simulator.Status(200, `[{"success":false,"errors":[
			{"statusCode":"INSUFFICIENT_ACCESS_OR_READONLY","message":"insufficient access rights on object id","fields":[]}]}]`)})
		_, err := protocol.Apply(t, protocol.Null(t, grantType), prototest.Config{"app": "Warehouse_Sync", "profile": "Sales"})
		expectError(t, err, "Manage Profiles and Permission Sets", "Setup > Manage Connected Apps")
	})
}

func TestAPIGrantWhoseAnswerWasLostIsFound(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "POST /composite/sobjects", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	state := mustApply(t, protocol, carrierGrant)
	id := platform.SalesforceID("SetupEntityAccess", "ParentId", platform.SalesforceID("PermissionSet", "Name", "Frontend_Base"))
	if got := state.Attributes(t)["id"]; got != id || id == "" {
		t.Errorf("the state has the grant %v, the organization %q", got, id)
	}
}

func TestAPIGrantOfAnAppThatIsGoneIsReplaced(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	state := mustApply(t, protocol, sarahGrant)
	if err := platform.DeleteConnectedApp("Warehouse_Sync"); err != nil {
		t.Fatal(err)
	}
	// Another run: what it knew of the organization is forgotten.
	protocol = platform.Protocol(t)
	read, err := protocol.Read(t, state)
	if err != nil || read.Gone() {
		t.Fatalf("the assignment is still there, but the grant was read as gone %t, %v", read.Gone(), err)
	}
	if got := read.Attributes(t); got["app"] != got["app_id"] {
		t.Errorf("the state says that the grant is of the app %v, which may be a new one by now", got["app"])
	}
	_, err = protocol.Plan(t, read, sarahGrant)
	expectError(t, err, "no app \"Warehouse_Sync\"")
}

func TestAPIGrantDeletesItsOwnRowAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	state := mustApply(t, protocol, sarahGrant)
	before := len(platform.SalesforceRows("PermissionSetAssignment"))
	for range 2 { // the second time it is gone already
		gone, err := protocol.Apply(t, state, nil)
		if err != nil || !gone.Gone() {
			t.Fatalf("deleting: gone %t, %v", gone.Gone(), err)
		}
	}
	if after := len(platform.SalesforceRows("PermissionSetAssignment")); after != before-1 {
		t.Errorf("%d assignments became %d", before, after)
	}
}

func TestAPIGrantWithoutChangesIsPlannedWithoutACall(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	state := mustApply(t, platform.Protocol(t), carrierGrant)
	platform.ForgetRequests()
	planned, err := platform.Protocol(t).Plan(t, state, carrierGrant)
	if err != nil || len(planned.RequiresReplace) > 0 {
		t.Errorf("planning: replaces %v, %v", planned.RequiresReplace, err)
	}
	if requests := platform.Requests(); len(requests) > 0 {
		t.Errorf("the plan made calls: %v", requests)
	}
}

func TestAPIGrantImportsByIdentityAsByID(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	mustApply(t, protocol, sarahGrant)
	byID, err := protocol.ImportID(t, grantType, "Warehouse_Sync,user:sarah.lee@acme.example,Frontend_Base")
	if err != nil {
		t.Fatal(err)
	}
	byIdentity, err := protocol.ImportIdentity(t, grantType, byID.IdentityAttributes(t))
	if err != nil {
		t.Fatal(err)
	}
	if !byID.Value.Equal(byIdentity.Value) || !byID.Identity.Equal(byIdentity.Identity) {
		t.Errorf("by id %s, by identity %s", byID.Value, byIdentity.Value)
	}
	got := byID.Attributes(t)
	if got["app"] != "Warehouse_Sync" || got["user"] != "sarah.lee@acme.example" || got["through"] != "Frontend_Base" {
		t.Errorf("imported %v", got)
	}
}

func TestAPIGrantRefusesWrongImports(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for id, message := range map[string]string{
		"Warehouse_Sync":                         "is no kind of principal",
		"Warehouse_Sync,team:Frontend":           "is no kind of principal",
		"Warehouse_Sync,user:sarah":              "for the user",
		"Warehouse_Sync,user:s@acme.example":     "for the permission set",
		"Warehouse Sync,profile:Sales":           "for the app",
		"Nobodys_App,profile:Sales":              "no app \"Nobodys_App\"",
		"Warehouse_Sync,profile:Sales, of Nadir": "no profile \"Sales, of Nadir\"",
	} {
		_, err := protocol.ImportID(t, grantType, id)
		expectError(t, err, message)
	}
	gone, err := protocol.ImportID(t, grantType, "Warehouse_Sync,profile:Sales")
	if err != nil || !gone.Gone() {
		t.Errorf("a grant that does not exist was imported: gone %t, %v", gone.Gone(), err)
	}
}
