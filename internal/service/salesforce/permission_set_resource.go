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

var permissionSetNoun = framework.Noun{
	Name: "Salesforce permission set",
	Needs: "Managing permission sets takes the permission Manage Profiles and Permission Sets; " +
		"reading them, View Setup and Configuration.",
}

type permissionSetResource struct{ base }

// NewPermissionSetResource makes apiaccess_salesforce_permission_set.
func NewPermissionSetResource() resource.Resource {
	return &permissionSetResource{base{Name: "salesforce_permission_set"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*permissionSetResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Id (0PS…) of the permission set."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds out whether
// the license becomes another one, and tells other plans the name.
func (r *permissionSetResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, false, &resp.Diagnostics)
		return
	}
	var planned permissionSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	permissionSetKind.announce(&r.Clients.Planned, planned.Name, planned.ID)
	creating := req.State.Raw.IsNull()
	if !creating && req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var before permissionSetModel
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if !creating && planned.License.Equal(before.License) {
		planned.LicenseID = before.LicenseID
	} else {
		r.planLicense(ctx, &planned, &resp.Diagnostics)
	}
	if !creating && !planned.LicenseID.Equal(before.LicenseID) {
		resp.RequiresReplace.Append(path.Root("license"))
		r.guardRemoval(ctx, req.State, true, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("license_id"), planned.LicenseID)...)
	if !planned.Permissions.Equal(before.Permissions) {
		if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
			planned.userPermissions(client).check(ctx, planned.Permissions, before.Permissions, &resp.Diagnostics)
			if !creating {
				planned.guardPermissions(ctx, client, &r.Clients.Planned, &resp.Diagnostics)
			}
		}
	}
}

func (r *permissionSetResource) planLicense(ctx context.Context, planned *permissionSetModel, diags *diag.Diagnostics) {
	planned.LicenseID = types.StringUnknown()
	switch {
	case planned.License.IsUnknown():
	case planned.License.IsNull():
		planned.LicenseID = types.StringNull()
	default:
		if client, ok := r.Clients.Salesforce.Planning(diags); ok {
			resolveLicense(ctx, client, planned, diags)
		}
	}
}

// resolveLicense fills in the id of the license. Permission set licenses are known
// by their ids alone.
func resolveLicense(ctx context.Context, client *salesforceapi.Client, model *permissionSetModel, diags *diag.Diagnostics) {
	written := model.License.ValueString()
	if salesforceapi.IsID(written, "0PL") {
		model.LicenseID = types.StringValue(salesforceapi.NormalizeID(written))
		return
	}
	license, err := client.Licenses.Find(ctx, written)
	switch {
	case transport.IsNotFound(err):
		diags.AddAttributeError(path.Root("license"), "Unknown license", fmt.Sprintf(
			"The organization has no user license %q. Setup > Company Information lists them.", written))
	case err != nil:
		permissionSetNoun.FailedAt(diags, path.Root("license"), "prepare", model.object(), err)
	default:
		model.LicenseID = types.StringValue(string(license.ID))
	}
}

