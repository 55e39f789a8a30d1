package anypoint

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

const ipBlocklistAsset = "ip-blocklist"

type ipBlocklistModel struct {
	appliedPolicy
	plain
	ipList
}

func (*ipBlocklistModel) asset() string { return ipBlocklistAsset }

func (m *ipBlocklistModel) unkept(ctx context.Context, now json.RawMessage, known memory) diag.Diagnostics {
	after := m.ipList
	diags := after.refresh(ctx, now, known)
	return append(diags, unlike(m.object(), m.arguments(), after.arguments())...)
}

func (m *ipBlocklistModel) warnings(ctx context.Context) diag.Diagnostics {
	return m.about(ctx, m.object(), ipListWarnings{
		everybody: [2]string{"The IP blocklist keeps everyone out", "together its entries hold every address, so nobody can call."},
		ipv6: [2]string{
			"IPv6 in an IP blocklist",
			"Flex Gateway takes IPv6 addresses; the Mule gateway does not document them and may let their callers in.",
		},
		forged: [2]string{
			"X-Forwarded-For can be forged", "the expression trusts the whole header. A blocked caller that reaches the gateway directly, or " +
				"through a proxy that adds to the header instead of replacing it, gets in by claiming another address. Behind such a proxy take " +
				"the entry that the proxy itself added, counted from the end; without one use #[attributes.remoteAddress].",
		},
	})
}

type ipBlocklistResource struct {
	policyResource[ipBlocklistModel, *ipBlocklistModel]
}

// NewIPBlocklistPolicyResource makes apiaccess_anypoint_ip_blocklist_policy.
func NewIPBlocklistPolicyResource() resource.Resource {
	return &ipBlocklistResource{newPolicyResource[ipBlocklistModel](
		"ip_blocklist_policy", "IP blocklist policy", defaultIPListVersion, "two would keep out addresses that are on either")}
}

// Schema implements [resource.Resource].
func (*ipBlocklistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Keeps some addresses from calling one API instance: the policy *IP blocklist*. They are answered with 403 by " +
			"the gateway, some seconds after apply. Everybody else may call: where you know who may, an allowlist is safer.\n\n" +
			"An API instance has one blocklist. Where there is one already, creation fails and tells how to import it.",
		Attributes: policyAttributes(map[string]schema.Attribute{
			"ips":           ipsAttribute("Who may not call"),
			"ip_expression": ipExpressionAttribute(),
			"asset_version": defaultVersionAttribute(defaultIPListVersion),
		}),
	}
}
