package salesforce_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

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
