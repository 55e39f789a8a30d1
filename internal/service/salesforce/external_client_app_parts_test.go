package salesforce_test

import (
	"reflect"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// TestExternalClientAppIsCompletedWhicheverPartFailed fails one write after the
// other; what exists is in the state, and the next apply does the rest.
func TestExternalClientAppIsCompletedWhicheverPartFailed(t *testing.T) {
	t.Parallel()
	config := with(portalOAuth(prototest.Config{"client_credentials_user": "orders.integration@acme.example"}), prototest.Config{
		"session_policy": prototest.Config{"timeout_minutes": 30}, "app_policy": prototest.Config{"saml_plugin_enabled": true},
	})
	reference := acctest.Start(t)
	whole := createExternal(t, reference.Protocol(t), config).Attributes(t)
	for name, fault := range map[string]simulator.Fault{
		"ExtlClntAppOauthSettings":             {Pattern: "createMetadata", Skip: 1},
		"ExtlClntAppGlobalOauthSettings":       {Pattern: "createMetadata", Skip: 2},
		"ExtlClntAppOauthConfigurablePolicies": {Pattern: "updateMetadata"},
		"ExtlClntAppConfigurablePolicies":      {Pattern: "updateMetadata", Skip: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			fault.Times, fault.Answer = 1, simulator.SalesforceFault("INSUFFICIENT_ACCESS", "sorry")
			platform.Inject(fault)
			protocol := platform.Protocol(t)
			partial := applied(t, protocol, protocol.Null(t, externalType), config) // an error would have Terraform replace it
			if partial.Gone() || partial.Attributes(t)["id"] == nil {
				t.Fatal("the app is not in the state")
			}
			next := platform.Protocol(t)
			read := refreshed(t, platform, partial)
			if changes := changesOf(t, next, read, config); len(changes) == 0 {
				t.Error("the next plan shows nothing to complete")
			}
			completed := applied(t, next, read, config)
			expectNoChange(t, platform.Protocol(t), refreshed(t, platform, completed), config)
			got := completed.Attributes(t)
			for _, attribute := range []string{"oauth_policy", "session_policy", "app_policy", "label"} {
				if !reflect.DeepEqual(got[attribute], whole[attribute]) {
					t.Errorf("%s was completed to %v, want %v", attribute, got[attribute], whole[attribute])
				}
			}
			for _, kind := range externalComponents {
				if names := platform.SalesforceMetadataNames(kind); len(names) != 1 {
					t.Errorf("%s: %v", kind, names)
				}
			}
		})
	}
}

func TestExternalClientAppOfWhichAnUpdateFailedKeepsWhatWasWritten(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	platform.Inject(simulator.Fault{Pattern: "updateMetadata", Skip: 1, Times: 1, Answer: simulator.SalesforceFault("INSUFFICIENT_ACCESS", "sorry")})
	config := with(portalOAuth(prototest.Config{"pkce_required": false}), prototest.Config{"label": "Orders"})
	partial, err := protocol.Apply(t, created, config)
	expectError(t, err, "Unable to update", "ExtlClntAppGlobalOauthSettings failed")
	if partial.Attributes(t)["label"] != "Orders" || nested(t, partial, "oauth", "pkce_required") != true {
		t.Errorf("the state holds %v", partial.Value)
	}
	if completed, err := protocol.Apply(t, partial, config); err != nil || nested(t, completed, "oauth", "pkce_required") != false {
		t.Errorf("completed to %v, %v", completed.Value, err)
	}
}

func TestExternalClientAppIsGivenOAuthInPlace(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createExternal(t, protocol, portal(nil))
	if created.Attributes(t)["oauth"] != nil || len(platform.SalesforceMetadataNames("ExtlClntAppOauthSettings")) != 0 {
		t.Fatal("an app without OAuth has some")
	}
	updated, err := protocol.Apply(t, created, with(portalOAuth(nil), prototest.Config{"oauth_policy": prototest.Config{"refresh_token_policy": "zero"}}))
	if err != nil || nested(t, updated, "oauth", "consumer_key") == nil || nested(t, updated, "oauth_policy", "refresh_token_policy") != "zero" {
		t.Errorf("updated to %v, %v", updated.Value, err)
	}
	if policies := platform.SalesforceMetadataNames("ExtlClntAppOauthConfigurablePolicies"); len(policies) != 1 {
		t.Errorf("the app has the policies %v", policies)
	}
}

func TestExternalClientAppSurvivesLostAnswersAndExpiredSessions(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	platform.Inject(simulator.Fault{Pattern: "createMetadata", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	created := createExternal(t, protocol, portalOAuth(nil))
	platform.ExpireSalesforceSessions()
	if _, err := protocol.Apply(t, created, with(portalOAuth(nil), prototest.Config{"label": "Orders"})); err != nil {
		t.Fatal(err)
	}
	if label := platform.SalesforceMetadata("ExternalClientApplication", "Order_Portal")["label"]; label[0] != "Orders" {
		t.Errorf("the label is %v", label)
	}
}

func TestExternalClientAppExplainsRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare  prototest.Config
		config   prototest.Config
		messages []string
	}{
		"the name is taken": {portalOAuth(nil), portalOAuth(nil), []string{"exists already", "terraform import ADDRESS Order_Portal"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			protocol := acctest.Start(t).Protocol(t)
			if test.prepare != nil {
				createExternal(t, protocol, test.prepare)
			}
			_, err := protocol.Apply(t, protocol.Null(t, externalType), test.config)
			expectError(t, err, test.messages...)
		})
	}
}

func TestExternalClientAppWhoseKeyIsTakenIsCompletedWithAnotherOne(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	taken := portalOAuth(prototest.Config{"consumer_key": "3MVG9AcmeWarehouseConsumerKey0000000000000000000000001"})
	partial := applied(t, protocol, protocol.Null(t, externalType), taken)
	_, err := platform.Protocol(t).Apply(t, refreshed(t, platform, partial), taken)
	expectError(t, err, "The consumer key is already taken", "unique among all Salesforce organizations")
	completed := applied(t, platform.Protocol(t), refreshed(t, platform, partial), portalOAuth(nil))
	if completed.Attributes(t)["id"] != partial.Attributes(t)["id"] {
		t.Error("the app was replaced")
	}
}
