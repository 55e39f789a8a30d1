package salesforce_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const (
	profilePermissionsType    = "apiaccess_salesforce_profile_permissions"
	profilePermissionsAddress = profilePermissionsType + ".test"
)

func profilePermissions(profile string, permissions map[string]any) prototest.Config {
	return prototest.Config{"profile": profile, "permissions": permissions}
}

// permits tells whether the profile Sales gives a permission.
func permits(t *testing.T, platform *acctest.Simulator, permission string) bool {
	t.Helper()
	for _, row := range platform.SalesforceRows("Profile") {
		if row["Name"] == "Sales" {
			return row["Permissions"+permission] == true
		}
	}
	t.Fatal("there is no profile Sales")
	return false
}

func expectPermits(t *testing.T, platform *acctest.Simulator, wanted map[string]bool) {
	t.Helper()
	for permission, want := range wanted {
		if got := permits(t, platform, permission); got != want {
			t.Errorf("the profile gives %s: %t, want %t", permission, got, want)
		}
	}
}

func setProfilePermission(t *testing.T, platform *acctest.Simulator, permission string, value bool) {
	t.Helper()
	edit(t, platform, "Profile", "Name", "Sales", map[string]any{"Permissions" + permission: value})()
}

func TestProfilePermissionsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	const calls = "  profile     = \"Sales\"\n  permissions = { ApiEnabled = true, ApiUserOnly = false }"
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(profilePermissionsType, calls)},
		resource.TestStep{
			ResourceName: profilePermissionsAddress, ImportState: true, ImportStateVerify: true, ImportStateId: "Sales",
			ImportStateVerifyIdentifierAttribute: "profile_id",
		},
		resource.TestStep{
			PreConfig:        func() { setProfilePermission(t, platform, "ApiEnabled", false) },
			Config:           singleton(profilePermissionsType, calls),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, profilePermissionsAddress),
		},
		resource.TestStep{
			Config:           singleton(profilePermissionsType, "  profile     = \"Sales\"\n  permissions = { ApiUserOnly = true }"),
			ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, profilePermissionsAddress),
		},
	)
	expectPermits(t, platform, map[string]bool{"ApiEnabled": false, "ApiUserOnly": false})
}

func TestProfilePermissionsBecomeWhatTheyWere(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setProfilePermission(t, platform, "ViewSetup", true)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, profilePermissionsType),
		profilePermissions("Sales", map[string]any{"ApiEnabled": true, "ViewSetup": false}))
	expectPermits(t, platform, map[string]bool{"ApiEnabled": true, "ViewSetup": false})
	setProfilePermission(t, platform, "AuthorApex", true) // which nobody speaks for

	changed := applied(t, protocol, created, profilePermissions("Sales", map[string]any{"ApiEnabled": true, "ApiUserOnly": true}))
	expectPermits(t, platform, map[string]bool{"ApiEnabled": true, "ApiUserOnly": true, "ViewSetup": true})
	applied(t, protocol, changed, nil)
	expectPermits(t, platform, map[string]bool{"ApiEnabled": false, "ApiUserOnly": false, "ViewSetup": true, "AuthorApex": true})
}

func TestProfilePermissionsThatWereImportedStayAsTheyAre(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	setProfilePermission(t, platform, "ApiEnabled", true)
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportIdentity(t, profilePermissionsType, prototest.Config{
		"profile_id": platform.SalesforceID("Profile", "Name", "Sales")[:15],
	})
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, protocol, imported, profilePermissions("Sales", map[string]any{"ApiEnabled": true, "ApiUserOnly": false}))
	applied(t, protocol, imported, nil)
	expectPermits(t, platform, map[string]bool{"ApiEnabled": true})
	for id, message := range map[string]string{
		"Pirates": "no profile \"Pirates\"", "Standard User": "standard profile can't be changed", "0055g0000000001": "is the id of a user",
	} {
		_, err := protocol.ImportID(t, profilePermissionsType, id)
		expectError(t, err, message)
	}
}

