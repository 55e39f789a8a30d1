package security_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const throughProxy = "proxies that would read what passes"

// What is asked through a proxy is asked by a process of its own: proxies are
// looked up once, and never for this very machine.
const (
	proxiedVariable = "SECURITY_TEST_PROXIED"
	trustVariable   = "SECURITY_TEST_TRUST"
	myDomain        = "https://acme.my.salesforce.com"
)

// proxy tunnels every connection to one address, and keeps what it sees.
type proxy struct {
	net.Listener

	to   string
	mu   sync.Mutex
	seen bytes.Buffer
}

func newProxy(t *testing.T, to string) *proxy {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	p := &proxy{Listener: listener, to: to}
	t.Cleanup(func() { _ = p.Close() })
	go func() {
		for {
			connection, err := p.Accept()
			if err != nil {
				return
			}
			go p.serve(connection)
		}
	}()
	return p
}

func (p *proxy) serve(client net.Conn) {
	defer func() { _ = client.Close() }()
	reader := bufio.NewReader(io.TeeReader(client, p))
	request, err := http.ReadRequest(reader)
	if err != nil || request.Method != http.MethodConnect {
		return
	}
	platform, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer func() { _ = platform.Close() }()
	_, _ = io.WriteString(client, "HTTP/1.1 200 Connection established\r\n\r\n")
	go func() { _, _ = io.Copy(platform, reader) }()
	_, _ = io.Copy(client, io.TeeReader(platform, p))
}

// Write implements [io.Writer].
func (p *proxy) Write(seen []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.Write(seen)
}

func (p *proxy) saw() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.String()
}

func TestSecurityAProxyReadsNothing(t *testing.T) {
	t.Parallel()
	_, settings := newCertificate(t, nil)
	for name, trusted := range map[string]bool{"the platform's certificate": true, "a certificate that proves nothing": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			named, right := newCertificate(t, forMyDomain)
			served := right
			if !trusted {
				served = settings
			}
			platform := acctest.StartWith(t, simulator.Acme(), func(handler http.Handler) *httptest.Server {
				server := httptest.NewUnstartedServer(handler)
				server.TLS = served
				server.Config.ErrorLog = silent()
				server.StartTLS()
				return server
			})
			between := newProxy(t, strings.TrimPrefix(platform.URL, "https://"))
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestSecurityAskedThroughAProxy$", "-test.v")
			command.Env = append(os.Environ(), proxiedVariable+"=1", "HTTPS_PROXY=http://"+between.Addr().String(), trustVariable+"="+trust(t, named))
			output, err := command.CombinedOutput()
			security.Tried(t, throughProxy, 1)
			if (err == nil) != trusted {
				security.Violated(t, throughProxy, "with %s: %v\n%s", name, err, output)
			}
			if !strings.Contains(between.saw(), "CONNECT acme.my.salesforce.com:443") {
				t.Errorf("the proxy was not asked:\n%s", output)
			}
			hidden := []string{acctest.SalesforceClientSecret, acctest.SalesforceClientID}
			if trusted {
				hidden = append(hidden, security.HiddenIn(t, platform)...)
			} else if requests := platform.Requests(); len(requests) > 0 {
				security.Violated(t, throughProxy, "with %s: %v was asked", name, requests)
			}
			security.MustNotHold(t, throughProxy, "what the proxy saw", between.saw(), hidden)
		})
	}
}

// TestSecurityAskedThroughAProxy is what the process of its own does.
func TestSecurityAskedThroughAProxy(t *testing.T) {
	t.Parallel()
	if os.Getenv(proxiedVariable) == "" {
		return // the test above runs it
	}
	under := prototest.New(t, provider.New("test"), prototest.Config{
		"max_retries": 0, "custom_ca_file": os.Getenv(trustVariable),
		"salesforce": map[string]any{
			"instance_url": myDomain, "client_id": acctest.SalesforceClientID, "client_secret": acctest.SalesforceClientSecret,
		},
	})
	_, err := under.ImportID(t, "apiaccess_salesforce_permission_set", "Frontend_Base")
	must(t, err)
}
