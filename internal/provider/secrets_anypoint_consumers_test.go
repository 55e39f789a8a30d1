package provider_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const withApplications = `
terraform {
  required_providers {
    apiaccess = { source = "apiaccess/apiaccess" }
  }
}

provider "apiaccess" {}

variable "date" {
  default = "2026-01"
}

resource "apiaccess_anypoint_client_application" "billing" {
  name                    = "Billing Sync"
  secret_rotation_trigger = var.date
}

ephemeral "apiaccess_anypoint_client_application_secret" "billing" {
  application = apiaccess_anypoint_client_application.billing.id
}

resource "apiaccess_anypoint_api_contract" "billing" {
  api_instance_id = "19215012"
  application     = apiaccess_anypoint_client_application.billing.name
}

resource "apiaccess_anypoint_api_contract" "partners" {
  api_instance_id = "19215012"
  application     = "Partner Portal"
}
`

// The platform tells the secrets of applications in nearly every answer about
// them and their contracts.
func TestNoSecretOfAnApplicationReachesStatePlanOrTraceLog(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	work := acctest.NewWorkspace(t, platform, withApplications)
	var hidden []string
	keep := func() {
		for _, secret := range platform.ClientApplicationSecrets() {
			hidden = append(hidden, secret)
		}
	}
	must(t, work.Apply(t.Context()))
	keep()
	_, err := work.Plan(t.Context(), tfexec.Out("plan"), tfexec.Var("date=2026-02"))
	must(t, err)
	human, err := work.ShowPlanFileRaw(t.Context(), "plan")
	must(t, err)
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	keep()
	slices.Sort(hidden)
	if hidden = slices.Compact(hidden); len(hidden) != 3 {
		t.Fatalf("%d secrets were used, want the partners' one and two of billing", len(hidden))
	}
	if !strings.Contains(human, "new secret") && !strings.Contains(human, "secret_rotation_trigger") {
		t.Errorf("the plan does not show that the secret is replaced:\n%s", human)
	}
	mustNotHold(t, "the plan as a person reads it", human, hidden)
	files, err := filepath.Glob(filepath.Join(work.Directory, "*"))
	must(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		mustNotHold(t, filepath.Base(file), string(content), hidden)
	}
	if !strings.Contains(work.Read(t, "trace.log"), "/secret/reset") {
		t.Error("the log does not tell of the calls")
	}
}
