package simulator

import (
	"fmt"
	"net/http"
	"strings"
)

// The methods below are the hands of somebody who changes the Salesforce
// organization from outside, as an administrator in Setup would. They ask for no
// permission and reach fields that the API shows read-only; what Salesforce
// itself would refuse, they refuse too.

// SalesforceRows lists the rows of an object, such as PermissionSet, oldest
// first, each with every field. It is nil for an object that is not simulated.
func (s *Server) SalesforceRows(object string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	described := salesforceObjectNamed(object)
	if described == nil {
		return nil
	}
	table := s.state.Salesforce.table(described.Name)
	rows := make([]map[string]any, 0, len(table.ids))
	for _, id := range table.ids {
		row := map[string]any{}
		for _, field := range described.Fields {
			row[field.Name] = field.of(table.Rows[id])
		}
		rows = append(rows, row)
	}
	return rows
}

// SalesforceID is the id of the first row of an object whose field has this
// value, in any case, or empty.
func (s *Server) SalesforceID(object, field, value string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	described := salesforceObjectNamed(object)
	if described == nil || described.field(field) == nil {
		return ""
	}
	table, wanted := s.state.Salesforce.table(described.Name), described.field(field)
	for _, id := range table.ids {
		if text, isText := wanted.of(table.Rows[id]).(string); isText && strings.EqualFold(text, value) {
			return id
		}
	}
	return ""
}

// InsertSalesforce adds a row to an object and returns its id.
func (s *Server) InsertSalesforce(object string, fields map[string]any) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	described := salesforceObjectNamed(object)
	if described == nil {
		return "", fmt.Errorf("object %s is not simulated", object)
	}
	id, refused := s.setupActor().insert(described, fields)
	if refused != nil {
		return "", refused
	}
	return id, nil
}

// UpdateSalesforce changes fields of a row. ConnectedApplication's
// OptionsAllowAdminApprovedUsersOnly is where an app's approval lives, of
// installed apps as well.
func (s *Server) UpdateSalesforce(object, id string, fields map[string]any) error {
	return s.edit(object, id, func(actor salesforceActor, described *salesforceObject, id string) *salesforceError {
		return actor.update(described, id, fields)
	})
}

// DeleteSalesforce deletes a row and what hangs on it.
func (s *Server) DeleteSalesforce(object, id string) error {
	return s.edit(object, id, salesforceActor.erase)
}

func (s *Server) edit(
	object, id string, change func(salesforceActor, *salesforceObject, string) *salesforceError,
) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	described := salesforceObjectNamed(object)
	if described == nil {
		return fmt.Errorf("object %s is not simulated", object)
	}
	canonical, refused := idOf(described, id)
	if refused == nil {
		refused = change(s.setupActor(), described, canonical)
	}
	if refused != nil {
		return refused
	}
	return nil
}

// ConnectedApp is a connected app as its metadata shows it: the texts of its
// elements by path, such as oauthConfig/scopes. It is nil for an app that is not
// there or not the organization's own.
func (s *Server) ConnectedApp(name string) map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	org := &s.state.Salesforce
	id := org.appNamed(name)
	if id == "" || org.Apps[id].Installed {
		return nil
	}
	texts := map[string][]string{}
	collectTexts(org.showApp(id), "", texts)
	return texts
}

func collectTexts(element *soapElement, path string, into map[string][]string) {
	if len(element.Children) == 0 {
		into[path] = append(into[path], element.Text)
	}
	for _, child := range element.Children {
		collectTexts(child, strings.TrimPrefix(path+"/"+child.Name, "/"), into)
	}
}

