package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var endpointType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"implementation_uri": types.StringType,
	"proxy_uri":          types.StringType,
	"deployment_type":    types.StringType,
	"response_timeout":   types.Int64Type,
}}

// Schema implements [resource.Resource].
func (*apiInstanceResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An API instance of API Manager: one version of an API asset of Exchange in one environment, which policies, tiers " +
			"and contracts hang on. It manages the instance of a Mule 4 application or proxy, or of a Flex Gateway, and does not deploy anything: " +
			"a Mule application finds its instance by `id`.\n\n" +
			"Destroying it deletes its policies and tiers; the asset stays. While applications have contracts that are approved or pending " +
			"it is not destroyed, and the error names them.\n\n" +
			"Instances without an `endpoint` are refreshed by one listing of the environment; those with one take one call each.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"environment_id":  environmentAttribute(),
			"group_id": schema.StringAttribute{
				MarkdownDescription: "Group (business group) of the asset, as a UUID. Default: `organization_id`. Changing it replaces the instance.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown(),
				},
			},
			"asset_id": schema.StringAttribute{
				MarkdownDescription: "Asset in Exchange, such as `orders-api`. Changing it replaces the instance.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 256)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"asset_version": schema.StringAttribute{
				MarkdownDescription: "Version of the asset, such as `1.1.0`. Changed in place: policies and contracts stay.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 256)},
			},
			"label": schema.StringAttribute{
				MarkdownDescription: "Tells instances of one asset version apart. Default: none. Changed in place.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthBetween(1, 255)},
			},
			"technology": schema.StringAttribute{
				MarkdownDescription: "Gateway: `mule4` (the default) or `flexGateway`. Changing it replaces the instance.",
				Optional:            true,
				Computed:            true,
				Default:             stringdefault.StaticString(anypointapi.Mule4),
				Validators:          []validator.String{stringvalidator.OneOf(anypointapi.Mule4, anypointapi.FlexGateway)},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"endpoint_uri": schema.StringAttribute{
				MarkdownDescription: "Address that consumers are told. Default: none. Changed in place.",
				Optional:            true,
				Validators:          []validator.String{absoluteURI{schemes: []string{"https", "http"}}},
			},
			"endpoint": endpointAttribute(),
			"deprecated": schema.BoolAttribute{
				MarkdownDescription: "Tell consumers that the instance will go, and let nobody ask for access any more. Default `false`. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"id":                          computed("Number of the instance, which a Mule application is configured with."),
			"autodiscovery_instance_name": computed("What a Mule 3 application names to find its instance, such as `v1:19215012`."),
			"product_version": schema.StringAttribute{
				MarkdownDescription: "Version of the API that consumers see, such as `v1`. It follows from the asset's version.",
				Computed:            true,
			},
		},
	}
}

func endpointAttribute() schema.SingleNestedAttribute {
	address := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description,
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtMost(256), absoluteURI{}},
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Where a proxy or Flex Gateway listens, and where it sends requests on to. Default: not managed. Changed in place.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"implementation_uri": address("Address of the implementation. Default: none."),
			"proxy_uri":          address("Address that the gateway listens at, such as `http://0.0.0.0:8081/`. Default: none."),
			"deployment_type": schema.StringAttribute{
				MarkdownDescription: "Where the gateway runs: `CH` (CloudHub), `CH2` (CloudHub 2.0), `HY` (on your own servers, as Flex Gateway does) " +
					"or `RF` (Runtime Fabric). Default: `CH` for `mule4` and `HY` for `flexGateway` on creation, and not managed after it.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf("CH", "CH2", "HY", "RF")},
			},
			"response_timeout": schema.Int64Attribute{
				MarkdownDescription: "How long the gateway waits for the implementation, in milliseconds. Default: the gateway's own.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiInstanceResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "Number of the instance in API Manager."},
	}}
}
