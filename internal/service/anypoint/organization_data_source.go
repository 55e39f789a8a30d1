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

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var organizationNoun = framework.Noun{
	Name:  "Anypoint organization",
	Needs: "Reading business groups takes membership of the root organization.",
}

type organizationDataSource struct{ dataSource }

type organizationModel struct {
	ID             types.String         `tfsdk:"id"`
	Name           types.String         `tfsdk:"name"`
	IsRoot         types.Bool           `tfsdk:"is_root"`
	ParentID       types.String         `tfsdk:"parent_id"`
	BusinessGroups []businessGroupModel `tfsdk:"business_groups"`
}

type businessGroupModel struct {
	ID       types.String `tfsdk:"id"`
	Name     types.String `tfsdk:"name"`
	ParentID types.String `tfsdk:"parent_id"`
}

// NewOrganizationDataSource makes apiaccess_anypoint_organization.
func NewOrganizationDataSource() datasource.DataSource {
	return &organizationDataSource{dataSource{Name: "anypoint_organization"}}
}

// Schema implements [datasource.DataSource].
func (*organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a root organization or business group by id or name. Without either it is the provider's " +
			"`anypoint.organization_id`, or else the organization that the provider signs in to.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Id, as a UUID.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.UUID()},
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name. Several business groups may share one; then use `id`.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"is_root":   schema.BoolAttribute{MarkdownDescription: "Whether it is the root organization.", Computed: true},
			"parent_id": told("Organization directly above; null for the root organization."),
			"business_groups": schema.ListNestedAttribute{
				MarkdownDescription: "Business groups below, at any depth, parents first.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":        told("Id."),
					"name":      told("Name."),
					"parent_id": told("Organization directly above."),
				}},
			},
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*organizationDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.Conflicting(path.MatchRoot("id"), path.MatchRoot("name"))}
}

// Read implements [datasource.DataSource].
func (d *organizationDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model organizationModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	reference := cmp.Or(model.ID.ValueString(), model.Name.ValueString(), d.Clients.AnypointOrganizationID)
	root, found, err := findOrganization(ctx, client, reference)
	if err != nil {
		organizationNoun.Failed(&resp.Diagnostics, "find", cmp.Or(reference, "the signed-in organization"), err)
		return
	}
	model.ID, model.Name = types.StringValue(found.ID), types.StringValue(found.Name)
	model.ParentID = parentOf(root, found.ID)
	model.IsRoot = types.BoolValue(found.IsRoot)
	model.BusinessGroups = []businessGroupModel{}
	for group := range found.All() {
		if group.ID != found.ID {
			model.BusinessGroups = append(model.BusinessGroups,
				businessGroupModel{types.StringValue(group.ID), types.StringValue(group.Name), parentOf(found, group.ID)})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// findOrganization finds an organization below the root that the provider signs
// in to; without a reference it is the signed-in organization itself.
func findOrganization(
	ctx context.Context, client *anypointapi.Client, reference string,
) (root, found anypointapi.Organization, err error) {
	me, err := client.Me(ctx)
	if err != nil {
		return root, found, err
	}
	rootID := cmp.Or(me.RootOrganizationID, me.OrganizationID)
	if found, err = client.Organizations.Find(ctx, rootID, cmp.Or(reference, me.OrganizationID)); err != nil {
		return root, found, err
	}
	root, err = client.Organizations.Find(ctx, rootID, rootID)
	return root, found, err
}

// parentOf is the organization directly above, null at the top. It is read from
// the tree: the platform's lists of all organizations above are sorted now this
// way, now that.
func parentOf(top anypointapi.Organization, id string) types.String {
	for organization := range top.All() {
		for _, below := range organization.SubOrganizations {
			if below.ID == id {
				return types.StringValue(organization.ID)
			}
		}
	}
	return types.StringNull()
}
