package simulator_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// clientCredentials is the form of the client credentials flow.
func clientCredentials(key, secret string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {key}, "client_secret": {secret}}
}

func (a salesforceAnswer) wantOAuthError(t *testing.T, code, description string) {
	t.Helper()
	got := a.object(t)
	if a.status != http.StatusBadRequest || got["error"] != code || got["error_description"] != description {
		t.Errorf("got %d %v, want %s: %s", a.status, got, code, description)
	}
}

func TestClientCredentialsAnswer(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	got := c.tokenRequest(clientCredentials(terraformKey, terraformSecret)).object(t)
	user := c.id("User", "Username", "terraform@acme.example")
	organization := c.SalesforceRows("Organization")[0]["Id"]
	want := map[string]any{
		"token_format": "opaque", "token_type": "Bearer", "scope": "api refresh_token", "instance_url": c.url,
		"id": fmt.Sprintf("%s/id/%s/%s", c.url, organization, user),
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %v, want %v", name, got[name], value)
		}
	}
	if token, _ := got["access_token"].(string); !strings.HasPrefix(token, "00D5g000004AcMe!") {
		t.Errorf("access token %q does not begin with the organization's id", token)
	}
	for _, absent := range []string{"refresh_token", "expires_in"} {
		if _, found := got[absent]; found {
			t.Errorf("the answer has %s", absent)
		}
	}
}

func TestClientCredentialsByBasicAuthentication(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/services/oauth2/token",
		strings.NewReader("grant_type=client_credentials"))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(terraformKey, terraformSecret)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := (&http.Client{}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestRefusedSignIns(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		form              url.Values
		host              string
		code, description string
	}{
		"unknown key":          {clientCredentials("nobody", "x"), "", "invalid_client_id", "client identifier invalid"},
		"wrong secret":         {clientCredentials(terraformKey, "x"), "", "invalid_client", "invalid client credentials"},
		"production login":     {clientCredentials(terraformKey, terraformSecret), "login.salesforce.com", "invalid_grant", "request not supported on this domain"},
		"sandbox login":        {clientCredentials(terraformKey, terraformSecret), "test.salesforce.com:443", "invalid_grant", "request not supported on this domain"},
		"no run-as user":       {clientCredentials("3MVG9AcmeWarehouseConsumerKey0000000000000000000000001", "AcmeWarehouseConsumerSecret000000000000001"), "", "invalid_grant", "no client credentials user enabled"},
		"unknown grant type":   {url.Values{"grant_type": {"magic"}}, "", "unsupported_grant_type", "grant type not supported"},
		"broken assertion":     {url.Values{"grant_type": {jwtGrant}, "assertion": {"a.b.c"}}, "", "invalid_grant", "invalid assertion"},
		"unknown user":         {url.Values{"grant_type": {"password"}, "client_id": {terraformKey}, "client_secret": {terraformSecret}, "username": {"x"}, "password": {"y"}}, "", "invalid_grant", "authentication failure"},
		"foreign refresh":      {url.Values{"grant_type": {"refresh_token"}, "client_id": {terraformKey}, "client_secret": {terraformSecret}, "refresh_token": {"x"}}, "", "invalid_grant", "expired access/refresh token"},
		"refresh, no secret":   {url.Values{"grant_type": {"refresh_token"}, "client_id": {terraformKey}, "refresh_token": {"x"}}, "", "invalid_client", "invalid client credentials"},
		"no grant type at all": {url.Values{}, "", "unsupported_grant_type", "grant type not supported"},
	}
	c := startSalesforce(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := []string{"Content-Type", "application/x-www-form-urlencoded"}
			if test.host != "" {
				header = append(header, "Host", test.host)
			}
			c.send(http.MethodPost, "/services/oauth2/token", test.form.Encode(), header...).
				wantOAuthError(t, test.code, test.description)
		})
	}
}

func TestANewAppSignsInOnceItsCreationHasSpread(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	now := time.Now()
	c.Set(func(knobs *simulator.Knobs) {
		knobs.Clock, knobs.PropagationDelay = func() time.Time { return now }, 10*time.Minute
	})
	c.wantSuccess(c.soap(createMetadata("Orders", `<oauthConfig><callbackUrl>https://acme.example</callbackUrl>`+
		`<consumerKey>AcmeOrdersKey01</consumerKey><consumerSecret>AcmeOrdersSecret01</consumerSecret>`+
		`<isClientCredentialEnabled>true</isClientCredentialEnabled>`+
		`<oauthClientCredentialUser>orders.integration@acme.example</oauthClientCredentialUser>`+
		`<scopes>Api</scopes></oauthConfig>`)))
	form := clientCredentials("AcmeOrdersKey01", "AcmeOrdersSecret01")
	c.tokenRequest(form).wantOAuthError(t, "invalid_client_id", "client identifier invalid")
	c.Set(func(*simulator.Knobs) { now = now.Add(11 * time.Minute) })
	if got := c.tokenRequest(form); got.status != http.StatusOK {
		t.Errorf("after the delay: %d %s", got.status, got.body)
	}
}

