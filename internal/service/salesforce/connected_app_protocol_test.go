package salesforce_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const appType = "apiaccess_salesforce_connected_app"

// portal is an app with other arguments beside what every app needs.
func portal(added prototest.Config) prototest.Config {
	return with(prototest.Config{"name": "Order_Portal", "label": "Order Portal", "contact_email": "platform@acme.example"}, added)
}

// portalOAuth is an app whose OAuth settings have other arguments beside their own.
func portalOAuth(added prototest.Config) prototest.Config {
	return portal(prototest.Config{"oauth": with(prototest.Config{
		"callback_urls": []any{"https://orders.acme.example/callback"}, "scopes": []any{"Api"},
	}, added)})
}

func createApp(t *testing.T, protocol *prototest.Provider, config prototest.Config) prototest.State {
	t.Helper()
	state, err := protocol.Apply(t, protocol.Null(t, appType), config)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// plannedValue is what a plan makes of an object.
func plannedValue(t *testing.T, protocol *prototest.Provider, prior prototest.State, config prototest.Config) (prototest.State, []string) {
	t.Helper()
	response, err := protocol.Plan(t, prior, config)
	if err != nil {
		t.Fatal(err)
	}
	value, err := response.PlannedState.Unmarshal(prior.Value.Type())
	if err != nil {
		t.Fatal(err)
	}
	var warnings []string
	for _, diagnostic := range response.Diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityWarning {
			warnings = append(warnings, diagnostic.Summary+": "+diagnostic.Detail)
		}
	}
	return prototest.State{Type: prior.Type, Value: value}, warnings
}

func TestConnectedAppNeverKeepsTheSecret(t *testing.T) {
	t.Parallel()
	const secret = "AcmeOrderPortalConsumerSecret01"
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := portalOAuth(prototest.Config{
		"consumer_key": "AcmeOrderPortalConsumerKey0001", "consumer_secret": secret, "consumer_secret_version": 1,
		"client_credentials_user": "terraform@acme.example",
	})
	created := createApp(t, protocol, config)
	if strings.Contains(fmt.Sprint(created.Value), secret) || bytes.Contains(created.Private, []byte(secret)) {
		t.Error("the state holds the secret")
	}
	response, err := protocol.Plan(t, created, with(config, prototest.Config{"label": "Orders"}))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(response.PlannedState.MsgPack, []byte(secret)) {
		t.Error("the plan holds the secret")
	}
	form := map[string][]string{
		"grant_type": {"client_credentials"}, "client_id": {"AcmeOrderPortalConsumerKey0001"}, "client_secret": {secret},
	}
	answer, err := http.PostForm(platform.URL+"/services/oauth2/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("the app was not created with the secret: signing in answers %s", answer.Status)
	}
}

func TestConnectedAppIsReplacedWhereThePlatformTakesNoChange(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	key, secret := "AcmeOrderPortalConsumerKey0001", prototest.Config{"consumer_secret": "AcmeSecret0001", "consumer_secret_version": 1}
	created := createApp(t, protocol, portalOAuth(with(secret, prototest.Config{"consumer_key": key})))
	for name, test := range map[string]struct {
		config  prototest.Config
		replace string
	}{
		"another name":            {with(portalOAuth(secret), prototest.Config{"name": "Orders"}), `AttributeName("name")`},
		"another key":             {portalOAuth(with(secret, prototest.Config{"consumer_key": key + "x"})), `AttributeName("oauth").AttributeName("consumer_key")`},
		"another secret":          {portalOAuth(with(secret, prototest.Config{"consumer_secret_version": 2})), `AttributeName("oauth").AttributeName("consumer_secret_version")`},
		"no OAuth":                {portal(nil), `AttributeName("oauth")`},
		"no key in configuration": {portalOAuth(secret), ""},
		"no secret any more":      {portalOAuth(nil), ""},
		"another scope":           {portalOAuth(with(secret, prototest.Config{"scopes": []any{"Full"}})), ""},
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

func TestConnectedAppIsGivenOAuthInPlace(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portal(nil))
	if created.Attributes(t)["oauth"] != nil {
		t.Fatal("an app without OAuth has some")
	}
	updated, err := protocol.Apply(t, created, portalOAuth(nil))
	if err != nil {
		t.Fatal(err)
	}
	key := updated.Attributes(t)["oauth"].(map[string]any)["consumer_key"] //nolint:forcetypeassert // the schema says so
	if told := platform.ConnectedApp("Order_Portal")["oauthConfig/consumerKey"]; len(told) != 1 || key != told[0] {
		t.Errorf("the state has the key %v, the platform %v", key, told)
	}
}

func TestConnectedAppThatIsGoneIsRemoved(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(nil))
	if err := platform.DeleteConnectedApp("Order_Portal"); err != nil {
		t.Fatal(err)
	}
	if _, err := protocol.Apply(t, created, nil); err != nil {
		t.Errorf("deleting what is gone: %v", err)
	}
	created.Identity = protocol.Null(t, appType).Identity // as an engine without identities has it
	read, err := protocol.Read(t, created)
	if err != nil || !read.Gone() {
		t.Errorf("read %v, %v", read.Value, err)
	}
}

