package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// Schema implements [resource.Resource].
func (*eventSettingsResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := eventSettings.attributes()
	attributes[realTimeName] = schema.MapAttribute{
		MarkdownDescription: "Whether events are stored or streamed as they happen, by their names: `ApiEvent` stores calls of the APIs, " +
			"`ApiEventStream` streams them, and so on (Setup > Event Manager). Events that are left out are left alone; a map without any " +
			"shows all. Takes Event Monitoring.",
		Optional:    true,
		Computed:    true,
		ElementType: types.BoolType,
		Validators: []validator.Map{
			mapvalidator.KeysAre(stringvalidator.RegexMatches(namespacedName, "must be an event's name such as ApiEvent or ApiEventStream")),
		},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "What the organization records of the use of its APIs (Setup > Event Monitoring Settings and Event Manager): event log " +
			"files, and events in real time. An organization has one of these.\n\n" +
			"Only what the configuration sets is managed; everything else is shown and left alone. What is set no more, and all of it on " +
			"destroy, becomes what it was before Terraform first changed it. All changes are made in place.",
		Attributes: attributes,
	}
}

// realTimeName is the attribute of the real-time events.
const realTimeName = "real_time_events"

// recording shortens the list below.
type recording = salesforceapi.EventSettings

// The days that event log files are kept.
const leastRetention, mostRetention = 30, 365

var eventSettings = settings[recording]{
	switchSetting("enable_event_log_generation", "Event log files are made.",
		func(e *recording) **bool { return &e.EnableEventLogGeneration }),
	numberSetting("event_log_retention_duration", "Days that event log files are kept, 30 to 365.", leastRetention, mostRetention,
		func(e *recording) **int64 { return &e.EventLogRetentionDuration }),
	switchSetting("enable_delete_monitoring_data", "Users with the permission Delete Event Monitoring Records may delete event log files.",
		func(e *recording) **bool { return &e.EnableDeleteMonitoringData }),
	switchSetting("enable_transaction_security_policies", "Transaction security policies act on events.",
		func(e *recording) **bool { return &e.EnableTransactionSecurityPolicies }),
	switchSetting("enable_login_forensics", "Logins are examined for what is unusual (Login Forensics).",
		func(e *recording) **bool { return &e.EnableLoginForensics }),
	switchSetting("enable_event_log_wave_integration", "CRM Analytics gets the event log files.",
		func(e *recording) **bool { return &e.EnableEventLogWaveIntegration }),
	switchSetting("enable_apex_limit_events", "Apex limits that are exceeded are recorded.",
		func(e *recording) **bool { return &e.EnableApexLimitEvents }),
	switchSetting("enable_lightning_logger_events", "What the Lightning logger of components writes is recorded.",
		func(e *recording) **bool { return &e.EnableLightningLoggerEvents }),
	switchSetting("enable_streaming_api", "Clients may subscribe to changes and events (Streaming API).",
		func(e *recording) **bool { return &e.EnableStreamingAPI }),
	switchSetting("enable_dynamic_streaming_channel", "Channels of generic streaming come into being when they are used.",
		func(e *recording) **bool { return &e.EnableDynamicStreamingChannel }),
	switchSetting("bypass_metering_block", "Events above the allocation are delivered all the same.",
		func(e *recording) **bool { return &e.BypassMeteringBlock }),
}