func TestProfilePermissionsRefuse(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	enabled := map[string]any{"ApiEnabled": true}
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{profilePermissions("Pirates", enabled), "no profile \"Pirates\""},
		{profilePermissions("Standard User", enabled), "the permissions of a standard profile can't be changed"},
		{profilePermissions("System Administrator", enabled), "apiaccess_salesforce_permission_set"},
		{profilePermissions("Sales", map[string]any{"ApiEnbled": true}), "no user permission \"ApiEnbled\""},
		{profilePermissions("Sales", map[string]any{"PermissionsApiEnabled": true}), "without the prefix"},
		{profilePermissions("Sales", map[string]any{"ApiEnabled": nil}), "Null Map Value"},
		{profilePermissions("Sales", map[string]any{}), "at least 1"},
		{prototest.Config{"profile": "Sales"}, "Missing Configuration for Required Attribute"},
	} {
		_, err := protocol.Plan(t, protocol.Null(t, profilePermissionsType), test.config)
		expectError(t, err, test.message)
	}
}

func TestProfilePermissionsTellMissingPermissions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	owner := platform.Protocol(t)
	config := profilePermissions("Sales", map[string]any{"ApiEnabled": true})
	made := applied(t, owner, owner.Null(t, profilePermissionsType), config)
	auditor := asAuditor(t, platform)
	_, err := auditor.Apply(t, auditor.Null(t, profilePermissionsType), config)
	expectError(t, err, "Manage Profiles and Permission Sets")
	kept, err := auditor.Apply(t, made, nil)
	expectError(t, err, "may not do this", "Manage Profiles and Permission Sets")
	if kept.Gone() {
		t.Error("the permissions have left the state without being restored")
	}
}

func TestProfilePermissionsDoNotLockTheProviderOut(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	edit(t, platform, "User", "Username", "terraform@acme.example", map[string]any{
		"ProfileId": platform.SalesforceID("Profile", "Name", "Sales"),
	})()
	edit(t, platform, "ConnectedApplication", "Name", "Terraform", map[string]any{"OptionsAllowAdminApprovedUsersOnly": false})()
	for _, permission := range []string{"ApiEnabled", "ViewSetup", "ModifyMetadata", "ManageProfilesPermissionsets", "ManageUsers"} {
		setProfilePermission(t, platform, permission, true)
	}
	protocol := platform.Protocol(t)
	none := protocol.Null(t, profilePermissionsType)
	if warnings := warningsOf(t, protocol, none, profilePermissions("Sales", map[string]any{"ApiEnabled": true})); len(warnings) > 0 {
		t.Errorf("ApiEnabled warns of %v", warnings)
	}
	denied := profilePermissions("Sales", map[string]any{"ApiEnabled": false})
	_, err := protocol.Plan(t, none, denied)
	expectError(t, err, wouldLockOut, "taking permissions from it", "API Enabled neither by the profile")
	allowed := with(denied, prototest.Config{"allow_self_lockout": true})
	if warnings := warningsOf(t, protocol, none, allowed); len(warnings) != 1 {
		t.Errorf("where it is allowed the plan warns of %v", warnings)
	}
}

func TestProfilePermissionsOfAProfileThatIsGone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "Inside Sales Profile", "Inside Sales Profile.profile")
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, profilePermissionsType),
		profilePermissions("Inside Sales Profile", map[string]any{"ApiUserOnly": true}))
	if err := platform.DeleteSalesforceMetadata("Profile", "Inside Sales Profile"); err != nil {
		t.Fatal(err)
	}
	if read := refreshed(t, platform, created); !read.Gone() {
		t.Errorf("the permissions of a profile that is gone read as %v", read.Attributes(t))
	}
	applied(t, platform.Protocol(t), created, nil)
}

func TestProfilePermissionsTakeFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := profilePermissions("Sales", map[string]any{"ApiEnabled": true, "ApiUserOnly": false})
	created := applied(t, protocol, protocol.Null(t, profilePermissionsType), config)
	platform.ForgetRequests()
	next := platform.Protocol(t)
	read, err := next.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, next, read, config)
	if calls := platform.Calls(""); calls != 3 { // a sign-in, the listing of profiles, and the permissions of all
		t.Errorf("a refresh and a plan without changes took %d calls: %v", calls, platform.Requests())
	}
}
