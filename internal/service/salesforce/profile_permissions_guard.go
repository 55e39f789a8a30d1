package salesforce

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// guardRemoval tells at plan what it does to the provider that the permissions are
// again as they were.
func (r *profilePermissionsResource) guardRemoval(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var model profilePermissionsModel
	diags.Append(req.State.Get(ctx, &model)...)
	before := recallAtRemoval(ctx, req, diags)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guardRestoration(ctx, client, &r.Clients.Planned, before, diags)
	}
}

// guardRestoration refuses to bring back what keeps the provider out.
func (m *profilePermissionsModel) guardRestoration(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, before beforeValues, diags *diag.Diagnostics,
) {
	restored := *m
	restored.Permissions = permissionMap(former(before, before))
	check := restored.guard(client, planned, diags)
	check.change, check.doubtful = "bringing back its former permissions", true
	restored.checkPermissions(ctx, check)
}

// guardPermissions refuses to take from the profile of the provider's own user what
// lets the provider in. What the plan names no more is again as it was before.
func (m *profilePermissionsModel) guardPermissions(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, state types.Map, before beforeValues, diags *diag.Diagnostics,
) {
	coming := *m
	elements := maps.Clone(m.Permissions.Elements())
	for name := range state.Elements() {
		if _, kept := before[name]; kept && elements[name] == nil {
			elements[name] = types.BoolValue(recorded[bool](before, name))
		}
	}
	coming.Permissions = types.MapValueMust(types.BoolType, elements)
	coming.checkPermissions(ctx, m.guard(client, planned, diags))
}

func (m *profilePermissionsModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: profilePermissionsNoun, object: m.object(), change: "taking permissions from it",
		at: permissionsPath, allowed: m.SelfLockout, diags: diags,
	}
}

func (m *profilePermissionsModel) checkPermissions(ctx context.Context, check guard) {
	profile, err := check.client.Profiles.Find(ctx, m.ProfileID.ValueString())
	if err != nil {
		return // whoever writes it reports it
	}
	check.checkLoss(ctx, deniedBy(profile.PermissionSetID, m.Permissions))
}

// permissionMap is the attribute for permissions.
func permissionMap(permissions map[string]bool) types.Map {
	elements := make(map[string]attr.Value, len(permissions))
	for name, value := range permissions {
		elements[name] = types.BoolValue(value)
	}
	return types.MapValueMust(types.BoolType, elements)
}
