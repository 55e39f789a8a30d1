package simulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

const (
	terraformKey    = "3MVG9AcmeTerraformConsumerKey0000000000000000000000001"
	terraformSecret = "AcmeTerraformConsumerSecret00000000000001"
	auditorKey      = "3MVG9AcmeAuditorConsumerKey000000000000000000000000001"
	auditorSecret   = "AcmeAuditorConsumerSecret0000000000000001"
	data            = "/services/data/v66.0"
)

// salesforce is a client of the simulated Acme organization.
type salesforce struct {
	*simulator.Server

	t     testing.TB
	url   string
	token string
}

// salesforceAnswer is what the organization answered.
type salesforceAnswer struct {
	status int
	header http.Header
	body   string
}

// startSalesforce starts the Acme organization and signs in to it.
func startSalesforce(t *testing.T) *salesforce {
	t.Helper()
	return startSeeded(t, acmeSalesforce())
}

// acmeSalesforce is the Salesforce half of the Acme fixture.
func acmeSalesforce() string {
	half, _, _ := strings.Cut(string(simulator.Acme()), "\nanypoint:")
	return half + "\n"
}

func startSeeded(t *testing.T, fixture string) *salesforce {
	t.Helper()
	server := &simulator.Server{}
	if err := server.Seed([]byte(fixture)); err != nil {
		t.Fatal(err)
	}
	return serve(t, server)
}

// serve serves a seeded organization and signs in to it.
func serve(tb testing.TB, server *simulator.Server) *salesforce {
	tb.Helper()
	listener := httptest.NewServer(server)
	tb.Cleanup(listener.Close)
	client := &salesforce{Server: server, t: tb, url: listener.URL}
	client.signIn(terraformKey, terraformSecret)
	return client
}

// signIn signs in by client credentials.
func (c *salesforce) signIn(key, secret string) {
	c.t.Helper()
	got := c.tokenRequest(url.Values{"grant_type": {"client_credentials"}, "client_id": {key}, "client_secret": {secret}})
	c.token, _ = got.object(c.t)["access_token"].(string)
	if c.token == "" {
		c.t.Fatalf("signing in: %d %s", got.status, got.body)
	}
}

func (c *salesforce) tokenRequest(form url.Values) salesforceAnswer {
	c.t.Helper()
	return c.send(http.MethodPost, "/services/oauth2/token", form.Encode(),
		"Content-Type", "application/x-www-form-urlencoded")
}

// send sends a request with header names and values in pairs.
func (c *salesforce) send(method, path, body string, header ...string) salesforceAnswer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			request.Host = header[i+1]
		}
		request.Header.Set(header[i], header[i+1])
	}
	reply, err := (&http.Client{}).Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return salesforceAnswer{reply.StatusCode, reply.Header, string(text)}
}

// rest sends a REST request below the data path, with the access token.
func (c *salesforce) rest(method, path string, body any, header ...string) salesforceAnswer {
	c.t.Helper()
	var content bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&content).Encode(body); err != nil {
			c.t.Fatal(err)
		}
	}
	return c.send(method, data+path, content.String(), append([]string{
		"Authorization", "Bearer " + c.token, "Content-Type", "application/json",
	}, header...)...)
}

func (c *salesforce) queryAnswer(soql string) salesforceAnswer {
	c.t.Helper()
	return c.rest(http.MethodGet, "/query?q="+url.QueryEscape(soql), nil)
}

// query runs a query and returns its records.
func (c *salesforce) query(soql string) []map[string]any {
	c.t.Helper()
	got := c.queryAnswer(soql)
	if got.status != http.StatusOK {
		c.t.Fatalf("%s: %d %s", soql, got.status, got.body)
	}
	var page struct{ Records []map[string]any }
	got.decode(c.t, &page)
	return page.Records
}

// create creates a row and returns its id.
func (c *salesforce) create(object string, fields map[string]any) string {
	c.t.Helper()
	got := c.rest(http.MethodPost, "/sobjects/"+object, fields)
	if got.status != http.StatusCreated {
		c.t.Fatalf("creating %s %v: %d %s", object, fields, got.status, got.body)
	}
	id, _ := got.object(c.t)["id"].(string)
	return id
}

// id is the id of a row of the organization.
func (c *salesforce) id(object, field, value string) string {
	c.t.Helper()
	id := c.SalesforceID(object, field, value)
	if id == "" {
		c.t.Fatalf("there is no %s with %s %s", object, field, value)
	}
	return id
}

