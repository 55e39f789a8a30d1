package anypoint

import (
	"context"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type clientApplicationsDataSource struct{ dataSource }

type clientApplicationsModel struct {
	OrganizationID types.String             `tfsdk:"organization_id"`
	Search         types.String             `tfsdk:"search"`
	Applications   []listedApplicationModel `tfsdk:"client_applications"`
}

type listedApplicationModel struct {
	ID           types.String `tfsdk:"id"`
	Name         types.String `tfsdk:"name"`
	Description  types.String `tfsdk:"description"`
	URL          types.String `tfsdk:"url"`
	ClientID     types.String `tfsdk:"client_id"`
	RedirectURIs types.Set    `tfsdk:"redirect_uris"`
	GrantTypes   types.Set    `tfsdk:"grant_types"`
}

// NewClientApplicationsDataSource makes apiaccess_anypoint_client_applications.
func NewClientApplicationsDataSource() datasource.DataSource {
	return &clientApplicationsDataSource{dataSource{Name: "anypoint_client_applications"}}
}

// Schema implements [datasource.DataSource].
func (*clientApplicationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	root := foundIn("", "")
	root.MarkdownDescription = "Root organization, where all applications live, as a UUID. Default: the root above the organization that the " +
		"provider signs in to."
	texts := func(description string) schema.SetAttribute {
		return schema.SetAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the client applications of the root organization, without their secrets. An app that acts for itself needs " +
			"the scope `read:client_applications`; a user needs to be an organization administrator.",
		Attributes: map[string]schema.Attribute{
			"organization_id": root,
			"search":          narrowing("Only applications with this text in their name, whatever the case."),
			"client_applications": listOf("The applications, in the order of their names.", map[string]schema.Attribute{
				"id":            told("Number of the application."),
				"name":          told("Name of the application."),
				"description":   told("What it is; null for none."),
				"url":           told("Address of the application; null for none."),
				"client_id":     told("Client id that it calls with; null where the platform does not tell. It is no secret."),
				"redirect_uris": texts("Where the client provider may send users back to."),
				"grant_types":   texts("OAuth grant types that it may use."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *clientApplicationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model clientApplicationsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.OrganizationID.IsNull() {
		fallBack(&model.OrganizationID, "organization_id", rootOf(ctx, client, d.Clients.AnypointOrganizationID), &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	applications, err := client.ClientApplications.List(ctx, model.OrganizationID.ValueString())
	if err != nil {
		clientApplicationNoun.Failed(&resp.Diagnostics, "list", "organization "+model.OrganizationID.ValueString(), err)
		return
	}
	model.Applications = []listedApplicationModel{}
	for _, application := range applications {
		if !strings.Contains(strings.ToLower(application.Name), strings.ToLower(model.Search.ValueString())) {
			continue
		}
		model.Applications = append(model.Applications, listedApplicationModel{
			ID: types.StringValue(strconv.FormatInt(application.ID, 10)), Name: types.StringValue(application.Name),
			Description: orNull(application.Description), URL: orNull(application.URL), ClientID: orNull(application.ClientID),
			RedirectURIs: setOf(ctx, application.RedirectURIs, &resp.Diagnostics),
			GrantTypes:   setOf(ctx, application.GrantTypes, &resp.Diagnostics),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
