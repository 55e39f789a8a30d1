package anypointapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Violation is a part of a configuration that a policy does not accept.
type Violation struct {
	// Keys lead to the part: names of members, and positions in lists from 0. The
	// whole configuration has none.
	Keys []string
	// Message is what is wrong with it. It repeats no value.
	Message string
	// Missing tells that the part is required and not there.
	Missing bool
}

// Key joins the keys by dots.
func (v Violation) Key() string { return strings.Join(v.Keys, ".") }

// Validate holds a configuration against the template's JSON Schema. A template
// that has none accepts everything.
func (t PolicyTemplate) Validate(configuration json.RawMessage) ([]Violation, error) {
	document, has := t.schema()
	if !has {
		return nil, nil
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2019)
	compiler.UseLoader(noLoader{})
	const name = "policy.json"
	if err := compiler.AddResource(name, document); err != nil {
		return nil, fmt.Errorf("the schema of the policy: %w", err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		return nil, fmt.Errorf("the schema of the policy: %w", err)
	}
	instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(configuration))
	if err != nil {
		return nil, fmt.Errorf("decoding the configuration: %w", err)
	}
	err = compiled.Validate(instance)
	if invalid, is := errors.AsType[*jsonschema.ValidationError](err); is {
		return violations(invalid), nil
	}
	return nil, err //nolint:wrapcheck // nil, or a fault of the library
}

// noLoader keeps schemas from reading other files or addresses.
type noLoader struct{}

// Load implements [jsonschema.URLLoader].
func (noLoader) Load(address string) (any, error) {
	return nil, fmt.Errorf("it refers to %s, which is not read", address)
}

// schema is the template's JSON Schema, if it has one.
func (t PolicyTemplate) schema() (document map[string]any, has bool) {
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(t.Configuration))
	if err != nil {
		return nil, false
	}
	document, has = decoded.(map[string]any)
	return document, has && len(document) > 0
}

// Schema is the template's JSON Schema; nil when it has none.
func (t PolicyTemplate) Schema() json.RawMessage {
	if _, has := t.schema(); !has {
		return nil
	}
	return t.Configuration
}

// violations lists the innermost errors, each at the member that it is about.
func violations(invalid *jsonschema.ValidationError) []Violation {
	if len(invalid.Causes) > 0 {
		var found []Violation
		for _, cause := range invalid.Causes {
			found = append(found, violations(cause)...)
		}
		return found
	}
	at := func(text string, more ...string) Violation {
		return Violation{Keys: append(slices.Clone(invalid.InstanceLocation), more...), Message: text}
	}
	var found []Violation
	switch failed := invalid.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range failed.Missing {
			missing := at("is required", name)
			missing.Missing = true
			found = append(found, missing)
		}
	case *kind.AdditionalProperties:
		for _, name := range failed.Properties {
			found = append(found, at("is not a key of this version of the policy", name))
		}
	case *kind.Enum:
		found = append(found, at("must be one of "+listed(failed.Want)))
	case *kind.Const:
		found = append(found, at("must be "+listed([]any{failed.Want})))
	case *kind.Pattern:
		found = append(found, at("must match the regular expression "+failed.Want))
	case *kind.Format:
		found = append(found, at("must be of the format "+failed.Want))
	default:
		found = append(found, at(failed.LocalizedString(message.NewPrinter(language.English))))
	}
	return found
}

func listed(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = fmt.Sprint(value)
	}
	return strings.Join(texts, ", ")
}

// UnknownKeys are the top-level members of a configuration that the schema does
// not name. Versions that accept them ignore them. A template without a schema
// knows nothing.
func (t PolicyTemplate) UnknownKeys(configuration json.RawMessage) []string {
	document, _ := t.schema()
	properties, _ := document["properties"].(map[string]any)
	var members map[string]any
	if len(properties) == 0 || json.Unmarshal(configuration, &members) != nil {
		return nil
	}
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if _, known := properties[name]; !known {
			unknown = append(unknown, name)
		}
	}
	return unknown
}

// SensitiveKeys are the names of the members that hold secrets, at any depth.
func (t PolicyTemplate) SensitiveKeys() []string {
	found := map[string]bool{}
	var decoded any
	if json.Unmarshal(t.Configuration, &decoded) == nil {
		markedSensitive(decoded, found)
	}
	return slices.Sorted(maps.Keys(found))
}

// markedSensitive collects the properties of a schema that carry the
// characteristic security:sensitive, the fields of a form that say sensitive, and
// those of well-known names.
func markedSensitive(node any, found map[string]bool) {
	switch typed := node.(type) {
	case map[string]any:
		if name, isField := typed["propertyName"].(string); isField && typed["sensitive"] == true {
			found[name] = true
		}
		properties, _ := typed["properties"].(map[string]any)
		for name, property := range properties {
			if isSecretKey(name) || hasCharacteristic(property) {
				found[name] = true
			}
		}
		for _, member := range typed {
			markedSensitive(member, found)
		}
	case []any:
		for _, element := range typed {
			markedSensitive(element, found)
		}
	}
}

func hasCharacteristic(property any) bool {
	members, _ := property.(map[string]any)
	context, _ := members["@context"].(map[string]any)
	characteristics, _ := context["@characteristics"].([]any)
	return slices.Contains(characteristics, any("security:sensitive"))
}

// SecretsIn lists the members of a configuration that hold secrets, at any depth.
func (t PolicyTemplate) SecretsIn(configuration json.RawMessage) []string {
	var decoded any
	if json.Unmarshal(configuration, &decoded) != nil {
		return nil
	}
	sensitive := t.SensitiveKeys()
	found := map[string]bool{}
	collectKeys(decoded, func(key string) {
		if isSecretKey(key) || slices.Contains(sensitive, key) {
			found[key] = true
		}
	})
	return slices.Sorted(maps.Keys(found))
}

func collectKeys(value any, visit func(key string)) {
	switch typed := value.(type) {
	case map[string]any:
		for key, member := range typed {
			visit(key)
			collectKeys(member, visit)
		}
	case []any:
		for _, element := range typed {
			collectKeys(element, visit)
		}
	}
}

// WithoutSecrets is a configuration of this policy without the members that hold
// secrets.
func (t PolicyTemplate) WithoutSecrets(configuration json.RawMessage) json.RawMessage {
	sensitive := t.SensitiveKeys()
	var decoded any
	if json.Unmarshal(configuration, &decoded) != nil {
		return configuration
	}
	if !dropSecrets(decoded, func(key string) bool { return isSecretKey(key) || slices.Contains(sensitive, key) }) {
		return configuration
	}
	encoded, err := json.Marshal(decoded)
	if err != nil {
		return nil // cannot happen to what was decoded; a secret must not get through
	}
	return encoded
}
