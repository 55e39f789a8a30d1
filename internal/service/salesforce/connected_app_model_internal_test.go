package salesforce

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// fullApp has another value than the default in every attribute.
func fullApp() connectedAppModel {
	word, yes := types.StringValue, types.BoolValue(true)
	return connectedAppModel{
		Name: word("Portal"), Label: word("label"), ContactEmail: word("email"), ContactPhone: word("phone"), Description: word("description"),
		InfoURL: word("info"), LogoURL: word("logo"), IconURL: word("icon"), StartURL: word("start"), MobileStartURL: word("mobile"),
		Plugin: word("plugin"), PluginExecutionUser: word("user"),
		IPRanges:   []ipRangeModel{{word("192.0.2.1"), word("192.0.2.9"), word("office")}, {word("2001:db8::1"), word("2001:db8::2"), types.StringNull()}},
		Attributes: map[string]string{"a": "$User.A", "b": "$User.B"},
		OAuth: &oauthModel{
			CallbackURLs: []string{"https://a.example", "b://done"}, Scopes: []string{"Api", "Basic"}, Certificate: word("certificate"),
			SingleLogoutURL: word("logout"), PKCERequired: yes, IntrospectAllTokens: yes, RefreshTokenRotationEnabled: yes,
			SecretRequiredForRefreshToken: types.BoolValue(false), SecretRequiredForExchange: yes, TokenExchangeEnabled: yes,
			ConsumerSecretOptional: yes, NamedUserJWTEnabled: yes, CodeCredentialEnabled: yes, CodeCredentialPostOnly: yes,
			ClientCredentialsUser: word("user"),
			IDToken:               &idTokenModel{word("audience"), yes, yes, yes, types.Int64Value(720)},
			AssetToken:            &assetTokenModel{word("audience"), word("certificate"), types.Int64Value(60), yes, yes},
		},
		OAuthPolicy:   &oauthPolicyModel{word("BYPASS"), word("zero"), word("logout"), yes},
		SessionPolicy: &sessionPolicyModel{word("Block"), word("HIGH_ASSURANCE"), types.Int64Value(15)},
		SAML: &samlModel{
			word("acs"), word("entity"), word("issuer"), word("certificate"), word("encryption"), word("AES_256"), word("Persistent"),
			word("SHA256"), word("CustomAttribute"), word("attribute"), word("PostBinding"), word("slo"),
		},
		Approved: types.BoolValue(false),
	}
}

func TestConnectedAppModelLosesNothingOnTheWay(t *testing.T) {
	t.Parallel()
	wanted := fullApp()
	app := salesforceapi.ConnectedApp{FullName: "Portal"}
	wanted.define(&app)
	var read connectedAppModel
	read.flatten(&app)
	if !reflect.DeepEqual(read, wanted) {
		t.Errorf("read\n%s\nwant\n%s", shown(read), shown(wanted))
	}
}

// shown is a model in words.
func shown(model any) string {
	text, _ := json.MarshalIndent(model, "", " ")
	return string(text)
}

func TestConnectedAppModelClearsWhatIsNull(t *testing.T) {
	t.Parallel()
	full := fullApp()
	app := salesforceapi.ConnectedApp{FullName: "Portal"}
	full.define(&app)
	policy := defaultOAuthPolicy()
	bare := connectedAppModel{
		Name: types.StringValue("Portal"), Label: types.StringValue("label"), ContactEmail: types.StringValue("email"),
		OAuth: &oauthModel{CallbackURLs: []string{"https://a.example"}}, OAuthPolicy: &policy,
	}
	bare.define(&app)
	for name, text := range map[string]*string{
		"description": app.Description, "certificate": app.OAuthConfig.Certificate, "run-as user": app.OAuthConfig.OAuthClientCredentialUser,
	} {
		if text == nil || *text != "" {
			t.Errorf("%s is not emptied but %v", name, text)
		}
	}
	if app.SAMLConfig != nil || app.SessionPolicy != nil || app.OAuthConfig.IDTokenConfig != nil || len(app.IPRanges)+len(app.Attributes) > 0 {
		t.Errorf("something is left: %+v", app)
	}
	if *app.OAuthConfig.IsClientCredentialEnabled {
		t.Error("the client credentials flow is still on")
	}
}

func TestConnectedAppModelLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	yes, model := true, fullApp()
	app := salesforceapi.ConnectedApp{
		PermissionSetNames: []string{"Frontend_Base"}, ProfileNames: []string{"Sales"}, Unknown: []salesforceapi.Element{{Content: []byte("canvas")}},
		OAuthConfig: &salesforceapi.ConnectedAppOAuthConfig{IsAdminApproved: &yes, Unknown: []salesforceapi.Element{{Content: []byte("new")}}},
	}
	model.define(&app)
	if len(app.PermissionSetNames) != 1 || len(app.ProfileNames) != 1 || len(app.Unknown) != 1 || len(app.OAuthConfig.Unknown) != 1 ||
		app.OAuthConfig.IsAdminApproved == nil || !*app.OAuthConfig.IsAdminApproved {
		t.Errorf("the definition became %+v", app)
	}
}

