package salesforce

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var tokensNoun = framework.Noun{
	Name: "Salesforce OAuth tokens",
	Needs: "Listing the tokens of all users takes the permission Customize Application; telling which apps are installed takes View Setup " +
		"and Configuration and Modify Metadata Through Metadata API Functions.",
}

type tokensDataSource struct{ dataSource }

// NewOAuthTokensDataSource makes data apiaccess_salesforce_oauth_tokens.
func NewOAuthTokensDataSource() datasource.DataSource {
	return &tokensDataSource{dataSource{Name: "salesforce_oauth_tokens"}}
}

// Schema implements [datasource.DataSource].
func (*tokensDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists which connected apps are in use, by whom, and which of them are not even installed: apps of others that " +
			"somebody connected on their own. Takes *Customize Application*; without it Salesforce tells the tokens of the provider's own " +
			"user alone. The tokens themselves, and what revokes them, are not read.",
		Attributes: map[string]schema.Attribute{
			"app": schema.StringAttribute{
				MarkdownDescription: "Only tokens of the app with that label, in capitals or not. Default: all.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"user": schema.StringAttribute{
				MarkdownDescription: "Only tokens of that user, by the username or the id (`005…`). Default: all.",
				Optional:            true,
				Validators:          []validator.String{nameOrID{userKind}},
			},
			"installed": schema.BoolAttribute{MarkdownDescription: "Only tokens of apps that are installed, or only those of apps that are not. Default: all.", Optional: true},
			"used_within_days": schema.Int64Attribute{
				MarkdownDescription: "Only tokens that were used during so many days before now. Default: all.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 3650)},
			},
			"complete": toldFlag("Whether these are all. Salesforce tells 2,500 tokens of one user at most; a warning tells that there are more."),
			"tokens": schema.ListNestedAttribute{
				MarkdownDescription: "Who uses what, in the order of the app's label and the username.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"app":       told("Label of the app, all that Salesforce tells of it."),
					"installed": toldFlag("Whether the organization knows a connected app of that label."),
					"user_id":   told("Id of the user (`005…`)."),
					"username":  told("Username; null for a user who is not told."),
					"use_count": toldNumber("How often the token was used."),
					"last_used": told("When it was last used, in RFC 3339; null for never."),
				}},
			},
			"apps": schema.ListNestedAttribute{
				MarkdownDescription: "The same by app, in the order of the labels.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"app":       told("Label of the app."),
					"installed": toldFlag("Whether the organization knows a connected app of that label."),
					"app_ids": schema.ListAttribute{
						MarkdownDescription: "Ids of the connected apps of that label (`0H4…`): none for one that is not installed, several where they share it.",
						Computed:            true,
						ElementType:         types.StringType,
					},
					"user_count": toldNumber("How many users have a token."),
					"use_count":  toldNumber("How often all of them were used."),
					"last_used":  told("When one was last used, in RFC 3339; null for never."),
				}},
			},
			"uninstalled_apps": schema.ListAttribute{
				MarkdownDescription: "Labels of the apps that are in use without being installed.",
				Computed:            true,
				ElementType:         types.StringType,
			},
		},
	}
}

// Read implements [datasource.DataSource].
func (d *tokensDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model tokensModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	tokens, complete, err := client.OAuthTokens(ctx)
	if err != nil {
		tokensNoun.Failed(&resp.Diagnostics, "list", "tokens in use", err)
		return
	}
	if !complete {
		resp.Diagnostics.AddWarning("Not all tokens are listed", "A user has more tokens than Salesforce tells of, 2,500.")
	}
	model.Complete = types.BoolValue(complete)
	tokens = model.wanted(ctx, client, tokens, &resp.Diagnostics)
	apps := connectedApps(ctx, client, &resp.Diagnostics)
	names, err := usernamesOf(ctx, client, userIDs(tokens, func(token salesforceapi.OAuthToken) salesforceapi.ID { return token.UserID }))
	if err != nil {
		tokensNoun.Failed(&resp.Diagnostics, "list", "users of the tokens", err)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	model.flatten(tokens, apps, names)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// wanted are the tokens that pass the filters by app, user and use.
func (m *tokensModel) wanted(
	ctx context.Context, client *salesforceapi.Client, tokens []salesforceapi.OAuthToken, diags *diag.Diagnostics,
) []salesforceapi.OAuthToken {
	var user salesforceapi.ID
	if !m.User.IsNull() {
		found, err := client.Users.Find(ctx, m.User.ValueString())
		if err != nil {
			explainLookUp(diags, userNoun, "user", m.User.ValueString(), err)
		}
		user = found.ID
	}
	since := time.Time{}
	if days := m.UsedWithinDays.ValueInt64(); days > 0 {
		since = time.Now().AddDate(0, 0, -int(days))
	}
	var wanted []salesforceapi.OAuthToken
	for _, token := range tokens {
		switch {
		case !m.App.IsNull() && !strings.EqualFold(m.App.ValueString(), token.AppName):
		case user != "" && user != token.UserID:
		case !since.IsZero() && (token.LastUsed == nil || token.LastUsed.Before(since)):
		default:
			wanted = append(wanted, token)
		}
	}
	return wanted
}

// connectedApps are all connected apps, installed ones too. The tokens of external
// client apps are told elsewhere, so that one of the same label does not count.
func connectedApps(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) []salesforceapi.App {
	var apps []salesforceapi.App
	for app, err := range client.Apps.List(ctx) {
		if err != nil {
			tokensNoun.Failed(diags, "list", "apps", err)
			return nil
		}
		if app.Kind() != salesforceapi.ExternalKind {
			apps = append(apps, app)
		}
	}
	return apps
}
