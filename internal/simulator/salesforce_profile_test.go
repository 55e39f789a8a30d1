package simulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestProfilesMergeButForTheirLoginRanges(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	loginRange := func(address string) string {
		return "<loginIpRanges><description>Office</description><endAddress>" + address + "</endAddress><startAddress>" + address + "</startAddress></loginIpRanges>"
	}
	permission := func(name, enabled string) string {
		return "<userPermissions><enabled>" + enabled + "</enabled><name>" + name + "</name></userPermissions>"
	}
	c.wantSuccess(c.soap(component("update", "Profile", "Sales", loginRange("192.0.2.1")+loginRange("192.0.2.2")+permission("ApiEnabled", "true")+permission("RunReports", "true"))))
	c.wantSuccess(c.soap(component("update", "Profile", "Sales", loginRange("192.0.2.3")+permission("ViewSetup", "true"))))
	c.wantTexts("Profile", "Sales", map[string]string{
		"custom": "true", "userLicense": "Salesforce", "loginIpRanges/startAddress": "192.0.2.3",
		"userPermissions/name": "ApiEnabled|RunReports|ViewSetup", "userPermissions/enabled": "true|true|true",
	})
	if row := c.query("SELECT PermissionsApiEnabled FROM Profile WHERE Name = 'Sales'"); row[0]["PermissionsApiEnabled"] != true {
		t.Errorf("the row does not show the permission: %v", row)
	}
	c.wantSuccess(c.soap(component("update", "Profile", "Sales", permission("ApiEnabled", "false"))))
	c.wantTexts("Profile", "Sales", map[string]string{"loginIpRanges/startAddress": "192.0.2.3", "userPermissions/name": "RunReports|ViewSetup"})
	c.wantSuccess(c.soap(component("update", "Profile", "Sales", "<loginIpRanges/>")))
	c.wantTexts("Profile", "Sales", map[string]string{"loginIpRanges/startAddress": ""})
	c.wantSuccess(c.soap(component("update", "Profile", "Admin", loginRange("127.0.0.1"))))
	c.wantFailure(c.soap(component("update", "Profile", "Admin", permission("ApiEnabled", "false"))), "INSUFFICIENT_ACCESS_OR_READONLY", "standard profile")
	c.wantFailure(c.soap(component("update", "Profile", "Sales", loginRange("nowhere"))), "FIELD_INTEGRITY_EXCEPTION", "nowhere")
	c.wantFailure(c.soap(component("update", "Profile", "Nobody", "")), "INVALID_CROSS_REFERENCE_KEY", "no Profile named Nobody found")
	c.wantFailure(c.soap(deleteOperation("Profile", "Admin")), "INSUFFICIENT_ACCESS_OR_READONLY", "standard profile")
	c.wantSuccess(c.soap(component("create", "Profile", "Support", "<userLicense>Salesforce</userLicense>")))
	c.wantSuccess(c.soap(deleteOperation("Profile", "Support")))
}

func TestPoliciesOfProfiles(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	password := func(profile, lockout string) string {
		return "<lockoutInterval>" + lockout + "</lockoutInterval><maxLoginAttempts>3</maxLoginAttempts><minimumPasswordLength>12</minimumPasswordLength>" +
			"<passwordComplexity>4</passwordComplexity><passwordExpiration>90</passwordExpiration><passwordHistory>3</passwordHistory>" +
			"<passwordQuestion>1</passwordQuestion><profile>" + profile + "</profile>"
	}
	session := func(timeout string) string {
		return "<externalCommunityUserIdentityVerif>false</externalCommunityUserIdentityVerif><forceLogout>true</forceLogout><profile>Admin</profile>" +
			"<sessionPersistence>false</sessionPersistence><sessionTimeout>" + timeout + "</sessionTimeout><sessionTimeoutWarning>true</sessionTimeoutWarning>"
	}
	c.wantSuccess(c.soap(component("create", "ProfilePasswordPolicy", "AdminPasswords", password("Admin", "30"))))
	c.wantTexts("ProfilePasswordPolicy", "AdminPasswords", map[string]string{"profile": "admin", "obscure": "false", "lockoutInterval": "30"})
	c.wantSuccess(c.soap(component("create", "ProfileSessionSetting", "AdminSessions", session("120"))))
	for name, test := range map[string]struct{ operation, code, part string }{
		"second":          {component("create", "ProfilePasswordPolicy", "Again", password("admin", "30")), "DUPLICATE_VALUE", "Profile"},
		"odd interval":    {component("create", "ProfilePasswordPolicy", "A", password("Sales", "31")), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "31"},
		"short password":  {component("update", "ProfilePasswordPolicy", "AdminPasswords", "<minimumPasswordLength>1</minimumPasswordLength>"), "FIELD_INTEGRITY_EXCEPTION", "5 to 50"},
		"unknown profile": {component("create", "ProfilePasswordPolicy", "A", password("Nobody", "30")), "INVALID_CROSS_REFERENCE_KEY", "no Profile named Nobody found"},
		"another profile": {component("update", "ProfilePasswordPolicy", "AdminPasswords", "<profile>Sales</profile>"), "INVALID_FIELD_FOR_INSERT_UPDATE", "can't be changed"},
		"odd timeout":     {component("update", "ProfileSessionSetting", "AdminSessions", session("7")), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFailure(c.soap(test.operation), test.code, strings.ReplaceAll(test.part, "'", "&#39;"))
		})
	}
}

