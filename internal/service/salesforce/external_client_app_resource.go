package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var externalAppNoun = framework.Noun{
	Name: "Salesforce external client app",
	Needs: "Managing it takes the permissions Create, edit, and delete External Client Apps; View all External Client Apps, view their " +
		"settings, and edit their policies; Modify Metadata Through Metadata API Functions; and View Setup and Configuration.",
}

type externalAppResource struct{ base }

// NewExternalClientAppResource makes apiaccess_salesforce_external_client_app.
func NewExternalClientAppResource() resource.Resource {
	return &externalAppResource{base{Name: "salesforce_external_client_app"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*externalAppResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"name":            identityschema.StringAttribute{RequiredForImport: true, Description: "Developer name of the app."},
	}}
}

// Create implements [resource.Resource]. An app of which a component could not be
// made is kept, with a warning: an error would have the next apply replace it.
func (r *externalAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model externalAppModel
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.ExternalClientApps.Create(ctx, model.Name.ValueString(), model.change())
	if app == nil {
		explainExternalCreate(&model, err, &resp.Diagnostics)
		return
	}
	model.flatten(app)
	model.ID = types.StringNull()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	var failed diag.Diagnostics
	model.findID(ctx, client, &failed)
	if err != nil {
		failed = nil // the id is the lesser trouble, and the next refresh looks again
		explainExternalWrite(&model, "create all of", err, &failed)
	}
	externalClientAppKind.announce(&r.Clients.Planned, model.Name, model.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	settle(ctx, model.object(), planned, &resp.State, failed, &resp.Diagnostics)
}

// findID looks up the id that goes with the name; the components do not tell it.
func (m *externalAppModel) findID(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	found, err := client.Apps.FindExternal(ctx, m.Name.ValueString())
	if err != nil {
		externalAppNoun.Failed(diags, "find the id of", m.object(), err)
		return
	}
	m.ID = types.StringValue(string(found.ID))
}

func reportNotKept(ctx context.Context, model *externalAppModel, planned types.Object, state tfsdk.State, diags *diag.Diagnostics) {
	var kept types.Object
	diags.Append(state.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, diags)
}

// Read implements [resource.Resource].
func (r *externalAppResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model externalAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.ExternalClientApps.Get(ctx, model.Name.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		externalAppNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
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

// Update implements [resource.Resource]. What was written before a component
// failed is kept.
func (r *externalAppResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before externalAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if model.guardUpdate(ctx, client, &before, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	app, err := client.ExternalClientApps.Update(ctx, model.Name.ValueString(), model.change())
	if err != nil {
		explainExternalWrite(&model, "update", err, &resp.Diagnostics)
	}
	if app == nil {
		return
	}
	// The allowlist entry may have changed it meanwhile; the next refresh shows it.
	approved := model.Approved
	model.flatten(app)
	if !approved.IsUnknown() {
		model.Approved = approved
	}
	if model.ID.IsUnknown() {
		model.ID = types.StringNull()
		model.findID(ctx, client, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	if err == nil {
		reportNotKept(ctx, &model, planned, resp.State, &resp.Diagnostics)
	}
}

// Delete implements [resource.Resource].
func (r *externalAppResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model externalAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.isOwnApp(client) && !model.SelfLockout.ValueBool() {
		resp.Diagnostics.AddError(lockOut, explainLockOut(model.object(), "deleting it"))
		return
	}
	err := client.ExternalClientApps.Delete(ctx, model.Name.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		externalAppNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *externalAppResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importByName(ctx, r.base, req, resp)
}

// importByName imports what its name tells apart within an organization.
func importByName(ctx context.Context, r base, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "name")
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	var organization types.String
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("organization_id"), &organization)...)
	if sameOrganization(ctx, client, &organization, "the object", &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
	}
}
