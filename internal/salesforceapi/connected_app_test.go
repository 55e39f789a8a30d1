package salesforceapi

import (
	"encoding/xml"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// wsdlOrder are the elements of each type in the order of the Metadata WSDL of
// version 66.0.
var wsdlOrder = map[string]string{
	"ConnectedApp": "fullName attributes canvas canvasConfig contactEmail contactPhone description iconUrl infoUrl ipRanges " +
		"label logoUrl mobileAppConfig mobileStartUrl oauthConfig oauthPolicy permissionSetName plugin pluginExecutionUser " +
		"profileName samlConfig sessionPolicy startUrl",
	"attributes":       "formula key",
	"ipRanges":         "description end start",
	"assetTokenConfig": "assetAudiences assetIncludeAttributes assetIncludeCustomPerms assetSigningCertId assetValidityPeriod",
	"idTokenConfig":    "idTokenAudience idTokenIncludeAttributes idTokenIncludeCustomPerms idTokenIncludeStandardClaims idTokenValidity",
	"oauthConfig": "assetTokenConfig callbackUrl certificate consumerKey consumerSecret idTokenConfig isAdminApproved " +
		"isClientCredentialEnabled isCodeCredentialEnabled isCodeCredentialPostOnly isConsumerSecretOptional " +
		"isIntrospectAllTokens isNamedUserJwtEnabled isPkceRequired isRefreshTokenRotationEnabled " +
		"isSecretRequiredForRefreshToken isSecretRequiredForTokenExchange isTokenExchangeEnabled " +
		"oauthClientCredentialUser scopes singleLogoutUrl",
	"oauthPolicy":   "ipRelaxation isTokenExchangeFlowEnabled refreshTokenPolicy singleLogoutUrl",
	"sessionPolicy": "policyAction sessionLevel sessionTimeout",
	"samlConfig": "acsUrl certificate encryptionCertificate encryptionType entityUrl issuer samlIdpSLOBindingEnum " +
		"samlNameIdFormat samlSigningAlgoType samlSloUrl samlSubjectCustomAttr samlSubjectType",
}

// fill gives every field below value something to send.
func fill(value reflect.Value) {
	switch value.Kind() { //nolint:exhaustive // the default tells of a kind that is new
	case reflect.Pointer:
		value.Set(reflect.New(value.Type().Elem()))
		fill(value.Elem())
	case reflect.Struct:
		for i := range value.NumField() {
			if value.Type().Field(i).Name != "Unknown" {
				fill(value.Field(i))
			}
		}
	case reflect.Slice:
		value.Set(reflect.MakeSlice(value.Type(), 2, 2))
		fill(value.Index(0))
		fill(value.Index(1))
	case reflect.String:
		value.SetString("text")
	case reflect.Bool:
		value.SetBool(true)
	case reflect.Int64:
		value.SetInt(1)
	default:
		panic("a field of a kind that the test does not know: " + value.Type().String())
	}
}

// fullApp has every element, those that the package does not know included.
func fullApp() ConnectedApp {
	var app ConnectedApp
	fill(reflect.ValueOf(&app).Elem())
	app.Unknown = []Element{
		unknown("mobileAppConfig", "<devicePlatform>ios</devicePlatform>"), unknown("canvas", "<accessMethod>Get</accessMethod>"),
		unknown("canvasConfig", "<accessMethod>Get</accessMethod>"),
	}
	return app
}

func unknown(name, content string) Element {
	return Element{XMLName: xml.Name{Space: metadataNamespace, Local: name}, Content: []byte(content)}
}

func TestElementsAreInTheOrderOfTheWSDL(t *testing.T) {
	t.Parallel()
	encoded, err := xml.Marshal(fullApp())
	if err != nil {
		t.Fatal(err)
	}
	children := childrenOf(t, encoded)
	for name, order := range wsdlOrder {
		if got := strings.Join(slices.Compact(children[name]), " "); got != order {
			t.Errorf("%s has %s\nwant %s", name, got, order)
		}
	}
}

// childrenOf are the names of each element's children, in their order; of an
// element that repeats, those of the first.
func childrenOf(t *testing.T, document []byte) map[string][]string {
	t.Helper()
	children := map[string][]string{}
	var path []string
	finished := map[string]bool{}
	decoder := xml.NewDecoder(strings.NewReader(string(document)))
	for {
		token, err := decoder.Token()
		if token == nil {
			return children
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(path) > 0 && !finished[path[len(path)-1]] {
				parent := path[len(path)-1]
				children[parent] = append(children[parent], token.Name.Local)
			}
			path = append(path, token.Name.Local)
		case xml.EndElement:
			finished[path[len(path)-1]] = true
			path = path[:len(path)-1]
		}
	}
}

func TestNothingIsLostBetweenReadAndWrite(t *testing.T) {
	t.Parallel()
	const content = `<fullName>Orders</fullName><canvasConfig><accessMethod>Get</accessMethod><canvasUrl>https://a.example?b&amp;c</canvasUrl></canvasConfig>` +
		`<contactEmail>a@acme.example</contactEmail><ipRanges><end>10.0.0.9</end><note>n</note><start>10.0.0.1</start></ipRanges>` +
		`<label>Orders &amp; more</label><oauthConfig><callbackUrl>https://a.example&#xD;https://b.example</callbackUrl>` +
		`<isDPopEnabled>true</isDPopEnabled><scopes>Api</scopes><scopes>RefreshToken</scopes></oauthConfig>` +
		`<permissionSetName>Frontend_Base</permissionSetName><unheardOf><deep xsi:nil="true"/><deeper a="b">x</deeper></unheardOf>`
	var app ConnectedApp
	if err := decodeComponent([]byte(content), &app); err != nil {
		t.Fatal(err)
	}
	encoded, err := xml.Marshal(app)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Replace(content, `<deep xsi:nil="true"/>`, "", 1)
	if got := strings.TrimSuffix(strings.TrimPrefix(string(encoded), "<ConnectedApp>"), "</ConnectedApp>"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNilElementsAreAbsent(t *testing.T) {
	t.Parallel()
	var app ConnectedApp
	err := decodeComponent([]byte(`<fullName>Orders</fullName><description xsi:nil="true"/>`+
		`<oauthConfig><callbackUrl>x</callbackUrl><isAdminApproved xsi:nil="1"></isAdminApproved></oauthConfig>`+
		`<samlConfig xsi:nil="true"/><contactPhone></contactPhone><startUrl xsi:nil="false">s</startUrl>`), &app)
	if err != nil {
		t.Fatal(err)
	}
	if app.Description != nil || app.OAuthConfig.IsAdminApproved != nil || app.SAMLConfig != nil {
		t.Errorf("a nil element was read as a value: %+v", app)
	}
	if app.ContactPhone == nil || app.StartURL == nil || *app.StartURL != "s" {
		t.Errorf("an element that is not nil was dropped: %+v", app)
	}
}

func FuzzDecodeComponent(f *testing.F) {
	f.Add([]byte(`<fullName>A</fullName><oauthConfig><scopes>Api</scopes><x xsi:nil="true"/></oauthConfig>`))
	f.Add([]byte(`<a></b>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		var app, again ConnectedApp
		if decodeComponent(content, &app) != nil {
			return
		}
		encoded, err := xml.Marshal(app)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		inner := encoded[len("<ConnectedApp>") : len(encoded)-len("</ConnectedApp>")]
		if err := decodeComponent(inner, &again); err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, encoded)
		}
	})
}
