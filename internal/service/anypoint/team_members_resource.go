package anypoint

import (
	"context"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var teamMembersNoun = framework.Noun{Name: "Anypoint team members", Needs: administration}

type teamMembersResource struct{ base }

// NewTeamMembersResource makes apiaccess_anypoint_team_members.
func NewTeamMembersResource() resource.Resource {
	return &teamMembersResource{base{Name: "anypoint_team_members"}}
}

// Schema implements [resource.Resource].
func (*teamMembersResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All members of one team. It is authoritative: whoever was added elsewhere appears in the plan, line by line, and " +
			"is removed with the apply." + externalMembersNote + " For single members there is `apiaccess_anypoint_team_member`, and one " +
			"configuration can't use both for the same team." + administratorNote,
		Attributes: map[string]schema.Attribute{
			"organization_id": peopleOrganization(),
			"team":            teamReference("members"),
			"members": schema.MapAttribute{
				MarkdownDescription: "Users, by username, e-mail address or UUID, and what each is: `member`, or `maintainer`, who may manage " +
					"the team's members besides. Changed in place, a hundred in one call.",
				Required:    true,
				ElementType: types.StringType,
				Validators: []validator.Map{
					mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)), mapvalidator.ValueStringsAre(oneMembershipType()),
				},
			},
			"allow_self_lockout": administrationAttribute("the removal of members"),
			"team_id":            computed("Team, as a UUID."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*teamMembersResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = ofTeamIdentitySchema()
}

func ofTeamIdentitySchema() identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"team_id":         identityschema.StringAttribute{RequiredForImport: true, Description: "Team, as a UUID."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the team and
// the users. A plan without changes makes no call.
func (r *teamMembersResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	planned, before := teamMembersModel{}, teamMembersModel{Members: types.MapNull(types.StringType)}
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
		search.claim(teamMembersType, teamMemberType, "members", planned.Team, planned.TeamID)
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		search.client = client
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if removed {
		search.organizationID = before.OrganizationID.ValueString()
		before.guardAgainst(ctx, search, before.Members, nil)
		return
	}
	creating := req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0
	planned.TeamID = before.TeamID
	if creating || !planned.Team.Equal(before.Team) {
		planned.TeamID = search.team(ctx, path.Root("team"), planned.Team)
	}
	search.claim(teamMembersType, teamMemberType, "members", planned.Team, planned.TeamID)
	if !creating {
		replaceChanged(resp, "team", planned.TeamID, before.TeamID)
	}
	if creating {
		planned.warnOfOthers(ctx, search)
	}
	wanted := map[string]string{}
	if !planned.Members.IsUnknown() {
		wanted = search.ids(ctx, planned.Members)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	switch {
	case len(resp.RequiresReplace) > 0:
		before.guardAgainst(ctx, search, before.Members, nil)
	case !creating && !planned.Members.IsUnknown():
		planned.TeamID = before.TeamID
		planned.guardAgainst(ctx, search, before.Members, wanted)
	}
}

// guardAgainst checks those whom the state holds and who are not to stay.
func (m *teamMembersModel) guardAgainst(ctx context.Context, search people, before types.Map, stay map[string]string) {
	if search.client == nil || search.diags.HasError() {
		return
	}
	stays := slices.Collect(maps.Values(stay))
	lost := []string{}
	for _, id := range search.formerIDs(ctx, before) {
		if !slices.Contains(stays, id) {
			lost = append(lost, id)
		}
	}
	m.guard(search).members(ctx, m.TeamID, lost)
}

// Create implements [resource.Resource]. It adds who is missing, and leaves others
// to the next plan, which shows them.
func (r *teamMembersResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model teamMembersModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	model.change(ctx, search, types.MapValueMust(types.StringType, nil))
	if model.TeamID.IsUnknown() || resp.Diagnostics.HasError() && len(model.Members.Elements()) == 0 {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource]: it finds every member, whoever added them.
func (r *teamMembersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model teamMembersModel
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
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := membersOf(ctx, client, search.teamKey(ctx, model.TeamID))
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		teamMembersNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	before := len(model.Members.Elements())
	model.Members = search.spelledMembers(ctx, model.Members, live)
	if before > 0 && len(model.Members.Elements()) == 0 {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. It touches nobody but those whom the plan
// showed.
func (r *teamMembersResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before teamMembersModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	model.guardAgainst(ctx, search, before.Members, search.ids(ctx, model.Members))
	if resp.Diagnostics.HasError() {
		return
	}
	model.change(ctx, search, before.Members)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: it removes whom the state holds.
func (r *teamMembersResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var before teamMembersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: before.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	team := search.teamKey(ctx, before.TeamID)
	left := before
	if _, err := membersOf(ctx, client, team); transport.IsNotFound(err) {
		return
	}
	before.guardAgainst(ctx, search, before.Members, nil)
	if resp.Diagnostics.HasError() {
		return
	}
	left.Members = types.MapValueMust(types.StringType, nil)
	if left.change(ctx, search, before.Members); resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, left)...)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *teamMembersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importOfTeam(ctx, req, resp, r.Clients.AnypointOrganizationID)
}

// importOfTeam imports what a team has one of, by the team.
func importOfTeam(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, organizationID string) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "team_id")
	importDefault(ctx, resp, "organization_id", organizationID)
}
