package anypointapi_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// What the Acme fixture calls its objects.
const (
	acme          = "5a1c0000-ac3e-4000-8000-000000000001"
	acmeRetail    = "5a1c0000-ac3e-4000-8000-000000000002"
	acmeSarah     = "5a1c0000-005e-4000-8000-000000000002"
	acmeMei       = "5a1c0000-005e-4000-8000-000000000004"
	acmeFrontend  = "5a1c0000-7ea0-4000-8000-000000000002"
	acmeProd      = "5a1c0000-e4f0-4000-8000-000000000001"
	acmeOrdersAPI = 19215012

	tokenCalls    = "POST /accounts/api/v2/oauth2/token"
	policyCalls   = "/apis/19215012/policies"
	identityCalls = "/assets/5a1c0000-ac3e-4000-8000-000000000001/orders-api/identities"
)

// The credentials of the Acme fixture.
var (
	terraform = anypointapi.ClientCredentials{
		ClientID: "ac3e0000000000000000000000000001", ClientSecret: "AcmeAnypointClientSecret0000000000001",
	}
	auditor = anypointapi.ClientCredentials{
		ClientID: "ac3e0000000000000000000000000003", ClientSecret: "AcmeAnypointClientSecret0000000000003",
	}
	administrator = anypointapi.Password{
		ClientID: "ac3e0000000000000000000000000002", ClientSecret: "AcmeAnypointClientSecret0000000000002",
		Username: "platform.admin", Password: "AcmePlatformPassword0001",
	}

	ordersAPI    = anypointapi.APIKey{OrganizationID: acme, EnvironmentID: acmeProd, APIID: acmeOrdersAPI}
	ordersAsset  = anypointapi.Asset{GroupID: acme, AssetID: "orders-api"}
	production   = anypointapi.EnvironmentKey{OrganizationID: acme, EnvironmentID: acmeProd}
	sarahViews   = anypointapi.Identity{IdentityKey: anypointapi.IdentityKey{Type: "user", ID: acmeSarah}, OrganizationID: acme, Role: "viewer"}
	frontendUses = anypointapi.Identity{IdentityKey: anypointapi.IdentityKey{Type: "team", ID: acmeFrontend}, OrganizationID: acme, Role: "contributor"}
)

// platform is a simulated Anypoint Platform with the Acme fixture.
type platform struct {
	*simulator.Server
	t   *testing.T
	url string

	mu    sync.Mutex
	asked map[string]bool
}

// startPlatform starts a simulator that holds every request against
// testdata/openapi.
func startPlatform(t *testing.T) *platform {
	t.Helper()
	p := &platform{Server: &simulator.Server{}, t: t, asked: map[string]bool{}}
	_, anypoint, _ := bytes.Cut(simulator.Acme(), []byte("\nanypoint:"))
	if err := p.Seed(append([]byte("anypoint:"), anypoint...)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(p.described(p.Server))
	t.Cleanup(server.Close)
	t.Cleanup(func() {
		for _, request := range p.Unknown() {
			t.Errorf("the simulator does not know %s", request)
		}
	})
	p.url = server.URL
	return p
}

// start starts a platform and makes a client that signs in as the Terraform app.
func start(t *testing.T) (*platform, *anypointapi.Client) {
	t.Helper()
	p := startPlatform(t)
	return p, p.client(anypointapi.Config{Credentials: terraform})
}

func (p *platform) client(config anypointapi.Config) *anypointapi.Client {
	p.t.Helper()
	config.BaseURL = p.url
	return newClient(p.t, config)
}

func newClient(t *testing.T, config anypointapi.Config) *anypointapi.Client {
	t.Helper()
	config.Transport = transport.Options{
		UserAgent: "test", MaxRetries: 2, RequestTimeout: 10 * time.Second, MaxConcurrentRequests: 16,
	}
	client, err := anypointapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// wantCalls checks how many requests match a pattern.
func (p *platform) wantCalls(pattern string, want int) {
	p.t.Helper()
	if got := p.Calls(pattern); got != want {
		p.t.Errorf("%d calls of %s, want %d", got, pattern, want)
	}
}

// described fails the test for a request that testdata/openapi does not
// describe, and passes it on.
func (p *platform) described(next http.Handler) http.Handler {
	_, router, err := description()
	if err != nil {
		p.t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		operation, err := check(router, r)
		if err != nil {
			p.t.Errorf("%s %s is not as described: %v", r.Method, r.URL, err)
		}
		p.mu.Lock()
		p.asked[operation] = true
		p.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// description loads testdata/openapi: one document for each area of the platform.
func description() (*openapi3.T, routers.Router, error) {
	loaded.once.Do(func() {
		loaded.document, loaded.err = describe()
		if loaded.err == nil {
			loaded.router, loaded.err = legacy.NewRouter(loaded.document)
		}
	})
	return loaded.document, loaded.router, loaded.err
}

// describe joins the documents into the first.
func describe() (*openapi3.T, error) {
	files, err := filepath.Glob("testdata/openapi/*.yaml")
	if err != nil {
		return nil, err
	}
	var whole *openapi3.T
	for _, file := range files {
		document, err := openapi3.NewLoader().LoadFromFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if whole == nil {
			whole = document
			continue
		}
		for path, item := range document.Paths.Map() {
			if whole.Paths.Value(path) != nil {
				return nil, fmt.Errorf("%s: %s is described already", file, path)
			}
			whole.Paths.Set(path, item)
		}
	}
	return whole, nil
}

var loaded struct {
	once     sync.Once
	document *openapi3.T
	router   routers.Router
	err      error
}

// check holds one request against the description and names its operation.
func check(router routers.Router, r *http.Request) (string, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return "", err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	defer func() { r.Body = io.NopCloser(bytes.NewReader(body)) }()

	route, segments, err := router.FindRoute(r)
	if err != nil {
		return "", err
	}
	for name := range r.URL.Query() {
		if !hasParameter(route.PathItem.Parameters, name) && !hasParameter(route.Operation.Parameters, name) {
			return "", errors.New("the query parameter " + name + " is not described")
		}
	}
	return route.Operation.OperationID, openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: segments, Route: route,
		Options: &openapi3filter.Options{
			AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, ExcludeReadOnlyValidations: true,
		},
	})
}

func hasParameter(parameters openapi3.Parameters, name string) bool {
	return parameters.GetByInAndName("query", name) != nil
}
