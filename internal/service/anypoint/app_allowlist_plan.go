package anypoint

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the apps,
// names those that the first apply takes off, and refuses to take the provider's
// own off while the allowlist is on. A plan without changes makes no call.
func (r *allowlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before allowlistModel
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok && !resp.Diagnostics.HasError() {
			before.guard(ctx, client, &r.Clients.Planned, before.knownIDs(), true, &resp.Diagnostics)
		}
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	refuseAllowlistMixture(&r.Clients.Planned, plannedList, planned.OrganizationID.ValueString(), &resp.Diagnostics)
	planned.ClientIDs = types.MapUnknown(types.StringType)
	if !creating && planned.Apps.Equal(before.Apps) && planned.OrganizationID.Equal(before.OrganizationID) {
		planned.ClientIDs = before.ClientIDs
	} else if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok && !planned.OrganizationID.IsUnknown() {
		r.planChange(ctx, client, &planned, creating, resp)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

func (r *allowlistResource) planChange(
	ctx context.Context, client *anypointapi.Client, planned *allowlistModel, creating bool, resp *resource.ModifyPlanResponse,
) {
	diags := &resp.Diagnostics
	if !isRoot(ctx, client, planned.OrganizationID.ValueString(), allowlistNoun, diags) {
		return
	}
	listed, all := planned.find(ctx, appLookup{
		client: client, planned: &r.Clients.Planned, organizationID: planned.OrganizationID, foreign: true, diags: diags,
	})
	entries, err := client.AppAllowlist.List(ctx, planned.OrganizationID.ValueString())
	if err != nil {
		allowlistNoun.Failed(diags, "plan", planned.object(), err)
	}
	if diags.HasError() {
		return
	}
	for _, entry := range listed {
		r.Clients.Planned.Add(plannedListing, entry.ClientID, listingGiven)
	}
	if !all {
		return // what is missing may yet turn out to be listed
	}
	planned.setClientIDs(listed)
	_, removed := allowlistDifference(listed, entries)
	planned.guard(ctx, client, &r.Clients.Planned, removed, false, diags)
	for _, clientID := range removed {
		r.Clients.Planned.Add(plannedListing, clientID, listingWithdrawn)
	}
	if creating && len(removed) > 0 {
		names := make([]string, len(removed))
		for i, clientID := range removed {
			names[i] = appWord(ctx, client, anypointapi.AppKey{OrganizationID: planned.OrganizationID.ValueString(), ClientID: clientID}) +
				" (" + clientID + ")"
		}
		diags.AddAttributeWarning(path.Root("apps"), "Apps will be taken off the allowlist",
			"These apps are on it, and not in the list, which is the complete one:\n\n  "+strings.Join(names, "\n  "))
	}
}
