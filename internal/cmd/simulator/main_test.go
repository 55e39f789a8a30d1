package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// small is a fixture with the Anypoint half alone.
const small = `
anypoint:
  organization:
    id: 11111111-0000-4000-8000-000000000001
    name: Small
    environments: [{id: 11111111-0000-4000-8000-000000000002, name: Production, type: production}]
  users: [{username: ada, administrator: true}]
  connected_apps:
    - {client_id: small-client, client_secret: small-secret, name: Terraform, owner: ada, grant_types: [client_credentials], scopes: [{scope: "manage:exchange"}]}
`

// program is the simulator, running.
type program struct {
	block  string // what it printed
	url    string
	logs   *bytes.Buffer // complete once stop has returned
	cancel context.CancelFunc
	done   chan error
}

func start(t *testing.T, args ...string) *program {
	t.Helper()
	fixture := filepath.Join(t.TempDir(), "fixture.yaml")
	if err := os.WriteFile(fixture, []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	p := &program{logs: &bytes.Buffer{}, cancel: cancel, done: make(chan error, 1)}
	reader, writer := io.Pipe()
	go func() {
		err := run(ctx, append([]string{"-addr", "127.0.0.1:0", "-fixture", fixture}, args...), writer, p.logs)
		p.done <- errors.Join(err, writer.CloseWithError(err))
	}()
	block := make([]byte, 4096)
	n, err := reader.Read(block)
	for err == nil && !bytes.HasSuffix(block[:n], []byte("\n}\n")) {
		var more int
		more, err = reader.Read(block[n:])
		n += more
	}
	if err != nil {
		t.Fatalf("the program stopped: %v", err)
	}
	p.block = string(block[:n])
	p.url = p.argument(t, "base_url")
	return p
}

// argument reads an argument off the printed provider block.
func (p *program) argument(t *testing.T, name string) string {
	t.Helper()
	found := regexp.MustCompile(name + `\s*= "(.*)"`).FindStringSubmatch(p.block)
	if found == nil {
		t.Fatalf("the block has no %s:\n%s", name, p.block)
	}
	return found[1]
}

func (p *program) stop(t *testing.T) {
	t.Helper()
	p.cancel()
	if err := <-p.done; err != nil {
		t.Fatal(err)
	}
}

// signIn signs in with the printed credentials and tells the token.
func (p *program) signIn(t *testing.T) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{
		"grant_type": "client_credentials", "client_id": p.argument(t, "client_id"),
		"client_secret": p.argument(t, "client_secret"),
	})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost,
		p.url+"/accounts/api/v2/oauth2/token", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	var answer struct {
		Token string `json:"access_token"`
	}
	p.do(t, request, http.StatusOK, &answer)
	return answer.Token
}

func (p *program) do(t *testing.T, request *http.Request, status int, answer any) {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != status {
		t.Fatalf("%s answered %d, want %d", request.URL.Path, response.StatusCode, status)
	}
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		t.Fatal(err)
	}
}

// whoAmI asks for the user's name with a token.
func (p *program) whoAmI(t *testing.T, token string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url+"/accounts/api/users/me", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	var answer struct {
		Username string `json:"username"`
	}
	p.do(t, request, http.StatusOK, &answer)
	return answer.Username
}

func TestProviderBlockSignsIn(t *testing.T) {
	t.Parallel()
	p := start(t)
	if got := p.whoAmI(t, p.signIn(t)); got != "ada" {
		t.Errorf("the printed credentials belong to %q", got)
	}
	if got := p.argument(t, "environment_id"); got != "11111111-0000-4000-8000-000000000002" {
		t.Errorf("environment_id is %s", got)
	}
	p.stop(t)
}

func TestStateOutlivesTheProgram(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state.json")
	first := start(t, "-state", state)
	token := first.signIn(t)
	first.stop(t)

	second := start(t, "-state", state)
	if got := second.whoAmI(t, token); got != "ada" {
		t.Errorf("the token belongs to %q in the second run", got)
	}
	second.stop(t)
}

func TestLogHasNoSecrets(t *testing.T) {
	t.Parallel()
	p := start(t, "-v")
	token := p.signIn(t)
	p.whoAmI(t, token)
	p.stop(t)
	logs := p.logs.String()
	if !strings.Contains(logs, "path=/accounts/api/users/me status=200") {
		t.Errorf("the log lacks the request:\n%s", logs)
	}
	for _, secret := range []string{token, p.argument(t, "client_secret")} {
		if strings.Contains(logs, secret) {
			t.Errorf("the log has the secret %s:\n%s", secret, logs)
		}
	}
}

func TestRefusedArguments(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		args []string
		want string
	}{
		"all interfaces":   {[]string{"-addr", ":8787"}, "not a loopback address"},
		"public address":   {[]string{"-addr", "192.0.2.1:8787"}, "not a loopback address"},
		"no port":          {[]string{"-addr", "127.0.0.1"}, "missing port"},
		"stray argument":   {[]string{"now"}, `unexpected argument "now"`},
		"missing fixture":  {[]string{"-fixture", "nowhere.yaml"}, "reading the fixture"},
		"unknown flag":     {[]string{"-colour"}, "not defined: -colour"},
		"state not a file": {[]string{"-state", "."}, "resuming"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := run(t.Context(), test.args, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q", err, test.want)
			}
		})
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	var usage strings.Builder
	if err := run(t.Context(), []string{"-h"}, io.Discard, &usage); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("the error is %v", err)
	}
	if !strings.Contains(usage.String(), "-token-lifetime") {
		t.Errorf("the usage is %s", usage.String())
	}
}

func TestAcmeProviderBlock(t *testing.T) {
	t.Parallel()
	var printed strings.Builder
	if err := announce(&printed, "http://127.0.0.1:8787", simulator.Acme()); err != nil {
		t.Fatal(err)
	}
	want := `Both platforms answer at http://127.0.0.1:8787. To use them:

provider "apiaccess" {
  salesforce = {
    instance_url  = "http://127.0.0.1:8787"
    client_id     = "3MVG9AcmeTerraformConsumerKey0000000000000000000000001"
    client_secret = "AcmeTerraformConsumerSecret00000000000001"
  }
  anypoint = {
    base_url        = "http://127.0.0.1:8787"
    organization_id = "5a1c0000-ac3e-4000-8000-000000000001"
    environment_id  = "5a1c0000-e4f0-4000-8000-000000000001"
    client_id       = "ac3e0000000000000000000000000001"
    client_secret   = "AcmeAnypointClientSecret0000000000001"
  }
}
`
	if printed.String() != want {
		t.Errorf("the block is\n%s\nwant\n%s", printed.String(), want)
	}
}
