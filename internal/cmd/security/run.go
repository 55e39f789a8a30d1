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
	"regexp"
	"slices"
	"strconv"
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

// target is a fuzz target of a package.
type target struct{ pkg, name string }

// targets finds every fuzz target.
func targets(ctx context.Context) ([]target, error) {
	output, err := exec.CommandContext(ctx, "go", "test", "-json", "-list=^Fuzz", everywhere).Output()
	if err != nil {
		return nil, fmt.Errorf("looking for fuzz targets: %w", err)
	}
	var found []target
	for line := range bytes.Lines(output) {
		var event struct{ Package, Output string }
		if err := json.Unmarshal(line, &event); err != nil {
			return nil, fmt.Errorf("looking for fuzz targets: %w", err)
		}
		if name := strings.TrimSpace(event.Output); strings.HasPrefix(name, "Fuzz") {
			found = append(found, target{event.Package, name})
		}
	}
	return found, nil
}

// fuzz runs every fuzz target for a while, one after the other, and returns the
// names of those that found something.
func (c *campaign) fuzz(ctx context.Context) ([]string, error) {
	found, err := targets(ctx)
	if err != nil {
		return nil, err
	}
	var failed []string
	for i, one := range found {
		_, _ = fmt.Fprintf(c.stderr, "fuzzing %d of %d: %s\n", i+1, len(found), one.name)
		entry := security.Entry{What: "fuzz: " + one.name}
		output, err := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+one.name+"$", //nolint:gosec // the names are Go's own
			"-fuzztime="+c.fuzzTime.String(), one.pkg).CombinedOutput()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		entry.Tried = executions(string(output))
		if err != nil || entry.Tried == 0 {
			entry.Violations = 1
			failed = append(failed, one.name)
			_, _ = c.stderr.Write(output)
		}
		if err := c.enter(entry); err != nil {
			return nil, err
		}
	}
	return failed, nil
}

var executed = regexp.MustCompile(`execs: (\d+)`)

// executions is how many inputs a fuzz target has tried, by its own last word.
func executions(output string) int {
	last := 0
	for _, match := range executed.FindAllStringSubmatch(output, -1) {
		last, _ = strconv.Atoi(match[1])
	}
	return last
}

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
