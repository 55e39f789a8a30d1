package salesforce

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// notKept reports every value that the platform took without an error but reads
// back differently.
func notKept(object string, planned, kept types.Object, diags *diag.Diagnostics) {
	for _, at := range differing(path.Empty(), planned, kept) {
		diags.AddAttributeError(at, "Salesforce did not keep the value", fmt.Sprintf(
			"%s: the platform took the change without an error, but reads back another %s. It may be a value that the organization "+
				"does not have, or that its edition does not offer. See terraform plan for the difference.", object, at))
	}
}

// filledIn are the planned values, and for what the plan does not know those that the
// platform told, or null: what Terraform takes for the outcome of the plan.
func filledIn(ctx context.Context, planned, told types.Object) types.Object {
	values, read := planned.Attributes(), told.Attributes()
	for name, value := range values {
		inner, nested := value.(types.Object)
		within, _ := read[name].(types.Object)
		switch {
		case nested && !inner.IsNull() && !inner.IsUnknown():
			values[name] = filledIn(ctx, inner, within)
		case value.IsUnknown() && read[name] != nil:
			values[name] = read[name]
		case value.IsUnknown():
			values[name] = nothing(ctx, value)
		}
	}
	return types.ObjectValueMust(planned.AttributeTypes(ctx), values)
}

// nothing is null of the type of a value.
func nothing(ctx context.Context, value attr.Value) attr.Value {
	of := value.Type(ctx)
	null, err := of.ValueFromTerraform(ctx, tftypes.NewValue(of.TerraformType(ctx), nil))
	if err != nil {
		return value
	}
	return null
}

// differing are the attributes in which kept is not as planned, nested ones too.
// What is known only after apply may be anything.
func differing(at path.Path, planned, kept types.Object) path.Paths {
	var found path.Paths
	values, read := planned.Attributes(), kept.Attributes()
	for _, name := range slices.Sorted(maps.Keys(values)) {
		here := at.AtName(name)
		inner, nested := values[name].(types.Object)
		told, _ := read[name].(types.Object)
		switch {
		case nested && !inner.IsNull() && !inner.IsUnknown() && !told.IsNull():
			found = append(found, differing(here, inner, told)...)
		case !same(values[name], read[name]):
			found = append(found, here)
		}
	}
	return found
}

func same(planned, kept attr.Value) bool { return planned.IsUnknown() || planned.Equal(kept) }