// Create implements [resource.Resource]. A permission set whose permissions could not
// be set is kept, with a warning: an error would have the next apply replace it, and
// take it from everybody who got it meanwhile.
func (r *permissionSetResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model permissionSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics)
	if model.LicenseID.IsUnknown() {
		model.LicenseID = types.StringNull()
		if !model.License.IsNull() {
			resolveLicense(ctx, client, &model, &resp.Diagnostics)
		}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	set, err := client.PermissionSets.Create(ctx, model.expand())
	if err != nil {
		explainPermissionSetCreate(&resp.Diagnostics, model, err)
		return
	}
	model.flatten(set)
	permissionSetKind.announce(&r.Clients.Planned, model.Name, model.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	var failed diag.Diagnostics
	model.userPermissions(client).apply(ctx, set.ID, model.Permissions, types.MapNull(types.BoolType), &failed)
	warnIncomplete(failed, &resp.Diagnostics)
}

func explainPermissionSetCreate(diags *diag.Diagnostics, model permissionSetModel, err error) {
	if !transport.IsConflict(err) {
		permissionSetNoun.Failed(diags, "create", model.object(), err)
		return
	}
	diags.AddAttributeError(path.Root("name"), "Salesforce permission set exists already", fmt.Sprintf(
		"There is a permission set named %[1]s. Bring it under Terraform with\n\n  terraform import ADDRESS %[1]s\n\n"+
			"or choose another name. The platform said: %[2]s.", model.Name.ValueString(), err))
}

// Read implements [resource.Resource].
func (r *permissionSetResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model permissionSetModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	set, err := client.PermissionSets.Get(ctx, salesforceapi.ID(model.ID.ValueString()))
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		permissionSetNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	importing := model.Name.IsNull()
	model.flatten(set)
	if importing {
		nameLicense(ctx, client, &model)
	}
	model.Permissions = model.userPermissions(client).read(ctx, set.ID, model.Permissions, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// nameLicense writes the license's name in place of its id, where it has one that
// can be read.
func nameLicense(ctx context.Context, client *salesforceapi.Client, model *permissionSetModel) {
	if model.LicenseID.IsNull() {
		return
	}
	if license, err := client.Licenses.Find(ctx, model.LicenseID.ValueString()); err == nil {
		model.License = types.StringValue(license.Name)
	}
}

// Update implements [resource.Resource].
func (r *permissionSetResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before permissionSetModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if !model.Permissions.Equal(before.Permissions) {
		model.guardPermissions(ctx, client, nil, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	set, err := client.PermissionSets.Update(ctx, model.expand())
	if err != nil {
		permissionSetNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	model.flatten(set)
	if !model.userPermissions(client).apply(ctx, set.ID, model.Permissions, before.Permissions, &resp.Diagnostics) {
		model.Permissions = before.Permissions
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *permissionSetResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model permissionSetModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guardRemoval(ctx, client, nil, false, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	err := client.PermissionSets.Delete(ctx, salesforceapi.ID(model.ID.ValueString()))
	switch {
	case err == nil, transport.IsNotFound(err):
	case transport.KindOf(err) == transport.Other, transport.KindOf(err) == transport.Invalid:
		permissionSetNoun.Failed(&resp.Diagnostics, "delete", model.object(), fmt.Errorf("%w.\n\n"+
			"Salesforce deletes no permission set that is assigned to users or part of a permission set group. Revoke those grants first: "+
			"remove the apiaccess_salesforce_api_grant objects that go through it, and in Setup what was assigned there", err))
	default:
		permissionSetNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by name or id, or by
// identity. Permission sets that packages, profiles and groups own are not ours
// to manage.
func (r *permissionSetResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	reference := req.ID
	var identity recordIdentity
	if reference == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		sameOrganization(ctx, client, &identity.OrganizationID, "the permission set", &resp.Diagnostics)
		reference = identity.ID.ValueString()
	}
	if problem := permissionSetKind.problem(reference); problem != "" {
		resp.Diagnostics.AddError("Wrong import id", problem+". The id is the permission set's API name or its id (0PS…).")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	set, err := client.PermissionSets.Find(ctx, reference)
	switch {
	case err != nil:
		permissionSetNoun.Failed(&resp.Diagnostics, "import", reference, err)
	case set.IsOwnedByProfile:
		refuseImport(resp, fmt.Sprintf("%s belongs to the profile %s, which is managed as a whole.", reference, set.Profile.Name))
	case set.GroupID != "":
		refuseImport(resp, reference+" mirrors a permission set group and cannot be changed as such.")
	case set.NamespacePrefix != "" || !set.IsCustom:
		refuseImport(resp, fmt.Sprintf("%s comes with a package or with Salesforce and cannot be changed as a whole. "+
			"Grants may refer to it by name all the same.", reference))
	default:
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), string(set.ID))...)
	}
}

func refuseImport(resp *resource.ImportStateResponse, why string) {
	resp.Diagnostics.AddError("Not a permission set of your own", why)
}
