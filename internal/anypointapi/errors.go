package anypointapi

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// PermissionError is a call that the platform refuses to the account. It wraps
// the platform's own error, whose kind is [transport.Permission].
type PermissionError struct {
	// Scope is what a connected app that acts for itself needs, and Permission
	// what a user needs; empty when the platform doesn't say.
	Scope, Permission string
	// AccessManagement tells that the call may be one that the platform refuses
	// to every app that acts for itself, so that a user's session is needed.
	AccessManagement bool

	err error
}

// Error is the platform's refusal and what would lift it.
func (e *PermissionError) Error() string {
	var text strings.Builder
	text.WriteString(e.err.Error())
	if e.Scope != "" {
		fmt.Fprintf(&text, "; the call needs the scope %s (a user: the permission %q)", e.Scope, e.Permission)
	}
	if e.AccessManagement {
		text.WriteString("; an app that acts for itself may not make some calls of Access Management: " +
			"configure access_management with a user's credentials")
	}
	return text.String()
}

// Unwrap is the platform's own error.
func (e *PermissionError) Unwrap() error { return e.err }

// NeedsAccessManagement tells that a call was refused to an app that acts for
// itself and that a user may be allowed to make: see [Config.AccessManagement].
func NeedsAccessManagement(err error) bool {
	refused, ok := errors.AsType[*PermissionError](err)
	return ok && refused.AccessManagement
}

// refused adds what the caller can do about a refusal.
func refused(made operation, account *account, failure *transport.Error) error {
	switch {
	case failure.Kind == transport.Session && !renewable(account.credentials):
		return fmt.Errorf("%w: the access token has expired or was revoked, and it can't be renewed: supply a new one, "+
			"or sign in with a connected app", failure)
	case failure.Kind == transport.Session:
		// The session was opened a moment ago, so that it is not what is amiss.
		failure.Kind = transport.Permission
	case failure.Kind != transport.Permission:
		return failure
	}
	return &PermissionError{
		Scope: made.scope, Permission: made.permission,
		AccessManagement: made.accessManagement && !account.actsForUser(), err: failure,
	}
}

// refusal is an answer that is no success.
func refusal(method, path string, answer *transport.Response) *transport.Error {
	told := readFailure(answer.Told())
	failure := &transport.Error{
		Service: service, Method: method, Path: path, Status: answer.Status,
		Kind: kindOf(answer.Status, told.message), Code: told.code, Message: told.message,
		RequestID: answer.Header.Get("X-Request-Id"),
	}
	if failure.Kind == transport.Invalid {
		failure.Fields = told.fields
	}
	return failure
}

// noRoute is how API Manager answers for an API instance that does not exist.
const noRoute = `"route" could not be found`

func kindOf(status int, message string) transport.Kind {
	switch {
	case status == http.StatusNotFound, status >= 400 && status < 500 && strings.Contains(message, noRoute):
		return transport.NotFound
	case status == http.StatusConflict:
		return transport.Conflict
	case status == http.StatusUnauthorized:
		return transport.Session
	case status == http.StatusForbidden:
		return transport.Permission
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		return transport.Busy
	case status == http.StatusBadRequest, status == http.StatusUnprocessableEntity:
		return transport.Invalid
	case status >= 500:
		return transport.NoAnswer // the effect is unknown
	}
	return transport.Other
}

// unreadable is a success whose body is not the JSON that it should be, such as
// the page of a proxy: whether the request came through is not known.
func unreadable(method, path string, answer *transport.Response) error {
	return &transport.Error{
		Service: service, Method: method, Path: path, Status: answer.Status, Kind: transport.NoAnswer,
		Message:   "the answer is not what the API documents" + quote(answer.Told()),
		RequestID: answer.Header.Get("X-Request-Id"),
	}
}

// quote tells what came instead of JSON. What looks like JSON may hold secrets
// and is not told.
func quote(body []byte) string {
	if start := bytes.TrimLeft(body, " \t\r\n"); len(start) > 0 && strings.ContainsRune("{[\"", rune(start[0])) {
		return ", although it looks like JSON"
	}
	return ": " + readText(body)
}

// missing is an object that a listing does not have.
func missing(format string, arguments ...any) error {
	return &lookupError{message: fmt.Sprintf(format, arguments...)}
}

// lookupError is an object that was looked for in vain. It is
// [transport.NotFound].
type lookupError struct{ message string }

func (e *lookupError) Error() string { return e.message }

// Unwrap makes the error one of kind [transport.NotFound].
func (e *lookupError) Unwrap() error {
	return &transport.Error{Service: service, Kind: transport.NotFound, Message: e.message}
}
