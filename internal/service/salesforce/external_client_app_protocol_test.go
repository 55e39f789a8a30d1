package salesforce_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
)

const externalType = "apiaccess_salesforce_external_client_app"

func createExternal(t *testing.T, protocol *prototest.Provider, config prototest.Config) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, protocol.Null(t, externalType), config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// externalContent is everything that the organization has of an app.
func externalContent(platform *acctest.Simulator) string {
	var content []string
	for _, kind := range externalComponents {
		for _, name := range platform.SalesforceMetadataNames(kind) {
			content = append(content, fmt.Sprintf("%s %s %v", kind, name, platform.SalesforceMetadata(kind, name)))
		}
	}
	slices.Sort(content)
	return strings.Join(content, "\n")
}

func nested(t *testing.T, state prototest.State, name, attribute string) any {
	t.Helper()
	inner, _ := state.Attributes(t)[name].(map[string]any)
	return inner[attribute]
}

func TestExternalClientAppRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	oauth := func(name string, value any) prototest.Config { return portalOAuth(prototest.Config{name: value}) }
	beside := func(name string, value prototest.Config) prototest.Config {
		return with(portalOAuth(nil), prototest.Config{name: value})
	}
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"a name with a blank":         {portal(prototest.Config{"name": "Order Portal"}), "letters, digits and single underscores"},
		"no email":                    {portal(prototest.Config{"contact_email": "platform"}), "must be an email address"},
		"a long description":          {portal(prototest.Config{"description": strings.Repeat("a", 256)}), "at most 255"},
		"an unknown state":            {portal(prototest.Config{"distribution_state": "Managed"}), "value must be one of"},
		"an unknown scope":            {oauth("scopes", []any{"api"}), "value must be one of"},
		"a custom scope with a blank": {oauth("custom_scopes", []any{"my scope"}), "must be a developer name"},
		"a callback without TLS":      {oauth("callback_urls", []any{"http://orders.acme.example"}), "anybody can listen"},
		"a short consumer key":        {oauth("consumer_key", "short"), "8 to 256 letters"},
		"a key with a blank":          {oauth("consumer_key", "Acme Order Portal"), "8 to 256 letters"},
		"no certificate":              {oauth("certificate", "MIIC"), "must be in PEM"},
		"a long ID token":             {oauth("id_token", prototest.Config{"validity_minutes": 721}), "between 1 and 720"},
		"an unknown run-as user":      {oauth("client_credentials_user", "nobody@acme.example"), "Unknown Salesforce user"},
		"an inactive run-as user":     {oauth("client_credentials_user", "former.employee@acme.example"), "Inactive Salesforce user"},
		"a range backwards": {
			oauth("trusted_ip_ranges", []any{prototest.Config{"start": "192.0.2.9", "end": "192.0.2.1"}}), "the first not after the last",
		},
		"a policy without a number":   {beside("oauth_policy", prototest.Config{"refresh_token_policy": "specific_lifetime:DAYS"}), "Wrong refresh token policy"},
		"an unknown relaxation":       {beside("oauth_policy", prototest.Config{"ip_relaxation": "Enforce"}), "value must be one of"},
		"a policy without OAuth":      {portal(prototest.Config{"oauth_policy": prototest.Config{"ip_relaxation": "BYPASS"}}), `"oauth" must be specified`},
		"a session without OAuth":     {portal(prototest.Config{"session_policy": prototest.Config{"timeout_minutes": 5}}), `"oauth" must be specified`},
		"a session policy of nothing": {beside("session_policy", prototest.Config{}), "At least one attribute"},
		"an unknown start page":       {beside("app_policy", prototest.Config{"start_page": "Home"}), "value must be one of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, externalType), test.config)
			expectError(t, err, test.message)
		})
	}
	everywhere := oauth("trusted_ip_ranges", []any{prototest.Config{"start": "0.0.0.0", "end": "255.255.255.255"}})
	if _, warnings := plannedValue(t, protocol, protocol.Null(t, externalType), everywhere); !strings.Contains(fmt.Sprint(warnings), "hold every address") {
		t.Errorf("ranges of everything warn %q", warnings)
	}
}

