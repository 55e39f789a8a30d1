package anypoint

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var pointcutType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"methods":      types.ListType{ElemType: types.StringType},
	"uri_template": types.StringType,
}}

var (
	versionNumber = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`)
	placeholder   = regexp.MustCompile(`^[^{}]*$`)
)

// Schema implements [resource.Resource].
func (*ipAllowlistResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lets only some addresses call one API instance: the policy *IP allowlist*. Everybody else is answered " +
			"with 403 by the gateway, some seconds after apply.\n\n" +
			"An API instance has one allowlist. Where there is one already, creation fails and tells how to import it.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"environment_id":  environmentAttribute(),
			"api_instance_id": schema.StringAttribute{
				MarkdownDescription: "API instance, by its number in API Manager. Changing it replaces the policy.",
				Required:            true,
				Validators:          []validator.String{framework.Number()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"ips": schema.SetAttribute{
				MarkdownDescription: "Who may call: addresses (`192.0.2.1`), ranges (`192.0.2.0/24`), or the leading octets of addresses " +
					"(`192.0.2`). Order has no meaning. Flex Gateway takes IPv6 as well; the Mule gateway does not document it. " +
					"Changed in place.",
				Required:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(ipRange{})},
			},
			"ip_expression": schema.StringAttribute{
				MarkdownDescription: "Where the gateway finds the caller's address, as a DataWeave expression. Default `" + defaultIPExpression +
					"`: right behind a proxy or load balancer that sets that header itself. A caller that reaches the gateway directly can write " +
					"any address there; then use `#[attributes.remoteAddress]`. Changed in place.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(defaultIPExpression),
				Validators: []validator.String{ipExpression{}},
			},
			"asset_version": schema.StringAttribute{
				MarkdownDescription: "Version of the policy in Exchange. Default: `" + defaultIPAllowlistVersion + "` for a new policy; an " +
					"existing one keeps its version. Changed in place.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.RegexMatches(versionNumber, "must be a version such as 1.1.1")},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"policy_group_id": schema.StringAttribute{
				MarkdownDescription: "Group of MuleSoft's policies in Exchange, which differs between control planes. Default: as the control " +
					"plane tells. Changing it replaces the policy.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{framework.UUID()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown()},
			},
			"pointcuts": pointcutsAttribute(),
			"disabled": schema.BoolAttribute{
				MarkdownDescription: "Keep the policy but do not enforce it: everybody may call. Default `false`. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"adopt_existing": schema.BoolAttribute{
				MarkdownDescription: "Take over an IP allowlist that the API instance has already, overwriting it. Default `false`: creation fails " +
					"and tells the import command. It has no effect after creation.",
				Optional: true,
			},
			"order": schema.Int64Attribute{
				MarkdownDescription: "Place among the policies of the API instance, from 1; null for a policy outside the order.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Number of the policy.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func pointcutsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Requests that the policy applies to. Default: all. Requests that no pointcut matches are let through from " +
			"everywhere. Changed in place.",
		Optional:   true,
		Validators: []validator.List{listvalidator.SizeAtLeast(1)},
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"methods": schema.ListAttribute{
				MarkdownDescription: "HTTP methods, such as `GET`.",
				Required:            true,
				ElementType:         types.StringType,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(),
					listvalidator.ValueStringsAre(stringvalidator.OneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", ".*")),
				},
			},
			"uri_template": schema.StringAttribute{
				MarkdownDescription: "Path, as a regular expression of Java such as `/orders/.*`. `{placeholders}` match nothing: write `.*`.",
				Required:            true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.RegexMatches(placeholder, "must not hold {placeholders}, which match nothing: write .* instead"),
				},
			},
		}},
	}
}
