package salesforceapi

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/oauth2"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// tokenForms records the forms that the token endpoint is sent and answers with
// a token that names a rotated refresh token.
func tokenForms(org *fakeOrg, forms chan<- url.Values) http.HandlerFunc {
	issued := 0
	return func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		forms <- r.PostForm
		issued++
		answer(w, 200, fmt.Sprintf(`{"access_token":"%s!%d","instance_url":%q,"refresh_token":"rotated%d","token_type":"Bearer"}`,
			testOrganization, issued, org.URL, issued))
	}
}

// bareOrg is an organization whose token endpoint is the test's own.
func bareOrg(t *testing.T, handler func(*fakeOrg) http.HandlerFunc) *fakeOrg {
	t.Helper()
	org := newFakeOrg(t)
	org.mux = http.NewServeMux()
	org.on("POST "+tokenPath, handler(org))
	return org
}

func TestGrants(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	encoded := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}))
	tests := map[string]struct {
		credentials Credentials
		want        url.Values
	}{
		"client credentials": {
			ClientCredentials{ClientID: "key", ClientSecret: "hidden"},
			url.Values{"grant_type": {"client_credentials"}, "client_id": {"key"}, "client_secret": {"hidden"}},
		},
		"refresh token": {
			RefreshToken{ClientID: "key", RefreshToken: "5Aep"},
			url.Values{"grant_type": {"refresh_token"}, "client_id": {"key"}, "refresh_token": {"5Aep"}},
		},
		"JWT bearer": {
			JWTBearer{ClientID: "key", Username: "terraform@acme.example", PrivateKey: encoded},
			url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "client_id": {"key"}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			forms := make(chan url.Values, 1)
			org := bareOrg(t, func(org *fakeOrg) http.HandlerFunc { return tokenForms(org, forms) })
			config := testConfig(org)
			config.Credentials = test.credentials
			if _, err := testClient(t, config).sessions.Get(t.Context()); err != nil {
				t.Fatal(err)
			}
			sent := <-forms
			if assertion := sent.Get("assertion"); assertion != "" {
				checkAssertion(t, assertion, key)
				sent.Del("assertion")
			}
			if sent.Encode() != test.want.Encode() {
				t.Errorf("sent %s, want %s", sent.Encode(), test.want.Encode())
			}
		})
	}
}

func checkAssertion(t *testing.T, assertion string, key *rsa.PrivateKey) {
	t.Helper()
	claims := jwt.MapClaims{}
	_, err := jwt.ParseWithClaims(assertion, claims, func(*jwt.Token) (any, error) { return &key.PublicKey, nil },
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithExpirationRequired())
	if err != nil {
		t.Fatal(err)
	}
	if claims["aud"] != productionLogin || claims["iss"] != "key" || claims["sub"] != "terraform@acme.example" {
		t.Errorf("claims are %v", claims)
	}
	if expires, _ := claims.GetExpirationTime(); time.Until(expires.Time) > 3*time.Minute {
		t.Errorf("the assertion lives until %s", expires)
	}
}

func TestAudience(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config Config
		want   string
	}{
		"nothing configured": {Config{}, productionLogin},
		"My Domain":          {Config{InstanceURL: "https://acme.my.salesforce.com"}, productionLogin},
		"sandbox My Domain":  {Config{InstanceURL: "https://acme--dev.sandbox.my.salesforce.com"}, sandboxLogin},
		"test login":         {Config{LoginURL: "https://test.salesforce.com"}, sandboxLogin},
		"configured":         {Config{Audience: "https://acme.example"}, "https://acme.example"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config.Credentials = RefreshToken{ClientID: "a", RefreshToken: "b"}
			entry, err := newSignIn(test.config)
			if err != nil || entry.audience != test.want {
				t.Errorf("audience %v, %v; want %s", entry, err, test.want)
			}
		})
	}
}

