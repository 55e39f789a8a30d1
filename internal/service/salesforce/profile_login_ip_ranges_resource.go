package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var loginRangesNoun = framework.Noun{
	Name: "Salesforce profile login IP ranges",
	Needs: "Managing them takes the permissions Manage Profiles and Permission Sets, Manage IP Addresses, and Modify Metadata Through " +
		"Metadata API Functions; finding the profile, View Setup and Configuration.",
}

type loginRangesResource struct{ base }

// NewProfileLoginIPRangesResource makes apiaccess_salesforce_profile_login_ip_ranges.
func NewProfileLoginIPRangesResource() resource.Resource {
	return &loginRangesResource{base{Name: "salesforce_profile_login_ip_ranges"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*loginRangesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = profileIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up the profile,
// and refuses ranges that would keep the provider out.
func (r *loginRangesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req, &resp.Diagnostics)
		return
	}
	planProfile(ctx, r.Clients, loginRangesNoun, req, resp)
	var planned, state loginRangesModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	ranges, known := plannedRanges(ctx, planned.Ranges, &resp.Diagnostics)
	if !known || resp.Diagnostics.HasError() || (planned.Ranges.Equal(state.Ranges) && planned.ProfileID.Equal(state.ProfileID)) {
		return
	}
	if spansEverything(ranges) {
		resp.Diagnostics.AddAttributeWarning(path.Root(rangesName), "The login ranges hold every address",
			"Together the ranges hold all addresses of a family: the profile's users may log in from everywhere.")
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok && !planned.ProfileID.IsUnknown() {
		planned.refuseLockOut(ctx, client, ranges, &resp.Diagnostics)
	}
}

// Create implements [resource.Resource].
func (r *loginRangesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model loginRangesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	profile, found := findProfile(ctx, client, model.Profile.ValueString(), loginRangesNoun, &resp.Diagnostics)
	if !found {
		return
	}
	model.ProfileID = types.StringValue(string(profile.ID))
	before := beforeValues{}
	uncertain, kept := model.write(ctx, client, profile, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *loginRangesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model loginRangesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	profile, err := client.Profiles.Find(ctx, model.ProfileID.ValueString())
	if transport.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		loginRangesNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	shown, err := client.ProfileIPRanges.Get(ctx, profile)
	if err != nil {
		loginRangesNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	var before []ipRangeModel
	if model.Ranges.IsNull() { // imported
		model.AllowSelfLockout = types.BoolValue(false)
	} else {
		resp.Diagnostics.Append(model.Ranges.ElementsAs(ctx, &before, false)...)
	}
	model.Ranges = rangeSet(ctx, flattenIPRanges(loginRangesOf(shown), before), model.Ranges, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *loginRangesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, state loginRangesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if !model.Ranges.Equal(state.Ranges) {
		profile, found := findProfile(ctx, client, model.ProfileID.ValueString(), loginRangesNoun, &resp.Diagnostics)
		if !found {
			return
		}
		if _, kept := model.write(ctx, client, profile, before, &resp.Diagnostics); !kept {
			return
		}
		before.keep(ctx, resp.Private, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: the profile has the ranges again that it
// had before, unless those would keep the provider out.
func (r *loginRangesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model loginRangesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	ranges, known := recallBefore(ctx, req.Private, &resp.Diagnostics).ranges()
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !known {
		return
	}
	profile, err := client.Profiles.Find(ctx, model.ProfileID.ValueString())
	switch {
	case transport.IsNotFound(err):
	case err != nil:
		loginRangesNoun.Failed(&resp.Diagnostics, "restore", model.object(), err)
	case !model.refuseLockOut(ctx, client, flattenIPRanges(ranges, nil), &resp.Diagnostics):
		err := client.ProfileIPRanges.Set(ctx, profile, loginRanges(ranges))
		reportRestoring(loginRangesNoun, model.object(), err, &resp.Diagnostics)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by the profile.
func (r *loginRangesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics); ok {
		importProfile(ctx, client, loginRangesNoun, req, resp)
	}
}