func TestConnectedAppIsImported(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(nil))
	organization, _ := created.Attributes(t)["organization_id"].(string)
	for name, imported := range map[string]func() (prototest.State, error){
		"by name":         func() (prototest.State, error) { return protocol.ImportID(t, appType, "Order_Portal") },
		"by organization": func() (prototest.State, error) { return protocol.ImportID(t, appType, organization+",Order_Portal") },
		"by identity": func() (prototest.State, error) {
			return protocol.ImportIdentity(t, appType, prototest.Config{"name": "Order_Portal"})
		},
		"by whole identity": func() (prototest.State, error) {
			return protocol.ImportIdentity(t, appType, prototest.Config{"organization_id": organization, "name": "Order_Portal"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, err := imported()
			if err != nil || !state.Value.Equal(created.Value) || !state.Identity.Equal(created.Identity) {
				t.Errorf("imported\n%v %v\nwant\n%v %v\n%v", state.Value, state.Identity, created.Value, created.Identity, err)
			}
		})
	}
	_, err := protocol.ImportID(t, appType, "00D000000000001EAA,Order_Portal")
	expectError(t, err, "Another Salesforce organization")
}

func TestConnectedAppWhoseCreationLostItsAnswerIsKept(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "createMetadata", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	created := createApp(t, platform.Protocol(t), portalOAuth(nil))
	if id := platform.SalesforceID("ConnectedApplication", "Name", "Order Portal"); created.Attributes(t)["id"] != id {
		t.Errorf("the state has the id %v, the platform %s", created.Attributes(t)["id"], id)
	}
}

func TestConnectedAppSurvivesAnExpiredSession(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(nil))
	platform.ExpireSalesforceSessions()
	if _, err := protocol.Apply(t, created, with(portalOAuth(nil), prototest.Config{"label": "Orders"})); err != nil {
		t.Fatal(err)
	}
	if label := platform.ConnectedApp("Order_Portal")["label"]; label[0] != "Orders" {
		t.Errorf("the label is %v", label)
	}
}

func TestConnectedAppOfTheProviderItselfIsNotShutOut(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	own, err := protocol.ImportID(t, appType, "Terraform")
	if err != nil {
		t.Fatal(err)
	}
	config := func(scopes, user any) prototest.Config {
		return prototest.Config{
			"name": "Terraform", "label": "Terraform", "contact_email": "platform@acme.example",
			"oauth": prototest.Config{
				"callback_urls": []any{"https://login.salesforce.com/services/oauth2/success"}, "scopes": scopes, "client_credentials_user": user,
			},
		}
	}
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"deletion":        {nil, "deleting it"},
		"no flow":         {config([]any{"Api", "RefreshToken"}, nil), "turning the client credentials flow off"},
		"no API":          {config([]any{"RefreshToken"}, "terraform@acme.example"), "taking the API from its scopes"},
		"no scope at all": {config(nil, "terraform@acme.example"), "taking the API from its scopes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, own, test.config)
			expectError(t, err, "The provider would lock itself out", test.message)
		})
	}
	if _, err := protocol.Plan(t, own, config([]any{"Full"}, "terraform@acme.example")); err != nil {
		t.Errorf("a harmless change was refused: %v", err)
	}
}

func TestConnectedAppsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := acctest.Start(t)
	creating := platform.Protocol(t)
	states := make([]prototest.State, count)
	eachOf(states, func(i int, _ prototest.State) {
		var err error
		states[i], err = creating.Apply(t, creating.Null(t, appType), with(portalOAuth(nil), prototest.Config{
			"name": fmt.Sprintf("App_%d", i), "label": fmt.Sprintf("App %d", i),
		}))
		if err != nil {
			t.Error(err)
		}
	})

	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(states, func(_ int, state prototest.State) {
		read, err := refreshing.Read(t, state)
		if err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	// Ten reads at a time fill a call of ten, unless the machine is too busy to bring them together.
	if calls := platform.Calls("readMetadata"); calls > 2*count/10 {
		t.Errorf("the refresh read definitions by %d calls", calls)
	}
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token") - platform.Calls("readMetadata"); calls > 2 {
		t.Errorf("the refresh made %d other calls:\n%v", calls, platform.Requests())
	}
}
