package salesforce_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/provider"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
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

// TestExternalClientAppSeesAndRepairsDrift changes an app behind Terraform's back,
// one element after the other.
func TestExternalClientAppSeesAndRepairsDrift(t *testing.T) {
	t.Parallel()
	config := with(portalOAuth(prototest.Config{
		"scopes": []any{"Api", "OfflineAccess"}, "client_credentials_user": "orders.integration@acme.example",
		"trusted_ip_ranges": []any{prototest.Config{"start": "192.0.2.1", "end": "192.0.2.9"}},
		"attributes":        map[string]any{"department": "$User.Department"},
		"id_token":          prototest.Config{"include_standard_claims": true},
	}), prototest.Config{"description": "Orders", "session_policy": prototest.Config{"timeout_minutes": 30}})
	const (
		app, oauth, global, policies, switches = "ExternalClientApplication/", "ExtlClntAppOauthSettings/", "ExtlClntAppGlobalOauthSettings/",
			"ExtlClntAppOauthConfigurablePolicies/", "ExtlClntAppConfigurablePolicies/"
	)
	for at, drift := range map[string][]string{
		app + "label":                               {"Somebody's Portal"},
		app + "contactEmail":                        {"mallory@example.com"},
		app + "contactPhone":                        {"+1 555 0199"},
		app + "description":                         nil,
		app + "infoUrl":                             {"https://example.com"},
		app + "logoUrl":                             {"https://example.com/logo.png"},
		app + "iconUrl":                             {"https://example.com/icon.png"},
		app + "distributionState":                   {"Packaged"},
		oauth + "commaSeparatedOauthScopes":         {"Api, RefreshToken, Full"},
		oauth + "commaSeparatedCustomScopes":        {"mallory"},
		oauth + "singleLogoutUrl":                   {"https://example.com/bye"},
		oauth + "trustedIpRanges":                   nil,
		oauth + "customAttributes":                  nil,
		oauth + "assetTokenAudiences":               {"mallory"},
		global + "callbackUrl":                      {"https://orders.acme.example/callback\nhttps://mallory.example.com"},
		global + "isPkceRequired":                   {"false"},
		global + "isIntrospectAllTokens":            {"true"},
		global + "isDeviceFlowEnabled":              {"true"},
		global + "isNamedUserJwtEnabled":            {"true"},
		global + "isCodeCredFlowEnabled":            {"true"},
		global + "isCodeCredPostOnly":               {"true"},
		global + "isConsumerSecretOptional":         {"true"},
		global + "isTokenExchangeEnabled":           {"true"},
		global + "isRefreshTokenRotationEnabled":    {"true"},
		global + "isSecretRequiredForRefreshToken":  {"false"},
		global + "isSecretRequiredForTokenExchange": {"true"},
		global + "isClientCredentialsFlowEnabled":   {"false"},
		global + "idTokenConfig/idTokenAudience":    {"mallory"},
		policies + "isClientCredentialsFlowEnabled": {"false"},
		policies + "clientCredentialsFlowUser":      {"terraform@acme.example"},
		policies + "ipRelaxationPolicyType":         {"Bypass"},
		policies + "refreshTokenValidityPeriod":     {"12"},
		policies + "refreshTokenValidityUnit":       {"Hours"},
		policies + "refreshTokenPolicyType":         {"Infinite"},
		policies + "requiredSessionLevel":           {"LOW"},
		policies + "sessionTimeoutInMinutes":        {"1440"},
		policies + "singleLogoutUrl":                {"https://example.com/bye"},
		policies + "startUrl":                       {"https://example.com"},
		policies + "isTokenExchangeFlowEnabled":     {"true"},
		policies + "apexHandler":                    {"Mallory"},
		policies + "executeHandlerAs":               {"sarah.lee@acme.example"},
		switches + "isEnabled":                      {"false"},
		switches + "isOauthPluginEnabled":           {"false"},
		switches + "isSamlPluginEnabled":            {"true"},
		switches + "isCanvasPluginEnabled":          {"true"},
		switches + "isMobilePluginEnabled":          {"true"},
		switches + "isNotificationPluginEnabled":    {"true"},
		switches + "isPushPluginEnabled":            {"true"},
		switches + "startPage":                      {"OAuth"},
		switches + "startUrl":                       {"https://example.com"},
	} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			kind, element, _ := strings.Cut(at, "/")
			platform := acctest.Start(t)
			created := createExternal(t, platform.Protocol(t), config)
			name := platform.SalesforceMetadataNames(kind)[0]
			if err := platform.EditSalesforceMetadata(kind, name, func(set func(string, ...string)) { set(element, drift...) }); err != nil {
				t.Fatal(err)
			}
			protocol := platform.Protocol(t) // a run of its own
			refreshed, err := protocol.Read(t, created)
			if err != nil {
				t.Fatal(err)
			}
			if refreshed.Value.Equal(created.Value) {
				t.Fatal("the refresh does not see the drift")
			}
			platform.ForgetRequests()
			repaired, err := protocol.Apply(t, refreshed, config)
			if err != nil || !repaired.Value.Equal(created.Value) {
				t.Errorf("repaired to\n%v\nwant\n%v\n%v", repaired.Value, created.Value, err)
			}
			if writes := platform.Calls("updateMetadata"); writes != 1 || platform.Calls("createMetadata") != 0 {
				t.Errorf("%d components were written to repair one", writes)
			}
		})
	}
}

func TestExternalClientAppPlansNoChangeForWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	config := func(label string, same prototest.Config) prototest.Config {
		return with(portalOAuth(same), prototest.Config{"label": label})
	}
	before := prototest.Config{
		"scopes": []any{"Basic", "RefreshToken"}, "client_credentials_user": "orders.integration@acme.example",
		"callback_urls": []any{"https://a.example", "https://b.example"}, "custom_scopes": []any{"one", "two"},
		"trusted_ip_ranges": []any{
			prototest.Config{"start": "192.0.2.1", "end": "192.0.2.9"}, prototest.Config{"start": "2001:db8::1", "end": "2001:db8::9"},
		},
		"attributes": map[string]any{"b": "1", "a": "2"},
	}
	created := createExternal(t, protocol, config("Orders", before))
	settings, _ := platform.SalesforceMetadataNames("ExtlClntAppOauthSettings"), 0
	if err := platform.EditSalesforceMetadata("ExtlClntAppOauthSettings", settings[0], func(set func(string, ...string)) {
		set("commaSeparatedCustomScopes", "two,one")
		set("commaSeparatedOauthScopes", "OfflineAccess,Address,Email,Profile,Phone")
	}); err != nil {
		t.Fatal(err)
	}
	again := platform.Protocol(t)
	refreshed, err := again.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	planned, _ := plannedValue(t, again, refreshed, config("Orders", with(before, prototest.Config{
		"scopes": []any{"Address", "Email", "Phone", "Profile", "OfflineAccess"}, "client_credentials_user": "Orders.Integration@ACME.example",
	})))
	if !planned.Value.Equal(created.Value) {
		t.Errorf("planned\n%v\nover\n%v", planned.Value, created.Value)
	}
	platform.ForgetRequests()
	if _, err := again.Apply(t, refreshed, config("Portal", before)); err != nil {
		t.Fatal(err)
	}
	if writes := platform.Calls("updateMetadata"); writes != 1 {
		t.Errorf("a new label wrote %d components, want 1", writes)
	}
}