func TestLoginRangesOfAProfile(t *testing.T) {
	t.Parallel()
	fixture := strings.Replace(acmeSalesforce(), "      api_name: Standard\n", "      api_name: Standard\n      login_ip_ranges: [{start: 192.0.2.1, end: 192.0.2.9}]\n", 1)
	c := startSeeded(t, fixture)
	at := func(address string) { c.Set(func(knobs *simulator.Knobs) { knobs.CallerAddress = address }) }
	at("192.0.2.10")
	c.tokenRequest(clientCredentials(auditorKey, auditorSecret)).wantOAuthError(t, "invalid_grant", "ip restricted")
	if refused := c.query("SELECT Status, SourceIp FROM LoginHistory WHERE SourceIp = '192.0.2.10'"); len(refused) != 1 || refused[0]["Status"] != "Restricted IP" {
		t.Errorf("login history: %v", refused)
	}
	at("192.0.2.9")
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	const query = "SELECT Id FROM User LIMIT 1"
	at("198.51.100.1")
	auditor.query(query)
	security := func(name, value string) {
		c.must(c.EditSalesforceMetadata("SecuritySettings", "Security", func(set func(string, ...string)) { set("sessionSettings/"+name, value) }))
	}
	security("enforceIpRangesEveryRequest", "true")
	auditor.queryAnswer(query).wantRefusal(t, 401, "INVALID_SESSION_ID", "")
	security("enforceIpRangesEveryRequest", "false")
	security("lockSessionsToIp", "true")
	auditor.queryAnswer(query).wantRefusal(t, 401, "INVALID_SESSION_ID", "")
	at("192.0.2.9")
	auditor.query(query)
	at("198.51.100.1")
	c.must(c.EditConnectedApp("Auditor", func(set func(string, ...string)) { set("oauthPolicy/ipRelaxation", "BYPASS") }))
	auditor.signIn(auditorKey, auditorSecret)
}

func TestCustomScopes(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	scope := c.create("OauthCustomScope", map[string]any{"DeveloperName": "orders", "MasterLabel": "orders", "Description": "Read orders"})
	app := c.id("ConnectedApplication", "Name", "Warehouse Sync")
	assigned := map[string]any{"OauthCustomScopeId": scope, "ConnectedApplicationId": app}
	c.create("OauthCustomScopeApp", assigned)
	c.rest("POST", "/sobjects/OauthCustomScopeApp", assigned).wantRefusal(t, 400, "DUPLICATE_VALUE", "")
	c.rest("POST", "/sobjects/OauthCustomScope", map[string]any{"DeveloperName": "long", "MasterLabel": "long", "Description": strings.Repeat("x", 61)}).
		wantRefusal(t, 400, "STRING_TOO_LONG", "max length=60")
	c.rest("POST", "/sobjects/OauthCustomScope", map[string]any{"DeveloperName": "two words", "MasterLabel": "a", "Description": "b"}).
		wantRefusal(t, 400, "INVALID_FIELD", "not include spaces")
	if got := c.rest("PATCH", "/sobjects/OauthCustomScope/"+scope, map[string]any{"IsPublic": true}); got.status != 204 {
		t.Errorf("changing: %s", got.body)
	}
	if rows := c.query("SELECT OauthCustomScope.DeveloperName, ConnectedApplication.Name FROM OauthCustomScopeApp"); len(rows) != 1 || !strings.Contains(fmt.Sprint(rows[0]), "orders") {
		t.Errorf("assignments: %v", rows)
	}
	if got := c.rest("DELETE", "/sobjects/OauthCustomScope/"+scope, nil); got.status != 204 {
		t.Errorf("deleting: %s", got.body)
	}
	if rows := c.query("SELECT Id FROM OauthCustomScopeApp"); len(rows) != 0 {
		t.Errorf("assignments left: %v", rows)
	}
}
