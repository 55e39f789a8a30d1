package salesforceapi

import (
	"fmt"
	"time"
)

// dateTime is a moment as the platform writes it: to the second, with a zone
// that has no colon.
type dateTime time.Time

// dateTimeForm is what the platform writes, 2026-01-31T00:00:00.000+0000.
const dateTimeForm = "2006-01-02T15:04:05.000-0700"

func newDateTime(moment *time.Time) *dateTime {
	if moment == nil {
		return nil
	}
	whole := dateTime(moment.UTC().Truncate(time.Second))
	return &whole
}

// time is the moment, or nil.
func (d *dateTime) time() *time.Time {
	if d == nil {
		return nil
	}
	moment := time.Time(*d).UTC()
	return &moment
}

// MarshalText implements [encoding.TextMarshaler].
func (d dateTime) MarshalText() ([]byte, error) {
	return []byte(time.Time(d).UTC().Format(dateTimeForm)), nil
}

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *dateTime) UnmarshalText(text []byte) error {
	for _, form := range []string{dateTimeForm, time.RFC3339} {
		if moment, err := time.Parse(form, string(text)); err == nil {
			*d = dateTime(moment)
			return nil
		}
	}
	return fmt.Errorf("%q is not a moment in time", text)
}
