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

var setupAuditTrailNoun = framework.Noun{
	Name:  "Salesforce setup audit trail",
	Needs: "Reading the setup audit trail takes the permission View Setup and Configuration.",
}

type setupAuditTrailDataSource struct{ dataSource }

type setupAuditTrailModel struct {
	bounds

	From    timetypes.RFC3339  `tfsdk:"from"`
	To      timetypes.RFC3339  `tfsdk:"to"`
	User    types.String       `tfsdk:"user"`
	Action  types.String       `tfsdk:"action"`
	Section types.String       `tfsdk:"section"`
	Changes []setupChangeModel `tfsdk:"changes"`
}

type setupChangeModel struct {
	ID           types.String `tfsdk:"id"`
	Time         types.String `tfsdk:"time"`
	Action       types.String `tfsdk:"action"`
	Section      types.String `tfsdk:"section"`
	Display      types.String `tfsdk:"display"`
	UserID       types.String `tfsdk:"user_id"`
	Username     types.String `tfsdk:"username"`
	DelegateUser types.String `tfsdk:"delegate_user"`
}

// NewSetupAuditTrailDataSource makes apiaccess_salesforce_setup_audit_trail.
func NewSetupAuditTrailDataSource() datasource.DataSource {
	return &setupAuditTrailDataSource{dataSource{Name: "salesforce_setup_audit_trail"}}
}

// Schema implements [datasource.DataSource].
func (*setupAuditTrailDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists changes of the setup, the newest first: who changed which setting by hand or through an API. Takes *View Setup " +
			"and Configuration*. Salesforce keeps them for at least 180 days; 2,000 are read with a call.",
		Attributes: map[string]schema.Attribute{
			"from":   fromAttribute(),
			"to":     toAttribute(),
			"user":   optionalFilter("Only changes by this user, by username or id.", nameOrID{userKind}),
			"action": optionalFilter("Only changes of this kind, as Salesforce names it, such as `insertConnectedApplication`."),
			"section": optionalFilter("Only changes in this section of Setup, such as `Connected Apps`, whatever the case. Salesforce cannot look " +
				"for it: it chooses among the `limit` changes that are read."),
			"limit":    limitAttribute("changes"),
			"complete": completeAttribute(),
			"changes": toldList("The changes, the newest first.", map[string]schema.Attribute{
				"id":            told("Id (`0Ym…`)."),
				"time":          told("When it was, as in `2027-01-31T08:15:00Z`."),
				"action":        told("Kind of change, as Salesforce names it."),
				"section":       told("Section of Setup; null for none."),
				"display":       told("The change in words, in the language of the user that the provider acts as."),
				"user_id":       told("Id of who made it (`005…`); null for Salesforce itself."),
				"username":      told("Username of who made it; null for a user who may not be seen."),
				"delegate_user": told("Who made it in the user's place, by logging in as the user; null for nobody."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *setupAuditTrailDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model setupAuditTrailModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	filter := salesforceapi.SetupFilter{
		Period: period(model.From, model.To, &resp.Diagnostics), Action: model.Action.ValueString(),
		UserID: optionalUser(ctx, client, model.User, setupAuditTrailNoun, &resp.Diagnostics),
	}
	if resp.Diagnostics.HasError() {
		return
	}
	changes, err := readUpTo(&model.bounds, client.SetupAuditTrail(ctx, filter))
	if err != nil {
		setupAuditTrailNoun.Failed(&resp.Diagnostics, "read", "changes of the setup", err)
		return
	}
	newestFirst(changes, func(change salesforceapi.SetupChange) (time.Time, salesforceapi.ID) { return change.At(), change.ID })
	changes = slices.DeleteFunc(changes, func(change salesforceapi.SetupChange) bool {
		return !model.Section.IsNull() && !strings.EqualFold(change.Section, model.Section.ValueString())
	})
	names, err := usernamesOf(ctx, client, userIDs(changes, func(change salesforceapi.SetupChange) salesforceapi.ID { return change.UserID }))
	if err != nil {
		setupAuditTrailNoun.Failed(&resp.Diagnostics, "name the users of", "changes of the setup", err)
		return
	}
	model.Changes = make([]setupChangeModel, len(changes))
	for i, change := range changes {
		model.Changes[i] = setupChangeModel{
			ID: types.StringValue(string(change.ID)), Time: types.StringValue(change.At().Format(time.RFC3339)),
			Action: textOrNull(change.Action), Section: textOrNull(change.Section), Display: textOrNull(change.Display),
			UserID: textOrNull(string(change.UserID)), Username: textOrNull(names[change.UserID]), DelegateUser: textOrNull(change.DelegateUser),
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
