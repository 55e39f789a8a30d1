package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var permissionSetAssignmentsNoun = framework.Noun{
	Name: "Salesforce permission set assignments",
	Needs: "Reading assignments takes the permission View Setup and Configuration; assigning permission sets and groups, " +
		"Assign Permission Sets.",
}

type permissionSetAssignmentsResource struct{ base }

// NewPermissionSetAssignmentsResource makes
// apiaccess_salesforce_permission_set_assignments.
func NewPermissionSetAssignmentsResource() resource.Resource {
	return &permissionSetAssignmentsResource{base{Name: "salesforce_permission_set_assignments"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*permissionSetAssignmentsResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"id": identityschema.StringAttribute{
			RequiredForImport: true, Description: "Id of the permission set (0PS…) or permission set group (0PG…).",
		},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up whom and what
// the configuration names anew. A plan without changes makes no call.
func (r *permissionSetAssignmentsResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() && r.Clients != nil {
		r.guardRemoval(ctx, req.State, false, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	var planned, before permissionSetAssignmentsModel
	creating := req.State.Raw.IsNull()
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("users"), &planned.Users)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("users"), planned.Users)...)
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() || r.Clients == nil {
		return
	}
	if !creating && resp.Plan.Raw.Equal(req.State.Raw) {
		planned.claim(&r.Clients.Planned, req.Config, &resp.Diagnostics)
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	argument, written := planned.held()
	formerArgument, former := before.held()
	planned.ID = before.ID
	if creating || argument != formerArgument || lookup.changed(principalKinds[argument], *written, *former, before.ID) {
		planned.find(ctx, lookup)
	}
	if !creating && !planned.ID.Equal(before.ID) {
		resp.RequiresReplace.Append(path.Root(argument), path.Root(formerArgument), path.Root("id"))
	}
	planned.claim(&r.Clients.Planned, req.Config, &resp.Diagnostics)
	lookup.newIDs(ctx, principalUser, principalsPath(principalUser), planned.Users, before.Users)
	checkExpirations(planned.Users, before.Users, &resp.Diagnostics)
	if creating {
		planned.compareWithOthers(ctx, lookup)
	} else {
		planned.checkConfirmed(len(before.Users.Elements()) > 0, &resp.Diagnostics)
	}
	switch {
	case creating || lookup.client == nil || resp.Diagnostics.HasError():
	case len(resp.RequiresReplace) > 0:
		r.guardRemoval(ctx, req.State, true, &resp.Diagnostics)
	default:
		planned.guardPlan(ctx, planned.guard(lookup.client, &r.Clients.Planned, &resp.Diagnostics), &before)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
}

// Create implements [resource.Resource]. It adds who is missing, and leaves others
// to the next plan, which shows them.
func (r *permissionSetAssignmentsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var planned permissionSetAssignmentsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sameOrganization(ctx, client, &planned.OrganizationID, planned.object(), &resp.Diagnostics)
	if planned.change(ctx, client, types.MapNull(assigneeElement), &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, planned.identity())...)
	}
}

// Read implements [resource.Resource]: it finds everyone who holds it, whoever
// assigned it.
func (r *permissionSetAssignmentsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model permissionSetAssignmentsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	if model.ID.IsNull() {
		name := model.find(ctx, grantLookup{client: client, diags: &resp.Diagnostics})
		_, written := model.held()
		*written = types.StringValue(name)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := readAssignees(ctx, client, model.rows(client), model.target())
	exists := len(live) > 0
	if err == nil && !exists && len(model.Users.Elements()) == 0 {
		exists, err = model.exists(ctx, client)
	}
	switch {
	case err != nil:
		permissionSetAssignmentsNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	case !exists:
		resp.State.RemoveResource(ctx)
		return
	}
	model.Users = spelled(userKind, assigneeElement, model.Users, live)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. It touches nobody but those whom the plan
// showed.
func (r *permissionSetAssignmentsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before permissionSetAssignmentsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	planned.checkConfirmed(len(before.Users.Elements()) > 0, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && planned.change(ctx, client, before.Users, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
	}
}

// Delete implements [resource.Resource]: it revokes what the state holds.
func (r *permissionSetAssignmentsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var before permissionSetAssignmentsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	left := before
	left.Users = types.MapNull(assigneeElement)
	if left.change(ctx, client, before.Users, &resp.Diagnostics) && resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, left)...)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (*permissionSetAssignmentsResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	argument, reference, _ := strings.Cut(req.ID, ":")
	if req.ID == "" {
		var identity recordIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
		argument, reference = principalPermissionSet, identity.ID.ValueString()
		if permissionSetGroupKind.isID(reference) {
			argument = principalGroup
		}
	}
	problem := fmt.Sprintf("%q is no kind of object that users hold", argument)
	if argument == principalPermissionSet || argument == principalGroup {
		problem = principalKinds[argument].problem(reference)
	}
	if problem != "" {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf(
			"Got %q: %s. The id is permission_set:NAME or permission_set_group:NAME, with a name or an id.", req.ID, problem))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(argument), reference)...)
}
