package anypointapi

import (
	"encoding/json"
	"testing"
)

func TestPoliciesOfEveryAgeAreDecoded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		document, templateID, kind, configuration string
		order                                     int64
		pointcuts                                 int
	}{
		"today's":         {`{"id":1,"policyTemplateId":"156","type":"custom","order":2,"configurationData":{"a":1},"pointcutData":[{"methodRegex":"GET","uriTemplateRegex":".*"}]}`, "156", "custom", `{"a":1}`, 2, 1},
		"a number":        {`{"id":1,"policyTemplateId":156,"pointcutData":[]}`, "156", "system", "", 0, 0},
		"a name":          {`{"id":1,"policyTemplateId":"ip-whitelist","order":null}`, "ip-whitelist", "system", "", 0, 0},
		"no template":     {`{"id":1,"policyTemplateId":null,"configurationData":[{"itemName":"x"}]}`, "", "system", `[{"itemName":"x"}]`, 0, 0},
		"a bare minimum":  {`{"id":1}`, "", "system", "", 0, 0},
		"no pointcuts":    {`{"id":1,"pointcutData":null}`, "", "system", "", 0, 0},
		"an unknown name": {`{"id":1,"audit":{"updated":{}},"implementationAsset":{}}`, "", "system", "", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got Policy
			if err := json.Unmarshal([]byte(test.document), &got); err != nil {
				t.Fatal(err)
			}
			order := int64(0)
			if got.Order != nil {
				order = *got.Order
			}
			if got.ID != 1 || got.TemplateID != test.templateID || got.Type != test.kind || order != test.order ||
				string(got.Configuration) != test.configuration || len(got.Pointcuts) != test.pointcuts || (test.pointcuts == 0) != (got.Pointcuts == nil) {
				t.Errorf("the policy is %+v", got)
			}
		})
	}
	if err := json.Unmarshal([]byte(`{"id":"x"}`), new(Policy)); err == nil {
		t.Error("a policy without a number was decoded")
	}
}

func TestAPolicyIsOursOnlyIfAllOfItIs(t *testing.T) {
	t.Parallel()
	applied := Policy{
		PolicyDefinition: PolicyDefinition{"g", "a", "1.1.1"}, Configuration: json.RawMessage(`{"ips":["192.0.2.1"],"x":1}`),
	}
	same := NewPolicy{PolicyDefinition: applied.PolicyDefinition, Configuration: json.RawMessage(`{"x":1.0, "ips":["192.0.2.1"]}`)}
	if !applied.isSameAs(same) {
		t.Error("the order of keys makes another policy")
	}
	for name, change := range map[string]func(*NewPolicy){
		"version":       func(p *NewPolicy) { p.AssetVersion = "1.1.2" },
		"configuration": func(p *NewPolicy) { p.Configuration = json.RawMessage(`{"ips":["192.0.2.1"]}`) },
		"pointcuts":     func(p *NewPolicy) { p.Pointcuts = []Pointcut{{"GET", ".*"}} },
		"switch":        func(p *NewPolicy) { p.Disabled = true },
	} {
		other := same
		change(&other)
		if applied.isSameAs(other) {
			t.Errorf("another %s makes no other policy", name)
		}
	}
}
