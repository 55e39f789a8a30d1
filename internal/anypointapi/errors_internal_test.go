package anypointapi

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func answerOf(status int, body string) *transport.Response {
	return &transport.Response{Status: status, Header: http.Header{"X-Request-Id": {"r1"}}, Body: []byte(body)}
}

func TestEveryShapeOfErrorIsUnderstood(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status        int
		body          string
		kind          transport.Kind
		code, message string
		fields        []string
	}{
		"request schema": {
			400, `{"name":"Bad Request","errors":[{"path":"/body/deployment","message":"must be object","errorCode":"type.openapi.validation"}],"message":"request/body/deployment must be object"}`,
			transport.Invalid, "Bad Request", "must be object",
			[]string{"/body/deployment"},
		},
		"older request schema": {
			400, `{"errors":[{"dataPath":".spec","message":"should be object"},{"dataPath":".spec","message":"should be here"}]}`,
			transport.Invalid, "", "should be object; should be here",
			[]string{".spec"},
		},
		"policy template": {
			400, `{"name":"PolicyTemplateValidationError","message":"Policy Template is missing required files: [schema]"}`,
			transport.Invalid, "PolicyTemplateValidationError", "Policy Template is missing required files: [schema]", nil,
		},
		"no such API": {
			404, `{"name":"Not Found","message":"\"route\" could not be found using \"request path\""}`,
			transport.NotFound, "Not Found", `"route" could not be found using "request path"`, nil,
		},
		"no such API, said otherwise": {
			400, `{"message":"\"route\" could not be found using \"request path\""}`,
			transport.NotFound, "", `"route" could not be found using "request path"`, nil,
		},
		"wrong method": {
			405, `{"name":"Method Not Allowed","errors":[{"path":"/x","message":"POST method not allowed"}],"message":"POST method not allowed"}`,
			transport.Other, "Method Not Allowed", "POST method not allowed", nil,
		},
		"accounts":        {422, `{"status":422,"message":"Invalid role_id"}`, transport.Invalid, "", "Invalid role_id", nil},
		"plain forbidden": {403, "Forbidden", transport.Permission, "", "Forbidden", nil},
		"plain session":   {401, "Unauthorized", transport.Session, "", "Unauthorized", nil},
		"oauth":           {400, `{"error":"invalid_client","error_description":"No such client"}`, transport.Invalid, "invalid_client", "No such client", nil},
		"oauth, terse":    {400, `{"error":"invalid_client"}`, transport.Invalid, "", "invalid_client", nil},
		"nested":          {409, `{"error":{"message":"It exists"}}`, transport.Conflict, "", "It exists", nil},
		"array":           {400, `[{"message":"one"},"two"]`, transport.Invalid, "", "one; two", nil},
		"text in JSON":    {429, `"slow down"`, transport.Busy, "", "slow down", nil},
		"at capacity":     {503, "Back-end server is at capacity", transport.Busy, "", "Back-end server is at capacity", nil},
		"web page": {
			502, "<!DOCTYPE html><html><head><TITLE>\n 502 Bad&nbsp;Gateway </TITLE></head><body>…</body></html>",
			transport.NoAnswer, "", `a web page titled "502 Bad Gateway"`, nil,
		},
		"web page without title": {500, "<html></html>", transport.NoAnswer, "", `a web page titled ""`, nil},
		"nothing":                {500, "", transport.NoAnswer, "", "", nil},
		"strange JSON":           {400, `{"message":7}`, transport.Invalid, "", `{"message":7}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := refusal("GET", "/x", answerOf(test.status, test.body))
			if got.Kind != test.kind || got.Code != test.code || got.Message != test.message || !slices.Equal(got.Fields, test.fields) {
				t.Errorf("refusal = %+v", got)
			}
			if text := got.Error(); !strings.Contains(text, "GET /x") || !strings.Contains(text, "r1") {
				t.Errorf("the error %q names neither the call nor the request id", text)
			}
		})
	}
}

func FuzzRefusal(f *testing.F) {
	for _, seed := range []string{
		"", "Forbidden", "{}", `{"errors":[{"message":"x","path":"/y"},7,null],"name":[]}`, `{"error":{"error":{"message":"x"}}}`,
		"<html><title>x</title>", "<HTML><title", "\xff<html><title>\xff</title>", strings.Repeat("x", 2*longestText), "İ<html><title>İ</title>",
	} {
		f.Add(400, seed)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		got := refusal("GET", "/x", answerOf(status, body))
		for _, text := range append([]string{got.Message, got.Code}, got.Fields...) {
			if !utf8.ValidString(text) || strings.ContainsAny(text, "\n\r\x00") || utf8.RuneCountInString(text) > longestText+30 {
				t.Errorf("%q is no text for people", text)
			}
		}
		if len(got.Fields) > 0 && got.Kind != transport.Invalid {
			t.Errorf("fields are blamed for an error of kind %d", got.Kind)
		}
	})
}

func TestRetriesFollowThePlatformsRules(t *testing.T) {
	t.Parallel()
	const manager, accounts = "/base/apimanager/api/v1/organizations/o/environments/e/apis/1/policies", "/base/accounts/api/organizations/o/teams"
	retry := retryPolicy("/base")
	for _, test := range []struct {
		method, path string
		safe         bool
		status       int
		want         bool
	}{
		{"POST", manager, false, 429, true},
		{"POST", manager, false, 409, false},
		{"PATCH", manager, true, 409, false},
		{"POST", manager, false, 503, false},
		{"PATCH", manager, true, 503, true},
		{"POST", manager, false, 500, false},
		{"GET", manager, true, 500, true},
		{"GET", manager, true, 502, true},
		{"GET", manager, true, 504, true},
		{"GET", manager, true, 501, false},
		{"GET", manager, true, 404, false},
		{"GET", manager, true, 401, false},
		{"GET", manager, true, 200, false},
		{"POST", accounts, false, 409, true},
		{"GET", accounts, true, 409, false},
		{"POST", accounts, false, 503, true},
		{"POST", accounts, false, 500, false},
		{"POST", "/other" + accounts, false, 409, false},
	} {
		attempt := transport.Attempt{Method: test.method, Path: test.path, Safe: test.safe, Status: test.status}
		if got := retry(attempt); got != test.want {
			t.Errorf("%+v: retried = %t, want %t", test, got, test.want)
		}
	}
	lost := transport.Attempt{Err: errors.New("reset")}
	if retry(lost) {
		t.Error("a request that may have had an effect was repeated")
	}
	lost.Safe = true
	if !retry(lost) {
		t.Error("a safe request without an answer was not repeated")
	}
	if !retry(transport.Attempt{Unsent: true, Err: errors.New("refused")}) {
		t.Error("a request that was never sent was not repeated")
	}
}

func TestPathSegmentsAreEscaped(t *testing.T) {
	t.Parallel()
	got, err := expand("/a/{one}/b/{two}/c", []string{"x/y?z#", "ü %2e"})
	if want := "/a/x%2Fy%3Fz%23/b/%C3%BC%20%252e/c"; err != nil || got != want {
		t.Errorf("expand = %s, %v, want %s", got, err, want)
	}
	for _, segment := range []string{"", ".", ".."} {
		if got, err := expand("/a/{one}", []string{segment}); err == nil {
			t.Errorf("the segment %q made %s", segment, got)
		}
	}
}
