package simulator_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// component is an operation on one component of any type.
func component(operation, kind, name, content string) string {
	return `<` + operation + `Metadata><metadata xsi:type="` + kind + `"><fullName>` + name + `</fullName>` + content +
		`</metadata></` + operation + `Metadata>`
}

func deleteOperation(kind, name string) string {
	return `<deleteMetadata><type>` + kind + `</type><fullNames>` + name + `</fullNames></deleteMetadata>`
}

const (
	ecaHeader   = "ExternalClientApplication"
	ecaOAuth    = "ExtlClntAppOauthSettings"
	ecaGlobal   = "ExtlClntAppGlobalOauthSettings"
	ecaPolicies = "ExtlClntAppOauthConfigurablePolicies"
	ecaPlugins  = "ExtlClntAppConfigurablePolicies"
	ofOrders    = `<externalClientApplication>Orders</externalClientApplication>`
)

// createExternalApp creates an external client app as the provider does.
func (c *salesforce) createExternalApp() {
	c.t.Helper()
	c.wantSuccess(c.soap(component("create", ecaHeader, "Orders", "<label>Orders</label><contactEmail>a@acme.example</contactEmail>")))
	c.wantSuccess(c.soap(component("create", ecaOAuth, "OrdersOAuth",
		"<commaSeparatedOauthScopes>RefreshToken,Api</commaSeparatedOauthScopes>"+ofOrders)))
	c.wantSuccess(c.soap(component("create", ecaGlobal, "OrdersGlobal",
		"<callbackUrl>https://acme.example/cb</callbackUrl>"+ofOrders+"<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>")))
}

// wantTexts checks the texts of a component by path.
func (c *salesforce) wantTexts(kind, name string, want map[string]string) {
	c.t.Helper()
	got := c.SalesforceMetadata(kind, name)
	for path, text := range want {
		if joined := strings.Join(got[path], "|"); joined != text {
			c.t.Errorf("%s %s: %s is %q, want %q", kind, name, path, joined, text)
		}
	}
}

func TestAnExternalClientAppBringsItsPolicies(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	c.wantTexts(ecaHeader, "Orders", map[string]string{
		"distributionState": "Local", "isProtected": "false", "orgScopedExternalApp": "00D5g000004AcMe:Orders",
	})
	oauth := c.SalesforceMetadata(ecaOAuth, "OrdersOAuth")
	if link := oauth["oauthLink"][0]; !strings.HasPrefix(link, "00D5g000004AcMe:888") || oauth["commaSeparatedOauthScopes"][0] != "Api, RefreshToken" {
		t.Errorf("OAuth settings: %v", oauth)
	}
	global := c.SalesforceMetadata(ecaGlobal, "OrdersGlobal")
	if key := global["consumerKey"][0]; !strings.HasPrefix(key, "3MVG9") || len(key) != 85 || global["isPkceRequired"][0] != "true" {
		t.Errorf("global settings: %v", global)
	}
	c.wantTexts(ecaPolicies, "OrdersOAuth_defaultPolicy", map[string]string{
		"permittedUsersPolicyType": "AllSelfAuthorized", "ipRelaxationPolicyType": "Enforce", "requiredSessionLevel": "STANDARD",
		"refreshTokenPolicyType": "SpecificLifetime", "refreshTokenValidityPeriod": "365", "refreshTokenValidityUnit": "Days",
		"isClientCredentialsFlowEnabled": "false", "externalClientApplication": "Orders",
	})
	c.wantTexts(ecaPlugins, "Orders_plcy", map[string]string{"isEnabled": "true", "externalClientApplication": "Orders"})
	for _, kind := range []string{ecaHeader, ecaOAuth, ecaGlobal, ecaPolicies, ecaPlugins} {
		listed := c.soap(`<listMetadata><queries><type>` + kind + `</type></queries></listMetadata>`)
		if strings.Count(listed.body, "<fullName>") != 1 {
			t.Errorf("%s listed: %s", kind, listed.body)
		}
		described := c.soap(`<describeValueType><type>{http://soap.sforce.com/2006/04/metadata}` + kind + `</type></describeValueType>`)
		if !strings.Contains(described.body, "<apiCreatable>true</apiCreatable>") {
			t.Errorf("%s described: %s", kind, described.body)
		}
	}
}

