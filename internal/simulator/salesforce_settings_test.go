package simulator_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// change is an update of the settings of a member.
func change(member, content string) string {
	return component("update", member+"Settings", member, content)
}

func TestSettingsMergeFieldByField(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.wantSuccess(c.soap(change("Security", `<sessionSettings><lockSessionsToIp>true</lockSessionsToIp><enableU2F xsi:nil="true"/></sessionSettings>`)))
	c.wantSuccess(c.soap(change("Security", "<passwordPolicies><minimumPasswordLength>12</minimumPasswordLength></passwordPolicies>")))
	c.wantSuccess(c.soap(change("Event", "<eventLogRetentionDuration>90</eventLogRetentionDuration>")))
	c.wantSuccess(c.soap(change("OauthOidc", "<isPkceRequired>true</isPkceRequired>")))
	c.wantTexts("SecuritySettings", "Security", map[string]string{
		"sessionSettings/lockSessionsToIp": "true", "sessionSettings/sessionTimeout": "TwoHours", "sessionSettings/enableU2F": "true",
		"passwordPolicies/minimumPasswordLength": "12", "passwordPolicies/expiration": "NinetyDays", "canUsersGrantLoginAccess": "true",
	})
	c.wantTexts("EventSettings", "Event", map[string]string{"eventLogRetentionDuration": "90", "enableStreamingApi": "true"})
	c.wantTexts("OauthOidcSettings", "OauthOidc", map[string]string{"isPkceRequired": "true", "blockOAuthUnPwFlow": "false"})
}

func TestTrustedRangesAreReplacedAsAWhole(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	ranges := func(starts ...string) string {
		var content strings.Builder
		for _, start := range starts {
			content.WriteString("<ipRanges><description>Office</description><end>" + start + "</end><start>" + start + "</start></ipRanges>")
		}
		return change("Security", "<networkAccess>"+content.String()+"</networkAccess>")
	}
	c.wantSuccess(c.soap(ranges("192.0.2.1", "192.0.2.2")))
	c.wantSuccess(c.soap(ranges("2001:db8::1")))
	c.wantTexts("SecuritySettings", "Security", map[string]string{"networkAccess/ipRanges/start": "2001:db8::1"})
	c.wantSuccess(c.soap(change("Security", "<canUsersGrantLoginAccess>false</canUsersGrantLoginAccess>")))
	c.wantTexts("SecuritySettings", "Security", map[string]string{"networkAccess/ipRanges/start": "2001:db8::1"})
	c.wantSuccess(c.soap(change("Security", "<networkAccess/>")))
	c.wantTexts("SecuritySettings", "Security", map[string]string{"networkAccess/ipRanges/start": "", "canUsersGrantLoginAccess": "false"})
}

func TestRealTimeEventsAreSettingsOfTheirOwn(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	event := func(name, enabled string) string {
		return "<realTimeEvents><entityName>" + name + "</entityName><isEnabled>" + enabled + "</isEnabled></realTimeEvents>"
	}
	c.wantSuccess(c.soap(change("RealTimeEvent", event("ApiEvent", "true")+event("ApiEventStream", "true"))))
	c.wantSuccess(c.soap(change("RealTimeEvent", event("ApiEvent", "false")+event("LoginEvent", "true"))))
	c.wantTexts("RealTimeEventSettings", "RealTimeEvent", map[string]string{
		"realTimeEvents/entityName": "ApiEvent|ApiEventStream|LoginEvent", "realTimeEvents/isEnabled": "false|true|true",
	})
}

