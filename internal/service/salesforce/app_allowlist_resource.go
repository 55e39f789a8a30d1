package salesforce

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var allowlistNoun = framework.Noun{Name: "Salesforce app allowlist", Needs: allowlistEntryNoun.Needs}

// allowlistWord imports the list of the organization that the provider signs in to.
const allowlistWord = "allowlist"

type allowlistResource struct{ base }

// NewAppAllowlistResource makes apiaccess_salesforce_app_allowlist.
func NewAppAllowlistResource() resource.Resource {
	return &allowlistResource{base{Name: "salesforce_app_allowlist"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*allowlistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// Create implements [resource.Resource]. After a failure there is no state: a list
// that is to be replaced would be destroyed first, and every approval with it.
func (r *allowlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, allowlistNoun.Name, &resp.Diagnostics) {
		return
	}
	if model.approve(ctx, client, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{model.OrganizationID})...)
}

// Read implements [resource.Resource]: two listings.
func (r *allowlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{model.OrganizationID})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, allowlistNoun.Name, &resp.Diagnostics) {
		return
	}
	if err := model.refresh(ctx, client); err != nil {
		allowlistNoun.Failed(&resp.Diagnostics, "read", model.OrganizationID.ValueString(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource].
func (r *allowlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{model.OrganizationID})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.approve(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() { // the state tells how far it got
		if err := model.refresh(ctx, client); err != nil {
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Delete implements [resource.Resource]: the approvals of the list are withdrawn.
func (r *allowlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model allowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	apps, err := listApps(ctx, client)
	if err != nil {
		allowlistNoun.Failed(&resp.Diagnostics, "delete", model.OrganizationID.ValueString(), err)
		return
	}
	withdrawn := model.remembered(apps)
	if model.guard(ctx, client, nil, withdrawn, false, false, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	for _, app := range withdrawn {
		model.withdraw(ctx, client, app, &resp.Diagnostics)
	}
}

// withdraw withdraws one approval of a list that goes.
func (m *allowlistModel) withdraw(ctx context.Context, client *salesforceapi.Client, app salesforceapi.App, diags *diag.Diagnostics) {
	switch err := client.Apps.SetApproved(ctx, app, false); {
	case errors.Is(err, salesforceapi.ErrInstalledApp):
		diags.AddWarning("The approval was not withdrawn", app.Label+" is installed from another organization, and its policy can be changed "+
			"in Setup alone. The approval stays until somebody withdraws it:\n\n"+setupSteps(app, "All users may self-authorize"))
	case m.SelfLockout.ValueBool() && transport.KindOf(err) == transport.AccessControl:
		warnLockedOut(diags)
	case err != nil && !transport.IsNotFound(err):
		allowlistNoun.Failed(diags, "withdraw the approval of "+app.Label+" from", m.OrganizationID.ValueString(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *allowlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, allowlistWord, req, resp)
}
