package salesforce_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	blockedType    = "apiaccess_salesforce_blocked_app"
	blockedAddress = blockedType + ".test"
	blockedKind    = "BlacklistedConsumer"
)

func block(added prototest.Config) prototest.Config {
	return with(prototest.Config{
		"name": "Data_Export", "consumer_key": "3MVG9SomebodysExport", "app_name": "Data Export", "label": "Data Export",
	}, added)
}

func blockedApp(label string) string {
	return fmt.Sprintf(`
resource "apiaccess_salesforce_blocked_app" "test" {
  name         = "Data_Export"
  consumer_key = "3MVG9SomebodysExport"
  app_name     = "Data Export"
  label        = %q
}
`, label)
}

func TestBlockedAppLivesItsWholeLife(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	drift := func() {
		if err := platform.EditSalesforceMetadata(blockedKind, "Data_Export", func(set func(string, ...string)) { set("consumerName", "Harmless") }); err != nil {
			t.Error(err)
		}
	}
	gone := func() {
		if err := platform.DeleteSalesforceMetadata(blockedKind, "Data_Export"); err != nil {
			t.Error(err)
		}
	}
	acctest.Run(
		t, platform,
		resource.TestStep{Config: blockedApp("Data Export")},
		resource.TestStep{
			Config: blockedApp("Export"), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, blockedAddress),
		},
		resource.TestStep{
			ResourceName: blockedAddress, ImportState: true, ImportStateId: "Data_Export", ImportStateVerify: true,
			ImportStateVerifyIdentifierAttribute: "name",
		},
		resource.TestStep{
			PreConfig: drift, Config: blockedApp("Export"), ConfigPlanChecks: expectActions(plancheck.ResourceActionUpdate, blockedAddress),
		},
		resource.TestStep{
			PreConfig: gone, Config: blockedApp("Export"), ConfigPlanChecks: expectActions(plancheck.ResourceActionCreate, blockedAddress),
		},
	)
	if left := platform.SalesforceMetadataNames(blockedKind); len(left) > 0 {
		t.Errorf("destroy left %v behind", left)
	}
}

func TestBlockedAppNamesThePermissionsThatAreMissing(t *testing.T) {
	t.Parallel()
	protocol := asAuditor(t, acctest.Start(t))
	_, err := protocol.Apply(t, protocol.Null(t, blockedType), block(nil))
	expectError(t, err, "Unable to create Salesforce blocked app", "Customize Application")
}

func TestBlockedAppRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	for name, test := range map[string]struct {
		added   prototest.Config
		message string
	}{
		"a name with a blank":  {prototest.Config{"name": "Data Export"}, "letters, digits and single underscores"},
		"a key with a blank":   {prototest.Config{"consumer_key": "3MVG9 Export"}, "without blanks"},
		"an empty key":         {prototest.Config{"consumer_key": ""}, "must be between 1 and 256"},
		"an empty name":        {prototest.Config{"app_name": ""}, "at least 1"},
		"a long label":         {prototest.Config{"label": strings.Repeat("a", 81)}, "at most 80"},
		"the provider's own":   {prototest.Config{"consumer_key": acctest.SalesforceClientID}, "The provider would lock itself out"},
		"blanks around a text": {prototest.Config{"label": " Export"}, "Blanks around a text"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, blockedType), block(test.added))
			expectError(t, err, test.message)
		})
	}
}

func TestBlockedAppIsTheProvidersOwnOnRequestAlone(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := block(prototest.Config{"consumer_key": acctest.SalesforceClientID})
	_, err := protocol.Plan(t, protocol.Null(t, blockedType), config)
	expectError(t, err, wouldLockOut, "it is the app that the provider itself signs in with", "allow_self_lockout = true")
	config["allow_self_lockout"] = true
	if _, warnings := plannedValue(t, protocol, protocol.Null(t, blockedType), config); !strings.Contains(strings.Join(warnings, ""), "locks itself out") {
		t.Errorf("the plan warns %q", warnings)
	}
}