func TestAnApprovedAppTakesOnlyThoseItIsGrantedTo(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	app := c.id("ConnectedApplication", "Name", "Auditor")
	c.must(c.UpdateSalesforce("ConnectedApplication", app, map[string]any{"OptionsAllowAdminApprovedUsersOnly": true}))
	form := clientCredentials(auditorKey, auditorSecret)
	c.tokenRequest(form).wantOAuthError(t, "invalid_app_access", "user is not admin approved to access this app")

	set := c.create("PermissionSet", map[string]any{"Name": "Audit", "Label": "Audit"})
	c.create("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app})
	c.create("PermissionSetAssignment", map[string]any{
		"PermissionSetId": set, "AssigneeId": c.id("User", "Username", "auditor@acme.example"),
	})
	if got := c.tokenRequest(form); got.status != http.StatusOK {
		t.Errorf("with the grant: %d %s", got.status, got.body)
	}
}

const jwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer"

// signer makes a key and a fixture whose Jenkins app has its certificate.
func signer(t *testing.T, app string) (*rsa.PrivateKey, string) {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	indented := strings.ReplaceAll(strings.TrimSpace(certificate), "\n", "\n        ")
	entry := "  connected_apps:\n    - name: Jenkins\n      label: Jenkins\n      contact_email: ci@acme.example\n" +
		"      consumer_key: AcmeJenkinsKey01\n      scopes: [Api]\n" + app +
		"      certificate: |\n        " + indented + "\n"
	return key, strings.Replace(acmeSalesforce(), "  connected_apps:\n", entry, 1)
}

func assertion(t *testing.T, key *rsa.PrivateKey, change jwt.MapClaims) string {
	t.Helper()
	claims := jwt.MapClaims{
		"iss": "AcmeJenkinsKey01", "sub": "terraform@acme.example", "aud": "https://login.salesforce.com",
		"exp": time.Now().Add(2 * time.Minute).Unix(),
	}
	maps.Copy(claims, change)
	signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestJWTBearer(t *testing.T) {
	t.Parallel()
	key, fixture := signer(t, "      self_authorized: [terraform@acme.example]\n")
	other, _ := signer(t, "")
	c := startSeeded(t, fixture)
	tests := map[string]struct {
		key               *rsa.PrivateKey
		claims            jwt.MapClaims
		code, description string // empty for a success
	}{
		"production audience": {key, nil, "", ""},
		"sandbox audience":    {key, jwt.MapClaims{"aud": "https://test.salesforce.com"}, "", ""},
		"own audience":        {key, jwt.MapClaims{"aud": c.url}, "", ""},
		"foreign audience":    {key, jwt.MapClaims{"aud": "https://acme.example"}, "invalid_grant", "Audience validation failed"},
		"foreign key":         {other, nil, "invalid_grant", "invalid assertion"},
		"expired":             {key, jwt.MapClaims{"exp": time.Now().Add(-time.Minute).Unix()}, "invalid_grant", "expired authorization code"},
		"unknown consumer":    {key, jwt.MapClaims{"iss": "nobody"}, "invalid_client_id", "client identifier invalid"},
		"user who never approved": {
			key, jwt.MapClaims{"sub": "sarah.lee@acme.example"}, "invalid_grant", "user hasn't approved this consumer",
		},
		"app without a certificate": {key, jwt.MapClaims{"iss": terraformKey}, "invalid_grant", "invalid assertion"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := c.tokenRequest(url.Values{"grant_type": {jwtGrant}, "assertion": {assertion(t, test.key, test.claims)}})
			if test.code != "" {
				got.wantOAuthError(t, test.code, test.description)
			} else if got.status != http.StatusOK {
				t.Errorf("%d %s", got.status, got.body)
			}
		})
	}
}

func TestJWTBearerOfAnApprovedAppNeedsAGrant(t *testing.T) {
	t.Parallel()
	key, fixture := signer(t, "      approved: true\n      profiles: [System Administrator]\n")
	c := startSeeded(t, fixture)
	form := url.Values{"grant_type": {jwtGrant}, "assertion": {assertion(t, key, nil)}}
	if got := c.tokenRequest(form); got.status != http.StatusOK {
		t.Errorf("granted by profile: %d %s", got.status, got.body)
	}
	form.Set("assertion", assertion(t, key, jwt.MapClaims{"sub": "sarah.lee@acme.example"}))
	c.tokenRequest(form).wantOAuthError(t, "invalid_app_access", "user is not admin approved to access this app")
}

func TestPasswordRefreshRevokeAndIntrospect(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+"  passwords: {terraform@acme.example: secretTOKEN}\n")
	consumer := func(form url.Values) url.Values {
		form.Set("client_id", terraformKey)
		form.Set("client_secret", terraformSecret)
		return form
	}
	signedIn := c.tokenRequest(consumer(url.Values{
		"grant_type": {"password"}, "username": {"terraform@acme.example"}, "password": {"secretTOKEN"},
	})).object(t)
	refresh, _ := signedIn["refresh_token"].(string)
	if refresh == "" {
		t.Fatalf("no refresh token: %v", signedIn)
	}
	form := consumer(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}})
	refreshed := c.tokenRequest(form).object(t)
	if _, rotated := refreshed["refresh_token"]; rotated || refreshed["access_token"] == signedIn["access_token"] {
		t.Errorf("refreshed: %v", refreshed)
	}

	active := func() any {
		return c.send(http.MethodPost, "/services/oauth2/introspect",
			consumer(url.Values{"token": {fmt.Sprint(refreshed["access_token"])}}).Encode(),
			"Content-Type", "application/x-www-form-urlencoded").object(t)["active"]
	}
	if active() != true {
		t.Error("the refreshed token is not active")
	}
	revoked := c.send(http.MethodPost, "/services/oauth2/revoke", url.Values{"token": {refresh}}.Encode(),
		"Content-Type", "application/x-www-form-urlencoded")
	if revoked.status != http.StatusOK || active() != false {
		t.Errorf("revoked with %d, still active: %v", revoked.status, active())
	}
	c.tokenRequest(form).wantOAuthError(t, "invalid_grant", "expired access/refresh token")
	if again := c.send(http.MethodGet, "/services/oauth2/revoke?token=x", ""); again.status != http.StatusBadRequest ||
		!strings.HasPrefix(again.body, "error=unsupported_token_type&") {
		t.Errorf("revoking nothing: %d %s", again.status, again.body)
	}
}

