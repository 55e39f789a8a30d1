package anypoint

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var policyTemplatesNoun = framework.Noun{
	Name:  "Anypoint policy templates",
	Needs: "Reading them takes the permission View Policies (scope read:api_policies).",
}

type policyTemplatesDataSource struct{ dataSource }

type policyTemplatesModel struct {
	OrganizationID types.String    `tfsdk:"organization_id"`
	EnvironmentID  types.String    `tfsdk:"environment_id"`
	APIInstanceID  types.String    `tfsdk:"api_instance_id"`
	AssetID        types.String    `tfsdk:"asset_id"`
	AllVersions    types.Bool      `tfsdk:"all_versions"`
	Templates      []foundTemplate `tfsdk:"templates"`
}

type foundTemplate struct {
	PolicyGroupID types.String         `tfsdk:"policy_group_id"`
	AssetID       types.String         `tfsdk:"asset_id"`
	AssetVersion  types.String         `tfsdk:"asset_version"`
	Name          types.String         `tfsdk:"name"`
	Description   types.String         `tfsdk:"description"`
	Type          types.String         `tfsdk:"type"`
	Category      types.String         `tfsdk:"category"`
	Schema        jsontypes.Normalized `tfsdk:"schema"`
	SensitiveKeys []string             `tfsdk:"sensitive_keys"`
}

// NewPolicyTemplatesDataSource makes apiaccess_anypoint_policy_templates.
func NewPolicyTemplatesDataSource() datasource.DataSource {
	return &policyTemplatesDataSource{dataSource{Name: "anypoint_policy_templates"}}
}

// Schema implements [datasource.DataSource].
func (*policyTemplatesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policies that can be applied in an organization, MuleSoft's own and custom ones, with the JSON Schemas of their " +
			"configurations.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group)", "organization_id"),
			"environment_id":  foundIn("Environment of `api_instance_id`", "environment_id"),
			"api_instance_id": schema.StringAttribute{
				MarkdownDescription: "API instance, by its number in API Manager: only policies that can be applied to it. Default: all.",
				Optional:            true,
				Validators:          []validator.String{framework.Number()},
			},
			"asset_id": schema.StringAttribute{
				MarkdownDescription: "Only the policy of that asset id. Default: all.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"all_versions": schema.BoolAttribute{
				MarkdownDescription: "List every version of each policy, oldest first, not the newest alone. Default `false`.",
				Optional:            true,
			},
			"templates": schema.ListNestedAttribute{
				MarkdownDescription: "The policies, by their asset ids and versions.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"policy_group_id": told("Group of the policy in Exchange."),
					"asset_id":        told("Asset id of the policy in Exchange."),
					"asset_version":   told("Version of the policy in Exchange."),
					"name":            told("Name of the policy."),
					"description":     told("What the policy does; null where the platform does not tell."),
					"type":            told("`system` for MuleSoft's own policies, or `custom`."),
					"category":        told("Category of the policy; null where the platform does not tell."),
					"schema": schema.StringAttribute{
						MarkdownDescription: "JSON Schema (2019-09) of the configuration; null for policies that have none.",
						Computed:            true, CustomType: jsontypes.NormalizedType{},
					},
					"sensitive_keys": schema.ListAttribute{
						MarkdownDescription: "Keys of the configuration that hold secrets: write them to `configuration_wo`.",
						Computed:            true, ElementType: types.StringType,
					},
				}},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *policyTemplatesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model policyTemplatesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	filter := anypointapi.TemplateFilter{Latest: !model.AllVersions.ValueBool()}
	if model.APIInstanceID.IsNull() {
		model.EnvironmentID = orNull(cmp.Or(model.EnvironmentID.ValueString(), d.Clients.AnypointEnvironmentID))
	} else {
		fallBack(&model.EnvironmentID, "environment_id", d.Clients.AnypointEnvironmentID, &resp.Diagnostics)
		filter.APIID = number(model.APIInstanceID, "api_instance_id", &resp.Diagnostics)
		filter.EnvironmentID = model.EnvironmentID.ValueString()
	}
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	templates, err := client.PolicyTemplates.List(ctx, model.OrganizationID.ValueString(), filter)
	if err != nil {
		policyTemplatesNoun.Failed(&resp.Diagnostics, "read", "organization "+model.OrganizationID.ValueString(), err)
		return
	}
	model.flatten(templates)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m *policyTemplatesModel) flatten(templates []anypointapi.PolicyTemplate) {
	m.Templates = []foundTemplate{}
	for _, template := range templates {
		if !m.AssetID.IsNull() && template.AssetID != m.AssetID.ValueString() {
			continue
		}
		found := foundTemplate{
			PolicyGroupID: types.StringValue(template.GroupID), AssetID: types.StringValue(template.AssetID),
			AssetVersion: types.StringValue(template.AssetVersion), Name: types.StringValue(template.Name),
			Description: orNull(template.Description), Type: orNull(template.Type), Category: orNull(template.Category),
			Schema: jsontypes.NewNormalizedNull(), SensitiveKeys: append([]string{}, template.SensitiveKeys()...),
		}
		if document := template.Schema(); document != nil {
			found.Schema = jsontypes.NewNormalizedValue(string(document))
		}
		m.Templates = append(m.Templates, found)
	}
}
