package salesforce_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

var restricted = prototest.Config{"approved_apps_only": true}

func TestAPIAccessControlThatIsNotActivated(t *testing.T) {
	t.Parallel()
	for name, ignored := range map[string]bool{"refused": false, "ignored": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlIgnored = ignored })
			protocol := platform.Protocol(t)
			_, warnings := plannedValue(t, protocol, protocol.Null(t, accessControlType), restricted)
			if warned := strings.Contains(strings.Join(warnings, "\n"), "may not be activated"); warned == ignored {
				t.Errorf("the plan warns %q", warnings)
			}
			created, err := protocol.Apply(t, protocol.Null(t, accessControlType), restricted)
			expectError(t, err, "API Access Control is not activated", "Salesforce Support")
			if !created.Gone() {
				t.Error("what was refused is in the state")
			}
			off := prototest.Config{"approved_apps_only": false}
			if _, err := protocol.Apply(t, protocol.Null(t, accessControlType), off); err != nil {
				t.Errorf("leaving off what cannot be on failed: %v", err)
			}
		})
	}
}

func TestAPIAccessControlRefusesToLockTheProviderOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare  func(*testing.T, *acctest.Simulator)
		messages []string
	}{
		"not approved": {
			func(t *testing.T, platform *acctest.Simulator) {
				t.Helper()
				setApproved(t, platform, "Terraform", false)
			},
			[]string{"Terraform (0H4", "is not on the allowlist", "depends_on", "allow_self_lockout = true"},
		},
		"not granted": {
			func(t *testing.T, platform *acctest.Simulator) {
				t.Helper()
				setApproved(t, platform, "Terraform", false)
				revokeOwnGrants(t, platform)
			},
			[]string{"is not on the allowlist"},
		},
		"granted to others": {
			func(t *testing.T, platform *acctest.Simulator) {
				t.Helper()
				grantOwn(t, platform, "Reporting_Tools")
				revokeProfile(t, platform)
			},
			[]string{"is granted neither to a permission set", "terraform@acme.example"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := activated(t)
			protocol := platform.Protocol(t)
			if _, err := protocol.ReadData(t, "apiaccess_salesforce_profile", prototest.Config{"name": "Sales"}); err != nil {
				t.Fatal(err) // it has signed in
			}
			test.prepare(t, platform)
			_, err := protocol.Plan(t, protocol.Null(t, accessControlType), restricted)
			expectError(t, err, append(test.messages, "The provider would lock itself out")...)
			if _, warnings := plannedValue(t, protocol, protocol.Null(t, accessControlType),
				with(restricted, prototest.Config{"allow_self_lockout": true})); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
				t.Errorf("with allow_self_lockout it warns %q", warnings)
			}
			if _, err := protocol.Plan(t, protocol.Null(t, accessControlType), prototest.Config{"approved_apps_only": false}); err != nil {
				t.Errorf("leaving it off was refused: %v", err)
			}
		})
	}
}

// grantOwn grants the provider's own app to a permission set.
func grantOwn(t *testing.T, platform *acctest.Simulator, set string) {
	t.Helper()
	parent := platform.SalesforceID("PermissionSet", "Name", set)
	if _, err := platform.InsertSalesforce("SetupEntityAccess", map[string]any{
		"ParentId": parent, "SetupEntityId": appID(platform, "Terraform"),
	}); err != nil {
		t.Fatal(err)
	}
}

