package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// salesforceReleases are the API versions, oldest first, by the release that
// brought them.
var salesforceReleases = []struct {
	number int
	label  string
}{
	{58, "Summer '23"},
	{59, "Winter '24"},
	{60, "Spring '24"},
	{61, "Summer '24"},
	{62, "Winter '25"},
	{63, "Spring '25"},
	{64, "Summer '25"},
	{65, "Winter '26"},
	{66, "Spring '26"},
	{67, "Summer '26"},
}

// oldestSalesforceVersion is still answered, though no longer listed.
const oldestSalesforceVersion = 31

// salesforceCall is one authenticated REST request.
type salesforceCall struct {
	salesforceActor

	server  *Server
	request *http.Request
	session salesforceSession
	version string // as in the path, such as v66.0
	tooling bool
}

// salesforceReply is the answer to a request that was not refused.
type salesforceReply struct {
	status   int
	body     any    // nil for none
	text     string // in the place of the body, as CSV
	location string
}

func ok(body any) salesforceReply { return salesforceReply{status: http.StatusOK, body: body} }

// salesforceHandler answers one kind of REST request.
type salesforceHandler func(*salesforceCall) (salesforceReply, *salesforceError)

func (s *Server) routeSalesforce(mux *http.ServeMux) {
	s.routeSalesforceOAuth(mux)
	s.routeSalesforceMetadata(mux)
	mux.HandleFunc("GET /services/data", s.salesforceVersions)
	mux.HandleFunc("GET /services/data/{$}", s.salesforceVersions)
	for pattern, handler := range map[string]salesforceHandler{
		"GET /sobjects/EventLogFile/{id}/LogFile": salesforceLogFile,
		"GET /{$}":                     salesforceResources,
		"GET ":                         salesforceResources,
		"GET /limits":                  salesforceLimits,
		"GET /limits/{$}":              salesforceLimits,
		"GET /query":                   salesforceQuery,
		"GET /query/{$}":               salesforceQuery,
		"GET /query/{locator}":         salesforceQueryMore,
		"GET /queryAll":                salesforceQuery,
		"GET /queryAll/{$}":            salesforceQuery,
		"GET /tooling/query":           salesforceQuery,
		"GET /tooling/query/{$}":       salesforceQuery,
		"GET /tooling/query/{locator}": salesforceQueryMore,
		"GET /tooling/sobjects/{object}/describe": salesforceDescribeObject,
		"GET /sobjects":                     salesforceListObjects,
		"GET /sobjects/{$}":                 salesforceListObjects,
		"GET /sobjects/{object}/describe":   salesforceDescribeObject,
		"POST /sobjects/{object}":           salesforceCreateRow,
		"POST /sobjects/{object}/{$}":       salesforceCreateRow,
		"GET /sobjects/{object}/{id}":       salesforceReadRow,
		"PATCH /sobjects/{object}/{id}":     salesforceUpdateRow,
		"POST /sobjects/{object}/{id}":      salesforceSubstituteMethod,
		"DELETE /sobjects/{object}/{id}":    salesforceDeleteRow,
		"POST /composite/sobjects":          salesforceCreateRows,
		"PATCH /composite/sobjects":         salesforceUpdateRows,
		"DELETE /composite/sobjects":        salesforceDeleteRows,
		"GET /composite/sobjects/{object}":  salesforceReadRows,
		"POST /composite/sobjects/{object}": salesforceReadRows,
		"POST /composite":                   salesforceComposite,
		"POST /composite/{$}":               salesforceComposite,
		"POST /metadata/deployRequest":      salesforceDeployRequest,
		"GET /metadata/deployRequest/{id}":  salesforceDeployStatus,
	} {
		s.routeREST(mux, pattern, handler)
	}
	for pattern, handler := range routeConnect() {
		s.routeREST(mux, pattern, handler)
	}
}

// routeREST registers a call below the data path.
func (s *Server) routeREST(mux *http.ServeMux, pattern string, handler salesforceHandler) {
	method, path, _ := strings.Cut(pattern, " ")
	mux.HandleFunc(method+" /services/data/{version}"+path, s.salesforceREST(handler))
}

