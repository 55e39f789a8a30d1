package security_test

import (
	"archive/zip"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	secretsInFiles = "secrets in the files, logs and messages of a run"
	givenSecret    = "GivenConsumerSecretThatNobodyMaySee0001"
)

// withGivenSecrets takes its secrets as ephemeral variables, which no plan saves.
const withGivenSecrets = `
terraform {
  required_providers {
    apiaccess = { source = "apiaccess/apiaccess" }
  }
}

provider "apiaccess" {
  max_retries = 0
}

variable "secret" {
  type      = string
  ephemeral = true
}

resource "apiaccess_salesforce_connected_app" "portal" {
  name          = "Secret_Portal"
  label         = "Secret Portal"
  contact_email = "orders@acme.example"
  oauth = {
    callback_urls           = ["https://portal.acme.example/cb"]
    scopes                  = ["Api"]
    consumer_secret         = var.secret
    consumer_secret_version = 1
  }
}

resource "apiaccess_salesforce_external_credential" "warehouse" {
  name     = "Warehouse"
  label    = "Warehouse"
  protocol = "AwsSv4"
  parameters = {
    AwsRegion = { type = "AuthParameter", value = "eu-west-1" }
  }
  principals = {
    Orders = {
      secrets         = { awsAccessSecret = var.secret }
      secrets_version = 1
    }
  }
}

resource "apiaccess_anypoint_api_grant" "orders" {
  asset_id = "orders-api"
  user     = "sarah.lee"
  role     = "viewer"
}
`

func TestSecurityARunLeavesNoSecretBehind(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	work := acctest.NewWorkspace(t, platform, withGivenSecrets)
	given := tfexec.VarFile(secretFile(t))
	var said strings.Builder

	// First the platform repeats every write; then all goes well.
	for _, echo := range security.Echoes()[:3] {
		platform.Inject(simulator.Fault{Pattern: "createMetadata", Answer: echo.Answer})
		platform.Inject(simulator.Fault{Pattern: "POST /credential", Answer: echo.Answer})
		platform.Inject(simulator.Fault{Pattern: "PUT", Answer: echo.Answer})
		err := work.Apply(t.Context(), given)
		if err == nil {
			t.Fatal("what was refused has come about")
		}
		said.WriteString(err.Error())
		platform.ClearFaults()
		if !security.Long() {
			break
		}
	}
	_, err := work.Plan(t.Context(), given, tfexec.Out("plan"))
	must(t, err)
	human, err := work.ShowPlanFileRaw(t.Context(), "plan")
	must(t, err)
	said.WriteString(human)
	machine, err := work.ShowPlanFile(t.Context(), "plan")
	must(t, err)
	fmt.Fprintf(&said, "%+v", machine.ResourceChanges[0].Change)
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan"), given))
	_, err = work.Plan(t.Context(), given)
	must(t, err)

	hidden := append(security.HiddenIn(t, platform), givenSecret)
	security.MustNotHold(t, secretsInFiles, "what the engine said", said.String(), hidden)
	mustLeaveNone(t, work, hidden)
}

// secretFile gives the secret to the engine, which logs its own command line.
func secretFile(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "secret.tfvars")
	must(t, os.WriteFile(file, []byte(fmt.Sprintf("secret = %q\n", givenSecret)), 0o600))
	return file
}

// mustLeaveNone searches every file of a workspace, those in a saved plan too.
func mustLeaveNone(t *testing.T, work *acctest.Workspace, hidden []string) {
	t.Helper()
	searched := 0
	must(t, filepath.WalkDir(work.Directory, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		searched++
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		security.MustNotHold(t, secretsInFiles, entry.Name(), string(content), hidden)
		if entry.Name() != "plan" {
			return nil
		}
		saved, err := zip.OpenReader(path)
		if err != nil {
			return err
		}
		defer func() { _ = saved.Close() }()
		for _, part := range saved.File {
			searched++
			unpacked, err := part.Open()
			if err != nil {
				return err
			}
			content, err := io.ReadAll(unpacked)
			if err != nil {
				return err
			}
			security.MustNotHold(t, secretsInFiles, "the saved plan's "+part.Name, string(content), hidden)
		}
		return nil
	}))
	security.Tried(t, secretsInFiles, searched*len(hidden))
	if log := work.Read(t, "trace.log"); !strings.Contains(log, "[DEBUG]") && !strings.Contains(log, "[TRACE]") {
		t.Error("the log tells nothing")
	}
}

func TestSecurityACrashTellsNoSecret(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	work := acctest.NewWorkspace(t, platform, withGivenSecrets)
	environment := platform.Environment(work.Directory)
	environment["GOTRACEBACK"] = "all"
	must(t, work.SetEnv(environment))
	// The provider dies while it waits for the answer to a write with a secret.
	platform.Inject(simulator.Fault{Pattern: "createMetadata", Times: 1, Answer: hangUntilCrashed(t, work)})
	err := work.Apply(t.Context(), tfexec.VarFile(secretFile(t)))
	if err == nil {
		t.Fatal("the provider has not crashed")
	}
	log := work.Read(t, "trace.log")
	if !strings.Contains(log, "goroutine ") {
		t.Error("the crash left no trace to search")
	}
	hidden := append(security.HiddenIn(t, platform), givenSecret)
	security.MustNotHold(t, secretsInFiles, "what the engine said of a crash", err.Error(), hidden)
	mustLeaveNone(t, work, hidden)
}

// hangUntilCrashed makes the provider crash, as if by a panic, in the middle of a
// call.
func hangUntilCrashed(t *testing.T, work *acctest.Workspace) http.HandlerFunc {
	t.Helper()
	return func(_ http.ResponseWriter, r *http.Request) {
		if process := running(work.Provider); process != 0 {
			_ = syscall.Kill(process, syscall.SIGABRT) // Go tells of every goroutine, as it does of a panic
		}
		select {
		case <-r.Context().Done():
		case <-time.After(20 * time.Second):
		}
	}
}

// running is the process that runs an executable, or zero.
func running(executable string) int {
	output, _ := exec.Command("pgrep", "-f", "^"+regexp.QuoteMeta(executable)).Output()
	first, _, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	process, _ := strconv.Atoi(first)
	return process
}
