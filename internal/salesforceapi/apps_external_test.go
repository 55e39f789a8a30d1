package salesforceapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// bothSortsOrg has a connected app Orders, an external client app Orders and an
// external client app Billing.
func bothSortsOrg(t *testing.T, external http.HandlerFunc) (*fakeOrg, *Client) {
	t.Helper()
	org := newFakeOrg(t)
	org.on("GET "+restRoot+"/query", func(w http.ResponseWriter, r *http.Request) {
		switch soql := r.URL.Query().Get("q"); {
		case strings.HasSuffix(soql, "FROM ExternalClientApplication"):
			external(w, r)
		case strings.HasSuffix(soql, "FROM ExtlClntAppOauthPlcyCnfg"):
			answer(w, 200, `{"done":true,"records":[
				{"ExternalClientApplicationId":"0xI000000000002","PermittedUsersPolicyType":"AdminApprovedPreAuthorized"}]}`)
		default:
			answer(w, 200, `{"done":true,"records":[{"Id":"0H4000000000001","Name":"Orders"}]}`)
		}
	})
	org.answers("GET "+restRoot+"/tooling/query", 200, `{"done":true,"records":[]}`)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		var body strings.Builder
		_ = r.Write(&body)
		if strings.Contains(body.String(), "<listMetadata>") {
			answer(w, 200, envelopeOf(`<listMetadataResponse><result><fullName>Orders</fullName><id>0H4000000000001</id></result></listMetadataResponse>`))
			return
		}
		answer(w, 200, envelopeOf(`<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>`))
	})
	return org, testClient(t, testConfig(org))
}

var twoExternalApps = answering(200, `{"done":true,"records":[
	{"Id":"0xI000000000001","DeveloperName":"Orders","MasterLabel":"Orders"},
	{"Id":"0xI000000000002","DeveloperName":"Billing","MasterLabel":"Billing app"}]}`)

func TestAppsOfBothSorts(t *testing.T) {
	t.Parallel()
	org, client := bothSortsOrg(t, twoExternalApps)
	ctx := t.Context()
	for _, reference := range []string{"billing", "0xI000000000002", "0xI000000000002EAA"} {
		app := must(client.Apps.Find(ctx, reference))(t)
		if app.Kind() != ExternalKind || !app.Approved || app.Label != "Billing app" || app.DeveloperName != "Billing" {
			t.Errorf("%s is %+v", reference, app)
		}
	}
	_, err := client.Apps.Find(ctx, "Orders")
	wantKind(t, err, transport.Conflict)
	wantMessage(t, err, "0H4000000000001", "0xI000000000001", "by its id")
	if app := must(client.Apps.FindConnected(ctx, "Orders"))(t); app.Kind() != ConnectedKind {
		t.Errorf("the connected app is %+v", app)
	}
	if app := must(client.Apps.FindExternal(ctx, "orders"))(t); app.Kind() != ExternalKind || app.Approved {
		t.Errorf("the external client app is %+v", app)
	}
	_, err = client.Apps.Find(ctx, "0xI000000000009")
	wantKind(t, err, transport.NotFound)
	count := 0
	for _, err := range client.Apps.List(ctx) {
		if count++; err != nil {
			t.Fatal(err)
		}
	}
	if queries := org.count("GET " + restRoot + "/query"); count != 3 || queries != 3 {
		t.Errorf("%d apps by %d queries, want 3 by 3", count, queries)
	}
}

func TestExternalAppsThatMayNotBeSeen(t *testing.T) {
	t.Parallel()
	_, client := bothSortsOrg(t, answering(400,
		`[{"errorCode":"INVALID_TYPE","message":"sObject type 'ExternalClientApplication' is not supported."}]`))
	ctx := t.Context()
	if app := must(client.Apps.Find(ctx, "Orders"))(t); app.Kind() != ConnectedKind {
		t.Errorf("the connected app is %+v", app)
	}
	_, err := client.Apps.Find(ctx, "Billing")
	wantKind(t, err, transport.NotFound)
	wantMessage(t, err, "cannot be looked at", "INVALID_TYPE")
	_, err = client.Apps.Find(ctx, "0xI000000000002")
	wantKind(t, err, transport.Permission)
	for app, err := range client.Apps.List(ctx) {
		if err != nil || app.DeveloperName != "Orders" {
			t.Errorf("listed %+v, %v", app, err)
		}
	}
}
