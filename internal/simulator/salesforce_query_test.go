package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestQueryConditions(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	sarah := c.id("User", "Username", "sarah.lee@acme.example")
	tests := map[string]struct {
		where string
		want  []string // aliases, sorted
	}{
		"text is compared in any case":      {"LastName = 'LEE'", []string{"sarah.le"}},
		"keywords are in any case":          {"lastname = 'Lee' oR firstname LIKE 'm%'", []string{"mei.chen", "sarah.le"}},
		"different, null included":          {"FederationIdentifier != 'x' AND LastName = 'Diaz'", []string{"omar.dia"}},
		"null":                              {"FederationIdentifier = null AND LastName = 'Diaz'", []string{"omar.dia"}},
		"empty text is null":                {"FederationIdentifier = '' AND LastName = 'Diaz'", []string{"omar.dia"}},
		"not null":                          {"FederationIdentifier != NULL", nil},
		"boolean":                           {"IsActive = false", []string{"former.e"}},
		"boolean unlike":                    {"IsActive != TRUE", []string{"former.e"}},
		"18-character id":                   {"Id = '" + sarah + "'", []string{"sarah.le"}},
		"15-character id":                   {"Id IN ('" + sarah[:15] + "')", []string{"sarah.le"}},
		"list":                              {"LastName IN ('Lee','diaz')", []string{"omar.dia", "sarah.le"}},
		"not in a list":                     {"LastName NOT IN ('Lee','Diaz','Chen') AND IsActive = true", []string{"auditor", "orders.i", "terrafor"}},
		"relationship":                      {"Profile.Name = 'Sales'", []string{"mei.chen"}},
		"two relationships":                 {"Profile.UserLicense.Name = 'Salesforce Integration'", []string{"orders.i"}},
		"object name before the field":      {"User.LastName = 'Lee'", []string{"sarah.le"}},
		"parentheses":                       {"(LastName = 'Lee' OR LastName = 'Diaz') AND FirstName = 'Omar'", []string{"omar.dia"}},
		"not":                               {"NOT (IsActive = true)", []string{"former.e"}},
		"not, of one comparison":            {"NOT LastName LIKE '%e%' AND IsActive = true", []string{"auditor", "omar.dia"}},
		"greater text":                      {"LastName >= 'Lee' AND LastName < 'M'", []string{"sarah.le"}},
		"pattern of one character":          {"LastName LIKE 'L_e'", []string{"sarah.le"}},
		"escaped pattern":                   {`Username LIKE '%\_%'`, nil},
		"created before":                    {"CreatedDate <= 2099-01-01T00:00:00Z AND LastName = 'Lee'", []string{"sarah.le"}},
		"created after, with an offset":     {"CreatedDate > 2099-01-01T00:00:00+02:00", nil},
		"escaped quote":                     {`LastName = 'O\'Hara'`, nil},
		"unicode escape":                    {`LastName = '\u004Cee'`, []string{"sarah.le"}},
		"semi-join":                         {"Id IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSetGroup.DeveloperName = 'Frontend_Team')", []string{"omar.dia", "sarah.le"}},
		"anti-join":                         {"IsActive = false AND Id NOT IN (SELECT AssigneeId FROM PermissionSetAssignment WHERE PermissionSet.IsOwnedByProfile = false)", []string{"former.e"}},
		"a relationship that leads nowhere": {"LastModifiedBy.Profile.Name = 'None'", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, record := range c.query("SELECT Alias FROM User WHERE " + test.where) {
				got = append(got, fmt.Sprint(record["Alias"]))
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("%s: %v, want %v", test.where, got, test.want)
			}
		})
	}
}

