package simulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestAnypointSignIn(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		grant  string
		status int
		body   string
	}{
		"client credentials": {terraformGrant, http.StatusOK, `"token_type":"bearer"`},
		"password":           {adminGrant, http.StatusOK, `"refresh_token":"`},
		"wrong secret":       {strings.Replace(terraformGrant, "0001\"}", "0002\"}", 1), http.StatusUnauthorized, "Unauthorized"},
		"unknown client":     {strings.Replace(terraformGrant, "ac3e", "ac3f", 1), http.StatusUnauthorized, "Unauthorized"},
		"wrong password":     {strings.Replace(adminGrant, "Password0001", "Password0002", 1), http.StatusUnauthorized, "Unauthorized"},
		"grant that the app lacks": {
			strings.Replace(terraformGrant, "client_credentials", "password", 1), http.StatusBadRequest, "unauthorized_client",
		},
		"grant that nobody has": {
			strings.Replace(terraformGrant, "client_credentials", "magic", 1), http.StatusBadRequest, "unsupported_grant_type",
		},
		"no JSON": {"{", http.StatusBadRequest, "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := acmeAnypoint(t, "").do(http.MethodPost, tokenPath, test.grant).want(test.status)
			if !strings.Contains(got.raw, test.body) {
				t.Errorf("the answer %s lacks %s", got.raw, test.body)
			}
		})
	}
}

func TestAnypointSignInWithForm(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, "")
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"ac3e0000000000000000000000000001"},
		"client_secret": {"AcmeAnypointClientSecret0000000000001"},
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+tokenPath, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	c.token = roundTrip(t, request).want(http.StatusOK).text("access_token")
	c.get("/accounts/api/me").want(http.StatusOK)
}

func TestAnypointTokensExpire(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, "")
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	c.server.Set(func(k *simulator.Knobs) {
		k.Clock = func() time.Time { return now }
		k.TokenLifetime = time.Minute
	})
	grant := c.do(http.MethodPost, tokenPath, terraformGrant).want(http.StatusOK)
	if got := grant.number("expires_in"); got != 60 {
		t.Errorf("expires_in is %d, want the knob's 60", got)
	}
	c.token = grant.text("access_token")
	c.get("/accounts/api/me").want(http.StatusOK)

	c.server.Set(func(k *simulator.Knobs) { k.Clock = func() time.Time { return now.Add(time.Minute) } })
	if got := c.get("/accounts/api/me").want(http.StatusUnauthorized); got.raw != "Unauthorized" {
		t.Errorf("an expired token is answered %q, want Unauthorized", got.raw)
	}
}

func TestAnypointTokensExpireAtOnce(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, "")
	grant := c.do(http.MethodPost, tokenPath, adminGrant).want(http.StatusOK)
	c.token = grant.text("access_token")
	c.server.ExpireAnypointTokens()
	c.get("/accounts/api/me").want(http.StatusUnauthorized)

	refresh := strings.Replace(adminGrant, `"grant_type":"password"`,
		`"grant_type":"refresh_token","refresh_token":"`+grant.text("refresh_token")+`"`, 1)
	c.signIn(refresh)
	c.get("/accounts/api/me").want(http.StatusOK)

	c.token = grant.text("refresh_token")
	c.get("/accounts/api/me").want(http.StatusUnauthorized)
}

func TestAnypointUserLogin(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, "")
	c.do(http.MethodPost, "/accounts/login", `{"username":"platform.admin","password":"guess"}`).want(http.StatusUnauthorized)
	c.do(http.MethodPost, "/accounts/login", `{"username":"mei.chen","password":""}`).want(http.StatusUnauthorized)
	got := c.do(http.MethodPost, "/accounts/login", `{"username":"platform.admin","password":"AcmePlatformPassword0001"}`)
	c.token = got.want(http.StatusOK).text("access_token")
	c.get("/accounts/api/roles").want(http.StatusOK)
}

func TestAnypointMe(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	me := c.get("/accounts/api/me").want(http.StatusOK)
	if got := me.text("client", "org_id"); got != acmeOrganization {
		t.Errorf("client.org_id is %s", got)
	}
	if got := me.text("user", "username"); got != "platform.admin" {
		t.Errorf("an app that acts for itself sees %s, want its owner", got)
	}
	if got := me.text("user", "organization", "id"); got != acmeOrganization {
		t.Errorf("user.organization.id is %s", got)
	}
	if got := me.texts("name", "user", "memberOfOrganizations"); len(got) != 2 || got[1] != "Retail" {
		t.Errorf("memberOfOrganizations are %v", got)
	}
	if got := c.get("/accounts/api/users/me").want(http.StatusOK).text("username"); got != "platform.admin" {
		t.Errorf("users/me is %s", got)
	}
	if c.as(adminGrant).get("/accounts/api/me").at("client", "org_id") != nil {
		t.Error("an app that acts for a user has an org_id")
	}
}
