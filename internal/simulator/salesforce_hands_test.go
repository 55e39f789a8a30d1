package simulator_test

import (
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestHandsReachWhatTheAPIDoesNot(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	partner := c.id("ConnectedApplication", "Name", "Dataloader Partner")
	c.must(c.UpdateSalesforce("ConnectedApplication", partner, map[string]any{"OptionsAllowAdminApprovedUsersOnly": true}))
	if row := c.query("SELECT OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Id = '" + partner + "'"); row[0]["OptionsAllowAdminApprovedUsersOnly"] != true {
		t.Errorf("row: %v", row)
	}
	c.must(c.EditConnectedApp("Warehouse_Sync", func(set func(string, ...string)) {
		set("oauthConfig/scopes", "Full", "Api")
		set("description", "Changed behind the back")
		set("oauthConfig/isAdminApproved", "true")
		set("sessionPolicy/sessionTimeout", "15")
	}))
	app := c.ConnectedApp("Warehouse_Sync")
	if !slices.Equal(app["oauthConfig/scopes"], []string{"Api", "Full"}) || app["description"][0] != "Changed behind the back" ||
		app["oauthConfig/isAdminApproved"][0] != "true" || app["sessionPolicy/sessionTimeout"][0] != "15" {
		t.Errorf("app: %v", app)
	}
	c.must(c.DeleteConnectedApp("Warehouse_Sync"))
	if c.ConnectedApp("Warehouse_Sync") != nil || c.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync") != "" {
		t.Error("the app is still there")
	}
	grant := c.id("SetupEntityAccess", "SetupEntityType", "ConnectedApplication")
	c.must(c.DeleteSalesforce("SetupEntityAccess", grant[:15]))
	c.rest(http.MethodGet, "/sobjects/SetupEntityAccess/"+grant, nil).wantRefusal(t, 404, "ENTITY_IS_DELETED", "")
}

func TestHandsSayWhatTheyCannotDo(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	_, unknown := c.InsertSalesforce("Spaceship", nil)
	_, invalid := c.InsertSalesforce("PermissionSet", map[string]any{"Name": "a b"})
	for name, err := range map[string]error{
		"unknown object": unknown, "invalid row": invalid,
		"absent row":               c.DeleteSalesforce("PermissionSet", "0PS5g000000zzzz"),
		"bad id":                   c.UpdateSalesforce("PermissionSet", "x", nil),
		"absent app":               c.DeleteConnectedApp("Nobody"),
		"edit of an installed app": c.EditConnectedApp("Reporting_Cloud", func(func(string, ...string)) {}),
		"unknown table":            c.DeleteSalesforce("Spaceship", "x"),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if c.SalesforceRows("Spaceship") != nil || c.SalesforceID("User", "Wings", "2") != "" || c.ConnectedApp("Reporting_Cloud") != nil {
		t.Error("something is there that is not")
	}
}

func TestFaultsOfSalesforce(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	inject := func(pattern string, answer http.HandlerFunc) {
		c.ClearFaults()
		c.Inject(simulator.Fault{Pattern: pattern, Answer: answer, Times: 1})
	}
	inject("readMetadata", simulator.SetupLocked())
	c.wantFault(c.soap(readMetadata("A")), "sf:ALREADY_IN_PROCESS", "temporarily lock")
	inject("readMetadata", simulator.SalesforceFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader"))
	c.wantFault(c.soap(readMetadata("A")), "sf:INVALID_SESSION_ID")
	inject("GET /limits", simulator.RowLocked())
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 400, "UNABLE_TO_LOCK_ROW", "exclusive access")
	inject("GET /limits", simulator.DailyLimitExceeded())
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests")
	inject("GET /limits", simulator.ConcurrentLimitExceeded())
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrg")
	inject("GET /limits", simulator.MaintenancePage())
	if got := c.rest(http.MethodGet, "/limits", nil); got.status != 503 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
		t.Errorf("%d %s", got.status, got.header)
	}
	if got := c.rest(http.MethodGet, "/limits", nil); got.status != http.StatusOK {
		t.Errorf("after the fault: %d", got.status)
	}
}

func TestTheOrganizationOutlivesItsServer(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.wantSuccess(c.soap(createMetadata("Orders", oauth("<isAdminApproved>true</isAdminApproved>")+"<permissionSetName>Reporting_Tools</permissionSetName>")))
	doomed := c.create("PermissionSet", map[string]any{"Name": "Doomed", "Label": "Doomed"})
	c.must(c.DeleteSalesforce("PermissionSet", doomed))
	path := filepath.Join(t.TempDir(), "state.json")
	c.must(c.Save(path))

	restarted := &simulator.Server{}
	c.must(restarted.Load(path))
	again := serve(t, restarted)
	again.token = c.token
	if app := again.ConnectedApp("Orders"); !slices.Equal(app["permissionSetName"], []string{"Reporting_Tools"}) {
		t.Errorf("app: %v", app)
	}
	again.rest(http.MethodGet, "/sobjects/PermissionSet/"+doomed, nil).wantRefusal(t, 404, "ENTITY_IS_DELETED", "")
	fresh := again.create("PermissionSet", map[string]any{"Name": "Fresh", "Label": "Fresh"})
	if fresh <= doomed {
		t.Errorf("id %s after %s: ids are given out twice", fresh, doomed)
	}
	again.rest(http.MethodPost, "/sobjects/PermissionSet", map[string]any{"Name": "Reporting_Tools", "Label": "x"}).
		wantRefusal(t, 400, "DUPLICATE_VALUE", "")
}

func TestFixtureErrorsNameWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ from, to, want string }{
		"organization": {"id: 00D5g000004AcMe", "id: acme", `"acme" is not an id`},
		"profile":      {"profile: Sales}", "profile: Marketing}", `there is no Profile named "Marketing"`},
		"run-as user":  {"run_as: auditor@acme.example", "run_as: nobody@acme.example", `there is no User named "nobody@acme.example"`},
		"scope":        {"scopes: [Api]\n    - name: Warehouse_Sync", "scopes: [Everything]\n    - name: Warehouse_Sync", `there is no scope "Everything"`},
		"permission":   {"permissions: [ApiEnabled]", "permissions: [Fly]", "PermissionsFly"},
		"unknown key":  {"  licenses:", "  licences:", "licences"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fixture := strings.Replace(acmeSalesforce(), test.from, test.to, 1)
			err := (&simulator.Server{}).Seed([]byte(fixture))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want one with %s", err, test.want)
			}
		})
	}
}

func TestAServerThatWasNeverSeededKnowsNobody(t *testing.T) {
	t.Parallel()
	server := &simulator.Server{}
	if rows := server.SalesforceRows("User"); len(rows) != 0 {
		t.Errorf("rows: %v", rows)
	}
}