func TestExternalClientAppIsReplacedWhereThePlatformTakesNoChange(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	key := "AcmeOrderPortal.Consumer_Key0001"
	created := createExternal(t, protocol, portalOAuth(prototest.Config{"consumer_key": key}))
	if got := nested(t, created, "oauth", "consumer_key"); got != key {
		t.Fatalf("the app was given the key %v", got)
	}
	for name, test := range map[string]struct {
		config  prototest.Config
		replace string
	}{
		"another name":            {with(portalOAuth(nil), prototest.Config{"name": "Orders"}), `AttributeName("name")`},
		"another key":             {portalOAuth(prototest.Config{"consumer_key": key + "x"}), `AttributeName("oauth").AttributeName("consumer_key")`},
		"no OAuth":                {portal(nil), `AttributeName("oauth")`},
		"no key in configuration": {portalOAuth(nil), ""},
		"another scope":           {portalOAuth(prototest.Config{"scopes": []any{"Full"}}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			planned, err := protocol.Plan(t, created, test.config)
			if err != nil {
				t.Fatal(err)
			}
			var paths []string
			for _, at := range planned.RequiresReplace {
				paths = append(paths, at.String())
			}
			if got := strings.Join(paths, " "); got != test.replace {
				t.Errorf("replaces by %q, want %q", got, test.replace)
			}
		})
	}
}

func TestExternalClientAppThatIsGoneIsRemoved(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	if err := platform.DeleteSalesforceMetadata("ExternalClientApplication", "Order_Portal"); err != nil {
		t.Fatal(err)
	}
	if _, err := protocol.Apply(t, created, nil); err != nil {
		t.Errorf("deleting what is gone: %v", err)
	}
	created.Identity = protocol.Null(t, externalType).Identity // as an engine without identities has it
	read, err := protocol.Read(t, created)
	if err != nil || !read.Gone() {
		t.Errorf("read %v, %v", read.Value, err)
	}
}

// TestExternalClientAppOfTheProviderItselfIsNotShutOut signs in with an app that
// the provider has made.
func TestExternalClientAppOfTheProviderItselfIsNotShutOut(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	config := func(oauth, policy prototest.Config) prototest.Config {
		return with(portalOAuth(with(prototest.Config{
			"consumer_key": acctest.SalesforceClientID + "External", "client_credentials_user": "terraform@acme.example",
		}, oauth)), prototest.Config{"app_policy": policy})
	}
	created := createExternal(t, platform.Protocol(t), config(nil, nil))
	own := ownExternal(t, platform, acctest.SalesforceClientID+"External")
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"deletion":  {nil, "deleting it"},
		"no flow":   {config(prototest.Config{"client_credentials_user": nil}, nil), "turning the client credentials flow off"},
		"no API":    {config(prototest.Config{"scopes": []any{"RefreshToken"}}, nil), "taking the API from its scopes"},
		"disabling": {config(nil, prototest.Config{"enabled": false}), "switching it off"},
		"no OAuth":  {config(nil, prototest.Config{"oauth_plugin_enabled": false}), "switching it off"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := own.Plan(t, created, test.config)
			expectError(t, err, "The provider would lock itself out", test.message)
		})
	}
}

// ownExternal starts the provider with the client id of an external client app.
// Plans of changes make no call before they are refused, so that the secret, which
// nobody tells, is not needed.
func ownExternal(t *testing.T, platform *acctest.Simulator, clientID string) *prototest.Provider {
	t.Helper()
	return prototest.New(t, provider.New("test"), prototest.Config{"salesforce": map[string]any{
		"instance_url": platform.URL, "client_id": clientID, "client_secret": "never used",
	}})
}

func TestExternalClientAppIsPlannedWhileValuesAreNotKnown(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	for name, config := range map[string]prototest.Config{
		"all of OAuth": portal(prototest.Config{"oauth": prototest.Unknown}),
		"policies": with(portalOAuth(nil), prototest.Config{
			"oauth_policy": prototest.Unknown, "session_policy": prototest.Unknown, "app_policy": prototest.Unknown,
		}),
		"lists": portalOAuth(prototest.Config{
			"callback_urls": prototest.Unknown, "scopes": prototest.Unknown, "custom_scopes": []any{prototest.Unknown},
			"trusted_ip_ranges": []any{prototest.Config{"start": prototest.Unknown, "end": "192.0.2.1"}}, "attributes": prototest.Unknown,
		}),
		"texts": portalOAuth(prototest.Config{
			"client_credentials_user": prototest.Unknown, "consumer_key": prototest.Unknown, "certificate": prototest.Unknown,
		}),
		"the name": with(portalOAuth(nil), prototest.Config{"name": prototest.Unknown, "label": prototest.Unknown}),
	} {
		for _, prior := range []prototest.State{protocol.Null(t, externalType), created} {
			if _, err := protocol.Plan(t, prior, config); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
