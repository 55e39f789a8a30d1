package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	ipAllowlistAsset     = "ip-allowlist"
	defaultIPListVersion = "1.1.1"
	defaultIPExpression  = "#[attributes.headers['x-forwarded-for']]"
)

type ipAllowlistResource struct {
	policyResource[ipAllowlistModel, *ipAllowlistModel]
}

// NewIPAllowlistPolicyResource makes apiaccess_anypoint_ip_allowlist_policy.
func NewIPAllowlistPolicyResource() resource.Resource {
	return &ipAllowlistResource{newPolicyResource[ipAllowlistModel](
		"ip_allowlist_policy", "IP allowlist policy", defaultIPListVersion, "two would let in only addresses that are on both")}
}

// Schema implements [resource.Resource].
func (*ipAllowlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets only some addresses call one API instance: the policy *IP allowlist*. Everybody else is answered " +
			"with 403 by the gateway, some seconds after apply.\n\n" +
			"An API instance has one allowlist. Where there is one already, creation fails and tells how to import it.",
		Attributes: policyAttributes(map[string]schema.Attribute{
			"ips":           ipsAttribute("Who may call"),
			"ip_expression": ipExpressionAttribute(),
			"asset_version": defaultVersionAttribute(defaultIPListVersion),
		}),
	}
}

func ipsAttribute(who string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: who + ": addresses (`192.0.2.1`), ranges (`192.0.2.0/24`), or the leading octets of addresses " +
			"(`192.0.2`). Order has no meaning. Flex Gateway takes IPv6 as well; the Mule gateway does not document it. " +
			"Changed in place.",
		Required:    true,
		ElementType: types.StringType,
		Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(ipRange{})},
	}
}

func ipExpressionAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Where the gateway finds the caller's address, as a DataWeave expression. Default `" + defaultIPExpression +
			"`: right behind a proxy or load balancer that sets that header itself. A caller that reaches the gateway directly can write " +
			"any address there; then use `#[attributes.remoteAddress]`. Changed in place.",
		Optional:   true,
		Computed:   true,
		Default:    stringdefault.StaticString(defaultIPExpression),
		Validators: []validator.String{dataWeave{}},
	}
}
