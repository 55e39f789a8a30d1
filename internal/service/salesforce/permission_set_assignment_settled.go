package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// Unchanged implements [framework.Settler].
func (r *permissionSetAssignmentResource) Unchanged(ctx context.Context, state tfsdk.State) bool {
	var model permissionSetAssignmentModel
	diags := state.Get(ctx, &model)
	client, ok := r.Clients.Salesforce.Refreshing(&diags)
	if !ok || diags.HasError() || model.HeldID.IsNull() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &diags) {
		return false
	}
	before := model
	row, err := model.held().rows(client).Get(ctx, model.held().target(), model.userID())
	if err != nil {
		return false
	}
	model.setRow(row)
	return len(diags) == 0 && model == before
}

// Settled implements [framework.Settler].
func (r *permissionSetAssignmentResource) Settled(ctx context.Context, state tfsdk.State) bool {
	var model permissionSetAssignmentModel
	diags := state.Get(ctx, &model)
	if diags.HasError() {
		return false
	}
	lookup := grantLookup{planned: &r.Clients.Planned}
	argument, written := model.held().held()
	model.claim(&r.Clients.Planned, &diags)
	return len(diags) == 0 && !lookup.changed(principalKinds[argument], *written, *written, model.HeldID) &&
		!lookup.changed(userKind, model.User, model.User, model.UserID)
}
