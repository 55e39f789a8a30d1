package simulator_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// blockedApp is a component that blocks a consumer key.
func blockedApp(operation, name, key string) string {
	return component(operation, "BlacklistedConsumer", name, "<blockedByApiWhitelisting>false</blockedByApiWhitelisting><consumerKey>"+
		key+"</consumerKey><consumerName>"+name+"</consumerName><masterLabel>"+name+"</masterLabel>")
}

func TestABlockedAppIsOutUntilItIsUnblocked(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	c.wantSuccess(c.soap(blockedApp("create", "Auditor", auditorKey)))
	auditor.queryAnswer("SELECT Id FROM User").wantRefusal(t, 401, "INVALID_SESSION_ID", "expired")
	auditor.tokenRequest(clientCredentials(auditorKey, auditorSecret)).wantOAuthError(t, "OAUTH_APP_BLOCKED", "this app is blocked by admin")
	c.wantSuccess(c.soap(blockedApp("create", "Stranger", "SomebodyElsesConsumerKey")))
	listed := c.soap(`<listMetadata><queries><type>BlacklistedConsumer</type></queries></listMetadata>`).body
	if strings.Count(listed, "<fileName>blacklistedConsumers/") != 2 {
		t.Errorf("listed: %s", listed)
	}
	c.wantFailure(c.soap(blockedApp("create", "Again", auditorKey)), "DUPLICATE_VALUE", "ConsumerKey")
	c.wantFailure(c.soap(blockedApp("update", "Auditor", "AnotherKey")), "INVALID_FIELD_FOR_INSERT_UPDATE", "consumer key")
	c.wantFailure(c.soap(component("create", "BlacklistedConsumer", "A", "")), "REQUIRED_FIELD_MISSING", "consumerKey")
	c.wantSuccess(c.soap(deleteOperation("BlacklistedConsumer", "Auditor")))
	auditor.signIn(auditorKey, auditorSecret)
}

const usageFixture = `
  oauth_tokens:
    - {app: Shadow IT, user: sarah.lee@acme.example, delete_token: AcmeDeleteToken1, use_count: 7, last_used: 2026-01-02T03:04:05Z}
    - {app: Warehouse Sync, user: omar.diaz@acme.example, last_used_days_ago: 40}
  event_log_files:
    - {event_type: ApiTotalUsage, log_date: 2026-01-02T00:00:00Z, content: "\"EVENT_TYPE\",\"CONNECTED_APP_ID\"\n\"ApiTotalUsage\",\"x\"\n"}
  rows:
    SetupAuditTrail:
      - {Action: changedPassword, Section: Manage Users, Display: Changed a password, CreatedDate: 2026-01-02T03:04:05Z, CreatedById: sarah.lee@acme.example}
    LoginHistory:
      - {UserId: sarah.lee@acme.example, LoginTime: 2026-01-02T03:04:05Z, SourceIp: 192.0.2.7, Status: Success}
`

func TestTokensInUse(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+usageFixture)
	c.signIn(terraformKey, terraformSecret)
	tokens := c.query("SELECT Id, AppName, UseCount, User.Username, LastUsedDate, DeleteToken FROM OauthToken ORDER BY AppName")
	var seen []string
	for _, token := range tokens {
		user, _ := token["User"].(map[string]any)
		seen = append(seen, fmt.Sprint(token["AppName"], " ", token["UseCount"], " ", user["Username"], " ", token["Id"]))
	}
	want := "Shadow IT 7 sarah.lee@acme.example <nil>, Terraform 2 terraform@acme.example <nil>, Warehouse Sync 1 omar.diaz@acme.example <nil>"
	if strings.Join(seen, ", ") != want {
		t.Errorf("tokens: %q", seen)
	}
	old := c.query("SELECT AppName FROM OauthToken WHERE LastUsedDate < " + time.Now().AddDate(0, 0, -30).UTC().Format(time.RFC3339))
	if len(old) != 2 {
		t.Errorf("tokens of long ago: %v", old)
	}
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	if own := auditor.query("SELECT AppName FROM OauthToken"); len(own) != 1 || own[0]["AppName"] != "Auditor" {
		t.Errorf("tokens that others see: %v", own)
	}
}

