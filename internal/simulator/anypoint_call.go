package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// anypointCall is one authenticated request to the Anypoint half.
type anypointCall struct {
	*http.Request

	platform *anypointPlatform
	knobs    Knobs
	now      time.Time
	body     []byte
	token    *anypointToken
	app      *anypointApp  // nil after a plain user login
	user     *anypointUser // who signed in, or the owner of an app that acts for itself
}

// anypointAnswer is what a handler answers. A string body is sent as plain text,
// as Anypoint does for refused sign-ins.
type anypointAnswer struct {
	status int
	body   any
}

type anypointHandler func(*anypointCall) anypointAnswer

var (
	unauthorized = anypointAnswer{http.StatusUnauthorized, "Unauthorized"}
	forbidden    = anypointAnswer{http.StatusForbidden, "Forbidden"}
	noContent    = anypointAnswer{status: http.StatusNoContent}
)

func success(body any) anypointAnswer { return anypointAnswer{http.StatusOK, body} }
func created(body any) anypointAnswer { return anypointAnswer{http.StatusCreated, body} }

// anypointRefusal is the error body of Access Management and of Exchange.
func anypointRefusal(status int, format string, arguments ...any) anypointAnswer {
	return anypointAnswer{status, map[string]any{"status": status, "message": fmt.Sprintf(format, arguments...)}}
}

// managerRefusal is the error body of API Manager.
func managerRefusal(status int, name, format string, arguments ...any) anypointAnswer {
	return anypointAnswer{status, map[string]any{"name": name, "message": fmt.Sprintf(format, arguments...)}}
}

func (a anypointAnswer) send(w http.ResponseWriter) {
	switch body := a.body.(type) {
	case nil:
		w.WriteHeader(a.status)
	case string:
		writeText(w, a.status, body)
	default:
		writeJSON(w, a.status, body)
	}
}

// decode reads the JSON body into value.
func (c *anypointCall) decode(value any) error {
	if err := json.Unmarshal(c.body, value); err != nil {
		return fmt.Errorf("decoding the request body: %w", err)
	}
	return nil
}

// flag is a boolean query parameter.
func (c *anypointCall) flag(name string, absent bool) bool {
	value, err := strconv.ParseBool(c.URL.Query().Get(name))
	if err != nil {
		return absent
	}
	return value
}

// window is the part of total elements that the query's offset and limit ask
// for; refused is set when they are out of range.
func (c *anypointCall) window(total, limit, maximum int) (from, to int, refused *anypointAnswer) {
	offset := 0
	for name, target := range map[string]*int{"offset": &offset, "limit": &limit} {
		text := c.URL.Query().Get(name)
		if text == "" {
			continue
		}
		value, err := strconv.Atoi(text)
		if err != nil || value < 0 {
			answer := anypointRefusal(http.StatusBadRequest, "%s must be a non-negative integer", name)
			return 0, 0, &answer
		}
		*target = value
	}
	if limit > maximum {
		answer := anypointRefusal(http.StatusBadRequest, "limit must be less than or equal to %d", maximum)
		return 0, 0, &answer
	}
	if c.knobs.PageSize > 0 {
		limit = min(limit, c.knobs.PageSize)
	}
	from = min(offset, total)
	return from, min(from+limit, total), nil
}

// accountsPage answers with a page of Access Management, 25 rows unless asked
// otherwise and 500 at most.
func accountsPage[E any](c *anypointCall, rows []E, view func(E) map[string]any) anypointAnswer {
	from, to, refused := c.window(len(rows), 25, 500)
	if refused != nil {
		return *refused
	}
	return success(map[string]any{"data": views(rows[from:to], view), "total": len(rows)})
}

// views shows every row; the answer is never null in JSON.
func views[E any](rows []E, view func(E) map[string]any) []map[string]any {
	shown := make([]map[string]any, len(rows))
	for i, row := range rows {
		shown[i] = view(row)
	}
	return shown
}

// The platform writes dates in one format per service, and in Access Management
// in three.
const (
	dateOfManager  = "2006-01-02T15:04:05.000Z"
	dateOfAccounts = "2006-01-02 15:04:05.000000+00:00"
	dateOfMembers  = "Mon Jan 02 2006 15:04:05 GMT-0700 (MST)"
	dateOfExchange = "2006-01-02T15:04:05.000000-07:00"
)

func date(moment time.Time, format string) string {
	return moment.UTC().Format(format)
}

// audit is the audit member of an object of API Manager; updated is empty until
// the first change.
func audit(created, updated time.Time) map[string]any {
	stamp := func(moment time.Time) map[string]any {
		if moment.IsZero() {
			return map[string]any{}
		}
		return map[string]any{"date": date(moment, dateOfManager)}
	}
	return map[string]any{"created": stamp(created), "updated": stamp(updated)}
}
