//go:build bench

package bench

import (
	"cmp"
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

func (f engineFigure) command() string { return fmt.Sprintf("%s of %d objects", f.operation, f.count) }

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

// contender is a provider under measurement.
type contender struct {
	*workspace

	calls  func() int
	figure engineFigure
}

// inTurns applies every contender once, and then plans them so many times, in turns:
// a machine is not as fast at one minute as at the next. It tells the medians.
func inTurns(b testing.TB, contenders []contender, plans int, options ...string) (figures []engineFigure) {
	b.Helper()
	applied, planned := make([]engineFigure, len(contenders)), make([][]engineFigure, len(contenders))
	for i, one := range contenders {
		applied[i] = one.measure(b, "apply", append([]string{"-auto-approve"}, options...)...)
	}
	for range plans {
		for i, one := range contenders {
			planned[i] = append(planned[i], one.measure(b, "plan", options...))
		}
	}
	for i := range contenders {
		slices.SortFunc(planned[i], func(one, other engineFigure) int { return cmp.Compare(one.took, other.took) })
		figures = append(figures, applied[i], planned[i][plans/2])
	}
	return figures
}

// measure runs a command once.
func (c contender) measure(b testing.TB, operation string, options ...string) engineFigure {
	b.Helper()
	_ = os.Remove(c.report)
	before, figure := c.calls(), c.figure
	figure.operation = operation
	figure.took = c.run(b, append([]string{operation}, options...)...)
	figure.calls = c.calls() - before
	figure.processor, figure.memory = c.processes(b)
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
