package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// ipAllowlist is a request to apply an IP allowlist.
func ipAllowlist(version string, configuration map[string]any) map[string]any {
	return map[string]any{
		"configurationData": configuration, "pointcutData": nil, "policyTemplateId": nil, "apiVersionId": acmeOrdersAPI,
		"groupId": acmeMuleSoft, "assetId": "ip-allowlist", "assetVersion": version,
	}
}

func addresses(ips ...string) map[string]any {
	return map[string]any{"ipExpression": "#[attributes.headers['x-forwarded-for']]", "ips": ips}
}

func policyPath(id int) string { return fmt.Sprintf("%s/%d", policiesPath, id) }

// apply applies a policy to the orders API and tells its id.
func (c *anypointClient) apply(body map[string]any) int {
	c.t.Helper()
	return c.do(http.MethodPost, policiesPath, body).want(http.StatusCreated).number("id")
}

func TestPolicyLifecycle(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	applied := c.do(http.MethodPost, policiesPath, ipAllowlist("1.1.1", addresses("192.0.2.1"))).want(http.StatusCreated)
	for _, unsaid := range []string{"disabled", "type"} {
		if applied.at(unsaid) != nil {
			t.Errorf("the answer to a new policy has %s", unsaid)
		}
	}
	if got := applied.number("order"); got != 1 {
		t.Errorf("the first policy has order %d", got)
	}
	id := applied.number("id")

	shown := c.get(policyPath(id)).want(http.StatusOK)
	if shown.at("disabled") != false || shown.text("type") != "system" || shown.number("apiId") != acmeOrdersAPI {
		t.Errorf("the policy is %s", shown.raw)
	}
	if strings.Trim(shown.text("policyTemplateId"), "0123456789") != "" {
		t.Errorf("policyTemplateId is %s, want a number as text", shown.text("policyTemplateId"))
	}
	if got := shown.text("implementationAsset", "assetId"); got != "ip-allowlist-mule" {
		t.Errorf("a Mule 4 instance runs %s", got)
	}
	if shown.at("audit", "updated", "date") != nil {
		t.Error("a new policy is updated already")
	}

	changed := c.do(http.MethodPatch, policyPath(id), map[string]any{
		"configurationData": map[string]any{"ips": []string{"198.51.100.0/24"}}, "assetVersion": "1.1.2", "disabled": true,
	}).want(http.StatusOK)
	if changed.at("audit", "created", "date") != nil || changed.at("audit", "updated", "date") == nil {
		t.Errorf("the answer to a change has the audit %v", changed.at("audit"))
	}
	if changed.at("order") != nil {
		t.Error("the answer to a change echoes more than the request")
	}

	shown = c.get(policyPath(id)).want(http.StatusOK)
	if shown.at("configurationData", "ipExpression") != nil {
		t.Error("a change merged configurationData, want it replaced whole")
	}
	if shown.text("assetVersion") != "1.1.2" || shown.number("id") != id || shown.at("disabled") != true {
		t.Errorf("after the upgrade the policy is %s", shown.raw)
	}

	c.do(http.MethodDelete, policyPath(id), nil).want(http.StatusNoContent)
	c.get(policyPath(id)).want(http.StatusNotFound)
	c.do(http.MethodDelete, policyPath(id), nil).want(http.StatusNotFound)
}

func TestPolicyListsHaveTwoShapes(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	on := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	blocklist := ipAllowlist("1.1.1", addresses("192.0.2.9"))
	blocklist["assetId"] = "ip-blocklist"
	off := c.apply(blocklist)
	c.do(http.MethodPatch, policyPath(off), `{"disabled":true}`).want(http.StatusOK)

	all := c.get(policiesPath + "?fullInfo=false").want(http.StatusOK)
	if len(all.list()) != 2 || all.number(0, "id") != on || all.at(1, "disabled") != true {
		t.Errorf("fullInfo=false lists %s, want both policies", all.raw)
	}
	active := c.get(policiesPath).want(http.StatusOK)
	if len(active.list("policies")) != 1 || active.number("policies", 0, "policyId") != on {
		t.Errorf("the default lists %s, want the active policy alone", active.raw)
	}
	if got := active.text("policies", 0, "configuration", "ips", 0); got != "192.0.2.1" {
		t.Errorf("configuration.ips is %s", got)
	}
	if got := active.text("policies", 0, "template", "assetId"); got != "ip-allowlist" {
		t.Errorf("template.assetId is %s", got)
	}
	if len(active.list("tiers", "values")) != 0 {
		t.Error("the instance has tiers")
	}
}

