package security_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	leavingHost = "tokens and secrets that would leave their host"
	badTLS      = "platforms whose certificate proves nothing"
	inClear     = "addresses that would be asked in clear"
)

// stranger is a host that nothing must reach.
type stranger struct {
	*httptest.Server

	mu      sync.Mutex
	reached []string
}

func newStranger(t *testing.T, listen func(http.Handler) *httptest.Server) *stranger {
	t.Helper()
	s := &stranger{}
	s.Server = listen(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.reached = append(s.reached, r.Method+" "+r.URL.Path)
		w.WriteHeader(http.StatusTeapot)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *stranger) mustBeUnknown(t *testing.T, name string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	security.Tried(t, leavingHost, 1)
	if len(s.reached) > 0 {
		security.Violated(t, leavingHost, "%s: another host was asked %v", name, s.reached)
	}
}

// elsewhere is the stranger under another name of this machine.
func (s *stranger) elsewhere() string { return strings.Replace(s.URL, "127.0.0.1", "localhost", 1) }

// touch makes the provider write and read on both platforms.
func touch(t *testing.T, config prototest.Config) []error {
	t.Helper()
	return touchWithin(t, config, "20s")
}

// touchWithin is touch with another timeout for each call.
func touchWithin(t *testing.T, config prototest.Config, timeout string) []error {
	t.Helper()
	config["max_retries"], config["request_timeout"] = 0, timeout
	var failures []error
	for typeName, wanted := range map[string]prototest.Config{
		"apiaccess_salesforce_connected_app": {
			"name": "Touched", "label": "Touched", "contact_email": "orders@acme.example",
			"oauth": map[string]any{"callback_urls": []any{"https://portal.acme.example/cb"}, "scopes": []any{"Api"}},
		},
		"apiaccess_salesforce_permission_set":    {"name": "Touched", "label": "Touched"},
		"apiaccess_anypoint_ip_allowlist_policy": {"api_instance_id": "19215012", "ips": []any{"203.0.113.0/24"}},
		"apiaccess_anypoint_api_grant":           {"asset_id": "orders-api", "user": "sarah.lee", "role": "viewer"},
	} {
		under := prototest.New(t, provider.New("test"), config)
		state, err := under.Apply(t, under.Null(t, typeName), wanted)
		if err == nil {
			_, err = under.Read(t, state)
		}
		failures = append(failures, err)
	}
	return failures
}

func TestSecurityRedirectsTakeNothingElsewhere(t *testing.T) {
	t.Parallel()
	statuses := []int{302, 307}
	if security.Long() {
		statuses = []int{301, 302, 303, 307, 308}
	}
	for _, status := range statuses {
		for name, pattern := range map[string]string{
			"sign-ins": "oauth2/token", "reads": "GET", "writes by POST": "POST /services/data", "SOAP": "/services/Soap", "writes by PUT": "PUT",
			"everything": "",
		} {
			t.Run(fmt.Sprint(status, " of ", name), func(t *testing.T) {
				t.Parallel()
				other := newStranger(t, httptest.NewServer)
				encrypted := newStranger(t, httptest.NewTLSServer)
				for where, target := range map[string]string{
					"another port": other.URL, "another name": other.elsewhere(), "https": encrypted.URL, "no scheme": "//" + strings.TrimPrefix(other.URL, "http://"),
					"user information": strings.Replace(other.URL, "http://", "http://"+"127.0.0.1:80@", 1),
				} {
					platform := acctest.Start(t)
					platform.Inject(simulator.Fault{Pattern: pattern, Answer: func(w http.ResponseWriter, r *http.Request) {
						w.Header().Set("Location", target+r.URL.RequestURI())
						w.WriteHeader(status)
					}})
					touch(t, platform.Configuration())
					other.mustBeUnknown(t, where)
					encrypted.mustBeUnknown(t, where)
				}
			})
		}
	}
}

func TestSecurityAMaliciousInstanceURLGetsNoSession(t *testing.T) {
	t.Parallel()
	other := newStranger(t, httptest.NewTLSServer)
	trusting := trust(t, other.Certificate())
	for _, told := range []string{
		other.URL, other.elsewhere(), "https://127.0.0.1:1@" + strings.TrimPrefix(other.URL, "https://"), strings.ToUpper(other.URL), "//" + other.URL[8:],
		other.URL + "/services", other.URL + "?", other.URL + "#", " " + other.URL, "http://evil.example", "ftp://evil.example", "file:///etc/passwd",
		"https://acme.my.salesforce.com.evil.example", "https://evil.example\\.my.salesforce.com", "javascript:alert(1)", "", "null", "https://",
	} {
		platform := acctest.StartWith(t, simulator.Acme(), httptest.NewTLSServer)
		platform.Inject(simulator.Fault{Pattern: "POST /services/oauth2/token", Answer: simulator.Status(200,
			fmt.Sprintf(`{"access_token":"00D5g000004AcMe!SessionForNobodyElse","instance_url":%q,"token_type":"Bearer"}`, told))})
		config := platform.Configuration()
		config["custom_ca_file"] = trusting
		delete(config, "anypoint")
		under := prototest.New(t, provider.New("test"), config)
		if _, err := under.ImportID(t, "apiaccess_salesforce_permission_set", "Frontend_Base"); err == nil {
			security.Violated(t, leavingHost, "the instance URL %q is taken", told)
		}
		other.mustBeUnknown(t, told)
	}
}

func TestSecurityAMaliciousNextPageGetsNoSession(t *testing.T) {
	t.Parallel()
	other := newStranger(t, httptest.NewServer)
	host := strings.TrimPrefix(other.URL, "http://")
	for _, next := range []string{
		other.URL + "/services/data/v66.0/query/x", "//" + host + "/services/data/v66.0/query/x", "@" + host + "/x", `\\` + host + `\x`,
		"/services/data/v66.0/query/../../../../id/x", "/services/data/v66.0/%2e%2e/%2e%2e/oauth2/revoke", "/services/oauth2/revoke?token=x", "",
		"/services/data/v66.0/query/x?callback=" + other.URL, "http:" + host, "/services/data/v66.0/query/\r\nHost: " + host,
	} {
		platform := acctest.Start(t)
		platform.Inject(simulator.Fault{Pattern: "GET /query", Answer: simulator.Status(200,
			fmt.Sprintf(`{"done":false,"totalSize":2,"nextRecordsUrl":%q,"records":[]}`, next))})
		config := platform.Configuration()
		delete(config, "anypoint")
		config["max_retries"] = 0
		under := prototest.New(t, provider.New("test"), config)
		if _, err := under.ImportID(t, "apiaccess_salesforce_permission_set", "Frontend_Base"); err == nil {
			security.Violated(t, leavingHost, "the next page %q is taken", next)
		}
		other.mustBeUnknown(t, next)
		for _, request := range platform.Requests() {
			if !strings.HasPrefix(request.Path, "/services/oauth2/token") && !strings.HasPrefix(request.Path, "/services/data/v66.0/") {
				security.Violated(t, leavingHost, "the next page %q leads to %s", next, request)
			}
		}
	}
}

func TestSecurityNothingIsSentInClear(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"http://acme.my.salesforce.com", "http://10.0.0.1:8787", "http://localhost.evil.example", "http://127.0.0.1.evil.example", "http://0x7f000001.example",
		"http://[2001:db8::1]", "HTTP://acme.my.salesforce.com", "http://127.0.0.1@evil.example", "ftp://acme.example", "//acme.example", "acme.example",
		"https://user:password@acme.my.salesforce.com",
	} {
		for _, config := range []prototest.Config{
			{"salesforce": map[string]any{"instance_url": address, "client_id": "a", "client_secret": "planted-secret"}},
			{"salesforce": map[string]any{
				"instance_url": "https://acme.my.salesforce.com", "login_url": address, "client_id": "a", "client_secret": "planted-secret",
			}},
			{"anypoint": map[string]any{"base_url": address, "client_id": "a", "client_secret": "planted-secret"}},
		} {
			security.Tried(t, inClear, 1)
			if err := prototest.Configure(t, provider.New("test"), config); err == nil {
				security.Violated(t, inClear, "%v is taken", config)
			}
		}
	}
}

