package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type slaTierModel struct {
	instanceScope

	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Limits      types.Map    `tfsdk:"limits"`
	AutoApprove types.Bool   `tfsdk:"auto_approve"`
	Deprecated  types.Bool   `tfsdk:"deprecated"`
}

type slaLimitModel struct {
	MaximumRequests types.Int64 `tfsdk:"maximum_requests"`
	Visible         types.Bool  `tfsdk:"visible"`
}

var slaLimitType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"maximum_requests": types.Int64Type,
	"visible":          types.BoolType,
}}

// object is the tier as messages speak of it.
func (m slaTierModel) object() string {
	return fmt.Sprintf("tier %q of API instance %s", cmp.Or(m.Name.ValueString(), m.ID.ValueString()), m.APIInstanceID.ValueString())
}

// plannedTierName is the tier's name among the objects that a plan makes.
func plannedTierName(scope instanceScope, name string) string {
	return scope.APIInstanceID.ValueString() + "/" + name
}

func (m slaTierModel) expand(ctx context.Context, diags *diag.Diagnostics) anypointapi.SLATier {
	tier := anypointapi.SLATier{
		Name: m.Name.ValueString(), Description: m.Description.ValueString(),
		AutoApprove: m.AutoApprove.ValueBool(), Status: anypointapi.TierActive,
	}
	if m.Deprecated.ValueBool() {
		tier.Status = anypointapi.TierDeprecated
	}
	var limits map[string]slaLimitModel
	diags.Append(m.Limits.ElementsAs(ctx, &limits, false)...)
	for period, limit := range limits {
		milliseconds, err := parsePeriod(period)
		if err != nil {
			diags.AddAttributeError(path.Root("limits"), "Wrong period", err.Error()+".")
		}
		tier.Limits = append(tier.Limits, anypointapi.RateLimit{
			MaximumRequests: limit.MaximumRequests.ValueInt64(), Period: milliseconds, Visible: limit.Visible.ValueBool(),
		})
	}
	slices.SortFunc(tier.Limits, func(a, b anypointapi.RateLimit) int { return cmp.Compare(a.Period, b.Period) })
	return tier
}

// flatten takes over a tier as the platform tells it. How the configuration
// writes a period stays.
func (m *slaTierModel) flatten(ctx context.Context, tier anypointapi.SLATier) diag.Diagnostics {
	var diags diag.Diagnostics
	m.ID, m.Name = types.StringValue(strconv.FormatInt(tier.ID, 10)), types.StringValue(tier.Name)
	m.Description, m.AutoApprove = orNull(tier.Description), types.BoolValue(tier.AutoApprove)
	m.Deprecated = types.BoolValue(tier.Status == anypointapi.TierDeprecated)
	spelled := map[int64]string{}
	for period := range m.Limits.Elements() {
		if milliseconds, err := parsePeriod(period); err == nil {
			spelled[milliseconds] = period
		}
	}
	limits := map[string]slaLimitModel{}
	for _, limit := range tier.Limits {
		period := cmp.Or(spelled[limit.Period], formatPeriod(limit.Period))
		if _, taken := limits[period]; taken {
			diags.AddAttributeError(path.Root("limits"), "Two limits for one period", fmt.Sprintf(
				"%s has more than one limit for %s, of which only the lowest can have an effect. Remove the others in API Manager.",
				m.object(), period))
		}
		limits[period] = slaLimitModel{types.Int64Value(limit.MaximumRequests), types.BoolValue(limit.Visible)}
	}
	value, problems := types.MapValueFrom(ctx, slaLimitType, limits)
	diags.Append(problems...)
	m.Limits = value
	return diags
}

// compare fails for every value that the platform did not keep as it was sent.
func (m slaTierModel) compare(kept slaTierModel) diag.Diagnostics {
	return notKept(m.object(), map[string]bool{
		"name": m.Name.Equal(kept.Name), "description": m.Description.Equal(kept.Description), "limits": m.Limits.Equal(kept.Limits),
		"auto_approve": m.AutoApprove.Equal(kept.AutoApprove), "deprecated": m.Deprecated.Equal(kept.Deprecated),
	})
}

// notKept reports the attributes that the platform did not keep as they were sent.
func notKept(object string, kept map[string]bool) diag.Diagnostics {
	var diags diag.Diagnostics
	for attribute, same := range kept {
		if !same {
			diags.AddAttributeError(path.Root(attribute), "Anypoint did not keep the value", fmt.Sprintf(
				"%s: the platform accepted the request but reads back another %s. See terraform plan for the difference.", object, attribute))
		}
	}
	return diags
}
