package anypointapi

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func template(schema string) PolicyTemplate {
	return PolicyTemplate{Configuration: json.RawMessage(schema)}
}

const limitsSchema = `{
  "$schema": "https://json-schema.org/draft/2019-09/schema", "type": "object", "required": ["limits"], "additionalProperties": false,
  "properties": {
    "limits": {"type": "array", "items": {"type": "object", "required": ["count"], "properties": {"count": {"type": "integer", "minimum": 1}}}},
    "mode": {"enum": ["soft", "hard"]},
    "name": {"type": "string", "pattern": "^[a-z]+$"},
    "key": {"type": "string", "@context": {"@characteristics": ["security:sensitive"]}}
  }
}`

func TestViolationsNameTheKey(t *testing.T) {
	t.Parallel()
	for configuration, want := range map[string]string{
		`{"limits":[{"count":1}]}`:        "",
		`{}`:                              "limits is required",
		`{"limits":[{}]}`:                 "limits.0.count is required",
		`{"limits":[{"count":0}]}`:        "limits.0.count minimum: got 0, want 1",
		`{"limits":"many"}`:               "limits got string, want array",
		`{"limits":[],"colour":"red"}`:    "colour is not a key of this version of the policy",
		`{"limits":[],"mode":"none"}`:     "mode must be one of soft, hard",
		`{"limits":[],"name":"A SECRET"}`: "name must match the regular expression ^[a-z]+$",
		`[]`:                              " got array, want object",
		`{"limits":[{"count":"x"}],"mode":"hardly"}`: "limits.0.count got string, want integer; mode must be one of soft, hard",
	} {
		violations, err := template(limitsSchema).Validate(json.RawMessage(configuration))
		if err != nil {
			t.Errorf("%s: %v", configuration, err)
		}
		texts := make([]string, len(violations))
		for i, violation := range violations {
			texts[i] = violation.Key() + " " + violation.Message
			if violation.Missing != strings.HasSuffix(texts[i], "is required") {
				t.Errorf("%s: missing is %t", configuration, violation.Missing)
			}
		}
		slices.Sort(texts)
		if got := strings.Join(texts, "; "); got != want {
			t.Errorf("%s violates %q, want %q", configuration, got, want)
		}
	}
}

func TestTemplatesWithoutASchemaAcceptEverything(t *testing.T) {
	t.Parallel()
	for name, schema := range map[string]string{
		"a form": `[{"propertyName":"password","sensitive":true}]`, "nothing": ``, "null": `null`, "an empty schema": `{}`,
	} {
		if violations, err := template(schema).Validate(json.RawMessage(`{"any":"thing"}`)); err != nil || violations != nil {
			t.Errorf("%s: %v, %v", name, violations, err)
		}
		if template(schema).Schema() != nil || template(schema).UnknownKeys(json.RawMessage(`{"any":1}`)) != nil {
			t.Errorf("%s knows keys", name)
		}
	}
	for name, schema := range map[string]string{
		"another file": `{"$ref":"file:///etc/passwd"}`, "an address": `{"$ref":"http://127.0.0.1/x"}`, "nonsense": `{"type":7}`,
	} {
		if _, err := template(schema).Validate(json.RawMessage(`{}`)); err == nil {
			t.Errorf("a schema of %s was used", name)
		}
	}
}

func TestSensitiveKeys(t *testing.T) {
	t.Parallel()
	for schema, want := range map[string]string{
		limitsSchema: "key",
		`[{"propertyName":"token","sensitive":true},{"propertyName":"user","sensitive":false}]`:                "token",
		`{"properties":{"password":{"type":"string"},"user":{"type":"string"}}}`:                               "password",
		`{"properties":{"inner":{"properties":{"textKey":{}}},"list":{"items":{"properties":{"secret":{}}}}}}`: "secret,textKey",
		``: "",
	} {
		if got := strings.Join(template(schema).SensitiveKeys(), ","); got != want {
			t.Errorf("%s: sensitive are %s, want %s", schema, got, want)
		}
	}
	whole := json.RawMessage(`{"key":"x","mode":"soft","inner":[{"password":"y"}]}`)
	if got := template(limitsSchema).SecretsIn(whole); strings.Join(got, ",") != "key,password" {
		t.Errorf("the secrets are %v", got)
	}
	if got := string(template(limitsSchema).WithoutSecrets(whole)); got != `{"inner":[{}],"mode":"soft"}` {
		t.Errorf("without secrets it is %s", got)
	}
	if got := template(limitsSchema).UnknownKeys(whole); strings.Join(got, ",") != "inner" {
		t.Errorf("unknown are %v", got)
	}
}

func TestMasksAndWellKnownSecretsAreLeftOut(t *testing.T) {
	t.Parallel()
	for configuration, want := range map[string]string{
		`{"username":"u","password":"p"}`:                    `{"username":"u"}`,
		`{"clientId":"******","scopes":"a"}`:                 `{"scopes":"a"}`,
		`{"a":{"textKey":"k","b":1}}`:                        `{"a":{"b":1}}`,
		`[{"itemData":{"message":"m","secret":"s"}}]`:        `[{"itemData":{"message":"m"}}]`,
		`{"clientSecretExpression": "#[vars.x]", "m": "**"}`: `{"clientSecretExpression": "#[vars.x]", "m": "**"}`,
		`{`: `{`,
	} {
		if got := string(WithoutSecrets(json.RawMessage(configuration))); got != want {
			t.Errorf("%s becomes %s, want %s", configuration, got, want)
		}
	}
}

func FuzzWithoutSecrets(f *testing.F) {
	f.Add(`{"password":"hush","list":[{"textKey":"hush"}]}`)
	f.Add(`[{"a":"***"}]`)
	f.Fuzz(func(t *testing.T, document string) {
		once := WithoutSecrets(json.RawMessage(document))
		if !equalJSON(once, WithoutSecrets(once)) {
			t.Errorf("%s keeps a secret at first", document)
		}
	})
}

func TestVersionsAreOrderedAsNumbers(t *testing.T) {
	t.Parallel()
	versions := []string{"1.10.0", "1.9.0", "1.9.0-rc", "0.12.0", "1.9"}
	slices.SortFunc(versions, compareVersions)
	if got := strings.Join(versions, " "); got != "0.12.0 1.9 1.9.0 1.9.0-rc 1.10.0" {
		t.Errorf("the order is %s", got)
	}
}
