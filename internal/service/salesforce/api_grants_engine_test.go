package salesforce_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-exec/tfexec"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

const requireProvider = "terraform {\n  required_providers {\n    apiaccess = { source = \"apiaccess/apiaccess\" }\n  }\n}\n"

// grantsOf is a configuration that grants an app to these users.
func grantsOf(usernames []string) string {
	var config strings.Builder
	config.WriteString(requireProvider + `
resource "apiaccess_salesforce_api_grants" "test" {
  app     = "Warehouse_Sync"
  through = "Reporting_Tools"
  users = {
`)
	for _, username := range usernames {
		fmt.Fprintf(&config, "    %q = {}\n", username)
	}
	config.WriteString("  }\n}\n")
	return config.String()
}

// writes counts the calls that change rows.
func writes(platform *acctest.Simulator) (count int) {
	for _, request := range platform.Requests() {
		if request.Method != http.MethodGet && strings.Contains(request.Path, "/sobjects") {
			count++
		}
	}
	return count
}

// BenchmarkAPIGrantsThroughTheEngine grants an app to many users with the built
// provider, removes one of them, and then plans. It reports how long each took and
// how many calls it made.
func BenchmarkAPIGrantsThroughTheEngine(b *testing.B) {
	for _, count := range []int{1000, 10_000} {
		b.Run(strconv.Itoa(count), func(b *testing.B) {
			platform := acctest.Start(b)
			usernames := hire(b, platform, count)
			work := acctest.NewWorkspace(b, platform, grantsOf(usernames))
			quiet(b, work)
			figures := map[string]float64{}
			measure := func(what string, run func() error) {
				platform.ForgetRequests()
				begun := time.Now()
				if err := run(); err != nil {
					b.Fatal(err)
				}
				figures[what+"-s"] = time.Since(begun).Seconds()
				figures[what+"-calls"], figures[what+"-writes"] = float64(len(platform.Requests())), float64(writes(platform))
			}
			measure("create", func() error { return work.Apply(b.Context()) })
			work.Configure(b, grantsOf(usernames[1:]))
			measure("remove", func() error { return work.Apply(b.Context()) })
			platform.ForgetRequests()
			planEmpty(b, work)
			b.ReportMetric(float64(len(platform.Requests()))/float64(b.N), "plan-calls")
			for unit, figure := range figures {
				b.ReportMetric(figure, unit)
			}
		})
	}
}

// BenchmarkNoOpResourcesThroughTheEngine plans a thousand resources that do nothing,
// in ten blocks: the engine's own share of a plan.
func BenchmarkNoOpResourcesThroughTheEngine(b *testing.B) {
	var config strings.Builder
	for block := range 10 {
		fmt.Fprintf(&config, "resource \"terraform_data\" \"block_%d\" {\n  count = 100\n  input = count.index\n}\n", block)
	}
	work := acctest.NewWorkspace(b, acctest.Start(b), config.String())
	quiet(b, work)
	if err := work.Apply(b.Context()); err != nil {
		b.Fatal(err)
	}
	planEmpty(b, work)
}

// planEmpty measures plans that change nothing.
func planEmpty(b *testing.B, work *acctest.Workspace) {
	b.Helper()
	for b.Loop() {
		changed, err := work.Plan(b.Context(), tfexec.Lock(false))
		if err != nil || changed {
			b.Fatalf("the plan is not empty: %t, %v", changed, err)
		}
	}
}

// quiet writes no log, which would take most of the time.
func quiet(b *testing.B, work *acctest.Workspace) {
	b.Helper()
	if err := work.SetLogPath(""); err != nil {
		b.Fatal(err)
	}
	if err := work.SetLog(""); err != nil {
		b.Fatal(err)
	}
}
