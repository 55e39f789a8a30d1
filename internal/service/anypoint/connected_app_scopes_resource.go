package anypoint

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var appScopesNoun = framework.Noun{Name: "scopes of an Anypoint connected app", Needs: connectedAppNoun.Needs}

type appScopesResource struct{ base }

// NewConnectedAppScopesResource makes apiaccess_anypoint_connected_app_scopes.
func NewConnectedAppScopesResource() resource.Resource {
	return &appScopesResource{base{Name: "anypoint_connected_app_scopes"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the app and
// checks scopes that are new.
func (r *appScopesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before appScopesModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			before.guard(ctx, client, &r.Clients.Planned, scopeNames(before.Scopes), &resp.Diagnostics)
		}
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
	refuseScopeMixture(&r.Clients.Planned, scopesList, planned.ClientID.ValueString(), path.Root("app"), &resp.Diagnostics)
	if known && !resp.Diagnostics.HasError() {
		planned.plan(ctx, client, &r.Clients.Planned, before, resp)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// plan checks scopes that are new or changed, and what the change takes away.
func (m *appScopesModel) plan(
	ctx context.Context, client *anypointapi.Client, planned *clients.Planned, before appScopesModel, resp *resource.ModifyPlanResponse,
) {
	if !before.ClientID.IsNull() && !m.ClientID.Equal(before.ClientID) {
		resp.RequiresReplace.Append(path.Root("app"))
		before.guard(ctx, client, planned, scopeNames(before.Scopes), &resp.Diagnostics)
		before = appScopesModel{}
	}
	if m.Scopes.IsUnknown() || m.Scopes.Equal(before.Scopes) || m.OrganizationID.IsUnknown() {
		return
	}
	resolver := newScopeResolver(ctx, client, m.OrganizationID.ValueString())
	resolver.findAll(ctx, m.Scopes, path.Root("scopes"), &resp.Diagnostics)
	if m.ClientID.IsUnknown() || resp.Diagnostics.HasError() {
		return
	}
	now, err := client.AppScopes.List(ctx, m.key())
	if err != nil {
		appScopesNoun.Failed(&resp.Diagnostics, "plan", m.object(), err)
		return
	}
	there := resolver.flatten(ctx, now, m.Scopes)
	m.guard(ctx, client, planned, missingFrom(scopeNames(there), scopeNames(m.Scopes)), &resp.Diagnostics)
	if before.ClientID.IsNull() {
		m.warnOfRemovals(there, &resp.Diagnostics)
	}
}

// warnOfRemovals names the scopes that the list takes from the app when it is
// first applied; later ones the plan shows.
func (m *appScopesModel) warnOfRemovals(there types.Set, diags *diag.Diagnostics) {
	var lost []string
	for _, element := range there.Elements() {
		if words, ok := wordsOf(element); ok && !containsValue(m.Scopes, element) {
			lost = append(lost, strings.Join(strings.Fields(strings.Join([]string{
				words.Scope.ValueString(), words.Organization.ValueString(), words.Environment.ValueString(),
			}, " ")), ", "))
		}
	}
	if len(lost) > 0 {
		diags.AddAttributeWarning(path.Root("scopes"), "Scopes will be taken from the app", "The app has these, and they are not in the list, which "+
			"is the complete one:\n\n  "+strings.Join(lost, "\n  "))
	}
}

func (m *appScopesModel) guard(
	ctx context.Context, client *anypointapi.Client, planned *clients.Planned, lost []string, diags *diag.Diagnostics,
) {
	if len(lost) == 0 {
		return
	}
	signInGuard{
		client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: appScopesNoun, object: m.object(),
		change: "taking " + strings.Join(lost, ", ") + " from it", at: path.Root("scopes"), allowed: m.SelfLockout, diags: diags,
	}.check(ctx, m.ClientID.ValueString(), signInChange{lost: lost})
}

// Create implements [resource.Resource].
func (r *appScopesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model appScopesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.ClientID.IsUnknown() {
		lookup := appLookup{client: client, planned: &r.Clients.Planned, organizationID: model.OrganizationID, diags: &resp.Diagnostics}
		if model.ClientID = lookup.lookUp(ctx, model.App.ValueString()); resp.Diagnostics.HasError() {
			return
		}
	}
	if model.write(ctx, client, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	}
}

// write makes the app's scopes those of the list, unless that locks the provider
// out.
func (m *appScopesModel) write(ctx context.Context, client *anypointapi.Client, diags *diag.Diagnostics) bool {
	now, err := client.AppScopes.List(ctx, m.key())
	if err != nil {
		appScopesNoun.Failed(diags, "change", m.object(), err)
		return false
	}
	var names []string
	for _, scope := range now {
		names = append(names, scope.Name)
	}
	m.guard(ctx, client, nil, missingFrom(names, scopeNames(m.Scopes)), diags)
	return !diags.HasError() && replaceScopes(ctx, client, m.key(), m.Scopes, appScopesNoun, m.object(), diags)
}

// Read implements [resource.Resource].
func (r *appScopesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model appScopesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	scopes, err := client.AppScopes.List(ctx, model.key())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		appScopesNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	if model.App.IsNull() { // imported
		model.App = types.StringValue(appWord(ctx, client, model.key()))
	}
	model.Scopes = newScopeResolver(ctx, client, model.OrganizationID.ValueString()).flatten(ctx, scopes, model.Scopes)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *appScopesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model appScopesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if ok && model.write(ctx, client, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}

// Delete implements [resource.Resource]: it takes every scope of the list from the
// app, and leaves alone what somebody else has added since.
func (r *appScopesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model appScopesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.guard(ctx, client, nil, scopeNames(model.Scopes), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resolver := newScopeResolver(ctx, client, model.OrganizationID.ValueString())
	var removed []anypointapi.AppScope
	for _, element := range model.Scopes.Elements() {
		words, _ := wordsOf(element)
		scope, attribute, err := resolver.find(ctx, words)
		if err != nil && !transport.IsNotFound(err) { // what is gone has no scopes
			scopeFailed(&resp.Diagnostics, path.Root("scopes").AtSetValue(element), attribute, words, err)
			return
		}
		if err == nil {
			removed = append(removed, scope)
		}
	}
	err := client.AppScopes.Change(ctx, model.key(), nil, removed)
	if err != nil && !transport.IsNotFound(err) {
		appScopesNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *appScopesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "client_id")
	if !resp.Diagnostics.HasError() {
		importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	}
}
