package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// equivalentText plans no change for a text that says the same in other
// characters.
type equivalentText struct {
	same func(one, other string) bool
}

func keepEquivalentText(same func(one, other string) bool) planmodifier.String {
	return equivalentText{same}
}

// Description implements [planmodifier.Describer].
func (equivalentText) Description(context.Context) string {
	return "A text that says the same is no change."
}

// MarkdownDescription implements [planmodifier.Describer].
func (m equivalentText) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements [planmodifier.String].
func (m equivalentText) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.StateValue.IsNull() || req.PlanValue.IsNull() || req.PlanValue.IsUnknown() {
		return
	}
	if m.same(req.StateValue.ValueString(), req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
	}
}

// replaceWhenRemoved is for settings that the platform does not take away again.
func replaceWhenRemoved() planmodifier.Object {
	const description = "Removing it replaces the object."
	return objectplanmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.ObjectRequest, resp *objectplanmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && req.PlanValue.IsNull()
		}, description, description)
}

// replaceWhenVersionChanges is for the version of a secret that the platform
// takes at creation only. An object that has none yet keeps its secret.
func replaceWhenVersionChanges() planmodifier.Int64 {
	const description = "Changing the version replaces the object; beginning or ceasing to set it does not."
	return int64planmodifier.RequiresReplaceIf(
		func(_ context.Context, req planmodifier.Int64Request, resp *int64planmodifier.RequiresReplaceIfFuncResponse) {
			resp.RequiresReplace = !req.StateValue.IsNull() && !req.PlanValue.IsNull()
		}, description, description)
}

// plannedAsAWhole keeps the framework from planning the elements of a map one by
// one, for which it takes quadratic time: it hides the map until ModifyPlan takes it
// from the configuration.
type plannedAsAWhole struct{}

// Description implements [planmodifier.Describer].
func (plannedAsAWhole) Description(context.Context) string { return "The map is planned as a whole." }

// MarkdownDescription implements [planmodifier.Describer].
func (m plannedAsAWhole) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyMap implements [planmodifier.Map].
func (plannedAsAWhole) PlanModifyMap(ctx context.Context, req planmodifier.MapRequest, resp *planmodifier.MapResponse) {
	if !req.PlanValue.IsNull() {
		resp.PlanValue = types.MapUnknown(req.PlanValue.ElementType(ctx))
	}
}
