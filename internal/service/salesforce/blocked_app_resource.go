package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var blockedAppNoun = framework.Noun{
	Name:  "Salesforce blocked app",
	Needs: "Managing it takes the permissions Customize Application and Modify Metadata Through Metadata API Functions.",
}

type blockedAppResource struct{ base }

// NewBlockedAppResource makes apiaccess_salesforce_blocked_app.
func NewBlockedAppResource() resource.Resource {
	return &blockedAppResource{base{Name: "salesforce_blocked_app"}}
}

type blockedAppModel struct {
	Name                   types.String `tfsdk:"name"`
	ConsumerKey            types.String `tfsdk:"consumer_key"`
	AppName                types.String `tfsdk:"app_name"`
	Label                  types.String `tfsdk:"label"`
	SelfLockout            types.Bool   `tfsdk:"allow_self_lockout"`
	BlockedByAccessControl types.Bool   `tfsdk:"blocked_by_access_control"`
	OrganizationID         types.String `tfsdk:"organization_id"`
}

func (m *blockedAppModel) identity() connectedAppIdentity {
	return connectedAppIdentity{m.OrganizationID, m.Name}
}

func (m *blockedAppModel) object() string { return "blocked app " + m.Name.ValueString() }

func (m *blockedAppModel) define(app *salesforceapi.BlockedApp) {
	app.ConsumerKey = m.ConsumerKey.ValueString()
	app.ConsumerName = m.AppName.ValueString()
	app.Label = m.Label.ValueString()
}

func (m *blockedAppModel) flatten(app *salesforceapi.BlockedApp) {
	m.Name = types.StringValue(app.FullName)
	m.ConsumerKey = types.StringValue(app.ConsumerKey)
	m.AppName = types.StringValue(app.ConsumerName)
	m.Label = types.StringValue(app.Label)
	m.BlockedByAccessControl = types.BoolValue(app.BlockedByAccessControl)
}

// guard refuses to block the app that the provider signs in with.
func (m *blockedAppModel) guard(ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) {
	if !isOwnKey(client, m.ConsumerKey.ValueString()) {
		return
	}
	guard{
		client: client, planned: planned, noun: blockedAppNoun, object: m.object(), change: "blocking " + m.ConsumerKey.ValueString(),
		at: path.Root("consumer_key"), allowed: m.SelfLockout, diags: diags,
	}.check(ctx, accessChange{block: true})
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*blockedAppResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"name":            identityschema.StringAttribute{RequiredForImport: true, Description: "API name of the block."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it refuses to block the
// provider's own app, and tells what blocking does to the others.
func (r *blockedAppResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	var planned, before blockedAppModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() || planned.ConsumerKey.Equal(before.ConsumerKey) {
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		planned.guard(ctx, client, &r.Clients.Planned, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.AddAttributeWarning(path.Root("consumer_key"), "Blocking ends the app's sessions", fmt.Sprintf(
			"All current sessions of %s end at once, and nobody can use it until the block is removed. This type is experimental: see "+
				"whether the app is listed as blocked in Setup (Connected Apps OAuth Usage) afterwards.", planned.AppName.ValueString()))
	}
}

// Create implements [resource.Resource].
func (r *blockedAppResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model blockedAppModel
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	if model.guard(ctx, client, nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	app := salesforceapi.BlockedApp{FullName: model.Name.ValueString()}
	model.define(&app)
	if err := client.BlockedApps.Create(ctx, app); err != nil {
		explainBlock(&model, err, &resp.Diagnostics)
		return
	}
	model.BlockedByAccessControl = types.BoolNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)

	kept, err := client.BlockedApps.Get(ctx, model.Name.ValueString())
	if err != nil {
		blockedAppNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(kept)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	var told types.Object
	resp.Diagnostics.Append(resp.State.Get(ctx, &told)...)
	notKept(model.object(), planned, told, &resp.Diagnostics)
}

// explainBlock reports why an app was not blocked.
func explainBlock(model *blockedAppModel, err error, diags *diag.Diagnostics) {
	if !transport.IsConflict(err) {
		blockedAppNoun.Failed(diags, "create", model.object(), err)
		return
	}
	at, what := path.Root("name"), fmt.Sprintf("There is a block named %[1]s already. Bring it under Terraform with\n\n"+
		"  terraform import ADDRESS %[1]s\n\nor choose another name.", model.Name.ValueString())
	if isAbout(err, "consumerKey", "consumerkey") {
		at, what = path.Root("consumer_key"), "The app is blocked already, under another name. Import that block by its name, or remove it."
	}
	diags.AddAttributeError(at, "Salesforce app is blocked already", fmt.Sprintf("%s The platform said: %s.", what, err))
}

// Read implements [resource.Resource].
func (r *blockedAppResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model blockedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	app, err := client.BlockedApps.Get(ctx, model.Name.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		blockedAppNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(app)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource].
func (r *blockedAppResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model blockedAppModel
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	app, err := client.BlockedApps.Update(ctx, model.Name.ValueString(), model.define)
	if err != nil {
		blockedAppNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	model.flatten(app)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	var told types.Object
	resp.Diagnostics.Append(resp.State.Get(ctx, &told)...)
	notKept(model.object(), planned, told, &resp.Diagnostics)
}

// Delete implements [resource.Resource].
func (r *blockedAppResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model blockedAppModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	err := client.BlockedApps.Delete(ctx, model.Name.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		blockedAppNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *blockedAppResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importByName(ctx, r.base, req, resp)
}
