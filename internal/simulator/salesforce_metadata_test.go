package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const oauthConfig = `<oauthConfig><callbackUrl>https://acme.example/cb</callbackUrl>%s</oauthConfig>`

func oauth(more string) string { return fmt.Sprintf(oauthConfig, more) }

func TestAConnectedAppThroughItsLife(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.wantSuccess(c.soap(createMetadata("Orders", "<description> For orders &amp; more </description>"+
		oauth("<scopes>RefreshToken</scopes><scopes>Api</scopes><consumerKey>AcmeOrdersKey</consumerKey><consumerSecret>AcmeOrdersSecret</consumerSecret>"))))
	read := c.soap(readMetadata("Orders"))
	want := `<readMetadataResponse><result><records xsi:type="ConnectedApp"><fullName>Orders</fullName>` +
		`<contactEmail>a@acme.example</contactEmail><description>For orders &amp; more</description><label>Orders</label>` +
		`<oauthConfig><callbackUrl>https://acme.example/cb</callbackUrl><consumerKey>AcmeOrdersKey</consumerKey>` +
		`<isAdminApproved>false</isAdminApproved>`
	if !strings.Contains(read.body, want) || strings.Contains(read.body, "AcmeOrdersSecret") {
		t.Errorf("read: %s", read.body)
	}
	id := c.id("ConnectedApplication", "Name", "Orders")
	listed := c.soap(`<listMetadata><queries><type>ConnectedApp</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>`)
	if !strings.Contains(listed.body, "<fullName>Orders</fullName><id>"+id+"</id>") {
		t.Errorf("listed: %s", listed.body)
	}
	c.wantSuccess(c.soap(updateMetadata("Orders", oauth("<isAdminApproved>true</isAdminApproved><scopes>Web</scopes>"))))
	if row := c.query("SELECT OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication WHERE Id = '" + id + "'"); row[0]["OptionsAllowAdminApprovedUsersOnly"] != true {
		t.Errorf("the row does not show the approval: %v", row)
	}
	app := c.ConnectedApp("Orders")
	if app["description"] != nil || !slices.Equal(app["oauthConfig/scopes"], []string{"Web"}) || app["oauthConfig/consumerKey"][0] != "AcmeOrdersKey" {
		t.Errorf("what an update leaves out goes, but for the key: %v", app)
	}
	c.wantSuccess(c.soap(`<renameMetadata><type>ConnectedApp</type><oldFullName>Orders</oldFullName><newFullName>Sales_Orders</newFullName></renameMetadata>`))
	c.wantSuccess(c.soap(`<deleteMetadata><type>ConnectedApp</type><fullNames>Sales_Orders</fullNames></deleteMetadata>`))
	if gone := c.soap(readMetadata("Sales_Orders")); !strings.Contains(gone.body, `<result><records xsi:nil="true"/></result>`) {
		t.Errorf("after deletion: %s", gone.body)
	}
	c.wantFailure(c.soap(`<deleteMetadata><type>ConnectedApp</type><fullNames>Sales_Orders</fullNames></deleteMetadata>`),
		"INVALID_CROSS_REFERENCE_KEY", "In field: fullName - no ConnectedApp named Sales_Orders found")
}

func TestDefaultsAreFilledIn(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.wantSuccess(c.soap(createMetadata("Orders", oauth(""))))
	app := c.ConnectedApp("Orders")
	for path, want := range map[string]string{
		"oauthConfig/isSecretRequiredForRefreshToken": "true", "oauthConfig/isPkceRequired": "false",
		"oauthPolicy/ipRelaxation": "ENFORCE", "oauthPolicy/refreshTokenPolicy": "infinite",
	} {
		if got := app[path]; len(got) != 1 || got[0] != want {
			t.Errorf("%s is %v, want %s", path, got, want)
		}
	}
	if key := app["oauthConfig/consumerKey"][0]; !strings.HasPrefix(key, "3MVG9") || len(key) != 85 {
		t.Errorf("generated key %q", key)
	}
	c.wantSuccess(c.soap(createMetadata("Plain", "")))
	if plain := c.ConnectedApp("Plain"); len(plain) != 2 {
		t.Errorf("an app without OAuth has %v", plain)
	}
}

