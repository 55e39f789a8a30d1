package salesforce_test

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

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
