package salesforce_test

import (
	"fmt"
	"maps"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func forEverySettings(t *testing.T, promise func(t *testing.T, typeName string, settings settingsCase)) {
	t.Helper()
	for typeName, settings := range settingsCases {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			promise(t, typeName, settings)
		})
	}
}

func applied(t *testing.T, protocol *prototest.Provider, prior prototest.State, config prototest.Config) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, prior, config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// refreshed reads a state anew, in a run of its own.
func refreshed(t *testing.T, platform *acctest.Simulator, state prototest.State) prototest.State {
	t.Helper()
	read, err := platform.Protocol(t).Read(t, state)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// changesOf are the attributes that a plan changes, and to what.
func changesOf(t *testing.T, protocol *prototest.Provider, state prototest.State, config prototest.Config) map[string]any {
	t.Helper()
	planned, _ := plannedValue(t, protocol, state, config)
	changes := map[string]any{}
	old := state.Attributes(t)
	for name, value := range planned.Attributes(t) {
		if !reflect.DeepEqual(value, old[name]) {
			changes[name] = value
		}
	}
	return changes
}

func expectNoChange(t *testing.T, protocol *prototest.Provider, state prototest.State, config prototest.Config) {
	t.Helper()
	if changes := changesOf(t, protocol, state, config); len(changes) > 0 {
		t.Errorf("the plan is not empty: %v", changes)
	}
}

// byHand changes a component of metadata from outside.
func byHand(t *testing.T, platform *acctest.Simulator, kind, name, path string, values ...string) {
	t.Helper()
	if err := platform.EditSalesforceMetadata(kind, name, func(set func(string, ...string)) { set(path, values...) }); err != nil {
		t.Fatal(err)
	}
}

// load loads a document as a retrieval brings it.
func load(t *testing.T, platform *acctest.Simulator, name, file string) {
	t.Helper()
	document, err := os.ReadFile("../../simulator/testdata/salesforce_metadata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if err := platform.LoadSalesforceMetadata(name, document); err != nil {
		t.Fatal(err)
	}
}

// asConfigured is the configuration that says what a state says.
func asConfigured(t *testing.T, protocol *prototest.Provider, state prototest.State) prototest.Config {
	t.Helper()
	config := prototest.Config{}
	values := state.Attributes(t)
	for _, attribute := range protocol.Schema.ResourceSchemas[state.Type].Block.Attributes {
		if value := values[attribute.Name]; value != nil && (attribute.Optional || attribute.Required) {
			config[attribute.Name] = value
		}
	}
	return config
}

func TestSettingsRetrievedFromAnOrganizationImportAndPlanNothing(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		load(t, platform, settings.member, settings.member+".settings")
		protocol := platform.Protocol(t)
		imported, err := protocol.ImportID(t, typeName, settings.member)
		if err != nil {
			t.Fatal(err)
		}
		config := asConfigured(t, protocol, imported)
		if len(config) < 2 {
			t.Errorf("the settings read as %v", config)
		}
		expectNoChange(t, protocol, imported, config)
		expectNoChange(t, protocol, imported, prototest.Config{settings.dropped: config[settings.dropped]})
		if _, warnings := plannedValue(t, protocol, imported, nil); !strings.Contains(strings.Join(warnings, ""), "Everything stays as it is") {
			t.Errorf("the plan of a removal that brings nothing back warns %q", warnings)
		}
		if left := applied(t, protocol, imported, nil); !left.Gone() || platform.Calls("POST updateMetadata") > 0 {
			t.Error("destroying what was never changed changed the organization")
		}
	})
}

func TestSettingsBecomeWhatTheyWere(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		before := platform.SalesforceMetadata(settings.component, settings.member)
		protocol := platform.Protocol(t)
		created := applied(t, protocol, protocol.Null(t, typeName), settings.config)
		if reflect.DeepEqual(before, platform.SalesforceMetadata(settings.component, settings.member)) {
			t.Error("nothing was changed")
		}
		fewer := maps.Clone(settings.config)
		delete(fewer, settings.dropped)
		if changes := changesOf(t, protocol, created, fewer); len(changes) != 1 || changes[settings.dropped] == settings.config[settings.dropped] {
			t.Errorf("leaving out %s plans %v", settings.dropped, changes)
		}
		updated := applied(t, protocol, created, fewer)
		if now := platform.SalesforceMetadata(settings.component, settings.member)[settings.element]; !reflect.DeepEqual(now, before[settings.element]) {
			t.Errorf("%s is %v, and was %v", settings.element, now, before[settings.element])
		}
		if _, warnings := plannedValue(t, protocol, updated, nil); strings.Contains(strings.Join(warnings, ""), "Everything stays as it is") {
			t.Errorf("the plan of a removal that brings back what was before warns %q", warnings)
		}
		applied(t, protocol, updated, nil)
		expectSame(t, before, platform.SalesforceMetadata(settings.component, settings.member))
	})
}

// expectSame compares components; a text that is empty is as good as none.
func expectSame(t *testing.T, before, after map[string][]string) {
	t.Helper()
	for path := range maps.Keys(after) {
		if !reflect.DeepEqual(before[path], after[path]) && strings.Join(after[path], "") != strings.Join(before[path], "") {
			t.Errorf("%s was %v and is %v", path, before[path], after[path])
		}
	}
	for path := range before {
		if _, there := after[path]; !there && path != "" {
			t.Errorf("%s is gone", path)
		}
	}
}