func TestRefusedExternalClientApps(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	tests := map[string]struct{ operation, code, part string }{
		"taken name":       {component("create", ecaHeader, "orders", ""), "DUPLICATE_DEVELOPER_NAME", "already in use"},
		"bad name":         {component("create", ecaHeader, "9", ""), "INVALID_FIELD_FOR_INSERT_UPDATE", "begin with a letter"},
		"bad email":        {component("create", ecaHeader, "A", "<contactEmail>a</contactEmail>"), "INVALID_EMAIL_ADDRESS", "a"},
		"second policies":  {component("create", ecaPolicies, "Other", ofOrders), "DUPLICATE_VALUE", "duplicate value found: ExternalClientApplicationId duplicates value on record"},
		"second plugins":   {component("create", ecaPlugins, "Other", ofOrders+"<isEnabled>true</isEnabled>"), "DUPLICATE_VALUE", "ExternalClientApplicationId"},
		"second settings":  {component("create", ecaOAuth, "Other", ofOrders), "DUPLICATE_VALUE", "ExternalClientApplicationId"},
		"no app":           {component("create", ecaOAuth, "A", ""), "REQUIRED_FIELD_MISSING", "externalClientApplication"},
		"absent app":       {component("create", ecaOAuth, "A", "<externalClientApplication>Nobody</externalClientApplication>"), "INVALID_CROSS_REFERENCE_KEY", "no ExternalClientApplication named Nobody found"},
		"unknown scope":    {component("update", ecaOAuth, "OrdersOAuth", ofOrders+"<commaSeparatedOauthScopes>Api, Everything</commaSeparatedOauthScopes>"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Everything"},
		"bad range":        {component("update", ecaOAuth, "OrdersOAuth", ofOrders+"<trustedIpRanges><endIpAddress>10.0.0.1</endIpAddress><startIpAddress>10.0.0.2</startIpAddress></trustedIpRanges>"), "FIELD_INTEGRITY_EXCEPTION", "10.0.0.2"},
		"taken key":        {component("update", ecaGlobal, "OrdersGlobal", ofOrders+"<consumerKey>"+terraformKey+"</consumerKey>"), "INVALID_FIELD_FOR_INSERT_UPDATE", "Consumer Key"},
		"bad certificate":  {component("update", ecaGlobal, "OrdersGlobal", ofOrders+"<certificate>x</certificate>"), "FIELD_INTEGRITY_EXCEPTION", "certificate"},
		"bad relaxation":   {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<ipRelaxationPolicyType>ENFORCE</ipRelaxationPolicyType>"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "ENFORCE"},
		"bad unit":         {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<refreshTokenValidityUnit>Years</refreshTokenValidityUnit>"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Years"},
		"unknown set":      {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<commaSeparatedPermissionSet>Nobody</commaSeparatedPermissionSet>"), "INVALID_CROSS_REFERENCE_KEY", "no PermissionSet named Nobody found"},
		"unknown profile":  {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<commaSeparatedProfile>Nobody</commaSeparatedProfile>"), "INVALID_CROSS_REFERENCE_KEY", "no Profile named Nobody found"},
		"unknown user":     {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<clientCredentialsFlowUser>nobody@acme.example</clientCredentialsFlowUser>"), "INVALID_CROSS_REFERENCE_KEY", "no User named nobody@acme.example found"},
		"flow of nobody":   {component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", "<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>"), "REQUIRED_FIELD_MISSING", "clientCredentialsFlowUser"},
		"policies deleted": {deleteOperation(ecaPolicies, "OrdersOAuth_defaultPolicy"), "DELETE_FAILED", "policies"},
		"absent deleted":   {deleteOperation(ecaHeader, "Nobody"), "INVALID_CROSS_REFERENCE_KEY", "no ExternalClientApplication named Nobody found"},
		"renamed":          {`<renameMetadata><type>` + ecaHeader + `</type><oldFullName>Orders</oldFullName><newFullName>B</newFullName></renameMetadata>`, "INVALID_TYPE_FOR_OPERATION", "renamed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFailure(c.soap(test.operation), test.code, test.part)
		})
	}
}

func TestPoliciesMergeAndMirrorTheGrants(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	policies := "OrdersOAuth_defaultPolicy"
	c.wantSuccess(c.soap(component("update", ecaPolicies, policies, "<commaSeparatedPermissionSet>Reporting Tools,Frontend_Base</commaSeparatedPermissionSet>"+
		"<commaSeparatedProfile>System Administrator</commaSeparatedProfile>"+
		"<permittedUsersPolicyType>AdminApprovedPreAuthorized</permittedUsersPolicyType>")))
	app := c.id("ExternalClientApplication", "DeveloperName", "Orders")
	grants := c.query("SELECT Parent.Name, SetupEntityType FROM SetupEntityAccess WHERE SetupEntityId = '" + app + "'")
	if len(grants) != 3 || grants[0]["SetupEntityType"] != "ExternalClientApplication" {
		t.Errorf("grants: %v", grants)
	}
	c.wantSuccess(c.soap(component("update", ecaPolicies, policies, "<refreshTokenPolicyType>Zero</refreshTokenPolicyType>")))
	c.wantTexts(ecaPolicies, policies, map[string]string{
		"commaSeparatedPermissionSet": "Reporting_Tools, Frontend_Base", "commaSeparatedProfile": "System Administrator",
		"permittedUsersPolicyType": "AdminApprovedPreAuthorized", "refreshTokenPolicyType": "Zero", "refreshTokenValidityUnit": "",
	})
	set := c.id("PermissionSet", "Name", "Frontend_Base")
	grant := c.query("SELECT Id FROM SetupEntityAccess WHERE SetupEntityId = '" + app + "' AND ParentId = '" + set + "'")
	c.must(c.DeleteSalesforce("SetupEntityAccess", fmt.Sprint(grant[0]["Id"])))
	c.wantTexts(ecaPolicies, policies, map[string]string{"commaSeparatedPermissionSet": "Reporting_Tools"})
	c.wantSuccess(c.soap(component("update", ecaPolicies, policies, "<commaSeparatedPermissionSet/>")))
	c.wantTexts(ecaPolicies, policies, map[string]string{"commaSeparatedPermissionSet": "", "commaSeparatedProfile": "System Administrator"})
	c.create("SetupEntityAccess", map[string]any{"ParentId": set, "SetupEntityId": app})
	c.wantTexts(ecaPolicies, policies, map[string]string{"commaSeparatedPermissionSet": "Frontend_Base"})
	row := c.query("SELECT PermittedUsersPolicyType, ExternalClientApplication.DeveloperName FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplicationId = '" + app + "'")
	if len(row) != 1 || row[0]["PermittedUsersPolicyType"] != "AdminApprovedPreAuthorized" {
		t.Errorf("the row does not show the policy: %v", row)
	}
}

func TestWhatAnUpdateOfTheConsumerLeavesOut(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	key := c.SalesforceMetadata(ecaGlobal, "OrdersGlobal")["consumerKey"][0]
	_, certificate := signingKey(t)
	c.wantSuccess(c.soap(component("update", ecaGlobal, "OrdersGlobal", ofOrders+"<certificate>"+certificate+"</certificate><consumerKey>"+key+"</consumerKey>")))
	if c.SalesforceMetadata(ecaGlobal, "OrdersGlobal")["certificate"] == nil {
		t.Error("the certificate was not kept")
	}
	c.wantSuccess(c.soap(component("update", ecaGlobal, "OrdersGlobal", ofOrders)))
	c.wantTexts(ecaGlobal, "OrdersGlobal", map[string]string{"certificate": "", "consumerKey": key, "isClientCredentialsFlowEnabled": "false"})
	c.wantSuccess(c.soap(component("update", ecaGlobal, "OrdersGlobal", ofOrders+"<shouldRotateConsumerKey>true</shouldRotateConsumerKey>")))
	after := c.SalesforceMetadata(ecaGlobal, "OrdersGlobal")
	if after["consumerKey"][0] == key || after["shouldRotateConsumerKey"][0] != "false" {
		t.Errorf("after rotation: %v", after)
	}
}

func TestSecretsShowInMetadataWhereTheOrganizationAllowsIt(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	secret := func() string {
		return between(c.soap(readIn(ecaGlobal, "OrdersGlobal")).body, "<consumerSecret>", "</consumerSecret>")
	}
	if secret() != "" {
		t.Error("the secret shows though the organization does not allow it")
	}
	c.wantSuccess(c.soap(component("update", "ExternalClientAppSettings", "ExternalClientApp", "<enableConsumerSecretApiAccess>true</enableConsumerSecretApiAccess>")))
	if secret() != "" {
		t.Error("the secret shows though the user may not see it")
	}
	c.must(c.UpdateSalesforce("Profile", c.id("Profile", "Name", "System Administrator"), map[string]any{"PermissionsViewClientSecret": true}))
	if len(secret()) != 64 {
		t.Errorf("the secret is %q", secret())
	}
}

func TestDeletingAnExternalClientAppTakesAllThatBelongsToIt(t *testing.T) {
	t.Parallel()
	c, credentials := startWithExternalApp(t)
	c.wantSuccess(c.soap(deleteOperation(ecaHeader, "Orders")))
	for _, kind := range []string{ecaHeader, ecaOAuth, ecaGlobal, ecaPolicies, ecaPlugins} {
		if names := c.SalesforceMetadataNames(kind); len(names) > 0 {
			t.Errorf("%s remain: %v", kind, names)
		}
	}
	if grants := c.query("SELECT Id FROM SetupEntityAccess WHERE SetupEntityType = 'ExternalClientApplication'"); len(grants) > 0 {
		t.Errorf("grants remain: %v", grants)
	}
	c.tokenRequest(credentials).wantOAuthError(t, "invalid_client_id", "client identifier invalid")
}

func TestElementsThatAVersionDropped(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	const dropped = "<isNamedUserJwtEnabled>false</isNamedUserJwtEnabled>"
	read := readIn(ecaPolicies, "OrdersOAuth_defaultPolicy")
	if old, current := c.soapIn("62.0", read).body, c.soap(read).body; !strings.Contains(old, dropped) || strings.Contains(current, dropped) {
		t.Errorf("62.0: %s\n66.0: %s", old, current)
	}
	c.wantFault(c.soap(component("update", ecaPolicies, "OrdersOAuth_defaultPolicy", dropped)), "soapenv:Client", "isNamedUserJwtEnabled invalid at this location")
}

func TestExternalClientAppsAreRetrievedAndDeployedWhole(t *testing.T) {
	t.Parallel()
	c, _ := startWithExternalApp(t)
	var manifest strings.Builder
	for _, kind := range []string{ecaHeader, ecaOAuth, ecaGlobal, ecaPolicies, ecaPlugins} {
		manifest.WriteString(`<types><members>*</members><name>` + kind + `</name></types>`)
	}
	started := c.soap(`<retrieve><request><apiVersion>66.0</apiVersion><singlePackage>true</singlePackage><unpackaged>` + manifest.String() +
		`<version>66.0</version></unpackaged></request></retrieve>`)
	poll := `<checkRetrieveStatus><asyncProcessId>` + between(started.body, "<id>", "</id>") + `</asyncProcessId></checkRetrieveStatus>`
	c.soap(poll)
	content, err := base64.StdEncoding.DecodeString(between(c.soap(poll).body, "<zipFile>", "</zipFile>"))
	c.must(err)
	files := unzipped(t, content)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	want := []string{
		"externalClientApps/Orders.eca", "extlClntAppGlobalOauthSets/OrdersGlblOAuth.ecaGlblOauth",
		"extlClntAppOauthPolicies/OrdersOAuthSettings_defaultPolicy.ecaOauthPlcy", "extlClntAppOauthSettings/OrdersOAuthSettings.ecaOauth",
		"extlClntAppPolicies/Orders_plcy.ecaPlcy", "package.xml",
	}
	if !slices.Equal(names, want) {
		t.Fatalf("files: %v", names)
	}
	before := map[string]string{}
	for _, kind := range []string{ecaHeader, ecaGlobal, ecaPolicies, ecaPlugins} {
		for _, name := range c.SalesforceMetadataNames(kind) {
			before[kind] = c.soap(readIn(kind, name)).body
		}
	}
	c.must(c.DeleteSalesforceMetadata(ecaHeader, "Orders"))
	if _, done := c.deploy(files, ""); !strings.Contains(done, "<status>Succeeded</status>") {
		t.Errorf("deployment: %s", done)
	}
	for kind, document := range before {
		if after := c.soap(readIn(kind, c.SalesforceMetadataNames(kind)[0])).body; after != document {
			t.Errorf("%s came back as %s, was %s", kind, after, document)
		}
	}
	renamed := map[string]string{"package.xml": packageXML}
	for name, text := range files {
		if strings.HasPrefix(name, "ext") {
			renamed[strings.Replace(name, "_plcy", "_other", 1)] = text
		}
	}
	c.must(c.DeleteSalesforceMetadata(ecaHeader, "Orders"))
	if _, done := c.deploy(renamed, ""); !strings.Contains(done, "<status>Succeeded</status>") || c.SalesforceMetadata(ecaPlugins, "Orders_other") == nil {
		t.Errorf("a deployment names the policies: %s", done)
	}
}

func TestExternalClientAppsNeedTheirPermissions(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.createExternalApp()
	profile := c.id("Profile", "Name", "System Administrator")
	c.must(c.UpdateSalesforce("Profile", profile, map[string]any{"PermissionsExternalClientAppDeveloper": false, "PermissionsExternalClientAppAdmin": false}))
	for _, operation := range []string{
		component("create", ecaHeader, "Other", ""), component("update", ecaPlugins, "Orders_plcy", "<isEnabled>false</isEnabled>"),
		deleteOperation(ecaHeader, "Orders"),
	} {
		c.wantFailure(c.soap(operation), "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access")
	}
}

func TestHandsOnMetadata(t *testing.T) {
	t.Parallel()
	server := &simulator.Server{}
	if err := server.EditSalesforceMetadata("Spaceship", "A", nil); err == nil {
		t.Error("an unknown type was edited")
	}
	if err := server.EditSalesforceMetadata(ecaHeader, "A", nil); err == nil {
		t.Error("an absent component was edited")
	}
	if err := server.DeleteSalesforceMetadata(ecaHeader, "A"); err == nil || !strings.Contains(err.Error(), "INVALID_CROSS_REFERENCE_KEY") {
		t.Errorf("deleting an absent component: %v", err)
	}
	for _, document := range []string{"", "<Spaceship/>", `<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"><colour/></ExternalClientApplication>`} {
		if err := server.LoadSalesforceMetadata("A", []byte(document)); err == nil {
			t.Errorf("%q was loaded", document)
		}
	}
	if server.SalesforceMetadata("Spaceship", "A") != nil || server.SalesforceMetadataNames("Spaceship") != nil {
		t.Error("an unknown type has components")
	}
}
