package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/security"
)

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

// fuzz runs every fuzz target for a while, as many at a time as there are
// processors, and returns the names of those that found something.
func (c *campaign) fuzz(ctx context.Context) ([]string, error) {
	found, err := targets(ctx)
	if err != nil {
		return nil, err
	}
	var (
		failed []string
		ending sync.Mutex
	)
	running, ctx := errgroup.WithContext(ctx)
	running.SetLimit(runtime.NumCPU())
	for i, one := range found {
		running.Go(func() error {
			_, _ = fmt.Fprintf(c.stderr, "fuzzing %d of %d: %s\n", i+1, len(found), one.name)
			entry, err := c.fuzzOne(ctx, one)
			if err != nil {
				return err
			}
			ending.Lock()
			defer ending.Unlock()
			if entry.Violations > 0 {
				failed = append(failed, one.name)
			}
			return c.enter(entry)
		})
	}
	err = running.Wait()
	return failed, err
}

// fuzzOne runs a fuzz target on one processor and tells how many inputs it tried.
// One that tried none has failed. The error is that the campaign was stopped.
func (c *campaign) fuzzOne(ctx context.Context, one target) (security.Entry, error) {
	output, err := exec.CommandContext(ctx, "go", "test", "-run=^$", "-fuzz=^"+one.name+"$", "-parallel=1", //nolint:gosec // the names are Go's own
		"-fuzztime="+c.fuzzTime.String(), one.pkg).CombinedOutput()
	if ctx.Err() != nil {
		return security.Entry{}, ctx.Err()
	}
	entry := security.Entry{What: "fuzz: " + one.name, Tried: executions(string(output))}
	if err != nil || entry.Tried == 0 {
		entry.Violations = 1
		_, _ = c.stderr.Write(output)
	}
	return entry, nil
}

var executed = regexp.MustCompile(`(?:baseline coverage|execs): (\d+)`)

// executions is how many inputs a fuzz target has tried, by its own last word: those
// of its corpus first.
func executions(output string) int {
	last := 0
	for _, match := range executed.FindAllStringSubmatch(output, -1) {
		last, _ = strconv.Atoi(match[1])
	}
	return last
}