func TestRotatedRefreshTokenIsKept(t *testing.T) {
	t.Parallel()
	forms := make(chan url.Values, 2)
	org := bareOrg(t, func(org *fakeOrg) http.HandlerFunc { return tokenForms(org, forms) })
	config := testConfig(org)
	config.Credentials = RefreshToken{ClientID: "key", RefreshToken: "configured"}
	client := testClient(t, config)
	first, err := client.sessions.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.sessions.Renew(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"configured", "rotated1"} {
		if got := (<-forms).Get("refresh_token"); got != want {
			t.Errorf("sent %q, want %q", got, want)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	app := ClientCredentials{ClientID: "key", ClientSecret: "hidden"}
	const here = "https://acme.my.salesforce.com"
	tests := map[string]struct {
		config Config
		want   string
	}{
		"no version":               {Config{InstanceURL: here, Credentials: app}, "API version"},
		"odd version":              {Config{InstanceURL: here, Credentials: app, APIVersion: "v66"}, "66.0"},
		"no credentials":           {Config{InstanceURL: here, APIVersion: "66.0"}, "no credentials"},
		"no secret":                {Config{InstanceURL: here, APIVersion: "66.0", Credentials: ClientCredentials{ClientID: "key"}}, "client secret is empty"},
		"client credentials alone": {Config{APIVersion: "66.0", Credentials: app}, "My Domain URL"},
		"client credentials at login": {
			Config{InstanceURL: here, LoginURL: "https://test.salesforce.com", APIVersion: "66.0", Credentials: app}, "My Domain URL",
		},
		"access token without instance": {Config{APIVersion: "66.0", Credentials: AccessToken{Token: "x"}}, "instance URL"},
		"http to another machine":       {Config{InstanceURL: "http://acme.my.salesforce.com", APIVersion: "66.0", Credentials: app}, "loopback"},
		"instance with a path":          {Config{InstanceURL: here + "/services", APIVersion: "66.0", Credentials: app}, "host alone"},
		"credentials in the URL":        {Config{InstanceURL: "https://me:hidden@acme.example", APIVersion: "66.0", Credentials: app}, "must not hold credentials"},
		"unreadable URL":                {Config{InstanceURL: "https://me:hidden@ac me", APIVersion: "66.0", Credentials: app}, "not a URL"},
		"private key of another kind": {
			Config{APIVersion: "66.0", Credentials: JWTBearer{ClientID: "a", Username: "b", PrivateKey: "hidden"}}, "PEM",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := New(test.config)
			wantMessage(t, err, test.want)
			if strings.Contains(err.Error(), "hidden") {
				t.Errorf("the error repeats a secret: %v", err)
			}
		})
	}
}

func TestRefusedSignIn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		body string
		hint string
		kind transport.Kind
	}{
		"unknown client":  {`{"error":"invalid_client_id","error_description":"client identifier invalid"}`, "consumer key", transport.Other},
		"wrong secret":    {`{"error":"invalid_client","error_description":"invalid client credentials"}`, "consumer secret", transport.Other},
		"not installed":   {`{"error":"invalid_client","error_description":"app must be installed into org"}`, "Install the app", transport.AccessControl},
		"wrong domain":    {`{"error":"invalid_grant","error_description":"request not supported on this domain"}`, "My Domain", transport.Other},
		"no run-as user":  {`{"error":"invalid_grant","error_description":"no client credentials user enabled"}`, "run-as user", transport.Other},
		"not approved":    {`{"error":"invalid_app_access","error_description":"user is not admin approved to access this app"}`, "Grant the app", transport.AccessControl},
		"too many logins": {`{"error":"rate_limit_exceeded","error_description":"login rate exceeded"}`, "Too many sign-ins", transport.Busy},
		"a repeated secret": {
			`{"error":"invalid_client","error_description":"s3cretOfTheApp is wrong"}`, "[redacted] is wrong", transport.Other,
		},
		"HTML": {`<html><body>Maintenance</body></html>`, "Maintenance", transport.Other},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := bareOrg(t, func(*fakeOrg) http.HandlerFunc { return answering(400, test.body) })
			_, err := testClient(t, testConfig(org)).OrganizationID(t.Context())
			wantMessage(t, err, "signing in to Salesforce", test.hint)
			wantKind(t, err, test.kind)
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error repeats the secret: %v", err)
			}
		})
	}
}

