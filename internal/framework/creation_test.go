package framework_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// What is uncertain does not fail a creation; what failed says how to keep what was
// before.
func TestEndCreation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		uncertain bool
		errors    int
		fails     bool
		tells     string
	}{
		"done":      {},
		"uncertain": {uncertain: true, errors: 2, tells: "the next apply makes up for it"},
		"failed":    {errors: 1, fails: true, tells: "Run terraform untaint"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diags diag.Diagnostics
			for range test.errors {
				diags.AddError("Unable to change the settings", "No answer.")
			}
			framework.EndCreation(test.uncertain, &diags)
			if diags.HasError() != test.fails {
				t.Errorf("it fails: %t", diags.HasError())
			}
			for _, warning := range diags.Warnings() {
				if !strings.Contains(warning.Detail(), test.tells) {
					t.Errorf("it warns %q", warning.Detail())
				}
			}
			if test.tells != "" && diags.WarningsCount() == 0 {
				t.Error("it warns of nothing")
			}
		})
	}
}
