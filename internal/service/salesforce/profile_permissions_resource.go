package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var profilePermissionsNoun = framework.Noun{
	Name: "Salesforce profile permissions",
	Needs: "Managing them takes the permission Manage Profiles and Permission Sets; finding the profile, View Setup and Configuration; " +
		"telling custom profiles from standard ones, Modify Metadata Through Metadata API Functions.",
}

type profilePermissionsResource struct{ base }

// NewProfilePermissionsResource makes apiaccess_salesforce_profile_permissions.
func NewProfilePermissionsResource() resource.Resource {
	return &profilePermissionsResource{base{Name: "salesforce_profile_permissions"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*profilePermissionsResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = profileIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up the profile,
// and refuses standard ones and permissions that there are not.
func (r *profilePermissionsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req, &resp.Diagnostics)
		return
	}
	planProfile(ctx, r.Clients, profilePermissionsNoun, req, resp)
	var planned, before profilePermissionsModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() || (planned.ProfileID.Equal(before.ProfileID) && planned.Permissions.Equal(before.Permissions)) {
		return
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	planned.userPermissions(client).check(ctx, planned.Permissions, before.Permissions, &resp.Diagnostics)
	if planned.ProfileID.IsUnknown() {
		return
	}
	if !planned.ProfileID.Equal(before.ProfileID) {
		planned.refuseStandard(ctx, client, &resp.Diagnostics)
	}
	planned.guardPermissions(ctx, client, &r.Clients.Planned, before.Permissions, recallBefore(ctx, req.Private, &resp.Diagnostics), &resp.Diagnostics)
}

// Create implements [resource.Resource].
func (r *profilePermissionsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model profilePermissionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	profile, found := findProfile(ctx, client, model.Profile.ValueString(), profilePermissionsNoun, &resp.Diagnostics)
	if !found {
		return
	}
	unknown := model.ProfileID.IsUnknown()
	model.ProfileID = types.StringValue(string(profile.ID))
	if unknown && !model.refuseStandard(ctx, client, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	if model.guardPermissions(ctx, client, nil, model.Permissions, before, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	uncertain, kept := model.change(ctx, client, types.MapNull(types.BoolType), before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *profilePermissionsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model profilePermissionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	_, err := client.Profiles.Find(ctx, model.ProfileID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		profilePermissionsNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	named := model.Permissions
	if named.IsNull() { // imported
		named = usualPermissions()
	}
	model.Permissions = model.userPermissions(client).read(ctx, salesforceapi.ID(model.ProfileID.ValueString()), named, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *profilePermissionsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, state profilePermissionsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if !model.Permissions.Equal(state.Permissions) {
		if model.guardPermissions(ctx, client, nil, state.Permissions, before, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		if _, kept := model.change(ctx, client, state.Permissions, before, &resp.Diagnostics); !kept {
			return
		}
		before.keep(ctx, resp.Private, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: the named permissions are again as they
// were before.
func (r *profilePermissionsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model profilePermissionsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guardRestoration(ctx, client, nil, before, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	_, err := client.Profiles.Find(ctx, model.ProfileID.ValueString())
	if err == nil {
		err = client.Profiles.SetPermissions(ctx, salesforceapi.ID(model.ProfileID.ValueString()), former(before, before))
	}
	if !transport.IsNotFound(err) {
		reportRestoring(profilePermissionsNoun, model.object(), err, &resp.Diagnostics)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by the profile.
func (r *profilePermissionsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	profile, found := importProfile(ctx, client, profilePermissionsNoun, req, resp)
	if !found {
		return
	}
	model := profilePermissionsModel{Profile: types.StringValue(profile.Name), ProfileID: types.StringValue(string(profile.ID))}
	model.refuseStandard(ctx, client, &resp.Diagnostics)
}
