package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// refused turns an error of the OAuth library into the platform's own words and
// what to do about them. Neither may hold a secret.
func (s *signIn) refused(err error) error {
	refusal := &transport.Error{Service: service, Method: http.MethodPost, Path: tokenPath}
	var answered *oauth2.RetrieveError
	if !errors.As(err, &answered) {
		return s.unanswered(refusal, err)
	}
	if answered.Response != nil {
		refusal.Status = answered.Response.StatusCode
	}
	refusal.Code, refusal.Message = answered.ErrorCode, s.redact(answered.ErrorDescription)
	if refusal.Code == "" {
		told := mainFailure([]byte(s.redact(string(answered.Body))))
		refusal.Code, refusal.Message = told.Code, told.Message
	}
	refusal.Kind = signInKind(refusal)
	if hint := s.hint(refusal); hint != "" {
		return fmt.Errorf("signing in to Salesforce: %w. %s", refusal, hint)
	}
	return fmt.Errorf("signing in to Salesforce: %w", refusal)
}

func (s *signIn) unanswered(failed *transport.Error, err error) error {
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("signing in to Salesforce: %w", context.Canceled)
	}
	if unreachable, ok := errors.AsType[*url.Error](err); ok {
		err = unreachable.Err
	} else {
		failed.Status = http.StatusOK // what the library cannot read
	}
	failed.Kind, failed.Message = transport.NoAnswer, s.redact(err.Error())
	return fmt.Errorf("signing in to Salesforce at %s: %w", s.login.Host, failed)
}

func signInKind(refusal *transport.Error) transport.Kind {
	switch {
	case refusal.Code == "invalid_app_access",
		refusal.Code == "invalid_client" && strings.Contains(refusal.Message, "must be installed"):
		return transport.AccessControl
	case refusal.Code == "rate_limit_exceeded", refusal.Code == "LOGIN_RATE_EXCEEDED",
		refusal.Status == http.StatusTooManyRequests, refusal.Status >= 500:
		return transport.Busy
	}
	return transport.Other
}

// hint tells what to do about a refusal, or is empty.
func (s *signIn) hint(refusal *transport.Error) string {
	message := strings.ToLower(refusal.Message)
	switch refusal.Code {
	case "invalid_client_id":
		return "Check the client id (consumer key). An app that was just created takes up to ten minutes to be known."
	case "invalid_client", "invalid_client_credentials":
		if strings.Contains(message, "must be installed") {
			return "Install the app in Setup (Connected Apps OAuth Usage), or let its users approve uninstalled apps."
		}
		return "Check the client secret (consumer secret)."
	case "invalid_app_access":
		return "Grant the app to the user's profile or to a permission set of the user."
	case "rate_limit_exceeded":
		return "Too many sign-ins within the hour: wait, or sign in as another user."
	case "invalid_grant":
		return s.grantHint(message)
	}
	return ""
}

// grantHint tells what to do about invalid_grant, which says everything in its
// description.
func (s *signIn) grantHint(message string) string {
	switch {
	case strings.Contains(message, "not supported on this domain"):
		return "Sign in at the organization's My Domain URL."
	case strings.Contains(message, "no client credentials user"):
		return "Set a run-as user for the client credentials flow of the app."
	case strings.Contains(message, "hasn't approved"):
		return "Pre-authorize the app: let admin-approved users use it and grant it to the user."
	case strings.Contains(message, "audience"):
		return "The audience of the assertion was " + s.audience + "; a sandbox wants " + sandboxLogin + "."
	case strings.Contains(message, "assertion"):
		return "Check that the certificate of the app belongs to the private key."
	case strings.Contains(message, "expired"):
		return "Get a new refresh token: this one was used up, revoked or has expired. " +
			"With refresh token rotation each one can be used once."
	case strings.Contains(message, "ip restricted"):
		return "Let the app relax IP restrictions, or call from a trusted address."
	case strings.Contains(message, "inactive"):
		return "Activate the user."
	}
	return ""
}

// isUnknownClient tells that the token endpoint does not know the client id, or
// not yet.
func isUnknownClient(err error) bool {
	var refused *transport.Error
	return errors.As(err, &refused) && refused.Path == tokenPath && refused.Code == "invalid_client_id"
}
