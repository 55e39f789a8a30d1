package salesforceapi

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDateTime(t *testing.T) {
	t.Parallel()
	moment := time.Date(2026, 1, 31, 12, 30, 0, 0, time.UTC)
	for _, text := range []string{
		`"2026-01-31T12:30:00.000+0000"`, `"2026-01-31T12:30:00Z"`, `"2026-01-31T13:30:00.000+0100"`, `"2026-01-31T07:30:00-05:00"`,
	} {
		var read *dateTime
		if err := json.Unmarshal([]byte(text), &read); err != nil || !read.time().Equal(moment) {
			t.Errorf("%s was read as %v, %v", text, read.time(), err)
		}
	}
	precise := moment.Add(987 * time.Millisecond)
	if written, err := json.Marshal(newDateTime(&precise)); err != nil || string(written) != `"2026-01-31T12:30:00.000+0000"` {
		t.Errorf("written as %s, %v", written, err)
	}
	if written, err := json.Marshal(newDateTime(nil)); err != nil || string(written) != "null" {
		t.Errorf("no moment was written as %s, %v", written, err)
	}
	var read *dateTime
	if err := json.Unmarshal([]byte(`"31.1.2026"`), &read); err == nil {
		t.Error("a date of another form was read")
	}
}
