package simulator_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func externalCredential(principal string) map[string]any {
	return map[string]any{
		"developerName": "Warehouse", "masterLabel": "Warehouse", "authenticationProtocol": "Custom",
		"principals": []any{map[string]any{
			"principalName": principal, "principalType": "NamedPrincipal", "sequenceNumber": 1,
			"parameters": []any{map[string]any{"parameterName": "Scope", "parameterType": "AuthParameter", "parameterValue": "orders"}},
		}},
		"parameters":    []any{map[string]any{"parameterName": "AuthProviderUrl", "parameterType": "AuthProviderUrl", "parameterValue": "https://idp.example"}},
		"customHeaders": []any{map[string]any{"headerName": "X-API-Key", "headerValue": "{!$Credential.Warehouse.key}", "sequenceNumber": 1}},
	}
}

func namedCredential() map[string]any {
	return map[string]any{
		"developerName": "Warehouse_API", "masterLabel": "Warehouse API", "type": "SecuredEndpoint", "calloutUrl": "https://warehouse.example",
		"externalCredentials": []any{map[string]any{"developerName": "Warehouse"}},
		"calloutOptions":      map[string]any{"allowMergeFieldsInBody": false, "allowMergeFieldsInHeader": true, "generateAuthorizationHeader": true},
	}
}

const (
	externalPath   = "/named-credentials/external-credentials"
	namedPath      = "/named-credentials/named-credential-setup"
	credentialPath = "/named-credentials/credential"
)

func TestExternalAndNamedCredentials(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	if got := c.rest("POST", externalPath, externalCredential("Robot")); got.status != 201 {
		t.Fatalf("creating: %d %s", got.status, got.body)
	}
	if got := c.rest("POST", namedPath, namedCredential()); got.status != 201 {
		t.Fatalf("creating: %d %s", got.status, got.body)
	}
	external := c.rest("GET", externalPath+"/Warehouse", nil).body
	for _, part := range []string{
		`"authenticationProtocol":"Custom"`, `"authenticationStatus":"NotConfigured"`, `"principalName":"Robot"`, `"parameterValue":"orders"`,
		`"headerName":"X-API-Key"`, `"parameterType":"AuthProviderUrl"`, `"id":"0pu`,
	} {
		if !strings.Contains(external, part) {
			t.Errorf("no %s in %s", part, external)
		}
	}
	named := c.rest("GET", namedPath+"/Warehouse_API", nil).object(t)
	if named["calloutUrl"] != "https://warehouse.example" || !strings.Contains(fmt.Sprint(named["externalCredentials"]), "developerName:Warehouse") {
		t.Errorf("named credential: %v", named)
	}
	c.wantTexts("ExternalCredential", "Warehouse", map[string]string{"authenticationProtocol": "Custom", "label": "Warehouse"})
	c.rest("DELETE", externalPath+"/Warehouse", nil).wantRefusal(t, 400, "INVALID_INPUT", "used by the named credential Warehouse_API")
	c.rest("POST", externalPath, externalCredential("Robot")).wantRefusal(t, 400, "INVALID_INPUT", "already in use")
	two := namedCredential()
	two["externalCredentials"] = []any{}
	c.rest("PUT", namedPath+"/Warehouse_API", two).wantRefusal(t, 400, "INVALID_INPUT", "one external credential")
	for _, path := range []string{externalPath, namedPath} {
		if got := c.rest("GET", path, nil); !strings.Contains(got.body, "Warehouse") {
			t.Errorf("listed: %s", got.body)
		}
		c.rest("GET", path+"/Nobody", nil).wantRefusal(t, 404, "NOT_FOUND", "")
		c.rest("DELETE", path+"/Nobody", nil).wantRefusal(t, 404, "NOT_FOUND", "")
	}
	for _, path := range []string{namedPath + "/Warehouse_API", externalPath + "/Warehouse"} {
		if got := c.rest("DELETE", path, nil); got.status != 204 {
			t.Errorf("deleting: %d %s", got.status, got.body)
		}
	}
}

