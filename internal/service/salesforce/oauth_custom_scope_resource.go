package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var customScopeNoun = framework.Noun{
	Name:  "Salesforce OAuth custom scope",
	Needs: "Managing and reading OAuth custom scopes takes the permission Manage Connected Apps.",
}

type customScopeResource struct{ base }

// NewOAuthCustomScopeResource makes apiaccess_salesforce_oauth_custom_scope.
func NewOAuthCustomScopeResource() resource.Resource {
	return &customScopeResource{base{Name: "salesforce_oauth_custom_scope"}}
}

type customScopeModel struct {
	Name           types.String `tfsdk:"name"`
	Label          types.String `tfsdk:"label"`
	Description    types.String `tfsdk:"description"`
	Public         types.Bool   `tfsdk:"public"`
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

func (m *customScopeModel) identity() recordIdentity { return recordIdentity{m.OrganizationID, m.ID} }

func (m *customScopeModel) object() string {
	if m.Name.IsNull() {
		return "OAuth custom scope " + m.ID.ValueString()
	}
	return "OAuth custom scope " + m.Name.ValueString()
}

func (m *customScopeModel) expand() salesforceapi.OAuthCustomScope {
	return salesforceapi.OAuthCustomScope{
		ID: salesforceapi.ID(m.ID.ValueString()), DeveloperName: m.Name.ValueString(), Label: m.Label.ValueString(),
		Description: m.Description.ValueString(), IsPublic: m.Public.ValueBool(),
	}
}

func (m *customScopeModel) flatten(scope salesforceapi.OAuthCustomScope) {
	m.ID = types.StringValue(string(scope.ID))
	m.Name = types.StringValue(scope.DeveloperName)
	m.Label = types.StringValue(scope.Label)
	m.Description = textOrNull(scope.Description)
	m.Public = types.BoolValue(scope.IsPublic)
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*customScopeResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the scope."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it tells the plans of
// those who refer to the scope that the configuration makes it.
func (r *customScopeResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	var planned customScopeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	customScopeKind.announce(&r.Clients.Planned, planned.Name, planned.ID)
}

// Create implements [resource.Resource].
func (r *customScopeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model customScopeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	model.ID = types.StringNull()
	scope, err := client.OAuthCustomScopes.Create(ctx, model.expand())
	if err != nil {
		explainScope(&model, "create", err, &resp.Diagnostics)
		return
	}
	model.flatten(scope)
	customScopeKind.announce(&r.Clients.Planned, model.Name, model.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// explainScope reports a write that failed. Descriptions are unique too.
func explainScope(model *customScopeModel, verb string, err error, diags *diag.Diagnostics) {
	switch {
	case !transport.IsConflict(err):
		customScopeNoun.Failed(diags, verb, model.object(), err)
	case isAbout(err, "Description", "description duplicates value"):
		diags.AddAttributeError(path.Root("description"), "Another scope has the description", fmt.Sprintf(
			"Salesforce takes each description once. Choose another one. The platform said: %s.", err))
	default:
		diags.AddAttributeError(path.Root("name"), "Salesforce OAuth custom scope exists already", fmt.Sprintf(
			"There is an OAuth custom scope named %[1]s. Bring it under Terraform with\n\n"+
				"  terraform import ADDRESS %[1]s\n\nor choose another name. The platform said: %[2]s.",
			model.Name.ValueString(), err))
	}
}

// Read implements [resource.Resource].
func (r *customScopeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model customScopeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	scope, err := client.OAuthCustomScopes.Find(ctx, model.ID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		customScopeNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(scope)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Update implements [resource.Resource].
func (r *customScopeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model customScopeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if err := client.OAuthCustomScopes.Update(ctx, model.expand()); err != nil {
		explainScope(&model, "update", err, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// Delete implements [resource.Resource].
func (r *customScopeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model customScopeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	err := client.OAuthCustomScopes.Delete(ctx, salesforceapi.ID(model.ID.ValueString()))
	if err != nil && !transport.IsNotFound(err) {
		customScopeNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by name or id, or by
// identity.
func (r *customScopeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	reference := req.ID
	if reference == "" {
		var identity recordIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		sameOrganization(ctx, client, &identity.OrganizationID, "the OAuth custom scope", &resp.Diagnostics)
		reference = identity.ID.ValueString()
	}
	if problem := customScopeKind.problem(reference); problem != "" {
		resp.Diagnostics.AddError("Wrong import id", problem+". The id is the scope's developer name or its id.")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	scope, err := client.OAuthCustomScopes.Find(ctx, reference)
	if err != nil {
		customScopeNoun.Failed(&resp.Diagnostics, "import", reference, err)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), string(scope.ID))...)
}