func TestRevokingByDeleteToken(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+usageFixture)
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	token := fmt.Sprint(c.query("SELECT DeleteToken FROM OauthToken WHERE AppName = 'Auditor'")[0]["DeleteToken"])
	for _, deleteToken := range []string{"AcmeDeleteToken1", token} {
		if got := c.send("POST", "/services/oauth2/revoke?token="+url.QueryEscape(deleteToken), ""); got.status != 200 || got.body != "" {
			t.Errorf("revoking: %d %s", got.status, got.body)
		}
	}
	if left := c.query("SELECT AppName FROM OauthToken WHERE AppName IN ('Shadow IT', 'Auditor')"); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
	auditor.queryAnswer("SELECT Id FROM User").wantRefusal(t, 401, "INVALID_SESSION_ID", "expired")
	if got := c.send("POST", "/services/oauth2/revoke?token=AcmeDeleteToken1", ""); got.status != 400 {
		t.Errorf("revoking twice: %d %s", got.status, got.body)
	}
}

func TestQueriesOfTokensEndAt2500(t *testing.T) {
	t.Parallel()
	var fixture strings.Builder
	fixture.WriteString(acmeSalesforce() + "  oauth_tokens:\n")
	for i := range 2600 {
		fmt.Fprintf(&fixture, "    - {app: App %d, user: sarah.lee@acme.example}\n", i)
	}
	c := startSeeded(t, fixture.String())
	records, pages := 0, 0
	for path := "/query?q=" + url.QueryEscape("SELECT AppName FROM OauthToken"); path != ""; pages++ {
		page := c.rest("GET", path, nil).object(t)
		list, _ := page["records"].([]any)
		records += len(list)
		next, _ := page["nextRecordsUrl"].(string)
		path = strings.TrimPrefix(next, data)
	}
	if records != 2500 || pages != 5 {
		t.Errorf("%d records on %d pages", records, pages)
	}
}

func TestLoginHistoryAndSessions(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+usageFixture)
	got := c.send("POST", "/services/oauth2/token", clientCredentials(auditorKey, auditorSecret).Encode(),
		"Content-Type", "application/x-www-form-urlencoded", "X-Forwarded-For", "198.51.100.4, 10.0.0.1")
	auditor := &salesforce{Server: c.Server, t: t, url: c.url, token: fmt.Sprint(got.object(t)["access_token"])}
	logins := c.query("SELECT SourceIp, Application, Status, LoginType FROM LoginHistory WHERE SourceIp IN ('198.51.100.4', '192.0.2.7') ORDER BY LoginTime DESC")
	if len(logins) != 2 || logins[0]["Application"] != "Auditor" || logins[0]["Status"] != "Success" {
		t.Errorf("logins: %v", logins)
	}
	for _, field := range []string{"Application", "Status", "ApiType", "ApiVersion"} {
		c.queryAnswer("SELECT Id FROM LoginHistory WHERE "+field+" = 'x'").wantRefusal(t, 400, "INVALID_FIELD", "can not be filtered in a query call")
	}
	current := auditor.query("SELECT Id, SourceIp, IsCurrent, LoginHistory.SourceIp FROM AuthSession WHERE IsCurrent = true")
	if len(current) != 1 || current[0]["SourceIp"] != "198.51.100.4" {
		t.Fatalf("the own session: %v", current)
	}
	if all := len(c.query("SELECT Id FROM AuthSession")); all != 2 {
		t.Errorf("an administrator sees %d sessions", all)
	}
	if deleted := c.rest("DELETE", "/sobjects/AuthSession/"+fmt.Sprint(current[0]["Id"]), nil); deleted.status != 204 {
		t.Errorf("ending the session: %d %s", deleted.status, deleted.body)
	}
	auditor.queryAnswer("SELECT Id FROM User").wantRefusal(t, 401, "INVALID_SESSION_ID", "expired")
	c.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = "203.0.113.9" })
	c.signIn(terraformKey, terraformSecret)
	if sessions := c.query("SELECT Id FROM AuthSession WHERE SourceIp = '203.0.113.9'"); len(sessions) != 1 {
		t.Errorf("sessions from the address of the knob: %v", sessions)
	}
	c.ExpireSalesforceSessions()
	c.signIn(terraformKey, terraformSecret)
	if sessions := c.query("SELECT Id FROM AuthSession"); len(sessions) != 1 {
		t.Errorf("sessions after all of them ended: %v", sessions)
	}
}

