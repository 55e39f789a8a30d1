package salesforce

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

func TestWhatFailedAfterCreationIsAWarningInItsOwnWords(t *testing.T) {
	t.Parallel()
	var failed, diags diag.Diagnostics
	failed.AddAttributeError(permissionsPath, "Unable to set", "no rights.")
	warnIncomplete(failed, &diags)
	if diags.HasError() || len(diags.Warnings()) != 1 {
		t.Fatalf("reported %v", diags)
	}
	warning := diags.Warnings()[0]
	located, is := warning.(diag.DiagnosticWithPath)
	if !is || !located.Path().Equal(permissionsPath) || !strings.HasPrefix(warning.Detail(), "Unable to set. no rights.") {
		t.Errorf("warned %v", warning)
	}
}
