package anypoint

import (
	"context"
	"slices"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var apiPoliciesNoun = framework.Noun{
	Name:  "Anypoint policies of an API",
	Needs: "Reading them takes the permission View Policies in the environment (scope read:api_policies).",
}

type apiPoliciesDataSource struct{ dataSource }

type apiPoliciesModel struct {
	OrganizationID types.String      `tfsdk:"organization_id"`
	EnvironmentID  types.String      `tfsdk:"environment_id"`
	APIInstanceID  types.String      `tfsdk:"api_instance_id"`
	OnlyActive     types.Bool        `tfsdk:"only_active"`
	ManagedIDs     types.Set         `tfsdk:"managed_ids"`
	Policies       []foundPolicy     `tfsdk:"policies"`
	Unmanaged      map[string]string `tfsdk:"unmanaged"`
}

type foundPolicy struct {
	ID            types.String         `tfsdk:"id"`
	PolicyGroupID types.String         `tfsdk:"policy_group_id"`
	AssetID       types.String         `tfsdk:"asset_id"`
	AssetVersion  types.String         `tfsdk:"asset_version"`
	Type          types.String         `tfsdk:"type"`
	Label         types.String         `tfsdk:"label"`
	Order         types.Int64          `tfsdk:"order"`
	Disabled      types.Bool           `tfsdk:"disabled"`
	Pointcuts     types.List           `tfsdk:"pointcuts"`
	Configuration jsontypes.Normalized `tfsdk:"configuration"`
}

// NewAPIPoliciesDataSource makes apiaccess_anypoint_api_policies.
func NewAPIPoliciesDataSource() datasource.DataSource {
	return &apiPoliciesDataSource{dataSource{Name: "anypoint_api_policies"}}
}

// Schema implements [datasource.DataSource].
func (*apiPoliciesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The policies of one API instance, disabled ones included, in the order in which they apply. Given the numbers of " +
			"those that the configuration manages it tells which ones nobody manages: a check can fail on them. Secrets are left out. " +
			"Automated policies are not those of an instance.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization (business group) of the environment", "organization_id"),
			"environment_id":  foundIn("Environment", "environment_id"),
			"api_instance_id": schema.StringAttribute{
				MarkdownDescription: "API instance, by its number in API Manager.",
				Required:            true,
				Validators:          []validator.String{framework.Number()},
			},
			"only_active": schema.BoolAttribute{
				MarkdownDescription: "Leave disabled policies out of `policies` and `unmanaged`. Default `false`.",
				Optional:            true,
			},
			"managed_ids": schema.SetAttribute{
				MarkdownDescription: "Numbers of the policies that the configuration manages: the `id` of each. Default: none, so that all are " +
					"`unmanaged`.",
				Optional:    true,
				ElementType: types.StringType,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(framework.Number())},
			},
			"unmanaged": schema.MapAttribute{
				MarkdownDescription: "Policies that are not among `managed_ids`: their assets, by their numbers.",
				Computed:            true,
				ElementType:         types.StringType,
			},
			"policies": schema.ListNestedAttribute{
				MarkdownDescription: "The policies; those outside the order come last.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: foundPolicyAttributes()},
			},
		},
	}
}

func foundPolicyAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":              told("Number of the policy."),
		"policy_group_id": told("Group of the policy in Exchange."),
		"asset_id":        told("Asset of the policy in Exchange, such as `ip-allowlist`."),
		"asset_version":   told("Version of the policy in Exchange."),
		"type":            told("`system` for MuleSoft's own policies, or `custom`."),
		"label":           told("Name of the organization's own; null for none."),
		"order": schema.Int64Attribute{
			MarkdownDescription: "Place among the policies, from 1; null for a policy outside the order.", Computed: true,
		},
		"disabled": schema.BoolAttribute{MarkdownDescription: "Whether the policy is not enforced.", Computed: true},
		"configuration": schema.StringAttribute{
			MarkdownDescription: "Configuration, as JSON without its secrets.", Computed: true, CustomType: jsontypes.NormalizedType{},
		},
		"pointcuts": schema.ListNestedAttribute{
			MarkdownDescription: "Requests that the policy applies to; null for all.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"methods": schema.ListAttribute{
					MarkdownDescription: "HTTP methods.", Computed: true, ElementType: types.StringType,
				},
				"uri_template": told("Path, as a regular expression."),
			}},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *apiPoliciesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiPoliciesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	fallBack(&model.EnvironmentID, "environment_id", d.Clients.AnypointEnvironmentID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	key := anypointapi.APIKey{
		OrganizationID: model.OrganizationID.ValueString(), EnvironmentID: model.EnvironmentID.ValueString(),
		APIID: number(model.APIInstanceID, "api_instance_id", &resp.Diagnostics),
	}
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	policies, err := client.Policies.List(ctx, key)
	if err != nil {
		apiPoliciesNoun.Failed(&resp.Diagnostics, "read", "API instance "+model.APIInstanceID.ValueString(), err)
		return
	}
	if model.OnlyActive.ValueBool() {
		policies = slices.DeleteFunc(policies, func(p anypointapi.Policy) bool { return p.Disabled })
	}
	for i := range policies {
		policies[i].Configuration = withoutSecrets(
			ctx, client, key.OrganizationID, policies[i].PolicyDefinition, policies[i].Configuration)
	}
	resp.Diagnostics.Append(model.flatten(ctx, policies)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m *apiPoliciesModel) flatten(ctx context.Context, policies []anypointapi.Policy) diag.Diagnostics {
	var managed []string
	diags := m.ManagedIDs.ElementsAs(ctx, &managed, false)
	m.Policies, m.Unmanaged = []foundPolicy{}, map[string]string{}
	for _, policy := range policies {
		id := strconv.FormatInt(policy.ID, 10)
		if !slices.Contains(managed, id) {
			m.Unmanaged[id] = policy.AssetID
		}
		pointcuts, problems := flattenPointcuts(ctx, policy.Pointcuts)
		diags.Append(problems...)
		m.Policies = append(m.Policies, foundPolicy{
			ID: types.StringValue(id), PolicyGroupID: types.StringValue(policy.GroupID), AssetID: types.StringValue(policy.AssetID),
			AssetVersion: types.StringValue(policy.AssetVersion), Type: types.StringValue(policy.Type), Label: orNull(policy.Label),
			Order: types.Int64PointerValue(policy.Order), Disabled: types.BoolValue(policy.Disabled), Pointcuts: pointcuts,
			Configuration: jsontypes.NewNormalizedValue(string(policy.Configuration)),
		})
	}
	return diags
}
