package salesforceapi

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestEnvelope(t *testing.T) {
	t.Parallel()
	encoded, err := encodeEnvelope("00D!a<b&c", createMetadata{Component: component{
		typeConnectedApp, ConnectedApp{FullName: "Orders", ContactEmail: "a@acme.example", Label: "Orders & more"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	const want = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata"><SessionHeader><sessionId>00D!a&lt;b&amp;c</sessionId></SessionHeader></soapenv:Header>` +
		`<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata"><createMetadata><metadata xsi:type="ConnectedApp">` +
		`<fullName>Orders</fullName><contactEmail>a@acme.example</contactEmail><label>Orders &amp; more</label>` +
		`</metadata></createMetadata></soapenv:Body></soapenv:Envelope>`
	if string(encoded) != want {
		t.Errorf("got\n%s\nwant\n%s", encoded, want)
	}
}

func TestSOAPRequestHoldsTheSessionInItsHeaderAlone(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.Header.Get("Authorization") != "" || r.Header.Get("SOAPAction") != `""` ||
			r.Header.Get("Content-Type") != "text/xml; charset=UTF-8" {
			t.Errorf("the header is %v", r.Header)
		}
		if !strings.Contains(string(body), "<sessionId>"+org.session+"</sessionId>") ||
			!strings.Contains(string(body), "<listMetadata><queries><type>ConnectedApp</type></queries><asOfVersion>66.0</asOfVersion></listMetadata>") {
			t.Errorf("the body is %s", body)
		}
		answer(w, 200, envelopeOf(`<listMetadataResponse><result><fullName>Orders</fullName><id>0H4000000000001CAA</id></result></listMetadataResponse>`))
	})
	files, err := testClient(t, testConfig(org)).metadata.list(t.Context(), typeConnectedApp)
	if err != nil || len(files) != 1 || files[0].FullName != "Orders" {
		t.Errorf("got %v, %v", files, err)
	}
}

func TestSOAPAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		status int
		body   string
		kind   transport.Kind
	}{
		"HTML in success":  {200, "<html>sorry</html>", transport.NoAnswer},
		"an empty body":    {200, envelopeOf(""), transport.NoAnswer},
		"half an answer":   {200, envelopeOf("<listMetadataResponse>")[:200], transport.NoAnswer},
		"fault in success": {200, faultOf("INSUFFICIENT_ACCESS", "no"), transport.Permission},
		"an edge's page":   {504, "<html>timeout</html>", transport.NoAnswer},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := newFakeOrg(t)
			org.answers("POST "+soapRoot, test.status, test.body)
			config := testConfig(org)
			config.Transport.MaxRetries = 0
			_, err := testClient(t, config).metadata.list(t.Context(), typeConnectedApp)
			wantKind(t, err, test.kind)
		})
	}
}

func TestReadsAreMatchedByPositionAndName(t *testing.T) {
	t.Parallel()
	record := func(name string) metadataRecord { return metadataRecord{FullName: name, Content: []byte(name)} }
	absent := metadataRecord{Nil: true}
	answer := readMetadataResponse{Records: []metadataRecord{record("A"), absent, record("C"), record("B")}}
	for i, want := range []string{"A", "", "C", "B"} {
		name := []string{"a", "X", "C", "B"}[i]
		if got := string(answer.find(i, name)); got != want {
			t.Errorf("%s at %d is %q, want %q", name, i, got, want)
		}
	}
	if got := string(answer.find(0, "B")); got != "B" {
		t.Errorf("B elsewhere is %q", got)
	}
}

func TestReadsTravelTogether(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.on("POST "+soapRoot, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var records strings.Builder
		for _, part := range strings.Split(string(body), "<fullNames>")[1:] {
			name, _, _ := strings.Cut(part, "<")
			fmt.Fprintf(&records, `<records xsi:type="ConnectedApp"><fullName>%s</fullName><label>%s</label></records>`, name, name)
		}
		answer(w, 200, envelopeOf("<readMetadataResponse><result>"+records.String()+"</result></readMetadataResponse>"))
	})
	client := testClient(t, testConfig(org))
	names := make(chan string, 20)
	for i := range 20 {
		names <- fmt.Sprintf("App_%d", i)
	}
	inParallel(t, 20, func() error {
		name := <-names
		app, err := client.ConnectedApps.Get(t.Context(), name)
		if err == nil && app.Label != name {
			t.Errorf("asked for %s and got %s", name, app.Label)
		}
		return err
	})
	if got := org.count("POST " + soapRoot); got > 3 {
		t.Errorf("20 apps took %d calls", got)
	}
}

