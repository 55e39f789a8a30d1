package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var connectedAppNoun = framework.Noun{
	Name: "Salesforce connected app",
	Needs: "Managing it takes the permissions Customize Application, Modify Metadata Through Metadata API Functions, Manage Connected Apps, " +
		"and View Setup and Configuration.",
}

type connectedAppResource struct{ base }

// NewConnectedAppResource makes apiaccess_salesforce_connected_app.
func NewConnectedAppResource() resource.Resource {
	return &connectedAppResource{base{Name: "salesforce_connected_app"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*connectedAppResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"name":            identityschema.StringAttribute{RequiredForImport: true, Description: "API name of the app."},
	}}
}

// Create implements [resource.Resource]. An app that exists but cannot be read is
// kept, with a warning: an error would have the next apply replace it.
func (r *connectedAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model connectedAppModel
	var planned types.Object
	var secret types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("oauth").AtName("consumer_secret"), &secret)...)
	ctx, cancel := within(ctx, model.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	if err := client.ConnectedApps.Create(ctx, model.expandNew(secret)); err != nil {
		explainCreate(&model, err, &resp.Diagnostics)
		return
	}
	model.forgetUnknown()
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)

	var failed diag.Diagnostics
	if app, err := client.ConnectedApps.Get(ctx, model.Name.ValueString()); err != nil {
		connectedAppNoun.Failed(&failed, "read", model.object(), err)
	} else {
		model.flatten(app)
		model.findID(ctx, client, &failed)
	}
	connectedAppKind.announce(&r.Clients.Planned, model.Name, model.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	settle(ctx, model.object(), planned, &resp.State, failed, &resp.Diagnostics)
}

// findID looks up the id that goes with the name; the definition does not tell it.
func (m *connectedAppModel) findID(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	found, err := client.Apps.FindConnected(ctx, m.Name.ValueString())
	if err != nil {
		connectedAppNoun.Failed(diags, "find the id of", m.object(), err)
		return
	}
	m.ID = types.StringValue(string(found.ID))
}

// Read implements [resource.Resource].
func (r *connectedAppResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.ConnectedApps.Get(ctx, model.Name.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		connectedAppNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(app)
	model.findID(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource].
func (r *connectedAppResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before connectedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	ctx, cancel := within(ctx, model.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if model.guardUpdate(ctx, client, &before, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	app, err := client.ConnectedApps.Update(ctx, model.Name.ValueString(), model.define)
	if err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	approved := model.Approved
	model.flatten(app)
	// The allowlist entry may have changed it meanwhile; the next refresh shows it.
	model.Approved = approved
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	var kept types.Object
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Delete implements [resource.Resource].
func (r *connectedAppResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model connectedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	ctx, cancel := within(ctx, model.Timeouts.Delete, &resp.Diagnostics)
	defer cancel()
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.isOwnApp(client) && !model.SelfLockout.ValueBool() {
		resp.Diagnostics.AddError(lockOut, explainLockOut(model.object(), "deleting it"))
		return
	}
	err := client.ConnectedApps.Delete(ctx, model.Name.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		connectedAppNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *connectedAppResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importByName(ctx, r.base, req, resp)
}
