package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type connectedAppDataSource struct{ dataSource }

// NewConnectedAppDataSource makes the data source apiaccess_anypoint_connected_app.
func NewConnectedAppDataSource() datasource.DataSource {
	return &connectedAppDataSource{dataSource{Name: "anypoint_connected_app"}}
}

// shownApp is what data sources tell of a connected app.
type shownApp struct {
	ClientID        types.String `tfsdk:"client_id"`
	Name            types.String `tfsdk:"name"`
	GrantTypes      types.Set    `tfsdk:"grant_types"`
	ActsForItself   types.Bool   `tfsdk:"acts_for_itself"`
	DelegatedScopes types.Set    `tfsdk:"delegated_scopes"`
	RedirectURIs    types.Set    `tfsdk:"redirect_uris"`
	Audience        types.String `tfsdk:"audience"`
	Enabled         types.Bool   `tfsdk:"enabled"`
	OwnerOrgID      types.String `tfsdk:"owner_organization_id"`
}

func showApp(app anypointapi.ConnectedApp) shownApp {
	return shownApp{
		ClientID: types.StringValue(app.ClientID), Name: types.StringValue(app.Name), GrantTypes: textSet(app.GrantTypes),
		ActsForItself: types.BoolValue(app.ActsForItself()), DelegatedScopes: textSet(app.Scopes), RedirectURIs: textSet(app.RedirectURIs),
		Audience: orNull(app.Audience), Enabled: types.BoolValue(app.Enabled), OwnerOrgID: orNull(app.OwnerOrganizationID),
	}
}

func shownAppAttributes() map[string]schema.Attribute {
	texts := func(description string) schema.SetAttribute {
		return schema.SetAttribute{MarkdownDescription: description, Computed: true, ElementType: types.StringType}
	}
	return map[string]schema.Attribute{
		"client_id":             told("Client id."),
		"name":                  told("Name."),
		"grant_types":           texts("How the app gets tokens."),
		"acts_for_itself":       schema.BoolAttribute{MarkdownDescription: "Whether it acts for itself (`client_credentials`).", Computed: true},
		"delegated_scopes":      texts("What the app may do for users."),
		"redirect_uris":         texts("Addresses that tokens and codes may be sent to."),
		"audience":              told("Whose users the app is for: `internal` or `everyone`."),
		"enabled":               schema.BoolAttribute{MarkdownDescription: "Whether the app gets tokens.", Computed: true},
		"owner_organization_id": told("Organization that the app belongs to, as a UUID."),
	}
}

type connectedAppDataModel struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	App            types.String `tfsdk:"app"`
	OwnerID        types.String `tfsdk:"owner_id"`
	Scopes         types.Set    `tfsdk:"scopes"`
	shownApp
}

// Schema implements [datasource.DataSource].
func (*connectedAppDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := shownAppAttributes()
	attributes["organization_id"] = foundIn("Organization (business group) of the app", "organization_id")
	attributes["app"] = schema.StringAttribute{
		MarkdownDescription: "Connected app, by name or client id.",
		Required:            true,
		Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
	}
	attributes["owner_id"] = told("UUID of the user who owns it; null for none, and where the platform does not tell.")
	attributes["scopes"] = schema.SetNestedAttribute{
		MarkdownDescription: "What the app may do for itself, and where. The scope `profile`, which every such app has, is left out.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"scope":        told("Scope."),
			"organization": told("Name of the organization where it holds, or its UUID; null for a scope that holds everywhere."),
			"environment":  told("Name of the environment where it holds, or its UUID; null for all of the organization."),
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds a connected app by name or client id, with its scopes. It does not tell the secret.",
		Attributes:          attributes,
	}
}

// Read implements [datasource.DataSource].
func (d *connectedAppDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model connectedAppDataModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	lookup := appLookup{client: client, planned: &d.Clients.Planned, organizationID: model.OrganizationID, diags: &resp.Diagnostics}
	clientID := lookup.lookUp(ctx, model.App.ValueString())
	if resp.Diagnostics.HasError() {
		return
	}
	key := anypointapi.AppKey{OrganizationID: model.OrganizationID.ValueString(), ClientID: clientID.ValueString()}
	app, err := client.ConnectedApps.Read(ctx, key)
	var scopes []anypointapi.AppScope
	if err == nil && app.ActsForItself() {
		scopes, err = client.AppScopes.List(ctx, key)
	}
	if err != nil {
		connectedAppNoun.Failed(&resp.Diagnostics, "read", "connected app "+model.App.ValueString(), err)
		return
	}
	model.shownApp, model.OwnerID = showApp(app), textOrNull(app.OwnerUserID)
	model.Scopes = newScopeResolver(ctx, client, key.OrganizationID).flatten(ctx, scopes, types.SetNull(scopeWordsType))
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
