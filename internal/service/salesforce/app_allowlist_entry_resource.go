package salesforce

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var allowlistEntryNoun = framework.Noun{
	Name: "Salesforce app allowlist entry",
	Needs: "Managing it takes the permissions Customize Application, Modify Metadata Through Metadata API Functions, Manage Connected Apps, " +
		"and View Setup and Configuration; for external client apps the permission ExternalClientAppAdmin as well.",
}

type allowlistEntryResource struct{ base }

// NewAppAllowlistEntryResource makes apiaccess_salesforce_app_allowlist_entry.
func NewAppAllowlistEntryResource() resource.Resource {
	return &allowlistEntryResource{base{Name: "salesforce_app_allowlist_entry"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*allowlistEntryResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"app_id":          identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the app (0H4… or 0xI…)."},
	}}
}

// Create implements [resource.Resource].
func (r *allowlistEntryResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.Apps.Find(ctx, model.reference())
	if err != nil {
		allowlistEntryNoun.FailedAt(&resp.Diagnostics, path.Root("app"), "create", model.object(), err)
		return
	}
	model.checkNew(app, &resp.Diagnostics)
	model.flatten(app)
	model.guard(ctx, client, nil, true, false, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !app.Approved {
		if err := client.Apps.SetApproved(ctx, app, true); err != nil {
			allowlistEntryNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource]. An approval that was withdrawn is an entry
// that is gone.
func (r *allowlistEntryResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.Apps.Find(ctx, model.AppID.ValueString())
	switch {
	case transport.IsNotFound(err), err == nil && !app.Approved:
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		allowlistEntryNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(app)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource]. What can change in place is nothing that
// the platform knows of.
func (*allowlistEntryResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Delete implements [resource.Resource].
func (r *allowlistEntryResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model allowlistEntryModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	app, err := client.Apps.Find(ctx, model.AppID.ValueString())
	if err == nil && app.Approved {
		if model.guard(ctx, client, nil, false, false, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		err = client.Apps.SetApproved(ctx, app, false)
	}
	switch {
	case errors.Is(err, salesforceapi.ErrInstalledApp):
		resp.Diagnostics.AddWarning("The approval was not withdrawn", fmt.Sprintf(
			"%s is installed from another organization, and its policy can be changed in Setup alone. The entry is gone from the state; "+
				"the approval stays until somebody withdraws it:\n\n%s", app.Label, setupSteps(app, "All users may self-authorize")))
	case model.SelfLockout.ValueBool() && transport.KindOf(err) == transport.AccessControl:
		warnLockedOut(&resp.Diagnostics)
	case err != nil && !transport.IsNotFound(err):
		allowlistEntryNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. An app may be given
// by its name too.
func (r *allowlistEntryResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "app_id")
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model := allowlistEntryModel{Grants: types.ListNull(types.StringType), Approved: types.BoolValue(true)}
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("organization_id"), &model.OrganizationID)...)
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("app_id"), &model.App)...)
	if !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.Apps.Find(ctx, model.App.ValueString())
	switch {
	case err != nil:
		allowlistEntryNoun.Failed(&resp.Diagnostics, "import", model.object(), err)
		return
	case !app.Approved:
		resp.Diagnostics.AddError("The app is not approved", fmt.Sprintf(
			"%s (%s) has no entry on the allowlist. Create one instead of importing it.", app.Label, app.ID))
		return
	}
	model.flatten(app)
	model.App = model.ID
	if !app.Installed {
		model.App = types.StringValue(wordFor(ctx, client, app))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
