package salesforce

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var permissionSetGroupNoun = framework.Noun{
	Name:  "Salesforce permission set group",
	Needs: "Reading permission set groups takes the permission View Setup and Configuration; changing them, Manage Profiles and Permission Sets.",
}

type permissionSetGroupDataSource struct{ dataSource }

type permissionSetGroupModel struct {
	ID             types.String   `tfsdk:"id"`
	DeveloperName  types.String   `tfsdk:"developer_name"`
	Label          types.String   `tfsdk:"label"`
	Status         types.String   `tfsdk:"status"`
	PermissionSets []types.String `tfsdk:"permission_sets"`
}

// NewPermissionSetGroupDataSource makes apiaccess_salesforce_permission_set_group.
func NewPermissionSetGroupDataSource() datasource.DataSource {
	return &permissionSetGroupDataSource{dataSource{Name: "salesforce_permission_set_group"}}
}

// Schema implements [datasource.DataSource].
func (*permissionSetGroupDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a permission set group by its developer name or its id. Takes *View Setup and Configuration*.",
		Attributes: map[string]schema.Attribute{
			"developer_name": foundByName("Developer name, such as `Frontend_Team`. Exactly one of `developer_name` and `id` is set."),
			"id":             foundByID(permissionSetGroupKind),
			"label":          told("Name that people see."),
			"status": told("`Updated`; or `Outdated`, `Updating` or `Failed` while the platform has not worked in the latest change of its " +
				"members, which takes effect only then."),
			"permission_sets": schema.ListAttribute{
				MarkdownDescription: "API names of the permission sets in the group, in the order of the alphabet, muting ones left out.",
				Computed:            true,
				ElementType:         types.StringType,
			},
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*permissionSetGroupDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return exactlyOneOf("developer_name", "id")
}

// Read implements [datasource.DataSource].
func (d *permissionSetGroupDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model permissionSetGroupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	argument, value := writtenOf(map[string]types.String{"developer_name": model.DeveloperName, "id": model.ID})
	group, err := client.PermissionSetGroups.Find(ctx, value)
	if err != nil {
		explainLookUp(&resp.Diagnostics, permissionSetGroupNoun, argument, value, err)
		return
	}
	members, err := membersOf(ctx, client, group.ID)
	if err != nil {
		permissionSetGroupNoun.FailedAt(&resp.Diagnostics, path.Root(argument), "find the members of", value, err)
		return
	}
	model.ID, model.DeveloperName = types.StringValue(string(group.ID)), types.StringValue(group.DeveloperName)
	model.Label, model.Status = types.StringValue(group.Label), types.StringValue(group.Status)
	model.PermissionSets = make([]types.String, len(members))
	for i, member := range members {
		model.PermissionSets[i] = types.StringValue(member)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// membersOf are the API names of the permission sets in a group.
func membersOf(ctx context.Context, client *salesforceapi.Client, group salesforceapi.ID) ([]string, error) {
	components, err := client.PermissionSetGroupComponents.OfGroup(ctx, group)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, component := range components {
		if strings.HasPrefix(string(component.PermissionSetID), mutingPrefix) {
			continue
		}
		set, err := client.PermissionSets.Get(ctx, component.PermissionSetID)
		if err != nil {
			return nil, err
		}
		names = append(names, set.APIName())
	}
	slices.Sort(names)
	return names, nil
}
