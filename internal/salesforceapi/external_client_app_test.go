package salesforceapi

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// What a component holds that this package does not know is written back.
func TestExternalClientAppPartsKeepWhatTheyDoNotKnow(t *testing.T) {
	t.Parallel()
	const content = `<fullName>Orders_oauthPlcy</fullName><externalClientApplication>Orders</externalClientApplication>` +
		`<ipRelaxationPolicyType>Enforce</ipRelaxationPolicyType><novelty><inside>a &amp; b</inside></novelty>` +
		`<permittedUsersPolicyType>AllSelfAuthorized</permittedUsersPolicyType>`
	var policies ExternalClientAppOAuthPolicies
	if err := decodeComponent([]byte(content), &policies); err != nil {
		t.Fatal(err)
	}
	encoded, err := encodeContent(policies)
	if err != nil || string(encoded) != content {
		t.Errorf("got %s, %v", encoded, err)
	}
}

func TestSecretsAndTriggersAreNeitherReadNorSent(t *testing.T) {
	t.Parallel()
	const content = `<consumerKey>3MVG9</consumerKey><consumerSecret>HushHush</consumerSecret>` +
		`<shouldRotateConsumerKey>true</shouldRotateConsumerKey><shouldRotateConsumerSecret>true</shouldRotateConsumerSecret>`
	var global ExternalClientAppGlobalOAuth
	if err := decodeComponent([]byte(content), &global); err != nil {
		t.Fatal(err)
	}
	encoded, err := encodeContent(global)
	if err != nil || strings.Contains(string(encoded), "otate") || strings.Contains(string(encoded), "Hush") ||
		strings.Contains(fmt.Sprintf("%+v", global), "Hush") {
		t.Errorf("got %s, %+v, %v", encoded, global, err)
	}
	if *global.ConsumerKey != "3MVG9" {
		t.Errorf("got %+v", global)
	}
}

func TestConsumerID(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]ID{
		"00DQy00000ELR0T:888Qy00000071Af": ID(NormalizeID("888Qy00000071Af")), "": "", "nonsense": "", "00D:888": "",
	} {
		if got := (&ExternalClientAppOAuthSettings{OAuthLink: &link}).ConsumerID(); got != want {
			t.Errorf("%q is %q, want %q", link, got, want)
		}
	}
}

func TestNamesInOneText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"Api, Web,RefreshToken ": "Api, Web, RefreshToken", "": "", " , ": ""} {
		if got := JoinNames(SplitNames(text)); got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
}

// The elements of a component are sent in the WSDL's order, which is the
// alphabet's.
func TestComponentsAreOrdered(t *testing.T) {
	t.Parallel()
	for _, component := range []any{
		TransactionSecurityPolicy{FullName: "P", Active: true, EventName: new("ApiEvent"), Type: new("CustomApexPolicy"), Action: TransactionSecurityAction{
			Block: true, Notifications: []TransactionSecurityNotification{{User: "a@acme.example"}},
		}},
		ProfilePasswordPolicy{FullName: "P", Profile: "sales", ObscureSecretAnswer: new(true)},
		BlockedApp{FullName: "P", Label: "P", ConsumerKey: "K"},
		SessionSettings{LockSessionsToIP: new(true), EnableU2F: new(true), SessionTimeout: new("TwoHours")},
	} {
		encoded, err := encodeContent(component)
		if err != nil {
			t.Fatal(err)
		}
		previous := ""
		decoder, depth := xml.NewDecoder(bytes.NewReader(encoded)), 0
		for {
			token, err := decoder.Token()
			if err != nil {
				break
			}
			switch token := token.(type) {
			case xml.StartElement:
				if depth++; depth == 1 && token.Name.Local != "fullName" {
					if token.Name.Local < previous {
						t.Errorf("%T: %s comes after %s", component, token.Name.Local, previous)
					}
					previous = token.Name.Local
				}
			case xml.EndElement:
				depth--
			}
		}
		if previous == "" {
			t.Errorf("%T is empty", component)
		}
	}
}

func FuzzExternalClientApps(f *testing.F) {
	f.Add([]byte(`<label>Orders</label>`), []byte(`<externalClientApplication>Orders</externalClientApplication>`))
	f.Fuzz(func(t *testing.T, header, part []byte) {
		apps, err := assembleApps(map[string][]metadataRecord{
			typeExternalClientApp: {{FullName: "Orders", Content: header}},
			typeECAOAuthPolicies:  {{FullName: "Orders_plcy", Content: part}},
		})
		if err != nil {
			return
		}
		if app := apps["orders"]; app.Name != "Orders" || app.OAuthPolicies != nil && !strings.EqualFold(app.OAuthPolicies.App, "Orders") {
			t.Errorf("got %+v", app)
		}
	})
}