// revokeProfile takes the provider's own app from its user's profile.
func revokeProfile(t *testing.T, platform *acctest.Simulator) {
	t.Helper()
	profile := platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "System Administrator"))
	for _, row := range platform.SalesforceRows("SetupEntityAccess") {
		if id, _ := row["Id"].(string); row["ParentId"] == profile && row["SetupEntityId"] == appID(platform, "Terraform") {
			if err := platform.DeleteSalesforce("SetupEntityAccess", id); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// hold gives the provider's user a permission set or a group.
func hold(t *testing.T, platform *acctest.Simulator, field, id string) {
	t.Helper()
	user := platform.SalesforceID("User", "Username", "terraform@acme.example")
	if _, err := platform.InsertSalesforce("PermissionSetAssignment", map[string]any{"AssigneeId": user, field: id}); err != nil {
		t.Fatal(err)
	}
}

func TestAPIAccessControlLetsInAProviderWhoseAppIsGranted(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*testing.T, *acctest.Simulator){
		"by its profile": func(*testing.T, *acctest.Simulator) {},
		"by a permission set": func(t *testing.T, platform *acctest.Simulator) {
			t.Helper()
			grantOwn(t, platform, "Reporting_Tools")
			hold(t, platform, "PermissionSetId", platform.SalesforceID("PermissionSet", "Name", "Reporting_Tools"))
			revokeProfile(t, platform)
		},
		"by a group": func(t *testing.T, platform *acctest.Simulator) {
			t.Helper()
			grantOwn(t, platform, "Frontend_Base")
			hold(t, platform, "PermissionSetGroupId", platform.SalesforceID("PermissionSetGroup", "DeveloperName", "Frontend_Team"))
			revokeProfile(t, platform)
		},
		"since its user may use any client": func(t *testing.T, platform *acctest.Simulator) {
			t.Helper()
			setApproved(t, platform, "Terraform", false)
			revokeProfile(t, platform)
			id := platform.SalesforceID("Profile", "Name", "System Administrator")
			if err := platform.UpdateSalesforce("Profile", id, map[string]any{"PermissionsUseAnyApiClient": true}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := activated(t)
			prepare(t, platform)
			protocol := platform.Protocol(t)
			created := applied(t, protocol, protocol.Null(t, accessControlType), restricted)
			expectNoChange(t, protocol, refreshed(t, platform, created), restricted)
			applied(t, platform.Protocol(t), created, nil)
			if platform.APIAccessControl() {
				t.Error("destroy left the switch on")
			}
		})
	}
}

func TestAPIAccessControlWithAnAccessTokenCannotTell(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	answer, err := http.PostForm(platform.URL+"/services/oauth2/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {acctest.SalesforceClientID}, "client_secret": {acctest.SalesforceClientSecret},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // a test
	var opened struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&opened); err != nil {
		t.Fatal(err)
	}
	protocol := prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
		"instance_url": platform.URL, "access_token": opened.AccessToken,
	}})
	_, err = protocol.Plan(t, protocol.Null(t, accessControlType), restricted)
	expectError(t, err, "The provider would lock itself out", "An access token does not tell")
}

func TestAPIAccessControlTakesFewCalls(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	protocol := platform.Protocol(t)
	created := applied(t, protocol, protocol.Null(t, accessControlType), restricted)
	if calls := len(platform.Requests()); calls > 22 {
		t.Errorf("turning it on took %d calls:\n%v", calls, platform.Requests())
	}
	platform.ForgetRequests()
	next := platform.Protocol(t)
	read, err := next.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, next, read, restricted)
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls != 1 {
		t.Errorf("a refresh and a plan without changes took %d calls:\n%v", calls, platform.Requests())
	}
}

func TestAPIAccessControlBringsBackWhatWas(t *testing.T) {
	t.Parallel()
	platform := activated(t)
	platform.SetAPIAccessControl(true)
	protocol := platform.Protocol(t)
	off := applied(t, protocol, protocol.Null(t, accessControlType), prototest.Config{"approved_apps_only": false})
	if platform.APIAccessControl() {
		t.Error("it is on")
	}
	setApproved(t, platform, "Terraform", false)
	_, err := platform.Protocol(t).Apply(t, off, nil)
	expectError(t, err, "The provider would lock itself out")
	setApproved(t, platform, "Terraform", true)
	applied(t, platform.Protocol(t), off, nil)
	if !platform.APIAccessControl() {
		t.Error("it was on before, and is off now")
	}
	imported, err := platform.Protocol(t).ImportID(t, accessControlType, "ConnectedApp")
	if err != nil || imported.Attributes(t)["approved_apps_only"] != true {
		t.Fatalf("imported %v, %v", imported.Value, err)
	}
	applied(t, platform.Protocol(t), imported, nil)
	if !platform.APIAccessControl() {
		t.Error("destroying what was imported and never changed changed the organization")
	}
}

func TestAPIAccessControlRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := activated(t).Protocol(t)
	_, err := protocol.Plan(t, protocol.Null(t, accessControlType), prototest.Config{"allow_self_lockout": true})
	expectError(t, err, "approved_apps_only_for_external_users")
	if _, err := protocol.Plan(t, protocol.Null(t, accessControlType), prototest.Config{"approved_apps_only": prototest.Unknown}); err != nil {
		t.Errorf("what is not known yet was refused: %v", err)
	}
}

func TestAPIAccessControlTellsMissingPermissions(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, activated(t))
	_, err := protocol.Apply(t, protocol.Null(t, accessControlType), restricted)
	expectError(t, err, "may not do this", "Modify Metadata", "Customize Application")
}
