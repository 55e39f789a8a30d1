package salesforceapi

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestSimulatedOrganization(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	if got := must(client.Organization(ctx))(t); got.Name != "Acme Corporation" || got.Type != "Enterprise Edition" || got.IsSandbox || got.ID == "" {
		t.Errorf("got %+v", got)
	}
	if got := must(client.Limits(ctx))(t)["DailyApiRequests"]; got.Max != 100000 || got.Remaining <= 0 {
		t.Errorf("got %+v", got)
	}
}

func TestSimulatedHistory(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	ctx := t.Context()
	caller := must(client.Caller(ctx))(t)
	filter := LoginFilter{Period: Period{From: time.Now().Add(-time.Hour), To: time.Now().Add(time.Hour)}, UserID: caller.UserID, SourceIP: caller.SourceIP}
	logins := must(collectSeq(client.LoginHistory(ctx, filter)))(t)
	if len(logins) != 1 || logins[0].Status != "Success" || logins[0].Application != "Terraform" || time.Since(logins[0].At()) > time.Minute {
		t.Errorf("got %+v", logins)
	}
	filter.SourceIP = "10.1.1.1"
	if logins = must(collectSeq(client.LoginHistory(ctx, filter)))(t); len(logins) != 0 {
		t.Errorf("got %+v", logins)
	}
	must(client.PermissionSets.Create(ctx, PermissionSet{Name: "Orders", Label: "Orders"}))(t)
	changes := must(collectSeq(client.SetupAuditTrail(ctx, SetupFilter{UserID: caller.UserID})))(t)
	if len(changes) == 0 || changes[0].Action == "" || changes[0].UserID != caller.UserID || time.Since(changes[0].At()) > time.Minute {
		t.Fatalf("got %+v", changes)
	}
	none := must(collectSeq(client.SetupAuditTrail(ctx, SetupFilter{Action: "imaginary"})))(t)
	if len(none) != 0 || server.Calls("GET query") == 0 {
		t.Errorf("got %+v", none)
	}
	administrator := server.SalesforceID("Profile", "Name", "System Administrator")
	if err := server.UpdateSalesforce("Profile", administrator, map[string]any{"PermissionsViewEventLogFiles": false}); err != nil {
		t.Fatal(err)
	}
	_, err := collectSeq(client.EventLogFiles(ctx, EventLogFilter{EventType: "ApiTotalUsage", Interval: "Daily"}))
	wantKind(t, err, transport.Permission)
	_, err = client.EventLog(ctx, "0AT000000000001AAA")
	if err == nil {
		t.Error("a file that is not there was read")
	}
}

func TestEventLogs(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[{"Id":"0AT000000000001","EventType":"ApiTotalUsage",
		"LogDate":"2026-01-31T00:00:00.000+0000","Interval":"Daily","Sequence":0,"LogFileLength":12.0,"LogFileFieldNames":"A,B"}]}`)
	org.answers("GET "+restRoot+"/sobjects/EventLogFile/{id}/LogFile", 200, "\"A\",\"B\"\n1,2\n")
	client := testClient(t, testConfig(org))
	files := must(collectSeq(client.EventLogFiles(t.Context(), EventLogFilter{})))(t)
	if len(files) != 1 || files[0].At().Day() != 31 || files[0].FieldNames != "A,B" {
		t.Fatalf("got %+v", files)
	}
	if got := string(must(client.EventLog(t.Context(), files[0].ID))(t)); got != "\"A\",\"B\"\n1,2\n" {
		t.Errorf("got %q", got)
	}
	if _, err := client.EventLog(t.Context(), "../../limits"); err == nil {
		t.Error("a path was taken for an id")
	}
}

func TestAppUsage(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[
		{"attributes":{"type":"AggregateResult"},"ConnectedAppIdentifier":"0H4000000000001","calls":42},
		{"ConnectedAppIdentifier":null,"calls":7}]}`)
	usage := must(testClient(t, testConfig(org)).AppUsage(t.Context(), time.Now()))(t)
	if len(usage) != 2 || usage[0] != (AppUsage{"0H4000000000001CAA", 42}) || usage[1] != (AppUsage{"", 7}) {
		t.Errorf("got %+v", usage)
	}
}

func TestSimulatedTokens(t *testing.T) {
	t.Parallel()
	_, client := simulated(t)
	ctx := t.Context()
	must(client.OrganizationID(ctx))(t)
	tokens, complete, err := client.OAuthTokens(ctx)
	if err != nil || !complete || len(tokens) != 1 || tokens[0].AppName != "Terraform" || tokens[0].UseCount != 1 {
		t.Errorf("got %+v, %t, %v", tokens, complete, err)
	}
	inUse := AppsInUse(tokens, must(collectSeq(client.Apps.List(ctx)))(t), time.Now().Add(-time.Hour))
	if len(inUse) != 1 || len(inUse[0].Apps) != 1 || len(inUse[0].Users) != 1 {
		t.Errorf("got %+v", inUse)
	}
}

func TestAppsInUse(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	old, recent := now.AddDate(0, -2, 0), now.AddDate(0, 0, -3)
	tokens := []OAuthToken{
		{AppName: "orders", UserID: "ann", UseCount: 2, LastUsed: &old},
		{AppName: "orders", UserID: "ann", UseCount: 3, LastUsed: &recent},
		{AppName: "Shady", UserID: "bob", UseCount: 1, LastUsed: &recent},
		{AppName: "Unused", UserID: "bob"},
	}
	apps := []App{{ID: "1", Label: "Orders"}, {ID: "2", Label: "Orders"}}
	tell := func(since time.Time) string {
		var text strings.Builder
		for _, app := range AppsInUse(tokens, apps, since) {
			fmt.Fprintf(&text, "%s %d apps %v %d; ", app.Name, len(app.Apps), app.Users, app.UseCount)
		}
		return text.String()
	}
	if got := tell(time.Time{}); got != "Shady 0 apps [bob] 1; Unused 0 apps [bob] 0; orders 2 apps [ann] 5; " {
		t.Errorf("ever: %s", got)
	}
	if got := tell(now.AddDate(0, 0, -30)); got != "Shady 0 apps [bob] 1; orders 2 apps [ann] 3; " {
		t.Errorf("in the last 30 days: %s", got)
	}
}

// An organization has more tokens than a query gives.
func TestSimulatedManyTokens(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	users := server.SalesforceRows("User")
	for i := range 6000 {
		if _, err := server.InsertSalesforce("OauthToken", map[string]any{
			"AppName": fmt.Sprintf("App %d", i), "UserId": users[i%len(users)]["Id"], "UseCount": 1.0, "DeleteToken": strconv.Itoa(i),
		}); err != nil {
			t.Fatal(err)
		}
	}
	tokens, complete, err := client.OAuthTokens(t.Context())
	if err != nil || !complete || len(tokens) != 6001 {
		t.Errorf("%d tokens, complete %t, %v", len(tokens), complete, err)
	}
	for _, request := range server.Requests() {
		if strings.Contains(fmt.Sprint(request), "DeleteToken") {
			t.Error("a reference to a token is asked for")
		}
	}
}
