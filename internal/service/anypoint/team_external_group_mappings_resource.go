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

var groupMappingsNoun = framework.Noun{Name: "Anypoint team external group mappings", Needs: administration}

type groupMappingsResource struct{ base }

// NewTeamExternalGroupMappingsResource makes
// apiaccess_anypoint_team_external_group_mappings.
func NewTeamExternalGroupMappingsResource() resource.Resource {
	return &groupMappingsResource{base{Name: "anypoint_team_external_group_mappings"}}
}

// Schema implements [resource.Resource].
func (*groupMappingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Which groups of identity providers make their people members of one team. A mapping takes effect when somebody " +
			"signs in, and whoever is a member by one can't be removed from the team otherwise. It is authoritative: a group that was mapped " +
			"elsewhere appears in the plan and is taken away with the apply. Use one object for each team." + administratorNote,
		Attributes: map[string]schema.Attribute{
			"organization_id": peopleOrganization(),
			"team":            teamReference("mappings"),
			"groups": schema.MapAttribute{
				MarkdownDescription: "By the id of the identity provider, as a UUID: its groups, by name, and what their people become, `member` " +
					"or `maintainer`. Changed in place, in one call.",
				Required:    true,
				ElementType: groupsType,
				Validators: []validator.Map{
					mapvalidator.KeysAre(framework.UUID()),
					mapvalidator.ValueMapsAre(
						mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(stringvalidator.LengthAtLeast(1)),
						mapvalidator.ValueStringsAre(oneMembershipType()),
					),
				},
			},
			"allow_self_lockout": administrationAttribute("a change"),
			"team_id":            computed("Team, as a UUID."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*groupMappingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = ofTeamIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the team, and
// guards the provider's own membership. A plan without changes makes no call.
func (r *groupMappingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.planRemoval(ctx, req, resp)
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	var planned, before groupMappingsModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	creating := req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0
	if resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	search := people{planned: &r.Clients.Planned, organizationID: planned.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		search.client = client
	}
	if resp.Diagnostics.HasError() {
		return
	}
	planned.TeamID = before.TeamID
	if creating || !planned.Team.Equal(before.Team) {
		planned.TeamID = search.team(ctx, path.Root("team"), planned.Team)
	}
	if creating {
		planned.warnOfOthers(ctx, search)
	} else {
		replaceChanged(resp, "team", planned.TeamID, before.TeamID)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	if len(resp.RequiresReplace) > 0 {
		planned.Groups = types.MapNull(groupsType)
	}
	if !req.State.Raw.IsNull() && !planned.Groups.IsUnknown() {
		planned.guardAgainst(ctx, search, &before)
	}
}

// planRemoval guards the provider's own membership.
func (r *groupMappingsResource) planRemoval(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var before groupMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{
		client: client, planned: &r.Clients.Planned, organizationID: before.OrganizationID.ValueString(), diags: &resp.Diagnostics,
	}
	left := before
	left.Groups = types.MapNull(groupsType)
	left.guardAgainst(ctx, search, &before)
}

// Create implements [resource.Resource]. It adds what is missing, and leaves other
// mappings to the next plan, which shows them.
func (r *groupMappingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model groupMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.TeamID.IsUnknown() {
		model.TeamID = search.team(ctx, path.Root("team"), model.Team)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if err := model.change(ctx, search, &groupMappingsModel{}); err != nil {
		groupMappingsNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// Read implements [resource.Resource]: it finds every mapping, whoever made it.
func (r *groupMappingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model groupMappingsModel
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
	live, err := client.TeamGroupMappings.List(ctx, search.teamKey(ctx, model.TeamID))
	switch {
	case transport.IsNotFound(err), err == nil && len(live) == 0 && len(model.Groups.Elements()) > 0:
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		groupMappingsNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(ctx, live, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. It takes away nothing but what the plan
// showed.
func (r *groupMappingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before groupMappingsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, before.identity())...)
	search := people{client: client, organizationID: model.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	if model.guardAgainst(ctx, search, &before); resp.Diagnostics.HasError() {
		return
	}
	if err := model.change(ctx, search, &before); err != nil {
		groupMappingsNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: it takes away what the state holds.
func (r *groupMappingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var before groupMappingsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := people{client: client, organizationID: before.OrganizationID.ValueString(), diags: &resp.Diagnostics}
	left := before
	left.Groups = types.MapNull(groupsType)
	if left.guardAgainst(ctx, search, &before); resp.Diagnostics.HasError() {
		return
	}
	if err := left.change(ctx, search, &before); err != nil && !transport.IsNotFound(err) {
		groupMappingsNoun.Failed(&resp.Diagnostics, "delete", before.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *groupMappingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importOfTeam(ctx, req, resp, r.Clients.AnypointOrganizationID)
}
