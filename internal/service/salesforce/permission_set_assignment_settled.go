package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// Unchanged implements [framework.Settler].
func (r *permissionSetAssignmentResource) Unchanged(ctx context.Context, state tftypes.Value) bool {
	var model permissionSetAssignmentModel
	if framework.Decode(ctx, state, &model).HasError() {
		return false
	}
	var diags diag.Diagnostics
	client, ok := r.Clients.Salesforce.Refreshing(&diags)
	if !ok || model.HeldID.IsNull() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &diags) {
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
func (r *permissionSetAssignmentResource) Settled(ctx context.Context, state tftypes.Value) bool {
	var model permissionSetAssignmentModel
	if framework.Decode(ctx, state, &model).HasError() {
		return false
	}
	var diags diag.Diagnostics
	lookup := grantLookup{planned: &r.Clients.Planned}
	argument, written := model.held().held()
	model.claim(&r.Clients.Planned, &diags)
	return len(diags) == 0 && !lookup.changed(principalKinds[argument], *written, *written, model.HeldID) &&
		!lookup.changed(userKind, model.User, model.User, model.UserID)
}
