package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

type permissionSetDataSource struct{ dataSource }

type permissionSetDataModel struct {
	ID                        types.String `tfsdk:"id"`
	Name                      types.String `tfsdk:"name"`
	Label                     types.String `tfsdk:"label"`
	Description               types.String `tfsdk:"description"`
	LicenseID                 types.String `tfsdk:"license_id"`
	SessionActivationRequired types.Bool   `tfsdk:"session_activation_required"`
	Custom                    types.Bool   `tfsdk:"custom"`
}

// NewPermissionSetDataSource makes data apiaccess_salesforce_permission_set.
func NewPermissionSetDataSource() datasource.DataSource {
	return &permissionSetDataSource{dataSource{Name: "salesforce_permission_set"}}
}

// Schema implements [datasource.DataSource].
func (*permissionSetDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a permission set by its API name or its id. Takes *View Setup and Configuration*.",
		Attributes: map[string]schema.Attribute{
			"name": foundByName("API name, with the namespace of the package that it comes with, as in `ns__Name`. " +
				"Exactly one of `name` and `id` is set."),
			"id":                          foundByID(permissionSetKind),
			"label":                       told("Name that people see."),
			"description":                 told("What the permission set is for; null for none."),
			"license_id":                  told("Id of the license that holders must have; null for any."),
			"session_activation_required": toldFlag("Whether holders have it only in sessions that activate it."),
			"custom":                      toldFlag("Whether it was made by somebody, not by Salesforce."),
		},
	}
}

// ConfigValidators implements [datasource.DataSourceWithConfigValidators].
func (*permissionSetDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return exactlyOneOf("name", "id")
}

// Read implements [datasource.DataSource].
func (d *permissionSetDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model permissionSetDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	argument, value := writtenOf(map[string]types.String{"name": model.Name, "id": model.ID})
	set, err := client.PermissionSets.Find(ctx, value)
	if err != nil {
		explainLookUp(&resp.Diagnostics, permissionSetNoun, argument, value, err)
		return
	}
	model.tell(set)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// tell fills in what the platform tells of a permission set.
func (m *permissionSetDataModel) tell(set salesforceapi.PermissionSet) {
	m.ID, m.Name = types.StringValue(string(set.ID)), types.StringValue(set.APIName())
	m.Label, m.Description = types.StringValue(set.Label), textOrNull(set.Description)
	m.LicenseID = textOrNull(string(set.LicenseID))
	m.SessionActivationRequired = types.BoolValue(set.HasActivationRequired)
	m.Custom = types.BoolValue(set.IsCustom)
}
