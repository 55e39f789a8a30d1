package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// withAppSecrets is a configuration whose apps have a secret of one's own choice
// and one that the platform made up, which is handed on.
const withAppSecrets = `
terraform {
  required_providers {
    apiaccess = { source = "apiaccess/apiaccess" }
  }
}

provider "apiaccess" {}

resource "apiaccess_anypoint_connected_app" "chosen" {
  name                  = "Chosen"
  grant_types           = ["client_credentials"]
  client_secret         = "` + chosenClientSecret + `"
  client_secret_version = 1
}

resource "apiaccess_anypoint_connected_app" "generated" {
  name             = "Generated"
  grant_types      = ["client_credentials"]
  scopes           = [{ scope = "read:exchange", organization = "Acme" }]
  rotation_trigger = "once"
}

ephemeral "apiaccess_anypoint_connected_app_secret" "generated" {
  app = apiaccess_anypoint_connected_app.generated.client_id
}

data "apiaccess_anypoint_connected_apps" "all" {
  depends_on = [apiaccess_anypoint_connected_app.chosen]
}
`

func TestNoSecretOfAConnectedAppReachesStatePlanOrTraceLog(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	work := acctest.NewWorkspace(t, platform, withAppSecrets)
	_, err := work.Plan(t.Context(), tfexec.Out("plan"))
	must(t, err)
	human, err := work.ShowPlanFileRaw(t.Context(), "plan")
	must(t, err)
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	_, err = work.Plan(t.Context())
	must(t, err)

	hidden := secrets()
	for _, app := range platform.AnypointApps() {
		hidden = append(hidden, app.Secret)
	}
	if len(hidden) != 7 {
		t.Fatalf("%d secrets, want those of the fixture and of five apps", len(hidden))
	}
	mustNotHold(t, "the plan as a person reads it", human, hidden)
	files, err := filepath.Glob(filepath.Join(work.Directory, "*"))
	must(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		if name := filepath.Base(file); name != "main.tf" && name != "plan" { // the plan file holds the configuration
			mustNotHold(t, name, string(content), hidden)
		}
	}
}