func TestRefusedSignInIsNotRepeated(t *testing.T) {
	t.Parallel()
	org := bareOrg(t, func(*fakeOrg) http.HandlerFunc {
		return answering(400, `{"error":"invalid_client","error_description":"invalid client credentials"}`)
	})
	client := testClient(t, testConfig(org))
	for range 5 {
		if _, err := client.OrganizationID(t.Context()); err == nil {
			t.Fatal("signed in")
		}
	}
	if got := org.count("POST"); got != 1 {
		t.Errorf("%d sign-ins, want 1", got)
	}
}

func TestUnknownClientIsWaitedFor(t *testing.T) {
	t.Parallel()
	unknown := answering(400, `{"error":"invalid_client_id","error_description":"client identifier invalid"}`)
	org := newFakeOrg(t)
	org.mux = http.NewServeMux()
	org.inTurn("POST "+tokenPath, unknown, unknown, answering(200, fmt.Sprintf(
		`{"access_token":"a","instance_url":%q,"id":"x/id/%s/u"}`, org.URL, testOrganization)))
	config := testConfig(org)
	config.PropagationWait = time.Minute
	id, err := testClient(t, config).OrganizationID(t.Context())
	if err != nil || id != "00D5g000004AcMeEAK" {
		t.Errorf("got %q, %v", id, err)
	}
}

func TestInstanceURLOfTheAnswer(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ answer, want string }{
		"none":               {`{"access_token":"a"}`, "no instance URL"},
		"another scheme":     {`{"access_token":"a","instance_url":"ftp://acme.example"}`, "loopback"},
		"in clear":           {`{"access_token":"a","instance_url":"http://acme.example"}`, "loopback"},
		"with a path":        {`{"access_token":"a","instance_url":"https://acme.example/x"}`, "host alone"},
		"somebody else's":    {`{"access_token":"a","instance_url":"https://acme.my.salesforce.com.evil.example"}`, "not Salesforce's"},
		"another port":       {`{"access_token":"a","instance_url":"https://acme.my.salesforce.com:8443"}`, "not Salesforce's"},
		"with a query":       {`{"access_token":"a","instance_url":"https://acme.my.salesforce.com?"}`, "host alone"},
		"no token":           {`{"instance_url":"https://acme.example"}`, "access_token"},
		"not even an object": {`"a"`, "signing in"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := bareOrg(t, func(*fakeOrg) http.HandlerFunc { return answering(200, test.answer) })
			_, err := testClient(t, testConfig(org)).sessions.Get(t.Context())
			wantMessage(t, err, test.want)
		})
	}
}

func TestAnOrganizationMayMoveWithinSalesforce(t *testing.T) {
	t.Parallel()
	entry, err := newSignIn(Config{InstanceURL: "https://orgs.acme.example", Credentials: ClientCredentials{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, told := range []string{"https://orgs.acme.example", "https://acme--new.sandbox.my.salesforce.com", "https://NA139.salesforce.com"} {
		if placed, err := entry.placed((&oauth2.Token{}).WithExtra(map[string]any{"instance_url": told})); err != nil || placed != told {
			t.Errorf("%s is taken as %q, %v", told, placed, err)
		}
	}
}

func TestAnHTTPSSignInNeverLeadsToHTTP(t *testing.T) {
	t.Parallel()
	entry, err := newSignIn(Config{InstanceURL: "https://acme.my.salesforce.com", Credentials: ClientCredentials{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = entry.placed((&oauth2.Token{}).WithExtra(map[string]any{"instance_url": "http://127.0.0.1:1234"}))
	wantMessage(t, err, "not https")
}
