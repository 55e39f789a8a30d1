package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var scopeAssignmentNoun = framework.Noun{
	Name: "Salesforce OAuth custom scope assignment",
	Needs: "Managing and reading it takes the permission Manage Connected Apps; finding the app, View Setup and Configuration and Modify " +
		"Metadata Through Metadata API Functions.",
}

type scopeAssignmentResource struct{ base }

// NewOAuthCustomScopeAssignmentResource makes
// apiaccess_salesforce_oauth_custom_scope_assignment.
func NewOAuthCustomScopeAssignmentResource() resource.Resource {
	return &scopeAssignmentResource{base{Name: "salesforce_oauth_custom_scope_assignment"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*scopeAssignmentResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"scope_id":        identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the scope."},
		"app_id":          identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the app (0H4…)."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the scope and
// the app. Other ones mean another assignment; the same in other words do not.
func (r *scopeAssignmentResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	var planned, before scopeAssignmentModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
		planned.ScopeID, planned.AppID, planned.ID = before.ScopeID, before.AppID, before.ID
	}
	if resp.Diagnostics.HasError() {
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	anotherScope := creating || lookup.changed(customScopeKind, planned.Scope, before.Scope, before.ScopeID)
	anotherApp := creating || lookup.changed(connectedAppKind, planned.App, before.App, before.AppID)
	if !anotherScope && !anotherApp {
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	if anotherScope {
		planned.findScope(ctx, lookup)
	}
	if anotherApp {
		planned.findApp(ctx, lookup)
	}
	if !creating {
		resp.RequiresReplace = append(resp.RequiresReplace, planned.replaced(&before)...)
	}
	if creating || len(resp.RequiresReplace) > 0 {
		planned.ID = types.StringUnknown()
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// replaced are the attributes by which the assignment becomes another one.
func (m *scopeAssignmentModel) replaced(before *scopeAssignmentModel) path.Paths {
	var paths path.Paths
	if !m.ScopeID.Equal(before.ScopeID) {
		paths.Append(path.Root("scope"), path.Root("scope_id"))
	}
	if !m.AppID.Equal(before.AppID) {
		paths.Append(path.Root("app"), path.Root("app_id"))
	}
	return paths
}

// Create implements [resource.Resource].
func (r *scopeAssignmentResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model scopeAssignmentModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	lookup := grantLookup{client: client, diags: &resp.Diagnostics}
	if model.ScopeID.IsUnknown() {
		model.findScope(ctx, lookup)
	}
	if model.AppID.IsUnknown() {
		model.findApp(ctx, lookup)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	row, err := client.OAuthCustomScopeAssignments.Create(ctx, salesforceapi.ID(model.ScopeID.ValueString()), salesforceapi.ID(model.AppID.ValueString()))
	switch {
	case transport.IsConflict(err):
		resp.Diagnostics.AddError("The app has the scope already", fmt.Sprintf(
			"%s exists already. Bring it under Terraform with\n\n  terraform import ADDRESS %s,%s\n\nThe platform said: %s.",
			model.object(), model.Scope.ValueString(), model.App.ValueString(), err))
		return
	case err != nil:
		scopeAssignmentNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	model.flatten(row)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource].
func (r *scopeAssignmentResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model scopeAssignmentModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	scope, app := model.keys()
	row, err := client.OAuthCustomScopeAssignments.Get(ctx, scope, app)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		scopeAssignmentNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(row)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource]. What can change in place is how the scope
// and the app are written.
func (*scopeAssignmentResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model scopeAssignmentModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Delete implements [resource.Resource].
func (r *scopeAssignmentResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model scopeAssignmentModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	scope, app := model.keys()
	err := client.OAuthCustomScopeAssignments.Delete(ctx, salesforceapi.OAuthCustomScopeAssignment{
		ID: salesforceapi.ID(model.ID.ValueString()), ScopeID: scope, AppID: app,
	})
	if err != nil && !transport.IsNotFound(err) {
		scopeAssignmentNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. The scope and the app
// may be given by their names too, and the state holds names.
func (r *scopeAssignmentResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "scope_id", "app_id")
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	var model scopeAssignmentModel
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("organization_id"), &model.OrganizationID)...)
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("scope_id"), &model.Scope)...)
	resp.Diagnostics.Append(resp.State.GetAttribute(ctx, path.Root("app_id"), &model.App)...)
	if !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	lookup := grantLookup{client: client, diags: &resp.Diagnostics}
	scope, app := model.findScope(ctx, lookup), model.findApp(ctx, lookup)
	if resp.Diagnostics.HasError() {
		return
	}
	model.Scope, model.App = types.StringValue(scope.DeveloperName), model.AppID
	if app.DeveloperName != "" {
		model.App = types.StringValue(app.DeveloperName)
	}
	model.ID = types.StringNull()
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}
