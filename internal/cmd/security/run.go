package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
)

// everywhere is where tests and fuzz targets are looked for.
const everywhere = "./internal/..."

// tests runs the campaign's tests, whose names begin alike. They wait for the
// provider, which waits for others to join its calls, so that many run at once.
func (c *campaign) tests(ctx context.Context) bool {
	command := exec.CommandContext(ctx, "go", "test", "-count=1", "-timeout=90m", "-parallel=24", "-run=^TestSecurity", everywhere)
	command.Env = append(os.Environ(), security.LedgerVariable+"="+c.ledger, security.LongVariable+"=1")
	var output bytes.Buffer
	command.Stdout, command.Stderr = io.MultiWriter(&output, c.stderr), c.stderr
	return command.Run() == nil
}

// enter adds a line to the ledger.
func (c *campaign) enter(entry security.Entry) error {
	line, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	ledger, err := os.OpenFile(c.ledger, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := ledger.Write(append(line, '\n')); err != nil {
		return err
	}
	return ledger.Close()
}

// close adds up the ledger and writes the table.
func (c *campaign) close(took time.Duration) error {
	ledger, err := os.ReadFile(c.ledger)
	if err != nil {
		return fmt.Errorf("nothing was tried: %w", err)
	}
	table, err := tableOf(bytes.NewReader(ledger))
	if err != nil {
		return err
	}
	table += fmt.Sprintf("\nIn %s.\n", took.Round(time.Second))
	if _, err := io.WriteString(c.stdout, table); err != nil {
		return err
	}
	return os.WriteFile(c.table, []byte(table), 0o600)
}

// tableOf is the ledger as a table in Markdown, one row for each thing tried.
func tableOf(ledger io.Reader) (string, error) {
	rows := map[string]security.Entry{}
	lines := bufio.NewScanner(ledger)
	for lines.Scan() {
		var entry security.Entry
		if err := json.Unmarshal(lines.Bytes(), &entry); err != nil {
			return "", fmt.Errorf("reading the ledger: %w", err)
		}
		row := rows[entry.What]
		rows[entry.What] = security.Entry{
			What: entry.What, Tried: row.Tried + entry.Tried, Violations: row.Violations + entry.Violations,
		}
	}
	if err := lines.Err(); err != nil {
		return "", fmt.Errorf("reading the ledger: %w", err)
	}
	var table strings.Builder
	table.WriteString("| what was tried | how often | violations |\n|---|--:|--:|\n")
	all := security.Entry{What: "all"}
	for _, row := range slices.SortedFunc(maps.Values(rows), func(a, b security.Entry) int { return strings.Compare(a.What, b.What) }) {
		fmt.Fprintf(&table, "| %s | %d | %d |\n", row.What, row.Tried, row.Violations)
		all.Tried, all.Violations = all.Tried+row.Tried, all.Violations+row.Violations
	}
	fmt.Fprintf(&table, "| **%s** | **%d** | **%d** |\n", all.What, all.Tried, all.Violations)
	return table.String(), nil
}
