package anypoint

import (
	"context"
	"maps"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

const defaultTechnology = "mule4"

var runtimeVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.([0-9]+|x)$`)

// Schema implements [resource.Resource].
func (*automatedPolicyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"organization_id": organizationAttribute(),
		"environment_id":  environmentAttribute(),
		"policy_group_id": policyGroupAttribute(),
		"asset_id":        assetAttribute(),
		"asset_version": schema.StringAttribute{
			MarkdownDescription: "Version of the policy in Exchange, such as `1.3.3`. Changed in place.",
			Required:            true,
			Validators:          []validator.String{isVersion()},
		},
		"technology": schema.StringAttribute{
			MarkdownDescription: "Gateways that the policy applies on: `mule4`, the default, or `flexGateway`. Changing it replaces the policy.",
			Optional:            true, Computed: true, Default: stringdefault.StaticString(defaultTechnology),
			Validators:    []validator.String{stringvalidator.OneOf("mule4", "flexGateway")},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"runtime_from": runtimeAttribute("Lowest version of the gateways that the policy applies on, such as `4.3.0`. Default: any. Changed in place."),
		"runtime_to": runtimeAttribute("Highest version of the gateways that the policy applies on, such as `4.9.x`. Default: any. Changed in place.",
			stringvalidator.AlsoRequires(path.MatchRoot("runtime_from"))),
		"disabled": schema.BoolAttribute{
			MarkdownDescription: "Keep the policy but do not enforce it. Default `false`. Changed in place.",
			Optional:            true, Computed: true, Default: booldefault.StaticBool(false),
		},
		"adopt_existing": schema.BoolAttribute{
			MarkdownDescription: "Take over the same automated policy where the environment has it already, overwriting it. Default `false`: " +
				"creation fails and tells the import command. It has no effect after creation.",
			Optional: true,
		},
		"order": schema.Int64Attribute{
			MarkdownDescription: "Place among the automated policies, where the platform tells one: they apply in the order in which they were made.",
			Computed:            true,
			PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"id": schema.StringAttribute{
			MarkdownDescription: "Number of the automated policy.",
			Computed:            true,
			PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
	}
	maps.Copy(attributes, configurationAttributes())
	resp.Schema = schema.Schema{
		MarkdownDescription: "One policy on every API instance of an environment, those to come included: an automated policy. It applies before " +
			"the policies of the instances themselves.\n\n" +
			"Where an instance has the same policy of its own, the platform disables that as long as this one exists. The plan names those " +
			"instances, and resources of this provider that manage them see no drift in it. Destroying this one enables them again.",
		Attributes: attributes,
	}
}

func runtimeAttribute(description string, more ...validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          append(more, stringvalidator.RegexMatches(runtimeVersion, "must be a version such as 4.3.0 or 4.9.x")),
	}
}
