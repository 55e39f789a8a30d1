package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	teamMemberType  = "apiaccess_anypoint_team_member"
	teamMembersType = "apiaccess_anypoint_team_members"
)

var teamMemberNoun = framework.Noun{Name: "Anypoint team member", Needs: administration}

type teamMemberResource struct{ base }

type teamMemberModel struct {
	OrganizationID   types.String `tfsdk:"organization_id"`
	Team             types.String `tfsdk:"team"`
	User             types.String `tfsdk:"user"`
	MembershipType   types.String `tfsdk:"membership_type"`
	AdoptExisting    types.Bool   `tfsdk:"adopt_existing"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
	ID               types.String `tfsdk:"id"`
	TeamID           types.String `tfsdk:"team_id"`
	UserID           types.String `tfsdk:"user_id"`
}

type teamMemberIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	TeamID         types.String `tfsdk:"team_id"`
	UserID         types.String `tfsdk:"user_id"`
}

func (m *teamMemberModel) identity() teamMemberIdentity {
	return teamMemberIdentity{m.OrganizationID, m.TeamID, m.UserID}
}

func (m *teamMemberModel) object() string {
	return fmt.Sprintf("%s in the team %s", m.User.ValueString(), m.Team.ValueString())
}

func (m *teamMemberModel) member() anypointapi.TeamMember {
	return anypointapi.TeamMember{UserID: m.UserID.ValueString(), MembershipType: m.MembershipType.ValueString()}
}

// find fills in the ids.
func (m *teamMemberModel) find(ctx context.Context, search people) {
	if m.TeamID.IsUnknown() {
		m.TeamID = search.team(ctx, path.Root("team"), m.Team)
	}
	if m.UserID.IsUnknown() {
		m.UserID = search.user(ctx, path.Root("user"), m.User)
	}
	m.ID = types.StringUnknown()
	if !m.TeamID.IsUnknown() && !m.UserID.IsUnknown() {
		m.ID = types.StringValue(m.TeamID.ValueString() + "," + m.UserID.ValueString())
	}
}

// NewTeamMemberResource makes apiaccess_anypoint_team_member.
func NewTeamMemberResource() resource.Resource {
	return &teamMemberResource{base{Name: "anypoint_team_member"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the team and
// the user. A plan without changes makes no call.
func (r *teamMemberResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before teamMemberModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	removed := req.Plan.Raw.IsNull()
	if !removed {
		planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	search := people{planned: &r.Clients.Planned, organizationID: planned.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if !removed && resp.Plan.Raw.Equal(req.State.Raw) {
		search.claim(teamMemberType, teamMembersType, "members", planned.Team, planned.TeamID)
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		search.client = client
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !removed {
		creating := req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0
		planned.TeamID, planned.UserID = before.TeamID, before.UserID
		if creating || !planned.Team.Equal(before.Team) {
			planned.TeamID = types.StringUnknown()
		}
		if creating || !planned.User.Equal(before.User) {
			planned.UserID = types.StringUnknown()
		}
		planned.find(ctx, search)
		search.claim(teamMemberType, teamMembersType, "members", planned.Team, planned.TeamID)
		if !creating {
			replaceChanged(resp, "team", planned.TeamID, before.TeamID)
			replaceChanged(resp, "user", planned.UserID, before.UserID)
		}
		resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	}
	if removed || len(resp.RequiresReplace) > 0 {
		search.organizationID = before.OrganizationID.ValueString()
		before.guard(search).members(ctx, before.TeamID, []string{before.UserID.ValueString()})
	}
}

// replaceChanged replaces an object whose reference means another one now.
func replaceChanged(resp *resource.ModifyPlanResponse, reference string, planned, before types.String) {
	if !planned.Equal(before) {
		resp.RequiresReplace.Append(path.Root(reference), path.Root(reference+"_id"))
	}
}

func (m *teamMemberModel) guard(search people) lockoutGuard {
	return lockoutGuard{
		people: search, noun: teamMemberNoun, object: m.object(), change: "the removal", at: path.Root("user"), allowed: m.AllowSelfLockout,
	}
}

// Create implements [resource.Resource].
func (r *teamMemberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model teamMemberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.find(ctx, search); resp.Diagnostics.HasError() {
		return
	}
	team := search.teamKey(ctx, model.TeamID)
	existing, err := client.TeamMembers.Get(ctx, team, model.UserID.ValueString())
	switch {
	case err == nil && existing.External:
		resp.Diagnostics.AddAttributeError(path.Root("user"), "Member by the identity provider", model.object()+
			": a group of the identity provider makes the user a member, so that Terraform could neither change nor remove it.")
		return
	case err == nil && !model.AdoptExisting.ValueBool():
		resp.Diagnostics.AddAttributeError(path.Root("user"), "Anypoint team member exists already", fmt.Sprintf(
			"%s: the user is a %s already. Bring it under Terraform with\n\n  terraform import ADDRESS '%s,%s'\n\nor set adopt_existing = true.",
			model.object(), existing.MembershipType, model.Team.ValueString(), model.User.ValueString()))
		return
	case err != nil && !transport.IsNotFound(err):
		teamMemberNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	if err := client.TeamMembers.Add(ctx, team, model.member()); err != nil {
		teamMemberNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource].
func (r *teamMemberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model teamMemberModel
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
		model.User, model.UserID = search.importedUser(ctx, model.UserID)
		model.find(ctx, search)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	member, err := client.TeamMembers.Get(ctx, search.teamKey(ctx, model.TeamID), model.UserID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		teamMemberNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.MembershipType = types.StringValue(member.MembershipType)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *teamMemberResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before teamMemberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	if !model.MembershipType.Equal(before.MembershipType) {
		search := people{client: client, organizationID: model.OrganizationID.ValueString()}
		if err := client.TeamMembers.Add(ctx, search.teamKey(ctx, model.TeamID), model.member()); err != nil {
			teamMemberNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *teamMemberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model teamMemberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	model.guard(search).members(ctx, model.TeamID, []string{model.UserID.ValueString()})
	if resp.Diagnostics.HasError() {
		return
	}
	err := client.TeamMembers.Remove(ctx, search.teamKey(ctx, model.TeamID), model.UserID.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		teamMemberNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *teamMemberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "team_id", "user_id")
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
}
