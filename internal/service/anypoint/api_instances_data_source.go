package anypoint

import (
	"context"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

type apiInstancesDataSource struct{ dataSource }

type apiInstancesModel struct {
	OrganizationID types.String          `tfsdk:"organization_id"`
	EnvironmentID  types.String          `tfsdk:"environment_id"`
	Search         types.String          `tfsdk:"search"`
	GroupID        types.String          `tfsdk:"group_id"`
	AssetID        types.String          `tfsdk:"asset_id"`
	AssetVersion   types.String          `tfsdk:"asset_version"`
	ProductVersion types.String          `tfsdk:"product_version"`
	Label          types.String          `tfsdk:"label"`
	Instances      []listedInstanceModel `tfsdk:"api_instances"`
}

type listedInstanceModel struct {
	ID                        types.String `tfsdk:"id"`
	GroupID                   types.String `tfsdk:"group_id"`
	AssetID                   types.String `tfsdk:"asset_id"`
	AssetName                 types.String `tfsdk:"asset_name"`
	AssetVersion              types.String `tfsdk:"asset_version"`
	ProductVersion            types.String `tfsdk:"product_version"`
	Label                     types.String `tfsdk:"label"`
	Technology                types.String `tfsdk:"technology"`
	EndpointURI               types.String `tfsdk:"endpoint_uri"`
	AutodiscoveryInstanceName types.String `tfsdk:"autodiscovery_instance_name"`
	Deprecated                types.Bool   `tfsdk:"deprecated"`
}

// NewAPIInstancesDataSource makes apiaccess_anypoint_api_instances.
func NewAPIInstancesDataSource() datasource.DataSource {
	return &apiInstancesDataSource{dataSource{Name: "anypoint_api_instances"}}
}

// Schema implements [datasource.DataSource].
func (*apiInstancesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the API instances of one environment, for instance to put all of them behind a policy. One call covers 100 " +
			"assets. It takes the permission View APIs Configuration in the environment (scope `read:api_configuration`).",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) of the environment", "organization_id"),
			"environment_id":  foundIn("Environment", "environment_id"),
			"search":          narrowing("Only instances with this text in their asset's name, their description, label or tags."),
			"group_id":        narrowing("Only instances of assets of this group (business group), as a UUID.", framework.UUID()),
			"asset_id":        narrowing("Only instances of this asset, such as `orders-api`."),
			"asset_version":   narrowing("Only instances of this version of their asset, such as `1.1.0`."),
			"product_version": narrowing("Only instances of this version that consumers see, such as `v1`."),
			"label":           narrowing("Only instances with this label."),
			"api_instances": listOf("The instances, by their assets.", map[string]schema.Attribute{
				"id":                          told("Number of the instance in API Manager."),
				"group_id":                    told("Group (business group) of the asset."),
				"asset_id":                    told("Id of the asset."),
				"asset_name":                  told("Name of the asset in Exchange; null where the platform does not tell."),
				"asset_version":               told("Version of the asset."),
				"product_version":             told("Version of the API that consumers see, such as `v1`."),
				"label":                       told("Label of the instance; null for an instance without one."),
				"technology":                  told("`mule3`, `mule4`, `flexGateway` or `serviceMesh`; null where the platform does not tell."),
				"endpoint_uri":                told("Address for consumers; null where none is set."),
				"autodiscovery_instance_name": told("What a Mule 3 application names to find its instance, such as `v1:19215012`."),
				"deprecated":                  truth("Whether the instance is deprecated."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *apiInstancesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiInstancesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	fallBack(&model.EnvironmentID, "environment_id", d.Clients.AnypointEnvironmentID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	environment := anypointapi.EnvironmentKey{
		OrganizationID: model.OrganizationID.ValueString(), EnvironmentID: model.EnvironmentID.ValueString(),
	}
	model.Instances = []listedInstanceModel{}
	for instance, err := range client.APIInstances.List(ctx, environment, model.filter()) {
		if err != nil {
			apiInstanceNoun.Failed(&resp.Diagnostics, "list", "environment "+environment.EnvironmentID, err)
			return
		}
		model.Instances = append(model.Instances, listedInstance(instance))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m apiInstancesModel) filter() anypointapi.APIFilter {
	return anypointapi.APIFilter{
		Query: m.Search.ValueString(), GroupID: m.GroupID.ValueString(), AssetID: m.AssetID.ValueString(),
		AssetVersion: m.AssetVersion.ValueString(), ProductVersion: m.ProductVersion.ValueString(), InstanceLabel: m.Label.ValueString(),
	}
}

func listedInstance(instance anypointapi.APIInstance) listedInstanceModel {
	return listedInstanceModel{
		ID:      types.StringValue(strconv.FormatInt(instance.ID, 10)),
		GroupID: types.StringValue(instance.GroupID), AssetID: types.StringValue(instance.AssetID), AssetName: orNull(instance.AssetName),
		AssetVersion: types.StringValue(instance.AssetVersion), ProductVersion: orNull(instance.ProductVersion),
		Label: orNull(instance.InstanceLabel), Technology: orNull(instance.Technology), EndpointURI: orNull(instance.EndpointURI),
		AutodiscoveryInstanceName: orNull(instance.AutodiscoveryInstanceName), Deprecated: types.BoolValue(instance.Deprecated),
	}
}
