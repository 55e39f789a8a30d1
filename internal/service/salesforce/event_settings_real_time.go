package salesforce

import (
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// realTimeEvents are which events are on, by their names.
type realTimeEvents map[string]bool

// realTimeIn is the attribute of an object.
func realTimeIn(object types.Object) types.Map {
	events, _ := object.Attributes()[realTimeName].(types.Map)
	return events
}

func expandRealTime(events types.Map) realTimeEvents {
	named := realTimeEvents{}
	for name, value := range events.Elements() {
		on, _ := value.(types.Bool)
		named[name] = on.ValueBool()
	}
	return named
}

func (e realTimeEvents) flatten() types.Map {
	values := map[string]attr.Value{}
	for name, on := range e {
		values[name] = types.BoolValue(on)
	}
	return types.MapValueMust(types.BoolType, values)
}

// shownEvents are those that an organization shows; nil for one without.
func shownEvents(settings *salesforceapi.RealTimeEventSettings) realTimeEvents {
	shown := realTimeEvents{}
	if settings != nil {
		for _, event := range settings.Events {
			shown[event.EntityName] = event.IsEnabled
		}
	}
	return shown
}

// among picks the events of an attribute; all of them when it has none. One that is
// not shown is off.
func (e realTimeEvents) among(wanted types.Map) types.Map {
	if wanted.IsNull() || wanted.IsUnknown() {
		return e.flatten()
	}
	picked := realTimeEvents{}
	for name := range wanted.Elements() {
		picked[name] = e[name]
	}
	return picked.flatten()
}

// turn switches an event, whether the organization shows it or not.
func turn(settings *salesforceapi.RealTimeEventSettings, name string, on bool) {
	i := slices.IndexFunc(settings.Events, func(event salesforceapi.RealTimeEvent) bool { return event.EntityName == name })
	if i < 0 {
		settings.Events = append(settings.Events, salesforceapi.RealTimeEvent{EntityName: name, IsEnabled: on})
		return
	}
	settings.Events[i].IsEnabled = on
}

// realTimeKey is where an event is kept among what was before.
func realTimeKey(name string) string { return realTimeName + "." + name }

// recordedEvents are the events as they were before.
func (b beforeValues) recordedEvents() realTimeEvents {
	events := realTimeEvents{}
	for key := range b {
		if name, is := strings.CutPrefix(key, realTimeName+"."); is {
			events[name] = recorded[bool](b, key)
		}
	}
	return events
}

// write switches events as configured, and brings back those that are configured
// no more.
func (e realTimeEvents) write(settings *salesforceapi.RealTimeEventSettings, before beforeValues) {
	shown := shownEvents(settings)
	for _, name := range slices.Sorted(maps.Keys(e)) {
		if _, kept := before[realTimeKey(name)]; !kept {
			before.record(realTimeKey(name), types.BoolValue(shown[name]))
		}
		if _, is := shown[name]; is || e[name] { // one that is not shown is off
			turn(settings, name, e[name])
		}
	}
	for name, on := range before.recordedEvents() {
		if _, still := e[name]; !still {
			turn(settings, name, on)
			delete(before, realTimeKey(name))
		}
	}
}

// plan keeps the state as long as it has all that is configured, and nothing is to
// be brought back.
func (e realTimeEvents) plan(configured types.Map, before beforeValues) (planned types.Map, settled bool) {
	former := before.recordedEvents()
	if configured.IsNull() {
		after := maps.Clone(e)
		maps.Copy(after, former)
		return after.flatten(), true
	}
	for name, value := range configured.Elements() {
		on, has := e[name]
		if !has || !value.Equal(types.BoolValue(on)) {
			return configured, false
		}
		delete(former, name)
	}
	return e.flatten(), len(former) == 0
}
