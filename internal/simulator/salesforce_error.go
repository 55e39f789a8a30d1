package simulator

import (
	"fmt"
	"net/http"
)

// salesforceError is a refusal of the REST API. Collections report it as the
// result of one record, with the code under another name.
type salesforceError struct {
	status  int
	code    string
	message string
	fields  []string
}

func (e *salesforceError) Error() string { return e.code + ": " + e.message }

// body is the whole answer to a refused request: an array of one.
func (e *salesforceError) body() any {
	entry := map[string]any{"message": e.message, "errorCode": e.code}
	if e.fields != nil {
		entry["fields"] = e.fields
	}
	return []any{entry}
}

// item is the error as the result of one record of a collection.
func (e *salesforceError) item() map[string]any {
	fields := e.fields
	if fields == nil {
		fields = []string{}
	}
	return map[string]any{"statusCode": e.code, "message": e.message, "fields": fields}
}

func refusal(code, format string, args ...any) *salesforceError {
	return &salesforceError{status: http.StatusBadRequest, code: code, message: fmt.Sprintf(format, args...)}
}

// withStatus answers with another status than 400.
func (e *salesforceError) withStatus(status int) *salesforceError {
	e.status = status
	return e
}

// about names the fields that are at fault.
func (e *salesforceError) about(fields ...string) *salesforceError {
	e.fields = fields
	return e
}

func notFound() *salesforceError {
	return refusal("NOT_FOUND", "The requested resource does not exist").withStatus(http.StatusNotFound)
}

func entityIsDeleted() *salesforceError {
	return refusal("ENTITY_IS_DELETED", "entity is deleted").withStatus(http.StatusNotFound)
}

func malformedID(subject, id string) *salesforceError {
	return refusal("MALFORMED_ID", "%s: id value of incorrect type: %s", subject, id)
}

func invalidCrossReference(field string) *salesforceError {
	return refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id").about(field)
}

func insufficientAccess() *salesforceError {
	return refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id").
		withStatus(http.StatusForbidden)
}

func objectNotSupported(name string) *salesforceError {
	return refusal("INVALID_TYPE", "sObject type '%s' is not supported. If you are attempting to use a custom object, "+
		"be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the "+
		"appropriate names.", name)
}
