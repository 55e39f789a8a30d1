package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestVersionsNeedNoSession(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	for _, path := range []string{"/services/data", "/services/data/", "//services/data"} {
		got := c.send(http.MethodGet, path, "")
		var versions []struct{ Version, URL string }
		got.decode(t, &versions)
		newest := versions[len(versions)-1]
		if newest.Version != "67.0" || newest.URL != "/services/data/v67.0" {
			t.Errorf("%s: newest %v", path, newest)
		}
		if usage := got.header.Get("Sforce-Limit-Info"); usage != "" {
			t.Errorf("%s counts: %s", path, usage)
		}
	}
}

func TestWhoMayUseTheRESTAPI(t *testing.T) {
	t.Parallel()
	const sales = "mei.chen@acme.example"
	fixture := acmeSalesforce() + "  access_tokens:\n" +
		"    - {token: 00D5g000004AcMe!api-disabled, user: " + sales + ", connected_app: Terraform}\n"
	c := startSeeded(t, fixture)
	tests := map[string]struct {
		token, path, code, message string
		status                     int
	}{
		"no token":            {"", data + "/limits", "INVALID_SESSION_ID", "Session expired or invalid", 401},
		"unknown token":       {"00D5g000004AcMe!x", data + "/limits", "INVALID_SESSION_ID", "Session expired or invalid", 401},
		"user without API":    {"00D5g000004AcMe!api-disabled", data + "/limits", "API_DISABLED_FOR_ORG", "not enabled for this Organization", 403},
		"unknown version":     {c.token, "/services/data/v99.0/limits", "NOT_FOUND", "does not exist", 404},
		"no version":          {c.token, "/services/data/latest/limits", "NOT_FOUND", "does not exist", 404},
		"unknown object":      {c.token, data + "/sobjects/Spaceship/001000000000000", "NOT_FOUND", "does not exist", 404},
		"unknown object, too": {c.token, data + "/tooling/sobjects/SourceMember/describe", "NOT_FOUND", "does not exist", 404},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.send(http.MethodGet, test.path, "", "Authorization", "Bearer "+test.token).
				wantRefusal(t, test.status, test.code, test.message)
		})
	}
}

func TestSessionsExpire(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	now := time.Now()
	c.Set(func(knobs *simulator.Knobs) {
		knobs.Clock, knobs.TokenLifetime = func() time.Time { return now }, time.Minute
	})
	c.signIn(terraformKey, terraformSecret)
	if got := c.rest(http.MethodGet, "/limits", nil); got.status != http.StatusOK {
		t.Fatalf("fresh session: %d", got.status)
	}
	c.Set(func(*simulator.Knobs) { now = now.Add(61 * time.Second) })
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "Session expired or invalid")
	c.wantFault(c.soap(readMetadata("Terraform")), "sf:INVALID_SESSION_ID")
	c.signIn(terraformKey, terraformSecret)
	c.ExpireSalesforceSessions()
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "Session expired or invalid")
}

func TestTheDailyAllocation(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.DailyAPIRequests = 2 })
	if usage := c.rest(http.MethodGet, "/limits", nil).header.Get("Sforce-Limit-Info"); usage != "api-usage=1/2" {
		t.Errorf("after one request: %s", usage)
	}
	var limits struct {
		DailyAPIRequests struct{ Max, Remaining int } `json:"DailyApiRequests"`
	}
	c.rest(http.MethodGet, "/limits/", nil).decode(t, &limits)
	if limits.DailyAPIRequests.Max != 2 || limits.DailyAPIRequests.Remaining != 0 {
		t.Errorf("limits: %+v", limits)
	}
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
	c.wantFault(c.soap(readMetadata("Terraform")), "sf:REQUEST_LIMIT_EXCEEDED")
}

