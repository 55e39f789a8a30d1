package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

type permissionSetGroupResource struct{ base }

// NewPermissionSetGroupResource makes apiaccess_salesforce_permission_set_group.
func NewPermissionSetGroupResource() resource.Resource {
	return &permissionSetGroupResource{base{Name: "salesforce_permission_set_group"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*permissionSetGroupResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Id (0PG…) of the permission set group."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up the members
// that the configuration names anew, and tells other plans the name.
func (r *permissionSetGroupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, &resp.Diagnostics)
		return
	}
	var planned, before permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	permissionSetGroupKind.announce(&r.Clients.Planned, planned.Name, planned.ID)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	lookup.client = client
	lookup.newIDs(ctx, principalPermissionSet, principalsPath(principalPermissionSet), planned.PermissionSets, before.PermissionSets)
	muting := planned.MutingPermissionSet
	if !muting.IsNull() && !muting.IsUnknown() && !muting.Equal(before.MutingPermissionSet) {
		_, _ = findMuting(ctx, client, muting, &resp.Diagnostics)
	}
	if !req.State.Raw.IsNull() && !resp.Diagnostics.HasError() {
		planned.guardPlan(ctx, planned.guard(client, &r.Clients.Planned, &resp.Diagnostics), &before)
	}
}

// Create implements [resource.Resource].
func (r *permissionSetGroupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, model.Timeouts.Create, &resp.Diagnostics)
	defer cancel()
	sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	group, err := client.PermissionSetGroups.Create(ctx, model.expand())
	switch {
	case transport.IsConflict(err):
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Salesforce permission set group exists already", fmt.Sprintf(
			"There is a permission set group named %[1]s. Bring it under Terraform with\n\n  terraform import ADDRESS %[1]s\n\n"+
				"or choose another name. The platform said: %[2]s.", model.Name.ValueString(), err))
		return
	case err != nil:
		permissionSetGroupNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	model.flatten(group)
	permissionSetGroupKind.announce(&r.Clients.Planned, model.Name, model.ID)
	model.changeMembers(ctx, client, &permissionSetGroupResourceModel{}, &resp.Diagnostics)
	model.await(ctx, client, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// await waits until the group gives what its members have.
func (m *permissionSetGroupResourceModel) await(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	group, err := client.PermissionSetGroups.AwaitUpdated(ctx, m.groupID())
	if group.Status != "" {
		m.Status = types.StringValue(group.Status)
	}
	if err != nil {
		permissionSetGroupNoun.Failed(diags, "await the recalculation of", m.object(), err)
	}
}

// Read implements [resource.Resource].
func (r *permissionSetGroupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	importing := model.Name.IsNull()
	group, err := client.PermissionSetGroups.Find(ctx, model.ID.ValueString())
	if transport.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	var members groupMembers
	if err == nil {
		members, err = readGroupMembers(ctx, client, group.ID)
	}
	if err != nil {
		permissionSetGroupNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(group)
	model.flattenMembers(members, importing)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *permissionSetGroupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := within(ctx, model.Timeouts.Update, &resp.Diagnostics)
	defer cancel()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if model.guardMuting(ctx, model.guard(client, nil, &resp.Diagnostics), &before); resp.Diagnostics.HasError() {
		return
	}
	if err := client.PermissionSetGroups.Update(ctx, model.expand()); err != nil {
		permissionSetGroupNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	model.changeMembers(ctx, client, &before, &resp.Diagnostics)
	model.Status = before.Status
	model.await(ctx, client, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]. Its memberships and assignments go with
// it.
func (r *permissionSetGroupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model permissionSetGroupResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guardRemoval(ctx, client, nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	if err := client.PermissionSetGroups.Delete(ctx, model.groupID()); err != nil && !transport.IsNotFound(err) {
		permissionSetGroupNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by name or id, or by
// identity.
func (r *permissionSetGroupResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	reference := req.ID
	if reference == "" {
		var identity recordIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		sameOrganization(ctx, client, &identity.OrganizationID, "the permission set group", &resp.Diagnostics)
		reference = identity.ID.ValueString()
	}
	if problem := permissionSetGroupKind.problem(reference); problem != "" {
		resp.Diagnostics.AddError("Wrong import id", problem+". The id is the group's developer name or its id (0PG…).")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	group, err := client.PermissionSetGroups.Find(ctx, reference)
	if err != nil {
		permissionSetGroupNoun.Failed(&resp.Diagnostics, "import", reference, err)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), string(group.ID))...)
}
