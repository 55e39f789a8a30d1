// Command security runs the campaign of internal/security in its long form: the
// tests that try what bad people would, and every fuzz target for a while. It
// closes with a table of what was tried, how often, and how often it went wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// campaign is what the flags ask for.
type campaign struct {
	ledger   string
	table    string
	fuzzTime time.Duration
	only     string
	stdout   io.Writer
	stderr   io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	asked := campaign{stdout: os.Stdout, stderr: os.Stderr}
	directory := flag.String("directory", "build/security", "`directory` of the ledger and the table")
	flag.DurationVar(&asked.fuzzTime, "fuzztime", time.Minute, "how long each fuzz target runs; 0 runs none")
	flag.StringVar(&asked.only, "only", "", "run the part `tests` or `fuzz` alone")
	flag.Parse()
	if err := asked.run(ctx, *directory); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "security:", err)
		os.Exit(1) //nolint:gocritic // the process ends
	}
}

func (c *campaign) run(ctx context.Context, directory string) error {
	directory, err := filepath.Abs(directory)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return err
	}
	c.ledger, c.table = filepath.Join(directory, "ledger.jsonl"), filepath.Join(directory, "table.md")
	if err := os.RemoveAll(c.ledger); err != nil {
		return err
	}
	began := time.Now()
	var failed []string
	if c.only != "fuzz" && !c.tests(ctx) {
		failed = append(failed, "tests")
	}
	if c.only != "tests" && c.fuzzTime > 0 {
		failures, err := c.fuzz(ctx)
		if err != nil {
			return err
		}
		failed = append(failed, failures...)
	}
	if err := c.close(time.Since(began)); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("these failed: %v", failed)
	}
	return nil
}
