package acctest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"
)

// Workspace is a directory in which the engine runs the built provider, as users
// do, with sign-ins from the environment.
type Workspace struct {
	*tfexec.Terraform
	Directory string
	// Provider is the path of the built provider.
	Provider string
	// LogPath is where engine and provider log, at TRACE.
	LogPath string
}

// NewWorkspace builds the provider and writes the configuration.
func NewWorkspace(t testing.TB, platform *Simulator, configuration string) *Workspace {
	t.Helper()
	directory, provider := t.TempDir(), build(t)
	write(t, filepath.Join(directory, "main.tf"), configuration)
	write(t, filepath.Join(directory, "cli.tfrc"), fmt.Sprintf(`provider_installation {
  dev_overrides { "apiaccess/apiaccess" = %q }
  direct {}
}
`, filepath.Dir(provider)))

	requireEngine(t)
	engine, err := tfexec.NewTerraform(directory, executable())
	if err != nil {
		t.Fatal(err)
	}
	workspace := &Workspace{Terraform: engine, Directory: directory, Provider: provider, LogPath: filepath.Join(directory, "trace.log")}
	for _, err := range []error{
		engine.SetEnv(platform.Environment(directory)), engine.SetLog("TRACE"), engine.SetLogPath(workspace.LogPath),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return workspace
}

// Configure replaces the configuration.
func (w *Workspace) Configure(t testing.TB, configuration string) {
	t.Helper()
	write(t, filepath.Join(w.Directory, "main.tf"), configuration)
}

// Read is the content of a file of the workspace.
func (w *Workspace) Read(t testing.TB, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(w.Directory, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Environment signs the built provider in to the simulator, with the engine at home in
// that directory.
func (s *Simulator) Environment(directory string) map[string]string {
	environment := map[string]string{
		"PATH": os.Getenv("PATH"), "HOME": directory, "CHECKPOINT_DISABLE": "1",
		"TF_CLI_CONFIG_FILE":      filepath.Join(directory, "cli.tfrc"),
		"SALESFORCE_INSTANCE_URL": s.URL, "SALESFORCE_CLIENT_ID": SalesforceClientID, "SALESFORCE_CLIENT_SECRET": SalesforceClientSecret,
		"ANYPOINT_BASE_URL": s.URL, "ANYPOINT_CLIENT_ID": AnypointClientID, "ANYPOINT_CLIENT_SECRET": AnypointClientSecret,
		"ANYPOINT_ORGANIZATION_ID": OrganizationID, "ANYPOINT_ENVIRONMENT_ID": ProductionID,
	}
	if s.AccessManagement {
		environment["ANYPOINT_ADMIN_CLIENT_ID"], environment["ANYPOINT_ADMIN_CLIENT_SECRET"] = AdministratorClientID, AdministratorClientSecret
		environment["ANYPOINT_ADMIN_USERNAME"], environment["ANYPOINT_ADMIN_PASSWORD"] = AdministratorUsername, AdministratorPassword
	}
	return environment
}

func executable() string {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path
	}
	return "terraform"
}

// build makes the provider's binary; Go's cache makes every build after the
// first a copy.
func build(t testing.TB) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "terraform-provider-apiaccess")
	command := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "github.com/apiaccess/terraform-provider-apiaccess")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %v\n%s", err, output)
	}
	return binary
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
