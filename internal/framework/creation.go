package framework

import "github.com/hashicorp/terraform-plugin-framework/diag"

// EndCreation ends a creation that is in the state, of settings whose former values
// private state keeps. Terraform replaces what it failed to create, and does not hand
// over private state when it does. Where it is uncertain what the settings are, that
// is no failure therefore: the state is as planned, and the next refresh reads it.
func EndCreation(uncertain bool, diags *diag.Diagnostics) {
	switch {
	case uncertain:
		failed := *diags
		*diags = nil
		for _, one := range failed {
			diags.AddWarning("It is not known whether this took effect", one.Summary()+". "+one.Detail()+
				"\n\nThe next plan shows whether it did, and the next apply makes up for it.")
		}
	case diags.HasError():
		diags.AddWarning("Terraform will replace this", "Run terraform untaint with its address before the next apply: when Terraform replaces what "+
			"it failed to create, it forgets what was before, so that a later destroy cannot bring that back.")
	}
}
