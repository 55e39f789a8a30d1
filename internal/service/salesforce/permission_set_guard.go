package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

func (m *permissionSetModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: permissionSetNoun, object: m.object(), at: path.Root("name"), allowed: m.SelfLockout, diags: diags,
	}
}

// guardRemoval tells at plan what the end of the permission set does to the provider.
func (r *permissionSetResource) guardRemoval(ctx context.Context, state tfsdk.State, replaced bool, diags *diag.Diagnostics) {
	var model permissionSetModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guardRemoval(ctx, client, &r.Clients.Planned, replaced, diags)
	}
}

// guardRemoval refuses to delete a permission set that lets the provider in.
func (m *permissionSetModel) guardRemoval(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, replaced bool, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.change, check.doubtful, check.gaining = "deleting it", true, replaced
	check.checkLoss(ctx, accessChange{revoked: []salesforceapi.ID{salesforceapi.ID(m.ID.ValueString())}})
}

// guardPermissions refuses to take permissions without which the provider is kept
// out.
func (m *permissionSetModel) guardPermissions(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.at, check.change = permissionsPath, "taking permissions from it"
	check.checkLoss(ctx, deniedBy(salesforceapi.ID(m.ID.ValueString()), m.Permissions))
}
