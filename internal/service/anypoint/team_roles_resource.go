package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var teamRolesNoun = framework.Noun{Name: "Anypoint team roles", Needs: administration}

type teamRolesResource struct{ base }

// NewTeamRolesResource makes apiaccess_anypoint_team_roles.
func NewTeamRolesResource() resource.Resource {
	return &teamRolesResource{base{Name: "anypoint_team_roles"}}
}

// Schema implements [resource.Resource].
func (*teamRolesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All roles that one team holds itself; what it has from the teams above is theirs. It is authoritative: a role " +
			"that was given elsewhere appears in the plan, on a line of its own, and is taken away with the apply. The role *Business Group " +
			"Viewer*, which comes by itself with every other one, is left alone. For single roles there is `apiaccess_anypoint_team_role`, and " +
			"one configuration can't use both for the same team." + administratorNote,
		Attributes: map[string]schema.Attribute{
			"organization_id": peopleOrganization(),
			"team":            teamReference("roles"),
			"roles": schema.MapNestedAttribute{
				MarkdownDescription: "Roles, under keys of your choice that a reviewer reads in the plan. A role that is found on the platform " +
					"is shown as `ROLE in BUSINESS GROUP/ENVIRONMENT`. Changed in place.",
				Required:     true,
				Validators:   []validator.Map{mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1))},
				NestedObject: schema.NestedAttributeObject{Attributes: heldRoleAttributes("")},
			},
			"allow_self_lockout": administrationAttribute("the removal of roles"),
			"team_id":            computed("Team, as a UUID."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*teamRolesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = ofTeamIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the team, the
// roles and the places. A plan without changes makes no call.
func (r *teamRolesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	planned, before := teamRolesModel{}, teamRolesModel{Roles: types.MapNull(heldRoleType)}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	removed := req.Plan.Raw.IsNull()
	if !removed {
		planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("roles"), &planned.Roles)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	search := people{planned: &r.Clients.Planned, organizationID: planned.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if !removed && resp.Plan.Raw.Equal(req.State.Raw) {
		search.claim(teamRolesType, teamRoleType, "roles", planned.Team, planned.TeamID)
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		search.client = client
	}
	former := rolesIn(ctx, before.Roles, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if removed {
		search.organizationID = before.OrganizationID.ValueString()
		before.guard(search).roles(ctx, before.TeamID, keysOf(former))
		return
	}
	creating := req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0
	planned.TeamID = before.TeamID
	if creating || !planned.Team.Equal(before.Team) {
		planned.TeamID = search.team(ctx, path.Root("team"), planned.Team)
	}
	search.claim(teamRolesType, teamRoleType, "roles", planned.Team, planned.TeamID)
	if !creating {
		replaceChanged(resp, "team", planned.TeamID, before.TeamID)
	}
	wanted := rolesIn(ctx, planned.Roles, &resp.Diagnostics)
	search.resolveAll(ctx, wanted)
	if creating {
		planned.warnOfOthers(ctx, search, wanted)
	}
	if !planned.Roles.IsUnknown() {
		planned.setRoles(ctx, wanted, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	if gone := lost(former, wanted); len(gone) > 0 && !planned.Roles.IsUnknown() {
		before.AllowSelfLockout = planned.AllowSelfLockout
		before.guard(search).roles(ctx, before.TeamID, keysOf(gone))
	}
}

// Create implements [resource.Resource]. It gives what is missing, and leaves other
// roles to the next plan, which shows them.
func (r *teamRolesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model teamRolesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.TeamID.IsUnknown() {
		model.TeamID = search.team(ctx, path.Root("team"), model.Team)
	}
	wanted := r.settle(ctx, search, model.Roles)
	if resp.Diagnostics.HasError() {
		return
	}
	model.change(ctx, search, wanted, nil)
	if resp.Diagnostics.HasError() && len(model.Roles.Elements()) == 0 {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// settle are the planned roles, with what the plan had to leave open.
func (*teamRolesResource) settle(ctx context.Context, search people, planned types.Map) map[string]heldRole {
	wanted := rolesIn(ctx, planned, search.diags)
	for key, role := range wanted {
		if role.Context.IsUnknown() {
			role.Context = types.MapNull(types.StringType)
			wanted[key] = role
		}
	}
	search.resolveAll(ctx, wanted)
	return wanted
}

// Read implements [resource.Resource]: it finds every role, whoever gave it.
func (r *teamRolesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model teamRolesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.Team.IsNull() {
		model.Team, model.TeamID = search.importedTeam(ctx, model.TeamID)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	}
	before := rolesIn(ctx, model.Roles, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := client.TeamRoles.List(ctx, search.teamKey(ctx, model.TeamID))
	switch {
	case transport.IsNotFound(err), err == nil && len(live) == 0 && len(before) > 0:
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		teamRolesNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.setRoles(ctx, search.spelledRoles(ctx, before, live), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. It takes away nothing but what the plan
// showed.
func (r *teamRolesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before teamRolesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	wanted, former := r.settle(ctx, search, model.Roles), rolesIn(ctx, before.Roles, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if gone := lost(former, wanted); len(gone) > 0 {
		model.guard(search).roles(ctx, model.TeamID, keysOf(gone))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.change(ctx, search, wanted, former)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: it takes away what the state holds.
func (r *teamRolesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model teamRolesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	former := rolesIn(ctx, model.Roles, &resp.Diagnostics)
	model.guard(search).roles(ctx, model.TeamID, keysOf(former))
	if resp.Diagnostics.HasError() {
		return
	}
	if model.change(ctx, search, map[string]heldRole{}, former); resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *teamRolesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importOfTeam(ctx, req, resp, r.Clients.AnypointOrganizationID)
}
