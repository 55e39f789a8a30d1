package anypoint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var teamNoun = framework.Noun{Name: "Anypoint team", Needs: administration}

type teamResource struct{ base }

type teamModel struct {
	OrganizationID   types.String `tfsdk:"organization_id"`
	Name             types.String `tfsdk:"name"`
	Parent           types.String `tfsdk:"parent"`
	Type             types.String `tfsdk:"type"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
	ID               types.String `tfsdk:"id"`
	ParentID         types.String `tfsdk:"parent_id"`
}

type teamIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

func (m *teamModel) identity() teamIdentity { return teamIdentity{m.OrganizationID, m.ID} }

// NewTeamResource makes apiaccess_anypoint_team.
func NewTeamResource() resource.Resource { return &teamResource{base{Name: "anypoint_team"}} }

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the parent, and
// tells which teams a deletion takes along.
func (r *teamResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planDeletion(ctx, req.State, resp)
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	var planned, before teamModel
	creating := req.State.Raw.IsNull()
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if creating || len(resp.RequiresReplace) > 0 || !planned.Parent.Equal(before.Parent) {
		planned.ParentID = types.StringUnknown()
		search := people{planned: &r.Clients.Planned, organizationID: planned.OrganizationID.ValueString(), diags: &resp.Diagnostics}
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			search.client = client
		}
		if !resp.Diagnostics.HasError() {
			planned.ParentID = planned.parent(ctx, search)
		}
		if !creating && !planned.ParentID.Equal(before.ParentID) {
			planned.guard(search, "the move").move(ctx, before.ID, before.ParentID, planned.ParentID)
		}
		resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	}
	if !planned.Name.IsUnknown() {
		id := planned.ID.ValueString()
		if len(resp.RequiresReplace) > 0 {
			id = ""
		}
		r.Clients.Planned.Add(plannedTeam, planned.Name.ValueString(), id)
	}
}

// parent is the id of the team above: without one that is the root team.
func (m *teamModel) parent(ctx context.Context, search people) types.String {
	if !m.Parent.IsNull() {
		return search.team(ctx, path.Root("parent"), m.Parent)
	}
	if search.client == nil {
		return types.StringUnknown()
	}
	teams, err := search.client.Teams.List(ctx, search.root(ctx))
	if err != nil {
		teamNoun.FailedAt(search.diags, path.Root("parent"), "find the parent of", m.Name.ValueString(), err)
	}
	for _, team := range teams {
		if team.ParentID() == "" {
			return types.StringValue(team.ID)
		}
	}
	return types.StringUnknown()
}

// planDeletion warns of the teams below, which are deleted too.
func (r *teamResource) planDeletion(ctx context.Context, state tfsdk.State, resp *resource.ModifyPlanResponse) {
	var model teamModel
	resp.Diagnostics.Append(state.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{
		client: client, planned: &r.Clients.Planned, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics,
	}
	below, err := client.Teams.Below(ctx, search.teamKey(ctx, model.ID))
	if err != nil && !transport.IsPermission(err) {
		teamNoun.Failed(&resp.Diagnostics, "find the teams below", model.Name.ValueString(), err)
		return
	}
	names := make([]string, len(below))
	for i, team := range below {
		names[i] = team.Name
	}
	if len(names) > 0 {
		resp.Diagnostics.AddWarning("Teams below are deleted too", fmt.Sprintf(
			"Deleting the team %s deletes all teams below it, with their members' access: %s. To keep one of them, give it another parent first.",
			model.Name.ValueString(), strings.Join(names, ", ")))
	}
	model.guard(search, "the deletion").deletion(ctx, model.ID)
}

func (m *teamModel) guard(search people, change string) lockoutGuard {
	return lockoutGuard{
		people: search, noun: teamNoun, object: m.Name.ValueString(), change: change, at: path.Root("name"), allowed: m.AllowSelfLockout,
	}
}

// Create implements [resource.Resource].
func (r *teamResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model teamModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.ParentID.IsUnknown() {
		model.ParentID = model.parent(ctx, search)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	team, err := client.Teams.Create(ctx, search.root(ctx), model.ParentID.ValueString(), model.Name.ValueString(), model.Type.ValueString())
	switch {
	case transport.IsConflict(err) && team.ID != "":
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Anypoint team exists already", fmt.Sprintf(
			"There is a team %s (%s). Bring it under Terraform with\n\n  terraform import ADDRESS '%[2]s'", team.Name, team.ID))
		return
	case transport.IsConflict(err):
		teamNoun.FailedAt(&resp.Diagnostics, path.Root("type"), "create", model.Name.ValueString(), err)
		return
	case err != nil:
		teamNoun.Failed(&resp.Diagnostics, "create", model.Name.ValueString(), err)
		return
	}
	model.ID = types.StringValue(team.ID)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource].
func (r *teamResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model teamModel
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
	reference := lowerID(model.ID.ValueString())
	find := func() (anypointapi.Team, error) { return client.Teams.Get(ctx, search.teamKey(ctx, model.ID)) }
	if model.Name.IsNull() { // an import, by name or id
		find = func() (anypointapi.Team, error) { return client.Teams.Find(ctx, search.root(ctx), reference) }
	}
	team, err := find()
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		teamNoun.Failed(&resp.Diagnostics, "read", model.Name.ValueString(), err)
		return
	}
	model.flatten(ctx, client, team)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// flatten takes over a team as the platform tells it. The parent is called as
// before while it is the same one, and else by its name.
func (m *teamModel) flatten(ctx context.Context, client *anypointapi.Client, team anypointapi.Team) {
	imported := m.Name.IsNull()
	m.ID, m.Name, m.Type = types.StringValue(team.ID), types.StringValue(team.Name), types.StringValue(team.Type)
	if !imported && m.ParentID.ValueString() == team.ParentID() {
		return
	}
	m.ParentID, m.Parent = orNull(team.ParentID()), types.StringNull()
	if team.ParentID() == "" {
		return
	}
	parent, err := client.Teams.Get(ctx, anypointapi.TeamKey{OrganizationID: team.OrganizationID, TeamID: team.ParentID()})
	switch {
	case err != nil:
		m.Parent = m.ParentID
	case parent.ParentID() != "": // the root team goes without saying
		m.Parent = types.StringValue(parent.Name)
	}
}

// Update implements [resource.Resource].
func (r *teamResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before teamModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.ParentID.IsUnknown() {
		model.ParentID = model.parent(ctx, search)
	}
	if !resp.Diagnostics.HasError() && !model.ParentID.Equal(before.ParentID) {
		model.guard(search, "the move").move(ctx, before.ID, before.ParentID, model.ParentID)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	key := search.teamKey(ctx, model.ID)
	var steps []func() error
	if !model.ParentID.Equal(before.ParentID) {
		steps = append(steps, func() error { return client.Teams.Move(ctx, key, model.ParentID.ValueString()) })
	}
	if !model.Name.Equal(before.Name) || !model.Type.Equal(before.Type) {
		steps = append(steps, func() error { return client.Teams.Change(ctx, key, model.Name.ValueString(), model.Type.ValueString()) })
	}
	if model.Type.ValueString() == anypointapi.TeamPrivate {
		slices.Reverse(steps) // below a private parent only a private team may move
	}
	for _, step := range steps {
		if err := step(); err != nil {
			teamNoun.Failed(&resp.Diagnostics, "update", before.Name.ValueString(), err)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]. The teams below are deleted too.
func (r *teamResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model teamModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	model.guard(search, "the deletion").deletion(ctx, model.ID)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := client.Teams.Delete(ctx, search.teamKey(ctx, model.ID)); err != nil && !transport.IsNotFound(err) {
		teamNoun.Failed(&resp.Diagnostics, "delete", model.Name.ValueString(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *teamResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "id")
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
}
