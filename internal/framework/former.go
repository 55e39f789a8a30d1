package framework

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// formerKey is where private state has what was before Terraform managed something.
const formerKey = "before"

// PrivateState is what requests and responses have of it.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// RecallFormer tells what was before Terraform managed something. That is nothing of
// what was imported and has not been changed since.
func RecallFormer[Values any](ctx context.Context, private PrivateState, diags *diag.Diagnostics) Values {
	var former Values
	content, found := private.GetKey(ctx, formerKey)
	diags.Append(found...)
	if len(content) > 0 {
		if err := json.Unmarshal(content, &former); err != nil {
			diags.AddError("Private state that cannot be read", "What was before cannot be told: "+err.Error()+".")
		}
	}
	return former
}

// KeepFormer writes down what was before, for RecallFormer.
func KeepFormer(ctx context.Context, private PrivateState, former any, diags *diag.Diagnostics) {
	content, err := json.Marshal(former)
	if err != nil {
		diags.AddError("Private state that cannot be written", err.Error()+".")
		return
	}
	diags.Append(private.SetKey(ctx, formerKey, content)...)
}

// ForetellRemoval tells the plan of a removal by which nothing becomes what it was
// before.
func ForetellRemoval(known bool, diags *diag.Diagnostics) {
	if !known && !diags.HasError() {
		diags.AddWarning("Everything stays as it is", "What was before Terraform managed this is not known: it was imported, or a run was killed "+
			"while it changed it. Terraform forgets it, and changes nothing. If it is to become something else, apply that first.")
	}
}
