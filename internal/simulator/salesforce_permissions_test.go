package simulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// groupFixture has a group whose muting permission set takes API access away.
func groupFixture() string {
	return strings.NewReplacer(
		"  permission_sets:\n", "  muting_permission_sets:\n    - {developer_name: No_API, label: No API, permissions: [ApiEnabled]}\n"+
			"  permission_sets:\n    - {name: API_Access, label: API Access, permissions: [ApiEnabled, ViewSetup]}\n",
		"permission_sets: [Frontend_Base]}", "permission_sets: [Frontend_Base, API_Access], muting_permission_set: No_API}",
		"  assignments:\n", "  assignments:\n    - {user: mei.chen@acme.example, permission_set_group: Frontend_Team}\n",
	).Replace(acmeSalesforce()) + "  access_tokens:\n    - {token: 00D5g000004AcMe!mei, user: mei.chen@acme.example, connected_app: Terraform}\n"
}

func TestPermissionsThroughAGroupLessWhatItMutes(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, groupFixture())
	mei := &salesforce{Server: c.Server, t: t, url: c.url, token: "00D5g000004AcMe!mei"}
	mei.rest("GET", "/limits", nil).wantRefusal(t, 403, "API_DISABLED_FOR_ORG", "")
	component := c.query("SELECT Id FROM PermissionSetGroupComponent WHERE PermissionSetId = '" + c.id("MutingPermissionSet", "DeveloperName", "No_API") + "'")
	if got := c.rest("DELETE", "/sobjects/PermissionSetGroupComponent/"+fmt.Sprint(component[0]["Id"]), nil); got.status != 204 {
		t.Fatalf("removing the muting set: %s", got.body)
	}
	if got := mei.rest("GET", "/limits", nil); got.status != 200 {
		t.Errorf("unmuted: %d %s", got.status, got.body)
	}
	assignment := c.query("SELECT Id FROM PermissionSetAssignment WHERE Assignee.Username = 'mei.chen@acme.example' AND PermissionSetGroupId != null")
	if got := c.rest("PATCH", "/sobjects/PermissionSetAssignment/"+fmt.Sprint(assignment[0]["Id"]), map[string]any{"IsRevoked": true}); got.status != 204 {
		t.Fatalf("revoking the assignment: %s", got.body)
	}
	mei.rest("GET", "/limits", nil).wantRefusal(t, 403, "API_DISABLED_FOR_ORG", "")
}

func TestMutingPermissionSets(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	group := c.id("PermissionSetGroup", "DeveloperName", "Frontend_Team")
	muting := c.create("MutingPermissionSet", map[string]any{"DeveloperName": "Quiet", "MasterLabel": "Quiet", "PermissionsApiEnabled": true})
	c.create("PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": group, "PermissionSetId": muting})
	other := c.create("MutingPermissionSet", map[string]any{"DeveloperName": "Other", "MasterLabel": "Other"})
	c.rest("POST", "/sobjects/PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": group, "PermissionSetId": other}).
		wantRefusal(t, 400, "FIELD_INTEGRITY_EXCEPTION", "only one muting permission set")
	c.rest("DELETE", "/sobjects/MutingPermissionSet/"+muting, nil).wantRefusal(t, 400, "DELETE_FAILED", "part of a permission set group")
	c.rest("POST", "/sobjects/MutingPermissionSet", map[string]any{"DeveloperName": "9", "MasterLabel": "x"}).wantRefusal(t, 400, "INVALID_FIELD", "begin with a letter")
	status := func() any {
		return c.query("SELECT Status FROM PermissionSetGroup WHERE Id = '" + group + "'")[0]["Status"]
	}
	if first, second := status(), status(); first != "Updating" || second != "Updated" {
		t.Errorf("a recalculation: %v, then %v", first, second)
	}
	if got := c.rest("PATCH", "/sobjects/MutingPermissionSet/"+muting, map[string]any{"PermissionsViewSetup": true}); got.status != 204 || status() != "Updating" {
		t.Errorf("a change of what is muted recalculates the group: %s", got.body)
	}
	c.Set(func(knobs *simulator.Knobs) { knobs.FailedRecalculations = true })
	c.must(c.UpdateSalesforce("PermissionSet", c.id("PermissionSet", "Name", "Frontend_Base"), map[string]any{"PermissionsApiEnabled": true}))
	if first, second := status(), status(); first != "Updating" || second != "Failed" {
		t.Errorf("a recalculation that fails: %v, then %v", first, second)
	}
}

func TestPermissionColumns(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.queryAnswer("SELECT PermissionsFlyToTheMoon FROM PermissionSet").wantRefusal(t, 400, "INVALID_FIELD", "No such column 'PermissionsFlyToTheMoon'")
	for _, object := range []string{"PermissionSet", "Profile", "MutingPermissionSet"} {
		query := "SELECT PermissionsUseAnyApiClient FROM " + object
		c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = false })
		c.queryAnswer(query).wantRefusal(t, 400, "INVALID_FIELD", "No such column 'PermissionsUseAnyApiClient'")
		c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = true })
		c.query(query)
	}
	standard, custom := c.id("Profile", "Name", "Standard User"), c.id("Profile", "Name", "Sales")
	c.rest("PATCH", "/sobjects/Profile/"+standard, map[string]any{"PermissionsApiEnabled": false}).
		wantRefusal(t, 403, "INSUFFICIENT_ACCESS_OR_READONLY", "")
	if got := c.rest("PATCH", "/sobjects/Profile/"+custom, map[string]any{"PermissionsApiEnabled": true}); got.status != 204 {
		t.Errorf("custom profile: %s", got.body)
	}
	if set := c.query("SELECT PermissionsApiEnabled FROM PermissionSet WHERE ProfileId = '" + custom + "'"); set[0]["PermissionsApiEnabled"] != true {
		t.Errorf("the profile's own permission set: %v", set)
	}
}

