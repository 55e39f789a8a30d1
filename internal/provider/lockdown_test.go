package provider_test

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// TestAnOrganizationIsLockedDownInTwoApplies plays examples/salesforce-lockdown.
func TestAnOrganizationIsLockedDownInTwoApplies(t *testing.T) {
	t.Parallel()
	const example = examples + "/salesforce-lockdown"
	platform := acctest.StartWith(t, []byte(readFile(t, filepath.Join(example, "organization.yaml"))), httptest.NewServer)
	platform.Set(func(k *simulator.Knobs) { k.APIAccessControlActivated = true })
	work := acctest.NewWorkspace(t, platform, readFile(t, filepath.Join(example, "main.tf")))
	environment := platform.Environment(work.Directory)
	environment["SALESFORCE_CLIENT_ID"] = "3MVG9GlobexTerraformConsumerKey00000000000000000000001"
	environment["SALESFORCE_CLIENT_SECRET"] = "GlobexTerraformConsumerSecret000000000001"
	must(t, work.SetEnv(environment))
	restrict, leftOut := tfexec.Var("restrict=true"), tfexec.Var("approve_terraform=false")

	_, err := work.Plan(t.Context(), restrict, leftOut)
	mustTell(t, err, "The provider would lock itself out", "is not on the allowlist")

	must(t, work.Apply(t.Context()))
	_, err = work.Plan(t.Context(), restrict, tfexec.Out("plan"))
	must(t, err)
	planned, err := work.ShowPlanFile(t.Context(), "plan")
	must(t, err)
	if changes := len(planned.ResourceChanges) - 21; changes != 1 {
		t.Errorf("the second apply touches %d objects beside the 21 there are, want the switch alone", changes)
	}

	must(t, work.Apply(t.Context(), tfexec.DirOrPlan("plan")))
	if !platform.APIAccessControl() {
		t.Error("the restriction is not on")
	}
	changed, err := work.Plan(t.Context(), restrict)
	must(t, err)
	if changed {
		t.Error("a plan after the second apply is not empty")
	}
	mustTell(t, work.Apply(t.Context(), restrict, leftOut), "The provider would lock itself out")
	must(t, work.Destroy(t.Context(), restrict))
}

func mustTell(t *testing.T, err error, messages ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("it was not refused")
	}
	unwrapped := strings.Join(strings.Fields(err.Error()), " ")
	for _, message := range messages {
		if !strings.Contains(unwrapped, message) {
			t.Errorf("the error does not tell %q: %v", message, err)
		}
	}
}
