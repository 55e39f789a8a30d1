package simulator

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// salesforceAudiences are the audiences that an assertion may name besides the
// organization's own address.
var salesforceAudiences = []string{"https://login.salesforce.com", "https://test.salesforce.com"}

// jwtBearer signs in with an assertion: issued by the app's consumer key, for a
// user who is approved, and signed with the app's certificate.
func (s *Server) jwtBearer(r *http.Request) (salesforceGrant, *oauthRefusal) {
	invalid := &oauthRefusal{"invalid_grant", "invalid assertion"}
	claims := jwt.RegisteredClaims{}
	assertion := r.PostForm.Get("assertion")
	if _, _, err := jwt.NewParser().ParseUnverified(assertion, &claims); err != nil {
		return salesforceGrant{}, invalid
	}
	id, refused := s.knownApp(claims.Issuer)
	if refused != nil {
		return salesforceGrant{}, refused
	}
	app := s.state.Salesforce.Apps[id]
	key, err := certificateKey(app.oauth("certificate"))
	if err != nil {
		return salesforceGrant{}, invalid
	}
	parser := jwt.NewParser(jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(func() time.Time { return s.now() }),
		jwt.WithExpirationRequired())
	_, err = parser.Parse(assertion, func(*jwt.Token) (any, error) { return key, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "expired authorization code"}
	case err != nil:
		return salesforceGrant{}, invalid
	case !slices.ContainsFunc(claims.Audience, func(audience string) bool {
		return slices.Contains(salesforceAudiences, audience) || audience == instanceURL(r)
	}):
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "Audience validation failed"}
	}
	return s.assertedUser(id, claims.Subject)
}

// assertedUser checks that the user has approved the app, or an administrator
// has on the user's behalf.
func (s *Server) assertedUser(app, username string) (salesforceGrant, *oauthRefusal) {
	org := &s.state.Salesforce
	user := org.named("User", "Username", username)
	if user == "" || (!org.approved(app) && !slices.Contains(org.Apps[app].SelfAuthorized, user)) {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "user hasn't approved this consumer"}
	}
	return s.signIn(salesforceGrant{app: app, user: user})
}

// certificateKey is the RSA key of a PEM certificate.
func certificateKey(certificate string) (*rsa.PublicKey, error) {
	block, _ := pem.Decode([]byte(certificate))
	if block == nil {
		return nil, errors.New("no PEM block")
	}
	parsed, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return nil, err
	}
	key, isRSA := parsed.PublicKey.(*rsa.PublicKey)
	if !isRSA {
		return nil, errors.New("not an RSA key")
	}
	return key, nil
}
