package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*trustedRangesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The complete list of addresses that the organization trusts (Setup > Network Access): who logs in from there with a " +
			"password is not asked to confirm who they are, and needs no security token for the APIs. It keeps nobody out; what does are " +
			"the login IP ranges of profiles, `apiaccess_salesforce_profile_login_ip_ranges`.\n\n" +
			"An organization has one of these. On destroy it trusts again what it trusted before Terraform first changed the list.",
		Attributes: map[string]schema.Attribute{
			rangesName: completeRangesAttribute("All ranges that the organization trusts; `[]` for none. Ranges that were added elsewhere are " +
				"taken out. Order has no meaning. Changed in place."),
			"organization_id": organizationAttribute(),
		},
	}
}

type trustedRangesModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	Ranges         types.Set    `tfsdk:"ranges"`
}

func (m trustedRangesModel) identity() settingsIdentity { return settingsIdentity{m.OrganizationID} }

// write makes the organization trust the ranges of the model and no others. It is
// false when that had no effect.
func (m *trustedRangesModel) write(ctx context.Context, client *salesforceapi.Client, before beforeValues, diags *diag.Diagnostics) (uncertain, kept bool) {
	var wanted []ipRangeModel
	diags.Append(m.Ranges.ElementsAs(ctx, &wanted, false)...)
	if diags.HasError() {
		return false, false
	}
	security, err := client.Settings.Security.Update(ctx, func(security *salesforceapi.SecuritySettings) {
		before.addRanges(trustedBy(security))
		if !sameRanges(wanted, flattenIPRanges(trustedBy(security), nil)) {
			trust(security, canonical(wanted))
		}
	})
	if err != nil && !mayHaveTakenEffect(err) {
		trustedRangesNoun.Failed(diags, "change", securityMember, err)
		return false, false
	}
	if security != nil && sameRanges(wanted, flattenIPRanges(trustedBy(security), nil)) {
		return false, true // the platform may have another spelling for an address
	}
	trustedRangesNoun.FailedAt(diags, path.Root(rangesName), "change", securityMember, err)
	if security != nil {
		m.flatten(ctx, security, diags)
	}
	return isUncertain(err), true
}

// flatten takes over the ranges in the spelling that they had before.
func (m *trustedRangesModel) flatten(ctx context.Context, security *salesforceapi.SecuritySettings, diags *diag.Diagnostics) {
	var before []ipRangeModel
	if !m.Ranges.IsNull() {
		diags.Append(m.Ranges.ElementsAs(ctx, &before, false)...)
	}
	m.Ranges = rangeSet(ctx, flattenIPRanges(trustedBy(security), before), m.Ranges, diags)
}

// trustedBy are the ranges that an organization trusts.
func trustedBy(security *salesforceapi.SecuritySettings) []salesforceapi.ConnectedAppIPRange {
	if security.NetworkAccess == nil {
		return nil
	}
	ranges := make([]salesforceapi.ConnectedAppIPRange, len(security.NetworkAccess.IPRanges))
	for i, one := range security.NetworkAccess.IPRanges {
		ranges[i] = salesforceapi.ConnectedAppIPRange(one)
	}
	return ranges
}

// trust makes the organization trust ranges, and no others.
func trust(security *salesforceapi.SecuritySettings, ranges []salesforceapi.ConnectedAppIPRange) {
	security.NetworkAccess = &salesforceapi.NetworkAccess{}
	for _, one := range ranges {
		security.NetworkAccess.IPRanges = append(security.NetworkAccess.IPRanges, salesforceapi.TrustedIPRange(one))
	}
}
