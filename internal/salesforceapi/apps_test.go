package salesforceapi

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const applicationRows = `{"done":true,"records":[
	{"Id":"0H4000000000001","Name":"Orders","OptionsAllowAdminApprovedUsersOnly":true},
	{"Id":"0H4000000000002","Name":"Shared label","OptionsAllowAdminApprovedUsersOnly":false},
	{"Id":"0H4000000000003","Name":"Shared label","OptionsAllowAdminApprovedUsersOnly":false}]}`

// appsOrg lists the apps Orders and Twin without their ids, as organizations may.
func appsOrg(t *testing.T, tooling http.HandlerFunc) (*fakeOrg, *Client) {
	t.Helper()
	org := newFakeOrg(t)
	org.on("GET "+restRoot+"/query", func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Query().Get("q"), "FROM ExternalClientApplication") {
			answer(w, 200, `{"done":true,"records":[]}`)
			return
		}
		answer(w, 200, applicationRows)
	})
	org.on("GET "+restRoot+"/tooling/query", tooling)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		_ = r.Write(&body)
		switch sent := body.String(); {
		case strings.Contains(sent, "<listMetadata>"):
			answer(w, 200, envelopeOf(`<listMetadataResponse><result><fullName>Orders_App</fullName><id></id></result>`+
				`<result><fullName>Twin</fullName><id></id></result></listMetadataResponse>`))
		case strings.Contains(sent, "<fullNames>Orders_App<"):
			answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:type="ConnectedApp"><fullName>Orders_App</fullName>`+
				`<label>Orders</label></records></result></readMetadataResponse>`))
		case strings.Contains(sent, "<fullNames>Twin<"):
			answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:type="ConnectedApp"><fullName>Twin</fullName>`+
				`<label>Shared label</label></records></result></readMetadataResponse>`))
		default:
			answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>`))
		}
	})
	return org, testClient(t, testConfig(org))
}

func noTooling(w http.ResponseWriter, _ *http.Request) {
	answer(w, 400, `[{"errorCode":"INVALID_TYPE","message":"sObject type 'ConnectedApplication' is not supported."}]`)
}

func TestAppIsFoundByItsLabelWhenNothingTellsItsID(t *testing.T) {
	t.Parallel()
	org, client := appsOrg(t, noTooling)
	for range 2 {
		app, err := client.Apps.Find(t.Context(), "Orders_App")
		if err != nil || app.ID != "0H4000000000001CAA" || app.Installed || !app.Approved {
			t.Errorf("got %+v, %v", app, err)
		}
	}
	if got := org.count("POST " + soapRoot); got != 2 {
		t.Errorf("%d SOAP calls, want 2: what was found is remembered", got)
	}
}

func TestAppWhoseLabelIsSharedIsNotGuessed(t *testing.T) {
	t.Parallel()
	_, client := appsOrg(t, noTooling)
	_, err := client.Apps.Find(t.Context(), "Twin")
	wantKind(t, err, transport.Conflict)
	wantMessage(t, err, `"Twin" exists`, "2 connected apps have the label")
}

func TestAppIsFoundByTheToolingInterface(t *testing.T) {
	t.Parallel()
	_, client := appsOrg(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"done":true,"records":[{"Id":"0H4000000000003","DeveloperName":"Twin","Name":"Shared label"}]}`)
	})
	app, err := client.Apps.Find(t.Context(), "Twin")
	if err != nil || app.ID != "0H4000000000003CAA" || app.Installed || app.Label != "Shared label" {
		t.Errorf("got %+v, %v", app, err)
	}
}

func TestAppIsInstalledWhenItsDefinitionCannotBeRead(t *testing.T) {
	t.Parallel()
	_, client := appsOrg(t, func(w http.ResponseWriter, _ *http.Request) {
		answer(w, 200, `{"done":true,"records":[{"Id":"0H4000000000002","DeveloperName":"Elsewhere","Name":"Shared label"}]}`)
	})
	app, err := client.Apps.Find(t.Context(), "0H4000000000002")
	if err != nil || !app.Installed || app.DeveloperName != "Elsewhere" {
		t.Errorf("got %+v, %v", app, err)
	}
}

// TestInstalledAppsAreFoundWithFewCalls knows forty apps of other organizations:
// half of them by the listing, whose state tells, and half of them by their rows.
func TestInstalledAppsAreFoundWithFewCalls(t *testing.T) {
	t.Parallel()
	const count = 40
	org := newFakeOrg(t)
	var rows, told []string
	var files strings.Builder
	for i := range count {
		id, name := fmt.Sprintf("0H40000000000%02d", i+1), fmt.Sprintf("Partner_%d", i)
		rows = append(rows, fmt.Sprintf(`{"Id":%q,"Name":%q}`, id, name))
		told = append(told, fmt.Sprintf(`{"Id":%q,"DeveloperName":%q,"Name":%q}`, id, name, name))
		if i%2 == 0 {
			fmt.Fprintf(&files, "<result><fullName>%s</fullName><id>%s</id><manageableState>installed</manageableState></result>", name, id)
		}
	}
	org.answers("GET "+restRoot+"/query", 200, `{"done":true,"records":[`+strings.Join(rows, ",")+`]}`)
	org.answers("GET "+restRoot+"/tooling/query", 200, `{"done":true,"records":[`+strings.Join(told, ",")+`]}`)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		_ = r.Write(&body)
		if strings.Contains(body.String(), "<listMetadata>") {
			answer(w, 200, envelopeOf("<listMetadataResponse>"+files.String()+"</listMetadataResponse>"))
			return
		}
		none := strings.Repeat(`<records xsi:nil="true"/>`, strings.Count(body.String(), "<fullNames>"))
		answer(w, 200, envelopeOf("<readMetadataResponse><result>"+none+"</result></readMetadataResponse>"))
	})
	client := testClient(t, testConfig(org))
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			app, err := client.Apps.Find(t.Context(), fmt.Sprintf("0H40000000000%02d", i+1))
			if err != nil || app.Kind() != InstalledKind || app.DeveloperName != fmt.Sprintf("Partner_%d", i) {
				t.Errorf("got %+v, %v", app, err)
			}
		})
	}
	all.Wait()
	if listed, told, soap := org.count("GET "+restRoot+"/query"), org.count("GET "+restRoot+"/tooling"), org.count("POST "+soapRoot); listed != 1 ||
		told != 1 || soap > 1+count/2/metadataLimit {
		t.Errorf("%d queries, %d of the Tooling interface, %d SOAP calls", listed, told, soap)
	}
}

func TestApprovalThatDoesNotStickIsAnError(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		_ = r.Write(&body)
		if strings.Contains(body.String(), "<updateMetadata>") {
			answer(w, 200, envelopeOf("<updateMetadataResponse>"+soapSaved+"</updateMetadataResponse>"))
			return
		}
		answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:type="ConnectedApp"><fullName>Orders</fullName><label>Orders</label>`+
			`<oauthConfig><callbackUrl>x</callbackUrl><isAdminApproved>false</isAdminApproved></oauthConfig></records></result></readMetadataResponse>`))
	})
	err := testClient(t, testConfig(org)).Apps.SetApproved(t.Context(), App{ID: "0H4000000000001CAA", DeveloperName: "Orders"}, true)
	wantMessage(t, err, "without an error", "still false")
}
