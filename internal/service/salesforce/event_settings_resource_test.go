package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	eventSettingsType    = "apiaccess_salesforce_event_settings"
	eventSettingsAddress = eventSettingsType + ".test"
)

// streams is a configuration of real-time events alone.
func streams(events map[string]any) prototest.Config {
	return prototest.Config{"real_time_events": events}
}

// eventsOf are the real-time events of an organization that are on.
func eventsOf(platform *acctest.Simulator) map[string]bool {
	texts := platform.SalesforceMetadata("RealTimeEventSettings", "RealTimeEvent")
	on := map[string]bool{}
	for i, name := range texts["realTimeEvents/entityName"] {
		if texts["realTimeEvents/isEnabled"][i] == "true" {
			on[name] = true
		}
	}
	return on
}

func expectEvents(t *testing.T, platform *acctest.Simulator, names ...string) {
	t.Helper()
	want := map[string]bool{}
	for _, name := range names {
		want[name] = true
	}
	if got := eventsOf(platform); !reflect.DeepEqual(got, want) {
		t.Errorf("the events %v are on, want %v", got, want)
	}
}

func TestEventSettingsLiveTheirWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	acctest.Run(
		t, platform,
		resource.TestStep{Config: singleton(eventSettingsType, "  enable_event_log_generation = true\n  real_time_events = { ApiEvent = true }")},
		importsByOrganization(eventSettingsAddress),
		resource.TestStep{
			Config: singleton(eventSettingsType, "  event_log_retention_duration = 90\n  real_time_events = { ApiEventStream = true }"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(eventSettingsAddress, plancheck.ResourceActionUpdate),
			}},
			Check: func(*acctest.State) error {
				expectEvents(t, platform, "ApiEventStream")
				return nil
			},
		},
	)
	expectEvents(t, platform)
	if got := platform.SalesforceMetadata("EventSettings", "Event")["eventLogRetentionDuration"]; got[0] != "30" {
		t.Errorf("destroy left the retention at %s", got)
	}
}

func TestRealTimeEventsThatAreNotConfiguredAreLeftAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	load(t, platform, "RealTimeEvent", "RealTimeEvent.settings") // ApiEvent and ApiEventStream are on
	protocol := platform.Protocol(t)
	imported, err := protocol.ImportID(t, eventSettingsType, "Event")
	if err != nil {
		t.Fatal(err)
	}
	expectNoChange(t, protocol, imported, asConfigured(t, protocol, imported))
	expectNoChange(t, protocol, imported, streams(map[string]any{"ApiEvent": true}))
	expectNoChange(t, protocol, imported, prototest.Config{})

	changed := applied(t, protocol, imported, streams(map[string]any{"ApiEvent": false, "LoginEvent": true}))
	expectEvents(t, platform, "ApiEventStream", "LoginEvent")
	expectNoChange(t, protocol, refreshed(t, platform, changed), streams(map[string]any{"ApiEvent": false, "LoginEvent": true}))

	fewer := applied(t, protocol, changed, streams(map[string]any{"LoginEvent": true}))
	expectEvents(t, platform, "ApiEvent", "ApiEventStream", "LoginEvent")
	none := applied(t, protocol, fewer, prototest.Config{})
	expectEvents(t, platform, "ApiEvent", "ApiEventStream")
	applied(t, protocol, none, nil)
	expectEvents(t, platform, "ApiEvent", "ApiEventStream")
}

func TestRealTimeEventsThatWereSwitchedByHand(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := streams(map[string]any{"ApiEvent": true})
	created := applied(t, protocol, protocol.Null(t, eventSettingsType), config)
	byHand(t, platform, "RealTimeEventSettings", "RealTimeEvent", "realTimeEvents")
	drifted := refreshed(t, platform, created)
	if changes := changesOf(t, protocol, drifted, config); len(changes) != 1 {
		t.Errorf("the drift plans %v", changes)
	}
	next := platform.Protocol(t)
	applied(t, next, drifted, config)
	expectEvents(t, platform, "ApiEvent")
}

func TestRealTimeEventsThatSalesforceRefuses(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := with(streams(map[string]any{"ApiEvent": true}), prototest.Config{"enable_event_log_generation": true})
	platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Skip: 1, Times: 1, Answer: simulator.Status(200, saved)})
	created, err := protocol.Apply(t, protocol.Null(t, eventSettingsType), config)
	expectError(t, err, "does not show the new value of realTimeEvents")
	if created.Gone() {
		t.Fatal("what was changed before is not in the state")
	}
	applied(t, protocol, created, nil)
	if got := platform.SalesforceMetadata("EventSettings", "Event")["enableEventLogGeneration"]; got[0] != "false" {
		t.Errorf("destroy left the generation of logs at %s", got)
	}
}

func TestEventSettingsOfWhichAPartEndsUncertainly(t *testing.T) {
	t.Parallel()
	const attempts = 6 // of one write
	unanswered := simulator.Fault{Pattern: "POST updateMetadata", Times: attempts, AfterEffect: true, Answer: simulator.Reset}
	ignored := simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)}
	second := unanswered
	second.Skip = 1
	for name, test := range map[string]struct {
		faults  []simulator.Fault
		failure string
	}{
		"the settings":         {faults: []simulator.Fault{unanswered}},
		"the real-time events": {faults: []simulator.Fault{second}},
		"both":                 {faults: []simulator.Fault{unanswered, unanswered}},
		"the settings, and the events were not kept": {[]simulator.Fault{unanswered, ignored}, "does not show the new value of realTimeEvents"},
		"the events, and the settings were not kept": {[]simulator.Fault{ignored, unanswered}, "did not keep the value"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			protocol := platform.Protocol(t)
			config := with(streams(map[string]any{"ApiEvent": true}), prototest.Config{"enable_event_log_generation": true})
			for _, fault := range test.faults {
				platform.Inject(fault)
			}
			created, err := protocol.Apply(t, protocol.Null(t, eventSettingsType), config)
			switch {
			case test.failure != "":
				expectError(t, err, test.failure)
			case err != nil:
				t.Fatalf("the engine replaces what failed to be created, and forgets what was before: %v", err)
			}
			completed := applied(t, platform.Protocol(t), refreshed(t, platform, created), config)
			expectEvents(t, platform, "ApiEvent")
			applied(t, protocol, completed, nil)
			expectEvents(t, platform)
			if got := platform.SalesforceMetadata("EventSettings", "Event")["enableEventLogGeneration"]; got[0] != "false" {
				t.Errorf("destroy left the generation of logs at %s", got)
			}
		})
	}
}

func TestEventSettingsRefuseWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"a short retention": {prototest.Config{"event_log_retention_duration": 29}, "between 30 and 365"},
		"a long retention":  {prototest.Config{"event_log_retention_duration": 366}, "between 30 and 365"},
		"a label":           {streams(map[string]any{"Api Event": true}), "must be an event's name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, eventSettingsType), test.config)
			expectError(t, err, test.message)
		})
	}
}
