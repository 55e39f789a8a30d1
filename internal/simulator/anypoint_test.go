package simulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// Ids and credentials of the Acme fixture.
const (
	acmeOrganization = "5a1c0000-ac3e-4000-8000-000000000001"
	acmeRetail       = "5a1c0000-ac3e-4000-8000-000000000002"
	acmeProduction   = "5a1c0000-e4f0-4000-8000-000000000001"
	acmeSandbox      = "5a1c0000-e4f0-4000-8000-000000000002"
	acmeRetailProd   = "5a1c0000-e4f0-4000-8000-000000000003"
	acmeSarah        = "5a1c0000-005e-4000-8000-000000000002"
	acmeMei          = "5a1c0000-005e-4000-8000-000000000004"
	acmeEveryone     = "5a1c0000-7ea0-4000-8000-000000000001"
	acmeFrontend     = "5a1c0000-7ea0-4000-8000-000000000002"
	acmeMuleSoft     = "68ef9520-24e9-4cf2-b2f5-620025690913"
	acmeOrdersAPI    = 19215012

	environmentPath = "/apimanager/api/v1/organizations/" + acmeOrganization + "/environments/" + acmeProduction
	ordersPath      = environmentPath + "/apis/19215012"
	policiesPath    = ordersPath + "/policies"
	identitiesPath  = "/exchange/api/v2/assets/" + acmeOrganization + "/orders-api/identities"
	accountsPath    = "/accounts/api/organizations/" + acmeOrganization
	tokenPath       = "/accounts/api/v2/oauth2/token"
)

// The three connected apps of the Acme fixture, as bodies of the token endpoint.
const (
	terraformGrant = `{"grant_type":"client_credentials","client_id":"ac3e0000000000000000000000000001","client_secret":"AcmeAnypointClientSecret0000000000001"}`
	adminGrant     = `{"grant_type":"password","client_id":"ac3e0000000000000000000000000002","client_secret":"AcmeAnypointClientSecret0000000000002","username":"platform.admin","password":"AcmePlatformPassword0001"}`
	auditorGrant   = `{"grant_type":"client_credentials","client_id":"ac3e0000000000000000000000000003","client_secret":"AcmeAnypointClientSecret0000000000003"}`
)

// anypointClient calls one simulator.
type anypointClient struct {
	t      *testing.T
	server *simulator.Server
	url    string
	token  string
}

// acmeAnypoint seeds a simulator with the Anypoint half of the Acme fixture and signs in with a grant.
func acmeAnypoint(t *testing.T, grant string) *anypointClient {
	t.Helper()
	_, anypoint, found := bytes.Cut(simulator.Acme(), []byte("\nanypoint:\n"))
	if !found {
		t.Fatal("the Acme fixture has no Anypoint half")
	}
	return anypointClientOf(t, append([]byte("anypoint:\n"), anypoint...), grant)
}

func anypointClientOf(t *testing.T, fixture []byte, grant string) *anypointClient {
	t.Helper()
	server := &simulator.Server{}
	if err := server.Seed(fixture); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	c := &anypointClient{t: t, server: server, url: listener.URL}
	if grant != "" {
		c.signIn(grant)
	}
	t.Cleanup(func() {
		for _, request := range server.Unknown() {
			t.Errorf("the simulator does not know %s", request)
		}
	})
	return c
}

// signIn makes the following calls with a new token.
func (c *anypointClient) signIn(grant string) {
	c.t.Helper()
	c.token = c.do(http.MethodPost, tokenPath, grant).want(http.StatusOK).text("access_token")
}

// as is the same simulator with another sign-in.
func (c *anypointClient) as(grant string) *anypointClient {
	c.t.Helper()
	other := *c
	other.signIn(grant)
	return &other
}

// reply is an HTTP answer with its body decoded, if it is JSON.
type reply struct {
	t       *testing.T
	request string
	status  int
	header  http.Header
	raw     string
	value   any
}

// do sends body, a string of JSON or a value to encode; nil is no body.
func (c *anypointClient) do(method, path string, body any) reply {
	c.t.Helper()
	text, isText := body.(string)
	if !isText && body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			c.t.Fatal(err)
		}
		text = string(encoded)
	}
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(text))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if c.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.token)
	}
	return roundTrip(c.t, request)
}

func (c *anypointClient) get(path string) reply {
	c.t.Helper()
	return c.do(http.MethodGet, path, nil)
}

func roundTrip(t *testing.T, request *http.Request) reply {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	got := reply{
		t: t, request: request.Method + " " + request.URL.Path,
		status: response.StatusCode, header: response.Header, raw: string(raw),
	}
	if json.Valid(raw) {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		if err := decoder.Decode(&got.value); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

// want stops the test unless the status is right.
func (a reply) want(status int) reply {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s answered %d %s, want %d", a.request, a.status, a.raw, status)
	}
	return a
}

// at walks into the body by keys and indices.
func (a reply) at(path ...any) any {
	a.t.Helper()
	value := a.value
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, isObject := value.(map[string]any)
			if !isObject {
				a.t.Fatalf("%s: no object before %v in %s", a.request, step, a.raw)
			}
			value = object[step]
		case int:
			list, isList := value.([]any)
			if !isList || step >= len(list) {
				a.t.Fatalf("%s: no element %d in %s", a.request, step, a.raw)
			}
			value = list[step]
		}
	}
	return value
}

func (a reply) text(path ...any) string {
	a.t.Helper()
	text, isText := a.at(path...).(string)
	if !isText {
		a.t.Fatalf("%s: %v is %v, want text", a.request, path, a.at(path...))
	}
	return text
}

func (a reply) number(path ...any) int {
	a.t.Helper()
	number, isNumber := a.at(path...).(float64)
	if !isNumber {
		a.t.Fatalf("%s: %v is %v, want a number", a.request, path, a.at(path...))
	}
	return int(number)
}

func (a reply) list(path ...any) []any {
	a.t.Helper()
	list, isList := a.at(path...).([]any)
	if !isList {
		a.t.Fatalf("%s: %v is %v, want a list", a.request, path, a.at(path...))
	}
	return list
}

// texts is one member of every element of a list.
func (a reply) texts(member string, path ...any) []string {
	a.t.Helper()
	found := []string{}
	for i := range a.list(path...) {
		found = append(found, a.text(append(path, i, member)...))
	}
	return found
}
