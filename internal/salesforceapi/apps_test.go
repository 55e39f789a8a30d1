package salesforceapi

import (
	"net/http"
	"strings"
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
	_, client := appsOrg(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.URL.Query().Get("q"); !strings.HasSuffix(got, "WHERE DeveloperName = 'Twin'") {
			t.Errorf("asked %s", got)
		}
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
