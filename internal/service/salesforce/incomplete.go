package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// settle ends the creation of an object that is in the state as the platform tells
// it. One that is not as planned, or of which something failed, is kept as planned
// with warnings, and the next refresh reads it: an error would have the next apply
// replace it, and all that hangs on it.
func settle(ctx context.Context, object string, planned types.Object, state *tfsdk.State, failed diag.Diagnostics, diags *diag.Diagnostics) {
	var told types.Object
	diags.Append(state.Get(ctx, &told)...)
	if !failed.HasError() {
		notKept(object, planned, told, &failed)
	}
	if failed.HasError() {
		diags.Append(state.Set(ctx, filledIn(ctx, planned, told))...)
		warnIncomplete(failed, diags)
	}
}

// warnIncomplete reports failures after the creation of an object as warnings, in
// their own words.
func warnIncomplete(failed diag.Diagnostics, diags *diag.Diagnostics) {
	for _, one := range failed {
		at := path.Empty()
		if located, is := one.(diag.DiagnosticWithPath); is {
			at = located.Path()
		}
		diags.AddAttributeWarning(at, "The new object is incomplete", one.Summary()+". "+one.Detail()+"\n\nThe object exists and "+
			"keeps its id, and may not be usable as configured yet. The next plan shows what is missing, and the next apply completes it in "+
			"place. Creation does not fail, because Terraform replaces what it failed to create.")
	}
}
