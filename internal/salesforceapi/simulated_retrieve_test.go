package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// manyExternalApps adds external client apps, each with OAuth.
func manyExternalApps(t *testing.T, server *simulator.Server, count int) {
	t.Helper()
	for i := range count {
		name := fmt.Sprintf("App_%d", i)
		inApp := "<externalClientApplication>" + name + "</externalClientApplication>"
		for _, part := range [][2]string{
			{typeExternalClientApp, "<label>" + name + "</label>"},
			{typeECAOAuthSettings, "<commaSeparatedOauthScopes>Api</commaSeparatedOauthScopes>" + inApp},
			{typeECAGlobalOAuth, "<callbackUrl>https://" + name + ".example</callbackUrl>" + inApp},
		} {
			document := "<" + part[0] + ` xmlns="http://soap.sforce.com/2006/04/metadata">` + part[1] + "</" + part[0] + ">"
			if err := server.LoadSalesforceMetadata(name, []byte(document)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Above ten apps one retrieval reads them all.
func TestSimulatedManyExternalApps(t *testing.T) {
	t.Parallel()
	server, client := simulated(t)
	manyExternalApps(t, server, 200)
	must(client.OrganizationID(t.Context()))(t)
	server.ForgetRequests()
	next := make(chan string, 200)
	for i := range 200 {
		next <- fmt.Sprintf("App_%d", i)
	}
	inParallel(t, 200, func() error {
		name := <-next
		app, err := client.ExternalClientApps.Get(t.Context(), name)
		if err == nil && (len(app.parts()) != 5 || app.OAuthPolicies.App != name || *app.GlobalOAuth.CallbackURL != "https://"+name+".example") {
			t.Errorf("%s is %+v", name, app)
		}
		return err
	})
	if calls := len(server.Requests()); calls > 6 || server.Calls("POST retrieve") != 1 || server.Calls("POST readMetadata") != 0 {
		t.Errorf("reading 200 apps took %d calls", calls)
	}
	server.ForgetRequests()
	must(client.ExternalClientApps.Update(t.Context(), "App_7", ExternalClientAppChange{
		OAuthPolicies: func(p *ExternalClientAppOAuthPolicies) { p.RequiredSessionLevel = new("HIGH_ASSURANCE") },
	}))(t)
	if calls := len(server.Requests()); calls != 3 {
		t.Errorf("a change of one took %d calls", calls)
	}
	created := must(client.ExternalClientApps.Create(t.Context(), "Orders", ordersExternalApp()))(t)
	if len(created.parts()) != 5 {
		t.Errorf("created %+v", created)
	}
}

func TestRetrievalThatFails(t *testing.T) {
	t.Parallel()
	status := func(result string) string {
		return envelopeOf(`<checkRetrieveStatusResponse><result>` + result + `</result></checkRetrieveStatusResponse>`)
	}
	started := answering(200, envelopeOf(`<retrieveResponse><result><done>false</done><id>09S000000000001</id></result></retrieveResponse>`))
	names := map[string][]string{typeExternalClientApp: {"Orders"}}

	org := newFakeOrg(t)
	org.inTurn("POST "+soapRoot, started, answering(200, status(`<done>false</done>`)), answering(200, status(
		`<done>true</done><errorMessage>no</errorMessage><errorStatusCode>INSUFFICIENT_ACCESS</errorStatusCode><status>Failed</status><success>false</success>`)))
	_, err := testClient(t, testConfig(org)).metadata.retrieve(t.Context(), names)
	wantKind(t, err, transport.Permission)

	org = newFakeOrg(t)
	org.inTurn("POST "+soapRoot, started, answering(200, status(`<done>false</done>`)))
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err = testClient(t, testConfig(org)).metadata.retrieve(ctx, names); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
