package salesforce

import (
	"context"
	"fmt"
	"net/netip"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// checkAddress refuses to have the IP restrictions of the profile hold for the
// provider's own app again while they keep out the address that it calls from.
func (m *connectedAppModel) checkAddress(
	ctx context.Context, client *salesforceapi.Client, plan tfsdk.Plan, allowed types.Bool, diags *diag.Diagnostics,
) {
	var set types.Set
	var relaxation types.String
	at := path.Root("oauth_policy").AtName("ip_relaxation")
	diags.Append(plan.GetAttribute(ctx, path.Root("ip_ranges"), &set)...)
	diags.Append(plan.GetAttribute(ctx, at, &relaxation)...)
	if diags.HasError() || hasUnknown(set) || !strings.HasPrefix(relaxation.ValueString(), "ENFORCE") {
		return
	}
	var planned []ipRangeModel
	diags.Append(set.ElementsAs(ctx, &planned, false)...)
	if m.OAuthPolicy != nil && relaxation.Equal(m.OAuthPolicy.IPRelaxation) && sameRanges(planned, m.IPRanges) {
		return
	}
	switch from, profile, out, err := keptOutByAddress(ctx, client, planned); {
	case transport.IsPermission(err), transport.IsNotFound(err):
		return // who cannot tell goes on, as with an app that is not recognized
	case err != nil:
		connectedAppNoun.FailedAt(diags, at, "tell whether the provider would lock itself out by changing", m.object(), err)
	case out:
		refuseLockOut(m.object(), allowed, at, fmt.Sprintf(
			"letting the login IP ranges of the profile %s hold for it, which do not have the address %s that the provider calls from,", profile, from), diags)
	}
}

// keptOutByAddress tells whether the profile of the provider's user keeps out the
// address that the platform sees it call from, but for the ranges of the app.
func keptOutByAddress(
	ctx context.Context, client *salesforceapi.Client, trusted []ipRangeModel,
) (from netip.Addr, profileName string, out bool, err error) {
	caller, err := client.Caller(ctx)
	if err != nil {
		return from, "", false, err
	}
	from, failed := netip.ParseAddr(caller.SourceIP)
	user, err := client.OwnUser(ctx)
	if err != nil || failed != nil {
		return from, "", false, err
	}
	profile, err := client.Profiles.Find(ctx, string(user.ProfileID))
	if err != nil {
		return from, "", false, err
	}
	ranges, err := client.ProfileIPRanges.Get(ctx, profile)
	if err != nil {
		return from, "", false, err
	}
	for _, one := range ranges {
		trusted = append(trusted, ipRangeModel{Start: types.StringValue(one.Start), End: types.StringValue(one.End)})
	}
	for _, one := range trusted {
		if start, end, ok := one.addresses(); ok && from.Compare(start) >= 0 && from.Compare(end) <= 0 {
			return from, profile.Name, false, nil
		}
	}
	return from, profile.Name, len(ranges) > 0, nil
}
