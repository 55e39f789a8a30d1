package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var rolesNoun = framework.Noun{Name: "Anypoint roles", Needs: administration}

type rolesDataSource struct{ dataSource }

type rolesModel struct {
	Search types.String            `tfsdk:"search"`
	IDs    map[string]types.String `tfsdk:"ids"`
	Roles  []roleRowModel          `tfsdk:"roles"`
}

type roleRowModel struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Product     types.String `tfsdk:"product"`
}

// NewRolesDataSource makes apiaccess_anypoint_roles.
func NewRolesDataSource() datasource.DataSource {
	return &rolesDataSource{dataSource{Name: "anypoint_roles"}}
}

// Schema implements [datasource.DataSource].
func (*rolesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the roles that teams and users can hold, in one call for every 500. Their ids are the same in every " +
			"organization; their names have changed over the years." +
			"\n\nTakes the provider's `anypoint.access_management`: the platform refuses the list to connected apps that act for themselves.",
		Attributes: map[string]schema.Attribute{
			"search": searchAttribute("Only roles with this text in the name or description, whatever the case."),
			"ids": schema.MapAttribute{
				MarkdownDescription: "Ids by the names of the roles, such as `data.apiaccess_anypoint_roles.all.ids[\"Manage Policies\"]`.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"roles": rowsAttribute("The roles, in the order of their names.", map[string]schema.Attribute{
				"id":          told("Id, as a UUID."),
				"name":        told("Name."),
				"description": told("What the role is for, in the platform's words; null where it doesn't tell."),
				"product":     told("Product that the role is of, such as `API Manager`; null where the platform doesn't tell."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *rolesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model rolesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.IDs, model.Roles = map[string]types.String{}, []roleRowModel{}
	for role, err := range client.Roles.List(ctx) {
		if err != nil {
			rolesNoun.Failed(&resp.Diagnostics, "list", "roles", err)
			return
		}
		if !holdsText(model.Search, role.Name, role.Description) {
			continue
		}
		model.IDs[role.Name] = types.StringValue(role.ID)
		model.Roles = append(model.Roles, roleRowModel{
			ID: types.StringValue(role.ID), Name: types.StringValue(role.Name),
			Description: orNull(role.Description), Product: orNull(role.Product),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