func (a salesforceAnswer) decode(tb testing.TB, into any) {
	tb.Helper()
	if err := json.Unmarshal([]byte(a.body), into); err != nil {
		tb.Fatalf("decoding %s: %v", a.body, err)
	}
}

func (a salesforceAnswer) object(tb testing.TB) map[string]any {
	tb.Helper()
	var object map[string]any
	a.decode(tb, &object)
	return object
}

// errorOf is the code and the message of an error answer.
func (a salesforceAnswer) errorOf(tb testing.TB) (code, message string) {
	tb.Helper()
	var refusals []struct{ ErrorCode, Message string }
	a.decode(tb, &refusals)
	if len(refusals) != 1 {
		tb.Fatalf("%s is no error of one", a.body)
	}
	return refusals[0].ErrorCode, refusals[0].Message
}

// wantRefusal checks status and code of an error, and a part of its message.
func (a salesforceAnswer) wantRefusal(tb testing.TB, status int, code, part string) {
	tb.Helper()
	if a.status != status {
		tb.Errorf("status %d, want %d: %s", a.status, status, a.body)
		return
	}
	gotCode, message := a.errorOf(tb)
	if gotCode != code || !strings.Contains(message, part) {
		tb.Errorf("got %s %q, want %s with %q", gotCode, message, code, part)
	}
}

// soap sends an operation of the Metadata API.
func (c *salesforce) soap(operation string, header ...string) salesforceAnswer {
	c.t.Helper()
	return c.send(http.MethodPost, "/services/Soap/m/66.0", soapEnvelope(c.token, operation, header...),
		"Content-Type", "text/xml; charset=UTF-8", "SOAPAction", `""`)
}

func soapEnvelope(token, operation string, header ...string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope ` +
		`xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<soapenv:Header xmlns="http://soap.sforce.com/2006/04/metadata"><SessionHeader><sessionId>` + token +
		`</sessionId></SessionHeader>` + strings.Join(header, "") + `</soapenv:Header>` +
		`<soapenv:Body xmlns="http://soap.sforce.com/2006/04/metadata">` + operation + `</soapenv:Body></soapenv:Envelope>`
}

func (c *salesforce) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// readMetadata is the operation that reads connected apps.
func readMetadata(names ...string) string {
	return `<readMetadata><type>ConnectedApp</type><fullNames>` + strings.Join(names, `</fullNames><fullNames>`) +
		`</fullNames></readMetadata>`
}

// metadata is a connected app with what it must have, and more.
func metadata(name, more string) string {
	return `<metadata xsi:type="ConnectedApp"><fullName>` + name + `</fullName><label>` + name +
		`</label><contactEmail>a@acme.example</contactEmail>` + more + `</metadata>`
}

func createMetadata(name, more string) string {
	return `<createMetadata>` + metadata(name, more) + `</createMetadata>`
}

func updateMetadata(name, more string) string {
	return `<updateMetadata>` + metadata(name, more) + `</updateMetadata>`
}

// wantSuccess checks that every result of a SOAP answer is a success.
func (c *salesforce) wantSuccess(got salesforceAnswer) {
	c.t.Helper()
	if got.status != http.StatusOK || !strings.Contains(got.body, "<success>true</success>") ||
		strings.Contains(got.body, "<success>false</success>") {
		c.t.Errorf("no success: %d %s", got.status, got.body)
	}
}

// wantFailure checks the error of a component.
func (c *salesforce) wantFailure(got salesforceAnswer, code string, parts ...string) {
	c.t.Helper()
	for _, part := range append([]string{"<statusCode>" + code + "</statusCode>", "<success>false</success>"}, parts...) {
		if got.status != http.StatusOK || !strings.Contains(got.body, part) {
			c.t.Errorf("no %s: %d %s", part, got.status, got.body)
		}
	}
}

// wantFault checks a SOAP fault, which comes with HTTP 500.
func (c *salesforce) wantFault(got salesforceAnswer, code string, parts ...string) {
	c.t.Helper()
	for _, part := range append([]string{"<faultcode>" + code + "</faultcode>", "<faultstring>"}, parts...) {
		if got.status != http.StatusInternalServerError || !strings.Contains(got.body, part) {
			c.t.Errorf("no fault with %s: %d %s", part, got.status, got.body)
		}
	}
}