func TestScopesComeBackInOrderAndWithoutSynonyms(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	for given, want := range map[string]string{
		"OfflineAccess Api":               "Api RefreshToken",
		"RefreshToken OfflineAccess":      "RefreshToken",
		"Phone Address Email Profile Web": "Basic Web",
		"Basic Email":                     "Basic",
		"Email Profile":                   "Profile Email",
		"SCRT Full Full Api":              "Api Full SCRT",
	} {
		name := "App" + strings.ReplaceAll(given, " ", "")
		c.wantSuccess(c.soap(createMetadata(name, oauth("<scopes>"+strings.ReplaceAll(given, " ", "</scopes><scopes>")+"</scopes>"))))
		if got := strings.Join(c.ConnectedApp(name)["oauthConfig/scopes"], " "); got != want {
			t.Errorf("%s came back as %s, want %s", given, got, want)
		}
	}
}

func TestRefusedComponents(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	tests := map[string]struct{ operation, code, part string }{
		"no label":               {`<createMetadata><metadata xsi:type="ConnectedApp"><fullName>A</fullName><contactEmail>a@b.example</contactEmail></metadata></createMetadata>`, "REQUIRED_FIELD_MISSING", "<fields>label</fields>"},
		"no callback":            {createMetadata("A", "<oauthConfig><scopes>Api</scopes></oauthConfig>"), "REQUIRED_FIELD_MISSING", "callbackUrl"},
		"bad name":               {createMetadata("9_lives", ""), "INVALID_FIELD_FOR_INSERT_UPDATE", "begin with a letter"},
		"taken name":             {createMetadata("terraform", ""), "DUPLICATE_DEVELOPER_NAME", "already in use"},
		"taken key":              {createMetadata("A", oauth("<consumerKey>"+terraformKey+"</consumerKey>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key is already taken."},
		"taken secret":           {createMetadata("A", oauth("<consumerSecret>"+terraformSecret+"</consumerSecret>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "already taken"},
		"short key":              {createMetadata("A", oauth("<consumerKey>short</consumerKey>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "8 to 256 alphanumeric"},
		"key with a dot":         {createMetadata("A", oauth("<consumerKey>3MVG9.acme</consumerKey>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "8 to 256 alphanumeric"},
		"key on update":          {updateMetadata("Terraform", oauth("<consumerKey>"+terraformKey+"</consumerKey>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "You cannot provide a Consumer Key"},
		"secret on update":       {updateMetadata("Terraform", oauth("<consumerSecret>AcmeOther01</consumerSecret>")), "INVALID_FIELD_FOR_INSERT_UPDATE", "You cannot provide a Consumer Secret"},
		"no run-as user":         {createMetadata("A", oauth("<oauthClientCredentialUser>nobody@acme.example</oauthClientCredentialUser>")), "INVALID_CROSS_REFERENCE_KEY", "no User named nobody@acme.example found"},
		"inactive run-as user":   {createMetadata("A", oauth("<oauthClientCredentialUser>former.employee@acme.example</oauthClientCredentialUser>")), "INVALID_CROSS_REFERENCE_KEY", "no User named"},
		"bad certificate":        {createMetadata("A", oauth("<certificate>MII</certificate>")), "FIELD_INTEGRITY_EXCEPTION", "certificate"},
		"bad token validity":     {createMetadata("A", oauth("<idTokenConfig><idTokenValidity>721</idTokenValidity></idTokenConfig>")), "FIELD_INTEGRITY_EXCEPTION", "1 to 720"},
		"bad e-mail":             {`<createMetadata><metadata xsi:type="ConnectedApp"><fullName>A</fullName><label>A</label><contactEmail>a</contactEmail></metadata></createMetadata>`, "INVALID_EMAIL_ADDRESS", "Contact Email"},
		"long description":       {createMetadata("A", "<description>"+strings.Repeat("x", 256)+"</description>"), "STRING_TOO_LONG", "max length=255"},
		"logo over http":         {createMetadata("A", "<logoUrl>http://acme.example/l.png</logoUrl>"), "FIELD_INTEGRITY_EXCEPTION", "https"},
		"range backwards":        {createMetadata("A", "<ipRanges><end>10.0.0.1</end><start>10.0.0.9</start></ipRanges>"), "FIELD_INTEGRITY_EXCEPTION", "IP range"},
		"range of two kinds":     {createMetadata("A", "<ipRanges><end>::1</end><start>10.0.0.9</start></ipRanges>"), "FIELD_INTEGRITY_EXCEPTION", "IP range"},
		"range without a start":  {createMetadata("A", "<ipRanges><end>10.0.0.1</end></ipRanges>"), "REQUIRED_FIELD_MISSING", "start"},
		"bad relaxation":         {createMetadata("A", "<oauthPolicy><ipRelaxation>RELAX</ipRelaxation><refreshTokenPolicy>zero</refreshTokenPolicy></oauthPolicy>"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "RELAX"},
		"bad refresh policy":     {createMetadata("A", "<oauthPolicy><ipRelaxation>BYPASS</ipRelaxation><refreshTokenPolicy>specific_lifetime:0:DAYS</refreshTokenPolicy></oauthPolicy>"), "FIELD_INTEGRITY_EXCEPTION", "specific_lifetime:0:DAYS"},
		"bad session level":      {createMetadata("A", "<sessionPolicy><sessionLevel>LOW</sessionLevel></sessionPolicy>"), "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "LOW"},
		"unknown set":            {createMetadata("A", oauth("<isAdminApproved>true</isAdminApproved>")+"<permissionSetName>Nobody</permissionSetName>"), "INVALID_CROSS_REFERENCE_KEY", "no PermissionSet named Nobody found"},
		"unknown profile":        {createMetadata("A", oauth("<isAdminApproved>true</isAdminApproved>")+"<profileName>Nobody</profileName>"), "INVALID_CROSS_REFERENCE_KEY", "no Profile named Nobody found"},
		"grant, not approved":    {createMetadata("A", oauth("")+"<permissionSetName>Reporting_Tools</permissionSetName>"), "FIELD_INTEGRITY_EXCEPTION", "isAdminApproved"},
		"absent app":             {updateMetadata("Nobody", ""), "INVALID_CROSS_REFERENCE_KEY", "no ConnectedApp named Nobody found"},
		"installed app":          {updateMetadata("Reporting_Cloud", ""), "INVALID_CROSS_REFERENCE_KEY", "no ConnectedApp named Reporting_Cloud found"},
		"absent app renamed":     {`<renameMetadata><type>ConnectedApp</type><oldFullName>Nobody</oldFullName><newFullName>B</newFullName></renameMetadata>`, "INVALID_CROSS_REFERENCE_KEY", "Nobody"},
		"name taken by rename":   {`<renameMetadata><type>ConnectedApp</type><oldFullName>Auditor</oldFullName><newFullName>Terraform</newFullName></renameMetadata>`, "DUPLICATE_DEVELOPER_NAME", "already in use"},
		"settings created":       {`<createMetadata><metadata xsi:type="ConnectedAppSettings"><fullName>ConnectedApp</fullName></metadata></createMetadata>`, "INVALID_TYPE_FOR_OPERATION", "ConnectedAppSettings"},
		"settings not activated": {settings("enableAdminApprovedAppsOnly", "true"), "FUNCTIONALITY_NOT_ENABLED", "API Access Control"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFailure(c.soap(test.operation), test.code, test.part)
		})
	}
}

func settings(name, value string) string {
	return `<updateMetadata><metadata xsi:type="ConnectedAppSettings"><fullName>ConnectedApp</fullName><` + name + `>` +
		value + `</` + name + `></metadata></updateMetadata>`
}

func TestFaults(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	eleven := strings.Split(strings.Repeat("A ", 11), " ")[:11]
	tests := map[string]struct{ operation, code, part string }{
		"unknown element":         {createMetadata("A", "<colour>red</colour>"), "soapenv:Client", "colour invalid at this location in type ConnectedApp"},
		"unknown nested element":  {createMetadata("A", oauth("<colour>red</colour>")), "soapenv:Client", "colour invalid at this location in type ConnectedAppOauthConfig"},
		"element repeated":        {createMetadata("A", "<label>B</label>"), "soapenv:Client", "label invalid at this location"},
		"element in a text":       {createMetadata("A", "<description><b>x</b></description>"), "soapenv:Client", "b invalid at this location"},
		"element of no namespace": {createMetadata("A", `<description xmlns="">x</description>`), "soapenv:Client", "description invalid at this location"},
		"unknown scope":           {createMetadata("A", oauth("<scopes>Everything</scopes>")), "soapenv:Client", "is not a valid value for the enum"},
		"scope in another case":   {createMetadata("A", oauth("<scopes>api</scopes>")), "soapenv:Client", "not a valid value for the enum"},
		"no boolean":              {createMetadata("A", oauth("<isPkceRequired>yes</isPkceRequired>")), "soapenv:Client", "xsd:boolean"},
		"no number":               {createMetadata("A", "<sessionPolicy><sessionTimeout>long</sessionTimeout></sessionPolicy>"), "soapenv:Client", "xsd:int"},
		"too many to read":        {readMetadata(eleven...), "sf:EXCEEDED_ID_LIMIT", "cannot submit more than 10 records in this operation"},
		"too many to create":      {`<createMetadata>` + strings.Repeat(metadata("A", ""), 11) + `</createMetadata>`, "sf:EXCEEDED_ID_LIMIT", "10 records"},
		"types mixed":             {`<createMetadata>` + metadata("A", "") + `<metadata xsi:type="ConnectedAppSettings"><fullName>ConnectedApp</fullName></metadata></createMetadata>`, "sf:INVALID_TYPE", "one type"},
		"no type":                 {`<createMetadata><metadata><fullName>A</fullName></metadata></createMetadata>`, "sf:INVALID_TYPE", ""},
		"unknown type":            {`<readMetadata><type>Spaceship</type><fullNames>A</fullNames></readMetadata>`, "sf:INVALID_TYPE", "Spaceship"},
		"unknown type listed":     {`<listMetadata><queries><type>Spaceship</type></queries></listMetadata>`, "sf:INVALID_TYPE", "Spaceship"},
		"too many lists":          {`<listMetadata>` + strings.Repeat(`<queries><type>ConnectedApp</type></queries>`, 4) + `</listMetadata>`, "sf:EXCEEDED_ID_LIMIT", "3 queries"},
		"two operations":          {readMetadata("A") + readMetadata("B"), "soapenv:Client", "one operation"},
		"foreign operation":       {`<x:login xmlns:x="urn:enterprise.soap.sforce.com"/>`, "soapenv:Client", "No operation available for request {urn:enterprise.soap.sforce.com}login"},
		"unknown job":             {`<checkDeployStatus><asyncProcessId>0Af000000000001</asyncProcessId></checkDeployStatus>`, "sf:INVALID_CROSS_REFERENCE_KEY", ""},
		"unknown value type":      {`<describeValueType><type>{http://soap.sforce.com/2006/04/metadata}Spaceship</type></describeValueType>`, "sf:INVALID_TYPE", "Spaceship"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.wantFault(c.soap(test.operation), test.code, test.part)
		})
	}
	send := func(path, body string) salesforceAnswer {
		return c.send(http.MethodPost, path, body, "Content-Type", "text/xml")
	}
	c.wantFault(send("/services/Soap/m/66.0", "{}"), "soapenv:Client")
	c.wantFault(send("/services/Soap/m/66.0", `<!DOCTYPE x><x/>`), "soapenv:Client", "DOCTYPE")
	c.wantFault(send("/services/Soap/m/99.0", soapEnvelope(c.token, readMetadata("A"))), "sf:UNSUPPORTED_API_VERSION")
	c.wantFault(c.send(http.MethodPost, "/services/Soap/m/66.0", soapEnvelope("", readMetadata("A")),
		"Authorization", "Bearer "+c.token), "sf:INVALID_SESSION_ID")
}

func TestAnyOrderOfElementsIsTaken(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.wantSuccess(c.soap(`<createMetadata><metadata xsi:type="ConnectedApp"><oauthConfig><scopes>Api</scopes>` +
		`<callbackUrl>https://acme.example</callbackUrl></oauthConfig><label>A</label><contactPhone xsi:nil="true"/>` +
		`<fullName>A</fullName><contactEmail>a@acme.example</contactEmail></metadata></createMetadata>`))
}

func TestEachComponentOfACallStandsAlone(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	both := `<createMetadata>` + metadata("Good", "") + metadata("9bad", "") + `</createMetadata>`
	got := c.soap(both, `<AllOrNoneHeader><allOrNone>true</allOrNone></AllOrNoneHeader>`)
	if !strings.Contains(got.body, "<statusCode>ALL_OR_NONE_OPERATION_ROLLED_BACK</statusCode></errors><fullName>Good</fullName>") || c.ConnectedApp("Good") != nil {
		t.Errorf("all or none: %s", got.body)
	}
	got = c.soap(both)
	good := strings.Index(got.body, "<result><fullName>Good</fullName><success>true</success></result>")
	bad := strings.Index(got.body, "<fullName>9bad</fullName><success>false</success></result>")
	if good < 0 || bad < good {
		t.Errorf("each on its own: %s", got.body)
	}
	upserted := c.soap(`<upsertMetadata>` + metadata("Good", "") + metadata("New", "") + `</upsertMetadata>`)
	if !strings.Contains(upserted.body, "<result><created>false</created><fullName>Good</fullName>") || !strings.Contains(upserted.body, "<result><created>true</created><fullName>New</fullName>") {
		t.Errorf("upserted: %s", upserted.body)
	}
}

func TestReadsAnswerInTheOrderOfTheRequest(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	got := c.soap(readMetadata("Nobody", "Auditor", "Reporting_Cloud", "Terraform"))
	var order []string
	for _, part := range strings.Split(got.body, "<records ")[1:] {
		_, name, _ := strings.Cut(part, "<fullName>")
		name, _, _ = strings.Cut(name, "<")
		order = append(order, name)
	}
	if !slices.Equal(order, []string{"", "Auditor", "", "Terraform"}) {
		t.Errorf("order %v in %s", order, got.body)
	}
}

func TestGrantsAreOneThingSeenFromTwoSides(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	approved := oauth("<isAdminApproved>true</isAdminApproved>")
	c.wantSuccess(c.soap(createMetadata("Orders", approved+"<permissionSetName>Frontend_Base</permissionSetName>"+
		"<permissionSetName>Reporting Tools</permissionSetName><profileName>Admin</profileName>")))
	app := c.id("ConnectedApplication", "Name", "Orders")
	grants := func() string {
		var names []string
		for _, row := range c.query("SELECT Parent.Name, Parent.Profile.Name FROM SetupEntityAccess WHERE SetupEntityId = '" + app + "'") {
			parent, _ := row["Parent"].(map[string]any)
			if profile, _ := parent["Profile"].(map[string]any); profile != nil {
				parent = profile
			}
			names = append(names, fmt.Sprint(parent["Name"]))
		}
		slices.Sort(names)
		return strings.Join(names, ", ")
	}
	shown := func() string {
		read := c.ConnectedApp("Orders")
		return strings.Join(slices.Sorted(slices.Values(append(read["permissionSetName"], read["profileName"]...))), ", ")
	}
	check := func(when, want string) {
		t.Helper()
		if grants() != want || shown() != want {
			t.Errorf("%s: rows %s, metadata %s, want %s", when, grants(), shown(), want)
		}
	}
	check("after creation", "Frontend_Base, Reporting_Tools, System Administrator")
	c.wantSuccess(c.soap(updateMetadata("Orders", approved)))
	check("after an update that names none", "Frontend_Base, Reporting_Tools, System Administrator")
	c.wantSuccess(c.soap(updateMetadata("Orders", approved+"<permissionSetName>Reporting_Tools</permissionSetName>")))
	check("after an update that names one", "Reporting_Tools, System Administrator")
	c.wantSuccess(c.soap(updateMetadata("Orders", approved+"<permissionSetName/><profileName></profileName>")))
	check("after an update with empty elements", "")
	c.create("SetupEntityAccess", map[string]any{"ParentId": c.id("PermissionSet", "Name", "Frontend_Base"), "SetupEntityId": app})
	check("after a row was added", "Frontend_Base")
	c.wantSuccess(c.soap(`<deleteMetadata><type>ConnectedApp</type><fullNames>Orders</fullNames></deleteMetadata>`))
	if grants() != "" {
		t.Errorf("grants outlive their app: %s", grants())
	}
}

func TestCreationMayBeRestricted(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) { knobs.ConnectedAppCreationRestricted = true })
	c.wantFailure(c.soap(createMetadata("Orders", "")), "FUNCTIONALITY_NOT_ENABLED", "external client app")
	c.wantSuccess(c.soap(updateMetadata("Auditor", "")))
}

func TestTheSettingsOfConnectedApps(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	read := `<readMetadata><type>ConnectedAppSettings</type><fullNames>ConnectedApp</fullNames></readMetadata>`
	if got := c.soap(read); strings.Contains(got.body, "enableAdminApprovedAppsOnly") || !strings.Contains(got.body, "enableSkipUserProvisioningWizardWelcomePage") {
		t.Errorf("before activation: %s", got.body)
	}
	c.Set(func(knobs *simulator.Knobs) { knobs.APIAccessControlActivated = true })
	c.wantSuccess(c.soap(settings("enableAdminApprovedAppsOnly", "true")))
	if got := c.soap(read); !strings.Contains(got.body, "<enableAdminApprovedAppsOnly>true</enableAdminApprovedAppsOnly>") || !c.APIAccessControl() {
		t.Errorf("after activation: %s", got.body)
	}
}

func TestDeletingAnAppEndsItsSessions(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	auditor := &salesforce{Server: c.Server, t: t, url: c.url}
	auditor.signIn(auditorKey, auditorSecret)
	c.wantSuccess(c.soap(`<deleteMetadata><type>ConnectedApp</type><fullNames>Auditor</fullNames></deleteMetadata>`))
	auditor.queryAnswer("SELECT Id FROM User").wantRefusal(t, 401, "INVALID_SESSION_ID", "Session expired or invalid")
}

func TestDescriptionsOfMetadata(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	types := c.soap(`<describeMetadata><asOfVersion>66.0</asOfVersion></describeMetadata>`)
	if !strings.Contains(types.body, "<directoryName>connectedApps</directoryName><inFolder>false</inFolder><metaFile>false</metaFile><suffix>connectedApp</suffix><xmlName>ConnectedApp</xmlName>") {
		t.Errorf("types: %s", types.body)
	}
	value := c.soap(`<describeValueType><type>{http://soap.sforce.com/2006/04/metadata}ConnectedApp</type></describeValueType>`)
	for _, part := range []string{"<apiCreatable>true</apiCreatable>", "<name>contactEmail</name>", "<value>RefreshToken</value>"} {
		if !strings.Contains(value.body, part) {
			t.Errorf("no %s in %s", part, value.body)
		}
	}
	lists := c.soap(`<listMetadata><queries><type>PermissionSet</type><folder xsi:nil="true"></folder></queries>` +
		`<queries><type>Profile</type></queries><queries><type>ConnectedApp</type></queries></listMetadata>`)
	for _, part := range []string{
		"<fileName>permissionsets/Frontend_Base.permissionset</fileName>", "<fileName>profiles/Admin.profile</fileName>",
		"<fullName>Reporting_Cloud</fullName>", "<manageableState>installed</manageableState>",
	} {
		if !strings.Contains(lists.body, part) {
			t.Errorf("no %s in %s", part, lists.body)
		}
	}
	if strings.Contains(lists.body, "<fullName>X00e") {
		t.Errorf("a profile's own set is listed: %s", lists.body)
	}
}

func TestAnUnknownOperationIsLoud(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	if got := c.soap(`<cancelDeploy><String>x</String></cancelDeploy>`); got.status != http.StatusNotImplemented {
		t.Errorf("%d %s", got.status, got.body)
	}
	if unknown := c.Unknown(); len(unknown) != 1 || unknown[0].Operation != "cancelDeploy" {
		t.Errorf("unknown: %v", unknown)
	}
	if calls := c.Calls("POST /services/Soap/m/66.0 cancelDeploy"); calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

func TestChangesAreStampedWithTheClock(t *testing.T) {
	t.Parallel()
	c := startSalesforce(t)
	c.Set(func(knobs *simulator.Knobs) {
		knobs.Clock = func() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }
	})
	c.signIn(terraformKey, terraformSecret)
	c.wantSuccess(c.soap(createMetadata("Orders", "")))
	if got := c.query("SELECT CreatedDate FROM ConnectedApplication WHERE Name = 'Orders'"); got[0]["CreatedDate"] != "2026-03-01T12:00:00.000+0000" {
		t.Errorf("created %v", got)
	}
}
