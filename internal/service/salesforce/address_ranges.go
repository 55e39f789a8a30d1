package salesforce

import (
	"context"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// completeRangesAttribute is a list of ranges besides which there are no others.
func completeRangesAttribute(description string) schema.SetNestedAttribute {
	attribute := ipRangesAttribute()
	attribute.MarkdownDescription = description
	attribute.Optional, attribute.Required = false, true
	attribute.Validators = nil
	return attribute
}

// canonical are the ranges with their addresses in the one spelling that everybody
// understands.
func canonical(models []ipRangeModel) []salesforceapi.ConnectedAppIPRange {
	ranges := expandIPRanges(models)
	for i, model := range models {
		if start, end, ok := model.addresses(); ok {
			ranges[i].Start, ranges[i].End = start.String(), end.String()
		}
	}
	return ranges
}

// sameRanges tells lists of the same ranges in any order and spelling.
func sameRanges(some, others []ipRangeModel) bool {
	left := slices.Clone(others)
	for _, model := range some {
		i := slices.IndexFunc(left, model.same)
		if i < 0 {
			return false
		}
		left = slices.Delete(left, i, i+1)
	}
	return len(left) == 0
}

// allKnown tells ranges whose addresses are all known.
func allKnown(models []ipRangeModel) bool {
	return !slices.ContainsFunc(models, func(model ipRangeModel) bool {
		_, _, ok := model.addresses()
		return !ok
	})
}

// hold tells that one of the ranges holds an address.
func hold(models []ipRangeModel, wanted netip.Addr) bool {
	return slices.ContainsFunc(models, func(model ipRangeModel) bool {
		start, end, ok := model.addresses()
		return ok && start.BitLen() == wanted.BitLen() && !wanted.Less(start) && !end.Less(wanted)
	})
}

// plannedRanges are the ranges of a plan, when they are known.
func plannedRanges(ctx context.Context, set types.Set, diags *diag.Diagnostics) (models []ipRangeModel, known bool) {
	if hasUnknown(set) {
		return nil, false
	}
	diags.Append(set.ElementsAs(ctx, &models, false)...)
	return models, !diags.HasError() && allKnown(models)
}

// rangeSet is the attribute for ranges.
func rangeSet(ctx context.Context, models []ipRangeModel, like types.Set, diags *diag.Diagnostics) types.Set {
	if models == nil {
		models = []ipRangeModel{}
	}
	set, problems := types.SetValueFrom(ctx, like.ElementType(ctx), models)
	diags.Append(problems...)
	return set
}

// recordedRange is a range as private state keeps it.
type recordedRange struct {
	Start       string  `json:"start"`
	End         string  `json:"end"`
	Description *string `json:"description,omitempty"`
}

// addRanges keeps the ranges that there were before.
func (b beforeValues) addRanges(ranges []salesforceapi.ConnectedAppIPRange) {
	if _, kept := b[rangesName]; kept {
		return
	}
	kept := make([]recordedRange, len(ranges))
	for i, one := range ranges {
		kept[i] = recordedRange{one.Start, one.End, one.Description}
	}
	b.add(rangesName, kept)
}

// ranges are those that there were before; known is false when that is not known.
func (b beforeValues) ranges() (ranges []salesforceapi.ConnectedAppIPRange, known bool) {
	_, known = b[rangesName]
	for _, one := range recorded[[]recordedRange](b, rangesName) {
		ranges = append(ranges, salesforceapi.ConnectedAppIPRange{Start: one.Start, End: one.End, Description: one.Description})
	}
	return ranges, known
}

// rangesName is the attribute that holds ranges.
const rangesName = "ranges"

// ownAddress is the address that the organization sees the provider come from, and
// the user whom it acts as. It is not known where the session is not shown, as with
// access tokens of some kinds.
func ownAddress(ctx context.Context, client *salesforceapi.Client) (caller salesforceapi.Caller, from netip.Addr, known bool) {
	caller, err := client.Caller(ctx)
	if err != nil {
		return caller, from, false
	}
	from, err = netip.ParseAddr(caller.SourceIP)
	return caller, from, err == nil
}