func TestQueryErrors(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	user := c.id("User", "Username", "sarah.lee@acme.example")
	tests := []struct{ soql, code, message string }{
		{"", "MALFORMED_QUERY", "query string"},
		{"SELECT FROM User", "MALFORMED_QUERY", "unexpected token"},
		{"SELECT Id FROM User WHERE", "MALFORMED_QUERY", "unexpected token"},
		{"SELECT Id FROM User; DROP", "MALFORMED_QUERY", ""},
		{"SELECT Id FROM User WHERE IsActive = true AND LastName = 'a' OR LastName = 'b'", "MALFORMED_QUERY", "unexpected token"},
		{"SELECT Id, Id FROM User", "MALFORMED_QUERY", "duplicate field selected: Id"},
		{`SELECT Id FROM User WHERE LastName = 'a\z'`, "MALFORMED_QUERY", "Illegal character sequence"},
		{`SELECT Id FROM User WHERE LastName = 'a\_'`, "MALFORMED_QUERY", "Illegal character sequence"},
		{"SELECT Id FROM User WHERE " + strings.Repeat("(", 200) + "Id = null" + strings.Repeat(")", 200), "MALFORMED_QUERY", "nested too deeply"},
		{"SELECT Id FROM User WHERE LastName = '" + strings.Repeat("x", 6000) + "'", "", ""},
		{"SELECT Id FROM Spaceship", "INVALID_TYPE", "sObject type 'Spaceship' is not supported."},
		{"SELECT Wings FROM User", "INVALID_FIELD", "No such column 'Wings' on entity 'User'."},
		{"SELECT Id FROM User WHERE Wings = 1", "INVALID_FIELD", "No such column 'Wings' on entity 'User'."},
		{"SELECT Id FROM User ORDER BY Wings", "INVALID_FIELD", "No such column 'Wings' on entity 'User'."},
		{"SELECT Parent.Name FROM User", "INVALID_FIELD", "Didn't understand relationship 'Parent'"},
		{"SELECT SetupEntity.Name FROM SetupEntityAccess", "INVALID_FIELD", "Didn't understand relationship 'SetupEntity'"},
		{"SELECT DeveloperName FROM ConnectedApplication", "INVALID_FIELD", "No such column 'DeveloperName'"},
		{"SELECT PermissionsUseAnyApiClient FROM PermissionSet", "INVALID_FIELD", "No such column"},
		{"SELECT Id FROM User WHERE LastName = 5", "INVALID_FIELD", "must be of type string and should be enclosed in quotes"},
		{"SELECT Id FROM User WHERE IsActive = 'true'", "INVALID_FIELD", "must be of type boolean and should not be enclosed in quotes"},
		{"SELECT Id FROM User WHERE CreatedDate > '2026-01-01'", "INVALID_FIELD", "must be of type datetime"},
		{"SELECT Id FROM User WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: nonsense"},
		{"SELECT Id FROM User WHERE Id = '" + strings.ToLower(user) + "'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field"},
		{"SELECT Id FROM User WHERE Id LIKE '005%'", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator"},
		{"SELECT Id FROM User WHERE IsActive > false", "INVALID_QUERY_FILTER_OPERATOR", "invalid operator"},
		{"SELECT Id FROM SetupAuditTrail WHERE Display = 'x'", "INVALID_FIELD", "field 'Display' can not be filtered in a query call"},
		{"SELECT Id FROM User OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "offset"},
		{"SELECT Id FROM User WHERE Id IN (SELECT Id, Name FROM User)", "MALFORMED_QUERY", "exactly one field"},
	}
	for _, test := range tests {
		t.Run(test.soql[:min(len(test.soql), 60)], func(t *testing.T) {
			t.Parallel()
			got := c.queryAnswer(test.soql)
			if test.code == "" {
				if got.status != http.StatusOK {
					t.Errorf("%d %s", got.status, got.body)
				}
				return
			}
			got.wantRefusal(t, http.StatusBadRequest, test.code, test.message)
		})
	}
}

func TestRecordsNestRelatedObjects(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	rows := c.query("SELECT Id, Assignee.Username, Assignee.Profile.Name, PermissionSet.Name, PermissionSetGroup.DeveloperName " +
		"FROM PermissionSetAssignment WHERE Assignee.LastName = 'Lee' AND PermissionSetGroupId != null")
	if len(rows) != 1 {
		t.Fatalf("rows: %v", rows)
	}
	assignee, _ := rows[0]["Assignee"].(map[string]any)
	profile, _ := assignee["Profile"].(map[string]any)
	group, _ := rows[0]["PermissionSetGroup"].(map[string]any)
	if assignee["Username"] != "sarah.lee@acme.example" || profile["Name"] != "Standard User" || group["DeveloperName"] != "Frontend_Team" {
		t.Errorf("row: %v", rows[0])
	}
	sarah := c.id("User", "Username", "sarah.lee@acme.example")
	if got, want := fmt.Sprint(assignee["attributes"]), "map[type:User url:/services/data/v66.0/sobjects/User/"+sarah+"]"; got != want {
		t.Errorf("attributes %s, want %s", got, want)
	}
	loose := c.query("SELECT PermissionSetGroup.DeveloperName FROM PermissionSetAssignment WHERE PermissionSetGroupId = null LIMIT 1")
	if value, told := loose[0]["PermissionSetGroup"]; !told || value != nil {
		t.Errorf("a relationship that leads nowhere is %v", value)
	}
}

func TestOrderLimitAndOffset(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	names := func(soql string) string {
		var names []string
		for _, record := range c.query("SELECT LastName FROM User " + soql) {
			names = append(names, fmt.Sprint(record["LastName"]))
		}
		return strings.Join(names, " ")
	}
	for soql, want := range map[string]string{
		"ORDER BY LastName LIMIT 3":                               "Auditor Chen Diaz",
		"ORDER BY LastName DESC LIMIT 2 OFFSET 1":                 "Lee Integration",
		"ORDER BY IsActive, LastName DESC LIMIT 2":                "Employee Pipeline",
		"ORDER BY Profile.Name DESC NULLS LAST, LastName LIMIT 1": "Pipeline",
		"LIMIT 0": "",
	} {
		if got := names(soql); got != want {
			t.Errorf("%s: %s, want %s", soql, got, want)
		}
	}
}

func TestCountAnswersWithoutRecords(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	got := c.queryAnswer("SELECT COUNT() FROM User WHERE IsActive = true")
	if got.body != `{"done":true,"records":[],"totalSize":6}` {
		t.Errorf("got %s", got.body)
	}
}

func TestQueriesPage(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.PageSize = 3 })
	type page struct {
		TotalSize      int
		Done           bool
		NextRecordsURL string `json:"nextRecordsUrl"`
		Records        []map[string]any
	}
	var first page
	c.queryAnswer("SELECT Username FROM User").decode(t, &first)
	// A row that goes while the query is paged does not shift its pages.
	c.must(c.UpdateSalesforce("User", c.id("User", "LastName", "Lee"), map[string]any{"LastName": "Smith"}))

	seen, next := len(first.Records), first.NextRecordsURL
	for next != "" {
		var more page
		c.send(http.MethodGet, next, "", "Authorization", "Bearer "+c.token).decode(t, &more)
		if more.TotalSize != 7 || more.Done != (more.NextRecordsURL == "") {
			t.Errorf("page: %+v", more)
		}
		seen, next = seen+len(more.Records), more.NextRecordsURL
	}
	if first.Done || !strings.HasPrefix(first.NextRecordsURL, data+"/query/01g") || !strings.HasSuffix(first.NextRecordsURL, "-3") || seen != 7 {
		t.Errorf("first page %+v, %d records in all", first, seen)
	}
	c.rest(http.MethodGet, "/query/01gNothing-3", nil).wantRefusal(t, 400, "INVALID_QUERY_LOCATOR", "invalid query locator")
}

