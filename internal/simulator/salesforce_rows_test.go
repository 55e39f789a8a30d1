package simulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestARowThroughItsLife(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	created := c.rest(http.MethodPost, "/sobjects/PermissionSet/", map[string]any{"Name": "Orders", "Label": " Orders "})
	body := created.object(t)
	id, _ := body["id"].(string)
	path := "/sobjects/PermissionSet/" + id
	if created.status != http.StatusCreated || body["success"] != true || len(id) != 18 || !strings.HasPrefix(id, "0PS") ||
		created.header.Get("Location") != data+path {
		t.Fatalf("created: %d %s %v", created.status, created.body, created.header)
	}
	if got := c.rest(http.MethodPatch, path, map[string]any{"Description": "What orders may"}); got.status != http.StatusNoContent || got.body != "" {
		t.Errorf("updated: %d %s", got.status, got.body)
	}
	if got := c.rest(http.MethodPost, path+"?_HttpMethod=PATCH", map[string]any{"Label": "Orders API"}); got.status != http.StatusNoContent {
		t.Errorf("updated by POST: %d %s", got.status, got.body)
	}
	read := c.rest(http.MethodGet, path[:len(path)-3]+"?fields=Label,description,IsOwnedByProfile,Type", nil).object(t)
	want := map[string]any{
		"Label": "Orders API", "Description": "What orders may", "IsOwnedByProfile": false, "Type": "Regular",
		"attributes": map[string]any{"type": "PermissionSet", "url": data + path},
	}
	if fmt.Sprint(read) != fmt.Sprint(want) {
		t.Errorf("read %v, want %v", read, want)
	}
	if got := c.rest(http.MethodDelete, path, nil); got.status != http.StatusNoContent {
		t.Errorf("deleted: %d %s", got.status, got.body)
	}
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		c.rest(method, path, nil).wantRefusal(t, 404, "ENTITY_IS_DELETED", "entity is deleted")
	}
}

func TestRowAddresses(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	set := c.id("PermissionSet", "Name", "Frontend_Base")
	user := c.id("User", "LastName", "Lee")
	for name, test := range map[string]struct {
		path, code string
		status     int
	}{
		"absent":            {"PermissionSet/0PS5g000000zzzz", "NOT_FOUND", 404},
		"of another object": {"PermissionSet/" + user, "MALFORMED_ID", 400},
		"in the wrong case": {"PermissionSet/" + strings.ToLower(set), "MALFORMED_ID", 400},
		"too short":         {"PermissionSet/0PS", "MALFORMED_ID", 400},
		"unknown field":     {"PermissionSet/" + set + "?fields=Wings", "INVALID_FIELD", 400},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.rest(http.MethodGet, "/sobjects/"+test.path, nil).wantRefusal(t, test.status, test.code, "")
		})
	}
}

