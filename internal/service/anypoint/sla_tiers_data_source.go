package anypoint

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type slaTiersDataSource struct{ dataSource }

type slaTiersModel struct {
	instanceScope

	Tiers []listedTierModel `tfsdk:"sla_tiers"`
}

type listedTierModel struct {
	ID               types.String       `tfsdk:"id"`
	Name             types.String       `tfsdk:"name"`
	Description      types.String       `tfsdk:"description"`
	AutoApprove      types.Bool         `tfsdk:"auto_approve"`
	Deprecated       types.Bool         `tfsdk:"deprecated"`
	ApplicationCount types.Int64        `tfsdk:"application_count"`
	Limits           []listedLimitModel `tfsdk:"limits"`
}

type listedLimitModel struct {
	Period          types.String `tfsdk:"period"`
	MaximumRequests types.Int64  `tfsdk:"maximum_requests"`
	Visible         types.Bool   `tfsdk:"visible"`
}

// NewSLATiersDataSource makes apiaccess_anypoint_sla_tiers.
func NewSLATiersDataSource() datasource.DataSource {
	return &slaTiersDataSource{dataSource{Name: "anypoint_sla_tiers"}}
}

// Schema implements [datasource.DataSource].
func (*slaTiersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the SLA tiers of one API instance. It takes the permission View Contracts in the environment (scope " +
			"`read:api_contracts`).",
		Attributes: instanceDataAttributes(map[string]schema.Attribute{
			"sla_tiers": listOf("The tiers, the oldest first.", map[string]schema.Attribute{
				"id":                told("Number of the tier."),
				"name":              told("Name of the tier."),
				"description":       told("What it is for; null for none."),
				"auto_approve":      truth("Whether contracts in the tier are approved by themselves."),
				"deprecated":        truth("Whether no new contracts are made in the tier."),
				"application_count": schema.Int64Attribute{MarkdownDescription: "How many applications use it.", Computed: true},
				"limits": listOf("How many requests may come in each period.", map[string]schema.Attribute{
					"period":           told("Period, such as `1 minute`."),
					"maximum_requests": schema.Int64Attribute{MarkdownDescription: "Requests that one application may make.", Computed: true},
					"visible":          truth("Whether consumers see the limit."),
				}),
			}),
		}),
	}
}

// Read implements [datasource.DataSource].
func (d *slaTiersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model slaTiersModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.fallBack(d.Clients, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	key := model.api(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	tiers, err := client.SLATiers.List(ctx, key)
	if err != nil {
		slaTierNoun.Failed(&resp.Diagnostics, "list", model.instanceObject(), err)
		return
	}
	model.Tiers = make([]listedTierModel, len(tiers))
	for i, tier := range tiers {
		model.Tiers[i] = listedTier(tier)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func listedTier(tier anypointapi.SLATier) listedTierModel {
	model := listedTierModel{
		ID: types.StringValue(strconv.FormatInt(tier.ID, 10)), Name: types.StringValue(tier.Name), Description: orNull(tier.Description),
		AutoApprove: types.BoolValue(tier.AutoApprove), Deprecated: types.BoolValue(tier.Status == anypointapi.TierDeprecated),
		ApplicationCount: types.Int64Value(tier.ApplicationCount), Limits: make([]listedLimitModel, len(tier.Limits)),
	}
	for i, limit := range tier.Limits {
		model.Limits[i] = listedLimitModel{
			types.StringValue(formatPeriod(limit.Period)), types.Int64Value(limit.MaximumRequests), types.BoolValue(limit.Visible),
		}
	}
	return model
}