func integrationUser(c *salesforce, name string) map[string]any {
	return map[string]any{
		"Username": name + "@acme.example", "LastName": "Integration", "Email": "it@acme.example", "Alias": "int",
		"ProfileId":      c.id("Profile", "Name", "Minimum Access - API Only Integrations"),
		"TimeZoneSidKey": "UTC", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
	}
}

func TestIntegrationUsersTakeLicenses(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var ids []string
	for i := range 4 {
		ids = append(ids, c.create("User", integrationUser(c, fmt.Sprintf("integration%d", i))))
	}
	license := c.query("SELECT TotalLicenses, UsedLicenses FROM UserLicense WHERE Name = 'Salesforce Integration'")[0]
	if license["TotalLicenses"] != 5.0 || license["UsedLicenses"] != 5.0 {
		t.Errorf("licenses: %v", license)
	}
	sixth := integrationUser(c, "sixth")
	c.rest("POST", "/sobjects/User", sixth).wantRefusal(t, 400, "LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded")
	c.rest("DELETE", "/sobjects/User/"+ids[0], nil).wantRefusal(t, 405, "METHOD_NOT_ALLOWED", "")
	if got := c.rest("PATCH", "/sobjects/User/"+ids[0], map[string]any{"IsActive": false}); got.status != 204 {
		t.Errorf("deactivating: %s", got.body)
	}
	c.create("User", sixth)
	c.rest("PATCH", "/sobjects/User/"+ids[0], map[string]any{"IsActive": true}).wantRefusal(t, 400, "LICENSE_LIMIT_EXCEEDED", "")
	if got := c.rest("PATCH", "/sobjects/User/"+ids[1], map[string]any{"LastName": "Renamed"}); got.status != 204 {
		t.Errorf("renaming while all licenses are used: %s", got.body)
	}
	again := integrationUser(c, "sixth")
	again["ProfileId"] = c.id("Profile", "Name", "Sales")
	c.rest("POST", "/sobjects/User", again).wantRefusal(t, 400, "DUPLICATE_USERNAME", "all Salesforce organizations")
	delete(again, "Alias")
	c.rest("POST", "/sobjects/User", again).wantRefusal(t, 400, "REQUIRED_FIELD_MISSING", "Alias")
}

func TestFrozenUsersAreOut(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	login := c.query("SELECT Id, IsFrozen FROM UserLogin WHERE UserId = '" + c.id("User", "Username", "auditor@acme.example") + "'")[0]
	path := "/sobjects/UserLogin/" + fmt.Sprint(login["Id"])
	if got := c.rest("PATCH", path, map[string]any{"IsFrozen": true}); login["IsFrozen"] != false || got.status != 204 {
		t.Fatalf("freezing: %v %s", login, got.body)
	}
	auditor.queryAnswer("SELECT Id FROM User").wantRefusal(t, 401, "INVALID_SESSION_ID", "")
	auditor.tokenRequest(clientCredentials(auditorKey, auditorSecret)).wantOAuthError(t, "invalid_grant", "user is frozen")
	c.rest("PATCH", path, map[string]any{"IsPasswordLocked": true}).wantRefusal(t, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "only be set to false")
	c.rest("DELETE", path, nil).wantRefusal(t, 405, "METHOD_NOT_ALLOWED", "")
	if got := c.rest("PATCH", path, map[string]any{"IsFrozen": false}); got.status != 204 {
		t.Errorf("unfreezing: %s", got.body)
	}
	auditor.signIn(auditorKey, auditorSecret)
	auditor.rest("PATCH", path, map[string]any{"IsFrozen": true}).wantRefusal(t, 403, "INSUFFICIENT_ACCESS_OR_READONLY", "")
}

func TestExpiredAssignmentsAreInactive(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	now := time.Now()
	c.Set(func(knobs *simulator.Knobs) { knobs.Clock = func() time.Time { return now } })
	id := c.create("PermissionSetAssignment", map[string]any{
		"AssigneeId": c.id("User", "Username", "mei.chen@acme.example"), "PermissionSetId": c.id("PermissionSet", "Name", "Reporting_Tools"),
		"ExpirationDate": now.Add(time.Hour).UTC().Format(time.RFC3339),
	})
	active := func() any {
		return c.query("SELECT IsActive FROM PermissionSetAssignment WHERE Id = '" + id + "'")[0]["IsActive"]
	}
	if active() != true {
		t.Error("inactive before its time")
	}
	c.Set(func(*simulator.Knobs) { now = now.Add(61 * time.Minute) })
	if active() != false {
		t.Error("active after its time")
	}
	read := c.rest("POST", "/composite/sobjects/PermissionSetAssignment", map[string]any{"ids": []string{id}, "fields": []string{"IsActive"}})
	if !strings.Contains(read.body, `"IsActive":false`) {
		t.Errorf("read by id: %s", read.body)
	}
}
