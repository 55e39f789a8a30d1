package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

func (m *permissionSetGroupResourceModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: permissionSetGroupNoun, object: m.object(), at: principalsPath(principalPermissionSet),
		allowed: m.SelfLockout, diags: diags,
	}
}

// guardRemoval tells at plan what the end of the group does to the provider.
func (r *permissionSetGroupResource) guardRemoval(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	var model permissionSetGroupResourceModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guardRemoval(ctx, client, &r.Clients.Planned, diags)
	}
}

// guardRemoval refuses to delete a group that lets the provider in.
func (m *permissionSetGroupResourceModel) guardRemoval(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.at, check.change, check.doubtful = path.Root("name"), "deleting it", true
	check.checkLoss(ctx, accessChange{revoked: []salesforceapi.ID{m.groupID()}})
}

// guardPlan asks the guard about the permission sets that a plan takes out of the
// group. One without losses makes no call.
func (m *permissionSetGroupResourceModel) guardPlan(ctx context.Context, check guard, before *permissionSetGroupResourceModel) {
	m.guardMuting(ctx, check, before)
	if m.PermissionSets.IsNull() || !loses(m.PermissionSets, before.PermissionSets) {
		return
	}
	members, err := readGroupMembers(ctx, check.client, before.groupID())
	if err != nil {
		permissionSetGroupNoun.Failed(check.diags, "read the members of", m.object(), err)
		return
	}
	rows, gained := lost(permissionSetKind, m.PermissionSets, before.PermissionSets, members.sets)
	check.change, check.gaining = "taking permission sets out of it", gained
	check.checkLoss(ctx, accessChange{revoked: rows})
}

// guardMuting refuses a muting permission set that takes the provider's own app
// away: with it the group gives nothing of it.
func (m *permissionSetGroupResourceModel) guardMuting(ctx context.Context, check guard, before *permissionSetGroupResourceModel) {
	if m.MutingPermissionSet.IsNull() || m.MutingPermissionSet.IsUnknown() || m.MutingPermissionSet.Equal(before.MutingPermissionSet) {
		return
	}
	var ignored diag.Diagnostics // whoever writes it reports it
	set, err := findMuting(ctx, check.client, m.MutingPermissionSet, &ignored)
	if err != nil {
		return
	}
	app, known, err := unlessMissing(check.client.Apps.Own(ctx))
	if err != nil || !known {
		return
	}
	if _, mutes, err := unlessMissing(check.client.SetupEntityAccess.Get(ctx, app.ID, set.ID)); err == nil && mutes {
		check.at, check.change = path.Root("muting_permission_set"), "muting its access to "+app.Label
		check.checkLoss(ctx, accessChange{revoked: []salesforceapi.ID{m.groupID()}})
	}
}

// keepByGuard leaves the members that the guard does not let go.
func (m *permissionSetGroupResourceModel) keepByGuard(
	ctx context.Context, client *salesforceapi.Client, change *mapChange, diags *diag.Diagnostics,
) {
	var refused diag.Diagnostics
	check := m.guard(client, nil, &refused)
	check.change = "taking permission sets out of it"
	check.checkLoss(ctx, accessChange{revoked: rowsOf(change.drop)})
	if diags.Append(refused...); refused.HasError() {
		change.keepAll()
	}
}
