package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Unchanged implements [framework.Settler].
func (r *apiGrantResource) Unchanged(ctx context.Context, state tftypes.Value) bool {
	var model apiGrantModel
	if framework.Decode(ctx, state, &model).HasError() {
		return false
	}
	var diags diag.Diagnostics
	client, ok := r.Clients.Salesforce.Refreshing(&diags)
	if !ok || model.AppID.IsNull() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &diags) {
		return false
	}
	before := model
	err := model.refresh(ctx, client, &diags)
	return err == nil && len(diags) == 0 && model == before
}

// Settled implements [framework.Settler].
func (r *apiGrantResource) Settled(ctx context.Context, state tftypes.Value) bool {
	var model apiGrantModel
	if framework.Decode(ctx, state, &model).HasError() {
		return false
	}
	var diags diag.Diagnostics
	lookup := grantLookup{planned: &r.Clients.Planned}
	grantClaims.claimSingle(&r.Clients.Planned, &diags, model.App, model.AppID)
	return len(diags) == 0 && lookup.changes(&model, &model) == (grantChanges{})
}
