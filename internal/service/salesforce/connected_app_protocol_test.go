package salesforce_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
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

func TestConnectedAppRefusesWrongInput(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	oauth := func(name string, value any) prototest.Config { return portalOAuth(prototest.Config{name: value}) }
	callback := func(url string) prototest.Config { return oauth("callback_urls", []any{url}) }
	refresh := func(policy string) prototest.Config {
		return portal(prototest.Config{"oauth_policy": prototest.Config{"refresh_token_policy": policy}})
	}
	ranges := func(start, end string) prototest.Config {
		return portal(prototest.Config{"ip_ranges": []any{prototest.Config{"start": start, "end": end}}})
	}
	for name, test := range map[string]struct {
		config  prototest.Config
		message string
	}{
		"a name with a blank":           {portal(prototest.Config{"name": "Order Portal"}), "letters, digits and single underscores"},
		"a name with two underscores":   {portal(prototest.Config{"name": "Order__Portal"}), "letters, digits and single underscores"},
		"a name that ends in one":       {portal(prototest.Config{"name": "Order_"}), "letters, digits and single underscores"},
		"a name that begins by a digit": {portal(prototest.Config{"name": "1Order"}), "letters, digits and single underscores"},
		"a long name":                   {portal(prototest.Config{"name": strings.Repeat("a", 81)}), "at most 80"},
		"no email":                      {portal(prototest.Config{"contact_email": "platform"}), "must be an email address"},
		"blanks before a text":          {portal(prototest.Config{"description": " Orders"}), "Blanks around a text"},
		"a line break behind a text":    {portal(prototest.Config{"label": "Orders\n"}), "Blanks around a text"},
		"an empty text":                 {portal(prototest.Config{"description": ""}), "at least 1"},
		"a logo without TLS":            {portal(prototest.Config{"logo_url": "http://acme.example/logo.png"}), "begins with https://"},
		"a start that is no URL":        {portal(prototest.Config{"start_url": "orders"}), "must be a URL"},
		"an unknown scope":              {oauth("scopes", []any{"Api", "api"}), "value must be one of"},
		"no callback":                   {oauth("callback_urls", []any{}), "at least 1"},
		"a callback without TLS":        {callback("http://orders.acme.example/callback"), "anybody can listen"},
		"a callback by address":         {callback("http://127.0.0.1/callback"), "anybody can listen"},
		"a callback of no scheme":       {callback("orders.acme.example"), "not a URL with a scheme"},
		"two callbacks in one":          {callback("https://a.example https://b.example"), "holds blanks"},
		"a callback that is a script":   {callback("javascript:alert(1)"), "not of an app's own scheme"},
		"a callback without a host":     {callback("https:///callback"), "has no host"},
		"a short consumer key":          {oauth("consumer_key", "short"), "8 to 256 letters and digits"},
		"a key with other characters":   {oauth("consumer_key", "Acme-Order-Portal"), "8 to 256 letters and digits"},
		"a secret without a version":    {oauth("consumer_secret", "AcmeSecret0001"), "consumer_secret_version"},
		"a version without a secret":    {oauth("consumer_secret_version", 1), "consumer_secret"},
		"no certificate":                {oauth("certificate", "MIIC"), "must be in PEM"},
		"a private key as certificate":  {oauth("certificate", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"), "never the private key"},
		"a broken certificate":          {oauth("certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), "cannot be read"},
		"a long ID token":               {oauth("id_token", prototest.Config{"validity_minutes": 721}), "between 1 and 720"},
		"an unknown run-as user":        {oauth("client_credentials_user", "nobody@acme.example"), "Unknown Salesforce user"},
		"an inactive run-as user":       {oauth("client_credentials_user", "former.employee@acme.example"), "Inactive Salesforce user"},
		"a policy without a number":     {refresh("specific_lifetime:DAYS"), "Wrong refresh token policy"},
		"a policy of no days":           {refresh("specific_lifetime:0:DAYS"), "Wrong refresh token policy"},
		"a policy of years":             {refresh("specific_inactivity:1:YEARS"), "Wrong refresh token policy"},
		"an unknown relaxation":         {portal(prototest.Config{"oauth_policy": prototest.Config{"ip_relaxation": "NONE"}}), "value must be one of"},
		"a session policy of nothing":   {portal(prototest.Config{"session_policy": prototest.Config{}}), "At least one attribute"},
		"a range that is no address":    {ranges("192.0.2.0/24", "192.0.2.255"), "is not an IP address"},
		"a range backwards":             {ranges("192.0.2.9", "192.0.2.1"), "the first not after the last"},
		"a range of two families":       {ranges("192.0.2.1", "2001:db8::1"), "both ends must be IPv4 or both IPv6"},
		"an unknown subject": {portal(prototest.Config{"saml": prototest.Config{
			"acs_url": "https://a.example", "entity_url": "a", "subject_type": "Name",
		}}), "value must be one of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := protocol.Plan(t, protocol.Null(t, appType), test.config)
			expectError(t, err, test.message)
		})
	}
}

func TestConnectedAppWarns(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	none := protocol.Null(t, appType)
	half := func(start, end string) any { return prototest.Config{"start": start, "end": end} }
	for name, test := range map[string]struct {
		config  prototest.Config
		warning string
	}{
		"of a range of everything": {
			portal(prototest.Config{"ip_ranges": []any{half("0.0.0.0", "255.255.255.255")}}), "The IP ranges hold every address",
		},
		"of ranges that hold everything together": {
			portal(prototest.Config{"ip_ranges": []any{half("100.0.0.0", "255.255.255.255"), half("0.0.0.0", "99.255.255.255")}}), "The IP ranges hold every address",
		},
		"of nothing else": {portal(prototest.Config{"ip_ranges": []any{half("0.0.0.0", "9.255.255.255"), half("11.0.0.0", "255.255.255.255")}}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, warnings := plannedValue(t, protocol, none, test.config)
			if told := strings.Join(warnings, "\n"); !strings.Contains(told, test.warning) || (test.warning == "") != (told == "") {
				t.Errorf("warned %q, want %q", told, test.warning)
			}
		})
	}
}

// TestConnectedAppSeesAndRepairsDrift changes an app behind Terraform's back, one
// element after the other.
func TestConnectedAppSeesAndRepairsDrift(t *testing.T) {
	t.Parallel()
	config := portal(prototest.Config{
		"description": "Orders", "ip_ranges": []any{prototest.Config{"start": "192.0.2.1", "end": "192.0.2.9"}},
		"attributes":     map[string]any{"department": "$User.Department"},
		"session_policy": prototest.Config{"timeout_minutes": 30},
		"oauth": prototest.Config{
			"callback_urls": []any{"https://orders.acme.example/callback"}, "scopes": []any{"Api", "OfflineAccess"},
			"client_credentials_user": "orders.integration@acme.example",
			"id_token":                prototest.Config{"include_standard_claims": true},
		},
		"saml": prototest.Config{"acs_url": "https://a.example", "entity_url": "a", "subject_type": "Username"},
	})
	for path, drift := range map[string][]string{
		"label":                                  {"Somebody's Portal"},
		"contactEmail":                           {"mallory@example.com"},
		"contactPhone":                           {"+1 555 0199"},
		"description":                            nil,
		"infoUrl":                                {"https://example.com"},
		"logoUrl":                                {"https://example.com/logo.png"},
		"iconUrl":                                {"https://example.com/icon.png"},
		"startUrl":                               {"https://example.com"},
		"mobileStartUrl":                         {"https://m.example.com"},
		"plugin":                                 {"MyPlugin"},
		"pluginExecutionUser":                    {"sarah.lee@acme.example"},
		"ipRanges":                               nil,
		"attributes":                             nil,
		"sessionPolicy/sessionTimeout":           {"1440"},
		"oauthPolicy/ipRelaxation":               {"BYPASS"},
		"oauthPolicy/refreshTokenPolicy":         {"specific_inactivity:12:MONTHS"},
		"oauthPolicy/singleLogoutUrl":            {"https://example.com/bye"},
		"oauthPolicy/isTokenExchangeFlowEnabled": {"true"},
		"oauthConfig/callbackUrl":                {"https://orders.acme.example/callback\nhttps://mallory.example.com"},
		"oauthConfig/scopes":                     {"Api", "RefreshToken", "Full"},
		"oauthConfig/singleLogoutUrl":            {"https://example.com/bye"},
		"oauthConfig/isPkceRequired":             {"true"},
		"oauthConfig/isIntrospectAllTokens":      {"true"},
		"oauthConfig/isRefreshTokenRotationEnabled":          {"true"},
		"oauthConfig/isSecretRequiredForRefreshToken":        {"false"},
		"oauthConfig/isSecretRequiredForTokenExchange":       {"true"},
		"oauthConfig/isTokenExchangeEnabled":                 {"true"},
		"oauthConfig/isConsumerSecretOptional":               {"true"},
		"oauthConfig/isNamedUserJwtEnabled":                  {"true"},
		"oauthConfig/isCodeCredentialEnabled":                {"true"},
		"oauthConfig/isCodeCredentialPostOnly":               {"true"},
		"oauthConfig/isClientCredentialEnabled":              {"false"},
		"oauthConfig/oauthClientCredentialUser":              {"terraform@acme.example"},
		"oauthConfig/idTokenConfig/idTokenAudience":          {"mallory"},
		"oauthConfig/idTokenConfig/idTokenIncludeAttributes": {"true"},
		"samlConfig/acsUrl":                                  {"https://mallory.example.com"},
		"samlConfig/samlSubjectType":                         {"FederationId"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			created := createApp(t, platform.Protocol(t), config)
			before := platform.ConnectedApp("Order_Portal")
			if err := platform.EditConnectedApp("Order_Portal", func(set func(string, ...string)) { set(path, drift...) }); err != nil {
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
			if _, err := protocol.Apply(t, refreshed, config); err != nil {
				t.Fatal(err)
			}
			if after := platform.ConnectedApp("Order_Portal"); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("repaired to\n%v\nwant\n%v", after, before)
			}
		})
	}
}

func TestConnectedAppShowsScopesThatWereWidenedAndNothingElse(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(prototest.Config{"scopes": []any{"Address", "Email", "Phone", "Profile", "OfflineAccess"}}))
	if err := platform.EditConnectedApp("Order_Portal", func(set func(string, ...string)) {
		set("oauthConfig/scopes", "Basic", "RefreshToken", "Full")
	}); err != nil {
		t.Fatal(err)
	}
	refreshed, err := platform.Protocol(t).Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	scopes := refreshed.Attributes(t)["oauth"].(map[string]any)["scopes"].([]any) //nolint:forcetypeassert // the schema says so
	told := make([]string, len(scopes))
	for i, scope := range scopes {
		told[i], _ = scope.(string)
	}
	slices.Sort(told)
	if want := []string{"Address", "Email", "Full", "OfflineAccess", "Phone", "Profile"}; !slices.Equal(told, want) {
		t.Errorf("scopes read %v, want %v", told, want)
	}
}

func TestConnectedAppPlansNoChangeForWhatMeansTheSame(t *testing.T) {
	t.Parallel()
	protocol := acctest.Start(t).Protocol(t)
	created := createApp(t, protocol, portalOAuth(prototest.Config{
		"scopes": []any{"Basic", "RefreshToken"}, "client_credentials_user": "orders.integration@acme.example",
	}))
	planned, _ := plannedValue(t, protocol, created, portalOAuth(prototest.Config{
		"scopes":                  []any{"Address", "Email", "Phone", "Profile", "OfflineAccess"},
		"client_credentials_user": "Orders.Integration@ACME.example",
	}))
	if !planned.Value.Equal(created.Value) {
		t.Errorf("planned\n%v\nover\n%v", planned.Value, created.Value)
	}
}

func TestConnectedAppKeepsWhatItDoesNotManage(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(nil))
	id := platform.SalesforceID("ConnectedApplication", "Name", "Order Portal")
	if err := platform.EditConnectedApp("Order_Portal", func(set func(string, ...string)) {
		set("oauthConfig/isAdminApproved", "true")
		set("canvasConfig/accessMethod", "Get")
		set("canvasConfig/canvasUrl", "https://canvas.acme.example")
		set("mobileAppConfig/devicePlatform", "ios")
		set("mobileAppConfig/version", "2")
	}); err != nil {
		t.Fatal(err)
	}
	for _, parent := range []string{
		platform.SalesforceID("PermissionSet", "Name", "Frontend_Base"),
		platform.SalesforceID("PermissionSet", "ProfileId", platform.SalesforceID("Profile", "Name", "Sales")),
	} {
		if _, err := platform.InsertSalesforce("SetupEntityAccess", map[string]any{"ParentId": parent, "SetupEntityId": id}); err != nil {
			t.Fatal(err)
		}
	}
	before := platform.ConnectedApp("Order_Portal")
	refreshed, err := protocol.Read(t, created)
	if err != nil {
		t.Fatal(err)
	}
	if refreshed.Attributes(t)["approved"] != true {
		t.Error("the refresh does not show the approval")
	}
	if _, err := protocol.Apply(t, refreshed, with(portalOAuth(nil), prototest.Config{"label": "Orders"})); err != nil {
		t.Fatal(err)
	}
	after := platform.ConnectedApp("Order_Portal")
	before["label"] = []string{"Orders"}
	if fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("the update left\n%v\nwant\n%v", after, before)
	}
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