func TestRefusedCreations(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var (
		set      = c.id("PermissionSet", "Name", "Frontend_Base")
		owned    = c.id("PermissionSet", "Type", "Profile")
		mirror   = c.id("PermissionSet", "Type", "Group")
		group    = c.id("PermissionSetGroup", "DeveloperName", "Frontend_Team")
		sarah    = c.id("User", "LastName", "Lee")
		former   = c.id("User", "LastName", "Employee")
		app      = c.id("ConnectedApplication", "Name", "Terraform")
		profile  = c.id("Profile", "Name", "Sales")
		license  = c.id("UserLicense", "Name", "Salesforce Integration")
		tied     = c.create("PermissionSet", map[string]any{"Name": "Tied", "Label": "Tied", "LicenseId": license})
		approved = c.id("ConnectedApplication", "Name", "Reporting Cloud")
		reports  = c.id("PermissionSet", "Name", "Reporting_Tools")
	)
	long := strings.Repeat("x", 81)
	tests := map[string]struct {
		object string
		fields map[string]any
		code   string
		part   string
	}{
		"set without a label":            {"PermissionSet", map[string]any{"Name": "A"}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]"},
		"set with an empty label":        {"PermissionSet", map[string]any{"Name": "A", "Label": "  "}, "REQUIRED_FIELD_MISSING", "[Label]"},
		"set with a long label":          {"PermissionSet", map[string]any{"Name": "A", "Label": long}, "STRING_TOO_LONG", "max length=80"},
		"set with a taken name":          {"PermissionSet", map[string]any{"Name": "frontend_base", "Label": "A"}, "DUPLICATE_VALUE", "duplicate value found: Name duplicates value on record with id: " + set},
		"set with a bad name":            {"PermissionSet", map[string]any{"Name": "A__b", "Label": "A"}, "INVALID_FIELD", "consecutive underscores"},
		"set with an unknown field":      {"PermissionSet", map[string]any{"Name": "A", "Label": "A", "Wings": 2}, "INVALID_FIELD", "No such column 'Wings' on sobject of type PermissionSet"},
		"set with its own id":            {"PermissionSet", map[string]any{"Id": set, "Name": "A", "Label": "A"}, "INVALID_FIELD", "The Id field should not be specified"},
		"set of a profile":               {"PermissionSet", map[string]any{"Name": "A", "Label": "A", "ProfileId": profile}, "INVALID_FIELD_FOR_INSERT_UPDATE", "ProfileId"},
		"set with a text for a boolean":  {"PermissionSet", map[string]any{"Name": "A", "Label": "A", "PermissionsApiEnabled": "yes"}, "JSON_PARSER_ERROR", "boolean"},
		"set with a gated permission":    {"PermissionSet", map[string]any{"Name": "A", "Label": "A", "PermissionsUseAnyApiClient": true}, "INVALID_FIELD", "No such column"},
		"grant with its type":            {"SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app, "SetupEntityType": "ConnectedApplication"}, "INVALID_FIELD_FOR_INSERT_UPDATE", "SetupEntityType"},
		"grant of no app":                {"SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": "0H4000000000000CAA"}, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"},
		"grant of a malformed id":        {"SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": "x"}, "MALFORMED_ID", "SetupEntityId: id value of incorrect type: x"},
		"grant to a user":                {"SetupEntityAccess", map[string]any{"ParentId": sarah, "SetupEntityId": app}, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"},
		"grant to a group's mirror":      {"SetupEntityAccess", map[string]any{"ParentId": mirror, "SetupEntityId": app}, "FIELD_INTEGRITY_EXCEPTION", "permission set group"},
		"grant a second time":            {"SetupEntityAccess", map[string]any{"ParentId": reports, "SetupEntityId": approved}, "DUPLICATE_VALUE", "duplicate value found: <unknown> duplicates value on record with id: <unknown>"},
		"assignment of nothing":          {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah}, "REQUIRED_FIELD_MISSING", "PermissionSetId"},
		"assignment of both":             {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": set, "PermissionSetGroupId": group}, "FIELD_INTEGRITY_EXCEPTION", "not both"},
		"assignment of a profile's set":  {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": owned}, "FIELD_INTEGRITY_EXCEPTION", "owned by a profile"},
		"assignment a second time":       {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetGroupId": group}, "DUPLICATE_VALUE", "Duplicate PermissionSetAssignment. Assignee: " + sarah},
		"assignment to an inactive user": {"PermissionSetAssignment", map[string]any{"AssigneeId": former, "PermissionSetId": set}, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "inactive user"},
		"assignment that has expired":    {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": set, "ExpirationDate": "2020-01-01T00:00:00.000Z"}, "FIELD_INTEGRITY_EXCEPTION", "in the future"},
		"assignment until nonsense":      {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": set, "ExpirationDate": "soon"}, "JSON_PARSER_ERROR", "datetime"},
		"assignment against the license": {"PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": tied}, "FIELD_INTEGRITY_EXCEPTION", "license doesn't allow"},
		"member that is a profile's set": {"PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": group, "PermissionSetId": owned}, "FIELD_INTEGRITY_EXCEPTION", "owned by a profile"},
		"member a second time":           {"PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": group, "PermissionSetId": set}, "DUPLICATE_VALUE", "duplicate value found"},
		"group with a taken name":        {"PermissionSetGroup", map[string]any{"DeveloperName": "Frontend_Team", "MasterLabel": "A"}, "DUPLICATE_DEVELOPER_NAME", "already in use"},
		"user with a taken name":         {"User", userFields("sarah.lee@acme.example", profile), "DUPLICATE_USERNAME", "Duplicate Username"},
		"user without an address":        {"User", userFields("sarah", profile), "INVALID_EMAIL_ADDRESS", "Username"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.rest(http.MethodPost, "/sobjects/"+test.object, test.fields).
				wantRefusal(t, http.StatusBadRequest, test.code, test.part)
		})
	}
}

func userFields(username, profile string) map[string]any {
	return map[string]any{
		"Username": username, "LastName": "Doe", "Email": "doe@acme.example", "Alias": "doe", "ProfileId": profile,
		"TimeZoneSidKey": "Europe/Paris", "LocaleSidKey": "fr_FR", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "fr",
	}
}

func TestRefusedChangesAndDeletions(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var (
		set    = c.id("PermissionSet", "Name", "Frontend_Base")
		owned  = c.id("PermissionSet", "Type", "Profile")
		group  = c.id("PermissionSetGroup", "DeveloperName", "Frontend_Team")
		sarah  = c.id("User", "LastName", "Lee")
		access = c.id("SetupEntityAccess", "SetupEntityType", "ConnectedApplication")
		app    = c.id("ConnectedApplication", "Name", "Terraform")
		own    = c.query("SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = true LIMIT 1")[0]["Id"]
	)
	for name, test := range map[string]struct {
		method, path string
		body         map[string]any
		status       int
		code, part   string
	}{
		"a grant never changes":                {http.MethodPatch, "SetupEntityAccess/" + access, map[string]any{"ParentId": set}, 405, "METHOD_NOT_ALLOWED", "PATCH"},
		"a user is never deleted":              {http.MethodDelete, "User/" + sarah, nil, 405, "METHOD_NOT_ALLOWED", "DELETE"},
		"an app is not made by REST":           {http.MethodPost, "ConnectedApplication", map[string]any{"Name": "x"}, 405, "METHOD_NOT_ALLOWED", "POST"},
		"an app is not deleted by REST":        {http.MethodDelete, "ConnectedApplication/" + app, nil, 405, "METHOD_NOT_ALLOWED", "DELETE"},
		"a profile's set is not to be changed": {http.MethodPatch, "PermissionSet/" + owned, map[string]any{"Label": "x"}, 403, "INSUFFICIENT_ACCESS_OR_READONLY", ""},
		"a profile's set is not to be deleted": {http.MethodDelete, "PermissionSet/" + owned, nil, 403, "INSUFFICIENT_ACCESS_OR_READONLY", ""},
		"a profile's own assignment stays":     {http.MethodDelete, fmt.Sprintf("PermissionSetAssignment/%s", own), nil, 403, "INSUFFICIENT_ACCESS_OR_READONLY", ""},
		"a set in a group is not deleted":      {http.MethodDelete, "PermissionSet/" + set, nil, 400, "DELETE_FAILED", "part of a permission set group"},
		"an assigned group is not deleted":     {http.MethodDelete, "PermissionSetGroup/" + group, nil, 400, "DELETE_FAILED", "assigned to users"},
		"a label cannot be taken away":         {http.MethodPatch, "PermissionSet/" + set, map[string]any{"Label": nil}, 400, "REQUIRED_FIELD_MISSING", "[Label]"},
		"a body must be JSON":                  {http.MethodPost, "PermissionSet/" + set, nil, 405, "METHOD_NOT_ALLOWED", "POST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.rest(test.method, "/sobjects/"+test.path, test.body).wantRefusal(t, test.status, test.code, test.part)
		})
	}
}

