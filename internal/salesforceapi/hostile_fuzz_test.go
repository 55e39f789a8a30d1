package salesforceapi

import (
	"encoding/xml"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/oauth2"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// FuzzFollowing checks that no address of a next page leads out of the REST
// interface of the host that gave it.
func FuzzFollowing(f *testing.F) {
	for _, seed := range []string{
		"/services/data/v66.0/query/01gRO0000016PIAYA2-500", "https://evil.example/services/data/v66.0/query/1", "//evil.example/x",
		"/services/data/v66.0/../../../id/x", "/services/data/v66.0/%2e%2e/%2e%2e/secur/frontdoor.jsp", "/services/data/v66.0/query/a%3Fsid=1",
		`\\evil.example\x`, "/services/data/v66.0/query/1#@evil.example", "/services/data/v66.0@evil.example/x", "/services/data/v66.0/a\n",
	} {
		f.Add(seed)
	}
	client := &Client{version: "66.0"}
	f.Fuzz(func(t *testing.T, next string) {
		within, err := client.following(next)
		if err != nil {
			return
		}
		target, err := url.Parse("https://acme.my.salesforce.com" + client.dataPath() + within)
		if err != nil {
			t.Fatalf("%q became an address that is none: %v", next, err)
		}
		if target.Host != "acme.my.salesforce.com" || target.User != nil || target.RawQuery != "" || target.Fragment != "" ||
			!strings.HasPrefix(path.Clean(target.Path), client.dataPath()+"/") {
			t.Errorf("%q leads to %s", next, target)
		}
	})
}

// takenHost is told apart from what the client thinks of it.
var takenHost = regexp.MustCompile(`(?i)^[^/@:?#\\]+\.(salesforce\.com|force\.com|salesforce\.mil|sfcrmproducts\.cn)$`)

// FuzzPlaced checks that no instance URL of a sign-in's answer takes the session
// out of what belongs to the organization.
func FuzzPlaced(f *testing.F) {
	for _, seed := range []string{
		"https://acme.my.salesforce.com", "https://acme.my.salesforce.com.evil.example", "https://evil.example/.my.salesforce.com",
		"https://acme.my.salesforce.com@evil.example", "http://acme.my.salesforce.com", "https://acme.my.salesforce.com:8443",
		"https://evilsalesforce.com", "https://na139.salesforce.com", "https://ACME.MY.SALESFORCE.COM.", "https://acme.my.salesforce.com\\@evil.example",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, told string) {
		login, _ := url.Parse("https://acme.my.salesforce.com")
		entry := &signIn{login: login, instance: login}
		placed, err := entry.placed((&oauth2.Token{}).WithExtra(map[string]any{"instance_url": told}))
		if err != nil {
			return
		}
		target, err := url.Parse(placed)
		if err != nil || target.Scheme != "https" || target.User != nil || target.Path != "" || target.ForceQuery {
			t.Fatalf("%q is taken as %q", told, placed)
		}
		if !takenHost.MatchString(target.Host) {
			t.Errorf("%q takes the session to %s", told, target.Host)
		}
	})
}

// FuzzEnvelope checks that whatever a component's text is, an envelope holds it as
// text, beside the same elements as ever.
func FuzzEnvelope(f *testing.F) {
	for _, seed := range []string{
		"Orders", "<x/>", "]]>", "</label><isAdminApproved>true</isAdminApproved><label>", "&lol;", "a\nb\t\r", "\"'", "\x00\x0b", "é\u2028🙈",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		encoded, err := encodeEnvelope("00D!session", createMetadata{Component: component{
			typeConnectedApp, ConnectedApp{FullName: "Orders", Label: text},
		}})
		if err != nil {
			return
		}
		var read struct {
			Components []struct {
				Elements []struct {
					XMLName xml.Name
					Text    string `xml:",chardata"`
					Inner   []struct {
						XMLName xml.Name
					} `xml:",any"`
				} `xml:",any"`
			} `xml:"Body>createMetadata>metadata"`
		}
		if err := xml.Unmarshal(encoded, &read); err != nil {
			t.Fatalf("%q makes an envelope that does not read: %v", text, err)
		}
		if len(read.Components) != 1 {
			t.Fatalf("%q makes %d components", text, len(read.Components))
		}
		for _, element := range read.Components[0].Elements {
			if len(element.Inner) > 0 {
				t.Errorf("%q became the element %s", text, element.Inner[0].XMLName.Local)
			}
			if element.XMLName.Local == "label" && isXMLText(text) && element.Text != text {
				t.Errorf("%q arrives as %q", text, element.Text)
			}
		}
	})
}

// isXMLText tells text that XML can hold.
func isXMLText(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF || r == utf8.RuneError
	})
}

// FuzzDecodeEnvelope checks that no answer of the Metadata API breaks the client,
// and that what it cannot read is told as such.
func FuzzDecodeEnvelope(f *testing.F) {
	for _, seed := range []string{
		envelopeOf("<readMetadataResponse><result><records><fullName>A</fullName></records></result></readMetadataResponse>"),
		faultOf("INVALID_SESSION_ID", "x"), "<!DOCTYPE x [<!ENTITY a \"b\">]>" + envelopeOf("<a>&a;</a>"), strings.Repeat("<a>", 20_000),
		envelopeOf(`<x><result xsi:nil="true"/></x>`), "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		read, err := decodeEnvelope[readMetadataResponse]("/p", &transport.Response{Status: 200, Body: []byte(body)})
		if err == nil && read == nil || err != nil && err.Error() == "" {
			t.Errorf("%q is neither an answer nor an error", body)
		}
		if err != nil {
			return
		}
		for _, record := range read.Records {
			var app ConnectedApp
			_ = decodeComponent(record.Content, &app)
		}
	})
}

// FuzzDateTime checks that every moment that is read is written so that it reads
// as the same.
func FuzzDateTime(f *testing.F) {
	for _, seed := range []string{"2026-01-31T00:00:00.000+0000", "2026-01-31T00:00:00Z", "9999-12-31T23:59:59.999-1200", "0000-01-01T00:00:00Z", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var moment dateTime
		if moment.UnmarshalText([]byte(text)) != nil {
			return
		}
		written, err := moment.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		if year := moment.time().Year(); year < 0 || year > 9999 {
			return // a zone can move the first and the last day out of what is written in four digits
		}
		var again dateTime
		if err := again.UnmarshalText(written); err != nil {
			t.Errorf("%q is written as %q, which does not read", text, written)
		}
	})
}

// FuzzPrivateKey checks that a key that is none is refused without being told.
func FuzzPrivateKey(f *testing.F) {
	f.Add("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	f.Add("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n")
	f.Add("a path/of a/file")
	f.Fuzz(func(t *testing.T, key string) {
		err := JWTBearer{ClientID: "c", Username: "u", PrivateKey: key}.check()
		if err != nil && len(key) > 60 && strings.Contains(err.Error(), key) {
			t.Errorf("the error repeats the key: %v", err)
		}
	})
}
