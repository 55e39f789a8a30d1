package salesforce

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var loginHistoryNoun = framework.Noun{
	Name:  "Salesforce login history",
	Needs: "Reading the logins of all users takes the permission Manage Users; naming the users, View Setup and Configuration.",
}

type loginHistoryDataSource struct{ dataSource }

type loginHistoryModel struct {
	bounds

	From        timetypes.RFC3339 `tfsdk:"from"`
	To          timetypes.RFC3339 `tfsdk:"to"`
	User        types.String      `tfsdk:"user"`
	SourceIP    types.String      `tfsdk:"source_ip"`
	Application types.String      `tfsdk:"application"`
	Failed      types.Bool        `tfsdk:"failed"`
	Logins      []loginModel      `tfsdk:"logins"`
}

type loginModel struct {
	ID          types.String `tfsdk:"id"`
	Time        types.String `tfsdk:"time"`
	UserID      types.String `tfsdk:"user_id"`
	Username    types.String `tfsdk:"username"`
	Application types.String `tfsdk:"application"`
	Status      types.String `tfsdk:"status"`
	Type        types.String `tfsdk:"type"`
	SourceIP    types.String `tfsdk:"source_ip"`
	Country     types.String `tfsdk:"country"`
	LoginURL    types.String `tfsdk:"login_url"`
	APIType     types.String `tfsdk:"api_type"`
	APIVersion  types.String `tfsdk:"api_version"`
}

// NewLoginHistoryDataSource makes apiaccess_salesforce_login_history.
func NewLoginHistoryDataSource() datasource.DataSource {
	return &loginHistoryDataSource{dataSource{Name: "salesforce_login_history"}}
}

// Schema implements [datasource.DataSource].
func (*loginHistoryDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists attempts to sign in, the newest first. Takes *Manage Users*: without it, Salesforce tells the provider's own " +
			"logins alone, and no error. Usernames take *View Setup and Configuration*. Salesforce keeps logins for six months; 2,000 are " +
			"read with a call.",
		Attributes: map[string]schema.Attribute{
			"from":      fromAttribute(),
			"to":        toAttribute(),
			"user":      optionalFilter("Only logins of this user, by username or id.", nameOrID{userKind}),
			"source_ip": optionalFilter("Only logins from this address."),
			"application": optionalFilter("Only logins with this app, by its label, whatever the case. Salesforce cannot look for it: it chooses " +
				"among the `limit` logins that are read."),
			"failed": schema.BoolAttribute{
				MarkdownDescription: "Only logins that failed (`true`), or that succeeded (`false`). It chooses among the `limit` logins that are read.",
				Optional:            true,
			},
			"limit":    limitAttribute("logins"),
			"complete": completeAttribute(),
			"logins": toldList("The logins, the newest first.", map[string]schema.Attribute{
				"id":          told("Id (`0Ya…`)."),
				"time":        told("When it was, as in `2027-01-31T08:15:00Z`."),
				"user_id":     told("Id of the user (`005…`)."),
				"username":    told("Username; null for a user who may not be seen."),
				"application": told("Label of the app, or the kind of client; null where Salesforce does not tell."),
				"status":      told("`Success`, or why it failed."),
				"type":        told("Way of signing in, such as `Remote Access 2.0` for an app with OAuth."),
				"source_ip":   told("Address that it came from."),
				"country":     told("Country of the address, as in `US`; null where it is not known."),
				"login_url":   told("Host that it was made at."),
				"api_type":    told("API that was called, if it was one; null where Salesforce does not tell."),
				"api_version": told("Version of that API; null where Salesforce does not tell."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *loginHistoryDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model loginHistoryModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	filter := salesforceapi.LoginFilter{
		Period: period(model.From, model.To, &resp.Diagnostics), SourceIP: model.SourceIP.ValueString(),
		UserID: optionalUser(ctx, client, model.User, loginHistoryNoun, &resp.Diagnostics),
	}
	if resp.Diagnostics.HasError() {
		return
	}
	logins, err := readUpTo(&model.bounds, client.LoginHistory(ctx, filter))
	if err != nil {
		loginHistoryNoun.Failed(&resp.Diagnostics, "read", "logins", err)
		return
	}
	newestFirst(logins, func(login salesforceapi.Login) (time.Time, salesforceapi.ID) { return login.At(), login.ID })
	logins = slices.DeleteFunc(logins, func(login salesforceapi.Login) bool { return !model.wants(login) })
	names, err := usernamesOf(ctx, client, userIDs(logins, func(login salesforceapi.Login) salesforceapi.ID { return login.UserID }))
	if err != nil {
		loginHistoryNoun.Failed(&resp.Diagnostics, "name the users of", "logins", err)
		return
	}
	model.Logins = make([]loginModel, len(logins))
	for i, login := range logins {
		model.Logins[i] = newLoginModel(login, names[login.UserID])
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// wants tells whether a login passes the filters that the platform does not have.
func (m *loginHistoryModel) wants(login salesforceapi.Login) bool {
	const success = "Success"
	return (m.Application.IsNull() || strings.EqualFold(login.Application, m.Application.ValueString())) &&
		(m.Failed.IsNull() || m.Failed.ValueBool() == (login.Status != success))
}

func newLoginModel(login salesforceapi.Login, username string) loginModel {
	return loginModel{
		ID: types.StringValue(string(login.ID)), Time: types.StringValue(login.At().Format(time.RFC3339)),
		UserID: textOrNull(string(login.UserID)), Username: textOrNull(username), Application: textOrNull(login.Application),
		Status: textOrNull(login.Status), Type: textOrNull(login.Type), SourceIP: textOrNull(login.SourceIP),
		Country: textOrNull(login.CountryISO), LoginURL: textOrNull(login.URL), APIType: textOrNull(login.APIType),
		APIVersion: textOrNull(login.APIVersion),
	}
}
