package anypoint

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

type appAuthorizationsDataSource struct{ dataSource }

type appAuthorizationsModel struct {
	OrganizationID types.String         `tfsdk:"organization_id"`
	User           types.String         `tfsdk:"user"`
	App            types.String         `tfsdk:"app"`
	Authorizations []shownAuthorization `tfsdk:"authorizations"`
}

type shownAuthorization struct {
	ID        types.String `tfsdk:"id"`
	UserID    types.String `tfsdk:"user_id"`
	Username  types.String `tfsdk:"username"`
	ClientID  types.String `tfsdk:"client_id"`
	AppName   types.String `tfsdk:"app_name"`
	Scopes    types.Set    `tfsdk:"scopes"`
	CreatedAt types.String `tfsdk:"created_at"`
	LastUsed  types.String `tfsdk:"last_used"`
}

// NewAppAuthorizationsDataSource makes apiaccess_anypoint_app_authorizations.
func NewAppAuthorizationsDataSource() datasource.DataSource {
	return &appAuthorizationsDataSource{dataSource{Name: "anypoint_app_authorizations"}}
}

// Schema implements [datasource.DataSource].
func (*appAuthorizationsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filter := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells which user has authorized which connected app to use resources of an organization, and for what: apps of the " +
			"organization's own and of others.",
		Attributes: map[string]schema.Attribute{
			"organization_id": foundIn("Organization whose resources are used", "organization_id"),
			"user":            filter("Only what this user has authorized, by username, e-mail address or UUID."),
			"app":             filter("Only authorizations of this app: the name or client id of one of the organization's own, or the client id of somebody else's."),
			"authorizations": schema.ListNestedAttribute{
				MarkdownDescription: "The authorizations, in the order of the platform.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id":         told("Id."),
					"user_id":    told("UUID of the user."),
					"username":   told("Username; null where users may not be read."),
					"client_id":  told("Client id of the app."),
					"app_name":   told("Name of the app; null for somebody else's."),
					"scopes":     schema.SetAttribute{MarkdownDescription: "What the user has authorized.", Computed: true, ElementType: types.StringType},
					"created_at": told("When the user authorized it, as the platform writes it."),
					"last_used":  told("When the app last made use of it, as the platform writes it."),
				}},
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *appAuthorizationsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model appAuthorizationsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	fallBack(&model.OrganizationID, "organization_id", d.Clients.AnypointOrganizationID, &resp.Diagnostics)
	client, ok := d.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	organizationID := model.OrganizationID.ValueString()
	var userID, clientID string
	if user := model.User.ValueString(); user != "" {
		found, err := findPrincipal(ctx, client, organizationID, anypointapi.IdentityUser, user)
		if err != nil {
			principalFailed(&resp.Diagnostics, path.Root("user"), "user", user, err)
			return
		}
		userID = found.ID
	}
	if app := model.App.ValueString(); app != "" {
		lookup := appLookup{client: client, organizationID: model.OrganizationID, foreign: true, diags: &resp.Diagnostics}
		if clientID = lookup.lookUp(ctx, app).ValueString(); resp.Diagnostics.HasError() {
			return
		}
	}
	model.Authorizations = []shownAuthorization{}
	for authorization, err := range client.AppAuthorizations(ctx, organizationID, userID) {
		if err != nil {
			connectedAppNoun.Failed(&resp.Diagnostics, "read the authorizations of", "organization "+organizationID, err)
			return
		}
		if clientID == "" || authorization.ClientID == clientID {
			model.Authorizations = append(model.Authorizations, showAuthorization(ctx, client, organizationID, authorization))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// showAuthorization tells an authorization with names, as far as they may be read.
func showAuthorization(
	ctx context.Context, client *anypointapi.Client, organizationID string, authorization anypointapi.AppAuthorization,
) shownAuthorization {
	shown := shownAuthorization{
		ID: types.StringValue(authorization.ID), UserID: orNull(authorization.UserID), ClientID: orNull(authorization.ClientID),
		Scopes: textSet(authorization.Scopes), CreatedAt: orNull(authorization.CreatedAt), LastUsed: orNull(authorization.LastUsed),
	}
	if user, err := client.Users.Find(ctx, rootOf(ctx, client, organizationID), authorization.UserID); err == nil {
		shown.Username = orNull(user.Username)
	}
	if app, err := client.ConnectedApps.Find(ctx, organizationID, authorization.ClientID); err == nil {
		shown.AppName = orNull(app.Name)
	}
	return shown
}
