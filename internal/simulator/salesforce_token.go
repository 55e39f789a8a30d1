package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// oauthRefusal is a refusal of the token endpoint.
type oauthRefusal struct{ code, description string }

func (s *Server) routeSalesforceOAuth(mux *http.ServeMux) {
	mux.HandleFunc("POST /services/oauth2/token", s.salesforceToken)
	mux.HandleFunc("POST /services/oauth2/revoke", s.salesforceRevoke)
	mux.HandleFunc("GET /services/oauth2/revoke", s.salesforceRevoke)
	mux.HandleFunc("POST /services/oauth2/introspect", s.salesforceIntrospect)
	mux.HandleFunc("GET /services/oauth2/userinfo", s.salesforceUserinfo)
	mux.HandleFunc("GET /id/{organization}/{user}", s.salesforceUserinfo)
}

// salesforceToken answers every grant of the token endpoint.
func (s *Server) salesforceToken(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		writeOAuthRefusal(w, &oauthRefusal{"invalid_request", "malformed form"})
		return
	}
	var grant salesforceGrant
	var refused *oauthRefusal
	switch r.PostForm.Get("grant_type") {
	case "client_credentials":
		grant, refused = s.clientCredentials(r)
	case "urn:ietf:params:oauth:grant-type:jwt-bearer":
		grant, refused = s.jwtBearer(r)
	case "refresh_token":
		grant, refused = s.refreshToken(r)
	case "password":
		grant, refused = s.password(r)
	default:
		refused = &oauthRefusal{"unsupported_grant_type", "grant type not supported"}
	}
	if refused == nil {
		refused = s.checkAddress(r, grant)
	}
	if refused != nil {
		writeOAuthRefusal(w, refused)
		return
	}
	writeJSON(w, http.StatusOK, s.issueToken(r, grant))
}

func writeOAuthRefusal(w http.ResponseWriter, refused *oauthRefusal) {
	writeJSON(w, http.StatusBadRequest, map[string]string{
		"error": refused.code, "error_description": refused.description,
	})
}

// salesforceGrant is a successful sign-in: a user by way of an app.
type salesforceGrant struct {
	app, user string
	// refreshable asks for a refresh token, and rotated is the one that this
	// sign-in used up.
	refreshable bool
	rotated     string
}

// consumer finds the app that a request signs in with, by the form or by HTTP
// Basic, and checks its secret.
func (s *Server) consumer(r *http.Request, secretRequired bool) (string, *oauthRefusal) {
	key, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, basic := r.BasicAuth(); basic {
		key, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(password)
	}
	id, refused := s.knownApp(key)
	if refused != nil {
		return "", refused
	}
	right := s.state.Salesforce.Apps[id].ConsumerSecret
	if former := s.state.Salesforce.former(id, key, s.now()); former != nil {
		right = former.Secret
	}
	if secret != right && (secretRequired || secret != "") {
		return "", &oauthRefusal{"invalid_client", "invalid client credentials"}
	}
	return id, nil
}

// knownApp finds the app of a consumer key once its creation has spread.
func (s *Server) knownApp(key string) (string, *oauthRefusal) {
	id := s.state.Salesforce.appWithKey(key)
	for app := range s.state.Salesforce.Staged {
		if id == "" && s.state.Salesforce.former(app, key, s.now()) != nil {
			id = app
		}
	}
	if id == "" || s.now().Before(s.state.Salesforce.Apps[id].CreatedAt.Add(s.knobs.PropagationDelay)) {
		return "", &oauthRefusal{"invalid_client_id", "client identifier invalid"}
	}
	return id, nil
}

func (s *Server) clientCredentials(r *http.Request) (salesforceGrant, *oauthRefusal) {
	if host := hostOf(r); strings.HasPrefix(host, "login.") || strings.HasPrefix(host, "test.") {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "request not supported on this domain"}
	}
	id, refused := s.consumer(r, true)
	if refused != nil {
		return salesforceGrant{}, refused
	}
	app := s.state.Salesforce.Apps[id]
	user := s.state.Salesforce.named("User", "Username", app.oauth("oauthClientCredentialUser"))
	if user == "" || app.oauth("isClientCredentialEnabled") != "true" {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "no client credentials user enabled"}
	}
	return s.signIn(salesforceGrant{app: id, user: user})
}

func hostOf(r *http.Request) string {
	if host, _, err := net.SplitHostPort(r.Host); err == nil {
		return host
	}
	return r.Host
}

