package simulator

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	anypointTokenLifetime   = time.Hour
	anypointRefreshLifetime = 90 * 24 * time.Hour
)

// anypointToken is an access or refresh token.
type anypointToken struct {
	// ClientID is empty when a user signed in without an app.
	ClientID, UserID string
	// OwnBehalf tells that the app acts for itself and not for the user.
	OwnBehalf bool
	// Refresh tells a refresh token, which is good for the token endpoint only.
	Refresh bool
	Expires time.Time
}

// grantRequest is the body of the token endpoint.
type grantRequest struct {
	GrantType    string `json:"grant_type"`
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	Username     string `json:"username"`
	Password     string `json:"password"`
	RefreshToken string `json:"refresh_token"`
}

// parseGrant reads the body of the token endpoint, JSON or a form.
func parseGrant(contentType string, body []byte) (grantRequest, error) {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return grantRequest{}, fmt.Errorf("reading the content type: %w", err)
	}
	var grant grantRequest
	if mediaType == "application/json" {
		if err := json.Unmarshal(body, &grant); err != nil {
			return grantRequest{}, fmt.Errorf("reading the JSON body: %w", err)
		}
		return grant, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return grantRequest{}, fmt.Errorf("reading the form: %w", err)
	}
	return grantRequest{
		GrantType: form.Get("grant_type"), ClientID: form.Get("client_id"), ClientSecret: form.Get("client_secret"),
		Username: form.Get("username"), Password: form.Get("password"), RefreshToken: form.Get("refresh_token"),
	}, nil
}

// oauthError is an error answer of the token endpoint.
func oauthError(code, description string) anypointAnswer {
	return anypointAnswer{http.StatusBadRequest, map[string]any{"error": code, "error_description": description}}
}

// signIn is POST /accounts/api/v2/oauth2/token.
func signIn(c *anypointCall) anypointAnswer {
	grant, err := parseGrant(c.Header.Get("Content-Type"), c.body)
	if err != nil {
		return oauthError("invalid_request", err.Error())
	}
	app := c.platform.app(grant.ClientID)
	if app == nil || app.ClientSecret != grant.ClientSecret {
		return unauthorized
	}
	if !slices.Contains([]string{"client_credentials", "password", "refresh_token"}, grant.GrantType) {
		return oauthError("unsupported_grant_type", "The grant type is not supported")
	}
	if !slices.Contains(app.GrantTypes, grant.GrantType) {
		return oauthError("unauthorized_client", "The client is not allowed to use the grant type "+grant.GrantType)
	}
	if reason := c.platform.keepsOut(app, grant.GrantType); reason != "" {
		return oauthError("unauthorized_client", reason)
	}
	token := anypointToken{ClientID: app.ClientID}
	switch grant.GrantType {
	case "client_credentials":
		token.UserID, token.OwnBehalf = app.OwnerID, true
	case "password":
		user := c.platform.userByPassword(grant.Username, grant.Password)
		if user == nil {
			return unauthorized
		}
		token.UserID = user.ID
	case "refresh_token":
		refresh := c.platform.Tokens[grant.RefreshToken]
		if refresh == nil || !refresh.Refresh || refresh.ClientID != app.ClientID || !refresh.Expires.After(c.now) {
			return oauthError("invalid_grant", "The refresh token is not valid")
		}
		token.UserID = refresh.UserID
	}
	return success(c.issue(token, app, grant.RefreshToken))
}

// issue makes the answer of the token endpoint.
func (c *anypointCall) issue(token anypointToken, app *anypointApp, refresh string) map[string]any {
	lifetime := c.lifetime()
	answer := map[string]any{
		"access_token": c.remember(token, lifetime), "token_type": "bearer", "expires_in": int(lifetime.Seconds()),
	}
	if !token.OwnBehalf && slices.Contains(app.GrantTypes, "refresh_token") {
		if refresh == "" {
			token.Refresh = true
			refresh = c.remember(token, anypointRefreshLifetime)
		}
		answer["refresh_token"] = refresh
	}
	return answer
}

func (c *anypointCall) lifetime() time.Duration {
	if c.knobs.TokenLifetime > 0 {
		return c.knobs.TokenLifetime
	}
	return anypointTokenLifetime
}

// remember stores a token and tells its text.
func (c *anypointCall) remember(token anypointToken, lifetime time.Duration) string {
	if c.platform.Tokens == nil {
		c.platform.Tokens = map[string]*anypointToken{}
	}
	text := c.platform.uuid()
	token.Expires = c.now.Add(lifetime)
	c.platform.Tokens[text] = &token
	return text
}

// logIn is POST /accounts/login.
func logIn(c *anypointCall) anypointAnswer {
	var credentials struct{ Username, Password string }
	if err := c.decode(&credentials); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	user := c.platform.userByPassword(credentials.Username, credentials.Password)
	if user == nil {
		return unauthorized
	}
	if user.Disabled {
		return forbidden
	}
	text := c.remember(anypointToken{UserID: user.ID}, c.lifetime())
	return success(map[string]any{"access_token": text, "token_type": "bearer", "redirectUrl": "/home/"})
}

// authenticate finds out who calls; it is false for a missing, unknown or
// expired token.
func (c *anypointCall) authenticate() bool {
	scheme, text, _ := strings.Cut(c.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && c.present(text)
}

// present makes the call with a token.
func (c *anypointCall) present(text string) bool {
	token := c.platform.Tokens[strings.TrimSpace(text)]
	if token == nil || token.Refresh || !token.Expires.After(c.now) {
		return false
	}
	c.token = token
	c.app = c.platform.app(token.ClientID)
	c.user = c.platform.user(token.UserID)
	return c.user != nil && (token.ClientID == "" || c.app != nil)
}

func (p *anypointPlatform) app(clientID string) *anypointApp {
	return first(p.Apps, func(a *anypointApp) bool { return a.ClientID == clientID })
}

func (p *anypointPlatform) userByPassword(username, password string) *anypointUser {
	return first(p.Users, func(u *anypointUser) bool {
		return u.Username == username && u.Password != "" && u.Password == password
	})
}