func TestExternalClientAppKeepsWhatItDoesNotManage(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	id, _ := created.Attributes(t)["id"].(string)
	policies := platform.SalesforceMetadataNames("ExtlClntAppOauthConfigurablePolicies")[0]
	if err := platform.EditSalesforceMetadata("ExtlClntAppOauthConfigurablePolicies", policies, func(set func(string, ...string)) {
		set("permittedUsersPolicyType", "AdminApprovedPreAuthorized")
		set("commaSeparatedPermissionSet", "Frontend_Base")
		set("commaSeparatedProfile", "Sales")
		set("namedUserJwtTimeout", "10")
	}); err != nil {
		t.Fatal(err)
	}
	before := externalContent(platform)
	refreshed, err := platform.Protocol(t).Read(t, created)
	if err != nil || refreshed.Attributes(t)["approved"] != true {
		t.Fatalf("the refresh does not show the approval: %v", err)
	}
	config := with(portalOAuth(prototest.Config{"pkce_required": false}), prototest.Config{"oauth_policy": prototest.Config{"ip_relaxation": "BYPASS"}})
	if _, err := protocol.Apply(t, refreshed, config); err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(strings.Replace(before, "isPkceRequired:[true]", "isPkceRequired:[false]", 1),
		"ipRelaxationPolicyType:[Enforce]", "ipRelaxationPolicyType:[Bypass]", 1)
	if after := externalContent(platform); after != want {
		t.Errorf("the update left\n%v\nwant\n%v", after, want)
	}
	if rows := platform.SalesforceRows("SetupEntityAccess"); !slices.ContainsFunc(rows, func(row map[string]any) bool { return row["SetupEntityId"] == id }) {
		t.Error("the update took the grants away")
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
			partial, err := protocol.Apply(t, protocol.Null(t, externalType), config)
			expectError(t, err, "exists in part", "writing its "+name+" failed", "terraform untaint")
			if partial.Gone() || partial.Attributes(t)["id"] == nil {
				t.Fatal("the app is not in the state")
			}
			for round, run := range []*prototest.Provider{protocol, platform.Protocol(t)} {
				refreshed, err := run.Read(t, partial)
				if err != nil || !reflect.DeepEqual(refreshed.Attributes(t), partial.Attributes(t)) {
					t.Errorf("refresh %d shows\n%v\nwant\n%v\n%v", round, refreshed.Value, partial.Value, err)
				}
			}
			completed, err := platform.Protocol(t).Apply(t, partial, config)
			if err != nil {
				t.Fatal(err)
			}
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

func TestExternalClientAppIsImported(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	organization, _ := created.Attributes(t)["organization_id"].(string)
	for name, imported := range map[string]func() (prototest.State, error){
		"by name": func() (prototest.State, error) { return protocol.ImportID(t, externalType, "Order_Portal") },
		"by organization": func() (prototest.State, error) {
			return protocol.ImportID(t, externalType, organization+",Order_Portal")
		},
		"by identity": func() (prototest.State, error) {
			return protocol.ImportIdentity(t, externalType, prototest.Config{"name": "Order_Portal"})
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
	_, err := protocol.ImportID(t, externalType, "00D000000000001EAA,Order_Portal")
	expectError(t, err, "Another Salesforce organization")
}

// TestExternalClientAppsAsRetrievedImportAndPlanEmpty loads components as real
// organizations and Salesforce's documentation have them.
func TestExternalClientAppsAsRetrievedImportAndPlanEmpty(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	for _, extension := range []string{"eca", "ecaOauth", "ecaGlblOauth", "ecaOauthPlcy", "ecaPlcy"} {
		files, err := filepath.Glob("../../simulator/testdata/salesforce_metadata/*." + extension)
		if err != nil || len(files) == 0 {
			t.Fatalf("no components %s: %v", extension, err)
		}
		for _, file := range files {
			document, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := platform.LoadSalesforceMetadata(strings.TrimSuffix(filepath.Base(file), "."+extension), document); err != nil {
				t.Fatal(err)
			}
		}
	}
	protocol := platform.Protocol(t)
	for _, name := range platform.SalesforceMetadataNames("ExternalClientApplication") {
		imported, err := protocol.ImportID(t, externalType, name)
		if err != nil || imported.Gone() {
			t.Fatalf("%s: %v", name, err)
		}
		config := imported.Attributes(t)
		for _, computed := range []string{"id", "organization_id", "approved"} {
			delete(config, computed)
		}
		oauth, _ := config["oauth"].(map[string]any)
		delete(oauth, "consumer_id")
		planned, _ := plannedValue(t, protocol, imported, config)
		if !planned.Value.Equal(imported.Value) {
			t.Errorf("%s plans\n%v\nover\n%v", name, planned.Value, imported.Value)
		}
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
		"the key is taken": {
			nil, portalOAuth(prototest.Config{"consumer_key": "3MVG9AcmeWarehouseConsumerKey0000000000000000000000001"}),
			[]string{"The consumer key is already taken", "unique among all Salesforce organizations", "terraform untaint"},
		},
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

func TestExternalClientAppReportsValuesThatDidNotStick(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createExternal(t, protocol, portalOAuth(nil))
	platform.Inject(simulator.Fault{Pattern: "updateMetadata", Answer: simulator.Status(http.StatusOK, tookWithoutEffect)})
	updated, err := protocol.Apply(t, created, with(portalOAuth(prototest.Config{"pkce_required": false}), prototest.Config{"label": "Orders"}))
	expectError(t, err, "did not keep the value", "another label", "another oauth.pkce_required")
	if updated.Attributes(t)["label"] != "Order Portal" {
		t.Error("the state does not hold what the platform has")
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

func TestExternalClientAppNeverHoldsTheSecret(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	created := createExternal(t, platform.Protocol(t), portalOAuth(nil))
	if err := platform.EditSalesforceMetadata("ExternalClientAppSettings", "ExternalClientApp", func(set func(string, ...string)) {
		set("enableConsumerSecretApiAccess", "true")
	}); err != nil {
		t.Fatal(err)
	}
	read, err := platform.Protocol(t).Read(t, created)
	if err != nil || !read.Value.Equal(created.Value) {
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

func TestExternalClientAppsAreRefreshedWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 200
	platform := acctest.Start(t)
	names := make([]string, count)
	for i := range names {
		names[i] = fmt.Sprintf("App_%d", i)
		loadExternal(t, platform, names[i])
	}
	importing := platform.Protocol(t)
	states := make([]prototest.State, count)
	eachOf(names, func(i int, name string) {
		var err error
		if states[i], err = importing.ImportID(t, externalType, name); err != nil {
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
	// Two listings, one retrieval, which takes as long as it takes, and two queries for the ids.
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token") - platform.Calls("checkRetrieveStatus"); calls > 5 {
		t.Errorf("the refresh made %d calls:\n%v", calls, platform.Requests())
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

// loadExternal gives the organization an app without the provider.
func loadExternal(t *testing.T, platform *acctest.Simulator, name string) {
	t.Helper()
	owner := "<externalClientApplication>" + name + "</externalClientApplication>"
	for _, component := range [][3]string{
		{name, "ExternalClientApplication", "<label>" + name + "</label>"},
		{name + "OAuth", "ExtlClntAppOauthSettings", owner},
		{name + "Global", "ExtlClntAppGlobalOauthSettings", owner},
	} {
		document := fmt.Sprintf(`<%[1]s xmlns="http://soap.sforce.com/2006/04/metadata">%[2]s</%[1]s>`, component[1], component[2])
		if err := platform.LoadSalesforceMetadata(component[0], []byte(document)); err != nil {
			t.Fatal(err)
		}
	}
}
