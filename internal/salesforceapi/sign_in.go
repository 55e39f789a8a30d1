package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const tokenPath = "/services/oauth2/token" //nolint:gosec // a path, no secret

// session is one sign-in's outcome.
type session struct {
	token string
	// instance is where the session is to be used, without a slash at its end.
	instance string
	// organization and user are the ids that the sign-in told, or empty.
	organization, user ID
}

// isJWT tells the token format that the SOAP API refuses: three segments.
func (s *session) isJWT() bool {
	return strings.Count(s.token, ".") == 2 && !strings.Contains(s.token, "!")
}

// signIn opens sessions.
type signIn struct {
	login       *url.URL
	instance    *url.URL // nil when only the sign-in's answer tells it
	audience    string
	credentials Credentials
	patience    time.Duration
	http        *http.Client

	mu      sync.Mutex
	rotated string // the refresh token that took the place of the configured one
}

func newSignIn(config Config) (*signIn, error) {
	if config.Credentials == nil {
		return nil, errNoCredentials
	}
	if err := config.Credentials.check(); err != nil {
		return nil, err
	}
	entry := &signIn{
		audience: config.Audience, credentials: config.Credentials, patience: config.PropagationWait,
	}
	if err := entry.locate(config); err != nil {
		return nil, err
	}
	return entry, entry.checkHosts()
}

// locate settles where to sign in and for which audience.
func (s *signIn) locate(config Config) (err error) {
	if config.InstanceURL != "" {
		if s.instance, err = baseURL("instance URL", config.InstanceURL); err != nil {
			return err
		}
		s.login = s.instance
	}
	if config.LoginURL != "" || s.login == nil {
		login := config.LoginURL
		if login == "" {
			login = productionLogin
		}
		if s.login, err = baseURL("login URL", login); err != nil {
			return err
		}
	}
	if s.audience == "" {
		s.audience = productionLogin
		if isSandbox(s.login.Hostname()) {
			s.audience = sandboxLogin
		}
	}
	return nil
}

// checkHosts refuses what Salesforce is known to refuse.
func (s *signIn) checkHosts() error {
	switch s.credentials.(type) {
	case ClientCredentials:
		if isGeneralLogin(s.login.Hostname()) {
			return fmt.Errorf("%s does not take client credentials: configure the organization's "+
				"My Domain URL, such as https://acme.my.salesforce.com, as the instance URL", s.login.Host)
		}
	case AccessToken:
		if s.instance == nil {
			return errors.New("an access token needs the instance URL that it is for")
		}
	}
	return nil
}

// open signs in. A client id that the token endpoint does not know yet is
// tried again until the configured wait is over.
func (s *signIn) open(ctx context.Context) (*session, error) {
	if fixed, ok := s.credentials.(AccessToken); ok {
		return &session{token: fixed.Token, instance: s.instance.String()}, nil
	}
	deadline := time.Now().Add(s.patience)
	for attempt := 0; ; attempt++ {
		opened, err := s.request(ctx)
		pause := pauseAfter(attempt)
		if !isUnknownClient(err) || time.Now().Add(pause).After(deadline) {
			return opened, err
		}
		if err := sleep(ctx, pause); err != nil {
			return nil, err
		}
	}
}

// request asks the token endpoint once.
func (s *signIn) request(ctx context.Context) (*session, error) {
	config, err := s.grant()
	if err != nil {
		return nil, err
	}
	config.TokenURL, config.AuthStyle = s.login.String()+tokenPath, oauth2.AuthStyleInParams
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, s.http))
	if err != nil {
		return nil, s.refused(err)
	}
	instance, err := s.placed(token)
	if err != nil {
		return nil, err
	}
	if token.RefreshToken != "" {
		s.mu.Lock()
		s.rotated = token.RefreshToken
		s.mu.Unlock()
	}
	organization, user := identityOf(token)
	return &session{token: token.AccessToken, instance: instance, organization: organization, user: user}, nil
}

