package anypoint

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ipList is the configuration of both policies that compare the caller's address
// with a list.
type ipList struct {
	IPs          types.Set    `tfsdk:"ips"`
	IPExpression types.String `tfsdk:"ip_expression"`
}

type ipAllowlistModel struct {
	appliedPolicy
	plain
	ipList
}

// ipListConfiguration is what the policies are configured with.
type ipListConfiguration struct {
	IPExpression string   `json:"ipExpression,omitempty"`
	IPs          []string `json:"ips"`
}

func (*ipAllowlistModel) asset() string { return ipAllowlistAsset }

func (m *ipList) known() bool {
	for _, element := range m.IPs.Elements() {
		if element.IsUnknown() {
			return false
		}
	}
	return !m.IPs.IsUnknown() && !m.IPExpression.IsUnknown()
}

func (m *ipList) configuration(ctx context.Context, diags *diag.Diagnostics) json.RawMessage {
	configuration := ipListConfiguration{IPExpression: m.IPExpression.ValueString()}
	diags.Append(m.IPs.ElementsAs(ctx, &configuration.IPs, false)...)
	slices.Sort(configuration.IPs) // a set has no order
	return encodeJSON(configuration)
}

func (m *ipList) refresh(ctx context.Context, now json.RawMessage, _ memory) diag.Diagnostics {
	var configuration ipListConfiguration
	var diags diag.Diagnostics
	if err := json.Unmarshal(now, &configuration); err != nil {
		diags.AddError("Unable to read the configuration of the policy", err.Error())
		return diags
	}
	m.IPExpression = types.StringValue(configuration.IPExpression)
	// Nothing keeps others from writing an address twice, which a set may not hold.
	slices.Sort(configuration.IPs)
	m.IPs, diags = types.SetValueFrom(ctx, types.StringType, slices.Compact(configuration.IPs))
	return diags
}

func (m *ipList) arguments() map[string]attr.Value {
	return map[string]attr.Value{"ips": m.IPs, "ip_expression": m.IPExpression}
}

func (*ipList) at(key string) path.Path {
	return argument(key, map[string]string{"ips": "ips", "ipExpression": "ip_expression"})
}

func (m *ipAllowlistModel) warnings(ctx context.Context) diag.Diagnostics {
	return m.about(ctx, m.object(), ipListWarnings{
		everybody: [2]string{"The IP allowlist lets everyone in", "together its entries hold every address, so the policy keeps nobody out."},
		ipv6: [2]string{
			"IPv6 in an IP allowlist",
			"Flex Gateway takes IPv6 addresses; the Mule gateway does not document them and may turn their callers away.",
		},
		forged: [2]string{
			"X-Forwarded-For can be forged", "the expression trusts the whole header. A caller that reaches the gateway directly, or through a " +
				"proxy that adds to the header instead of replacing it, can claim any address. Behind such a proxy take the entry that the proxy " +
				"itself added, counted from the end; without one use #[attributes.remoteAddress].",
		},
	})
}

func (m *ipAllowlistModel) unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics {
	after := m.ipList
	diags := after.refresh(ctx, now, known)
	return append(diags, unlike(m.object(), m.arguments(), after.arguments())...)
}
