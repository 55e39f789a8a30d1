//go:build bench

package bench

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

var (
	largest = flag.Int("bench.largest", 10000, "the largest number of objects")
	guide   = flag.String("bench.guide", "", "guide to write the figures into, between its marks; empty writes none")
	plots   = flag.String("bench.plots", "", "directory to draw calls and time over the number of objects into; empty draws none")
)

const distance = 50 * time.Millisecond

// TestReport measures everything and writes the figures down. It fails where a
// promise of the guide does not hold that no slower machine would change: those
// about calls and about requests in flight.
func TestReport(t *testing.T) { //nolint:paralleltest // it measures
	engine := throughTerraform(t) // first, while nothing else is in memory
	var figures []figure
	for _, measured := range kinds {
		for count := 100; count <= *largest; count *= 10 {
			for _, latency := range latencies(count) {
				figures = append(figures, measured.alone(t, count, latency)...)
			}
		}
	}
	for _, measured := range lists {
		for count := 1000; count <= *largest; count *= 10 {
			for _, f := range measured.alone(t, count, distance) {
				f.count = count
				figures = append(figures, f)
			}
		}
	}
	for count := 100; count <= min(*largest, 1000); count *= 10 {
		figures = append(figures, naive(t, count, distance))
	}
	text := table(figures) + "\n" + growth(figures) + "\n" + engineTable(engine)
	t.Log("\n" + text)
	check(t, figures)
	checkEngine(t, engine)
	if *guide != "" {
		writeGuide(t, text)
	}
	if *plots != "" {
		draw(t, figures, "calls.svg", "API calls", func(f figure) float64 { return float64(f.calls) })
		draw(t, figures, "time.svg", "seconds", func(f figure) float64 { return f.took.Seconds() })
	}
}

// throughTerraform measures with the engine and the built provider.
func throughTerraform(t *testing.T) (figures []engineFigure) {
	t.Helper()
	built := build(t)
	for count := 100; count <= *largest; count *= 10 {
		measured := throughTheEngine
		if count > 1000 {
			measured = manyThroughTheEngine
		}
		t.Run(fmt.Sprintf("terraform %d", count), func(t *testing.T) {
			figures = append(figures, measured(t, built, count, 2*distance)...)
		})
	}
	return figures
}

// alone measures in a test of its own, so that its organization is let go before the
// next one is measured.
func (k kind) alone(t *testing.T, count int, latency time.Duration) (figures []figure) {
	t.Helper()
	t.Run(fmt.Sprintf("%s %d %s", k.name, count, latency), func(t *testing.T) { figures = live(t, k, count, latency) })
	return figures
}

// latencies are those to measure with. The largest number is measured with a distant
// platform alone, where it matters.
func latencies(count int) []time.Duration {
	if count < 10000 {
		return []time.Duration{0, distance}
	}
	return []time.Duration{distance}
}

// check holds the figures against what is promised.
func check(t *testing.T, figures []figure) {
	t.Helper()
	for _, f := range figures {
		limit := 0
		switch {
		case f.kind == "one call for each object":
			continue
		case f.operation == "refresh" && strings.Contains(f.kind, "salesforce"):
			limit = 10
		case f.operation == "refresh" && f.kind == "apiaccess_anypoint_api_grant":
			limit = 101 // one for each of a hundred APIs, and the sign-in
		case f.operation == "create" && strings.HasSuffix(f.kind, "s"):
			limit = 60
		}
		if limit > 0 && f.calls > limit {
			t.Errorf("%s of %d %s took %d calls, more than %d", f.operation, f.count, f.kind, f.calls, limit)
		}
		if f.inFlight > 5 {
			t.Errorf("%s of %d %s had %d requests in flight, more than max_concurrent_requests", f.operation, f.count, f.kind, f.inFlight)
		}
	}
}

// checkEngine holds what the provider takes against what one takes that does nothing.
// How long it takes is for the guide: that depends on the machine.
func checkEngine(t *testing.T, figures []engineFigure) {
	t.Helper()
	floor := floors(figures)
	for _, f := range figures {
		if f.provider != "`api_grant`" || f.count < 1000 {
			continue
		}
		idle := floor[f.command()]
		if memory := float64(f.memory) / float64(idle.memory); memory > 1.2 {
			t.Errorf("%s takes %.2f of the memory of a provider that does nothing, more than 1.2", f.command(), memory)
		}
		if processor := f.processor / idle.processor; f.operation == "plan" && processor > 1.3 {
			t.Errorf("%s takes %.2f of the processor time of a provider that does nothing, more than 1.3", f.command(), processor)
		}
	}
}

