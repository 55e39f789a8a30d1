package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// fuzzed is a seeded server and the token of a user who may do everything.
func fuzzed(f *testing.F) (server *simulator.Server, token string) {
	f.Helper()
	document, err := os.ReadFile("testdata/anypoint_rich.yaml")
	if err != nil {
		f.Fatal(err)
	}
	server = &simulator.Server{}
	if err := server.Seed(document); err != nil {
		f.Fatal(err)
	}
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, httptest.NewRequest(http.MethodPost, "/accounts/login",
		strings.NewReader(`{"username":"ada","password":"ada-password"}`)))
	_, rest, _ := strings.Cut(recorder.Body.String(), `"access_token":"`)
	token, _, _ = strings.Cut(rest, `"`)
	return server, token
}

// FuzzAnypointBodies sends any body to every call that takes one: it is
// accepted or refused, and the server stays able to list what it has.
func FuzzAnypointBodies(f *testing.F) {
	server, token := fuzzed(f)
	const organization = "/accounts/api/organizations/" + richOrganization
	calls := []string{
		"POST " + richPolicies, "PATCH " + richPolicies, "PATCH " + richPolicies + "/7001",
		"PUT " + richIdentities, "POST " + strings.TrimSuffix(richPolicies, "/19215099/policies"),
		"PATCH " + strings.TrimSuffix(richPolicies, "/policies"), "POST " + strings.TrimSuffix(richPolicies, "policies") + "tiers",
		"POST " + organization + "/environments", "PATCH " + organization + "/teams/" + richShopTeam + "/members",
		"DELETE " + organization + "/teams/" + richShopTeam + "/members", "POST " + organization + "/teams/" + richShopTeam + "/roles",
		"POST /graph/api/v2/graphql", "POST /accounts/login",
	}
	for _, body := range []string{
		`{"configurationData":{"ips":["192.0.2.1"]},"groupId":"` + acmeMuleSoft + `","assetId":"ip-allowlist","assetVersion":"1.1.2"}`,
		`[{"id":7001,"order":2}]`, `{"disabled":true,"pointcutData":null}`, `{"added":[{"identityType":"user"}],"deleted":null}`,
		`{"spec":{"groupId":"a","assetId":"b","version":"c"}}`, `{"name":"QA","type":"sandbox"}`, `[{"role_id":"x","context_params":{}}]`,
		`["` + richBen + `"]`, `{"query":"{ asset( }","variables":null}`, `null`, `1e999`, `{"order":1.0}`, ``,
	} {
		for call := range calls {
			f.Add(call, body)
		}
	}
	f.Fuzz(func(t *testing.T, call int, body string) {
		if call < 0 || call >= len(calls) {
			return
		}
		server.ForgetRequests()
		method, path, _ := strings.Cut(calls[call], " ")
		for _, request := range []*http.Request{
			httptest.NewRequest(method, path, strings.NewReader(body)),
			httptest.NewRequest(http.MethodGet, richPolicies+"?fullInfo=false", nil),
			httptest.NewRequest(http.MethodGet, richIdentities, nil),
		} {
			request.Header.Set("Authorization", "Bearer "+token)
			recorder := httptest.NewRecorder()
			server.ServeHTTP(recorder, request)
			if recorder.Code >= http.StatusInternalServerError {
				t.Fatalf("after %s with %q, %s answered %d %s", calls[call], body, request.URL.Path, recorder.Code, recorder.Body)
			}
		}
	})
}

// FuzzAnypointTokenEndpoint sends any body under any content type.
func FuzzAnypointTokenEndpoint(f *testing.F) {
	server, _ := fuzzed(f)
	f.Add("application/json", `{"grant_type":"client_credentials","client_id":"rich-own","client_secret":"secret"}`)
	f.Add("application/x-www-form-urlencoded", "grant_type=client_credentials&client_id=rich-own&client_secret=secret")
	f.Add("", "")
	f.Add("application/json", "[]")
	f.Add("a/b; c", "%zz")
	f.Fuzz(func(t *testing.T, contentType, body string) {
		server.ForgetRequests()
		request := httptest.NewRequest(http.MethodPost, tokenPath, strings.NewReader(body))
		request.Header.Set("Content-Type", contentType)
		recorder := httptest.NewRecorder()
		server.ServeHTTP(recorder, request)
		granted := strings.Contains(recorder.Body.String(), "access_token")
		if granted != (recorder.Code == http.StatusOK) || recorder.Code >= http.StatusInternalServerError {
			t.Fatalf("%q as %q is answered %d %s", body, contentType, recorder.Code, recorder.Body)
		}
	})
}