func TestAnAssignmentChangesItsExpirationAlone(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	set := c.create("PermissionSet", map[string]any{"Name": "Orders", "Label": "Orders"})
	sarah := c.id("User", "LastName", "Lee")
	assignment := c.create("PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": set})
	path := "/sobjects/PermissionSetAssignment/" + assignment
	if got := c.rest(http.MethodPatch, path, map[string]any{"ExpirationDate": "2199-01-01T02:00:00+02:00"}); got.status != http.StatusNoContent {
		t.Fatalf("%d %s", got.status, got.body)
	}
	if got := c.rest(http.MethodGet, path+"?fields=ExpirationDate", nil).object(t)["ExpirationDate"]; got != "2199-01-01T00:00:00.000+0000" {
		t.Errorf("expires %v", got)
	}
	c.rest(http.MethodPatch, path, map[string]any{"PermissionSetId": set}).
		wantRefusal(t, 400, "INVALID_FIELD_FOR_INSERT_UPDATE", "PermissionSetId")
	c.rest(http.MethodDelete, "/sobjects/PermissionSet/"+set, nil).wantRefusal(t, 400, "DELETE_FAILED", "assigned to users")
}

func TestAProfileOwnsAPermissionSet(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	profile := c.create("Profile", map[string]any{
		"Name": "Support", "UserLicenseId": c.id("UserLicense", "Name", "Salesforce"), "PermissionsApiEnabled": true,
	})
	set := c.query("SELECT Id, Name, IsOwnedByProfile, PermissionsApiEnabled, Profile.Name FROM PermissionSet WHERE ProfileId = '" + profile + "'")
	if len(set) != 1 || set[0]["Name"] != "X"+profile[:15] || set[0]["IsOwnedByProfile"] != true || set[0]["PermissionsApiEnabled"] != true {
		t.Fatalf("the profile's set: %v", set)
	}
	user := c.create("User", userFields("doe@acme.example", profile))
	own := c.query("SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = '" + user + "'")
	if len(own) != 1 || own[0]["PermissionSetId"] != set[0]["Id"] {
		t.Errorf("the user's assignments: %v", own)
	}
	sales := c.id("Profile", "Name", "Sales")
	if got := c.rest(http.MethodPatch, "/sobjects/User/"+user, map[string]any{"ProfileId": sales}); got.status != http.StatusNoContent {
		t.Errorf("%d %s", got.status, got.body)
	}
	moved := c.query("SELECT PermissionSet.Profile.Name FROM PermissionSetAssignment WHERE AssigneeId = '" + user + "'")
	if len(moved) != 1 || !strings.Contains(fmt.Sprint(moved[0]), "Name:Sales") {
		t.Errorf("after the move: %v", moved)
	}
	app := c.id("ConnectedApplication", "Name", "Warehouse Sync")
	c.create("SetupEntityAccess", map[string]any{"ParentId": set[0]["Id"], "SetupEntityId": app})
	if got := c.rest(http.MethodDelete, "/sobjects/Profile/"+profile, nil); got.status != http.StatusNoContent {
		t.Errorf("%d %s", got.status, got.body)
	}
	if left := c.query("SELECT Id FROM SetupEntityAccess WHERE SetupEntityId = '" + app + "'"); len(left) != 0 {
		t.Errorf("grants of the deleted profile: %v", left)
	}
}

