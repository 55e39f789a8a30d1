package anypoint

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
	client, ok := r.Clients.Anypoint.Refreshing(&diags)
	if !ok {
		return false
	}
	before := model
	granted, err := client.Identities.Get(ctx, model.asset(), model.key())
	if err != nil {
		return false
	}
	model.flatten(granted)
	return len(diags) == 0 && model == before
}

// Settled implements [framework.Settler]. Where the organization or the group are
// not the defaults, a whole plan tells whether the configuration says so.
func (r *apiGrantResource) Settled(ctx context.Context, state tftypes.Value) bool {
	var model apiGrantModel
	if framework.Decode(ctx, state, &model).HasError() || model.OrganizationID.ValueString() != r.Clients.AnypointOrganizationID ||
		!model.GroupID.Equal(model.OrganizationID) {
		return false
	}
	var diags diag.Diagnostics
	claimSingle(&r.Clients.Planned, model.asset(), &diags)
	kind, reference := model.reference()
	_, isPlanned := plannedPrincipal(&r.Clients.Planned, kind, reference.ValueString())
	return len(diags) == 0 && kind != "" && !isPlanned
}
