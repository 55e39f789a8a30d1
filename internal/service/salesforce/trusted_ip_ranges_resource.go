package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var trustedRangesNoun = framework.Noun{
	Name: "Salesforce trusted IP ranges",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application and Manage IP Addresses as well.",
}

type trustedRangesResource struct{ base }

// NewTrustedIPRangesResource makes apiaccess_salesforce_trusted_ip_ranges.
func NewTrustedIPRangesResource() resource.Resource {
	return &trustedRangesResource{base{Name: "salesforce_trusted_ip_ranges"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*trustedRangesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it warns of ranges that
// trust everybody, and of ones that leave out where the provider calls from.
func (r *trustedRangesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		recallAtRemoval(ctx, req, &resp.Diagnostics)
		return
	}
	if r.Clients == nil || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var planned trustedRangesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	ranges, known := plannedRanges(ctx, planned.Ranges, &resp.Diagnostics)
	if !known {
		return
	}
	at := path.Root(rangesName)
	if spansEverything(ranges) {
		resp.Diagnostics.AddAttributeWarning(at, "Every address is trusted", "Together the ranges hold all addresses of a family: "+
			"nobody who logs in with a password is asked to confirm who they are, and no integration needs a security token.")
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	if _, from, known := ownAddress(ctx, client); known && len(ranges) > 0 && !hold(ranges, from) {
		resp.Diagnostics.AddAttributeWarning(at, "The provider's own address is not trusted", fmt.Sprintf(
			"The organization sees the provider call from %s, which none of the ranges holds. That keeps nobody out: trusted ranges spare "+
				"users the confirmation of who they are, and the provider signs in by ways that need none. Integrations which sign in from "+
				"there with a username and a password need a security token.", from))
	}
}

// Create implements [resource.Resource].
func (r *trustedRangesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model trustedRangesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, trustedRangesNoun.Name, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	uncertain, kept := model.write(ctx, client, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *trustedRangesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model trustedRangesModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, trustedRangesNoun.Name, &resp.Diagnostics) {
		return
	}
	security, err := client.Settings.Security.Get(ctx)
	if err != nil {
		trustedRangesNoun.Failed(&resp.Diagnostics, "read", securityMember, err)
		return
	}
	model.flatten(ctx, security, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *trustedRangesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model trustedRangesModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if _, kept := model.write(ctx, client, before, &resp.Diagnostics); !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]: the organization trusts again what it
// trusted before.
func (r *trustedRangesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	ranges, known := recallBefore(ctx, req.Private, &resp.Diagnostics).ranges()
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !known {
		return
	}
	_, err := client.Settings.Security.Restore(ctx, func(security *salesforceapi.SecuritySettings) { trust(security, ranges) })
	reportRestoring(trustedRangesNoun, securityMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *trustedRangesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, securityMember, req, resp)
}
