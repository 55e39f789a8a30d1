package salesforce

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var (
	limitsNoun = framework.Noun{
		Name:  "Salesforce limits",
		Needs: "Reading the limits takes the permission View Setup and Configuration.",
	}
	appUsageNoun = framework.Noun{
		Name: "Salesforce API usage",
		Needs: "Reading the API usage of apps takes the permission View Event Log Object Data, and an organization that stores the events " +
			"of ApiTotalUsageEventLog.",
	}
)

type limitsDataSource struct{ dataSource }

type limitsModel struct {
	UsageSince timetypes.RFC3339     `tfsdk:"usage_since"`
	Limits     map[string]limitModel `tfsdk:"limits"`
	AppUsage   []appUsageModel       `tfsdk:"app_usage"`
}

type limitModel struct {
	Maximum   types.Int64 `tfsdk:"maximum"`
	Remaining types.Int64 `tfsdk:"remaining"`
	Used      types.Int64 `tfsdk:"used"`
}

type appUsageModel struct {
	AppID types.String `tfsdk:"app_id"`
	Name  types.String `tfsdk:"name"`
	Label types.String `tfsdk:"label"`
	Calls types.Int64  `tfsdk:"calls"`
}

// NewLimitsDataSource makes apiaccess_salesforce_limits.
func NewLimitsDataSource() datasource.DataSource {
	return &limitsDataSource{dataSource{Name: "salesforce_limits"}}
}

// Schema implements [datasource.DataSource].
func (*limitsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tells the organization's allocations and, if asked to, how often each app called its APIs. The allocations take " +
			"*View Setup and Configuration*, in one call; they are right to within five minutes. The usage takes *View Event Log Object Data* " +
			"and *Modify Metadata Through Metadata API Functions*.",
		Attributes: map[string]schema.Attribute{
			"usage_since": momentAttribute("Count the API calls of each app from this moment on, such as `2027-01-31T00:00:00Z`. Default not " +
				"to count them: not every organization stores these events."),
			"limits": schema.MapNestedAttribute{
				MarkdownDescription: "The allocations by their names, such as `DailyApiRequests`. Which there are depends on the edition.", Computed: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"maximum":   toldNumber("How much there is."),
					"remaining": toldNumber("How much is left; Salesforce may let some allocations be exceeded, which makes it negative."),
					"used":      toldNumber("How much is used."),
				}},
			},
			"app_usage": toldList("Calls of each app, the most first; null without `usage_since`.", map[string]schema.Attribute{
				"app_id": told("Id of the connected app; null for all calls that came by none."),
				"name":   told("Developer name; null for an app that does not tell it."),
				"label":  told("Name that people see; null for an app that the organization does not show."),
				"calls":  toldNumber("Number of calls."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *limitsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model limitsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	limits, err := client.Limits(ctx)
	if err != nil {
		limitsNoun.Failed(&resp.Diagnostics, "read", "limits", err)
		return
	}
	model.Limits = map[string]limitModel{}
	for name, limit := range limits {
		model.Limits[name] = limitModel{
			Maximum: types.Int64Value(limit.Max), Remaining: types.Int64Value(limit.Remaining), Used: types.Int64Value(limit.Max - limit.Remaining),
		}
	}
	if !model.UsageSince.IsNull() {
		model.AppUsage = appUsage(ctx, client, model.UsageSince, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// appUsage counts the calls of each app since a moment.
func appUsage(ctx context.Context, client *salesforceapi.Client, since timetypes.RFC3339, diags *diag.Diagnostics) []appUsageModel {
	moment, found := since.ValueRFC3339Time()
	diags.Append(found...)
	usage, err := client.AppUsage(ctx, moment)
	if err != nil {
		appUsageNoun.FailedAt(diags, path.Root("usage_since"), "count the calls of", "apps", err)
		return nil
	}
	apps := map[salesforceapi.ID]salesforceapi.App{}
	for app, err := range client.Apps.List(ctx) {
		if err != nil {
			apiAccessNoun.FailedAt(diags, path.Root("usage_since"), "name", "apps", err)
			return nil
		}
		apps[app.ID] = app
	}
	slices.SortFunc(usage, func(a, b salesforceapi.AppUsage) int {
		return cmp.Or(cmp.Compare(b.Calls, a.Calls), cmp.Compare(a.AppID, b.AppID))
	})
	models := make([]appUsageModel, len(usage))
	for i, used := range usage {
		app := apps[used.AppID]
		models[i] = appUsageModel{
			AppID: textOrNull(string(used.AppID)), Name: textOrNull(app.DeveloperName), Label: textOrNull(app.Label),
			Calls: types.Int64Value(used.Calls),
		}
	}
	return models
}
