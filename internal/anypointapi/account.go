package anypointapi

import (
	"context"
	"errors"
	"time"

	"golang.org/x/oauth2"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// usualLifetime is how long tokens live when the platform doesn't say.
const usualLifetime = time.Hour

// session is a token and when to ask for the next one; a zero renewAt is never.
type session struct {
	token   string
	renewAt time.Time
}

// account is who calls: credentials and the session that they opened.
type account struct {
	credentials Credentials
	sessions    *coalesce.Shared[session]
}

func newAccount(connection *connection, credentials Credentials) *account {
	open := func(ctx context.Context) (session, error) {
		token, err := credentials.signIn(ctx, connection)
		if err != nil {
			return session{}, newSignInError(err, credentials.secrets())
		}
		return newSession(token, credentials, time.Now()), nil
	}
	return &account{credentials: credentials, sessions: coalesce.NewShared(open, isRefusedSignIn)}
}

func newSession(token *oauth2.Token, credentials Credentials, now time.Time) session {
	if !renewable(credentials) {
		return session{token: token.AccessToken}
	}
	lifetime := usualLifetime
	if !token.Expiry.IsZero() {
		lifetime = token.Expiry.Sub(now)
	}
	return session{token: token.AccessToken, renewAt: now.Add(lifetime / 4 * 3)}
}

// session is the current session, renewed at three quarters of its life.
func (a *account) session(ctx context.Context) (session, error) {
	current, err := a.sessions.Get(ctx)
	if err == nil && !current.renewAt.IsZero() && time.Now().After(current.renewAt) {
		return a.sessions.Renew(ctx, current)
	}
	return current, err
}

func renewable(credentials Credentials) bool {
	_, given := credentials.(AccessToken)
	return !given
}

// actsForUser tells that the account is surely a user's.
func (a *account) actsForUser() bool {
	_, password := a.credentials.(Password)
	return password
}

// signInError is a sign-in that failed; its text holds no secret.
type signInError struct {
	message string
	cause   error
}

func newSignInError(cause error, secrets []string) error {
	message := transport.Redact(cause.Error(), secrets...)
	if platform, ok := errors.AsType[*transport.Error](cause); ok {
		silent := *platform
		silent.Message = ""
		if platform.Kind == transport.Session || platform.Kind == transport.Permission {
			silent.Kind = transport.Invalid // the credentials were not accepted
		}
		cause = &silent
	}
	return &signInError{message: message, cause: cause}
}

func (e *signInError) Error() string { return "signing in to " + service + " failed: " + e.message }

// Unwrap is the platform's error without its words, which may repeat a secret.
func (e *signInError) Unwrap() error { return e.cause }

// isRefusedSignIn tells that the same credentials would be refused again.
func isRefusedSignIn(err error) bool {
	if _, failed := errors.AsType[*signInError](err); !failed {
		return false
	}
	kind := transport.KindOf(err)
	return kind == transport.Invalid || errors.Is(err, errInteractive)
}
