package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// guardRemoval tells at plan what the end of the assignment does to the provider.
func (r *permissionSetAssignmentResource) guardRemoval(ctx context.Context, state tfsdk.State, replaced bool, diags *diag.Diagnostics) {
	var model permissionSetAssignmentModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guardRemoval(ctx, client, &r.Clients.Planned, replaced, diags)
	}
}

// guardRemoval refuses to take from the provider's user what lets it in.
func (m *permissionSetAssignmentModel) guardRemoval(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, replaced bool, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.at, check.change, check.doubtful, check.gaining = path.Root(principalUser), "taking it away", true, replaced
	check.checkLoss(ctx, accessChange{revoked: []salesforceapi.ID{m.row().ID}})
}

// guardEnd refuses to let what lets the provider in end soon.
func (m *permissionSetAssignmentModel) guardEnd(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	m.guard(client, planned, diags).checkEnd(ctx, m.row().ID, m.expires())
}

// guardAdoption is guardEnd for an assignment that exists and is about to be adopted
// with another end.
func (m *permissionSetAssignmentModel) guardAdoption(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	if !m.AdoptExisting.ValueBool() || m.expires() == nil || m.HeldID.IsUnknown() || m.UserID.IsUnknown() {
		return
	}
	row, exists, err := unlessMissing(m.held().rows(client).Get(ctx, m.held().target(), m.userID()))
	switch {
	case err != nil:
		permissionSetAssignmentNoun.Failed(diags, "prepare", m.object(), err)
	case exists && !sameMoment(row.Expiration, m.expires()):
		m.guard(client, planned, diags).checkEnd(ctx, row.ID, m.expires())
	}
}

// claim refuses what another object of the configuration manages as well.
func (m *permissionSetAssignmentModel) claim(planned *clients.Planned, diags *diag.Diagnostics) {
	assignmentClaims.claimSingle(planned, diags, m.held().named()...)
	if !diags.HasError() {
		carriedClaims.claimSingle(planned, diags, m.held().named()...)
	}
}

func (m *permissionSetAssignmentModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: permissionSetAssignmentNoun, object: m.object(), at: path.Root("expiration"),
		allowed: m.SelfLockout, diags: diags,
	}
}
