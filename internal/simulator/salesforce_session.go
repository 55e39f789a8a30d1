package simulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// salesforceSession is what an access token stands for.
type salesforceSession struct {
	// User is a user's id, App the id of the app's ConnectedApplication row.
	User, App string
	// ID is the id of the session's row of AuthSession, and Address where the user
	// signed in from.
	ID, Address string
	Scopes      []string
	Expires     time.Time
	// JWT marks a token in JWT format.
	JWT bool
}

// actorFor is the user of a session.
func (s *Server) actorFor(session salesforceSession) salesforceActor {
	return salesforceActor{
		org: &s.state.Salesforce, user: session.User, session: session.ID, now: s.now(),
		staleReads: s.knobs.StaleReads, activated: s.knobs.APIAccessControlActivated,
		ignoring: s.knobs.APIAccessControlIgnored, failing: s.knobs.FailedRecalculations,
	}
}

// setupActor is the organization's first user at work in Setup.
func (s *Server) setupActor() salesforceActor {
	org := &s.state.Salesforce
	actor := s.actorFor(salesforceSession{})
	actor.setup = true
	if users := org.table("User").ids; len(users) > 0 {
		actor.user = users[0]
	}
	return actor
}

// session finds the live session of an access token.
func (s *Server) session(token string) (salesforceSession, bool) {
	session, found := s.state.Salesforce.Sessions[token]
	if !found || !s.now().Before(session.Expires) {
		return session, false
	}
	org := &s.state.Salesforce
	return session, org.row("User", session.User)["IsActive"] != false && !org.frozen(session.User)
}

// admits tells whether a session may call the APIs: the API scope, and what API
// Access Control demands.
func (s *Server) admits(session salesforceSession) bool {
	if !slices.Contains(session.Scopes, "Api") && !slices.Contains(session.Scopes, "Full") {
		return false
	}
	org := &s.state.Salesforce
	if !s.knobs.APIAccessControlActivated || !org.Settings["enableAdminApprovedAppsOnly"] {
		return true
	}
	if org.may(session.User, s.now(), "UseAnyApiClient") {
		return true
	}
	return org.approved(session.App) && org.granted(session.App, session.User, s.now())
}

// bearer is the access token of a request's Authorization header, or empty.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "OAuth") {
		return strings.TrimSpace(token)
	}
	return ""
}

// instanceURL is scheme and host of the request, as the client sees them.
func instanceURL(r *http.Request) string {
	if r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
