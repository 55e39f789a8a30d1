package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Unchanged implements [framework.Settler].
func (r *apiGrantResource) Unchanged(ctx context.Context, state tfsdk.State) bool {
	var model apiGrantModel
	diags := state.Get(ctx, &model)
	client, ok := r.Clients.Salesforce.Refreshing(&diags)
	if !ok || diags.HasError() || model.AppID.IsNull() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &diags) {
		return false
	}
	before := model
	err := model.refresh(ctx, client, &diags)
	return err == nil && len(diags) == 0 && model == before
}

// Settled implements [framework.Settler].
func (r *apiGrantResource) Settled(ctx context.Context, state tfsdk.State) bool {
	var model apiGrantModel
	diags := state.Get(ctx, &model)
	if diags.HasError() {
		return false
	}
	lookup := grantLookup{planned: &r.Clients.Planned}
	grantClaims.claimSingle(&r.Clients.Planned, &diags, model.App, model.AppID)
	return len(diags) == 0 && lookup.changes(&model, &model) == (grantChanges{})
}
