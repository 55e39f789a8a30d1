//go:build bench

package bench

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const module = "github.com/apiaccess/terraform-provider-apiaccess"

// blockSize is how many objects one for_each block holds: each of them makes the
// engine evaluate the whole block again.
const blockSize = 100

// noop is the provider that sets the floor.
const noop = "no-op"

// engineFigure is what one command of the engine took.
type engineFigure struct {
	provider  string
	operation string
	count     int
	latency   time.Duration
	calls     int
	took      time.Duration
	// processor and memory are those of the provider's most expensive process.
	processor float64 // seconds
	memory    int64   // KiB
}

// binaries are the providers under measurement and the command that measures.
type binaries struct{ directory string }

func build(b testing.TB) binaries {
	b.Helper()
	built := binaries{b.TempDir()}
	for name, pkg := range map[string]string{
		"apiaccess": module, "noop": module + "/internal/bench/noop", "measured": module + "/internal/bench/measured",
	} {
		command := exec.CommandContext(b.Context(), "go", "build", "-trimpath", "-o", filepath.Join(built.directory, name), pkg)
		if output, err := command.CombinedOutput(); err != nil {
			b.Fatalf("building %s: %v\n%s", pkg, err, output)
		}
	}
	return built
}

// workspace is a directory in which the engine runs one provider, with its state
// on a server: the local file is written again after every object.
type workspace struct {
	directory, report string
	environment       []string
}

func newWorkspace(b testing.TB, built binaries, provider, configuration string, signIn map[string]string) *workspace {
	b.Helper()
	w := &workspace{directory: b.TempDir()}
	w.report = filepath.Join(w.directory, "report")
	mirror := filepath.Join(w.directory, "mirror")
	installed := filepath.Join(mirror, "registry.terraform.io/apiaccess", provider, "0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
	if err := os.MkdirAll(installed, 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.Link(filepath.Join(built.directory, "measured"), filepath.Join(installed, "terraform-provider-"+provider+"_v0.1.0")); err != nil {
		b.Fatal(err)
	}
	for name, content := range map[string]string{
		"cli.tfrc": fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror),
		"main.tf": fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n  required_providers {\n    %s = { source = \"apiaccess/%s\", version = \"0.1.0\" }\n  }\n}\n%s",
			stateServer(b), provider, provider, configuration),
	} {
		if err := os.WriteFile(filepath.Join(w.directory, name), []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	w.environment = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + w.directory, "CHECKPOINT_DISABLE=1",
		"TF_CLI_CONFIG_FILE=" + filepath.Join(w.directory, "cli.tfrc"),
		"MEASURED_PROVIDER=" + filepath.Join(built.directory, provider), "MEASURED_REPORT=" + w.report,
	}
	for name, value := range signIn {
		if strings.HasPrefix(name, "SALESFORCE_") || strings.HasPrefix(name, "ANYPOINT_") {
			w.environment = append(w.environment, name+"="+value)
		}
	}
	w.run(b, "init")
	return w
}

// stateServer keeps one state in memory.
func stateServer(b testing.TB) string {
	b.Helper()
	var mu sync.Mutex
	var state []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		switch r.Method {
		case http.MethodGet:
			if state == nil {
				w.WriteHeader(http.StatusNotFound)
				return
			}
			_, _ = w.Write(state)
		case http.MethodPost:
			state, _ = io.ReadAll(r.Body)
		case http.MethodDelete:
			state = nil
		}
	}))
	b.Cleanup(server.Close)
	return server.URL
}

func (w *workspace) run(b testing.TB, arguments ...string) time.Duration {
	b.Helper()
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if engine == "" {
		engine = "terraform"
	}
	command := exec.CommandContext(b.Context(), engine, append(arguments, "-no-color", "-input=false")...)
	command.Dir, command.Env = w.directory, w.environment
	began := time.Now()
	output, err := command.CombinedOutput()
	took := time.Since(began)
	if err != nil {
		b.Fatalf("terraform %v: %v\n%s", arguments, err, output[max(0, len(output)-4000):])
	}
	return took
}

// measure runs a command three times, or once if it changes something, and tells
// the median.
func (w *workspace) measure(b testing.TB, calls func() int, figure engineFigure, times int, arguments ...string) engineFigure {
	b.Helper()
	var all []time.Duration
	for range times {
		_ = os.Remove(w.report)
		before := calls()
		all = append(all, w.run(b, arguments...))
		figure.calls = calls() - before
		figure.processor, figure.memory = w.processes(b)
	}
	slices.Sort(all)
	figure.took = all[len(all)/2]
	return figure
}

