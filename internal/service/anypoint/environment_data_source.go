package anypoint

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var environmentNoun = framework.Noun{
	Name:  "Anypoint environment",
	Needs: "Reading environments takes membership of the organization.",
}

type environmentDataSource struct{ dataSource }

type environmentModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
	Name           types.String `tfsdk:"name"`
	Type           types.String `tfsdk:"type"`
	IsProduction   types.Bool   `tfsdk:"is_production"`
}

// NewEnvironmentDataSource makes apiaccess_anypoint_environment.
func NewEnvironmentDataSource() datasource.DataSource {
	return &environmentDataSource{dataSource{Name: "anypoint_environment"}}
}

// Schema implements [datasource.DataSource].
func (*environmentDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds an environment of an organization by name or id.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) that owns the environment", "organization_id"),
			"id": schema.StringAttribute{
				MarkdownDescription: "Id, as a UUID. Exactly one of `id` and `name` is set.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name, such as `Production`. Exactly one of `id` and `name` is set.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"type":          told("`production`, `sandbox` or `design`."),
			"is_production": schema.BoolAttribute{MarkdownDescription: "Whether it is for production.", Computed: true},
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*environmentDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

// Read implements [datasource.DataSource].
func (d *environmentDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model environmentModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	reference := cmp.Or(model.ID.ValueString(), model.Name.ValueString())
	found, err := client.Environments.Find(ctx, model.OrganizationID.ValueString(), reference)
	if err != nil {
		environmentNoun.Failed(&resp.Diagnostics, "find", reference, err)
		return
	}
	model.ID, model.Name = types.StringValue(found.ID), types.StringValue(found.Name)
	model.Type, model.IsProduction = types.StringValue(found.Type), types.BoolValue(found.IsProduction)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