func TestBlockedAppCannotBeUsed(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	signIn := func() int {
		answer, err := http.PostForm(platform.URL+"/services/oauth2/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {acctest.AuditorClientID}, "client_secret": {acctest.AuditorClientSecret},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		return answer.StatusCode
	}
	if got := signIn(); got != http.StatusOK {
		t.Fatalf("signing in before the block answers %d", got)
	}
	protocol := platform.Protocol(t)
	config := block(prototest.Config{"consumer_key": acctest.AuditorClientID})
	_, warnings := plannedValue(t, protocol, protocol.Null(t, blockedType), config)
	if told := strings.Join(warnings, ""); !regexp.MustCompile("ends the app's sessions.*Data Export").MatchString(told) {
		t.Errorf("warned %q", told)
	}
	state, err := protocol.Apply(t, protocol.Null(t, blockedType), config)
	if err != nil {
		t.Fatal(err)
	}
	if got := signIn(); got == http.StatusOK {
		t.Error("the blocked app signs in")
	}
	if _, warnings := plannedValue(t, protocol, state, with(config, prototest.Config{"label": "Export"})); len(warnings) != 0 {
		t.Errorf("a change of the label warns %q", warnings)
	}
	if _, err := protocol.Apply(t, state, nil); err != nil {
		t.Fatal(err)
	}
	if got := signIn(); got != http.StatusOK {
		t.Errorf("signing in after the block answers %d", got)
	}
}

func TestBlockedAppExplainsWhatIsBlockedAlready(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	if _, err := protocol.Apply(t, protocol.Null(t, blockedType), block(nil)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		config  prototest.Config
		message string
	}{
		{block(nil), "terraform import ADDRESS Data_Export"},
		{block(prototest.Config{"name": "Another"}), "The app is blocked already, under another name"},
	} {
		_, err := protocol.Apply(t, protocol.Null(t, blockedType), test.config)
		expectError(t, err, test.message)
	}
}

func TestBlockedAppIsReplacedForAnotherAppAndKeptWhenAnAnswerIsLost(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	platform.Inject(simulator.Fault{Pattern: "createMetadata", Times: 1, AfterEffect: true, Answer: simulator.Reset})
	protocol := platform.Protocol(t)
	state, err := protocol.Apply(t, protocol.Null(t, blockedType), block(nil))
	if err != nil {
		t.Fatal(err)
	}
	planned, err := protocol.Plan(t, state, block(prototest.Config{"consumer_key": "3MVG9Another"}))
	if err != nil || fmt.Sprint(planned.RequiresReplace) != `[AttributeName("consumer_key")]` {
		t.Errorf("replaces by %v, %v", planned.RequiresReplace, err)
	}
	platform.ExpireSalesforceSessions()
	imported, err := protocol.ImportIdentity(t, blockedType, prototest.Config{"name": "Data_Export"})
	if err != nil || !imported.Value.Equal(state.Value) {
		t.Errorf("imported %v, %v", imported.Value, err)
	}
}

func TestBlockedAppsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 100
	platform := acctest.Start(t)
	states := make([]prototest.State, count)
	importing := platform.Protocol(t)
	for i := range states {
		document := fmt.Sprintf(`<%[1]s xmlns="http://soap.sforce.com/2006/04/metadata"><blockedByApiWhitelisting>false</blockedByApiWhitelisting>
<consumerKey>3MVG9App%[2]d</consumerKey><consumerName>App</consumerName><masterLabel>App</masterLabel></%[1]s>`, blockedKind, i)
		if err := platform.LoadSalesforceMetadata(fmt.Sprintf("App_%d", i), []byte(document)); err != nil {
			t.Fatal(err)
		}
	}
	eachOf(states, func(i int, _ prototest.State) {
		var err error
		if states[i], err = importing.ImportID(t, blockedType, fmt.Sprintf("App_%d", i)); err != nil {
			t.Error(err)
		}
	})
	platform.ForgetRequests()
	refreshing := platform.Protocol(t) // a run of its own
	eachOf(states, func(_ int, state prototest.State) {
		if read, err := refreshing.Read(t, state); err != nil || !read.Value.Equal(state.Value) {
			t.Errorf("%v was read as %v, %v", state.Value, read.Value, err)
		}
	})
	// Ten reads at a time fill a call of ten, unless the machine is too busy to bring them together.
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token"); calls > count/10+5 {
		t.Errorf("the refresh made %d calls:\n%v", calls, platform.Requests())
	}
}
