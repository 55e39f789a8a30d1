package simulator

import (
	"net/mail"
	"slices"
	"strings"
	"time"
)

// accept checks the values of a request against the object's fields, and puts
// them into the form that rows keep.
func (a salesforceActor) accept(
	object *salesforceObject, values map[string]any, use salesforceFlag,
) (salesforceRow, *salesforceError) {
	row := salesforceRow{}
	for name, value := range values {
		if strings.EqualFold(name, "attributes") {
			continue
		}
		field := object.field(name)
		if field == nil || !a.has(field, false) {
			return nil, refusal("INVALID_FIELD", "No such column '%s' on sobject of type %s", name, object.Name)
		}
		if field.Name == "Id" {
			return nil, refusal("INVALID_FIELD", "The Id field should not be specified in the sobject data.")
		}
		if !a.setup && !field.is(use) {
			return nil, notWriteable(field.Name)
		}
		accepted, refused := a.acceptValue(field, value)
		if refused != nil {
			return nil, refused
		}
		row[field.Name] = accepted
	}
	return row, nil
}

func notWriteable(field string) *salesforceError {
	return refusal("INVALID_FIELD_FOR_INSERT_UPDATE", "Unable to create/update fields: %s. Please check the security "+
		"settings of this field and verify that it is read/write for your profile or permission set.", field).about(field)
}

func requiredFieldMissing(fields []string) *salesforceError {
	return refusal("REQUIRED_FIELD_MISSING", "Required fields are missing: [%s]", strings.Join(fields, ", ")).about(fields...)
}

func missingFields(object *salesforceObject, row salesforceRow) []string {
	var missing []string
	for _, field := range object.Fields {
		if field.is(required) && row[field.Name] == nil {
			missing = append(missing, field.Name)
		}
	}
	return missing
}

func (a salesforceActor) acceptValue(field *salesforceField, value any) (any, *salesforceError) {
	if value == nil {
		return nil, nil
	}
	switch field.Kind {
	case kindBoolean:
		if _, right := value.(bool); !right {
			return nil, wrongJSON(field, value)
		}
		return value, nil
	case kindInt:
		if _, right := value.(float64); !right {
			return nil, wrongJSON(field, value)
		}
		return value, nil
	case kindID, kindReference, kindString, kindEmail, kindPicklist, kindDatetime:
	}
	text, right := value.(string)
	if !right {
		return nil, wrongJSON(field, value)
	}
	if text = strings.TrimSpace(text); text == "" {
		return nil, nil
	}
	return a.acceptText(field, text)
}

func (a salesforceActor) acceptText(field *salesforceField, text string) (any, *salesforceError) {
	switch {
	case field.Kind == kindReference:
		return a.acceptReference(field, text)
	case field.Kind == kindDatetime:
		at, err := parseSalesforceTime(text)
		if err != nil {
			return nil, wrongJSON(field, text)
		}
		return at.UTC().Format(salesforceTime), nil
	case field.Length > 0 && len([]rune(text)) > field.Length:
		return nil, refusal("STRING_TOO_LONG", "%s: data value too large: %s (max length=%d)",
			field.Name, text, field.Length).about(field.Name)
	case field.Kind == kindEmail && !isEmail(text):
		return nil, refusal("INVALID_EMAIL_ADDRESS", "%s: invalid email address: %s", field.Name, text).about(field.Name)
	case field.Kind == kindPicklist && field.Values != nil && !slices.Contains(field.Values, text):
		return nil, refusal("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
			"%s: bad value for restricted picklist field: %s", field.Name, text).about(field.Name)
	}
	return text, nil
}

func (a salesforceActor) acceptReference(field *salesforceField, text string) (any, *salesforceError) {
	id, right := canonicalID(text)
	if !right {
		return nil, malformedID(field.Name, text).about(field.Name)
	}
	if a.org.row(field.Reference, id) == nil && (field.Alternative == "" || a.org.row(field.Alternative, id) == nil) {
		return nil, invalidCrossReference(field.Name)
	}
	return id, nil
}

func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text
}

func wrongJSON(field *salesforceField, value any) *salesforceError {
	return refusal("JSON_PARSER_ERROR", "Cannot deserialize instance of %s from value %v", field.Kind, value).about(field.Name)
}

// parseSalesforceTime reads a point in time in the forms that the API takes.
func parseSalesforceTime(text string) (time.Time, error) {
	var err error
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999Z0700", time.DateOnly} {
		var at time.Time
		if at, err = time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, err
}
