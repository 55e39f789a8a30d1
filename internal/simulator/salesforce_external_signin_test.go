package simulator_test

import (
	"crypto/rsa"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

const externalFixture = `
  external_client_apps:
    - name: Orders
      label: Orders
      contact_email: a@acme.example
      callback_urls: [https://acme.example/cb]
      consumer_key: 3MVG9AcmeOrdersConsumerKey
      consumer_secret: AcmeOrdersConsumerSecret01
      run_as: terraform@acme.example
      scopes: [Api, RefreshToken]
      approved: true
      profiles: [System Administrator]
      trusted_ip_ranges: [{start: 10.0.0.1, end: 10.0.0.9, description: VPN}]
`

func startWithExternalApp(t *testing.T) (*salesforce, url.Values) {
	t.Helper()
	return startSeeded(t, acmeSalesforce()+externalFixture), clientCredentials("3MVG9AcmeOrdersConsumerKey", "AcmeOrdersConsumerSecret01")
}

func TestSigningInWithAnExternalClientApp(t *testing.T) {
	t.Parallel()
	c, credentials := startWithExternalApp(t)
	policies, global := "OrdersOAuthSettings_defaultPolicy", "OrdersGlblOAuth"
	edit := func(kind, name, path, value string) {
		c.must(c.EditSalesforceMetadata(kind, name, func(set func(string, ...string)) { set(path, value) }))
	}
	signedIn := c.tokenRequest(credentials).object(t)
	if signedIn["access_token"] == nil || signedIn["scope"] != "api refresh_token" {
		t.Fatalf("signing in: %v", signedIn)
	}
	session := &salesforce{Server: c.Server, t: t, url: c.url, token: fmt.Sprint(signedIn["access_token"])}
	c.SetAPIAccessControl(true)
	if got := session.rest("GET", "/limits", nil); got.status != 200 {
		t.Errorf("approved and granted: %d %s", got.status, got.body)
	}
	edit(ecaPolicies, policies, "permittedUsersPolicyType", "AllSelfAuthorized")
	session.rest("GET", "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "not valid for use with the REST API")
	c.SetAPIAccessControl(false)

	edit(ecaPolicies, policies, "isClientCredentialsFlowEnabled", "false")
	c.tokenRequest(credentials).wantOAuthError(t, "invalid_grant", "no client credentials user enabled")
	edit(ecaPolicies, policies, "isClientCredentialsFlowEnabled", "true")
	edit(ecaGlobal, global, "isClientCredentialsFlowEnabled", "false")
	c.tokenRequest(credentials).wantOAuthError(t, "invalid_grant", "no client credentials user enabled")
	edit(ecaGlobal, global, "isClientCredentialsFlowEnabled", "true")

	edit(ecaPlugins, "Orders_plcy", "isEnabled", "false")
	c.tokenRequest(credentials).wantOAuthError(t, "invalid_client", "external client app is not enabled")
	session.rest("GET", "/limits", nil).wantRefusal(t, 401, "INVALID_SESSION_ID", "Session expired or invalid")
	edit(ecaPlugins, "Orders_plcy", "isEnabled", "true")

	edit(ecaGlobal, global, "isNamedUserJwtEnabled", "true")
	if got := c.tokenRequest(credentials).object(t); got["token_format"] != "jwt" {
		t.Errorf("JWT access tokens: %v", got)
	}
}

// signingKey makes a key and its certificate in PEM.
func signingKey(t *testing.T) (*rsa.PrivateKey, string) {
	t.Helper()
	key, fixture := signer(t, "")
	certificate := "-----BEGIN" + between(fixture, "-----BEGIN", "-----END") + "-----END CERTIFICATE-----"
	return key, strings.ReplaceAll(certificate, "\n        ", "\n")
}

func TestJWTBearerWithAnExternalClientApp(t *testing.T) {
	t.Parallel()
	c, _ := startWithExternalApp(t)
	key, certificate := signingKey(t)
	c.must(c.EditSalesforceMetadata(ecaGlobal, "OrdersGlblOAuth", func(set func(string, ...string)) { set("certificate", certificate) }))
	request := func(user string) url.Values {
		return url.Values{"grant_type": {jwtGrant}, "assertion": {assertion(t, key, jwt.MapClaims{"iss": "3MVG9AcmeOrdersConsumerKey", "sub": user})}}
	}
	if got := c.tokenRequest(request("terraform@acme.example")); got.status != 200 {
		t.Errorf("granted user: %s", got.body)
	}
	c.tokenRequest(request("sarah.lee@acme.example")).wantOAuthError(t, "invalid_app_access", "user is not admin approved to access this app")
}
