package salesforce_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

// hoursAgo is a moment as Terraform and Salesforce write it.
func hoursAgo(hours float64) string {
	return time.Now().UTC().Add(-time.Duration(hours * float64(time.Hour))).Format("2006-01-02T15:04:05Z")
}

// addLogins adds a failed login of Sarah for each of the last hours.
func addLogins(t *testing.T, platform *acctest.Simulator, count int) {
	t.Helper()
	sarah := platform.SalesforceID("User", "Username", "sarah.lee@acme.example")
	for i := range count {
		mustInsert(t, platform, "LoginHistory", map[string]any{
			"UserId": sarah, "LoginTime": hoursAgo(float64(i + 1)), "SourceIp": "203.0.113.7", "Application": "Data Loader",
			"Status": "Invalid Password", "LoginType": "Application", "LoginUrl": "acme.example", "CountryIso": "US",
		})
	}
}

func TestLoginHistoryIsFiltered(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	addLogins(t, platform, 3)
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		filter prototest.Config
		want   string
	}{
		{prototest.Config{}, "[Terraform Data Loader Data Loader Data Loader]"},
		{prototest.Config{"user": "terraform@acme.example"}, "[Terraform]"},
		{prototest.Config{"source_ip": "203.0.113.7"}, "[Data Loader Data Loader Data Loader]"},
		{prototest.Config{"from": hoursAgo(24), "to": hoursAgo(2.5)}, "[Data Loader]"},
		{prototest.Config{"application": "data loader", "failed": true}, "[Data Loader Data Loader Data Loader]"},
		{prototest.Config{"failed": false}, "[Terraform]"},
		{prototest.Config{"failed": true, "limit": 2}, "[Data Loader]"},
	} {
		read := mustReadData(t, protocol, data+"login_history", test.filter)
		expectEqual(t, fmt.Sprint(test.filter), column(t, read["logins"], "application"), test.want)
		expectEqual(t, "complete", read["complete"], test.filter["limit"] == nil)
	}
	login := objects(t, mustReadData(t, protocol, data+"login_history", prototest.Config{"failed": true})["logins"])[0]
	for name, want := range map[string]any{
		"username": "sarah.lee@acme.example", "status": "Invalid Password", "type": "Application", "source_ip": "203.0.113.7", "country": "US",
		"login_url": "acme.example", "api_type": nil, "api_version": nil,
	} {
		expectEqual(t, name, login[name], want)
	}
}

func TestLoginHistoryIsReadWithFewCalls(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	hire(t, platform, 500)
	for i, user := range platform.SalesforceRows("User") {
		mustInsert(t, platform, "LoginHistory", map[string]any{"UserId": user["Id"], "LoginTime": hoursAgo(float64(i + 1)), "Status": "Success"})
	}
	protocol := platform.Protocol(t)
	platform.ForgetRequests()
	read := mustReadData(t, protocol, data+"login_history", prototest.Config{})
	for _, login := range objects(t, read["logins"]) {
		if name, _ := login["username"].(string); !strings.HasSuffix(name, "@acme.example") {
			t.Fatalf("a login of %v", name)
		}
	}
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > 5 {
		t.Errorf("%d calls for %d users: %v", calls, 507, platform.Requests())
	}
}

func TestSetupAuditTrailIsFiltered(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	mustApply(t, protocol, carrierGrant)
	changes := objects(t, mustReadData(t, protocol, data+"setup_audit_trail", prototest.Config{})["changes"])
	if len(changes) == 0 || changes[0]["username"] != "terraform@acme.example" || changes[0]["display"] == nil {
		t.Fatalf("got %v", changes)
	}
	latest := changes[0]
	for _, test := range []struct {
		filter prototest.Config
		some   bool
	}{
		{prototest.Config{"action": latest["action"]}, true},
		{prototest.Config{"action": "imaginary"}, false},
		{prototest.Config{"section": strings.ToUpper(fmt.Sprint(latest["section"]))}, true},
		{prototest.Config{"section": "Imaginary"}, false},
		{prototest.Config{"user": "terraform@acme.example", "from": hoursAgo(1)}, true},
		{prototest.Config{"user": "sarah.lee@acme.example"}, false},
		{prototest.Config{"to": hoursAgo(1)}, false},
	} {
		read := mustReadData(t, protocol, data+"setup_audit_trail", test.filter)
		if got := objects(t, read["changes"]); (len(got) > 0) != test.some {
			t.Errorf("%v: got %v", test.filter, got)
		}
	}
	_, err := asAuditor(t, platform).ReadData(t, data+"setup_audit_trail", prototest.Config{})
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestEventLogFilesAreFiltered(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, file := range []map[string]any{
		{"EventType": "ApiTotalUsage", "LogDate": "2026-02-01T00:00:00Z", "Interval": "Daily", "LogFileLength": 692.0, "LogFileFieldNames": "EVENT_TYPE,CLIENT_IP"},
		{"EventType": "Login", "LogDate": "2026-02-02T00:00:00Z", "Interval": "Daily", "LogFileLength": 0.0},
		{"EventType": "Login", "LogDate": "2026-02-02T05:00:00Z", "Interval": "Hourly", "Sequence": 1.0, "LogFileLength": 10.0},
	} {
		mustInsert(t, platform, "EventLogFile", file)
	}
	protocol := platform.Protocol(t)
	for _, test := range []struct {
		filter prototest.Config
		want   string
	}{
		{prototest.Config{}, "[2026-02-02T05:00:00Z 2026-02-02T00:00:00Z 2026-02-01T00:00:00Z]"},
		{prototest.Config{"event_type": "ApiTotalUsage"}, "[2026-02-01T00:00:00Z]"},
		{prototest.Config{"interval": "Hourly"}, "[2026-02-02T05:00:00Z]"},
		{prototest.Config{"from": "2026-02-01T12:00:00Z", "to": "2026-02-02T05:00:00Z"}, "[2026-02-02T00:00:00Z]"},
		{prototest.Config{"limit": 1}, "[2026-02-02T05:00:00Z]"},
	} {
		read := mustReadData(t, protocol, data+"event_log_files", with(prototest.Config{"to": "2026-03-01T00:00:00Z"}, test.filter))
		expectEqual(t, fmt.Sprint(test.filter), column(t, read["files"], "time"), test.want)
	}
	usage := objects(t, mustReadData(t, protocol, data+"event_log_files", prototest.Config{"event_type": "ApiTotalUsage", "to": "2026-03-01T00:00:00Z"})["files"])[0]
	expectEqual(t, "columns", usage["columns"], "[EVENT_TYPE CLIENT_IP]")
	expectEqual(t, "length", usage["length"], "692")

	_, err := asAuditor(t, platform).ReadData(t, data+"event_log_files", prototest.Config{})
	expectError(t, err, "may not do this", "View Event Log Files")
}

func TestHistoriesRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for _, test := range []struct {
		typeName string
		filter   prototest.Config
		message  string
	}{
		{"login_history", prototest.Config{"from": "yesterday"}, "RFC3339"},
		{"login_history", prototest.Config{"from": "2026-02-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}, "is not after"},
		{"login_history", prototest.Config{"user": "nobody@acme.example"}, `no user "nobody@acme.example"`},
		{"setup_audit_trail", prototest.Config{"limit": 50001}, "between 1 and 50000"},
		{"event_log_files", prototest.Config{"interval": "Weekly"}, "must be one of"},
	} {
		_, err := protocol.ReadData(t, data+test.typeName, test.filter)
		expectError(t, err, test.message)
	}
}
