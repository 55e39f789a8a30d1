// Package acctest runs acceptance tests: the provider under the real engine
// against the simulator. It is for tests only.
package acctest

import (
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// The Acme fixture's ids and sign-ins.
const (
	OrganizationID = "5a1c0000-ac3e-4000-8000-000000000001"
	ProductionID   = "5a1c0000-e4f0-4000-8000-000000000001"
	SandboxID      = "5a1c0000-e4f0-4000-8000-000000000002"

	SalesforceClientID     = "3MVG9AcmeTerraformConsumerKey0000000000000000000000001"
	SalesforceClientSecret = "AcmeTerraformConsumerSecret00000000000001"
	AuditorClientID        = "3MVG9AcmeAuditorConsumerKey000000000000000000000000001"
	AuditorClientSecret    = "AcmeAuditorConsumerSecret0000000000000001"

	AnypointClientID            = "ac3e0000000000000000000000000001"
	AnypointClientSecret        = "AcmeAnypointClientSecret0000000000001"
	AnypointAuditorClientID     = "ac3e0000000000000000000000000003"
	AnypointAuditorClientSecret = "AcmeAnypointClientSecret0000000000003"

	// The second credential, of an app that acts for its user.
	AdministratorClientID     = "ac3e0000000000000000000000000002"
	AdministratorClientSecret = "AcmeAnypointClientSecret0000000000002"
	AdministratorUsername     = "platform.admin"
	AdministratorPassword     = "AcmePlatformPassword0001"
)

// Simulator is a running simulator, seeded with the Acme fixture.
type Simulator struct {
	*simulator.Server
	URL string
	// Certificate is the simulator's own, over TLS.
	Certificate *x509.Certificate
	// AccessManagement tells that the provider is to have the second credential,
	// which the calls of Access Management need that an app acting for itself may
	// not make.
	AccessManagement bool
}

// Start starts a simulator that lives as long as the test. The test fails when
// the provider makes a call that the simulator does not know.
func Start(t testing.TB) *Simulator {
	t.Helper()
	return StartWith(t, simulator.Acme(), httptest.NewServer)
}

// StartWith is Start with another fixture, or over TLS.
func StartWith(t testing.TB, fixture []byte, listen func(http.Handler) *httptest.Server) *Simulator {
	t.Helper()
	server := &simulator.Server{}
	if err := server.Seed(fixture); err != nil {
		t.Fatal(err)
	}
	listener := listen(server)
	t.Cleanup(func() {
		listener.Close()
		for _, request := range server.Unknown() {
			t.Errorf("the provider made a call that the simulator does not know: %s", request)
		}
	})
	return &Simulator{Server: server, URL: listener.URL, Certificate: listener.Certificate()}
}

// Provider is the provider's configuration for the simulator.
func (s *Simulator) Provider() string {
	return s.ProviderAs(SalesforceClientID, SalesforceClientSecret, AnypointClientID, AnypointClientSecret)
}

// ProviderAsAuditor is the provider's configuration with sign-ins that may look
// but not touch.
func (s *Simulator) ProviderAsAuditor() string {
	return s.ProviderAs(AuditorClientID, AuditorClientSecret, AnypointAuditorClientID, AnypointAuditorClientSecret)
}

// ProviderAs is the provider's configuration with other sign-ins.
func (s *Simulator) ProviderAs(salesforceID, salesforceSecret, anypointID, anypointSecret string) string {
	return fmt.Sprintf(`
provider "apiaccess" {
  salesforce = {
    instance_url  = %[1]q
    client_id     = %[2]q
    client_secret = %[3]q
  }
  anypoint = {
    base_url        = %[1]q
    organization_id = %[6]q
    environment_id  = %[7]q
    client_id       = %[4]q
    client_secret   = %[5]q
%[8]s  }
}
`, s.URL, salesforceID, salesforceSecret, anypointID, anypointSecret, OrganizationID, ProductionID, s.accessManagementBlock())
}

func (s *Simulator) accessManagementBlock() string {
	if !s.AccessManagement {
		return ""
	}
	return fmt.Sprintf(`    access_management = {
      client_id     = %q
      client_secret = %q
      username      = %q
      password      = %q
    }
`, AdministratorClientID, AdministratorClientSecret, AdministratorUsername, AdministratorPassword)
}

// Protocol starts the provider at protocol level against the simulator.
func (s *Simulator) Protocol(t testing.TB) *prototest.Provider {
	t.Helper()
	return prototest.New(t, provider.New("test"), s.Configuration())
}

// Configuration is the provider's configuration for the simulator, at protocol
// level.
func (s *Simulator) Configuration() prototest.Config {
	anypoint := map[string]any{
		"base_url": s.URL, "organization_id": OrganizationID, "environment_id": ProductionID,
		"client_id": AnypointClientID, "client_secret": AnypointClientSecret,
	}
	if s.AccessManagement {
		anypoint["access_management"] = map[string]any{
			"client_id": AdministratorClientID, "client_secret": AdministratorClientSecret,
			"username": AdministratorUsername, "password": AdministratorPassword,
		}
	}
	return prototest.Config{
		"salesforce": map[string]any{
			"instance_url": s.URL, "client_id": SalesforceClientID, "client_secret": SalesforceClientSecret,
		},
		"anypoint": anypoint,
	}
}

// Run runs the steps through the engine. Steps without a provider block get the
// simulator's.
func Run(t *testing.T, s *Simulator, steps ...resource.TestStep) {
	t.Helper()
	requireEngine(t)
	for i := range steps {
		if steps[i].Config != "" {
			steps[i].Config = s.withProvider(steps[i].Config)
		}
	}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: Factories(),
		Steps:                    steps,
	})
}

// Factories serve the provider to the engine, in process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"apiaccess": func() (tfprotov6.ProviderServer, error) {
			return framework.Guarded(provider.New("test")()), nil
		},
	}
}

// requireEngine fails a test with a sentence where the test library would end
// the whole test binary without one.
func requireEngine(t testing.TB) {
	t.Helper()
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Fatal("this test needs terraform on the PATH, or TF_ACC_TERRAFORM_PATH; make test finds or fetches one")
	}
}
