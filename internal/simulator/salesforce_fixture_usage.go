package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// salesforceTokenFixture is an app in use by a user. An app that is none of the
// organization's is in use without being installed.
type salesforceTokenFixture struct {
	App         string `yaml:"app"`
	User        string `yaml:"user"`
	DeleteToken string `yaml:"delete_token"`
	UseCount    int    `yaml:"use_count"`
	// LastUsed is a point in time; empty is now. LastUsedDaysAgo counts back from
	// now instead.
	LastUsed        string `yaml:"last_used"`
	LastUsedDaysAgo int    `yaml:"last_used_days_ago"`
}

// salesforceLogFileFixture is an event log file.
type salesforceLogFileFixture struct {
	EventType string `yaml:"event_type"`
	LogDate   string `yaml:"log_date"`
	Interval  string `yaml:"interval"`
	Sequence  int    `yaml:"sequence"`
	Content   string `yaml:"content"`
}

// usage adds what a fixture tells of who used what.
func (s *salesforceSeeder) usage(fixture salesforceFixture) {
	for _, token := range fixture.OAuthTokens {
		s.token(token)
	}
	for i, file := range fixture.EventLogFiles {
		s.logFile(i, file)
	}
	for _, object := range slices.Sorted(maps.Keys(fixture.Rows)) {
		for _, values := range fixture.Rows[object] {
			s.describedRow(object, values)
		}
	}
}

func (s *salesforceSeeder) token(token salesforceTokenFixture) {
	used := s.now.AddDate(0, 0, -token.LastUsedDaysAgo)
	if token.LastUsed != "" {
		var err error
		if used, err = parseSalesforceTime(token.LastUsed); err != nil {
			s.fail("OAuth token of %s: %w", token.App, err)
		}
	}
	row := salesforceRow{
		"AppName": token.App, "UserId": s.reference("User", "Username", token.User),
		"UseCount": float64(max(token.UseCount, 1)), "LastUsedDate": used.UTC().Format(salesforceTime),
		"DeleteToken": token.DeleteToken, usedApp: s.org.appLabelled(token.App),
	}
	if token.DeleteToken == "" {
		row["DeleteToken"] = s.org.madeUp("delete token", 40)
	}
	if app := s.org.named("ExternalClientApplication", "DeveloperName", token.App); app != "" {
		delete(row, usedApp)
		row["ExternalClientApplicationId"] = app
		s.add(salesforceObjectNamed("ExtlClntAppOauthUsage"), row)
		return
	}
	s.addToken(row)
}

func (s *salesforceSeeder) logFile(number int, file salesforceLogFileFixture) {
	at, err := parseSalesforceTime(file.LogDate)
	if err != nil {
		s.fail("event log file %d: %w", number, err)
	}
	names, _, _ := strings.Cut(file.Content, "\n")
	id := s.add(salesforceObjectNamed("EventLogFile"), salesforceRow{
		"EventType": file.EventType, "LogDate": at.UTC().Format(salesforceTime), "Interval": orDefault(file.Interval, "Daily"),
		"Sequence": float64(file.Sequence), "LogFileLength": float64(len(file.Content)),
		"LogFileFieldNames": strings.ReplaceAll(names, `"`, ""), logContent: file.Content,
	})
	row := s.org.row("EventLogFile", id)
	s.org.put("EventLogFile", id, row.with("LogFile", "/services/data/v66.0/sobjects/EventLogFile/"+id+"/LogFile"))
}

// describedRow adds a row of any object. References may name what they refer to
// instead of giving its id.
func (s *salesforceSeeder) describedRow(name string, values map[string]any) {
	object := salesforceObjectNamed(name)
	if object == nil {
		s.fail("there is no object %s", name)
		return
	}
	for key, value := range values {
		field := object.field(key)
		if field == nil {
			continue // the insertion refuses it
		}
		values[key] = s.describedValue(field, value)
	}
	s.row(object.Name, values)
}

// describedValue is a value as JSON would have it.
func (s *salesforceSeeder) describedValue(field *salesforceField, value any) any {
	switch value := value.(type) {
	case int:
		return float64(value)
	case time.Time:
		return value.UTC().Format(salesforceTime)
	case string:
		if _, right := canonicalID(value); field.Kind == kindReference && !right {
			return s.called(field.Reference, value)
		}
		return value
	case bool, float64:
		return value
	}
	return fmt.Sprint(value)
}

// called is the id of the row that goes by this name.
func (s *salesforceSeeder) called(object, name string) string {
	table := s.org.table(object)
	for _, id := range table.ids {
		for _, field := range []string{"Username", "DeveloperName", "Name"} {
			if strings.EqualFold(table.Rows[id].text(field), name) {
				return id
			}
		}
	}
	s.fail("there is no %s named %q", object, name)
	return ""
}
