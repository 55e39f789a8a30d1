package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the app and
// the place of the scope. Another app or place means another object; the same in
// other words does not.
func (r *appScopeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before appScopeModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, before, &resp.Diagnostics)
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, known := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !known {
		client = nil
	}
	lookup := appLookup{client: client, planned: &r.Clients.Planned, organizationID: planned.OrganizationID, diags: &resp.Diagnostics}
	planned.ClientID = lookup.find(ctx, planned.App, before.App, before.ClientID)
	planned.findPlace(ctx, client, before, &resp.Diagnostics)
	refuseScopeMixture(&r.Clients.Planned, scopesSingle, planned.ClientID.ValueString(), path.Root("app"), &resp.Diagnostics)
	if !before.ClientID.IsNull() && planned.isAnother(before) {
		resp.RequiresReplace.Append(path.Root("app"), path.Root("scope"), path.Root("organization"), path.Root("environment"))
		r.guardRemoval(ctx, before, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

func (m *appScopeModel) isAnother(before appScopeModel) bool {
	return !m.ClientID.Equal(before.ClientID) || !m.Scope.Equal(before.Scope) || !m.ContextOrgID.Equal(before.ContextOrgID) ||
		!m.ContextEnvID.Equal(before.ContextEnvID)
}

// findPlace fills in the ids of the scope's place as far as they can be told
// before apply.
func (m *appScopeModel) findPlace(ctx context.Context, client *anypointapi.Client, before appScopeModel, diags *diag.Diagnostics) {
	if !before.ClientID.IsNull() && m.words() == before.words() {
		m.ContextOrgID, m.ContextEnvID = before.ContextOrgID, before.ContextEnvID
		return
	}
	m.ContextOrgID, m.ContextEnvID = types.StringUnknown(), types.StringUnknown()
	if client == nil || !m.words().isKnown() || m.OrganizationID.IsUnknown() || diags.HasError() {
		return
	}
	scope, attribute, err := newScopeResolver(ctx, client, m.OrganizationID.ValueString()).find(ctx, m.words())
	if err != nil {
		scopeFailed(diags, path.Empty(), attribute, m.words(), err)
		return
	}
	checkCatalogue(ctx, client, scope.Name, path.Root("scope"), diags)
	m.setPlace(scope)
}

// guardRemoval tells at plan what the end of the scope does to the provider.
func (r *appScopeResource) guardRemoval(ctx context.Context, model appScopeModel, diags *diag.Diagnostics) {
	if client, ok := r.Clients.Anypoint.Planning(diags); ok && !diags.HasError() {
		model.guard(ctx, client, &r.Clients.Planned, diags)
	}
}

// guard refuses to take from the provider's own app the scope by which it could
// undo that.
func (m *appScopeModel) guard(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) {
	signInGuard{
		client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: appScopeNoun, object: m.object(),
		change: "taking the scope from the app", at: path.Root("scope"), allowed: m.SelfLockout, diags: diags,
	}.check(ctx, m.ClientID.ValueString(), signInChange{lost: []string{m.Scope.ValueString()}})
}
