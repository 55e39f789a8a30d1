package transport

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Kind is what an error means for the caller, whatever the platform calls it.
type Kind int

// The kinds of errors.
const (
	// Other is an error without a special meaning.
	Other Kind = iota
	// NoAnswer means that the request may or may not have taken effect.
	NoAnswer
	// NotFound means that the object does not exist.
	NotFound
	// Conflict means that an object of that name or key exists already.
	Conflict
	// Permission means that the signed-in identity may not do this.
	Permission
	// Session means that the session has ended and a new one may do.
	Session
	// AccessControl means that the platform keeps the signed-in app out; a new
	// session would not help.
	AccessControl
	// Quota means that the daily allocation is spent: waiting minutes is no help.
	Quota
	// Busy means that the platform asks to come back later.
	Busy
	// Invalid means that the platform does not accept the values sent.
	Invalid
)

// ErrNoAnswer is matched by errors of requests that may have taken effect.
var ErrNoAnswer = errors.New("no answer")

// Error is a platform's refusal or failure to answer.
type Error struct {
	// Service is the platform.
	Service string
	// Method and Path tell the call; the path has no query.
	Method, Path string
	// Status is the HTTP status, or zero without an answer.
	Status int
	// Kind is the meaning.
	Kind Kind
	// Code and Message are the platform's own.
	Code, Message string
	// Unsent tells that the client itself refused, and sent nothing.
	Unsent bool
	// Fields are the fields at fault, as the platform names them.
	Fields []string
	// RequestID is the platform's name for the call, when it gives one.
	RequestID string

	cause error
}

// Error tells the call and the platform's own words.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s answered %s %s", e.Service, e.Method, e.Path)
	switch {
	case e.Unsent:
		text.Reset()
		fmt.Fprintf(&text, "%s %s %s was not sent", e.Service, e.Method, e.Path)
	case e.Status == 0:
		text.Reset()
		fmt.Fprintf(&text, "%s did not answer %s %s", e.Service, e.Method, e.Path)
	default:
		fmt.Fprintf(&text, " with status %d", e.Status)
	}
	if e.Code != "" {
		fmt.Fprintf(&text, ", %s", e.Code)
	}
	if e.Message != "" {
		// Who tells the error ends the sentence.
		fmt.Fprintf(&text, ": %s", strings.TrimSuffix(e.Message, "."))
	}
	if len(e.Fields) > 0 {
		fmt.Fprintf(&text, " (fields: %s)", strings.Join(e.Fields, ", "))
	}
	if e.RequestID != "" {
		fmt.Fprintf(&text, " [request id %s]", e.RequestID)
	}
	return text.String()
}

// Is matches [ErrNoAnswer].
func (e *Error) Is(target error) bool { return target == ErrNoAnswer && e.Kind == NoAnswer }

// Unwrap is the cause below the platform, such as a refused connection.
func (e *Error) Unwrap() error { return e.cause }

// KindOf is the kind of the platform error in err, or Other.
func KindOf(err error) Kind {
	if platform, is := errors.AsType[*Error](err); is {
		return platform.Kind
	}
	if errors.Is(err, ErrNoAnswer) {
		return NoAnswer
	}
	return Other
}

// IsNotFound tells that the object does not exist.
func IsNotFound(err error) bool { return KindOf(err) == NotFound }

// IsConflict tells that such an object exists already.
func IsConflict(err error) bool { return KindOf(err) == Conflict }

// IsPermission tells that the signed-in identity may not do this.
func IsPermission(err error) bool { return KindOf(err) == Permission }

// IsLasting tells that asking again in this run would get the same answer.
func IsLasting(err error) bool {
	switch KindOf(err) {
	case Permission, AccessControl, Quota:
		return true
	case Other, NoAnswer, NotFound, Conflict, Session, Busy, Invalid:
	}
	return false
}

// withoutURL takes the URL out of an error of net/http: its query may hold more
// than an error should tell.
func withoutURL(err error) error {
	if failed, is := errors.AsType[*url.Error](err); is {
		if failed.Timeout() && errors.Is(failed.Err, context.DeadlineExceeded) {
			return errors.New("the request timed out")
		}
		return failed.Err
	}
	return err
}
