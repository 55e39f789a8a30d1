//go:build bench

package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/simulator"
)

// What blocks of grants and of objects that do nothing have besides their users.
const (
	idleArguments  = "  app = \"Warehouse_Sync\"\n"
	grantArguments = "  app = \"Warehouse_Sync\"\n  through = \"Reporting_Tools\"\n"
)

// blocks writes one for_each block for every so many users.
func blocks(typeName, arguments string, usernames []string, size int) string {
	var text strings.Builder
	for i := 0; i < len(usernames); i += size {
		fmt.Fprintf(&text, "locals {\n  users_%d = toset([\"%s\"])\n}\n", i, strings.Join(usernames[i:min(i+size, len(usernames))], `", "`))
		fmt.Fprintf(&text, "resource %q \"block_%d\" {\n  for_each = local.users_%d\n  user = each.value\n%s}\n", typeName, i, i, arguments)
	}
	return text.String()
}

// organization is one with so many users more, at some distance.
func organization(b testing.TB, count int, latency time.Duration) (platform *acctest.Simulator, usernames []string) {
	b.Helper()
	platform = acctest.Start(b)
	carry(b, platform)
	usernames = hire(b, platform, count)
	platform.Set(func(k *simulator.Knobs) { k.Latency = latency })
	return platform, usernames
}

// throughTheEngine measures additive grants, or one authoritative resource, of so
// many users, beside the provider that does nothing.
func throughTheEngine(b testing.TB, built binaries, count int, latency time.Duration) []engineFigure {
	b.Helper()
	platform, usernames := organization(b, count, latency)
	var contenders []contender
	for _, idle := range []struct {
		provider, typeName string
		size               int
	}{
		{noop, "noop_grant", blockSize},
		{"no-op in one `for_each`", "noop_grant", len(usernames)},
		{"no-op, as many attributes as a grant", "noop_api_grant", blockSize},
	} {
		floor := newWorkspace(b, built, "noop", blocks(idle.typeName, idleArguments, usernames, idle.size), nil)
		contenders = append(contenders, contender{floor, noCalls, engineFigure{provider: idle.provider, count: count}})
	}
	additive := additiveGrants(b, built, platform, usernames, latency)
	figures := inTurns(b, append(contenders, additive), 3)
	additive.run(b, "destroy", "-auto-approve", "-parallelism=100")
	return append(figures, oneForAll(b, built, platform, usernames, latency)...)
}

// manyThroughTheEngine measures so many additive grants that the engine itself takes
// minutes: once, beside the provider that does nothing, and fifty at a time.
func manyThroughTheEngine(b testing.TB, built binaries, count int, latency time.Duration) []engineFigure {
	b.Helper()
	const together = "-parallelism=50"
	platform, usernames := organization(b, count, latency)
	idle := newWorkspace(b, built, "noop", blocks("noop_grant", idleArguments, usernames, blockSize), nil)
	return inTurns(b, []contender{
		{idle, noCalls, engineFigure{provider: noop, count: count}}, additiveGrants(b, built, platform, usernames, latency),
	}, 1, together)
}

func noCalls() int { return 0 }

func callsTo(platform *acctest.Simulator) func() int {
	return func() int { return len(platform.Requests()) }
}

func additiveGrants(b testing.TB, built binaries, platform *acctest.Simulator, usernames []string, latency time.Duration) contender {
	b.Helper()
	configuration := blocks("apiaccess_salesforce_api_grant", grantArguments, usernames, blockSize)
	return contender{
		newWorkspace(b, built, "apiaccess", configuration, platform.Environment(b.TempDir())), callsTo(platform),
		engineFigure{provider: "`api_grant`", count: len(usernames), latency: latency},
	}
}

// oneForAll measures one authoritative resource of all users.
func oneForAll(b testing.TB, built binaries, platform *acctest.Simulator, usernames []string, latency time.Duration) []engineFigure {
	b.Helper()
	whole := newWorkspace(b, built, "apiaccess", `
locals {
  users = jsondecode(file("${path.module}/users.json"))
}
resource "apiaccess_salesforce_permission_set" "carrier" {
  name  = "Carrier"
  label = "Carrier"
}
resource "apiaccess_salesforce_api_grants" "all" {
  app      = "Auditor"
  through  = apiaccess_salesforce_permission_set.carrier.name
  users    = { for user in local.users : user => {} }
}
`, platform.Environment(b.TempDir()))
	list := `["` + strings.Join(usernames, `", "`) + `"]`
	if err := os.WriteFile(filepath.Join(whole.directory, "users.json"), []byte(list), 0o600); err != nil {
		b.Fatal(err)
	}
	figure := engineFigure{provider: "`api_grants`, one resource", count: len(usernames), latency: latency}
	figures := inTurns(b, []contender{{whole, callsTo(platform), figure}}, 3)
	whole.run(b, "destroy", "-auto-approve")
	return figures
}