func TestAGroupIsRecalculated(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.StaleReads = 1 })
	group := c.create("PermissionSetGroup", map[string]any{"DeveloperName": "Orders_Team", "MasterLabel": "Orders Team"})
	if mirror := c.query("SELECT Id, Type FROM PermissionSet WHERE PermissionSetGroupId = '" + group + "'"); len(mirror) != 1 || mirror[0]["Type"] != "Group" {
		t.Errorf("the group's mirror: %v", mirror)
	}
	status := func() any {
		return c.query("SELECT Status FROM PermissionSetGroup WHERE Id = '" + group + "'")[0]["Status"]
	}
	if first, second, third := status(), status(), status(); first != "Updating" || second != "Updating" || third != "Updated" {
		t.Errorf("status after creation: %v, %v, %v", first, second, third)
	}
	component := c.create("PermissionSetGroupComponent", map[string]any{
		"PermissionSetGroupId": group, "PermissionSetId": c.id("PermissionSet", "Name", "Reporting_Tools"),
	})
	if got := c.rest(http.MethodGet, "/sobjects/PermissionSetGroup/"+group+"?fields=Status", nil).object(t)["Status"]; got != "Updating" {
		t.Errorf("status after a change: %v", got)
	}
	if got := c.rest(http.MethodDelete, "/sobjects/PermissionSetGroupComponent/"+component, nil); got.status != http.StatusNoContent {
		t.Errorf("%d %s", got.status, got.body)
	}
	if got := c.rest(http.MethodDelete, "/sobjects/PermissionSetGroup/"+group, nil); got.status != http.StatusNoContent {
		t.Errorf("%d %s", got.status, got.body)
	}
	if mirror := c.query("SELECT Id FROM PermissionSet WHERE PermissionSetGroupId = '" + group + "'"); len(mirror) != 0 {
		t.Errorf("the mirror outlives its group: %v", mirror)
	}
}

