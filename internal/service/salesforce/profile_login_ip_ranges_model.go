package salesforce

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*loginRangesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The complete list of addresses that the users of a profile may log in from, by password and by OAuth alike unless the app " +
			"relaxes IP restrictions. Everybody else is kept out. A profile without any ranges lets its users in from everywhere.\n\n" +
			"A profile has one of these. On destroy it has the ranges again that it had before Terraform first changed them.",
		Attributes: profileAttributes(map[string]schema.Attribute{
			rangesName: completeRangesAttribute("All ranges that the profile's users may log in from; `[]` for everywhere. Ranges that were added " +
				"elsewhere are taken out. Order has no meaning. Changed in place."),
			"allow_self_lockout": toggle("Change the ranges of the provider's own profile even where they leave out the address that the provider "+
				"calls from. Default `false`: that is refused.", false),
		}),
	}
}

type loginRangesModel struct {
	OrganizationID   types.String `tfsdk:"organization_id"`
	Profile          types.String `tfsdk:"profile"`
	ProfileID        types.String `tfsdk:"profile_id"`
	Ranges           types.Set    `tfsdk:"ranges"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
}

func (m loginRangesModel) identity() profileIdentity {
	return profileIdentity{m.OrganizationID, m.ProfileID}
}

func (m loginRangesModel) object() string { return "profile " + m.Profile.ValueString() }

// write gives the profile the ranges of the model and no others. It is false when
// that had no effect.
func (m *loginRangesModel) write(
	ctx context.Context, client *salesforceapi.Client, profile salesforceapi.Profile, before beforeValues, diags *diag.Diagnostics,
) (uncertain, kept bool) {
	var wanted []ipRangeModel
	diags.Append(m.Ranges.ElementsAs(ctx, &wanted, false)...)
	if diags.HasError() || m.refuseLockOut(ctx, client, wanted, diags) {
		return false, false
	}
	former, err := client.ProfileIPRanges.Get(ctx, profile)
	if err == nil {
		before.addRanges(loginRangesOf(former))
		err = client.ProfileIPRanges.Set(ctx, profile, loginRanges(canonical(wanted)))
	}
	if errors.Is(err, salesforceapi.ErrDidNotStick) {
		m.compare(ctx, client, profile, wanted, err, diags)
		return false, true
	}
	if err != nil {
		loginRangesNoun.FailedAt(diags, path.Root(rangesName), "change", m.object(), err)
	}
	return isUncertain(err), err == nil || mayHaveTakenEffect(err)
}

// compare tells ranges that the platform spells in another way from ones that it
// did not keep.
func (m *loginRangesModel) compare(
	ctx context.Context, client *salesforceapi.Client, profile salesforceapi.Profile, wanted []ipRangeModel, lost error, diags *diag.Diagnostics,
) {
	shown, err := client.ProfileIPRanges.Get(ctx, profile)
	if err == nil && sameRanges(wanted, flattenIPRanges(loginRangesOf(shown), nil)) {
		return
	}
	loginRangesNoun.FailedAt(diags, path.Root(rangesName), "change", m.object(), errors.Join(lost, err))
	if err == nil {
		m.Ranges = rangeSet(ctx, flattenIPRanges(loginRangesOf(shown), wanted), m.Ranges, diags)
	}
}

// refuseLockOut tells whether the ranges would keep the provider out, and that is
// not allowed.
func (m *loginRangesModel) refuseLockOut(
	ctx context.Context, client *salesforceapi.Client, ranges []ipRangeModel, diags *diag.Diagnostics,
) bool {
	if len(ranges) == 0 {
		return false
	}
	caller, from, known := ownAddress(ctx, client)
	if !known || hold(ranges, from) {
		return false
	}
	user, err := client.Users.Find(ctx, string(caller.UserID))
	if err != nil || user.ProfileID != salesforceapi.ID(m.ProfileID.ValueString()) {
		return false
	}
	at := path.Root(rangesName)
	explanation := fmt.Sprintf("%s is the profile of %s, whom the provider acts as, and the organization sees the provider call from %s, "+
		"which none of the ranges holds", m.object(), user.Username, from)
	if m.AllowSelfLockout.ValueBool() {
		diags.AddAttributeWarning(at, "The provider may lock itself out", explanation+
			". allow_self_lockout lets that happen: the next run may not sign in, unless its app relaxes IP restrictions or it comes from elsewhere.")
		return false
	}
	diags.AddAttributeError(at, lockOut, explanation+": the next run could not sign in, not even to undo it. Add the address to the ranges, or, "+
		"if runs come from elsewhere or the provider's app relaxes IP restrictions, set allow_self_lockout = true.")
	return true
}

// guardRemoval tells at plan whether the ranges that come back keep the provider out.
func (r *loginRangesResource) guardRemoval(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var model loginRangesModel
	diags.Append(req.State.Get(ctx, &model)...)
	ranges, known := recallAtRemoval(ctx, req, diags).ranges()
	if !known || diags.HasError() {
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(diags); ok {
		model.refuseLockOut(ctx, client, flattenIPRanges(ranges, nil), diags)
	}
}

// loginRangesOf are a profile's ranges in the form that all ranges have here.
func loginRangesOf(ranges []salesforceapi.LoginIPRange) []salesforceapi.ConnectedAppIPRange {
	converted := make([]salesforceapi.ConnectedAppIPRange, len(ranges))
	for i, one := range ranges {
		converted[i] = salesforceapi.ConnectedAppIPRange(one)
	}
	return converted
}

// loginRanges is the way back.
func loginRanges(ranges []salesforceapi.ConnectedAppIPRange) []salesforceapi.LoginIPRange {
	converted := make([]salesforceapi.LoginIPRange, len(ranges))
	for i, one := range ranges {
		converted[i] = salesforceapi.LoginIPRange(one)
	}
	return converted
}