func TestConnectedAppExplainsRefusals(t *testing.T) {
	t.Parallel()
	restricted := func(platform *acctest.Simulator) {
		platform.Set(func(knobs *simulator.Knobs) { knobs.ConnectedAppCreationRestricted = true })
	}
	for name, test := range map[string]struct {
		prepare  func(*acctest.Simulator)
		config   prototest.Config
		messages []string
	}{
		"creation is restricted": {restricted, portalOAuth(nil), []string{"New connected apps are not allowed", "external client app", "Salesforce Support"}},
		"the name is taken":      {nil, with(portalOAuth(nil), prototest.Config{"name": "Warehouse_Sync"}), []string{"exists already", "terraform import ADDRESS Warehouse_Sync"}},
		"the key is taken": {
			nil, portalOAuth(prototest.Config{"consumer_key": "3MVG9AcmeWarehouseConsumerKey0000000000000000000000001"}),
			[]string{"The consumer key is already taken", "unique among all Salesforce organizations"},
		},
		"the secret is taken": {
			nil, portalOAuth(prototest.Config{"consumer_secret": "AcmeWarehouseConsumerSecret000000000000001", "consumer_secret_version": 1}),
			[]string{"The consumer secret is already taken"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			if test.prepare != nil {
				test.prepare(platform)
			}
			protocol := platform.Protocol(t)
			_, err := protocol.Apply(t, protocol.Null(t, appType), test.config)
			expectError(t, err, test.messages...)
		})
	}
}

