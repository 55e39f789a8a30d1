package simulator

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

//go:embed catalogue/anypoint_requests.yaml
var requestsDocument []byte

// accept checks the body against a schema of catalogue/anypoint_requests.yaml
// and decodes it into value.
func (c *anypointCall) accept(schemaName string, value any) *anypointAnswer {
	var schemas map[string]any
	if err := yaml.Load(requestsDocument, &schemas); err != nil {
		answer := managerRefusal(http.StatusInternalServerError, "Error", "reading the request schemas: %v", err)
		return &answer
	}
	body, err := jsonschema.UnmarshalJSON(bytes.NewReader(c.body))
	if err != nil {
		answer := managerRefusal(http.StatusBadRequest, "Bad Request", "%v", err)
		return &answer
	}
	if refused := validate(schemas[schemaName], body, "/body"); refused != nil {
		return refused
	}
	if err := c.decode(value); err != nil {
		answer := managerRefusal(http.StatusBadRequest, "Bad Request", "%v", err)
		return &answer
	}
	return nil
}

// validate checks a value; path is where the value is within the request.
func validate(schema, value any, path string) *anypointAnswer {
	err := violation(schema, value)
	if err == nil {
		return nil
	}
	invalid := &jsonschema.ValidationError{}
	if !errors.As(err, &invalid) {
		answer := managerRefusal(http.StatusInternalServerError, "Error", "%v", err)
		return &answer
	}
	failures := failuresOf(invalid, path)
	messages := make([]string, len(failures))
	for i, failure := range failures {
		messages[i] = "request" + failure.Path + " " + failure.Message
	}
	return &anypointAnswer{http.StatusBadRequest, map[string]any{
		"name": "Bad Request", "errors": failures, "message": strings.Join(messages, ", "),
	}}
}

// violation is nil if the value obeys the schema.
func violation(schema, value any) error {
	document, err := plainJSON(schema)
	if err != nil {
		return err
	}
	instance, err := plainJSON(value)
	if err != nil {
		return err
	}
	compiler := jsonschema.NewCompiler()
	const name = "schema.json"
	if err := compiler.AddResource(name, document); err != nil {
		return fmt.Errorf("adding the schema: %w", err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		return fmt.Errorf("compiling the schema: %w", err)
	}
	if err := compiled.Validate(instance); err != nil {
		return fmt.Errorf("validating: %w", err)
	}
	return nil
}

// plainJSON turns a value, such as one read from YAML, into the types that the
// validator knows.
func plainJSON(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	plain, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("decoding: %w", err)
	}
	return plain, nil
}

// schemaFailure is one error of API Manager's request validator.
type schemaFailure struct {
	Path    string `json:"path"`
	Message string `json:"message"`
	Code    string `json:"errorCode"`
}

// failuresOf lists the innermost errors.
func failuresOf(invalid *jsonschema.ValidationError, path string) []schemaFailure {
	if len(invalid.Causes) > 0 {
		var failures []schemaFailure
		for _, cause := range invalid.Causes {
			failures = append(failures, failuresOf(cause, path)...)
		}
		return failures
	}
	at := strings.Join(append([]string{path}, invalid.InstanceLocation...), "/")
	switch failed := invalid.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		failures := make([]schemaFailure, len(failed.Properties))
		for i, property := range failed.Properties {
			failures[i] = schemaFailure{at + "/" + property, "must NOT have additional properties", "additionalProperties.openapi.validation"}
		}
		return failures
	case *kind.Required:
		failures := make([]schemaFailure, len(failed.Missing))
		for i, property := range failed.Missing {
			failures[i] = schemaFailure{at + "/" + property, "must have required property '" + property + "'", "required.openapi.validation"}
		}
		return failures
	case *kind.Type:
		return []schemaFailure{{at, "must be " + strings.Join(failed.Want, ","), "type.openapi.validation"}}
	default:
		printer := message.NewPrinter(language.English)
		keyword := strings.Join(failed.KeywordPath(), ".")
		return []schemaFailure{{at, failed.LocalizedString(printer), keyword + ".openapi.validation"}}
	}
}
