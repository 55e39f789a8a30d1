package simulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// scopeNames are the OAuth names of the scopes that metadata names differently.
var scopeNames = map[string]string{
	"RefreshToken": "refresh_token", "OfflineAccess": "offline_access", "Basic": "id", "Chatter": "chatter_api",
	"CustomApplications": "visualforce", "CustomPermissions": "custom_permissions",
}

// oauthScopes are scopes in the names that OAuth has for them.
func oauthScopes(scopes []string) []string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = strings.ToLower(scope)
		if name, special := scopeNames[scope]; special {
			names[i] = name
		}
	}
	return names
}

func (s *Server) sessionLifetime() time.Duration {
	if s.knobs.TokenLifetime > 0 {
		return s.knobs.TokenLifetime
	}
	if timeout := sessionTimeouts[s.state.Salesforce.setting(securitySettings, "sessionSettings/sessionTimeout")]; timeout > 0 {
		return timeout
	}
	return sessionTimeouts["TwoHours"]
}

// salesforceRevoke ends a session, or a refresh token with its sessions.
func (s *Server) salesforceRevoke(w http.ResponseWriter, r *http.Request) {
	token := r.FormValue("token")
	org := &s.state.Salesforce
	if grant, found := org.RefreshGrants[token]; found {
		org.revokeUse(grant.App, grant.User)
		return
	}
	if id := org.table("OauthToken").first("DeleteToken", token); id != "" && token != "" {
		row := org.row("OauthToken", id)
		org.remove("OauthToken", id)
		org.revokeUse(row.text(usedApp), row.text("UserId"))
		return
	}
	if _, found := org.Sessions[token]; !found {
		w.Header().Set("Content-Type", "application/x-www-form-urlencoded")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte("error=unsupported_token_type&error_description=this+token+type+is+not+supported"))
		return
	}
	org.endSession(token)
}

// salesforceIntrospect tells an app about its own tokens.
func (s *Server) salesforceIntrospect(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		writeOAuthRefusal(w, &oauthRefusal{"invalid_request", "malformed form"})
		return
	}
	id, refused := s.consumer(r, true)
	if refused != nil {
		writeJSON(w, http.StatusUnauthorized, map[string]string{
			"error": refused.code, "error_description": refused.description,
		})
		return
	}
	org := &s.state.Salesforce
	session, live := s.session(r.PostForm.Get("token"))
	if !live || (session.App != id && org.Apps[id].oauth("isIntrospectAllTokens") != "true") {
		writeJSON(w, http.StatusOK, map[string]any{"active": false})
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"active": true, "scope": strings.Join(oauthScopes(session.Scopes), " "), "token_type": "access_token",
		"client_id": org.Apps[session.App].ConsumerKey, "username": org.row("User", session.User).text("Username"),
		"sub": instanceURL(r) + "/id/" + org.ID + "/" + session.User, "exp": session.Expires.Unix(),
		"iat": session.Expires.Add(-s.sessionLifetime()).Unix(), "nbf": session.Expires.Add(-s.sessionLifetime()).Unix(),
	})
}

// salesforceUserinfo tells who a session belongs to.
func (s *Server) salesforceUserinfo(w http.ResponseWriter, r *http.Request) {
	session, live := s.session(bearer(r))
	org := &s.state.Salesforce
	asked := []string{"", org.ID, session.User}
	if !live || !slices.Contains(asked, r.PathValue("user")) || !slices.Contains(asked, r.PathValue("organization")) {
		writeText(w, http.StatusForbidden, "Bad_OAuth_Token")
		return
	}
	user := org.row("User", session.User)
	writeJSON(w, http.StatusOK, map[string]any{
		"sub": instanceURL(r) + "/id/" + org.ID + "/" + session.User, "user_id": session.User,
		"organization_id": org.ID, "preferred_username": user["Username"], "username": user["Username"],
		"nickname": user["Alias"], "name": user["Name"], "display_name": user["Name"], "email": user["Email"],
		"given_name": user["FirstName"], "family_name": user["LastName"], "active": user["IsActive"],
		"user_type": "STANDARD", "language": "en_US", "locale": "en_US", "utcOffset": 0,
	})
}
