package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestOrganizationIsRead(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	read := mustReadData(t, platform.Protocol(t), data+"organization", prototest.Config{})
	want := map[string]any{
		"id": platform.SalesforceID("Organization", "Name", "Acme Corporation"), "name": "Acme Corporation", "edition": "Enterprise Edition",
		"instance_name": "NA139", "sandbox": false, "namespace_prefix": nil,
	}
	if !reflect.DeepEqual(read, want) {
		t.Errorf("got  %v\nwant %v", read, want)
	}
	platform.Inject(simulator.Fault{Pattern: "GET /query", Answer: simulator.SalesforceError(403, "INSUFFICIENT_ACCESS", "no access")})
	_, err := platform.Protocol(t).ReadData(t, data+"organization", prototest.Config{})
	expectError(t, err, "may not do this", "API Enabled")
}

func TestLimitsAreRead(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	read := mustReadData(t, platform.Protocol(t), data+"limits", prototest.Config{})
	limits, _ := read["limits"].(map[string]any)
	daily, _ := limits["DailyApiRequests"].(map[string]any)
	expectEqual(t, "requests a day", daily["maximum"], "100000")
	if daily["used"] == nil || daily["remaining"] == nil || read["app_usage"] != nil {
		t.Errorf("got %v and the usage %v", daily, read["app_usage"])
	}
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls != 1 {
		t.Errorf("%d calls: %v", calls, platform.Requests())
	}
	_, err := asAuditor(t, platform).ReadData(t, data+"limits", prototest.Config{})
	expectError(t, err, "may not do this", "View Setup and Configuration")
}

func TestAPIUsageOfAppsIsCounted(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	warehouse := platform.SalesforceID("ConnectedApplication", "Name", "Warehouse Sync")
	platform.Inject(simulator.Fault{Pattern: "GET /query", Times: 1, Answer: simulator.Status(200, `{"done":true,"records":[
		{"ConnectedAppIdentifier":null,"calls":7},{"ConnectedAppIdentifier":"0H4000000000099AAA","calls":7},
		{"ConnectedAppIdentifier":"`+warehouse+`","calls":42}]}`)})
	read := mustReadData(t, platform.Protocol(t), data+"limits", prototest.Config{"usage_since": "2026-01-01T00:00:00Z"})
	expectEqual(t, "calls, the most first", column(t, read["app_usage"], "calls"), "[42 7 7]")
	expectEqual(t, "apps", column(t, read["app_usage"], "name"), "[Warehouse_Sync <nil> <nil>]")
	expectEqual(t, "ids", column(t, read["app_usage"], "app_id"), "["+warehouse+" <nil> 0H4000000000099AAA]")
}

func TestAPIUsageTellsWhatItTakes(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	_, err := protocol.ReadData(t, data+"limits", prototest.Config{"usage_since": "yesterday"})
	expectError(t, err, "RFC3339")
	platform.Inject(simulator.Fault{Pattern: "GET /query", Answer: simulator.SalesforceError(400, "INVALID_TYPE",
		"sObject type 'ApiTotalUsageEventLog' is not supported.")})
	_, err = protocol.ReadData(t, data+"limits", prototest.Config{"usage_since": "2026-01-01T00:00:00Z"})
	expectError(t, err, "View Event Log Object Data")
}