func TestSettingsThatWereChangedByHand(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		protocol := platform.Protocol(t)
		created := applied(t, protocol, protocol.Null(t, typeName), settings.config)

		byHand(t, platform, settings.component, settings.member, settings.unmanaged, settings.otherwise)
		drifted := refreshed(t, platform, created)
		expectNoChange(t, protocol, drifted, settings.config)

		byHand(t, platform, settings.component, settings.member, settings.element, settings.byHand)
		drifted = refreshed(t, platform, created)
		changes := changesOf(t, protocol, drifted, settings.config)
		if len(changes) != 1 || !reflect.DeepEqual(changes[settings.dropped], settings.config[settings.dropped]) {
			t.Errorf("the drift of %s plans %v", settings.dropped, changes)
		}
		next := platform.Protocol(t)
		expectNoChange(t, next, applied(t, next, drifted, settings.config), settings.config)
		if now := platform.SalesforceMetadata(settings.component, settings.member)[settings.unmanaged]; !reflect.DeepEqual(now, []string{settings.otherwise}) {
			t.Errorf("the update changed %s, which is not managed, to %v", settings.unmanaged, now)
		}
	})
}

// saved is the answer of an organization that takes a change.
const saved = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ` +
	`xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><updateMetadataResponse><result><fullName>x</fullName>` +
	`<success>true</success></result></updateMetadataResponse></soapenv:Body></soapenv:Envelope>`

func TestSettingsThatSalesforceDoesNotKeep(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		before := platform.SalesforceMetadata(settings.component, settings.member)
		protocol := platform.Protocol(t)
		platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, Answer: simulator.Status(200, saved)})
		created, err := protocol.Apply(t, protocol.Null(t, typeName), settings.config)
		expectError(t, err, "did not keep the value")
		if created.Gone() {
			t.Fatal("what may have changed is not in the state")
		}
		applied(t, protocol, created, nil)
		expectSame(t, before, platform.SalesforceMetadata(settings.component, settings.member))
	})
}

func TestSettingsWhoseChangeGotNoAnswerAreBroughtBack(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		before := platform.SalesforceMetadata(settings.component, settings.member)
		protocol := platform.Protocol(t)
		platform.Inject(simulator.Fault{Pattern: "POST updateMetadata", Times: 1, AfterEffect: true, Answer: simulator.Reset})
		created, err := protocol.Apply(t, protocol.Null(t, typeName), settings.config)
		if err != nil {
			t.Fatalf("the engine replaces what failed to be created, and forgets what was before: %v", err)
		}
		completed := applied(t, platform.Protocol(t), refreshed(t, platform, created), settings.config)
		applied(t, protocol, completed, nil)
		expectSame(t, before, platform.SalesforceMetadata(settings.component, settings.member))
	})
}

func TestSettingsTakeFewCalls(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		platform := acctest.Start(t)
		protocol := platform.Protocol(t)
		components := max(1, settings.components)
		created := applied(t, protocol, protocol.Null(t, typeName), settings.config)
		if reads, writes := platform.Calls("POST readMetadata"), platform.Calls("POST updateMetadata"); reads != 2*components || writes != components {
			t.Errorf("creation took %d reads and %d writes", reads, writes)
		}
		platform.ForgetRequests()
		next := platform.Protocol(t)
		for range 3 {
			read, err := next.Read(t, created)
			if err != nil {
				t.Fatal(err)
			}
			expectNoChange(t, next, read, settings.config)
		}
		if reads, writes := platform.Calls("POST readMetadata"), platform.Calls("POST updateMetadata"); reads != components || writes != 0 {
			t.Errorf("a refresh and a plan without changes took %d reads and %d writes", reads, writes)
		}
	})
}

func TestSettingsTellMissingPermissions(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		protocol := asAuditor(t, acctest.Start(t))
		created, err := protocol.Apply(t, protocol.Null(t, typeName), settings.config)
		expectError(t, err, "may not do this", settings.permission)
		if !created.Gone() {
			t.Error("what was refused is in the state")
		}
	})
}

func TestSettingsImportByTheOrganization(t *testing.T) {
	t.Parallel()
	forEverySettings(t, func(t *testing.T, typeName string, settings settingsCase) {
		t.Helper()
		protocol := acctest.Start(t).Protocol(t)
		byMember, err := protocol.ImportID(t, typeName, strings.ToLower(settings.member))
		if err != nil {
			t.Fatal(err)
		}
		byID, err := protocol.ImportID(t, typeName, fmt.Sprint(byMember.Attributes(t)["organization_id"])[:15])
		if err != nil || !byID.Value.Equal(byMember.Value) {
			t.Errorf("imported %v, %v", byID.Attributes(t), err)
		}
		for id, message := range map[string]string{
			"00D000000000001EAA": "Another Salesforce organization",
			"Weather":            "or the word " + settings.member,
			"0055g00000AbCdE":    "or the word " + settings.member,
		} {
			_, err := protocol.ImportID(t, typeName, id)
			expectError(t, err, message)
		}
	})
}
