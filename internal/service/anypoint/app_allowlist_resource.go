package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var allowlistNoun = framework.Noun{Name: "Anypoint app allowlist", Needs: accessControlNoun.Needs}

type allowlistResource struct{ base }

// NewAppAllowlistResource makes apiaccess_anypoint_app_allowlist.
func NewAppAllowlistResource() resource.Resource {
	return &allowlistResource{base{Name: "anypoint_app_allowlist"}}
}

// Create implements [resource.Resource].
func (r *allowlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if ok && !resp.Diagnostics.HasError() && model.write(ctx, client, &r.Clients.Planned, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{model.OrganizationID})...)
	}
}

// write makes the allowlist the listed apps: what is missing is approved first,
// then the rest is removed.
func (m *allowlistModel) write(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) bool {
	lookup := appLookup{client: client, planned: planned, organizationID: m.OrganizationID, foreign: true, diags: diags}
	listed, _ := m.find(ctx, lookup)
	if diags.HasError() {
		return false
	}
	organizationID := m.OrganizationID.ValueString()
	entries, err := client.AppAllowlist.List(ctx, organizationID)
	if err != nil {
		allowlistNoun.Failed(diags, "change", m.object(), err)
		return false
	}
	approved, removed := allowlistDifference(listed, entries)
	m.guard(ctx, client, nil, removed, false, diags)
	if diags.HasError() {
		return false
	}
	if err := client.AppAllowlist.Replace(ctx, organizationID, approved, removed); err != nil {
		allowlistNoun.FailedAt(diags, path.Root("apps"), "change", m.object(), err)
		return false
	}
	m.setClientIDs(listed)
	return true
}

// guard refuses to take the provider's own app off while the allowlist is on.
func (m *allowlistModel) guard(
	ctx context.Context, client *anypointapi.Client, planned *clients.Planned, removed []string, doubtful bool, diags *diag.Diagnostics,
) {
	for _, clientID := range removed {
		signInGuard{
			client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: allowlistNoun, object: m.object(),
			change: "taking it off the allowlist", at: path.Root("apps"), allowed: m.SelfLockout, doubtful: doubtful, diags: diags,
		}.check(ctx, clientID, signInChange{listed: new(false)})
	}
}

// Read implements [resource.Resource].
func (r *allowlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{model.OrganizationID})...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	entries, err := client.AppAllowlist.List(ctx, model.OrganizationID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		allowlistNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(ctx, client, entries)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *allowlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{model.OrganizationID})...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if ok && model.write(ctx, client, &r.Clients.Planned, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}

// Delete implements [resource.Resource]: it takes the apps of the list off, and
// leaves alone what somebody else has put there since.
func (r *allowlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	removed := model.knownIDs()
	model.guard(ctx, client, nil, removed, false, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := client.AppAllowlist.Replace(ctx, model.OrganizationID.ValueString(), nil, removed)
	if err != nil && !transport.IsNotFound(err) {
		allowlistNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (*allowlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 0, "organization_id")
	refuseNoUUID(ctx, resp)
}