func TestTheSetupAuditTrailOfAFixture(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+usageFixture)
	trail := c.query("SELECT Action, Display, CreatedBy.Username FROM SetupAuditTrail WHERE CreatedDate < 2026-02-01T00:00:00Z")
	if len(trail) != 1 || trail[0]["Display"] != "Changed a password" || !strings.Contains(fmt.Sprint(trail[0]["CreatedBy"]), "sarah.lee") {
		t.Errorf("trail: %v", trail)
	}
	c.queryAnswer("SELECT Id FROM SetupAuditTrail WHERE Display = 'x'").wantRefusal(t, 400, "INVALID_FIELD", "can not be filtered")
}

func TestEventLogFiles(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+usageFixture)
	const query = "SELECT Id, EventType, LogFile, LogFileLength, LogFileFieldNames FROM EventLogFile WHERE EventType = 'ApiTotalUsage' AND LogDate > 2026-01-01T00:00:00Z"
	administrator := c.id("Profile", "Name", "System Administrator")
	c.must(c.UpdateSalesforce("Profile", administrator, map[string]any{"PermissionsViewEventLogFiles": false}))
	c.queryAnswer(query).wantRefusal(t, 400, "INVALID_TYPE", "EventLogFile")
	c.must(c.UpdateSalesforce("Profile", administrator, map[string]any{"PermissionsViewEventLogFiles": true}))
	file := c.query(query)[0]
	if file["LogFileFieldNames"] != "EVENT_TYPE,CONNECTED_APP_ID" || file["LogFileLength"] != 52.0 {
		t.Errorf("file: %v", file)
	}
	got := c.send("GET", fmt.Sprint(file["LogFile"]), "", "Authorization", "Bearer "+c.token)
	if got.header.Get("Content-Type") != "text/csv" || !strings.HasPrefix(got.body, `"EVENT_TYPE","CONNECTED_APP_ID"`) {
		t.Errorf("content: %s %s", got.header.Get("Content-Type"), got.body)
	}
	c.rest("GET", "/sobjects/EventLogFile/0AT000000000001/LogFile", nil).wantRefusal(t, 404, "NOT_FOUND", "")
}

func TestFixturesOfUsageThatAreWrong(t *testing.T) {
	t.Parallel()
	for usage, part := range map[string]string{
		"oauth_tokens: [{app: A, user: nobody@acme.example}]":                  "nobody@acme.example",
		"oauth_tokens: [{app: A, user: sarah.lee@acme.example, last_used: x}]": "OAuth token of A",
		"event_log_files: [{event_type: API, log_date: yesterday}]":            "event log file 0",
		"rows: {Spaceship: [{Name: A}]}":                                       "no object Spaceship",
		"rows: {LoginHistory: [{UserId: nobody@acme.example}]}":                "no User named",
		"rows: {LoginHistory: [{Colour: red}]}":                                "No such column",
	} {
		err := (&simulator.Server{}).Seed([]byte(acmeSalesforce() + "  " + usage + "\n"))
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", usage, err)
		}
	}
}