// processes is what the most expensive process of the provider took.
func (w *workspace) processes(b testing.TB) (processor float64, memory int64) {
	b.Helper()
	report, err := os.ReadFile(w.report)
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(report)) {
		var seconds float64
		var kibibytes int64
		if _, err := fmt.Sscan(line, &seconds, &kibibytes); err != nil {
			b.Fatal(err)
		}
		processor, memory = max(processor, seconds), max(memory, kibibytes)
	}
	return processor, memory
}

// blocks writes one for_each block for every so many users.
func blocks(typeName, common string, usernames []string, size int) string {
	var text strings.Builder
	for i := 0; i < len(usernames); i += size {
		fmt.Fprintf(&text, "locals {\n  users_%d = toset([\"%s\"])\n}\n", i, strings.Join(usernames[i:min(i+size, len(usernames))], `", "`))
		fmt.Fprintf(&text, "resource %q \"block_%d\" {\n  for_each = local.users_%d\n  user = each.value\n%s}\n", typeName, i, i, common)
	}
	return text.String()
}

// throughTheEngine measures additive grants, or one authoritative resource, of so
// many users, beside the provider that does nothing.
func throughTheEngine(b testing.TB, built binaries, count int, latency time.Duration) []engineFigure {
	b.Helper()
	platform := acctest.Start(b)
	carry(b, platform)
	usernames := hire(b, platform, count)
	calls := func() int { return len(platform.Requests()) }
	platform.Set(func(k *simulator.Knobs) { k.Latency = latency })

	figures := []engineFigure{}
	for _, idle := range []struct {
		provider, typeName string
		size               int
	}{
		{noop, "noop_grant", blockSize},
		{"no-op in one `for_each`", "noop_grant", len(usernames)},
		{"no-op, as many attributes as a grant", "noop_api_grant", blockSize},
	} {
		figures = append(figures, doNothing(b, built, idle.provider, blocks(idle.typeName, "  app = \"Warehouse_Sync\"\n", usernames, idle.size), count)...)
	}
	additive := newWorkspace(b, built, "apiaccess", blocks("apiaccess_salesforce_api_grant",
		"  app = \"Warehouse_Sync\"\n  through = \"Reporting_Tools\"\n", usernames, blockSize), platform.Environment(b.TempDir()))
	figures = append(figures,
		additive.measure(b, calls, engineFigure{provider: "`api_grant`", operation: "apply", count: count, latency: latency}, 1, "apply", "-auto-approve"),
		additive.measure(b, calls, engineFigure{provider: "`api_grant`", operation: "plan", count: count, latency: latency}, 3, "plan"),
	)
	additive.run(b, "destroy", "-auto-approve", "-parallelism=100")
	return append(figures, oneForAll(b, built, platform, usernames, latency)...)
}

// doNothing measures the provider that does nothing.
func doNothing(b testing.TB, built binaries, provider, configuration string, count int) []engineFigure {
	b.Helper()
	idle := newWorkspace(b, built, "noop", configuration, nil)
	none := func() int { return 0 }
	return []engineFigure{
		idle.measure(b, none, engineFigure{provider: provider, operation: "apply", count: count}, 1, "apply", "-auto-approve"),
		idle.measure(b, none, engineFigure{provider: provider, operation: "plan", count: count}, 3, "plan"),
	}
}

// oneForAll measures one authoritative resource of all users.
func oneForAll(b testing.TB, built binaries, platform *acctest.Simulator, usernames []string, latency time.Duration) []engineFigure {
	b.Helper()
	calls := func() int { return len(platform.Requests()) }
	whole := newWorkspace(b, built, "apiaccess", `
locals {
  users = jsondecode(file("${path.module}/users.json"))
}
resource "apiaccess_salesforce_permission_set" "carrier" {
  name  = "Carrier"
  label = "Carrier"
}
resource "apiaccess_salesforce_api_grants" "all" {
  app      = "Auditor"
  through  = apiaccess_salesforce_permission_set.carrier.name
  users    = { for user in local.users : user => {} }
}
`, platform.Environment(b.TempDir()))
	list := `["` + strings.Join(usernames, `", "`) + `"]`
	if err := os.WriteFile(filepath.Join(whole.directory, "users.json"), []byte(list), 0o600); err != nil {
		b.Fatal(err)
	}
	figure := engineFigure{provider: "`api_grants`, one resource", count: len(usernames), latency: latency}
	applied, planned := figure, figure
	applied.operation, planned.operation = "apply", "plan"
	figures := []engineFigure{
		whole.measure(b, calls, applied, 1, "apply", "-auto-approve"),
		whole.measure(b, calls, planned, 3, "plan"),
	}
	whole.run(b, "destroy", "-auto-approve")
	return figures
}
