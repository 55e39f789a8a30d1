package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// salesforceExternalAppFixture describes an external client app with all that
// belongs to it.
type salesforceExternalAppFixture struct {
	Name           string   `yaml:"name"`
	Label          string   `yaml:"label"`
	Description    string   `yaml:"description"`
	ContactEmail   string   `yaml:"contact_email"`
	CallbackURLs   []string `yaml:"callback_urls"`
	ConsumerKey    string   `yaml:"consumer_key"`
	ConsumerSecret string   `yaml:"consumer_secret"`
	// Certificate is the PEM certificate that JWT assertions are signed with.
	Certificate string `yaml:"certificate"`
	// RunAs turns on client credentials, on both sides, for this user.
	RunAs           string                   `yaml:"run_as"`
	Scopes          []string                 `yaml:"scopes"`
	TrustedIPRanges []salesforceRangeFixture `yaml:"trusted_ip_ranges"`
	// Approved pre-authorizes administrator-approved users only.
	Approved       bool     `yaml:"approved"`
	Enabled        *bool    `yaml:"enabled"`
	Profiles       []string `yaml:"profiles"`
	PermissionSets []string `yaml:"permission_sets"`
	// SelfAuthorized are users who approved the app for themselves.
	SelfAuthorized []string `yaml:"self_authorized"`
	// OAuthSettings and GlobalSettings name the components; empty is the app's
	// name with OAuthSettings and GlblOAuth.
	OAuthSettings  string `yaml:"oauth_settings"`
	GlobalSettings string `yaml:"global_oauth_settings"`
}

// salesforceRangeFixture is a range of addresses.
type salesforceRangeFixture struct {
	Start       string `yaml:"start"`
	End         string `yaml:"end"`
	Description string `yaml:"description"`
}

// element is the range as an element whose ends go by these names.
func (f salesforceRangeFixture) element(name, start, end string) *soapElement {
	return newElement(name, newText(start, f.Start), newText(end, f.End), newText("description", f.Description))
}

// salesforceMetadataFixture is a component in the form of a retrieved file.
type salesforceMetadataFixture struct {
	Name    string `yaml:"name"`
	Content string `yaml:"content"`
}

// components adds what a fixture describes as metadata.
func (s *salesforceSeeder) components(fixture salesforceFixture) {
	hands := s.metadataHands()
	for _, app := range fixture.ExternalClientApps {
		s.externalApp(hands, app)
	}
	for _, member := range slices.Sorted(maps.Keys(fixture.Settings)) {
		s.settings(hands, member, fixture.Settings[member])
	}
	for _, component := range fixture.Metadata {
		if err := hands.load(component.Name, []byte(component.Content)); err != nil {
			s.fail("%w", err)
		}
	}
}

// put adds or changes a component.
func (s *salesforceSeeder) put(hands *metadataCall, kind, name string, component *soapElement) {
	if _, failure := hands.put(kind, name, component); failure != nil {
		s.fail("%s %s: %w", kind, name, failure)
	}
}

func (s *salesforceSeeder) externalApp(hands *metadataCall, app salesforceExternalAppFixture) {
	owner := newText("externalClientApplication", app.Name)
	s.put(hands, "ExternalClientApplication", app.Name, newElement("", newText("label", app.Label),
		newText("description", app.Description), newText("contactEmail", app.ContactEmail)))
	settings := newElement("", owner, newText("commaSeparatedOauthScopes", strings.Join(app.Scopes, ",")))
	for _, trusted := range app.TrustedIPRanges {
		settings.add(trusted.element("trustedIpRanges", "startIpAddress", "endIpAddress"))
	}
	oauth := orDefault(app.OAuthSettings, app.Name+"OAuthSettings")
	s.put(hands, "ExtlClntAppOauthSettings", oauth, settings)
	s.put(hands, "ExtlClntAppGlobalOauthSettings", orDefault(app.GlobalSettings, app.Name+"GlblOAuth"), newElement("", owner,
		newText("callbackUrl", strings.Join(app.CallbackURLs, "\n")), newText("consumerKey", app.ConsumerKey),
		newText("consumerSecret", app.ConsumerSecret), newText("certificate", app.Certificate),
		newBoolean("isClientCredentialsFlowEnabled", app.RunAs != "")))
	permitted := "AllSelfAuthorized"
	if app.Approved {
		permitted = "AdminApprovedPreAuthorized"
	}
	s.put(hands, "ExtlClntAppOauthConfigurablePolicies", oauth+"_defaultPolicy", newElement("", owner,
		newText("clientCredentialsFlowUser", app.RunAs), newBoolean("isClientCredentialsFlowEnabled", app.RunAs != ""),
		newText("permittedUsersPolicyType", permitted),
		newText("commaSeparatedProfile", strings.Join(app.Profiles, ",")),
		newText("commaSeparatedPermissionSet", strings.Join(app.PermissionSets, ","))))
	if app.Enabled != nil {
		s.put(hands, "ExtlClntAppConfigurablePolicies", app.Name+"_plcy",
			newElement("", owner, newBoolean("isEnabled", *app.Enabled)))
	}
	s.selfAuthorize(app)
}

// selfAuthorize notes who approved an external client app for themselves.
func (s *salesforceSeeder) selfAuthorize(app salesforceExternalAppFixture) {
	known := s.org.Apps[s.reference("ExternalClientApplication", "DeveloperName", app.Name)]
	for _, user := range app.SelfAuthorized {
		known.SelfAuthorized = append(known.SelfAuthorized, s.reference("User", "Username", user))
	}
}

func orDefault(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

// settings changes some of the settings of a member, such as Security.
func (s *salesforceSeeder) settings(hands *metadataCall, member string, values map[string]any) {
	component := elementOf("", values)
	kind := member + "Settings"
	if member == "ConnectedApp" {
		for _, element := range component.Children {
			s.org.Settings[element.Name] = element.Text == "true"
		}
		return
	}
	if settingsKinds[kind] == nil {
		s.fail("there are no settings %s", member)
		return
	}
	component = inNamespace(component)
	if fault := checkComponent(kind, component); fault != nil {
		s.fail("settings %s: %s", member, fault.message)
		return
	}
	s.put(hands, kind, member, settingsKinds[kind].merge(s.org.settingsOf(settingsKinds[kind]), component))
}

// elementOf is an element of what a document holds under its name.
func elementOf(name string, value any) *soapElement {
	values, nested := value.(map[string]any)
	if !nested {
		return newText(name, fmt.Sprint(value))
	}
	element := newElement(name)
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list, repeated := values[key].([]any)
		if !repeated {
			list = []any{values[key]}
		}
		for _, entry := range list {
			element.add(elementOf(key, entry))
		}
	}
	return element
}

// inNamespace puts an element and all that is in it into the namespace of the
// Metadata API.
func inNamespace(element *soapElement) *soapElement {
	placed := element.clone()
	placed.namespace = metadataNamespace
	for i, child := range placed.Children {
		placed.Children[i] = inNamespace(child)
	}
	return placed
}