// signIn checks what every grant asks of the user.
func (s *Server) signIn(grant salesforceGrant) (salesforceGrant, *oauthRefusal) {
	org := &s.state.Salesforce
	if row := org.row("User", grant.user); row["IsActive"] == false {
		return grant, &oauthRefusal{"invalid_grant", "user is inactive"}
	}
	if org.frozen(grant.user) {
		return grant, &oauthRefusal{"invalid_grant", "user is frozen"}
	}
	if org.blocked(grant.app) {
		return grant, &oauthRefusal{"OAUTH_APP_BLOCKED", "this app is blocked by admin"}
	}
	if org.Apps[grant.app].Disabled {
		return grant, &oauthRefusal{"invalid_client", "external client app is not enabled"}
	}
	restricted := s.knobs.APIAccessControlActivated && org.Settings["enableAdminApprovedAppsOnly"] &&
		!org.may(grant.user, s.now(), "UseAnyApiClient")
	if (restricted || org.approved(grant.app)) && !org.granted(grant.app, grant.user, s.now()) {
		return grant, &oauthRefusal{"invalid_app_access", "user is not admin approved to access this app"}
	}
	return grant, nil
}

func (s *Server) refreshToken(r *http.Request) (salesforceGrant, *oauthRefusal) {
	id, refused := s.consumer(r, false)
	if refused != nil {
		return salesforceGrant{}, refused
	}
	app := s.state.Salesforce.Apps[id]
	if r.PostForm.Get("client_secret") == "" && app.oauth("isSecretRequiredForRefreshToken") != "false" {
		return salesforceGrant{}, &oauthRefusal{"invalid_client", "invalid client credentials"}
	}
	token := r.PostForm.Get("refresh_token")
	session, found := s.state.Salesforce.RefreshGrants[token]
	if !found || session.App != id {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "expired access/refresh token"}
	}
	grant := salesforceGrant{app: id, user: session.User}
	if app.oauth("isRefreshTokenRotationEnabled") == "true" {
		grant.refreshable, grant.rotated = true, token
	}
	return s.signIn(grant)
}

func (s *Server) password(r *http.Request) (salesforceGrant, *oauthRefusal) {
	id, refused := s.consumer(r, true)
	if refused != nil {
		return salesforceGrant{}, refused
	}
	if s.state.Salesforce.setting(oauthOidcSettings, "blockOAuthUnPwFlow") == "true" {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "authentication failure"}
	}
	username := r.PostForm.Get("username")
	password, known := s.state.Salesforce.Passwords[strings.ToLower(username)]
	if !known || password != r.PostForm.Get("password") {
		return salesforceGrant{}, &oauthRefusal{"invalid_grant", "authentication failure"}
	}
	user := s.state.Salesforce.named("User", "Username", username)
	return s.signIn(salesforceGrant{app: id, user: user, refreshable: true})
}

// issueToken makes the session of a sign-in and the answer that tells of it.
func (s *Server) issueToken(r *http.Request, grant salesforceGrant) map[string]string {
	org := &s.state.Salesforce
	app := org.Apps[grant.app]
	session := salesforceSession{
		User: grant.user, App: grant.app, Scopes: app.scopes(), JWT: s.knobs.JWTAccessTokens || app.oauth("isNamedUserJwtEnabled") == "true",
		Expires: s.now().Add(s.sessionLifetime()),
	}
	session.Address = s.callerAddress(r)
	session.ID = s.recordSession(r, grant, session)
	token := org.ID[:15] + "!" + org.madeUp("access token", 96)
	format := "opaque"
	if session.JWT {
		token, format = s.jwtAccessToken(session), "jwt"
	}
	org.Sessions[token] = session

	issued := strconv.FormatInt(s.now().UnixMilli(), 10)
	identity := instanceURL(r) + "/id/" + org.ID + "/" + grant.user
	answer := map[string]string{
		"access_token": token, "token_format": format, "token_type": "Bearer", "issued_at": issued,
		"instance_url": instanceURL(r), "id": identity, "scope": strings.Join(oauthScopes(session.Scopes), " "),
		"signature": signature(app.ConsumerSecret, identity+issued),
	}
	if grant.refreshable && slices.Contains(session.Scopes, "RefreshToken") {
		refresh := "5Aep" + org.madeUp("refresh token", 83)
		delete(org.RefreshGrants, grant.rotated)
		org.RefreshGrants[refresh] = session
		answer["refresh_token"] = refresh
	}
	return answer
}

func (s *Server) jwtAccessToken(session salesforceSession) string {
	claims := jwt.MapClaims{
		"sub": session.User, "exp": session.Expires.Unix(), "jti": s.state.Salesforce.madeUp("token id", 22),
	}
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString([]byte(s.state.Salesforce.ID))
	if err != nil {
		return s.state.Salesforce.madeUp("access token", 96) // HMAC signs anything
	}
	return token
}

func signature(secret, message string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
