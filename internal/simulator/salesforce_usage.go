package simulator

import (
	"net"
	"net/http"
	"slices"
	"strings"
)

// callerAddress is where a request comes from: what the knob says, what a proxy
// says, or the other end of the connection.
func (s *Server) callerAddress(r *http.Request) string {
	if s.knobs.CallerAddress != "" {
		return s.knobs.CallerAddress
	}
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-For"), ",")
	if first = strings.TrimSpace(first); first != "" {
		return first
	}
	if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
		return host
	}
	return "127.0.0.1"
}

// recordLogin adds a row to the login history.
func (s *Server) recordLogin(r *http.Request, grant salesforceGrant, status string) string {
	actor := s.actorFor(salesforceSession{User: grant.user})
	return actor.add(salesforceObjectNamed("LoginHistory"), salesforceRow{
		"UserId": grant.user, "LoginTime": actor.stamp(), "LoginType": "Remote Access 2.0", "SourceIp": s.callerAddress(r),
		"LoginUrl": r.Host, "Application": actor.org.appLabel(grant.app), "Status": status, "ApiType": "N/A",
		"Browser": "Unknown", "Platform": "Unknown",
	})
}

// recordSession adds what a successful sign-in leaves behind, and returns the id
// of its session's row.
func (s *Server) recordSession(r *http.Request, grant salesforceGrant, session salesforceSession) string {
	actor := s.actorFor(session)
	login := s.recordLogin(r, grant, "Success")
	actor.recordUse(grant.app, grant.user)
	return actor.add(salesforceObjectNamed("AuthSession"), salesforceRow{
		"UsersId": grant.user, "LoginHistoryId": login, "LoginType": "Remote Access 2.0", "SourceIp": session.Address,
		"NumSecondsValid": s.sessionLifetime().Seconds(), "IsAssociatedWithJwtAccessToken": session.JWT,
	})
}

// appLabel is an app's name as users see it.
func (o *salesforceOrg) appLabel(app string) string {
	if row := o.row("ExternalClientApplication", app); row != nil {
		return row.text("MasterLabel")
	}
	return o.row("ConnectedApplication", app).text("Name")
}

// appLabelled is the id of the first connected app that users see under this
// name, or empty.
func (o *salesforceOrg) appLabelled(label string) string {
	table := o.table("ConnectedApplication")
	for _, id := range table.ids {
		if strings.EqualFold(table.Rows[id].text("Name"), label) {
			return id
		}
	}
	return ""
}

// usedApp is the key under which a row of OauthToken names its app by id; it is
// no field of the object.
const usedApp = "app"

// recordUse counts one more use of an app by a user.
func (a salesforceActor) recordUse(app, user string) {
	object, values := "OauthToken", salesforceRow{usedApp: app, "AppName": a.org.appLabel(app)}
	if a.org.Apps[app].External {
		object, values = "ExtlClntAppOauthUsage", salesforceRow{"ExternalClientApplicationId": app}
	}
	if id := a.org.use(object, app, user); id != "" {
		row := a.org.row(object, id)
		count, _ := row["UseCount"].(float64)
		a.org.put(object, id, row.with("UseCount", count+1).with("LastUsedDate", a.stamp()))
		return
	}
	values["UserId"], values["UseCount"], values["LastUsedDate"] = user, 1.0, a.stamp()
	if object == "OauthToken" {
		values["DeleteToken"] = a.org.madeUp("delete token", 40)
		a.addToken(values)
		return
	}
	a.add(salesforceObjectNamed(object), values)
}

// addToken adds a row of OauthToken, which shows no id.
func (a salesforceActor) addToken(values salesforceRow) {
	id := a.add(salesforceObjectNamed("OauthToken"), values)
	a.org.put("OauthToken", id, a.org.row("OauthToken", id).with("Id", nil))
}

// use is the key of the row that counts a user's uses of an app, or empty.
func (o *salesforceOrg) use(object, app, user string) string {
	field := usedApp
	if object != "OauthToken" {
		field = "ExternalClientApplicationId"
	}
	table := o.table(object)
	for _, id := range table.lookup("UserId", user) {
		if table.Rows[id].text(field) == app {
			return id
		}
	}
	return ""
}

// revokeUse withdraws what a user approved: the tokens, the sessions and the row
// that told of them.
func (o *salesforceOrg) revokeUse(app, user string) {
	if app == "" {
		return // an app that is not the organization's has no sessions here
	}
	for _, object := range []string{"OauthToken", "ExtlClntAppOauthUsage"} {
		if id := o.use(object, app, user); id != "" {
			o.remove(object, id)
		}
	}
	for token, grant := range o.RefreshGrants {
		if grant.App == app && grant.User == user {
			delete(o.RefreshGrants, token)
		}
	}
	for token, session := range o.Sessions {
		if session.App == app && session.User == user {
			o.endSession(token)
		}
	}
}

// forgetUses removes the rows that tell of the uses of an app.
func (o *salesforceOrg) forgetUses(app string) {
	for _, id := range slices.Clone(o.table("OauthToken").ids) {
		if o.row("OauthToken", id).text(usedApp) == app {
			o.remove("OauthToken", id)
		}
	}
	for _, id := range o.table("ExtlClntAppOauthUsage").lookup("ExternalClientApplicationId", app) {
		o.remove("ExtlClntAppOauthUsage", id)
	}
}

// endSession ends the session of an access token, undoably.
func (o *salesforceOrg) endSession(token string) {
	session := o.Sessions[token]
	delete(o.Sessions, token)
	o.undo(func() { o.Sessions[token] = session })
	if o.row("AuthSession", session.ID) != nil {
		o.remove("AuthSession", session.ID)
	}
}

// endSessionOf ends the session that a row of AuthSession shows.
func (o *salesforceOrg) endSessionOf(row string) {
	for token, session := range o.Sessions {
		if session.ID == row {
			o.endSession(token)
		}
	}
}

// salesforceLogFile answers what is in an event log file.
func salesforceLogFile(c *salesforceCall) (salesforceReply, *salesforceError) {
	object := salesforceObjectNamed("EventLogFile")
	id, refused := idOf(object, c.request.PathValue("id"))
	if refused != nil {
		return salesforceReply{}, refused
	}
	row := c.org.row(object.Name, id)
	if row == nil || !c.sees(object) {
		return salesforceReply{}, notFound()
	}
	return salesforceReply{status: http.StatusOK, text: row.text(logContent)}, nil
}

// logContent is the key under which the row of an event log file keeps what is
// in the file; it is no field of the object.
const logContent = "content"
