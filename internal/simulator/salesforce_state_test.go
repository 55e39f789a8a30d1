package simulator_test

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

func TestComponentsOutliveASaveAndALoad(t *testing.T) {
	t.Parallel()
	c, credentials := startWithExternalApp(t)
	c.wantSuccess(c.soap(change("Security", "<networkAccess><ipRanges><end>192.0.2.1</end><start>192.0.2.1</start></ipRanges></networkAccess>")))
	c.wantSuccess(c.soap(blockedApp("create", "Stranger", "SomebodyElsesConsumerKey")))
	c.rest("POST", externalPath, externalCredential("Robot"))
	file := filepath.Join(t.TempDir(), "state.json")
	c.must(c.Save(file))
	loaded := &simulator.Server{}
	c.must(loaded.Load(file))
	for kind, name := range map[string]string{
		ecaHeader: "Orders", ecaOAuth: "OrdersOAuthSettings", ecaGlobal: "OrdersGlblOAuth", ecaPolicies: "OrdersOAuthSettings_defaultPolicy",
		"SecuritySettings": "Security", "BlacklistedConsumer": "Stranger", "ExternalCredential": "Warehouse", "Profile": "Admin",
	} {
		before, after := c.SalesforceMetadata(kind, name), loaded.SalesforceMetadata(kind, name)
		if before == nil || !maps.EqualFunc(before, after, slices.Equal) {
			t.Errorf("%s %s was %v, is %v", kind, name, before, after)
		}
	}
	again := serve(t, loaded)
	if got := again.tokenRequest(credentials); got.status != 200 {
		t.Errorf("signing in after the load: %s", got.body)
	}
}

func TestFixturesHoldComponentsAsRetrieved(t *testing.T) {
	t.Parallel()
	const metadata = `
  metadata:
    - name: Stranger
      content: |
        <BlacklistedConsumer xmlns="http://soap.sforce.com/2006/04/metadata">
          <blockedByApiWhitelisting>false</blockedByApiWhitelisting><consumerKey>AcmeStrangerKey</consumerKey>
          <consumerName>Stranger</consumerName><masterLabel>Stranger</masterLabel>
        </BlacklistedConsumer>
`
	c := startSeeded(t, acmeSalesforce()+metadata)
	c.wantTexts("BlacklistedConsumer", "Stranger", map[string]string{"consumerKey": "AcmeStrangerKey"})
	err := (&simulator.Server{}).Seed([]byte(acmeSalesforce() + strings.ReplaceAll(metadata, "BlacklistedConsumer", "Spaceship")))
	if err == nil || !strings.Contains(err.Error(), "Spaceship") {
		t.Errorf("an unknown type: %v", err)
	}
}

func TestRetrievalsTellWhatTheyDidNotFind(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	started := c.soap(`<retrieve><request><apiVersion>66.0</apiVersion><unpackaged><types><members>Terraform</members><members>Nobody</members>` +
		`<name>ConnectedApp</name></types><types><members>*</members><name>Settings</name></types><version>66.0</version></unpackaged></request></retrieve>`)
	poll := `<checkRetrieveStatus><asyncProcessId>` + between(started.body, "<id>", "</id>") + `</asyncProcessId></checkRetrieveStatus>`
	c.soap(poll)
	done := c.soap(poll).body
	if !strings.Contains(done, "named &#39;Nobody&#39; cannot be found") || !strings.Contains(done, "<success>true</success>") {
		t.Errorf("retrieval: %s", done)
	}
	for _, name := range []string{"Security", "ConnectedApp", "ExternalClientApp", "OauthOidc", "Event", "RealTimeEvent"} {
		if !strings.Contains(done, "settings/"+name+".settings") {
			t.Errorf("no settings %s", name)
		}
	}
}

func TestHandsEditConnectedAppsAsMetadataToo(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.must(c.EditSalesforceMetadata("ConnectedApp", "Terraform", func(set func(string, ...string)) { set("description", "Edited") }))
	c.wantTexts("ConnectedApp", "Terraform", map[string]string{
		"description": "Edited", "oauthConfig/consumerKey": terraformKey, "oauthConfig/isAdminApproved": "true",
	})
	c.signIn(terraformKey, terraformSecret)
}
