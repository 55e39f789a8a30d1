package anypointapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	tokenPath = "/accounts/api/v2/oauth2/token" //nolint:gosec // a path, not a token
	loginPath = "/accounts/login"
)

// Credentials are one way of signing in. They are sealed: [ClientCredentials],
// [Password] and [AccessToken] are all there are.
type Credentials interface {
	// signIn asks the platform for a token.
	signIn(ctx context.Context, connection *connection) (*oauth2.Token, error)
	// secrets are the values that must not show up in an error.
	secrets() []string
}

// ClientCredentials sign in as a connected app that acts for itself.
type ClientCredentials struct{ ClientID, ClientSecret string }

// Password signs in as a user: through a connected app that acts on behalf of
// users when ClientID is set, and else as the platform's own pages do.
type Password struct{ Username, Password, ClientID, ClientSecret string }

// AccessToken uses a token that somebody else has asked for. It can't be
// renewed.
type AccessToken struct{ Token string }

func (c ClientCredentials) secrets() []string { return []string{c.ClientSecret} }
func (c Password) secrets() []string          { return []string{c.Password, c.ClientSecret} }
func (c AccessToken) secrets() []string       { return []string{c.Token} }

func (c ClientCredentials) signIn(ctx context.Context, connection *connection) (*oauth2.Token, error) {
	return connection.grant(ctx, clientcredentials.Config{ClientID: c.ClientID, ClientSecret: c.ClientSecret})
}

func (c Password) signIn(ctx context.Context, connection *connection) (*oauth2.Token, error) {
	if c.ClientID == "" {
		return connection.login(ctx, c.Username, c.Password)
	}
	return connection.grant(ctx, clientcredentials.Config{
		ClientID: c.ClientID, ClientSecret: c.ClientSecret,
		EndpointParams: url.Values{
			"grant_type": {"password"}, "username": {c.Username}, "password": {c.Password},
		},
	})
}

func (c AccessToken) signIn(context.Context, *connection) (*oauth2.Token, error) {
	if c.Token == "" {
		return nil, errors.New("the access token is empty")
	}
	return &oauth2.Token{AccessToken: c.Token}, nil
}

// grant asks the token endpoint (POST /accounts/api/v2/oauth2/token).
func (c *connection) grant(ctx context.Context, config clientcredentials.Config) (*oauth2.Token, error) {
	config.TokenURL = c.base + tokenPath
	config.AuthStyle = oauth2.AuthStyleInParams
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, c.transport.HTTP()))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) && refused.Response != nil {
		return nil, refusal(http.MethodPost, tokenPath, &transport.Response{
			Status: refused.Response.StatusCode, Header: refused.Response.Header, Body: refused.Body,
		})
	}
	if err != nil {
		return nil, fmt.Errorf("asking for a token: %w", err)
	}
	return token, nil
}

// loginAnswer is a token, or where to go on when the user needs a second factor
// or signs in elsewhere.
type loginAnswer struct {
	AccessToken string          `json:"access_token"`
	ExpiresIn   int64           `json:"expires_in"`
	URL         json.RawMessage `json:"url"`
	Body        json.RawMessage `json:"body"`
}

// errInteractive is a login that only a person can finish.
var errInteractive = errors.New("the user must pass multi-factor authentication or single sign-on, " +
	"which only a person can do: use a connected app (client_id and client_secret) instead of a password")

// login signs in as the platform's own pages do (POST /accounts/login).
func (c *connection) login(ctx context.Context, username, password string) (*oauth2.Token, error) {
	body, err := json.Marshal(map[string]string{"username": username, "password": password})
	if err != nil {
		return nil, fmt.Errorf("encoding the login: %w", err)
	}
	answer, err := c.transport.Do(ctx, &transport.Request{
		Method: http.MethodPost, URL: c.base + loginPath, Body: body, Safe: true,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
	})
	if err != nil {
		return nil, err
	}
	if answer.Status >= 300 && answer.Status < 400 {
		return nil, errInteractive
	}
	if answer.Status != http.StatusOK {
		return nil, refusal(http.MethodPost, loginPath, answer)
	}
	var decoded loginAnswer
	if err := json.Unmarshal(answer.Body, &decoded); err != nil {
		return nil, unreadable(http.MethodPost, loginPath, answer)
	}
	if decoded.AccessToken == "" {
		return nil, errInteractive
	}
	token := &oauth2.Token{AccessToken: decoded.AccessToken}
	if decoded.ExpiresIn > 0 {
		token.Expiry = time.Now().Add(time.Duration(decoded.ExpiresIn) * time.Second)
	}
	return token, nil
}
