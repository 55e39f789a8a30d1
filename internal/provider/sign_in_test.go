package provider_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const salesforceToken = "00D5g000004AcMe!AccessTokenThatWasThereFromTheStart"

// readSalesforce signs in to Salesforce and reads an object.
func readSalesforce(t *testing.T, salesforce prototest.Config) error {
	t.Helper()
	under := prototest.New(t, provider.New("test"), prototest.Config{"salesforce": salesforce, "max_retries": 0})
	_, err := under.ImportID(t, "apiaccess_salesforce_permission_set", "Frontend_Base")
	return err
}

// readAnypoint signs in to Anypoint Platform and reads an object.
func readAnypoint(t *testing.T, anypoint prototest.Config) error {
	t.Helper()
	under := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": anypoint, "max_retries": 0})
	_, err := under.ReadData(t, "apiaccess_anypoint_environment", prototest.Config{
		"organization_id": acctest.OrganizationID, "name": "Production",
	})
	return err
}

func TestEveryWayOfSigningInToSalesforce(t *testing.T) {
	t.Parallel()
	key, certificate := keyPair(t)
	platform := acctest.StartWith(t, withCertificate(t, certificate), httptest.NewServer)
	keyFile := filepath.Join(t.TempDir(), "key.pem")
	must(t, os.WriteFile(keyFile, []byte(key), 0o600))

	for name, arguments := range map[string]prototest.Config{
		"client credentials": {"client_id": acctest.SalesforceClientID, "client_secret": acctest.SalesforceClientSecret},
		"JWT bearer":         {"client_id": acctest.SalesforceClientID, "username": "terraform@acme.example", "private_key": key},
		"JWT bearer by file": {"client_id": acctest.SalesforceClientID, "username": "terraform@acme.example", "private_key": keyFile},
		"an access token":    {"access_token": salesforceToken},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arguments["instance_url"] = platform.URL + "/"
			must(t, readSalesforce(t, arguments))
		})
	}
}

func TestASalesforceSignInThatIsRefusedSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments prototest.Config
		messages  []string
	}{
		"an unknown app": {
			prototest.Config{"client_id": "3MVG9Nobody", "client_secret": acctest.SalesforceClientSecret, "propagation_wait": "0s"},
			[]string{"invalid_client_id", "client identifier invalid"},
		},
		"a wrong secret": {
			prototest.Config{"client_id": acctest.SalesforceClientID, "client_secret": "WrongConsumerSecret00001"},
			[]string{"invalid_client", "invalid client credentials"},
		},
		"an ended session": {
			prototest.Config{"access_token": "00D5g000004AcMe!EndedLongAgo"},
			[]string{"INVALID_SESSION_ID"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.arguments["instance_url"] = acctest.Start(t).URL
			err := readSalesforce(t, test.arguments)
			if err == nil {
				t.Fatal("the sign-in was accepted")
			}
			for _, message := range test.messages {
				if !strings.Contains(err.Error(), message) {
					t.Errorf("the error does not tell %q: %v", message, err)
				}
			}
			for _, secret := range []string{"WrongConsumerSecret00001", acctest.SalesforceClientSecret, "EndedLongAgo"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error tells a secret: %v", err)
				}
			}
		})
	}
}

func TestEveryWayOfSigningInToAnypoint(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for name, arguments := range map[string]prototest.Config{
		"client credentials": {"client_id": acctest.AnypointClientID, "client_secret": acctest.AnypointClientSecret},
		"a user":             {"username": "platform.admin", "password": "AcmePlatformPassword0001"},
		"a user with an app": {
			"username": "platform.admin", "password": "AcmePlatformPassword0001",
			"client_id": "ac3e0000000000000000000000000002", "client_secret": "AcmeAnypointClientSecret0000000000002",
		},
		"a second sign-in for Access Management": {
			"client_id": acctest.AnypointClientID, "client_secret": acctest.AnypointClientSecret,
			"access_management": map[string]any{"username": "platform.admin", "password": "AcmePlatformPassword0001"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arguments["base_url"] = platform.URL
			must(t, readAnypoint(t, arguments))
		})
	}
}

func TestANewAppIsWaitedForUntilTheSignInKnowsIt(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{
		Pattern: "POST /services/oauth2/token", Times: 2,
		Answer: simulator.Status(http.StatusBadRequest, `{"error":"invalid_client_id","error_description":"client identifier invalid"}`),
	})
	must(t, readSalesforce(t, prototest.Config{
		"instance_url": platform.URL, "client_id": acctest.SalesforceClientID, "client_secret": acctest.SalesforceClientSecret,
		"propagation_wait": "1m",
	}))
}

func TestACertificateAuthorityOfOnesOwnIsTrustedWhenNamed(t *testing.T) {
	t.Parallel()
	platform := acctest.StartWith(t, simulator.Acme(), httptest.NewTLSServer)
	authorities := filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(authorities, encode("CERTIFICATE", platform.Certificate.Raw), 0o600))
	anypoint := map[string]any{
		"base_url": platform.URL, "client_id": acctest.AnypointClientID, "client_secret": acctest.AnypointClientSecret,
	}
	if err := readAnypoint(t, anypoint); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without the authority: %v", err)
	}
	under := prototest.New(t, provider.New("test"), prototest.Config{"anypoint": anypoint, "custom_ca_file": authorities})
	if _, err := under.ReadData(t, "apiaccess_anypoint_environment", prototest.Config{
		"organization_id": acctest.OrganizationID, "name": "Production",
	}); err != nil {
		t.Errorf("with the authority: %v", err)
	}
}

// withCertificate is the Acme fixture, in which the provider's app checks
// assertions, and a session is there from the start.
func withCertificate(t *testing.T, certificate string) []byte {
	t.Helper()
	const app, more = "      run_as: terraform@acme.example\n", "\nanypoint:\n"
	indented := "      certificate: |\n        " + strings.ReplaceAll(strings.TrimSpace(certificate), "\n", "\n        ") + "\n"
	token := "  access_tokens: [{token: " + salesforceToken + ", user: terraform@acme.example, connected_app: Terraform}]\n"
	fixture := bytes.Replace(simulator.Acme(), []byte(app), []byte(app+indented), 1)
	fixture = bytes.Replace(fixture, []byte(more), []byte("\n"+token+more), 1)
	if !bytes.Contains(fixture, []byte(indented)) || !bytes.Contains(fixture, []byte(token)) {
		t.Fatal("the fixture has changed")
	}
	return fixture
}

func keyPair(t *testing.T) (key, certificate string) {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Terraform"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	must(t, err)
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	must(t, err)
	return string(encode("PRIVATE KEY", encoded)), string(encode("CERTIFICATE", signed))
}

func encode(kind string, content []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: content})
}
