package anypoint

import (
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
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

// policyAttributes are the attributes of a resource that is one policy of one API
// instance: those that all have, and its own.
func policyAttributes(own map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"organization_id": organizationAttribute(),
		"environment_id":  environmentAttribute(),
		"api_instance_id": apiInstanceAttribute("the policy"),
		"policy_group_id": policyGroupAttribute(),
		"label": schema.StringAttribute{
			MarkdownDescription: "Name of your own, shown beside the policy in API Manager. Default: none. Changed in place.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"pointcuts": pointcutsAttribute(),
		"disabled": schema.BoolAttribute{
			MarkdownDescription: "Keep the policy but do not enforce it. Default `false`. Changed in place.",
			Optional:            true,
			Computed:            true,
			Default:             booldefault.StaticBool(false),
		},
		"disabled_by_automated_policy": schema.StringAttribute{
			MarkdownDescription: "Number of the automated policy of the environment that the platform has put in place of this one; it " +
				"disables this one as long as it exists, which is no drift of `disabled`. Null otherwise.",
			Computed:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"adopt_existing": schema.BoolAttribute{
			MarkdownDescription: "Take over the same policy where the API instance has it already, overwriting it. Default `false`: creation fails " +
				"and tells the import command. It has no effect after creation.",
			Optional: true,
		},
		"order": schema.Int64Attribute{
			MarkdownDescription: "Place among the policies of the API instance, from 1; null for a policy outside the order. See " +
				"`apiaccess_anypoint_api_policy_order`.",
			Computed:      true,
			PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "Number of the policy.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
	maps.Copy(attributes, own)
	return attributes
}

func apiInstanceAttribute(object string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "API instance, by its number in API Manager. Changing it replaces " + object + ".",
		Required:            true,
		Validators:          []validator.String{framework.Number()},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

func policyGroupAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Group of the policy in Exchange, as a UUID. Default: that of MuleSoft's own policies, which differs between " +
			"control planes. Changing it replaces the policy.",
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{framework.UUID()},
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown()},
	}
}

// defaultVersionAttribute is the version of a policy whose type knows a default.
func defaultVersionAttribute(version string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Version of the policy in Exchange. Default: `" + version + "` for a new policy; an " +
			"existing one keeps its version. Changed in place.",
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{isVersion()},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

func isVersion() validator.String {
	return stringvalidator.RegexMatches(versionNumber, "must be a version such as 1.1.1")
}

func pointcutsAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Requests that the policy applies to. Default: all. Requests that no pointcut matches pass as if there were no " +
			"policy. Changed in place.",
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