func TestPolicyRefusals(t *testing.T) {
	t.Parallel()
	with := func(key string, value any) map[string]any {
		body := ipAllowlist("1.1.1", addresses("192.0.2.1"))
		body[key] = value
		return body
	}
	extra := map[string]any{"ips": []string{"192.0.2.1"}, "note": "x"}
	tests := map[string]struct {
		body    map[string]any
		status  int
		message string
	}{
		"unknown version":             {ipAllowlist("9.9.9", addresses("192.0.2.1")), 400, "Policy Template is missing required files: [schema]"},
		"unknown member":              {with("colour", "red"), 400, "request/body/colour must NOT have additional properties"},
		"null configuration":          {with("configurationData", nil), 400, "request/body/configurationData must be object"},
		"no asset":                    {map[string]any{"configurationData": map[string]any{}}, 400, "must have required property 'assetId'"},
		"configuration without ips":   {ipAllowlist("1.1.1", map[string]any{}), 400, "request/body/configurationData/ips must have required property 'ips'"},
		"ips that are a string":       {ipAllowlist("1.1.1", map[string]any{"ips": "192.0.2.1"}), 400, "request/body/configurationData/ips must be array"},
		"extra key in a strict one":   {ipAllowlist("1.1.0", extra), 400, "request/body/configurationData/note must NOT have additional properties"},
		"extra key in a lax one":      {ipAllowlist("1.1.2", extra), 201, ""},
		"extra key before the split":  {ipAllowlist("1.0.0", extra), 201, ""},
		"pointcut with a wrong key":   {with("pointcutData", []any{map[string]any{"method": "GET"}}), 400, "must NOT have additional properties"},
		"pointcut":                    {with("pointcutData", []any{map[string]any{"methodRegex": "GET", "uriTemplateRegex": ".*"}}), 201, ""},
		"apiVersionId as text":        {with("apiVersionId", "19215012"), 201, ""},
		"policyTemplateId as asset":   {with("policyTemplateId", "ip-allowlist"), 201, ""},
		"order that is no number":     {with("order", "first"), 400, "request/body/order must be integer"},
		"policy without Mule runtime": {with("groupId", acmeOrganization), 400, "missing required files"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := acmeAnypoint(t, terraformGrant).do(http.MethodPost, policiesPath, test.body).want(test.status)
			if test.message != "" && !strings.Contains(got.text("message"), test.message) {
				t.Errorf("the message is %q, want %q", got.text("message"), test.message)
			}
		})
	}
}

func TestPolicyTwice(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	c.do(http.MethodPost, policiesPath, ipAllowlist("1.1.2", addresses("192.0.2.2"))).want(http.StatusConflict)
	second := c.do(http.MethodPost, policiesPath+"?allowDuplicated=true", ipAllowlist("1.1.2", addresses("192.0.2.2")))
	if got := second.want(http.StatusCreated).number("order"); got != 2 {
		t.Errorf("the second policy has order %d", got)
	}
}

func TestPolicyOfUnknownAPI(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	for _, api := range []string{"1", "orders", "19215013"} {
		got := c.get(environmentPath + "/apis/" + api + "/policies").want(http.StatusNotFound)
		if got.text("message") != `"route" could not be found using "request path"` {
			t.Errorf("API %s is answered %s", api, got.raw)
		}
	}
}

func TestPolicyOrder(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	first := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	second := c.apply(map[string]any{
		"groupId": acmeMuleSoft, "assetId": "rate-limiting", "assetVersion": "1.4.0",
		"configurationData": map[string]any{"rateLimits": []any{map[string]any{"maximumRequests": 9, "timePeriodInMilliseconds": 60000}}},
	})
	cors := c.apply(map[string]any{
		"groupId": acmeMuleSoft, "assetId": "cors", "assetVersion": "1.3.2",
		"configurationData": map[string]any{"publicResource": true, "supportCredentials": false},
	})
	ordered := c.do(http.MethodPatch, policiesPath, []any{
		map[string]any{"id": second, "order": 1, "disabled": true}, map[string]any{"id": first, "order": 2},
	}).want(http.StatusOK)
	if ordered.number(0, "order") != 2 || ordered.number(1, "order") != 1 || ordered.at(1, "disabled") != false {
		t.Errorf("the order is %s", ordered.raw)
	}
	if got := c.get(policyPath(cors)); got.at("order") != nil {
		t.Errorf("CORS has the order %v, want none", got.at("order"))
	}
	c.do(http.MethodPatch, policiesPath, `[{"id":1,"order":1}]`).want(http.StatusBadRequest)
}

