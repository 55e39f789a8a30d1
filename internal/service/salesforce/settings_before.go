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

// beforeValues are settings as they were before they were managed, by attribute.
type beforeValues map[string]json.RawMessage

func recallBefore(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) beforeValues {
	if before := framework.RecallFormer[beforeValues](ctx, private, diags); before != nil {
		return before
	}
	return beforeValues{}
}

// recallAtRemoval recalls them for the plan of a removal.
func recallAtRemoval(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) beforeValues {
	before := recallBefore(ctx, req.Private, diags)
	framework.ForetellRemoval(len(before) > 0, diags)
	return before
}

func (b beforeValues) keep(ctx context.Context, private framework.PrivateState, diags *diag.Diagnostics) {
	framework.KeepFormer(ctx, private, b, diags)
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
