package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const newConsumerSecret = "NewConsumerSecretThatNobodyMaySee0001"

// withSecrets is a configuration that uses every kind of secret.
const withSecrets = `
terraform {
  required_providers {
    apiaccess = { source = "apiaccess/apiaccess" }
  }
}

provider "apiaccess" {}

resource "apiaccess_salesforce_connected_app" "portal" {
  name          = "Secret_Portal"
  label         = "Secret Portal"
  contact_email = "orders@acme.example"
  oauth = {
    callback_urls           = ["https://portal.acme.example/cb"]
    scopes                  = ["Api"]
    consumer_secret         = "` + newConsumerSecret + `"
    consumer_secret_version = 1
  }
}

resource "apiaccess_anypoint_ip_allowlist_policy" "orders" {
  api_instance_id = "19215012"
  ips             = ["203.0.113.0/24"]
}
`

func TestNoSecretReachesStatePlanOrTraceLog(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	work := acctest.NewWorkspace(t, platform, withSecrets)
	_, err := work.Plan(t.Context(), tfexec.Out("plan"))
	must(t, err)
	human, err := work.ShowPlanFileRaw(t.Context(), "plan")
	must(t, err)
	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	_, err = work.Plan(t.Context())
	must(t, err)

	hidden := append(secrets(), newConsumerSecret)
	for _, request := range platform.Requests() {
		if token, bearer := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer "); bearer {
			hidden = append(hidden, token)
		}
	}
	if len(hidden) < 5 {
		t.Fatalf("only %d secrets were used", len(hidden))
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
	if !strings.Contains(work.Read(t, "trace.log"), "Salesforce answered") {
		t.Error("the log does not tell of the platform's answers")
	}
}

func mustNotHold(t *testing.T, what, content string, hidden []string) {
	t.Helper()
	for _, secret := range hidden {
		if strings.Contains(content, secret) {
			t.Errorf("%s holds the secret %s…", what, secret[:8])
		}
	}
}