func TestSecurityACertificateMustProveTheHost(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, change := range map[string]func(*x509.Certificate, *tls.Config){
		"nobody's": nil,
		"another name's": func(c *x509.Certificate, _ *tls.Config) {
			c.IPAddresses, c.DNSNames = nil, []string{"acme.my.salesforce.com"}
		},
		"one that ended":  func(c *x509.Certificate, _ *tls.Config) { c.NotAfter = now.Add(-time.Hour) },
		"one of tomorrow": func(c *x509.Certificate, _ *tls.Config) { c.NotBefore = now.Add(time.Hour) },
		"an old protocol": func(_ *x509.Certificate, s *tls.Config) { s.MaxVersion = tls.VersionTLS11 },
		"a client's": func(c *x509.Certificate, _ *tls.Config) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			certificate, settings := newCertificate(t, change)
			platform := acctest.StartWith(t, simulator.Acme(), func(handler http.Handler) *httptest.Server {
				server := httptest.NewUnstartedServer(handler)
				server.TLS = settings
				server.Config.ErrorLog = silent()
				server.StartTLS()
				return server
			})
			config := platform.Configuration()
			if change != nil {
				config["custom_ca_file"] = trust(t, certificate)
			}
			for _, err := range touch(t, config) {
				security.Tried(t, badTLS, 1)
				if err == nil {
					security.Violated(t, badTLS, "a certificate of %s is accepted", name)
				}
			}
			if requests := platform.Requests(); len(requests) > 0 {
				security.Violated(t, badTLS, "%s: %v was asked", name, requests)
			}
		})
	}
}

// newCertificate is a certificate of this machine that signs itself, with a change.
func newCertificate(t *testing.T, change func(*x509.Certificate, *tls.Config)) (*x509.Certificate, *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "platform"}, DNSNames: []string{"localhost"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	settings := &tls.Config{MinVersion: tls.VersionTLS10}
	if change != nil {
		change(template, settings)
	}
	encoded, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	certificate, err := x509.ParseCertificate(encoded)
	must(t, err)
	settings.Certificates = []tls.Certificate{{Certificate: [][]byte{encoded}, PrivateKey: key}}
	return certificate, settings
}

// forMyDomain makes a certificate one of an organization's own domain.
func forMyDomain(certificate *x509.Certificate, _ *tls.Config) {
	certificate.DNSNames = []string{strings.TrimPrefix(myDomain, "https://")}
}

// silent is a log that does not tell of every handshake that fails, as all should.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }

// trust writes a file of authorities.
func trust(t *testing.T, certificate *x509.Certificate) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw}), 0o600))
	return file
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