func TestSetupLockIsWaitedFor(t *testing.T) {
	t.Parallel()
	const locked = `<updateMetadataResponse><result><errors><message>locked</message><statusCode>UNABLE_TO_LOCK_ROW</statusCode></errors>` +
		`<fullName>Orders</fullName><success>false</success></result></updateMetadataResponse>`
	org := newFakeOrg(t)
	org.inTurn("POST "+soapRoot,
		answering(500, faultOf("ALREADY_IN_PROCESS", "The administration setup has already been locked by another change")),
		answering(200, envelopeOf(locked)),
		answering(200, envelopeOf("<createMetadataResponse>"+soapSaved+"</createMetadataResponse>")))
	if err := testClient(t, testConfig(org)).ConnectedApps.Create(t.Context(), ConnectedApp{FullName: "Orders"}); err != nil {
		t.Error(err)
	}
	if got := org.count("POST " + soapRoot); got != 3 {
		t.Errorf("%d calls, want 3", got)
	}
}

func TestSaveErrors(t *testing.T) {
	t.Parallel()
	result := func(code, message string) string {
		return `<result><errors><fields>consumerKey</fields><message>` + message + `</message><statusCode>` + code +
			`</statusCode></errors><fullName>Orders</fullName><success>false</success></result>`
	}
	tests := map[string]struct {
		result     string
		kind       transport.Kind
		restricted bool
	}{
		"taken name":         {result("DUPLICATE_DEVELOPER_NAME", "in use"), transport.Conflict, false},
		"taken key":          {result("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key is already taken."), transport.Conflict, false},
		"unknown profile":    {result("INVALID_CROSS_REFERENCE_KEY", "In field: profileName - no Profile named X found"), transport.Invalid, false},
		"not enabled":        {result("FUNCTIONALITY_NOT_ENABLED", "sorry"), transport.Permission, true},
		"no new apps":        {result("INSUFFICIENT_ACCESS", "You are not allowed to create connected apps."), transport.Permission, true},
		"missing permission": {result("INSUFFICIENT_ACCESS", "insufficient access rights on object id"), transport.Permission, false},
		"no reason":          {`<result><fullName>Orders</fullName><success>false</success></result>`, transport.Other, false},
		"no result":          {``, transport.NoAnswer, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := newFakeOrg(t)
			org.inTurn("POST "+soapRoot, answering(200, envelopeOf(`<createMetadataResponse>`+test.result+`</createMetadataResponse>`)),
				answering(200, envelopeOf(`<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>`)))
			err := testClient(t, testConfig(org)).ConnectedApps.Create(t.Context(), ConnectedApp{FullName: "Orders"})
			wantKind(t, err, test.kind)
			if IsCreationRestricted(err) != test.restricted {
				t.Errorf("restricted: %t, want %t: %v", !test.restricted, test.restricted, err)
			}
		})
	}
}

func TestRefusedCreationDoesNotRepeatTheSecret(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.answers("POST "+soapRoot, 200, envelopeOf(`<createMetadataResponse><result><errors>`+
		`<message>consumerSecret: data value too large: OrdersSecret000001</message><statusCode>STRING_TOO_LONG</statusCode>`+
		`</errors><fullName>Orders</fullName><success>false</success></result></createMetadataResponse>`))
	err := testClient(t, testConfig(org)).ConnectedApps.Create(t.Context(), ordersApp())
	wantKind(t, err, transport.Invalid)
	wantMessage(t, err, "data value too large: [redacted]")
}

func TestLostCreationOfAnAppThatIsSomebodyElses(t *testing.T) {
	t.Parallel()
	org := newFakeOrg(t)
	org.inTurn("POST "+soapRoot, hangUp, answering(200, envelopeOf(`<readMetadataResponse><result><records xsi:type="ConnectedApp">`+
		`<fullName>Orders</fullName><contactEmail>orders@acme.example</contactEmail><label>Orders Integration</label>`+
		`<oauthConfig><callbackUrl>x</callbackUrl><consumerKey>another</consumerKey></oauthConfig></records></result></readMetadataResponse>`)))
	err := testClient(t, testConfig(org)).ConnectedApps.Create(t.Context(), ordersApp())
	wantKind(t, err, transport.NoAnswer)
	wantMessage(t, err, "differs from the one to create")
}

func FuzzSOAPAnswer(f *testing.F) {
	f.Add([]byte(envelopeOf(`<createMetadataResponse>` + soapSaved + `</createMetadataResponse>`)))
	f.Add([]byte(faultOf("INVALID_SESSION_ID", "x")))
	f.Add([]byte(envelopeOf(`<readMetadataResponse><result><records xsi:nil="true"/></result></readMetadataResponse>`)))
	f.Fuzz(func(_ *testing.T, body []byte) {
		answer := &transport.Response{Status: 200, Body: body}
		if read, err := decodeEnvelope[readMetadataResponse]("/p", answer); err == nil {
			_ = read.find(0, "x")
		}
		if saved, err := decodeEnvelope[saveResponse]("/p", answer); err == nil {
			_ = saved.failed("POST", "/p")
		}
	})
}