func TestAGroupsMembersCarryItsGrants(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	app := c.id("ConnectedApplication", "Name", "Auditor")
	set := c.create("PermissionSet", map[string]any{"Name": "Audit", "Label": "Audit"})
	group := c.create("PermissionSetGroup", map[string]any{"DeveloperName": "Audit_Team", "MasterLabel": "Audit Team"})
	c.create("PermissionSetGroupComponent", map[string]any{"PermissionSetGroupId": group, "PermissionSetId": set})
	c.create("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app})
	c.must(c.UpdateSalesforce("ConnectedApplication", app, map[string]any{"OptionsAllowAdminApprovedUsersOnly": true}))
	auditor := c.id("User", "Username", "auditor@acme.example")
	c.create("PermissionSetAssignment", map[string]any{"PermissionSetGroupId": group, "AssigneeId": auditor})
	if got := c.tokenRequest(clientCredentials(auditorKey, auditorSecret)); got.status != http.StatusOK {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestEveryChangeLeavesATrail(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	if before := c.query("SELECT Id FROM SetupAuditTrail"); len(before) != 0 {
		t.Errorf("a fresh organization has a trail: %v", before)
	}
	c.create("PermissionSet", map[string]any{"Name": "Orders", "Label": "Orders"})
	trail := c.query("SELECT Action, Display, CreatedBy.Username FROM SetupAuditTrail WHERE Action = 'createdPermissionSet'")
	if len(trail) != 1 || trail[0]["Display"] != "created PermissionSet Orders" || !strings.Contains(fmt.Sprint(trail[0]["CreatedBy"]), "terraform@acme.example") {
		t.Errorf("trail: %v", trail)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var description struct {
		KeyPrefix              string
		Createable, Updateable bool
		Fields                 []struct {
			Name, RelationshipName string
			Createable             bool
			ReferenceTo            []string
		}
	}
	c.rest(http.MethodGet, "/sobjects/SetupEntityAccess/describe", nil).decode(t, &description)
	if description.KeyPrefix != "0J0" || !description.Createable || description.Updateable {
		t.Errorf("described: %+v", description)
	}
	for _, field := range description.Fields {
		if field.Name == "ParentId" && (field.RelationshipName != "Parent" || field.ReferenceTo[0] != "PermissionSet" || !field.Createable) {
			t.Errorf("ParentId: %+v", field)
		}
		if field.Name == "SetupEntityType" && field.Createable {
			t.Errorf("SetupEntityType: %+v", field)
		}
	}
	if all := c.rest(http.MethodGet, "/sobjects", nil); !strings.Contains(all.body, `"keyPrefix":"0H4"`) {
		t.Errorf("objects: %s", all.body)
	}
	if all := c.rest(http.MethodGet, "", nil); !strings.Contains(all.body, `"query":"`+data+`/query"`) {
		t.Errorf("resources: %s", all.body)
	}
}
