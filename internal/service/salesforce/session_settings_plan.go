package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

const (
	lockSessionsToIP = "lock_sessions_to_ip"
	rangesAlways     = "enforce_ip_ranges_every_request"
)

// warnOfAddresses tells what turning on the settings that bind sessions to addresses
// does to the provider. They end no sign-in, and another run may come from elsewhere,
// so that neither is refused.
func (r *sessionSettingsResource) warnOfAddresses(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil || resp.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var planned, state types.Object
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	locked, always := turnsOn(lockSessionsToIP, planned, state), turnsOn(rangesAlways, planned, state)
	if !locked && !always {
		return
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !ok {
		return
	}
	if _, from, known := ownAddress(ctx, client); known && locked {
		resp.Diagnostics.AddAttributeWarning(path.Root(lockSessionsToIP), "Runs have to keep their address", fmt.Sprintf(
			"The organization sees the provider call from %s. A session may be used from the address alone that it was opened from: runs whose "+
				"calls leave by several addresses fail, and so do access tokens that were taken elsewhere.", from))
	}
	if always {
		warnOfOwnRanges(ctx, client, &resp.Diagnostics)
	}
}

// turnsOn tells a setting that a plan turns on.
func turnsOn(name string, planned, state types.Object) bool {
	after, _ := planned.Attributes()[name].(types.Bool)
	before, _ := state.Attributes()[name].(types.Bool)
	return after.ValueBool() && !before.ValueBool()
}

// warnOfOwnRanges tells that the profile of the provider's user does not let in the
// address that it calls from, so that an app that relaxes IP restrictions alone does.
func warnOfOwnRanges(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	from, profile, out, err := keptOutByAddress(ctx, client, nil)
	if err != nil || !out {
		return // who cannot tell goes on
	}
	diags.AddAttributeWarning(path.Root(rangesAlways), "The provider may lock itself out", fmt.Sprintf(
		"The login IP ranges of the profile %s do not have the address %s that the provider calls from: it is let in because its app relaxes "+
			"IP restrictions. Whether Salesforce heeds that for every request is not known. Add the address to the ranges first.", profile, from))
}