const tookWithoutEffect = `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
 xmlns="http://soap.sforce.com/2006/04/metadata"><soapenv:Body><updateMetadataResponse><result><fullName>Order_Portal</fullName>
<success>true</success></result></updateMetadataResponse></soapenv:Body></soapenv:Envelope>`

func TestConnectedAppReportsValuesThatDidNotStick(t *testing.T) {
	t.Parallel()
	platform := acctest.Start(t)
	protocol := platform.Protocol(t)
	created := createApp(t, protocol, portalOAuth(nil))
	platform.Inject(simulator.Fault{Pattern: "updateMetadata", Answer: simulator.Status(http.StatusOK, tookWithoutEffect)})
	updated, err := protocol.Apply(t, created, with(portalOAuth(prototest.Config{"pkce_required": true}), prototest.Config{"label": "Orders"}))
	expectError(t, err, "did not keep the value", "another label", "another oauth.pkce_required")
	if updated.Attributes(t)["label"] != "Order Portal" {
		t.Error("the state does not hold what the platform has")
	}
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
	if calls := platform.Calls("readMetadata"); calls > count/10+5 {
		t.Errorf("the refresh read definitions by %d calls", calls)
	}
	if calls := len(platform.Requests()) - platform.Calls("/services/oauth2/token") - platform.Calls("readMetadata"); calls > 2 {
		t.Errorf("the refresh made %d other calls:\n%v", calls, platform.Requests())
	}
}