func TestConnectedAppModelReadsWhatThePlatformFillsInAsNothing(t *testing.T) {
	t.Parallel()
	none, two, block := int64(0), int64(defaultIDTokenMinutes), "Block"
	var model connectedAppModel
	model.flatten(&salesforceapi.ConnectedApp{
		SessionPolicy: &salesforceapi.ConnectedAppSessionPolicy{PolicyAction: &block, SessionTimeout: &none},
		OAuthConfig:   &salesforceapi.ConnectedAppOAuthConfig{IDTokenConfig: &salesforceapi.ConnectedAppIDToken{Validity: &two}},
	})
	if model.SessionPolicy != nil || model.OAuth.IDToken != nil {
		t.Errorf("a session policy %s and an ID token %s were read", shown(model.SessionPolicy), shown(model.OAuth.IDToken))
	}
	if *model.OAuthPolicy != defaultOAuthPolicy() {
		t.Errorf("the policy of an app without one was read as %s", shown(model.OAuthPolicy))
	}
}

func TestConnectedAppWithoutOAuthIsGivenNoPolicy(t *testing.T) {
	t.Parallel()
	policy := defaultOAuthPolicy()
	model := connectedAppModel{OAuthPolicy: &policy}
	var app salesforceapi.ConnectedApp
	model.define(&app)
	if app.OAuthPolicy != nil {
		t.Errorf("the app was given %+v", app.OAuthPolicy)
	}
}

func TestScopesWithTheSameMeaning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		one, other []string
		same       bool
	}{
		"the same":                      {[]string{"Api", "Web"}, []string{"Web", "Api"}, true},
		"another word":                  {[]string{"OfflineAccess"}, []string{"RefreshToken"}, true},
		"both words":                    {[]string{"OfflineAccess", "RefreshToken"}, []string{"RefreshToken"}, true},
		"the four of Basic":             {[]string{"Profile", "Phone", "Email", "Address"}, []string{"Basic"}, true},
		"Basic and one of its four":     {[]string{"Basic", "Email"}, []string{"Basic"}, true},
		"three of the four of Basic":    {[]string{"Phone", "Email", "Address"}, []string{"Basic"}, false},
		"one more":                      {[]string{"Api"}, []string{"Api", "Full"}, false},
		"none":                          {nil, nil, true},
		"a scope that includes another": {[]string{"Full"}, []string{"Full", "Api"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := sameScopes(test.one, test.other); got != test.same {
				t.Errorf("%v and %v are the same: %t", test.one, test.other, got)
			}
		})
	}
}

func TestScopesAreSpelledAsBefore(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ told, before, want []string }{
		"a synonym":             {[]string{"Api", "RefreshToken"}, []string{"OfflineAccess", "Api"}, []string{"Api", "OfflineAccess"}},
		"a group":               {[]string{"Basic"}, []string{"Address", "Email", "Phone", "Profile"}, []string{"Address", "Email", "Phone", "Profile"}},
		"a repetition":          {[]string{"Basic"}, []string{"Basic", "Email"}, []string{"Basic", "Email"}},
		"one more":              {[]string{"Full", "RefreshToken"}, []string{"OfflineAccess"}, []string{"Full", "OfflineAccess"}},
		"one less":              {[]string{"RefreshToken"}, []string{"OfflineAccess", "Api"}, []string{"OfflineAccess"}},
		"a group that lost one": {[]string{"Email", "Phone", "Profile"}, []string{"Basic"}, []string{"Email", "Phone", "Profile"}},
		"nothing known":         {[]string{"RefreshToken", "Basic"}, nil, []string{"Basic", "RefreshToken"}},
		"nothing left":          {nil, []string{"Api"}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := respellScopes(test.told, test.before)
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("spelled %v, want %v", got, test.want)
			}
		})
	}
}

func TestCertificatesAreComparedByContent(t *testing.T) {
	t.Parallel()
	const one = "-----BEGIN CERTIFICATE-----\nAAAAAAAA\n-----END CERTIFICATE-----\n"
	for other, want := range map[string]bool{
		"-----BEGIN CERTIFICATE-----\r\nAAAA\r\nAAAA\r\n-----END CERTIFICATE-----": true,
		"-----BEGIN CERTIFICATE-----\nAAAAAAAB\n-----END CERTIFICATE-----":         false,
		"AAAAAAAA": false,
	} {
		if got := sameCertificate(one, other); got != want {
			t.Errorf("%q is the same: %t", other, got)
		}
	}
}

func TestDifferingNamesEveryAttribute(t *testing.T) {
	t.Parallel()
	inner := map[string]attr.Type{"a": types.StringType, "b": types.StringType}
	outer := map[string]attr.Type{"inner": types.ObjectType{AttrTypes: inner}, "id": types.StringType, "label": types.StringType}
	object := func(a, b, id, label types.String) types.Object {
		return types.ObjectValueMust(outer, map[string]attr.Value{
			"inner": types.ObjectValueMust(inner, map[string]attr.Value{"a": a, "b": b}), "id": id, "label": label,
		})
	}
	word := types.StringValue
	planned := object(word("x"), word("y"), types.StringUnknown(), word("label"))
	kept := object(word("x"), types.StringNull(), word("0H4"), word("other"))
	got := differing(path.Empty(), planned, kept)
	if want := (path.Paths{path.Root("inner").AtName("b"), path.Root("label")}); !reflect.DeepEqual(got, want) {
		t.Errorf("differing are %v, want %v", got, want)
	}
	without := types.ObjectValueMust(outer, map[string]attr.Value{"inner": types.ObjectNull(inner), "id": word("0H4"), "label": word("label")})
	if got := differing(path.Empty(), planned, without); !reflect.DeepEqual(got, path.Paths{path.Root("inner")}) {
		t.Errorf("an object that is gone differs in %v", got)
	}
}
