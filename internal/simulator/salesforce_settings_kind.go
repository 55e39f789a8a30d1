package simulator

import (
	"strconv"
	"strings"
)

// settingsKind keeps a type of which there is one component, always.
type settingsKind struct {
	name, member string
	// initial are the values of a fresh organization by path, as in
	// "sessionSettings/sessionTimeout=TwoHours".
	initial string
	// replaced are the elements that a change gives as a whole; all others are
	// merged.
	replaced []string
	// permissions are what changing certain elements takes besides customizing.
	permissions map[string]string
	// check refuses a component as it would become.
	check func(*soapElement) *metadataError
}

// settingsKinds are the types that a manifest lists as Settings.
var settingsKinds = map[string]*settingsKind{
	"EventSettings":             eventSettings,
	"ExternalClientAppSettings": externalClientAppSettings,
	"OauthOidcSettings":         oauthOidcSettings,
	"RealTimeEventSettings":     realTimeEventSettings,
	"SecuritySettings":          securitySettings,
}

var externalClientAppSettings = &settingsKind{
	name: "ExternalClientAppSettings", member: "ExternalClientApp",
	initial: `enableClientSecretInRestApiAccess=false enableConsumerSecretApiAccess=false
		enablePackageEcaOauthFromDevOrg=false`,
}

var oauthOidcSettings = &settingsKind{
	name: "OauthOidcSettings", member: "OauthOidc",
	initial: "blockOAuthUnPwFlow=false blockOAuthUsrAgtFlow=false isPkceRequired=false oAuthCdCrdtFlowEnable=false",
}

var eventSettings = &settingsKind{
	name: "EventSettings", member: "Event",
	initial: `enableApexLimitEvents=false enableDeleteMonitoringData=false enableDynamicStreamingChannel=false
		enableEventLogGeneration=false enableEventLogWaveIntegration=false enableLoginForensics=false
		enableStreamingApi=true enableTransactionSecurityPolicies=false eventLogRetentionDuration=30`,
	check: func(component *soapElement) *metadataError {
		return checkBounds(component, "eventLogRetentionDuration", 30, 365)
	},
}

var realTimeEventSettings = &settingsKind{name: "RealTimeEventSettings", member: "RealTimeEvent"}

func (k *settingsKind) create(*metadataCall, string, *soapElement) *metadataError {
	return componentError("INVALID_TYPE_FOR_OPERATION", k.name+" can't be created")
}

func (k *settingsKind) remove(*metadataCall, string) *metadataError {
	return componentError("INVALID_TYPE_FOR_OPERATION", k.name+" can't be deleted")
}

func (k *settingsKind) show(c *metadataCall, name string) *soapElement {
	if !strings.EqualFold(name, k.member) {
		return nil
	}
	return c.org.settingsOf(k)
}

// settingsOf are the settings of a type as they are, or as they began.
func (o *salesforceOrg) settingsOf(k *settingsKind) *soapElement {
	if kept := o.Components[k.name]; kept != nil {
		return kept
	}
	return initialSettings[k.name]
}

// initialSettings are the settings of a fresh organization by type.
var initialSettings = parseInitialSettings()

func parseInitialSettings() map[string]*soapElement {
	settings := map[string]*soapElement{}
	for name, kind := range settingsKinds {
		component := &soapElement{}
		for word := range strings.FieldsSeq(kind.initial) {
			path, value, _ := strings.Cut(word, "=")
			setTexts(component, strings.Split(path, "/"), []string{value})
		}
		settings[name] = tidy(name, component)
	}
	return settings
}

// setting is one of the settings by its path.
func (o *salesforceOrg) setting(k *settingsKind, path string) string {
	element := o.settingsOf(k)
	for name := range strings.SplitSeq(path, "/") {
		element = element.child(name)
	}
	return element.text()
}

func (k *settingsKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	if !strings.EqualFold(name, k.member) {
		return noSuchComponent(k.name, name)
	}
	if !c.may("CustomizeApplication") {
		return noAccessToComponent()
	}
	for element, permission := range k.permissions {
		if component.child(element) != nil && !c.may(permission) {
			return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id", element)
		}
	}
	given := tidy(k.name, component)
	if !c.whole {
		given = k.merge(c.org.settingsOf(k), component)
	}
	if failure := k.refuse(given); failure != nil {
		return failure
	}
	c.org.putComponent(k.name, given)
	c.note("changed"+k.name, "Security Controls", "Changed "+k.name)
	return nil
}

func (k *settingsKind) refuse(given *soapElement) *metadataError {
	if missing := missingElements(k.name, given); len(missing) > 0 {
		return componentError("REQUIRED_FIELD_MISSING",
			"Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)
	}
	if k.check == nil {
		return nil
	}
	return k.check(given)
}

// merge takes over what a change gives: element by element, also within
// elements, but for lists, which it gives as a whole.
func (k *settingsKind) merge(own, change *soapElement) *soapElement {
	merged := mergeSettings(k.name, own, change)
	for _, name := range k.replaced {
		if given := change.child(name); given != nil && !given.Nil {
			*merged = *merged.without(name)
			merged.add(given)
		}
	}
	return tidy(k.name, merged)
}

func mergeSettings(kind string, own, change *soapElement) *soapElement {
	merged := newElement("")
	for _, field := range metadataTypes[kind] {
		given, kept := change.all(field.name), own.all(field.name)
		switch {
		case len(given) == 0 || given[0].Nil:
			merged.add(kept...)
		case field.repeated:
			merged.add(mergeEntries(field.kind, kept, given)...)
		case metadataTypes[field.kind] != nil:
			inner := mergeSettings(field.kind, own.child(field.name), given[0])
			inner.Name = field.name
			merged.add(inner)
		default:
			merged.add(given...)
		}
	}
	return merged
}

// mergeEntries replaces the entries that are about the same, and keeps the others.
func mergeEntries(kind string, kept, given []*soapElement) []*soapElement {
	var merged []*soapElement
	for _, entry := range kept {
		if replacement := entryAbout(kind, given, entry); replacement != nil {
			entry = replacement
		}
		merged = append(merged, entry)
	}
	for _, entry := range given {
		if entryAbout(kind, kept, entry) == nil {
			merged = append(merged, entry)
		}
	}
	return merged
}

// entryAbout finds the entry that is about the same as another: the first text
// that entries must have tells what they are about.
func entryAbout(kind string, entries []*soapElement, other *soapElement) *soapElement {
	about := ""
	for _, field := range metadataTypes[kind] {
		if field.kind == "string" && field.required && about == "" {
			about = field.name
		}
	}
	for _, entry := range entries {
		if entry.child(about).text() == other.child(about).text() {
			return entry
		}
	}
	return nil
}

// checkBounds refuses a number that is there but out of bounds.
func checkBounds(component *soapElement, name string, least, most int) *metadataError {
	text := component.child(name).text()
	number, err := strconv.Atoi(text)
	if text == "" || (err == nil && least <= number && number <= most) {
		return nil
	}
	return componentError("FIELD_INTEGRITY_EXCEPTION",
		name+" must be "+strconv.Itoa(least)+" to "+strconv.Itoa(most)+".", name)
}

// secretsInMetadata tells whether reads may show the secrets of external client
// apps.
func (o *salesforceOrg) secretsInMetadata() bool {
	return o.setting(externalClientAppSettings, "enableConsumerSecretApiAccess") == "true"
}
