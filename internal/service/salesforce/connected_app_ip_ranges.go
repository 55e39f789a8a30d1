package salesforce

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type ipRangeModel struct {
	Start       types.String `tfsdk:"start"`
	End         types.String `tfsdk:"end"`
	Description types.String `tfsdk:"description"`
}

// addresses are the range's ends; ok is false while they are not both known and
// well-formed.
func (m ipRangeModel) addresses() (start, end netip.Addr, ok bool) {
	start, startErr := netip.ParseAddr(m.Start.ValueString())
	end, endErr := netip.ParseAddr(m.End.ValueString())
	return start, end, startErr == nil && endErr == nil
}

// same tells a range of the same addresses and description.
func (m ipRangeModel) same(other ipRangeModel) bool {
	start, end, _ := m.addresses()
	otherStart, otherEnd, _ := other.addresses()
	return start == otherStart && end == otherEnd && m.Description.Equal(other.Description)
}

func expandIPRanges(models []ipRangeModel) []salesforceapi.ConnectedAppIPRange {
	ranges := make([]salesforceapi.ConnectedAppIPRange, len(models))
	for i, model := range models {
		ranges[i] = salesforceapi.ConnectedAppIPRange{
			Start: model.Start.ValueString(), End: model.End.ValueString(), Description: model.Description.ValueStringPointer(),
		}
	}
	return ranges
}

// flattenIPRanges keeps the spelling that addresses had before.
func flattenIPRanges(ranges []salesforceapi.ConnectedAppIPRange, before []ipRangeModel) []ipRangeModel {
	var models []ipRangeModel
	for _, one := range ranges {
		model := ipRangeModel{types.StringValue(one.Start), types.StringValue(one.End), text(one.Description)}
		if i := slices.IndexFunc(before, model.same); i >= 0 {
			model = before[i]
		}
		models = append(models, model)
	}
	return models
}

// spansEverything tells that the ranges of one family hold all its addresses,
// also when only together.
func spansEverything(models []ipRangeModel) bool {
	for first, last := range map[string]string{"0.0.0.0": "255.255.255.255", "::": "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"} {
		// next is the first address that is not known to be held.
		next := netip.MustParseAddr(first)
		sorted := slices.SortedFunc(slices.Values(models), func(a, b ipRangeModel) int {
			startA, _, _ := a.addresses()
			startB, _, _ := b.addresses()
			return startA.Compare(startB)
		})
		for _, model := range sorted {
			start, end, ok := model.addresses()
			if !ok || start.BitLen() != next.BitLen() || next.Less(start) || end.Less(next) {
				continue
			}
			if end == netip.MustParseAddr(last) {
				return true
			}
			next = end.Next()
		}
	}
	return false
}

// address accepts an IP address.
type address struct{}

// Description implements [validator.Describer].
func (address) Description(context.Context) string { return "must be an IP address" }

// MarkdownDescription implements [validator.Describer].
func (v address) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements [validator.String].
func (address) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	parsed, err := netip.ParseAddr(req.ConfigValue.ValueString())
	if err != nil || parsed.Zone() != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong address", fmt.Sprintf(
			"%q is not an IP address such as 192.0.2.1 or 2001:db8::1.", req.ConfigValue.ValueString()))
	}
}

// addressRange accepts a range whose ends are of one family and in order.
type addressRange struct{}

// Description implements [validator.Describer].
func (addressRange) Description(context.Context) string {
	return "must have ends of one family, the first not after the last"
}

// MarkdownDescription implements [validator.Describer].
func (v addressRange) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements [validator.Object].
func (addressRange) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	var model ipRangeModel
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, req.Path, &model)...)
	start, end, ok := model.addresses()
	if ok && (start.BitLen() != end.BitLen() || end.Less(start)) {
		resp.Diagnostics.AddAttributeError(req.Path, "Wrong range of addresses", fmt.Sprintf(
			"%s to %s: both ends must be IPv4 or both IPv6, and the first not after the last.", start, end))
	}
}