func TestSecretsAreNeverTold(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.rest("POST", externalPath, externalCredential("Robot"))
	credential := func(secrets ...string) map[string]any {
		values := map[string]any{}
		for _, name := range secrets {
			values[name] = map[string]any{"value": "secret of " + name, "encrypted": true}
		}
		return map[string]any{
			"externalCredential": "Warehouse", "authenticationProtocol": "Custom", "principalType": "NamedPrincipal",
			"principalName": "Robot", "credentials": values,
		}
	}
	asked := credentialPath + "?externalCredential=Warehouse&principalType=NamedPrincipal&principalName=Robot"
	c.rest("PUT", credentialPath, credential("key")).wantRefusal(t, 404, "NOT_FOUND", "")
	if got := c.rest("POST", credentialPath, credential("key", "user")); got.status != 201 {
		t.Fatalf("creating: %s", got.body)
	}
	c.rest("POST", credentialPath, credential("key")).wantRefusal(t, 400, "INVALID_INPUT", "already")
	if got := c.rest("PATCH", credentialPath, credential("key")); got.status != 200 {
		t.Errorf("adding: %s", got.body)
	}
	read := c.rest("GET", asked, nil)
	if strings.Contains(read.body, "secret of") || !strings.Contains(read.body, `"key":{"encrypted":true,"revision":2},"user":{"encrypted":true,"revision":1}`) {
		t.Errorf("read: %s", read.body)
	}
	c.rest("PUT", credentialPath, credential("key"))
	if kept := c.SalesforceSecrets("Warehouse", "NamedPrincipal", "Robot"); len(kept) != 1 || kept["key"] != "secret of key" {
		t.Errorf("kept: %v", kept)
	}
	c.rest("GET", strings.Replace(asked, "Robot", "Nobody", 1), nil).wantRefusal(t, 400, "INVALID_INPUT", "no principal Nobody")
	c.rest("PUT", externalPath+"/Warehouse", externalCredential("Android"))
	if c.SalesforceSecrets("Warehouse", "NamedPrincipal", "Robot") != nil {
		t.Error("the secrets outlived their principal")
	}
	c.rest("DELETE", strings.Replace(asked, "Robot", "Android", 1), nil).wantRefusal(t, 404, "NOT_FOUND", "")
}

func TestTransactionSecurityPolicies(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	policy := func(more string) string {
		return "<action><block>true</block><endSession>false</endSession><freezeUser>false</freezeUser><notifications><inApp>true</inApp>" +
			"<sendEmail>false</sendEmail><user>terraform@acme.example</user></notifications><twoFactorAuthentication>false</twoFactorAuthentication></action>" +
			"<active>true</active>" + more
	}
	const apex = "<apexClass>Watch</apexClass><eventName>ApiEvent</eventName><type>CustomApexPolicy</type>"
	c.wantSuccess(c.soap(component("create", "TransactionSecurityPolicy", "Exports", policy(apex))))
	c.wantTexts("TransactionSecurityPolicy", "Exports", map[string]string{"developerName": "Exports", "masterLabel": "Exports", "action/block": "true"})
	if rows := c.query("SELECT DeveloperName, EventName, Type FROM TransactionSecurityPolicy"); len(rows) != 1 || rows[0]["EventName"] != "ApiEvent" {
		t.Errorf("rows: %v", rows)
	}
	for name, test := range map[string]struct{ operation, code, part string }{
		"no type":      {component("create", "TransactionSecurityPolicy", "A", policy("")), "REQUIRED_FIELD_MISSING", "type"},
		"no class":     {component("create", "TransactionSecurityPolicy", "A", policy("<eventName>ApiEvent</eventName><type>CustomApexPolicy</type>")), "REQUIRED_FIELD_MISSING", "apexClass"},
		"no flow":      {component("create", "TransactionSecurityPolicy", "A", policy("<eventName>ApiEvent</eventName><type>CustomConditionBuilderPolicy</type>")), "REQUIRED_FIELD_MISSING", "flow"},
		"long message": {component("update", "TransactionSecurityPolicy", "Exports", policy("<apexClass>W</apexClass><blockMessage>"+strings.Repeat("x", 1001)+"</blockMessage><eventName>ApiEvent</eventName><type>CustomApexPolicy</type>")), "STRING_TOO_LONG", "max length=1000"},
		"unknown user": {strings.Replace(component("create", "TransactionSecurityPolicy", "A", policy(apex)), "terraform@", "nobody@", 1), "INVALID_CROSS_REFERENCE_KEY", "nobody@acme.example"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFailure(c.soap(test.operation), test.code, test.part)
		})
	}
	c.wantSuccess(c.soap(component("update", "TransactionSecurityPolicy", "Exports", strings.Replace(policy(apex), "<active>true", "<active>false", 1))))
}

