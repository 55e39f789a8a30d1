package salesforceapi

import (
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// settingsOrg keeps one group of settings: what it shows, and what it does with
// an update.
type settingsOrg struct {
	*fakeOrg

	shown  string
	sent   []string
	update func(o *settingsOrg, sent string) string
}

const settingsSaved = `<updateMetadataResponse>` + soapSaved + `</updateMetadataResponse>`

var sentComponent = regexp.MustCompile(`(?s)<metadata [^>]*>(.*)</metadata>`)

// keep shows from now on what was sent.
func keep(o *settingsOrg, sent string) string {
	o.shown = sent
	return settingsSaved
}

// ignore forgets what was sent.
func ignore(*settingsOrg, string) string { return settingsSaved }

func newSettingsOrg(t *testing.T, shown string, update func(*settingsOrg, string) string) (*settingsOrg, *Client) {
	t.Helper()
	org := &settingsOrg{fakeOrg: newFakeOrg(t), shown: shown, update: update}
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if sent := sentComponent.FindSubmatch(body); sent != nil {
			org.sent = append(org.sent, string(sent[1]))
			answer(w, 200, envelopeOf(org.update(org, string(sent[1]))))
			return
		}
		_, name, _ := strings.Cut(string(body), "<fullNames>")
		name, _, _ = strings.Cut(name, "<")
		answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:type="`+name+`Settings"><fullName>`+name+
			`</fullName>`+strings.Replace(org.shown, "<fullName>"+name+"</fullName>", "", 1)+`</records></result></readMetadataResponse>`))
	})
	return org, testClient(t, testConfig(org.fakeOrg))
}

const securityShown = `<canUsersGrantLoginAccess>true</canUsersGrantLoginAccess><enableAuraSecureEvalPref xsi:nil="true"/>` +
	`<networkAccess><ipRanges><description>Office</description><end>10.0.0.9</end><start>10.0.0.1</start></ipRanges></networkAccess>` +
	`<passwordPolicies><complexity>AlphaNumeric</complexity><novelty>kept</novelty></passwordPolicies>` +
	`<sessionSettings><lockSessionsToIp>false</lockSessionsToIp></sessionSettings>`

func TestSettingsSendOnlyWhatChanged(t *testing.T) {
	t.Parallel()
	org, client := newSettingsOrg(t, securityShown, keep)
	security := client.Settings.Security
	for range 3 {
		shown := must(security.Get(t.Context()))(t)
		if len(shown.NetworkAccess.IPRanges) != 1 || *shown.PasswordPolicies.Complexity != "AlphaNumeric" ||
			*shown.SessionSettings.LockSessionsToIP {
			t.Errorf("read %+v", shown)
		}
	}
	changed := must(security.Update(t.Context(), func(s *SecuritySettings) {
		s.PasswordPolicies.Complexity, s.PasswordPolicies.MinimumPasswordLength = new("SpecialCharacters"), new("12")
	}))(t)
	const want = `<fullName>Security</fullName><passwordPolicies><complexity>SpecialCharacters</complexity>` +
		`<minimumPasswordLength>12</minimumPasswordLength><novelty>kept</novelty></passwordPolicies>`
	if len(org.sent) != 1 || org.sent[0] != want || *changed.PasswordPolicies.MinimumPasswordLength != "12" {
		t.Errorf("sent %q", org.sent)
	}
	if got := org.count("POST " + soapRoot); got != 3 {
		t.Errorf("%d calls, want 3: one read, one change and one look at it", got)
	}
	must(security.Update(t.Context(), func(s *SecuritySettings) { s.PasswordPolicies.Complexity = new("SpecialCharacters") }))(t)
	if got := org.count("POST " + soapRoot); got != 3 {
		t.Errorf("%d calls, want 3: nothing changed", got)
	}
}

func TestRestoringWritesWhatAReadingShowsAlready(t *testing.T) {
	t.Parallel()
	const shown = `<enableApexLimitEvents>true</enableApexLimitEvents><enableEventLogGeneration>false</enableEventLogGeneration>` +
		`<enableStreamingApi>true</enableStreamingApi><eventLogRetentionDuration>30</eventLogRetentionDuration>`
	org, client := newSettingsOrg(t, shown, ignore)
	must(client.Settings.Event.Restore(t.Context(), func(events *EventSettings) {
		events.EventLogRetentionDuration, events.EnableStreamingAPI = new(int64(30)), new(true)
		for _, one := range []**bool{&events.EnableEventLogGeneration, &events.EnableLoginForensics} {
			if *one != nil { // what an organization does not have cannot be turned off
				*one = new(false)
			}
		}
	}))(t)
	const want = `<fullName>Event</fullName><enableEventLogGeneration>false</enableEventLogGeneration>` +
		`<enableStreamingApi>true</enableStreamingApi><eventLogRetentionDuration>30</eventLogRetentionDuration>`
	if len(org.sent) != 1 || org.sent[0] != want {
		t.Errorf("sent %q, want %q", org.sent, want)
	}
}

func TestTrustedRangesCanBeTakenAway(t *testing.T) {
	t.Parallel()
	org, client := newSettingsOrg(t, securityShown, keep)
	must(client.Settings.Security.Update(t.Context(), func(s *SecuritySettings) { s.NetworkAccess = &NetworkAccess{} }))(t)
	if len(org.sent) != 1 || org.sent[0] != `<fullName>Security</fullName><networkAccess></networkAccess>` {
		t.Errorf("sent %q", org.sent)
	}
}

func TestSettingsThatDoNotStick(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*SecuritySettings)
		fields []string
	}{
		"a value":      {func(s *SecuritySettings) { s.PasswordPolicies.Complexity = new("NoRestriction") }, []string{"passwordPolicies.complexity"}},
		"a new value":  {func(s *SecuritySettings) { s.SessionSettings.LockSessionsToIP = new(true) }, []string{"sessionSettings.lockSessionsToIp"}},
		"a false":      {func(s *SecuritySettings) { s.SessionSettings.ForceRelogin = new(false) }, nil},
		"blanks":       {func(s *SecuritySettings) { s.PasswordPolicies.Complexity = new(" AlphaNumeric ") }, nil},
		"a range":      {func(s *SecuritySettings) { s.NetworkAccess.IPRanges[0].End = "10.0.0.8" }, []string{"networkAccess.ipRanges"}},
		"ranges taken": {func(s *SecuritySettings) { s.NetworkAccess.IPRanges = nil }, []string{"networkAccess.ipRanges"}},
		"a switch":     {func(s *SecuritySettings) { s.Unknown[1].Content = []byte("false") }, []string{"canUsersGrantLoginAccess"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, client := newSettingsOrg(t, securityShown, ignore)
			_, err := client.Settings.Security.Update(t.Context(), test.change)
			lost, is := errors.AsType[*NotKeptError](err)
			if is != (test.fields != nil) || is && strings.Join(lost.Fields, " ") != strings.Join(test.fields, " ") {
				t.Errorf("got %v, want %v", err, test.fields)
			}
			if is && !errors.Is(err, ErrDidNotStick) {
				t.Errorf("%v is not recognized", err)
			}
		})
	}
}

func TestEventsAreComparedAsAWhole(t *testing.T) {
	t.Parallel()
	const shown = `<realTimeEvents><entityName>ApiEvent</entityName><isEnabled>true</isEnabled></realTimeEvents>` +
		`<realTimeEvents><entityName>LoginEvent</entityName><isEnabled>false</isEnabled></realTimeEvents>`
	swap := func(s *RealTimeEventSettings) {
		s.Events[0].IsEnabled, s.Events[1].IsEnabled = s.Events[1].IsEnabled, s.Events[0].IsEnabled
	}
	_, client := newSettingsOrg(t, shown, keep)
	if changed := must(client.Settings.RealTimeEvent.Update(t.Context(), swap))(t); changed.Events[0].IsEnabled || !changed.Events[1].IsEnabled {
		t.Errorf("got %+v", changed)
	}
	_, client = newSettingsOrg(t, shown, ignore)
	if _, err := client.Settings.RealTimeEvent.Update(t.Context(), swap); !errors.Is(err, ErrDidNotStick) {
		t.Errorf("got %v", err)
	}
}

func TestAnEventThatIsOffNeedNotBeListed(t *testing.T) {
	t.Parallel()
	_, client := newSettingsOrg(t, "", ignore)
	for on, kept := range map[bool]bool{false: true, true: false} {
		_, err := client.Settings.RealTimeEvent.Restore(t.Context(), func(s *RealTimeEventSettings) {
			s.Events = []RealTimeEvent{{EntityName: "ApiEvent", IsEnabled: on}}
		})
		if errors.Is(err, ErrDidNotStick) == kept || kept && err != nil {
			t.Errorf("an event that is to be %t and is not listed: %v", on, err)
		}
	}
}

func TestAccessControlThatIsNotActivated(t *testing.T) {
	t.Parallel()
	refusing := func(code, message string) func(*settingsOrg, string) string {
		return func(*settingsOrg, string) string {
			return `<updateMetadataResponse><result><errors><message>` + message + `</message><statusCode>` + code +
				`</statusCode></errors><fullName>ConnectedApp</fullName><success>false</success></result></updateMetadataResponse>`
		}
	}
	tests := map[string]struct {
		update func(*settingsOrg, string) string
		is     bool
	}{
		"ignored":     {ignore, true},
		"not enabled": {refusing("FUNCTIONALITY_NOT_ENABLED", "sorry"), true},
		"no access":   {refusing("INSUFFICIENT_ACCESS", "You don't have access to this field: enableAdminApprovedAppsOnly"), true},
		"no right":    {refusing("INSUFFICIENT_ACCESS", "insufficient access rights on object id"), false},
		"a lock":      {refusing("STRING_TOO_LONG", "too long"), false},
		"kept":        {keep, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, client := newSettingsOrg(t, "", test.update)
			_, err := client.Settings.ConnectedApp.Update(t.Context(), func(s *ConnectedAppSettings) {
				s.EnableAdminApprovedAppsOnly = new(true)
			})
			if _, is := errors.AsType[*NotActivatedError](err); is != test.is {
				t.Errorf("got %v", err)
			}
			if test.is {
				wantMessage(t, err, "Salesforce Support")
			}
		})
	}
}

func TestSettingsThatAreNotShown(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("POST "+soapRoot, 200, envelopeOf(`<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>`))
	_, err := testClient(t, testConfig(org)).Settings.OAuth.Get(t.Context())
	wantKind(t, err, transport.NotFound)
	wantMessage(t, err, "OauthOidcSettings")
}

func FuzzSettingsDifference(f *testing.F) {
	f.Add([]byte(securityShown), []byte(`<networkAccess/>`))
	f.Fuzz(func(t *testing.T, before, after []byte) {
		var old, wanted SecuritySettings
		if decodeComponent(before, &old) != nil || decodeComponent(after, &wanted) != nil {
			return
		}
		was, err := elementsOf(old)
		if err != nil {
			return
		}
		is, err := elementsOf(wanted)
		if err != nil {
			return
		}
		if len(differing(was, was)) != 0 {
			t.Error("a thing differs from itself")
		}
		if lost, err := notKept(was, differing(was, is), is); err == nil && len(lost) != 0 {
			t.Errorf("what is shown as wanted is called lost: %v", lost)
		}
		_, _ = xml.Marshal(settingsUpdate{FullName: "Security", Elements: differing(was, is)})
	})
}