func TestTheClientMayAskForSmallerPages(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	for i := range 205 {
		_, err := c.InsertSalesforce("PermissionSet", map[string]any{"Name": fmt.Sprintf("Set%d", i), "Label": "Set"})
		c.must(err)
	}
	for option, want := range map[string]int{"batchSize=200": 200, "batchSize=1": 200, "batchSize=9999": 212, "": 212} {
		got := c.rest(http.MethodGet, "/query/?q=SELECT+Id+FROM+PermissionSet", nil, "Sforce-Query-Options", option)
		var page struct{ Records []map[string]any }
		got.decode(t, &page)
		if len(page.Records) != want {
			t.Errorf("%s: %d records, want %d", option, len(page.Records), want)
		}
	}
}

func TestToolingKnowsDeveloperNames(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	got := c.rest(http.MethodGet, "/tooling/query?q=SELECT+Id,DeveloperName,Name+FROM+ConnectedApplication+WHERE+DeveloperName+IN+('Warehouse_Sync')", nil)
	if !strings.Contains(got.body, `"Name":"Warehouse Sync"`) {
		t.Errorf("%d %s", got.status, got.body)
	}
}

func TestAnswersDescribeTheirColumns(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	var got struct {
		EntityName     string
		ColumnMetadata []struct{ ColumnName string }
	}
	c.rest(http.MethodGet, "/query?q=SELECT+Id,Username+FROM+User&columns=true", nil).decode(t, &got)
	if got.EntityName != "User" || len(got.ColumnMetadata) != 2 || got.ColumnMetadata[1].ColumnName != "Username" {
		t.Errorf("got %+v", got)
	}
}

func BenchmarkQueryOfTenThousandRows(b *testing.B) {
	server := &simulator.Server{}
	if err := server.Seed([]byte(acmeSalesforce())); err != nil {
		b.Fatal(err)
	}
	c := serve(b, server)
	app := server.SalesforceID("ConnectedApplication", "Name", "Terraform")
	for i := range 10000 {
		set, err := server.InsertSalesforce("PermissionSet", map[string]any{"Name": fmt.Sprintf("Set%d", i), "Label": "Set"})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := server.InsertSalesforce("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		got := c.query("SELECT Id, ParentId, Parent.Name, SetupEntityId FROM SetupEntityAccess WHERE SetupEntityId = '" + app + "' AND Parent.Name LIKE 'Set99%'")
		if len(got) != 111 {
			b.Fatalf("%d rows", len(got))
		}
	}
}
