package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Schema implements [resource.Resource].
func (*slaTierResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An SLA tier of one API instance: how much an application may call it, and whether a contract in that tier " +
			"needs somebody's approval. A gateway enforces tiers through a policy such as *Rate limiting: SLA-based*.\n\n" +
			"Names are unique within an API instance; where there is a tier of the name already, creation fails and tells how to import it. " +
			"The platform does not delete a tier while applications use it: `apiaccess_anypoint_api_contract` moves them to another.",
		Attributes: map[string]schema.Attribute{
			"organization_id": organizationAttribute(),
			"environment_id":  environmentAttribute(),
			"api_instance_id": apiInstanceIDAttribute("tier"),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name that consumers see and that contracts refer to. Changed in place.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "What the tier is for. Default: none. Changed in place.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"limits": schema.MapNestedAttribute{
				MarkdownDescription: "How many requests may come in each period. The keys are periods such as `1 second`, `15 minutes`, `1 day`; " +
					"the units are millisecond, second, minute, hour, day, week, month (30 days) and year (365 days). At least one is visible. " +
					"Changed in place.",
				Required:   true,
				Validators: []validator.Map{mapvalidator.SizeAtLeast(1), mapvalidator.KeysAre(aPeriod{})},
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"maximum_requests": schema.Int64Attribute{
						MarkdownDescription: "Requests that one application may make in the period.",
						Required:            true,
						Validators:          []validator.Int64{int64validator.Between(1, 2147483647)},
					},
					"visible": schema.BoolAttribute{
						MarkdownDescription: "Whether consumers see the limit. Default `true`.",
						Optional:            true,
						Computed:            true,
						Default:             booldefault.StaticBool(true),
					},
				}},
			},
			"auto_approve": schema.BoolAttribute{
				MarkdownDescription: "Approve contracts in this tier by themselves. Default `false`: somebody decides. Changed in place; it has no " +
					"effect on contracts that are pending.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"deprecated": schema.BoolAttribute{
				MarkdownDescription: "Refuse new contracts in this tier; those that have it keep it. Default `false`. Changed in place.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(false),
			},
			"id": computed("Number of the tier."),
		},
	}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*slaTierResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = instanceIdentitySchema("tier")
}

// ValidateConfig implements [resource.ResourceWithValidateConfig].
func (*slaTierResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	at := path.Root("limits")
	var written types.Map
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, at, &written)...)
	if written.IsNull() || written.IsUnknown() || resp.Diagnostics.HasError() {
		return
	}
	var limits map[string]types.Object
	resp.Diagnostics.Append(written.ElementsAs(ctx, &limits, false)...)
	spelled := map[int64]string{}
	isVisible := len(limits) == 0 // which is another mistake
	for period, limit := range limits {
		milliseconds, err := parsePeriod(period)
		if other, taken := spelled[milliseconds]; taken && err == nil {
			resp.Diagnostics.AddAttributeError(at, "Two limits for one period", fmt.Sprintf("%q and %q are the same period.", other, period))
		}
		spelled[milliseconds] = period
		visible, isBool := limit.Attributes()["visible"].(types.Bool)
		isVisible = isVisible || !isBool || visible.IsNull() || visible.IsUnknown() || visible.ValueBool()
	}
	if !isVisible {
		resp.Diagnostics.AddAttributeError(at, "No visible limit", "At least one limit of a tier must be visible to consumers.")
	}
}