func TestRefusedSettings(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	for name, test := range map[string]struct{ operation, code, part string }{
		"short password":  {change("Security", "<passwordPolicies><minimumPasswordLength>4</minimumPasswordLength></passwordPolicies>"), "FIELD_INTEGRITY_EXCEPTION", "5 to 50"},
		"long history":    {change("Security", "<passwordPolicies><historyRestriction>25</historyRestriction></passwordPolicies>"), "FIELD_INTEGRITY_EXCEPTION", "0 to 24"},
		"short retention": {change("Event", "<eventLogRetentionDuration>29</eventLogRetentionDuration>"), "FIELD_INTEGRITY_EXCEPTION", "30 to 365"},
		"bad range":       {change("Security", "<networkAccess><ipRanges><end>192.0.2.1</end><start>192.0.2.2</start></ipRanges></networkAccess>"), "FIELD_INTEGRITY_EXCEPTION", "192.0.2.2"},
		"unnamed event":   {change("RealTimeEvent", "<realTimeEvents><isEnabled>true</isEnabled></realTimeEvents>"), "REQUIRED_FIELD_MISSING", "entityName"},
		"another member":  {component("update", "SecuritySettings", "Other", ""), "INVALID_CROSS_REFERENCE_KEY", "no SecuritySettings named Other found"},
		"created":         {component("create", "SecuritySettings", "Security", ""), "INVALID_TYPE_FOR_OPERATION", "be created"},
		"deleted":         {deleteOperation("SecuritySettings", "Security"), "INVALID_TYPE_FOR_OPERATION", "be deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFailure(c.soap(test.operation), test.code, test.part)
		})
	}
	c.wantFault(c.soap(change("Security", "<sessionSettings><sessionTimeout>OneYear</sessionTimeout></sessionSettings>")), "soapenv:Client", "OneYear", "SessionTimeout")
}

func TestSettingsNeedTheirPermissions(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	profile := c.id("Profile", "Name", "System Administrator")
	c.must(c.UpdateSalesforce("Profile", profile, map[string]any{"PermissionsManageIpAddresses": false, "PermissionsManagePasswordPolicies": false}))
	c.wantFailure(c.soap(change("Security", "<networkAccess/>")), "INSUFFICIENT_ACCESS_OR_READONLY", "<fields>networkAccess</fields>")
	c.wantFailure(c.soap(change("Security", "<passwordPolicies/>")), "INSUFFICIENT_ACCESS_OR_READONLY", "<fields>passwordPolicies</fields>")
	c.must(c.UpdateSalesforce("Profile", profile, map[string]any{"PermissionsCustomizeApplication": false}))
	c.wantFailure(c.soap(change("Event", "<enableStreamingApi>false</enableStreamingApi>")), "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access")
}

func TestWhatSettingsDoToSigningIn(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+"  passwords: {terraform@acme.example: secret}\n  settings: {OauthOidc: {blockOAuthUnPwFlow: true}, Security: {sessionSettings: {sessionTimeout: FifteenMinutes}}}\n")
	password := url.Values{
		"grant_type": {"password"}, "client_id": {terraformKey}, "client_secret": {terraformSecret},
		"username": {"terraform@acme.example"}, "password": {"secret"},
	}
	c.tokenRequest(password).wantOAuthError(t, "invalid_grant", "authentication failure")
	c.must(c.EditSalesforceMetadata("OauthOidcSettings", "OauthOidc", func(set func(string, ...string)) { set("blockOAuthUnPwFlow", "false") }))
	if got := c.tokenRequest(password); got.status != 200 {
		t.Errorf("with the flow allowed: %s", got.body)
	}
	now := time.Now().Add(16 * time.Minute)
	c.Set(func(knobs *simulator.Knobs) { knobs.Clock = func() time.Time { return now } })
	c.rest("GET", "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "expired")
}

func TestFixturesOfSettingsThatAreWrong(t *testing.T) {
	t.Parallel()
	for settings, part := range map[string]string{
		"{Spaceship: {a: b}}":                     "there are no settings Spaceship",
		"{Security: {colour: red}}":               "colour invalid at this location",
		"{Event: {eventLogRetentionDuration: 1}}": "30 to 365",
	} {
		err := (&simulator.Server{}).Seed([]byte(acmeSalesforce() + "  settings: " + settings + "\n"))
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %v", settings, err)
		}
	}
}

func TestAPIAccessControlThatIsNotActivated(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlIgnored = true })
	c.wantSuccess(c.soap(change("ConnectedApp", "<enableAdminApprovedAppsOnly>true</enableAdminApprovedAppsOnly>")))
	read := c.soap(readIn("ConnectedAppSettings", "ConnectedApp")).body
	if !strings.Contains(read, "<enableAdminApprovedAppsOnly>false</enableAdminApprovedAppsOnly>") || c.APIAccessControl() {
		t.Errorf("a write that is ignored shows: %s", read)
	}
	c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlIgnored = false })
	c.wantFailure(c.soap(settings("enableAdminApprovedAppsOnlyForExternalUser", "true")), "FUNCTIONALITY_NOT_ENABLED", "not activated")
	if read := c.soap(readIn("ConnectedAppSettings", "ConnectedApp")).body; strings.Contains(read, "enableAdminApprovedAppsOnly") {
		t.Errorf("the fields show: %s", read)
	}
}
