package salesforceapi

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Credentials are one way of signing in: [ClientCredentials], [JWTBearer],
// [RefreshToken] or [AccessToken].
type Credentials interface {
	// check tells what is missing or malformed.
	check() error
	// secrets are what no message may repeat.
	secrets() []string
}

// ClientCredentials sign in as the run-as user of an app, with the app's own
// secret. Salesforce takes them at a My Domain URL only.
type ClientCredentials struct {
	ClientID     string
	ClientSecret string
}

func (c ClientCredentials) check() error {
	return errors.Join(required("client id", c.ClientID), required("client secret", c.ClientSecret))
}

func (c ClientCredentials) secrets() []string { return []string{c.ClientSecret} }

// JWTBearer signs in as a user with an assertion that the app's private key signs.
type JWTBearer struct {
	ClientID string
	Username string
	// PrivateKey is an RSA key in PEM.
	PrivateKey string
}

func (c JWTBearer) check() error {
	err := errors.Join(required("client id", c.ClientID), required("username", c.Username))
	if err == nil {
		_, err = c.key()
	}
	return err
}

func (c JWTBearer) secrets() []string { return []string{c.PrivateKey} }

func (c JWTBearer) key() (*rsa.PrivateKey, error) {
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(c.PrivateKey))
	if err != nil {
		return nil, errors.New("the private key is not an unencrypted RSA key in PEM form (-----BEGIN PRIVATE KEY-----)")
	}
	return key, nil
}

// assertionLifetime stays below the three minutes that Salesforce allows, for
// clocks that disagree.
const assertionLifetime = 2 * time.Minute

// assertion is a freshly signed one: each sign-in needs its own.
func (c JWTBearer) assertion(audience string) (string, error) {
	key, err := c.key()
	if err != nil {
		return "", err
	}
	// Salesforce wants the audience as a string, not as the array that the
	// library's registered claims make of it.
	claims := jwt.MapClaims{
		"iss": c.ClientID, "sub": c.Username, "aud": audience,
		"exp": time.Now().Add(assertionLifetime).Unix(),
	}
	signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, claims).SignedString(key)
	if err != nil {
		return "", fmt.Errorf("signing the assertion: %w", err)
	}
	return signed, nil
}

// RefreshToken signs in with a refresh token that a user has given to an app.
type RefreshToken struct {
	ClientID string
	// ClientSecret may be empty for an app that does not ask for it.
	ClientSecret string
	RefreshToken string
}

func (c RefreshToken) check() error {
	return errors.Join(required("client id", c.ClientID), required("refresh token", c.RefreshToken))
}

func (c RefreshToken) secrets() []string { return []string{c.ClientSecret, c.RefreshToken} }

// AccessToken is a session that exists already. It cannot be renewed.
type AccessToken struct {
	Token string
}

func (c AccessToken) check() error { return required("access token", c.Token) }

func (c AccessToken) secrets() []string { return []string{c.Token} }

// OwnApp is the app that a client signs in with.
type OwnApp struct {
	// ConsumerKey is its client id; empty where an access token is all that is
	// known, which does not tell it.
	ConsumerKey string
	// ClientCredentials tells that the client acts as the app's run-as user.
	ClientCredentials bool
}

// OwnApp tells the app that the client signs in with. No call is made.
func (c *Client) OwnApp() OwnApp {
	switch given := c.signIn.credentials.(type) {
	case ClientCredentials:
		return OwnApp{ConsumerKey: given.ClientID, ClientCredentials: true}
	case JWTBearer:
		return OwnApp{ConsumerKey: given.ClientID}
	case RefreshToken:
		return OwnApp{ConsumerKey: given.ClientID}
	}
	return OwnApp{}
}

func required(name, value string) error {
	if value == "" {
		return fmt.Errorf("the %s is empty", name)
	}
	return nil
}

// form is what the token endpoint is told besides the client.
func form(grant string, pairs ...string) url.Values {
	values := url.Values{"grant_type": {grant}}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}