func TestAPIAccessControlAdmitsApprovedAndGrantedAppsOnly(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	c.SetAPIAccessControl(true)

	if got := c.rest(http.MethodGet, "/limits", nil); got.status != http.StatusOK {
		t.Errorf("approved and granted app: %d %s", got.status, got.body)
	}
	auditor.rest(http.MethodGet, "/query?q=x", nil).
		wantRefusal(t, 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API")
	c.wantFault(auditor.soap(readMetadata("Terraform")), "sf:INVALID_SESSION_ID", "not valid for use with the API")
	auditor.tokenRequest(clientCredentials(auditorKey, auditorSecret)).
		wantOAuthError(t, "invalid_app_access", "user is not admin approved to access this app")

	profile := c.id("Profile", "Name", "Standard User")
	c.must(c.UpdateSalesforce("Profile", profile, map[string]any{"PermissionsUseAnyApiClient": true}))
	if got := auditor.queryAnswer("SELECT Id FROM User LIMIT 1"); got.status != http.StatusOK {
		t.Errorf("user who may use any client: %d %s", got.status, got.body)
	}
}

func TestJWTAccessTokensAreGoodForRESTAlone(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.JWTAccessTokens = true })
	c.signIn(terraformKey, terraformSecret)
	if strings.Count(c.token, ".") != 2 {
		t.Errorf("%s is no JWT", c.token)
	}
	if got := c.rest(http.MethodGet, "/limits", nil); got.status != http.StatusOK {
		t.Errorf("REST: %d", got.status)
	}
	c.wantFault(c.soap(readMetadata("Terraform")), "sf:INVALID_SESSION_ID")
}

func TestWhatAUserWithoutRightsSees(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	app := c.id("ConnectedApplication", "Name", "Terraform")
	set := c.id("PermissionSet", "Name", "Reporting_Tools")
	sarah := c.id("User", "Username", "sarah.lee@acme.example")
	c.signIn(auditorKey, auditorSecret)
	for _, object := range []string{"SetupEntityAccess", "ConnectedApplication", "PermissionSet", "SetupAuditTrail"} {
		c.queryAnswer("SELECT Id FROM "+object).wantRefusal(t, 400, "INVALID_TYPE", "'"+object+"' is not supported")
	}
	if users := c.query("SELECT Id FROM User"); len(users) != 7 {
		t.Errorf("%d users", len(users))
	}
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, 403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access")
	c.rest(http.MethodPost, "/sobjects/PermissionSetAssignment", map[string]any{"AssigneeId": sarah, "PermissionSetId": set}).
		wantRefusal(t, 403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access")
	c.rest(http.MethodPost, "/sobjects/SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app}).
		wantRefusal(t, 404, "NOT_FOUND", "does not exist")
	c.wantFault(c.soap(readMetadata("Terraform")), "sf:INSUFFICIENT_ACCESS", "ModifyAllData or ModifyMetadata")
}

func TestAViewerOfSetupReadsButDoesNotWrite(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	viewer, err := c.InsertSalesforce("PermissionSet", map[string]any{
		"Name": "Setup_Viewer", "Label": "Setup Viewer", "PermissionsViewSetup": true,
	})
	c.must(err)
	c.create("PermissionSetAssignment", map[string]any{
		"AssigneeId": c.id("User", "Username", "auditor@acme.example"), "PermissionSetId": viewer,
	})
	app := c.id("ConnectedApplication", "Name", "Terraform")
	c.signIn(auditorKey, auditorSecret)
	if rows := c.query("SELECT Id FROM SetupEntityAccess"); len(rows) == 0 {
		t.Error("a viewer of Setup sees no grants")
	}
	for _, test := range []struct {
		method, path string
		body         map[string]any
	}{
		{http.MethodPost, "/sobjects/SetupEntityAccess", map[string]any{"ParentId": viewer, "SetupEntityId": app}},
		{http.MethodPost, "/sobjects/PermissionSet", map[string]any{"Name": "Mine", "Label": "Mine"}},
		{http.MethodPatch, "/sobjects/PermissionSet/" + viewer, map[string]any{"Label": "Mine"}},
		{http.MethodDelete, "/sobjects/PermissionSet/" + viewer, nil},
	} {
		c.rest(test.method, test.path, test.body).
			wantRefusal(t, 403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
	}
}