func TestPolicySwitches(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	id := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	path := strings.Replace(policyPath(id), "/api/v1/", "/xapi/v1/", 1)
	if got := c.do(http.MethodPost, path+"/enable", "{}").want(http.StatusBadRequest); !strings.Contains(got.raw, "already enabled") {
		t.Errorf("enabling twice is answered %s", got.raw)
	}
	c.do(http.MethodPost, path+"/disable", "{}").want(http.StatusCreated)
	c.do(http.MethodPost, path+"/disable", "{}").want(http.StatusBadRequest)
	c.do(http.MethodPatch, policyPath(id), `{"disabled":true}`).want(http.StatusOK)
	c.do(http.MethodPost, path+"/enable", "{}").want(http.StatusCreated)
}

func TestPolicySecretsAreNotRead(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	id := c.apply(map[string]any{
		"groupId": acmeMuleSoft, "assetId": "http-basic-authentication", "assetVersion": "1.3.2",
		"configurationData": map[string]any{"username": "orders", "password": "s3cr3t"},
	})
	for _, path := range []string{policyPath(id), policiesPath, policiesPath + "?fullInfo=false"} {
		if got := c.get(path).want(http.StatusOK); strings.Contains(got.raw, "s3cr3t") {
			t.Errorf("%s returns the password", path)
		}
	}
	if got := c.server.Policies(acmeOrdersAPI)[0].Configuration["password"]; got != "s3cr3t" {
		t.Errorf("the password is %v", got)
	}
}

func TestPolicyTemplates(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	path := "/apimanager/xapi/v1/organizations/" + acmeOrganization + "/exchange-policy-templates"
	latest := c.get(path + "?latest=true").want(http.StatusOK)
	if got := latest.texts("assetId"); !slices.Contains(got, "ip-allowlist") {
		t.Errorf("the templates are %v", got)
	}
	if got, all := len(latest.list()), len(c.get(path).list()); got >= all {
		t.Errorf("latest=true lists %d of %d templates", got, all)
	}
	flex := c.get(path + "?latest=true&apiInstanceId=19215014")
	if slices.Contains(flex.texts("assetId"), "xml-threat-protection") {
		t.Error("XML threat protection is offered to a Flex Gateway")
	}
	one := c.get(path + "/" + acmeMuleSoft + "/ip-allowlist/1.1.1?splitModel=true").want(http.StatusOK)
	if got := one.text("configuration", "properties", "ips", "type"); got != "array" {
		t.Errorf("the schema of ips is %s", got)
	}
	form := c.get(path + "/" + acmeMuleSoft + "/ip-allowlist/1.1.1")
	if form.text("configuration", 1, "propertyName") != "ips" || form.at("configuration", 1, "optional") != false {
		t.Errorf("the form is %s", form.raw)
	}
	c.get(path + "/" + acmeMuleSoft + "/ip-allowlist/9.9.9").want(http.StatusNotFound)
}

func TestPolicyDrift(t *testing.T) {
	t.Parallel()
	c := acmeAnypoint(t, terraformGrant)
	id := c.apply(ipAllowlist("1.1.1", addresses("192.0.2.1")))
	if !c.server.EditPolicy(acmeOrdersAPI, id, func(p *simulator.Policy) {
		p.Configuration["ips"] = []string{"192.0.2.1", "203.0.113.7"}
	}) {
		t.Fatal("EditPolicy found no policy")
	}
	if got := c.get(policyPath(id)).text("configurationData", "ips", 1); got != "203.0.113.7" {
		t.Errorf("the address added by hand is %s", got)
	}
	if !c.server.DeletePolicy(acmeOrdersAPI, id) || c.server.DeletePolicy(acmeOrdersAPI, id) {
		t.Error("DeletePolicy does not tell whether there was a policy")
	}
	c.get(policyPath(id)).want(http.StatusNotFound)

	added, err := c.server.AddPolicy(acmeOrdersAPI, "ip-allowlist", "1.1.1", addresses("192.0.2.4"))
	if err != nil {
		t.Fatal(err)
	}
	c.get(policyPath(added)).want(http.StatusOK)
	if !c.server.DeleteAPIInstance(acmeOrdersAPI) {
		t.Error("DeleteAPIInstance found no instance")
	}
	c.get(policyPath(added)).want(http.StatusNotFound)
}
