package salesforce_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

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
	for kind, drifts := range map[string]map[string][]string{
		"ExternalClientApplication": {
			"label":             {"Somebody's Portal"},
			"contactEmail":      {"mallory@example.com"},
			"contactPhone":      {"+1 555 0199"},
			"description":       nil,
			"infoUrl":           {"https://example.com"},
			"logoUrl":           {"https://example.com/logo.png"},
			"iconUrl":           {"https://example.com/icon.png"},
			"distributionState": {"Packaged"},
		},
		"ExtlClntAppOauthSettings": {
			"commaSeparatedOauthScopes":  {"Api, RefreshToken, Full"},
			"commaSeparatedCustomScopes": {"mallory"},
			"singleLogoutUrl":            {"https://example.com/bye"},
			"trustedIpRanges":            nil,
			"customAttributes":           nil,
			"assetTokenAudiences":        {"mallory"},
		},
		"ExtlClntAppGlobalOauthSettings": {
			"callbackUrl":                      {"https://orders.acme.example/callback\nhttps://mallory.example.com"},
			"isPkceRequired":                   {"false"},
			"isIntrospectAllTokens":            {"true"},
			"isDeviceFlowEnabled":              {"true"},
			"isNamedUserJwtEnabled":            {"true"},
			"isCodeCredFlowEnabled":            {"true"},
			"isCodeCredPostOnly":               {"true"},
			"isConsumerSecretOptional":         {"true"},
			"isTokenExchangeEnabled":           {"true"},
			"isRefreshTokenRotationEnabled":    {"true"},
			"isSecretRequiredForRefreshToken":  {"false"},
			"isSecretRequiredForTokenExchange": {"true"},
			"isClientCredentialsFlowEnabled":   {"false"},
			"idTokenConfig/idTokenAudience":    {"mallory"},
		},
		"ExtlClntAppOauthConfigurablePolicies": {
			"isClientCredentialsFlowEnabled": {"false"},
			"clientCredentialsFlowUser":      {"terraform@acme.example"},
			"ipRelaxationPolicyType":         {"Bypass"},
			"refreshTokenValidityPeriod":     {"12"},
			"refreshTokenValidityUnit":       {"Hours"},
			"refreshTokenPolicyType":         {"Infinite"},
			"requiredSessionLevel":           {"LOW"},
			"sessionTimeoutInMinutes":        {"1440"},
			"singleLogoutUrl":                {"https://example.com/bye"},
			"startUrl":                       {"https://example.com"},
			"isTokenExchangeFlowEnabled":     {"true"},
			"apexHandler":                    {"Mallory"},
			"executeHandlerAs":               {"sarah.lee@acme.example"},
		},
		"ExtlClntAppConfigurablePolicies": {
			"isEnabled":                   {"false"},
			"isOauthPluginEnabled":        {"false"},
			"isSamlPluginEnabled":         {"true"},
			"isCanvasPluginEnabled":       {"true"},
			"isMobilePluginEnabled":       {"true"},
			"isNotificationPluginEnabled": {"true"},
			"isPushPluginEnabled":         {"true"},
			"startPage":                   {"OAuth"},
			"startUrl":                    {"https://example.com"},
		},
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			created := createExternal(t, platform.Protocol(t), config)
			name := platform.SalesforceMetadataNames(kind)[0]
			for element, drift := range drifts {
				edit := func(set func(string, ...string)) { set(element, drift...) }
				if err := platform.EditSalesforceMetadata(kind, name, edit); err != nil {
					t.Fatal(err)
				}
				protocol := platform.Protocol(t) // a run of its own
				refreshed, err := protocol.Read(t, created)
				if err != nil || refreshed.Value.Equal(created.Value) {
					t.Fatalf("the refresh does not see the drift of %s: %v", element, err)
				}
				platform.ForgetRequests()
				repaired, err := protocol.Apply(t, refreshed, config)
				if err != nil || !repaired.Value.Equal(created.Value) {
					t.Errorf("%s was repaired to\n%v\nwant\n%v\n%v", element, repaired.Value, created.Value, err)
				}
				if writes := platform.Calls("updateMetadata"); writes != 1 || platform.Calls("createMetadata") != 0 {
					t.Errorf("%d components were written to repair %s", writes, element)
				}
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
