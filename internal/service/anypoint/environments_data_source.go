package anypoint

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type environmentsDataSource struct{ listing }

type environmentsModel struct {
	OrganizationID types.String       `tfsdk:"organization_id"`
	Type           types.String       `tfsdk:"type"`
	Environments   []environmentModel `tfsdk:"environments"`
}

// NewEnvironmentsDataSource makes apiaccess_anypoint_environments.
func NewEnvironmentsDataSource() datasource.DataSource {
	return &environmentsDataSource{listing{dataSource{Name: "anypoint_environments"}}}
}

// Schema implements [datasource.DataSource].
func (*environmentsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the environments of the root organization and of all its business groups, in one call for every 500. " +
			"Takes membership of the organizations; others are left out by the platform.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Root organization, or any business group of it", "organization_id"),
			"type": schema.StringAttribute{
				MarkdownDescription: "Only environments of this type: `production`, `sandbox` or `design`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf("production", "sandbox", "design")},
			},
			"environments": rowsAttribute("The environments, by organization and name.", map[string]schema.Attribute{
				"organization_id": told("Organization (business group) that owns it, as a UUID."),
				"id":              told("Id, as a UUID."),
				"name":            told("Name, which is unique in its organization alone."),
				"type":            told("`production`, `sandbox` or `design`."),
				"is_production":   schema.BoolAttribute{MarkdownDescription: "Whether it is for production.", Computed: true},
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *environmentsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model environmentsModel
	search, ok := d.begin(ctx, req, resp, &model, &model.OrganizationID)
	if !ok {
		return
	}
	model.Environments = []environmentModel{}
	for environment, err := range search.client.Environments.ListAll(ctx, search.root(ctx)) {
		if err != nil {
			environmentNoun.Failed(&resp.Diagnostics, "list", "environments", err)
			return
		}
		if !model.Type.IsNull() && model.Type.ValueString() != environment.Type {
			continue
		}
		model.Environments = append(model.Environments, environmentModel{
			OrganizationID: types.StringValue(environment.OrganizationID), ID: types.StringValue(environment.ID),
			Name: types.StringValue(environment.Name), Type: types.StringValue(environment.Type),
			IsProduction: types.BoolValue(environment.IsProduction),
		})
	}
	slices.SortStableFunc(model.Environments, func(a, b environmentModel) int {
		return cmp.Or(cmp.Compare(a.OrganizationID.ValueString(), b.OrganizationID.ValueString()),
			cmp.Compare(a.Name.ValueString(), b.Name.ValueString()))
	})
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
