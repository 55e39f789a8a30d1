package salesforce

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var permissionSetAssignmentNoun = framework.Noun{
	Name: "Salesforce permission set assignment", Needs: permissionSetAssignmentsNoun.Needs,
}

type permissionSetAssignmentResource struct{ base }

// NewPermissionSetAssignmentResource makes
// apiaccess_salesforce_permission_set_assignment.
func NewPermissionSetAssignmentResource() resource.Resource {
	return &permissionSetAssignmentResource{base{Name: "salesforce_permission_set_assignment"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*permissionSetAssignmentResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"held_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "Permission set (0PS…) or group (0PG…)."},
		"user_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "User (005…)."},
	}}
}

// find fills in the ids of what is held and of who holds it, and returns their
// names.
func (m *permissionSetAssignmentModel) find(ctx context.Context, lookup grantLookup, held, user bool) (heldName, username string) {
	if held {
		found := m.held()
		heldName = found.find(ctx, lookup)
		m.HeldID = found.ID
	}
	if !user {
		return heldName, ""
	}
	m.UserID = types.StringUnknown()
	reference, ok := lookup.reference(userKind, m.User)
	if !ok {
		return heldName, ""
	}
	id, username, _, err := lookup.findPrincipal(ctx, principalUser, reference)
	if err != nil {
		lookup.failed(path.Root(principalUser), userKind, m.User, err)
		return heldName, ""
	}
	m.UserID = types.StringValue(string(id))
	return heldName, username
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the objects that
// the arguments name. A plan without changes makes no call.
func (r *permissionSetAssignmentResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, false, &resp.Diagnostics)
		return
	}
	var planned, before permissionSetAssignmentModel
	creating := req.State.Raw.IsNull()
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &planned)...)
	if !creating {
		resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	argument, written := planned.held().held()
	formerArgument, former := before.held().held()
	held := creating || argument != formerArgument || lookup.changed(principalKinds[argument], *written, *former, before.HeldID)
	user := creating || lookup.changed(userKind, planned.User, before.User, before.UserID)
	if !held && !user && req.Plan.Raw.Equal(req.State.Raw) {
		planned.claim(&r.Clients.Planned, &resp.Diagnostics)
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	if !creating {
		planned.ID, planned.HeldID, planned.UserID = before.ID, before.HeldID, before.UserID
	}
	planned.find(ctx, lookup, held, user)
	planned.claim(&r.Clients.Planned, &resp.Diagnostics)
	if !creating && !planned.HeldID.Equal(before.HeldID) {
		resp.RequiresReplace.Append(path.Root(argument), path.Root(formerArgument), path.Root("held_id"))
	}
	if !creating && !planned.UserID.Equal(before.UserID) {
		resp.RequiresReplace.Append(path.Root(principalUser), path.Root("user_id"))
	}
	expires := planned.expires()
	if expires != nil && expires.Before(time.Now()) && !planned.Expiration.Equal(before.Expiration) {
		resp.Diagnostics.AddAttributeError(path.Root("expiration"), "Expiration in the past", fmt.Sprintf(
			"%s: %s has passed, and Salesforce takes no assignment that has ended. Set a later moment, or remove the assignment.",
			planned.object(), planned.Expiration.ValueString()))
	}
	switch {
	case lookup.client == nil || resp.Diagnostics.HasError():
	case creating:
		planned.guardAdoption(ctx, lookup.client, &r.Clients.Planned, &resp.Diagnostics)
	case len(resp.RequiresReplace) > 0:
		r.guardRemoval(ctx, req.State, true, &resp.Diagnostics)
	case !sameMoment(expires, before.expires()):
		planned.guardEnd(ctx, lookup.client, &r.Clients.Planned, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(framework.Encode(ctx, planned, &resp.Plan.Raw)...)
}

// Create implements [resource.Resource].
func (r *permissionSetAssignmentResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model permissionSetAssignmentModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics)
	model.find(ctx, grantLookup{client: client, diags: &resp.Diagnostics}, model.HeldID.IsUnknown(), model.UserID.IsUnknown())
	if !resp.Diagnostics.HasError() {
		model.guardAdoption(ctx, client, nil, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	row, err := model.createOrAdopt(ctx, client)
	switch {
	case transport.IsConflict(err):
		argument, written := model.held().held()
		resp.Diagnostics.AddError("Salesforce permission set assignment exists already", fmt.Sprintf(
			"There is an assignment of the %s. Bring it under Terraform with\n\n  terraform import ADDRESS %s:%s,%s\n\n"+
				"or set adopt_existing = true. The platform said: %s.",
			model.object(), argument, written.ValueString(), model.User.ValueString(), err))
		return
	case err != nil:
		permissionSetAssignmentNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	model.setRow(row)
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
}

// createOrAdopt adopts a row that exists only when it is told to.
func (m *permissionSetAssignmentModel) createOrAdopt(
	ctx context.Context, client *salesforceapi.Client,
) (salesforceapi.PermissionSetAssignment, error) {
	held := m.held()
	row, err := held.rows(client).Create(ctx, held.target(), m.userID(), m.expires())
	if !m.AdoptExisting.ValueBool() || !transport.IsConflict(err) {
		return row, err
	}
	if row, err = held.rows(client).Get(ctx, held.target(), m.userID()); err != nil || sameMoment(row.Expiration, m.expires()) {
		return row, err
	}
	return held.rows(client).SetExpiration(ctx, row, m.expires())
}

// Read implements [resource.Resource].
func (r *permissionSetAssignmentResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model permissionSetAssignmentModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	if model.HeldID.IsNull() {
		held, user := model.find(ctx, grantLookup{client: client, diags: &resp.Diagnostics}, true, true)
		if model.PermissionSet.IsNull() {
			model.PermissionSetGroup = types.StringValue(held)
		} else {
			model.PermissionSet = types.StringValue(held)
		}
		model.User = types.StringValue(user)
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	if resp.Diagnostics.HasError() {
		return
	}
	row, err := model.held().rows(client).Get(ctx, model.held().target(), model.userID())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		permissionSetAssignmentNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.setRow(row)
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
}

// row is the assignment as the state knows it.
func (m *permissionSetAssignmentModel) row() salesforceapi.PermissionSetAssignment {
	return salesforceapi.PermissionSetAssignment{
		ID: salesforceapi.ID(m.ID.ValueString()), PermissionSetID: m.held().target(), AssigneeID: m.userID(),
	}
}

// Update implements [resource.Resource]: all that can change is when the assignment
// ends, and how the configuration writes the references.
func (r *permissionSetAssignmentResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before permissionSetAssignmentModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	if !sameMoment(model.expires(), before.expires()) {
		if model.guardEnd(ctx, client, nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		row, err := model.held().rows(client).SetExpiration(ctx, before.row(), model.expires())
		if err != nil {
			permissionSetAssignmentNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
		model.setRow(row)
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
}

// Delete implements [resource.Resource].
func (r *permissionSetAssignmentResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model permissionSetAssignmentModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guardRemoval(ctx, client, nil, false, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	if err := model.held().rows(client).Delete(ctx, model.row()); err != nil && !transport.IsNotFound(err) {
		permissionSetAssignmentNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (*permissionSetAssignmentResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	held, user, _ := strings.Cut(req.ID, ",")
	argument, reference, _ := strings.Cut(held, ":")
	if req.ID == "" {
		var identity permissionSetAssignmentIdentity
		resp.Diagnostics.Append(framework.Decode(ctx, req.Identity.Raw, &identity)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
		argument, reference, user = principalPermissionSet, identity.HeldID.ValueString(), identity.UserID.ValueString()
		if permissionSetGroupKind.isID(reference) {
			argument = principalGroup
		}
	}
	problem := fmt.Sprintf("%q is no kind of object that users hold", argument)
	if argument == principalPermissionSet || argument == principalGroup {
		problem = principalKinds[argument].problem(reference)
	}
	if problem == "" {
		problem = userKind.problem(user)
	}
	if problem != "" {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf("Got %q: %s. The id is permission_set:NAME,USER or "+
			"permission_set_group:NAME,USER, each part a name or an id.", req.ID, problem))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(argument), reference)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(principalUser), user)...)
}
