package salesforceapi

import (
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

func TestRefusal(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method  string
		status  int
		body    string
		code    string
		message string
		kind    transport.Kind
	}{
		"data array": {
			"POST", 400, `[{"message":"Required fields are missing: [Label]","errorCode":"REQUIRED_FIELD_MISSING","fields":["Label"]}]`,
			"REQUIRED_FIELD_MISSING", "Required fields are missing: [Label]", transport.Invalid,
		},
		"Connect array": {
			"GET", 404, `[{"errorCode":"NOT_FOUND","message":"The requested resource does not exist"}]`,
			"NOT_FOUND", "The requested resource does not exist", transport.NotFound,
		},
		"deleted row": {
			"DELETE", 404, `[{"errorCode":"ENTITY_IS_DELETED","message":"entity is deleted"}]`,
			"ENTITY_IS_DELETED", "entity is deleted", transport.NotFound,
		},
		"deletion of what is no more": {
			"DELETE", 400, `[{"errorCode":"INVALID_CROSS_REFERENCE_KEY","message":"invalid cross reference id"}]`,
			"INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", transport.NotFound,
		},
		"reference to what is not there": {
			"POST", 400, `[{"errorCode":"INVALID_CROSS_REFERENCE_KEY","message":"invalid cross reference id"}]`,
			"INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", transport.Invalid,
		},
		"duplicate": {
			"POST", 400, `[{"errorCode":"DUPLICATE_VALUE","message":"duplicate value found"}]`,
			"DUPLICATE_VALUE", "duplicate value found", transport.Conflict,
		},
		"invisible object": {
			"GET", 400, `[{"errorCode":"INVALID_TYPE","message":"sObject type 'ConnectedApplication' is not supported."}]`,
			"INVALID_TYPE", "sObject type 'ConnectedApplication' is not supported.", transport.Permission,
		},
		"user without API": {
			"GET", 403, `[{"errorCode":"API_DISABLED_FOR_ORG","message":"The REST API is not enabled for this Organization."}]`,
			"API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.", transport.Permission,
		},
		"read-only reference": {
			"POST", 400, `[{"errorCode":"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY","message":"insufficient access rights"}]`,
			"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", "insufficient access rights", transport.Permission,
		},
		"ended session": {
			"GET", 401, `[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]`,
			"INVALID_SESSION_ID", "Session expired or invalid", transport.Session,
		},
		"session kept out of REST": {
			"GET", 401, `[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]`,
			"INVALID_SESSION_ID", "This session is not valid for use with the REST API", transport.AccessControl,
		},
		"session kept out of SOAP": {
			"POST", 500, faultOf("INVALID_SESSION_ID", "This session is not valid for use with the API"),
			"INVALID_SESSION_ID", "This session is not valid for use with the API", transport.AccessControl,
		},
		"SOAP fault": {
			"POST", 500, faultOf("INSUFFICIENT_ACCESS", "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions"),
			"INSUFFICIENT_ACCESS", "use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions", transport.Permission,
		},
		"daily allocation": {
			"GET", 403, `[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]`,
			"REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", transport.Quota,
		},
		"concurrency": {
			"GET", 403, `[{"message":"ConcurrentPerOrgLongTxn Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]`,
			"REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.", transport.Busy,
		},
		"taken key": {
			"POST", 200, `[{"statusCode":"INVALID_FIELD_FOR_INSERT_UPDATE","message":"The consumer key is already taken."}]`,
			"INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key is already taken.", transport.Conflict,
		},
		"page of a proxy": {
			"GET", 502, "<html><head><title>x</title></head><body><h1>Bad&nbsp;Gateway</h1>\n<p>try later</p></body></html>",
			"", "Bad Gateway try later", transport.NoAnswer,
		},
		"plain text":    {"GET", 503, "upstream connect error", "", "upstream connect error", transport.NoAnswer},
		"nothing":       {"GET", 404, "", "", "Not Found", transport.NotFound},
		"broken JSON":   {"GET", 400, `[{"message":`, "", `[{"message":`, transport.Other},
		"empty array":   {"GET", 401, `[]`, "", "[]", transport.Session},
		"edge, no host": {"GET", 420, "", "", "", transport.Busy},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := refusal(test.method, "/p", &transport.Response{Status: test.status, Body: []byte(test.body)})
			if got.Code != test.code || got.Message != test.message || got.Kind != test.kind {
				t.Errorf("got code %q, message %q, kind %d", got.Code, got.Message, got.Kind)
			}
		})
	}
}

func TestRefusalTellsEveryFailure(t *testing.T) {
	t.Parallel()
	got := refusal("POST", "/p", &transport.Response{Status: 400, Body: []byte(
		`[{"message":"one","errorCode":"STRING_TOO_LONG","fields":["Label"]},{"message":"two","errorCode":"X","fields":["Name"]}]`)})
	if got.Message != "one; two" || strings.Join(got.Fields, ",") != "Label,Name" {
		t.Errorf("got %v", got)
	}
}

func TestRefusalHidesSessions(t *testing.T) {
	t.Parallel()
	for _, session := range []string{"00D5g000004AcMe!AQEAQNz8.abc_DEF", "eyJhbGciOi.AQEAQ-_.c2ln"} {
		got := refusal("POST", "/p", &transport.Response{Status: 500, Body: []byte(faultOf("X", "Illegal session "+session+" here"))})
		if got.Message != "Illegal session [session] here" {
			t.Errorf("the error repeats the session: %v", got)
		}
	}
}

func FuzzFailures(f *testing.F) {
	f.Add([]byte(`[{"message":"m","errorCode":"c","fields":null}]`))
	f.Add([]byte(`{"error":"invalid_grant","error_description":"d"}`))
	f.Add([]byte(faultOf("INVALID_SESSION_ID", "x")))
	f.Add([]byte("<html><script>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got := refusal("GET", "/p", &transport.Response{Status: 500, Body: body})
		if got.Error() == "" {
			t.Fatal("an error without words")
		}
	})
}
