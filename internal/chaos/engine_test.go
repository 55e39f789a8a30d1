package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// longestCommand is more than any command of the engine takes.
const longestCommand = 5 * time.Minute

const requirement = "terraform {\n  required_providers {\n    apiaccess = { source = \"apiaccess/apiaccess\" }\n  }\n}\n" +
	// Few retries, or the campaign waits most of its time.
	"provider \"apiaccess\" {\n  max_retries = 2\n}\n"

// workspace is a directory in which the engine runs the built provider.
type workspace struct {
	directory   string
	environment []string

	mu      sync.Mutex
	running *exec.Cmd
}

// outcome is what a command of the engine ended with.
type outcome struct {
	code int
	text string
}

func (o outcome) ok() bool { return o.code == 0 }

// newWorkspace makes a workspace whose provider signs in to address. The engine
// starts the provider through a script that notes its process, so that it can be
// killed.
func newWorkspace(t testing.TB, provider, address, configuration string) *workspace {
	t.Helper()
	w := &workspace{directory: t.TempDir()}
	w.write(t, "bin/terraform-provider-apiaccess", fmt.Sprintf("#!/bin/sh\necho $$ >> %q\nexec %q \"$@\"\n", w.path("processes"), provider))
	w.write(t, "cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides { \"apiaccess/apiaccess\" = %q }\n  direct {}\n}\n", w.path("bin")))
	w.write(t, "main.tf", requirement+configuration)
	platform := acctest.Simulator{URL: address, AccessManagement: true}
	for name, value := range platform.Environment(w.directory) {
		w.environment = append(w.environment, name+"="+value)
	}
	w.environment = append(w.environment, "GORACE=halt_on_error=0 log_path="+w.path("race"))
	return w
}

func (w *workspace) path(name string) string { return filepath.Join(w.directory, name) }

func (w *workspace) write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(content), 0o755); err != nil {
		t.Fatal(err)
	}
}

func (w *workspace) apply(t testing.TB) outcome {
	t.Helper()
	return w.run(t, "apply", "-auto-approve")
}

func (w *workspace) destroy(t testing.TB) outcome {
	t.Helper()
	return w.run(t, "destroy", "-auto-approve")
}

// plan has the code 2 when there are changes.
func (w *workspace) plan(t testing.TB) outcome {
	t.Helper()
	return w.run(t, "plan", "-detailed-exitcode")
}

func (w *workspace) run(t testing.TB, command string, arguments ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), longestCommand)
	defer cancel()
	engine := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if engine == "" {
		engine = "terraform"
	}
	if command != "import" {
		arguments = append(arguments, "-no-color")
	}
	process := exec.CommandContext(ctx, engine, append([]string{command, "-input=false", "-lock=false"}, arguments...)...)
	process.Dir, process.Env = w.directory, w.environment
	var output bytes.Buffer
	process.Stdout, process.Stderr = &output, &output
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	w.mu.Lock()
	w.running = process
	w.mu.Unlock()
	err := process.Wait()
	w.mu.Lock()
	w.running = nil
	w.mu.Unlock()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if ctx.Err() != nil {
		t.Errorf("terraform %s did not end within %s", command, longestCommand)
	}
	return outcome{process.ProcessState.ExitCode(), output.String()}
}

// kill ends every running process of the provider at once.
func (w *workspace) kill() {
	noted, _ := os.ReadFile(w.path("processes")) // none has started yet
	for line := range strings.FieldsSeq(string(noted)) {
		if process, err := strconv.Atoi(line); err == nil {
			_ = syscall.Kill(process, syscall.SIGKILL) // the others have ended long ago
		}
	}
}

// interrupt is what Ctrl-C does to the engine.
func (w *workspace) interrupt() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.running != nil {
		_ = w.running.Process.Signal(os.Interrupt) // it may just have ended
	}
}

// remembers tells whether the state has private data of a type that ends like this.
func (w *workspace) remembers(ending string) bool {
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct{ Private string }
		}
	}
	content, _ := os.ReadFile(w.path("terraform.tfstate")) // there may be none yet
	_ = json.Unmarshal(content, &state)                    // then it remembers nothing
	for _, resource := range state.Resources {
		if strings.HasSuffix(resource.Type, ending) && len(resource.Instances) > 0 && resource.Instances[0].Private != "" {
			return true
		}
	}
	return false
}

// races are the reports of data races, from a provider that was built to find
// them.
func (w *workspace) races(t testing.TB) string {
	t.Helper()
	files, err := filepath.Glob(w.path("race*"))
	if err != nil {
		t.Fatal(err)
	}
	var reports strings.Builder
	for _, file := range files {
		report, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reports.Write(report)
	}
	return reports.String()
}

// buildProvider builds the provider with the race detector.
func buildProvider(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "terraform-provider-apiaccess")
	command := exec.CommandContext(t.Context(), "go", "build", "-race", "-o", binary, "github.com/apiaccess/terraform-provider-apiaccess")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, output)
	}
	return binary
}
