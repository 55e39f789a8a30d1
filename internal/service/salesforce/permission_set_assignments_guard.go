package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// guard keeps the provider from taking from its own user what lets it in.
func (m *permissionSetAssignmentsModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: permissionSetAssignmentsNoun, object: m.object(), change: "taking it from users",
		at: principalsPath(principalUser), allowed: m.SelfLockout, diags: diags,
	}
}

// guardRemoval tells at plan what the end of all assignments does to the provider.
func (r *permissionSetAssignmentsResource) guardRemoval(ctx context.Context, state tfsdk.State, replaced bool, diags *diag.Diagnostics) {
	var before permissionSetAssignmentsModel
	diags.Append(state.Get(ctx, &before)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		left := before
		left.Users = types.MapNull(assigneeElement)
		check := left.guard(client, &r.Clients.Planned, diags)
		check.doubtful, check.gaining = true, replaced
		left.guardPlan(ctx, check, &before)
	}
}

// guardPlan asks the guard about the losses of a plan. One without losses makes no
// call.
func (m *permissionSetAssignmentsModel) guardPlan(ctx context.Context, check guard, before *permissionSetAssignmentsModel) {
	if !loses(m.Users, before.Users) {
		return
	}
	live, err := readAssignees(ctx, check.client, before.rows(check.client), before.target())
	if err != nil {
		permissionSetAssignmentsNoun.Failed(check.diags, "prepare", m.object(), err)
		return
	}
	m.guardEnd(ctx, check, live)
	rows, _ := lost(userKind, m.Users, before.Users, live)
	check.checkLoss(ctx, accessChange{revoked: rows})
}

// guardEnd asks the guard about an end of what the provider's own user holds.
func (m *permissionSetAssignmentsModel) guardEnd(ctx context.Context, check guard, live []grantee) {
	row, end, err := ownEnd(ctx, check.client, m.Users, live)
	if err != nil {
		permissionSetAssignmentsNoun.Failed(check.diags, "tell whether the provider's own access ends with", m.object(), err)
		return
	}
	check.checkEnd(ctx, row, end)
}
