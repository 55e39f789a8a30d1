package anypoint

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var apiInstanceNoun = framework.Noun{
	Name:  "Anypoint API instance",
	Needs: "Reading it takes the permission View APIs Configuration in the environment (scope read:api_configuration).",
}

type apiInstanceDataSource struct{ dataSource }

type apiInstanceModel struct {
	OrganizationID            types.String `tfsdk:"organization_id"`
	EnvironmentID             types.String `tfsdk:"environment_id"`
	ID                        types.String `tfsdk:"id"`
	GroupID                   types.String `tfsdk:"group_id"`
	AssetID                   types.String `tfsdk:"asset_id"`
	AssetVersion              types.String `tfsdk:"asset_version"`
	ProductVersion            types.String `tfsdk:"product_version"`
	Label                     types.String `tfsdk:"label"`
	Technology                types.String `tfsdk:"technology"`
	EndpointURI               types.String `tfsdk:"endpoint_uri"`
	AutodiscoveryInstanceName types.String `tfsdk:"autodiscovery_instance_name"`
	Deprecated                types.Bool   `tfsdk:"deprecated"`
}

// NewAPIInstanceDataSource makes apiaccess_anypoint_api_instance.
func NewAPIInstanceDataSource() datasource.DataSource {
	return &apiInstanceDataSource{dataSource{Name: "anypoint_api_instance"}}
}

// Schema implements [datasource.DataSource].
func (*apiInstanceDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	narrows := func(what string, validators ...validator.String) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: what + " With `asset_id` it narrows the search.",
			Optional:            true,
			Computed:            true,
			Validators:          append(validators, stringvalidator.AlsoRequires(path.MatchRoot("asset_id"))),
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds one API instance of API Manager, by its number or by its asset in Exchange. More than one match is " +
			"an error that lists them.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) of the environment", "organization_id"),
			"environment_id":  foundIn("Environment", "environment_id"),
			"id": schema.StringAttribute{
				MarkdownDescription: "Number of the instance in API Manager. Exactly one of `id` and `asset_id` is set.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{framework.Number()},
			},
			"asset_id": schema.StringAttribute{
				MarkdownDescription: "Id of the asset, such as `orders-api`. Exactly one of `id` and `asset_id` is set.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"group_id":                    narrows("Group (business group) of the asset, as a UUID.", framework.UUID()),
			"asset_version":               narrows("Version of the asset, such as `1.1.0`."),
			"label":                       narrows("Label of the instance; null for an instance without one."),
			"product_version":             told("Version of the API that consumers see, such as `v1`."),
			"technology":                  told("`mule3`, `mule4`, `flexGateway` or `serviceMesh`; null where the platform does not tell."),
			"endpoint_uri":                told("Address for consumers; null where none is set."),
			"autodiscovery_instance_name": told("What a Mule application names to find its instance, such as `v1:19215012`."),
			"deprecated":                  schema.BoolAttribute{MarkdownDescription: "Whether the instance is deprecated.", Computed: true},
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*apiInstanceDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("asset_id"))}
}

// Read implements [datasource.DataSource].
func (d *apiInstanceDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiInstanceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	fallBack(&model.EnvironmentID, "environment_id", d.Clients.AnypointEnvironmentID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	found, err := model.find(ctx, client, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err != nil {
		apiInstanceNoun.Failed(&resp.Diagnostics, "find", model.object(), err)
		return
	}
	model.flatten(found)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m apiInstanceModel) object() string {
	if !m.ID.IsNull() {
		return "API instance " + m.ID.ValueString()
	}
	return "asset " + m.AssetID.ValueString()
}

func (m apiInstanceModel) find(
	ctx context.Context, client *anypointapi.Client, diags *diag.Diagnostics,
) (anypointapi.APIInstance, error) {
	environment := anypointapi.EnvironmentKey{
		OrganizationID: m.OrganizationID.ValueString(), EnvironmentID: m.EnvironmentID.ValueString(),
	}
	if !m.ID.IsNull() {
		return client.APIInstances.Get(ctx, anypointapi.APIKey{
			OrganizationID: environment.OrganizationID, EnvironmentID: environment.EnvironmentID, APIID: number(m.ID, "id", diags),
		})
	}
	var found []anypointapi.APIInstance
	for instance, err := range client.APIInstances.List(ctx, environment, anypointapi.APIFilter{
		AssetID: m.AssetID.ValueString(), GroupID: m.GroupID.ValueString(),
		AssetVersion: m.AssetVersion.ValueString(), InstanceLabel: m.Label.ValueString(),
	}) {
		if err != nil {
			return anypointapi.APIInstance{}, err
		}
		found = append(found, instance)
	}
	switch len(found) {
	case 0:
		return anypointapi.APIInstance{}, errors.New("the environment has no such API instance")
	case 1:
		return found[0], nil
	}
	return anypointapi.APIInstance{}, severalInstances(found)
}

func severalInstances(found []anypointapi.APIInstance) error {
	described := make([]string, len(found))
	for i, instance := range found {
		described[i] = fmt.Sprintf("\n  %d: %s/%s %s, label %q", instance.ID, instance.GroupID, instance.AssetID,
			instance.AssetVersion, instance.InstanceLabel)
	}
	return fmt.Errorf("the environment has %d such API instances; set label, asset_version or group_id, or use the id of one of%s",
		len(found), strings.Join(described, ""))
}

func (m *apiInstanceModel) flatten(found anypointapi.APIInstance) {
	m.ID = types.StringValue(strconv.FormatInt(found.ID, 10))
	m.GroupID, m.AssetID = types.StringValue(found.GroupID), types.StringValue(found.AssetID)
	m.AssetVersion, m.ProductVersion = types.StringValue(found.AssetVersion), orNull(found.ProductVersion)
	m.Label, m.Technology = orNull(found.InstanceLabel), orNull(found.Technology)
	m.EndpointURI, m.Deprecated = orNull(found.EndpointURI), types.BoolValue(found.Deprecated)
	m.AutodiscoveryInstanceName = orNull(found.AutodiscoveryInstanceName)
}
