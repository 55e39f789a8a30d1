package security

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"
)

// The environment of a campaign.
const (
	// LedgerVariable names the file to which tests add what they have tried.
	LedgerVariable = "SECURITY_LEDGER"
	// LongVariable asks for the long form.
	LongVariable = "SECURITY_LONG"
)

// Entry is a line of the ledger: how often something was tried, and how often it
// went wrong.
type Entry struct {
	What       string `json:"what"`
	Tried      int    `json:"tried"`
	Violations int    `json:"violations"`
}

// Long tells that the campaign runs in its long form.
func Long() bool { return os.Getenv(LongVariable) != "" }

// Tried counts what was tried that often.
func Tried(t testing.TB, what string, times int) {
	t.Helper()
	enter(t, Entry{What: what, Tried: times})
}

// Violated fails the test, and counts that what was tried went wrong.
func Violated(t testing.TB, what, format string, arguments ...any) {
	t.Helper()
	t.Errorf("%s: %s", what, fmt.Sprintf(format, arguments...))
	enter(t, Entry{What: what, Violations: 1})
}

func enter(t testing.TB, entry Entry) {
	t.Helper()
	path := os.Getenv(LedgerVariable)
	if path == "" {
		return
	}
	line, err := json.Marshal(entry)
	if err != nil {
		t.Fatal(err)
	}
	ledger, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the campaign names the file
	if err != nil {
		t.Fatal(err)
	}
	// One write per line: tests run side by side.
	if _, err := ledger.Write(append(line, '\n')); err != nil {
		t.Error(err)
	}
	if err := ledger.Close(); err != nil {
		t.Error(err)
	}
}
