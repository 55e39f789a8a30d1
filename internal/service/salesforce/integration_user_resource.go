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

var integrationUserNoun = framework.Noun{
	Name:  "Salesforce integration user",
	Needs: "Managing users takes the permission Manage Users; finding the profile, View Setup and Configuration.",
}

type integrationUserResource struct{ base }

// NewIntegrationUserResource makes apiaccess_salesforce_integration_user.
func NewIntegrationUserResource() resource.Resource {
	return &integrationUserResource{base{Name: "salesforce_integration_user"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*integrationUserResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Id (005…) of the user."},
	}}
}

// Create implements [resource.Resource]. A user whose creation were to fail once there
// is one would be replaced, which cannot be: usernames are never free again.
func (r *integrationUserResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model integrationUserModel
	var planned types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) ||
		!model.settle(ctx, client, &resp.Diagnostics) {
		return
	}
	id, err := client.Users.Create(ctx, model.expand())
	if err != nil {
		model.explainTaken(ctx, client, "create", err, &resp.Diagnostics)
		return
	}
	model.ID = types.StringValue(string(id))
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	userKind.announce(&r.Clients.Planned, model.Username, model.ID)
	var failed diag.Diagnostics
	if model.readBack(ctx, client, &failed) {
		resp.Diagnostics.Append(failed...)
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		failed = nil
	}
	settle(ctx, model.object(), planned, &resp.State, failed, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *integrationUserResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model integrationUserModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	user, err := client.Users.Details(ctx, salesforceapi.ID(model.ID.ValueString()))
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		integrationUserNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	before := model.ProfileID
	model.flatten(user)
	if !model.ProfileID.Equal(before) {
		model.nameProfile(ctx, client, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *integrationUserResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before integrationUserModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !model.settle(ctx, client, &resp.Diagnostics) {
		return
	}
	if !model.ProfileID.Equal(before.ProfileID) {
		model.guardProfile(ctx, client, nil, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := client.Users.Update(ctx, model.expand()); err != nil {
		model.explainTaken(ctx, client, "update", err, &resp.Diagnostics)
		return
	}
	told := model.readBack(ctx, client, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	if told {
		resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
		notKept(model.object(), planned, kept, &resp.Diagnostics)
	}
}

// Delete implements [resource.Resource]: it deactivates the user.
func (r *integrationUserResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model integrationUserModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guardRemoval(ctx, client, nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	if err := client.Users.Deactivate(ctx, salesforceapi.ID(model.ID.ValueString())); err != nil && !transport.IsNotFound(err) {
		integrationUserNoun.Failed(&resp.Diagnostics, "deactivate", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by username or id, or
// by identity; of inactive users, too.
func (r *integrationUserResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	reference := req.ID
	if reference == "" {
		var identity recordIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		sameOrganization(ctx, client, &identity.OrganizationID, "the user", &resp.Diagnostics)
		reference = identity.ID.ValueString()
	}
	if problem := userKind.problem(reference); problem != "" {
		resp.Diagnostics.AddError("Wrong import id", problem+". The id is the username or the user's id (005…).")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	user, err := client.Users.Find(ctx, reference)
	if err != nil {
		integrationUserNoun.Failed(&resp.Diagnostics, "import", reference, err)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), string(user.ID))...)
}
