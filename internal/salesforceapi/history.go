package salesforceapi

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// Period is a span of time, whose ends are zero where it is open. The first
// moment is within it, the last is not.
type Period struct{ From, To time.Time }

func (p Period) conditions(column string) []string {
	var conditions []string
	if !p.From.IsZero() {
		conditions = append(conditions, column+" >= "+literal(p.From))
	}
	if !p.To.IsZero() {
		conditions = append(conditions, column+" < "+literal(p.To))
	}
	return conditions
}

// where joins conditions to a clause.
func where(conditions []string) string {
	if len(conditions) == 0 {
		return ""
	}
	return " WHERE " + strings.Join(conditions, " AND ")
}

// Login is one attempt to sign in.
type Login struct {
	ID          ID       `json:"Id"`
	UserID      ID       `json:"UserId"`
	Time        dateTime `json:"LoginTime"`
	Type        string   `json:"LoginType"`
	SourceIP    string   `json:"SourceIp"`
	URL         string   `json:"LoginUrl"`
	Application string   `json:"Application"`
	// Status is Success or why the attempt failed.
	Status     string `json:"Status"`
	APIType    string `json:"ApiType"`
	APIVersion string `json:"ApiVersion"`
	CountryISO string `json:"CountryIso"`
}

// At is when it was.
func (l Login) At() time.Time { return time.Time(l.Time).UTC() }

// LoginFilter limits a login history. What is empty does not limit it. The
// platform filters by neither the application nor the status.
type LoginFilter struct {
	Period Period
	UserID ID
	// SourceIP is an address.
	SourceIP string
}

// LoginHistory yields logins, the newest first, page by page: a query of
// LoginHistory.
func (c *Client) LoginHistory(ctx context.Context, filter LoginFilter) iter.Seq2[Login, error] {
	conditions := filter.Period.conditions("LoginTime")
	if filter.UserID != "" {
		conditions = append(conditions, "UserId = "+Quote(string(filter.UserID)))
	}
	if filter.SourceIP != "" {
		conditions = append(conditions, "SourceIp = "+Quote(filter.SourceIP))
	}
	return Query[Login](ctx, c, "SELECT Id, UserId, LoginTime, LoginType, SourceIp, LoginUrl, Application, Status, ApiType, "+
		"ApiVersion, CountryIso FROM LoginHistory"+where(conditions)+" ORDER BY LoginTime DESC")
}

// SetupChange is one entry of the setup audit trail.
type SetupChange struct {
	ID      ID       `json:"Id"`
	Action  string   `json:"Action"`
	Section string   `json:"Section"`
	Display string   `json:"Display"`
	Time    dateTime `json:"CreatedDate"`
	// UserID is who made the change; it is empty for the platform itself.
	UserID ID `json:"CreatedById"`
	// DelegateUser is who made it in the user's place.
	DelegateUser string `json:"DelegateUser"`
}

// At is when it was.
func (s SetupChange) At() time.Time { return time.Time(s.Time).UTC() }

// SetupFilter limits a setup audit trail. What is empty does not limit it. The
// platform filters by neither the section nor the text.
type SetupFilter struct {
	Period Period
	UserID ID
	Action string
}

// SetupAuditTrail yields changes of the setup, the newest first, page by page: a
// query of SetupAuditTrail.
func (c *Client) SetupAuditTrail(ctx context.Context, filter SetupFilter) iter.Seq2[SetupChange, error] {
	conditions := filter.Period.conditions("CreatedDate")
	if filter.UserID != "" {
		conditions = append(conditions, "CreatedById = "+Quote(string(filter.UserID)))
	}
	if filter.Action != "" {
		conditions = append(conditions, "Action = "+Quote(filter.Action))
	}
	return Query[SetupChange](ctx, c, "SELECT Id, Action, Section, Display, CreatedDate, CreatedById, DelegateUser "+
		"FROM SetupAuditTrail"+where(conditions)+" ORDER BY CreatedDate DESC")
}

// EventLogFile is a file of events of one type.
type EventLogFile struct {
	ID        ID       `json:"Id"`
	EventType string   `json:"EventType"`
	Date      dateTime `json:"LogDate"`
	// Interval is Daily or Hourly.
	Interval string `json:"Interval"`
	Sequence int64  `json:"Sequence"`
	// Length is in bytes, which the platform tells as a number with a fraction.
	Length json.Number `json:"LogFileLength"`
	// FieldNames are the columns, separated by commas.
	FieldNames string `json:"LogFileFieldNames"`
}

// At is the day or the hour of the events.
func (f EventLogFile) At() time.Time { return time.Time(f.Date).UTC() }

// EventLogFilter limits a list of event log files. What is empty does not limit
// it.
type EventLogFilter struct {
	Period              Period
	EventType, Interval string
}

// EventLogFiles yields the event log files, the newest first, page by page: a
// query of EventLogFile, which takes the permission View Event Log Files.
func (c *Client) EventLogFiles(ctx context.Context, filter EventLogFilter) iter.Seq2[EventLogFile, error] {
	conditions := filter.Period.conditions("LogDate")
	if filter.EventType != "" {
		conditions = append(conditions, "EventType = "+Quote(filter.EventType))
	}
	if filter.Interval != "" {
		conditions = append(conditions, "Interval = "+Quote(filter.Interval))
	}
	return Query[EventLogFile](ctx, c, "SELECT Id, EventType, LogDate, Interval, Sequence, LogFileLength, LogFileFieldNames "+
		"FROM EventLogFile"+where(conditions)+" ORDER BY LogDate DESC")
}

// EventLog reads the content of an event log file, which is CSV: GET
// /sobjects/EventLogFile/ID/LogFile.
func (c *Client) EventLog(ctx context.Context, id ID) ([]byte, error) {
	if !IsID(string(id)) {
		return nil, fmt.Errorf("%q is not the id of an event log file", id)
	}
	path := c.dataPath() + "/sobjects/EventLogFile/" + string(id) + "/LogFile"
	answer, err := c.exchange(ctx, path, func(current *session) (*transport.Request, error) {
		header := restHeader(current, false)
		header.Set("Accept", "text/csv")
		return &transport.Request{Method: http.MethodGet, URL: current.instance + path, Header: header, Safe: true}, nil
	})
	if err != nil {
		return nil, err
	}
	if answer.Status >= http.StatusMultipleChoices {
		return nil, refusal(http.MethodGet, path, answer)
	}
	return answer.Body, nil
}