func TestUsageOfExternalClientApps(t *testing.T) {
	t.Parallel()
	c, credentials := startWithExternalApp(t)
	if got := c.rest("GET", "/apps/oauth/usage", nil).object(t); len(fmt.Sprint(got["apps"])) > 2 {
		t.Errorf("usage of an app that nobody used: %v", got)
	}
	token := fmt.Sprint(c.tokenRequest(credentials).object(t)["access_token"])
	app, user := c.id("ExternalClientApplication", "DeveloperName", "Orders"), c.id("User", "Username", "terraform@acme.example")
	base := "/apps/oauth/usage"
	if got := c.rest("GET", base+"?page=0&pageSize=100", nil).body; !strings.Contains(got, `"identifier":"`+app+`"`) || !strings.Contains(got, `"nextPageUrl":null`) {
		t.Errorf("usage: %s", got)
	}
	users := c.rest("GET", base+"/"+app+"/users", nil).body
	if !strings.Contains(users, `"username":"terraform@acme.example"`) || !strings.Contains(users, `"useCount":1`) {
		t.Errorf("users: %s", users)
	}
	revocation := strings.TrimPrefix(between(users, `"revocationUrl":"`, `"`), data)
	for _, path := range []string{revocation, base + "/" + app + "/" + user + "/tokens", base + "/" + app + "/tokens"} {
		if got := c.rest("DELETE", path, nil); got.status != 204 {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
		session := &salesforce{Server: c.Server, t: t, url: c.url, token: token}
		session.rest("GET", "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "")
		token = fmt.Sprint(c.tokenRequest(credentials).object(t)["access_token"])
	}
	if tokens := c.query("SELECT AppName FROM OauthToken WHERE AppName = 'Orders'"); len(tokens) != 0 {
		t.Errorf("external client apps are among the tokens: %v", tokens)
	}
	c.rest("GET", base+"/0xI000000000001/users", nil).wantRefusal(t, 404, "NOT_FOUND", "")
}

func TestRotatingTheCredentialsOfAnExternalClientApp(t *testing.T) {
	t.Parallel()
	c, credentials := startWithExternalApp(t)
	now := time.Now()
	c.Set(func(knobs *simulator.Knobs) { knobs.Clock = func() time.Time { return now } })
	base := "/apps/oauth/credentials/" + c.id("ExternalClientApplication", "DeveloperName", "Orders")
	c.rest("GET", base, nil).wantRefusal(t, 403, "FUNCTIONALITY_NOT_ENABLED", "not currently enabled")
	c.wantSuccess(c.soap(change("ExternalClientApp", "<enableClientSecretInRestApiAccess>true</enableClientSecretInRestApiAccess>")))
	consumer := between(c.rest("GET", base, nil).body, `"id":"`, `"`)
	if !strings.HasPrefix(consumer, "888") {
		t.Fatalf("consumer %q", consumer)
	}
	base += "/" + consumer
	if got := c.rest("GET", base+"?part=key", nil).object(t); got["secret"] != nil || got["key"] != credentials.Get("client_id") {
		t.Errorf("key: %v", got)
	}
	if got := c.rest("GET", base+"?part=keyandsecret", nil).object(t); got["secret"] != credentials.Get("client_secret") {
		t.Errorf("key and secret: %v", got)
	}
	c.rest("GET", base+"/staged", nil).wantRefusal(t, 404, "NOT_FOUND", "")
	c.rest("POST", base+"/staged", map[string]any{}).wantRefusal(t, 403, "FUNCTIONALITY_NOT_ENABLED", "not enabled for this user")
	c.must(c.UpdateSalesforce("Profile", c.id("Profile", "Name", "System Administrator"), map[string]any{"PermissionsClientSecretRotation": true}))
	staged := c.rest("POST", base+"/staged", map[string]any{})
	next := url.Values{"grant_type": {"client_credentials"}}
	next.Set("client_id", fmt.Sprint(staged.object(t)["key"]))
	next.Set("client_secret", fmt.Sprint(staged.object(t)["secret"]))
	if staged.status != 201 || staged.object(t)["state"] != "Active" {
		t.Fatalf("staging: %d %s", staged.status, staged.body)
	}
	c.rest("POST", base+"/staged", map[string]any{}).wantRefusal(t, 400, "INVALID_INPUT", "only one")
	c.tokenRequest(next).wantOAuthError(t, "invalid_client_id", "client identifier invalid")

	rotated := c.rest("PATCH", base+"/staged/"+fmt.Sprint(staged.object(t)["id"]), map[string]any{"command": "rotate"})
	if rotated.status != 200 || rotated.object(t)["state"] != "Rotated" || rotated.object(t)["key"] != credentials.Get("client_id") {
		t.Errorf("rotating: %d %s", rotated.status, rotated.body)
	}
	for _, pair := range []url.Values{next, credentials} {
		if got := c.tokenRequest(pair); got.status != 200 {
			t.Errorf("both pairs are good after a rotation: %s", got.body)
		}
	}
	c.Set(func(*simulator.Knobs) { now = now.Add(31 * 24 * time.Hour) })
	c.tokenRequest(credentials).wantOAuthError(t, "invalid_client_id", "client identifier invalid")
	c.signIn(terraformKey, terraformSecret)
	if got := c.rest("GET", base+"/staged", nil).body; !strings.Contains(got, `"state":"Expired"`) {
		t.Errorf("after 31 days: %s", got)
	}
	if got := c.rest("DELETE", base+"/staged/"+fmt.Sprint(staged.object(t)["id"]), nil); got.status != 204 {
		t.Errorf("dropping: %s", got.body)
	}
}