// grant is the request in the terms of the OAuth library, whose client
// credentials flow carries any grant.
func (s *signIn) grant() (*clientcredentials.Config, error) {
	switch given := s.credentials.(type) {
	case ClientCredentials:
		return &clientcredentials.Config{
			ClientID: given.ClientID, ClientSecret: given.ClientSecret,
			EndpointParams: form("client_credentials"),
		}, nil
	case JWTBearer:
		assertion, err := given.assertion(s.audience)
		if err != nil {
			return nil, err
		}
		return &clientcredentials.Config{
			ClientID:       given.ClientID,
			EndpointParams: form("urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion),
		}, nil
	case RefreshToken:
		s.mu.Lock()
		defer s.mu.Unlock()
		current := given.RefreshToken
		if s.rotated != "" {
			current = s.rotated
		}
		return &clientcredentials.Config{
			ClientID: given.ClientID, ClientSecret: given.ClientSecret,
			EndpointParams: form("refresh_token", "refresh_token", current),
		}, nil
	}
	return nil, fmt.Errorf("credentials of type %T cannot be used to sign in", s.credentials)
}

// placed is the instance URL of a token answer. It may differ from the
// configured one, as after a migration, but neither be less safe nor somebody
// else's: the session goes there.
func (s *signIn) placed(token *oauth2.Token) (string, error) {
	told, _ := token.Extra("instance_url").(string)
	if told == "" {
		return "", errors.New("the sign-in's answer tells no instance URL")
	}
	instance, err := baseURL("instance URL of the sign-in's answer", told)
	if err != nil {
		return "", err
	}
	if s.login.Scheme == "https" && instance.Scheme != "https" {
		return "", fmt.Errorf("the sign-in at %s answered an instance URL that is not https: %s", s.login.Host, instance.Host)
	}
	if !s.belongs(instance) {
		return "", fmt.Errorf("the sign-in at %s answered an instance URL of a host that is not Salesforce's: %s. "+
			"If it is your organization's, configure it as the instance URL", s.login.Host, instance.Host)
	}
	return instance.String(), nil
}

// belongs tells a host that a session may be sent to: the ones that are
// configured, and Salesforce's own for who signed in to one of them.
func (s *signIn) belongs(instance *url.URL) bool {
	for _, configured := range []*url.URL{s.login, s.instance} {
		if configured != nil && strings.EqualFold(configured.Host, instance.Host) {
			return true
		}
	}
	return instance.Port() == "" && salesforcesHost.MatchString(strings.ToLower(instance.Hostname()))
}

// salesforcesHost are the hosts of Salesforce itself, in lower case.
var salesforcesHost = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+(salesforce\.com|force\.com|salesforce\.mil|sfcrmproducts\.cn)$`)

// identityOf reads the ids of the organization and the user from the identity URL
// of a token answer, which ends in /id/<organization>/<user>.
func identityOf(token *oauth2.Token) (organization, user ID) {
	identity, _ := token.Extra("id").(string)
	parts := strings.Split(identity, "/")
	if len(parts) < 2 {
		return "", ""
	}
	organization, err := ParseID(parts[len(parts)-2])
	if err != nil {
		return "", ""
	}
	user, err = ParseID(parts[len(parts)-1])
	if err != nil {
		return organization, ""
	}
	return organization, user
}

// renewable tells whether a session that has ended can be replaced.
func (s *signIn) renewable() bool {
	_, fixed := s.credentials.(AccessToken)
	return !fixed
}

// redact takes the secrets of the sign-in out of what the platform wrote.
func (s *signIn) redact(text string) string {
	s.mu.Lock()
	hidden := append(s.credentials.secrets(), s.rotated)
	s.mu.Unlock()
	return sessionForm.ReplaceAllString(transport.Redact(text, hidden...), "[session]")
}

// isRefusedSignIn tells a refusal that the same credentials would meet again:
// it is remembered, so that a thousand resources do not sign in a thousand times.
func isRefusedSignIn(err error) bool {
	kind := transport.KindOf(err)
	return kind != transport.NoAnswer && kind != transport.Busy
}
