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

// ipPolicy is how far the IP restrictions of profiles hold for an app.
type ipPolicy struct {
	// trusted are the app's own ranges, which they do not hold for.
	trusted    []ipRangeModel
	relaxation types.String
}

var ipRelaxation = path.Root("oauth_policy").AtName("ip_relaxation")

func (m *connectedAppModel) ipPolicy() ipPolicy {
	if m.OAuthPolicy == nil {
		return ipPolicy{trusted: m.IPRanges}
	}
	return ipPolicy{trusted: m.IPRanges, relaxation: m.OAuthPolicy.IPRelaxation}
}

func (m *externalAppModel) ipPolicy() ipPolicy {
	var policy ipPolicy
	if m.OAuth != nil {
		policy.trusted = m.OAuth.TrustedIPRanges
	}
	if m.OAuthPolicy != nil {
		policy.relaxation = m.OAuthPolicy.IPRelaxation
	}
	return policy
}

// plannedIPPolicy is the policy of a plan, if it is known.
func plannedIPPolicy(ctx context.Context, plan tfsdk.Plan, ranges path.Path, diags *diag.Diagnostics) (policy ipPolicy, known bool) {
	var set types.Set
	diags.Append(plan.GetAttribute(ctx, ranges, &set)...)
	diags.Append(plan.GetAttribute(ctx, ipRelaxation, &policy.relaxation)...)
	if diags.HasError() || hasUnknown(set) {
		return policy, false
	}
	diags.Append(set.ElementsAs(ctx, &policy.trusted, false)...)
	return policy, !diags.HasError()
}

// checkAddress refuses to have the IP restrictions of the profile hold for the
// provider's own app again while they keep out the address that it calls from.
func (g guard) checkAddress(ctx context.Context, before, planned ipPolicy) {
	if g.allowed.ValueBool() && g.planned == nil || !strings.HasPrefix(planned.relaxation.ValueString(), "ENFORCE") {
		return
	}
	if planned.relaxation.Equal(before.relaxation) && sameRanges(planned.trusted, before.trusted) {
		return
	}
	switch from, profile, out, err := keptOutByAddress(ctx, g.client, planned.trusted); {
	case transport.IsPermission(err), transport.IsNotFound(err):
		return // who cannot tell goes on, as with an app that is not recognized
	case err != nil:
		g.noun.FailedAt(g.diags, ipRelaxation, "tell whether the provider would lock itself out by changing", g.object, err)
	case out:
		refuseLockOut(g.object, g.allowed, ipRelaxation, fmt.Sprintf(
			"letting the login IP ranges of the profile %s hold for it, which do not have the address %s that the provider calls from,", profile, from), g.diags)
	}
}

// checkRunAs refuses to have the provider's own app run as a user by whom the
// provider would not be let in. A user that the same apply makes is judged then.
func (g guard) checkRunAs(ctx context.Context, before, planned types.String) {
	if planned.IsNull() || planned.IsUnknown() || sameUsername(before.ValueString(), planned.ValueString()) || !g.client.OwnApp().ClientCredentials {
		return
	}
	user, err := g.client.Users.Find(ctx, planned.ValueString())
	switch {
	case transport.IsNotFound(err): // the look-up of the argument reports it
	case err != nil:
		g.noun.FailedAt(g.diags, runAs, "tell whether the provider would lock itself out by changing", g.object, err)
	default:
		g.at, g.change, g.as = runAs, "letting it run as "+user.Username, actor{user: user.ID}
		g.check(ctx, accessChange{})
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
