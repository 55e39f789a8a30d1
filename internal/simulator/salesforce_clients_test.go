package simulator_test

import (
	"embed"
	"io"
	"net/http"
	"path"
	"strings"
	"testing"
)

// clientRequests are requests in the shapes that JavaScript clients and the
// command line of Salesforce send: slashes doubled, elements in any order, the
// session in the SOAP header alone, bodies without a length.
//
//go:embed testdata/salesforce/*.txt
var clientRequests embed.FS

func TestRequestsOfRealClientsAreUnderstood(t *testing.T) {
	t.Parallel()
	answers := map[string]struct {
		status int
		part   string
	}{
		"create-unordered":      {200, "<fullName>Billing_Sync</fullName><success>true</success>"},
		"update-with-nil":       {200, "<fullName>Warehouse_Sync</fullName><success>true</success>"},
		"update-missing":        {200, "no ConnectedApp named Nobody found"},
		"upsert":                {200, "<created>true</created><fullName>Billing_Sync</fullName>"},
		"read-several":          {200, `</records><records xsi:nil="true"/><records xsi:type="ConnectedApp"><fullName>Auditor</fullName>`},
		"list-two-types":        {200, "<fileName>permissionsets/Frontend_Base.permissionset</fileName>"},
		"list-double-slash":     {200, "<fileName>connectedApps/Terraform.connectedApp</fileName>"},
		"rename":                {200, "<fullName>Stock_Sync</fullName><success>true</success>"},
		"delete-several":        {200, "<fullName>Warehouse_Sync</fullName><success>true</success></result><result><errors>"},
		"describe":              {200, "<xmlName>ConnectedApp</xmlName>"},
		"retrieve":              {200, "<state>Queued</state>"},
		"versions-double-slash": {200, `"version":"67.0"`},
		"organization":          {200, `"OrganizationType":"Enterprise Edition"`},
		"not-a-hub":             {400, "INVALID_TYPE"},
		"user-row":              {200, `"Username":"sarah.lee@acme.example"`},
		"userinfo":              {200, `"preferred_username":"terraform@acme.example"`},
		"find-user":             {200, `"totalSize":1`},
		"find-set":              {200, `"totalSize":0`},
		"columns":               {200, `"columnName":"Username"`},
		"no-source-tracking":    {404, "NOT_FOUND"},
		"create-set":            {201, `"success":true`},
		"assign-set":            {201, `"id":"0Pa`},
		"update-set":            {204, ""},
		"create-many":           {200, `"statusCode":"MALFORMED_ID"`},
		"delete-many":           {200, `"success":false`},
		"describe-set":          {200, `"keyPrefix":"0PS"`},
		"token-chunked":         {200, `"token_format":"opaque"`},
		"revoke":                {200, ""},
	}
	files, err := clientRequests.ReadDir("testdata/salesforce")
	if err != nil || len(files) != len(answers) {
		t.Fatalf("%d requests for %d answers, %v", len(files), len(answers), err)
	}
	for _, file := range files {
		t.Run(file.Name(), func(t *testing.T) {
			t.Parallel()
			c := startSalesforce(t)
			got, want := c.replay(file.Name()), answers[strings.TrimSuffix(file.Name(), ".txt")]
			if got.status != want.status || !strings.Contains(got.body, want.part) {
				t.Errorf("got %d %s, want %d with %s", got.status, got.body, want.status, want.part)
			}
			if unknown := c.Unknown(); len(unknown) > 0 {
				t.Errorf("unknown: %v", unknown)
			}
		})
	}
}

// replay sends the request in a file: a line with method and path, header
// lines, an empty line, and the body.
func (c *salesforce) replay(name string) salesforceAnswer {
	c.t.Helper()
	content, err := clientRequests.ReadFile(path.Join("testdata/salesforce", name))
	c.must(err)
	text := strings.NewReplacer(
		"{{token}}", c.token, "{{user}}", c.id("User", "LastName", "Lee"), "{{set}}", c.id("PermissionSet", "Name", "Frontend_Base"),
	).Replace(string(content))
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.url+target, strings.NewReader(strings.TrimSpace(body)))
	c.must(err)
	for _, line := range lines[1:] {
		field, value, _ := strings.Cut(line, ": ")
		if field == "Transfer-Encoding" {
			request.ContentLength = -1
			continue
		}
		request.Header.Set(field, value)
	}
	answer, err := (&http.Client{}).Do(request)
	c.must(err)
	defer func() { _ = answer.Body.Close() }()
	got, err := io.ReadAll(answer.Body)
	c.must(err)
	return salesforceAnswer{answer.StatusCode, answer.Header, string(got)}
}