// salesforceREST wraps a handler in what every REST request goes through: the
// session, the daily allocation, and what may use the API at all.
func (s *Server) salesforceREST(handler salesforceHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		reply, refused := s.answerREST(r, handler)
		org := &s.state.Salesforce
		w.Header().Set("Sforce-Limit-Info", fmt.Sprintf("api-usage=%d/%d", org.Requests, org.allocation(&s.knobs)))
		switch {
		case refused != nil:
			writeJSON(w, refused.status, refused.body())
		case reply.text != "":
			w.Header().Set("Content-Type", "text/csv")
			_, _ = w.Write([]byte(reply.text))
		case reply.body == nil:
			w.WriteHeader(reply.status)
		default:
			if reply.location != "" {
				w.Header().Set("Location", reply.location)
			}
			writeJSON(w, reply.status, reply.body)
		}
	}
}

func (s *Server) answerREST(r *http.Request, handler salesforceHandler) (salesforceReply, *salesforceError) {
	session, live := s.session(bearer(r))
	if !live || !s.addressHolds(r, session) {
		return salesforceReply{}, refusal("INVALID_SESSION_ID", "Session expired or invalid").
			withStatus(http.StatusUnauthorized)
	}
	actor := s.actorFor(session)
	if refused := s.countREST(r); refused != nil {
		return salesforceReply{}, refused
	}
	switch {
	case !s.admits(session):
		return salesforceReply{}, refusal("INVALID_SESSION_ID", "This session is not valid for use with the REST API").
			withStatus(http.StatusUnauthorized)
	case !actor.may("ApiEnabled"):
		return salesforceReply{}, refusal("API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.").
			withStatus(http.StatusForbidden)
	case !supportedVersion(strings.TrimPrefix(r.PathValue("version"), "v")):
		return salesforceReply{}, notFound()
	}
	return handler(&salesforceCall{
		salesforceActor: actor, server: s, request: r, session: session, version: r.PathValue("version"),
		tooling: strings.Contains(r.URL.Path, "/tooling/"),
	})
}

// countREST counts the request against the daily allocation, unless it is part
// of a composite request, which counts as one.
func (s *Server) countREST(r *http.Request) *salesforceError {
	org := &s.state.Salesforce
	if r.Context().Value(subrequest{}) != nil {
		return nil
	}
	if org.Requests >= org.allocation(&s.knobs) {
		return refusal("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.").withStatus(http.StatusForbidden)
	}
	org.Requests++
	return nil
}

var versionNumber = regexp.MustCompile(`^(\d{2})\.0$`)

// supportedVersion tells whether a version such as 66.0 is answered.
func supportedVersion(version string) bool {
	match := versionNumber.FindStringSubmatch(version)
	if match == nil {
		return false
	}
	number, err := strconv.Atoi(match[1])
	return err == nil && number >= oldestSalesforceVersion &&
		number <= salesforceReleases[len(salesforceReleases)-1].number
}

// decode reads the JSON body of the request.
func (c *salesforceCall) decode(into any) *salesforceError {
	body, err := io.ReadAll(c.request.Body)
	if err != nil {
		return refusal("JSON_PARSER_ERROR", "%s", err.Error())
	}
	if err := json.Unmarshal(body, into); err != nil {
		return refusal("JSON_PARSER_ERROR", "%s", err.Error())
	}
	return nil
}

// object is the object that the path names.
func (c *salesforceCall) object() (*salesforceObject, *salesforceError) {
	object := salesforceObjectNamed(c.request.PathValue("object"))
	if object == nil || !c.sees(object) {
		return nil, notFound()
	}
	return object, nil
}

// salesforceVersions lists the API versions, to anyone.
func (s *Server) salesforceVersions(w http.ResponseWriter, _ *http.Request) {
	versions := make([]map[string]string, len(salesforceReleases))
	for i, release := range salesforceReleases {
		version := strconv.Itoa(release.number) + ".0"
		versions[i] = map[string]string{
			"label": release.label, "version": version, "url": "/services/data/v" + version,
		}
	}
	writeJSON(w, http.StatusOK, versions)
}

func salesforceResources(c *salesforceCall) (salesforceReply, *salesforceError) {
	base := "/services/data/" + c.version
	resources := map[string]string{"identity": instanceURL(c.request) + "/id/" + c.org.ID + "/" + c.user}
	for _, name := range []string{"composite", "limits", "metadata", "query", "queryAll", "sobjects", "tooling"} {
		resources[name] = base + "/" + name
	}
	return ok(resources), nil
}
