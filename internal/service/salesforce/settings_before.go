package salesforce

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// beforeKey is where private state has what the organization had before.
const beforeKey = "before"

// privateState is what requests and responses have of it.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// beforeValues are settings as they were before they were managed, by attribute.
type beforeValues map[string]json.RawMessage

// recallBefore reads them. There are none of what was imported and has not been
// changed since.
func recallBefore(ctx context.Context, private privateState, diags *diag.Diagnostics) beforeValues {
	before := beforeValues{}
	content, found := private.GetKey(ctx, beforeKey)
	diags.Append(found...)
	if len(content) > 0 {
		if err := json.Unmarshal(content, &before); err != nil {
			diags.AddError("Private state that cannot be read", "What the organization had before cannot be told: "+err.Error()+".")
		}
	}
	return before
}

// recallAtRemoval reads them for the plan of a removal, which it tells where nothing
// becomes what it was before.
func recallAtRemoval(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) beforeValues {
	before := recallBefore(ctx, req.Private, diags)
	if len(before) == 0 && !diags.HasError() {
		diags.AddWarning("Everything stays as it is", "What was before Terraform managed this is not known: it was imported, or a run was killed "+
			"while it changed it. Terraform forgets it, and changes nothing. If it is to become something else, apply that first.")
	}
	return before
}

// keep writes them.
func (b beforeValues) keep(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	content, err := json.Marshal(b)
	if err != nil {
		diags.AddError("Private state that cannot be written", err.Error()+".")
		return
	}
	diags.Append(private.SetKey(ctx, beforeKey, content)...)
}

// record keeps a value. One that the organization does not show cannot be brought
// back, but for a switch, which is off then, and a text, which is empty.
func (b beforeValues) record(name string, value attr.Value) {
	var plain any
	switch typed := value.(type) {
	case types.Bool:
		plain = typed.ValueBool()
	case types.String:
		plain = typed.ValueString()
	case types.Int64:
		if typed.IsNull() {
			return
		}
		plain = typed.ValueInt64()
	}
	b.add(name, plain)
}

// add keeps a value of any shape.
func (b beforeValues) add(name string, value any) {
	if content, err := json.Marshal(value); err == nil {
		b[name] = content
	}
}

// value is the value of that name, of the type that like has.
func (b beforeValues) value(name string, like attr.Value) attr.Value {
	switch like.(type) {
	case types.Bool:
		return types.BoolValue(recorded[bool](b, name))
	case types.Int64:
		return types.Int64Value(recorded[int64](b, name))
	}
	return textOrNull(recorded[string](b, name))
}

func recorded[V any](b beforeValues, name string) V {
	var value V
	if json.Unmarshal(b[name], &value) != nil {
		return *new(V)
	}
	return value
}

// mayHaveTakenEffect tells errors after which the settings may be changed all the
// same: what was before must not be forgotten then.
func mayHaveTakenEffect(err error) bool {
	return errors.Is(err, salesforceapi.ErrDidNotStick) || isUncertain(err)
}

// isUncertain tells errors after which it is not known what the settings are.
func isUncertain(err error) bool {
	return errors.Is(err, salesforceapi.ErrNotReadAgain) || transport.KindOf(err) == transport.NoAnswer
}

// reportRestoring reports how bringing back what was before ended. Where the
// platform took it without keeping it, the settings are managed no more all the same.
func reportRestoring(noun framework.Noun, object string, err error, diags *diag.Diagnostics) {
	switch {
	case errors.Is(err, salesforceapi.ErrDidNotStick):
		diags.AddWarning("Not everything is as it was before", noun.Name+": "+err.Error()+
			". Terraform manages the settings no more. See to the rest in Setup.")
	case err != nil:
		noun.Failed(diags, "restore", object, err)
	}
}