// floors are the figures of the provider that does nothing, by command.
func floors(figures []engineFigure) map[string]engineFigure {
	floor := map[string]engineFigure{}
	for _, f := range figures {
		if f.provider == noop {
			floor[f.command()] = f
		}
	}
	return floor
}

func table(figures []figure) string {
	var text strings.Builder
	text.WriteString("| type | objects | operation | latency | calls | KiB | time | peak memory |\n|---|--:|---|--:|--:|--:|--:|--:|\n")
	for _, f := range figures {
		text.WriteString(f.row() + "\n")
	}
	return text.String()
}

func short(kind string) string {
	if name, is := strings.CutPrefix(kind, "apiaccess_"); is {
		return "`" + name + "`"
	}
	return kind
}

// growth tells how calls and time grow from the smallest to the largest size.
func growth(figures []figure) string {
	var text strings.Builder
	text.WriteString("| type | operation | from | to | calls grow with n^ | time grows with n^ |\n|---|---|--:|--:|--:|--:|\n")
	first := map[string]figure{}
	last := map[string]figure{}
	var order []string
	for _, f := range figures {
		if f.latency != distance {
			continue
		}
		key := f.kind + " " + f.operation
		if _, known := first[key]; !known {
			first[key] = f
			order = append(order, key)
		}
		last[key] = f
	}
	for _, key := range order {
		small, large := first[key], last[key]
		if small.count == large.count {
			continue
		}
		fmt.Fprintf(&text, "| %s | %s | %d | %d | %.2f | %.2f |\n", short(small.kind), small.operation, small.count, large.count,
			exponent(float64(small.calls), float64(large.calls), small.count, large.count),
			exponent(small.took.Seconds(), large.took.Seconds(), small.count, large.count))
	}
	return text.String()
}

func engineTable(figures []engineFigure) string {
	var text strings.Builder
	text.WriteString("| provider | objects | command | latency | calls | time | against no-op | processor time | peak memory |\n" +
		"|---|--:|---|--:|--:|--:|--:|--:|--:|\n")
	floor := floors(figures)
	for _, f := range figures {
		idle := floor[f.command()]
		fmt.Fprintf(&text, "| %s | %d | %s | %d ms | %d | %.2f s | %.2f | %.2f s (%.2f) | %d MiB (%.2f) |\n", f.provider, f.count, f.operation,
			f.latency.Milliseconds(), f.calls, f.took.Seconds(), f.took.Seconds()/idle.took.Seconds(),
			f.processor, f.processor/idle.processor, f.memory>>10, float64(f.memory)/float64(idle.memory))
	}
	return text.String()
}

const begin, end = "<!-- figures -->", "<!-- end of figures -->"

func writeGuide(t *testing.T, text string) {
	t.Helper()
	document, err := os.ReadFile(*guide)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(document), begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no marks %s and %s", *guide, begin, end)
	}
	if err := os.WriteFile(*guide, []byte(before+begin+"\n\n"+text+"\n"+end+after), 0o600); err != nil {
		t.Fatal(err)
	}
}

// draw plots the refresh of every type over the number of objects.
func draw(t *testing.T, figures []figure, file, unit string, value func(figure) float64) {
	t.Helper()
	drawing := plot.New()
	drawing.Title.Text = "Refresh, with 50 ms of latency"
	drawing.X.Label.Text, drawing.Y.Label.Text = "objects", unit
	drawing.X.Scale, drawing.Y.Scale = plot.LogScale{}, plot.LogScale{}
	drawing.X.Tick.Marker, drawing.Y.Tick.Marker = plot.LogTicks{}, plot.LogTicks{}
	drawing.Legend.Top, drawing.Legend.Left = true, true
	var lines []any
	points := map[string]plotter.XYs{}
	var order []string
	for _, f := range figures {
		if f.operation != "refresh" || f.latency != distance {
			continue
		}
		if points[f.kind] == nil {
			order = append(order, f.kind)
		}
		points[f.kind] = append(points[f.kind], plotter.XY{X: float64(f.count), Y: max(value(f), 0.001)})
	}
	for _, kind := range order {
		lines = append(lines, strings.Trim(short(kind), "`"), points[kind])
	}
	if err := plotutil.AddLinePoints(drawing, lines...); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(*plots, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := drawing.Save(8*vg.Inch, 5*vg.Inch, filepath.Join(*plots, file)); err != nil {
		t.Fatal(err)
	}
}
