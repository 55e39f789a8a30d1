package anypoint

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiGrantsNoun = framework.Noun{Name: "Anypoint API grants", Needs: apiGrantNoun.Needs}

type apiGrantsResource struct{ base }

// NewAPIGrantsResource makes apiaccess_anypoint_api_grants.
func NewAPIGrantsResource() resource.Resource {
	return &apiGrantsResource{base{Name: "anypoint_api_grants"}}
}

// Create implements [resource.Resource]. It adds who is missing and changes the
// roles of those whom it names, and leaves others to the next plan, which shows
// them.
func (r *apiGrantsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var planned apiGrantsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	planned.setID()
	unclaim(&r.Clients.Planned, planned.asset())
	if changeGrants(ctx, client, &planned, &apiGrantsModel{}, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markKey, newMark())...)
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, planned.identity())...)
	}
}

// changeGrants makes the grants what is planned, and leaves in planned what took
// effect. It is false where nothing was tried.
func changeGrants(ctx context.Context, client *anypointapi.Client, planned, before *apiGrantsModel, diags *diag.Diagnostics) bool {
	live, err := readRoster(ctx, client, planned.asset())
	if err != nil {
		apiGrantsNoun.Failed(diags, "read", planned.object(), err)
		return false
	}
	change := newGrantsChange(ctx, granteeSeeker{client: client}, planned, before, live, diags)
	if diags.HasError() {
		return false
	}
	if planned.guardAdministrators(ctx, client, live, change.after(), diags); diags.HasError() {
		return false
	}
	change.apply(ctx, diags)
	return true
}

// Read implements [resource.Resource]: it finds everyone who has the API, whoever
// granted it.
func (r *apiGrantsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model apiGrantsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	live, err := readRoster(ctx, client, model.asset())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		apiGrantsNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	for _, kind := range granteeTypes {
		*model.roles(kind) = live.roles(kind, *model.roles(kind))
	}
	model.setID()
	if markOf(ctx, req.Private, &resp.Diagnostics) == "" {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, markKey, newMark())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. It touches nobody but those whom the plan
// showed.
func (r *apiGrantsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before apiGrantsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, planned.identity())...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	unclaim(&r.Clients.Planned, planned.asset())
	if planned.checkConfirmed(before.anyone(), &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	if changeGrants(ctx, client, &planned, &before, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
	}
}

// Delete implements [resource.Resource]: it revokes what the state holds, but
// spares administrators who must not lose the API by accident.
func (r *apiGrantsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var before apiGrantsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	unclaim(&r.Clients.Planned, before.asset())
	change, ok := newRevocation(ctx, client, &before, &resp.Diagnostics)
	if !ok {
		return
	}
	if change.apply(ctx, &resp.Diagnostics); resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, change.planned)...)
	}
}

// ImportState implements [resource.ResourceWithImportState]: GROUP_ID,ASSET_ID, of
// which the group may be left out.
func (r *apiGrantsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 1, "group_id", "asset_id")
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "group_id", r.Clients.AnypointOrganizationID)
	var model apiGrantsModel
	resp.Diagnostics.Append(resp.State.Get(ctx, &model)...)
	model.OrganizationID = types.StringValue(cmp.Or(r.Clients.AnypointOrganizationID, model.GroupID.ValueString()))
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
