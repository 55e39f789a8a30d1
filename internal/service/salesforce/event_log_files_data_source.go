package salesforce

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timetypes/timetypes"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var eventLogFilesNoun = framework.Noun{
	Name:  "Salesforce event log files",
	Needs: "Reading event log files takes the permission View Event Log Files.",
}

type eventLogFilesDataSource struct{ dataSource }

type eventLogFilesModel struct {
	bounds

	From      timetypes.RFC3339   `tfsdk:"from"`
	To        timetypes.RFC3339   `tfsdk:"to"`
	EventType types.String        `tfsdk:"event_type"`
	Interval  types.String        `tfsdk:"interval"`
	Files     []eventLogFileModel `tfsdk:"files"`
}

type eventLogFileModel struct {
	ID        types.String   `tfsdk:"id"`
	EventType types.String   `tfsdk:"event_type"`
	Time      types.String   `tfsdk:"time"`
	Interval  types.String   `tfsdk:"interval"`
	Sequence  types.Int64    `tfsdk:"sequence"`
	Length    types.Int64    `tfsdk:"length"`
	Columns   []types.String `tfsdk:"columns"`
}

// NewEventLogFilesDataSource makes apiaccess_salesforce_event_log_files.
func NewEventLogFilesDataSource() datasource.DataSource {
	return &eventLogFilesDataSource{dataSource{Name: "salesforce_event_log_files"}}
}

// Schema implements [datasource.DataSource].
func (*eventLogFilesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the files of events that the organization logged, the newest first, without their content. Takes *View Event Log " +
			"Files*. Most types of events take Salesforce Shield or the Event Monitoring add-on. 2,000 files are read with a call.",
		Attributes: map[string]schema.Attribute{
			"from":       fromAttribute(),
			"to":         toAttribute(),
			"event_type": optionalFilter("Only files of this type of events, such as `ApiTotalUsage`."),
			"interval":   optionalFilter("Only files of one day (`Daily`) or of one hour (`Hourly`).", stringvalidator.OneOf("Daily", "Hourly")),
			"limit":      limitAttribute("files"),
			"complete":   completeAttribute(),
			"files": toldList("The files, the newest first.", map[string]schema.Attribute{
				"id":         told("Id (`0AT…`). The content is at `/services/data/vXX.X/sobjects/EventLogFile/ID/LogFile`, as CSV."),
				"event_type": told("Type of the events."),
				"time":       told("Day or hour of the events, as in `2027-01-31T00:00:00Z`."),
				"interval":   told("`Daily` or `Hourly`."),
				"sequence":   toldNumber("Number of the file among those of the same hour; 0 for a day."),
				"length":     toldNumber("Length of the content in bytes."),
				"columns":    toldTexts("Names of the columns, in their order."),
			}),
		},
	}
}

// Read implements [datasource.DataSource].
func (d *eventLogFilesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model eventLogFilesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	client, ok := d.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	filter := salesforceapi.EventLogFilter{
		Period:    period(model.From, model.To, &resp.Diagnostics),
		EventType: model.EventType.ValueString(), Interval: model.Interval.ValueString(),
	}
	if resp.Diagnostics.HasError() {
		return
	}
	files, err := readUpTo(&model.bounds, client.EventLogFiles(ctx, filter))
	if err != nil {
		eventLogFilesNoun.Failed(&resp.Diagnostics, "list", "event log files", err)
		return
	}
	newestFirst(files, func(file salesforceapi.EventLogFile) (time.Time, salesforceapi.ID) { return file.At(), file.ID })
	model.Files = make([]eventLogFileModel, len(files))
	for i, file := range files {
		model.Files[i] = newEventLogFileModel(file)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func newEventLogFileModel(file salesforceapi.EventLogFile) eventLogFileModel {
	length, _ := file.Length.Float64() // which is told as 692.0; what is no number is no length
	model := eventLogFileModel{
		ID: types.StringValue(string(file.ID)), EventType: types.StringValue(file.EventType),
		Time: types.StringValue(file.At().Format(time.RFC3339)), Interval: textOrNull(file.Interval),
		Sequence: types.Int64Value(file.Sequence), Length: types.Int64Value(int64(length)), Columns: []types.String{},
	}
	if file.FieldNames != "" {
		for name := range strings.SplitSeq(file.FieldNames, ",") {
			model.Columns = append(model.Columns, types.StringValue(strings.TrimSpace(name)))
		}
	}
	return model
}
