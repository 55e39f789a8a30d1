package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

var organizationNoun = framework.Noun{
	Name:  "Salesforce organization",
	Needs: "Reading the organization takes the permission API Enabled.",
}

type organizationDataSource struct{ dataSource }

type organizationModel struct {
	ID              types.String `tfsdk:"id"`
	Name            types.String `tfsdk:"name"`
	Edition         types.String `tfsdk:"edition"`
	InstanceName    types.String `tfsdk:"instance_name"`
	Sandbox         types.Bool   `tfsdk:"sandbox"`
	NamespacePrefix types.String `tfsdk:"namespace_prefix"`
}

// NewOrganizationDataSource makes apiaccess_salesforce_organization.
func NewOrganizationDataSource() datasource.DataSource {
	return &organizationDataSource{dataSource{Name: "salesforce_organization"}}
}

// Schema implements [datasource.DataSource].
func (*organizationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells the organization that the provider signs in to. Takes no permission but *API Enabled*. A precondition on " +
			"`sandbox` or `id` keeps a configuration from the wrong organization.",
		Attributes: map[string]schema.Attribute{
			"id":               told("Id (`00D…`)."),
			"name":             told("Name."),
			"edition":          told("Edition, such as `Enterprise Edition`."),
			"instance_name":    told("Instance that it is on, such as `NA139`; it changes when Salesforce moves the organization."),
			"sandbox":          toldFlag("Whether it is a sandbox."),
			"namespace_prefix": told("Namespace of the package that is developed in it; null for none."),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *organizationDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok {
		return
	}
	organization, err := client.Organization(ctx)
	if err != nil {
		organizationNoun.Failed(&resp.Diagnostics, "read", "organization", err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, organizationModel{
		ID: types.StringValue(string(organization.ID)), Name: types.StringValue(organization.Name),
		Edition: types.StringValue(organization.Type), InstanceName: textOrNull(organization.InstanceName),
		Sandbox: types.BoolValue(organization.IsSandbox), NamespacePrefix: textOrNull(organization.NamespacePrefix),
	})...)
}
