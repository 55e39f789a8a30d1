package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var allowlistEntryNoun = framework.Noun{Name: "Anypoint app allowlist entry", Needs: accessControlNoun.Needs}

type allowlistEntryResource struct{ base }

// NewAppAllowlistEntryResource makes apiaccess_anypoint_app_allowlist_entry.
func NewAppAllowlistEntryResource() resource.Resource {
	return &allowlistEntryResource{base{Name: "anypoint_app_allowlist_entry"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the app and
// refuses to take the provider's own off while the allowlist is on.
func (r *allowlistEntryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before allowlistEntryModel
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
	refuseAllowlistMixture(&r.Clients.Planned, plannedEntry, planned.OrganizationID.ValueString(), &resp.Diagnostics)
	client, known := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !known {
		client = nil
	}
	lookup := appLookup{
		client: client, planned: &r.Clients.Planned, organizationID: planned.OrganizationID, foreign: true, diags: &resp.Diagnostics,
	}
	planned.ClientID = lookup.find(ctx, planned.App, before.App, before.ClientID)
	same := planned.ClientID.Equal(before.ClientID)
	var configured types.Set
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("authorized_scopes"), &configured)...)
	if same && configured.IsNull() {
		planned.Scopes = before.Scopes
	}
	if !same {
		planned.AppName = types.StringUnknown()
		if known && !planned.ClientID.IsUnknown() {
			planned.setName(ctx, client)
		}
	}
	if !before.ClientID.IsNull() && !same {
		resp.RequiresReplace.Append(path.Root("app"))
		r.guardRemoval(ctx, before, &resp.Diagnostics)
	}
	if !planned.ClientID.IsUnknown() {
		r.Clients.Planned.Add(plannedListing, planned.ClientID.ValueString(), listingGiven)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// guardRemoval tells at plan what the end of the entry does to the provider.
func (r *allowlistEntryResource) guardRemoval(ctx context.Context, model allowlistEntryModel, diags *diag.Diagnostics) {
	if client, ok := r.Clients.Anypoint.Planning(diags); ok && !diags.HasError() {
		model.guard(ctx, client, &r.Clients.Planned, diags)
	}
}

func (m *allowlistEntryModel) guard(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) {
	signInGuard{
		client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: allowlistEntryNoun, object: m.object(),
		change: "taking it off the allowlist", at: path.Root("app"), allowed: m.SelfLockout, doubtful: true, diags: diags,
	}.check(ctx, m.ClientID.ValueString(), signInChange{listed: new(false)})
}

// Create implements [resource.Resource].
func (r *allowlistEntryResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.ClientID.IsUnknown() {
		lookup := appLookup{
			client: client, planned: &r.Clients.Planned, organizationID: model.OrganizationID, foreign: true, diags: &resp.Diagnostics,
		}
		if model.ClientID = lookup.lookUp(ctx, model.App.ValueString()); resp.Diagnostics.HasError() {
			return
		}
	}
	_, err := client.AppAllowlist.Get(ctx, model.OrganizationID.ValueString(), model.ClientID.ValueString())
	switch {
	case err == nil && !model.AdoptExisting.ValueBool():
		resp.Diagnostics.AddAttributeError(path.Root("app"), "The app is on the allowlist already", fmt.Sprintf(
			"%s (%s) is on the allowlist. Bring its entry under Terraform with\n\n  terraform import ADDRESS '%s,%s'\n\nor set adopt_existing = true. "+
				"Note that removing the entry later takes the app off the list.", model.App.ValueString(), model.ClientID.ValueString(),
			model.OrganizationID.ValueString(), model.ClientID.ValueString()))
		return
	case err != nil && !transport.IsNotFound(err):
		allowlistEntryNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	if model.approve(ctx, client, "create", &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	}
}

// approve writes the entry and takes over what it is then.
func (m *allowlistEntryModel) approve(ctx context.Context, client *anypointapi.Client, verb string, diags *diag.Diagnostics) bool {
	organizationID := m.OrganizationID.ValueString()
	err := client.AppAllowlist.Approve(ctx, organizationID, m.entry())
	if err == nil {
		var entry anypointapi.AllowlistEntry
		if entry, err = client.AppAllowlist.Get(ctx, organizationID, m.ClientID.ValueString()); err == nil {
			m.Scopes = textSet(entry.Scopes)
			if m.AppName.IsUnknown() { // what the plan has told is kept
				m.setName(ctx, client)
			}
			return true
		}
	}
	allowlistEntryNoun.Failed(diags, verb, m.object(), err)
	return false
}

// Read implements [resource.Resource].
func (r *allowlistEntryResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	entry, err := client.AppAllowlist.Get(ctx, model.OrganizationID.ValueString(), model.ClientID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		allowlistEntryNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.Scopes = textSet(entry.Scopes)
	if model.App.IsNull() { // imported
		model.App = types.StringValue(appWord(ctx, client, anypointapi.AppKey{
			OrganizationID: model.OrganizationID.ValueString(), ClientID: model.ClientID.ValueString(),
		}))
	}
	model.setName(ctx, client)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *allowlistEntryResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if !model.Scopes.Equal(before.Scopes) {
		client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
		if !ok || !model.approve(ctx, client, "update", &resp.Diagnostics) {
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *allowlistEntryResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.guard(ctx, client, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := client.AppAllowlist.Remove(ctx, model.OrganizationID.ValueString(), model.ClientID.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		allowlistEntryNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *allowlistEntryResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "client_id")
	if !resp.Diagnostics.HasError() {
		importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	}
}

// The two ways of managing the allowlist of an organization.
const (
	plannedEntry = "apiaccess_anypoint_app_allowlist_entry"
	plannedList  = "apiaccess_anypoint_app_allowlist"
)

// refuseAllowlistMixture announces one way and refuses it beside the other.
func refuseAllowlistMixture(planned *clients.Planned, way, organizationID string, diags *diag.Diagnostics) {
	other := plannedList
	if way == plannedList {
		other = plannedEntry
	}
	planned.Add(way, organizationID, "")
	if _, mixed := planned.Find(other, organizationID); mixed {
		diags.AddError("A list and entries in one configuration", plannedList+" is the complete allowlist of an organization, and this configuration "+
			"has "+plannedEntry+" for the same organization as well. They would undo each other's work. Use the one or the other. To hand entries "+
			"over to the list, put their apps in it and take the entries out of the state with removed blocks (destroy = false) or terraform state rm.")
	}
}
