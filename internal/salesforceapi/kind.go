package salesforceapi

import (
	"errors"
	"net/http"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// kindOf tells what a failure means. What no part of the platform has signed by
// a code came from something in between, and may hide that the request worked.
func kindOf(method string, status int, told failure) transport.Kind {
	if kind := kindOfCode(method, told); kind != transport.Other {
		return kind
	}
	switch {
	case status == http.StatusUnauthorized && told.Code == "":
		return transport.Session
	case status == http.StatusNotFound && told.Code == "":
		return transport.NotFound
	case status == http.StatusTooManyRequests, status == statusNoRoute:
		return transport.Busy
	case status >= 500 && told.Code == "":
		return transport.NoAnswer
	}
	return transport.Other
}

func kindOfCode(method string, told failure) transport.Kind {
	message := strings.ToLower(told.Message)
	switch told.Code {
	case "NOT_FOUND", "ENTITY_IS_DELETED":
		return transport.NotFound
	case "INVALID_CROSS_REFERENCE_KEY":
		if method == http.MethodDelete {
			return transport.NotFound
		}
		return transport.Invalid
	case "DUPLICATE_VALUE", "DUPLICATE_DEVELOPER_NAME", "DUPLICATE_USERNAME":
		return transport.Conflict
	case "INVALID_SESSION_ID":
		return sessionKind(message)
	case "REQUEST_LIMIT_EXCEEDED":
		if hadNoEffect(told) {
			return transport.Busy
		}
		return transport.Quota
	case "UNABLE_TO_LOCK_ROW", "ALREADY_IN_PROCESS", "SERVER_UNAVAILABLE":
		return transport.Busy
	case "UNKNOWN_EXCEPTION":
		return transport.Other
	}
	switch {
	case strings.Contains(message, "already taken"):
		return transport.Conflict
	case isPermissionCode(told.Code):
		return transport.Permission
	case isValueCode(told.Code):
		return transport.Invalid
	}
	return transport.Other
}

// sessionKind tells a session that has ended from one that is kept out: the
// platform uses the same code for both.
func sessionKind(message string) transport.Kind {
	if strings.Contains(message, "not valid for use with") || strings.Contains(message, "not attached to agent") {
		return transport.AccessControl
	}
	return transport.Session
}

// isPermissionCode tells the codes of what the signed-in user may not do. An
// object that the user may not see is answered as if its type did not exist.
func isPermissionCode(code string) bool {
	switch code {
	case "INVALID_TYPE", "API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED", "FUNCTIONALITY_NOT_ENABLED",
		"CLIENT_NOT_ACCESSIBLE_FOR_USER", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "INVALID_AUTH_HEADER":
		return true
	}
	return strings.HasPrefix(code, "INSUFFICIENT_ACCESS")
}

// isValueCode tells the codes of values that the platform does not accept.
func isValueCode(code string) bool {
	switch code {
	case "MALFORMED_ID", "MALFORMED_QUERY", "REQUIRED_FIELD_MISSING", "STRING_TOO_LONG", "JSON_PARSER_ERROR",
		"LICENSE_LIMIT_EXCEEDED", "MIXED_DML_OPERATION", "METHOD_NOT_ALLOWED":
		return true
	}
	return strings.HasPrefix(code, "INVALID_") || strings.HasPrefix(code, "FIELD_")
}

// missing is the error of something that a listing or query did not hold.
func missing(path, message string) error {
	return &transport.Error{
		Service: service, Method: http.MethodGet, Path: path, Status: http.StatusOK,
		Kind: transport.NotFound, Message: message,
	}
}

// hasNoEffect tells an error after which anything may be repeated.
func hasNoEffect(err error) bool {
	var failed *transport.Error
	return errors.As(err, &failed) && hadNoEffect(failure{Code: failed.Code, Message: failed.Message})
}