// EditConnectedApp changes a connected app of the organization's own. The
// function is given a setter of texts by path, such as oauthConfig/scopes; it
// replaces every element of that path by one for each value, by none for none.
func (s *Server) EditConnectedApp(name string, edit func(set func(path string, values ...string))) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	org := &s.state.Salesforce
	id := org.appNamed(name)
	if id == "" || org.Apps[id].Installed {
		return fmt.Errorf("there is no connected app %s", name)
	}
	app := *org.Apps[id]
	component := tidy("ConnectedApp", app.Definition)
	approved := org.approved(id)
	edit(func(path string, values ...string) {
		if path == "oauthConfig/isAdminApproved" {
			approved = len(values) > 0 && values[0] == "true"
			return
		}
		setTexts(component, strings.Split(path, "/"), values)
	})
	app.Definition = settleConnectedApp(component)
	actor := s.setupActor()
	actor.storeApp(id, &app)
	actor.approve(id, approved)
	actor.audit("changed", salesforceObjectNamed("ConnectedApplication"), org.row("ConnectedApplication", id))
	return nil
}

func setTexts(element *soapElement, path, values []string) {
	if len(path) > 1 {
		if element.child(path[0]) == nil {
			element.add(newElement(path[0]))
		}
		setTexts(element.child(path[0]), path[1:], values)
		return
	}
	*element = *element.without(path[0])
	for _, value := range values {
		element.add(newText(path[0], value))
	}
}

// DeleteConnectedApp deletes a connected app with its grants and sessions.
func (s *Server) DeleteConnectedApp(name string) error {
	s.mu.Lock()
	id := s.state.Salesforce.appNamed(name)
	s.mu.Unlock()
	return s.DeleteSalesforce("ConnectedApplication", id)
}

// SetAPIAccessControl turns the restriction of API Access Control on or off, and
// activates the feature if need be.
func (s *Server) SetAPIAccessControl(restricted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.knobs.APIAccessControlActivated = true
	s.state.Salesforce.table("Organization") // an organization that was never seeded has no settings yet
	s.state.Salesforce.Settings["enableAdminApprovedAppsOnly"] = restricted
}

// APIAccessControl tells whether the restriction of API Access Control is on.
func (s *Server) APIAccessControl() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.state.Salesforce.Settings["enableAdminApprovedAppsOnly"]
}

// ExpireSalesforceSessions ends every session, as if its timeout had passed.
// Refresh tokens stay good.
func (s *Server) ExpireSalesforceSessions() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for token := range s.state.Salesforce.Sessions {
		s.state.Salesforce.endSession(token)
	}
}

// SalesforceFault answers a SOAP request with a fault, as in
// SalesforceFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader").
func SalesforceFault(code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeFault(w, sfFault(code, "%s", message)) }
}

// SetupLocked answers a SOAP request as Salesforce does while another change
// holds the lock of the organization's setup; it is worth another try.
func SetupLocked() http.HandlerFunc {
	return SalesforceFault("ALREADY_IN_PROCESS", "The changes you requested require salesforce.com to temporarily lock "+
		"your organization's administration setup. However, the administration setup has already been locked by another change.")
}

// SalesforceError answers a REST request with an error, as in
// SalesforceError(http.StatusUnauthorized, "INVALID_SESSION_ID", "Session expired or invalid").
func SalesforceError(status int, code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, status, refusal(code, "%s", message).body())
	}
}

// RowLocked answers a REST request as Salesforce does while another transaction
// holds the lock of a row; it is worth another try.
func RowLocked() http.HandlerFunc {
	return SalesforceError(http.StatusBadRequest, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record")
}

// DailyLimitExceeded answers a REST request as Salesforce does once the daily
// allocation is used up; another try is pointless.
func DailyLimitExceeded() http.HandlerFunc {
	return SalesforceError(http.StatusForbidden, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
}

// ConcurrentLimitExceeded answers a REST request as Salesforce does while too
// many long requests run at once; it is worth another try.
func ConcurrentLimitExceeded() http.HandlerFunc {
	return SalesforceError(http.StatusForbidden, "REQUEST_LIMIT_EXCEEDED", "ConcurrentPerOrgLongTxn Limit exceeded.")
}

// MaintenancePage answers with the HTML that stands before Salesforce's APIs
// when they are down.
func MaintenancePage() http.HandlerFunc {
	return Status(http.StatusServiceUnavailable,
		"<html><head><title>Down for Maintenance</title></head><body><h1>We'll be right back.</h1></body></html>")
}