func TestRefreshTokenRotation(t *testing.T) {
	t.Parallel()
	c := startSeeded(t, acmeSalesforce()+"  passwords: {terraform@acme.example: secretTOKEN}\n")
	c.must(c.EditConnectedApp("Terraform", func(set func(string, ...string)) {
		set("oauthConfig/isRefreshTokenRotationEnabled", "true")
	}))
	form := url.Values{
		"grant_type": {"password"}, "username": {"terraform@acme.example"}, "password": {"secretTOKEN"},
		"client_id": {terraformKey}, "client_secret": {terraformSecret},
	}
	first, _ := c.tokenRequest(form).object(t)["refresh_token"].(string)
	form.Set("grant_type", "refresh_token")
	form.Set("refresh_token", first)
	second, _ := c.tokenRequest(form).object(t)["refresh_token"].(string)
	if second == "" || second == first {
		t.Errorf("the refresh token did not change: %q", second)
	}
	c.tokenRequest(form).wantOAuthError(t, "invalid_grant", "expired access/refresh token")
}

func TestUserinfoTellsWhoIsSignedIn(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	identity, _ := c.tokenRequest(clientCredentials(terraformKey, terraformSecret)).object(t)["id"].(string)
	for _, path := range []string{"/services/oauth2/userinfo", strings.TrimPrefix(identity, c.url)} {
		got := c.send(http.MethodGet, path, "", "Authorization", "Bearer "+c.token)
		if got.object(t)["preferred_username"] != "terraform@acme.example" {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	if got := c.send(http.MethodGet, "/services/oauth2/userinfo", ""); got.status != http.StatusForbidden {
		t.Errorf("without a token: %d", got.status)
	}
}

func TestAnInactiveUserCannotSignInNorGoOn(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	user := c.id("User", "Username", "terraform@acme.example")
	c.must(c.UpdateSalesforce("User", user, map[string]any{"IsActive": false}))
	c.tokenRequest(clientCredentials(terraformKey, terraformSecret)).wantOAuthError(t, "invalid_grant", "user is inactive")
	c.rest(http.MethodGet, "/limits", nil).wantRefusal(t, http.StatusUnauthorized, "INVALID_SESSION_ID", "expired")
}
