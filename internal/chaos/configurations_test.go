package chaos

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// generate makes a configuration: the example of one or two types, and grants
// for people drawn by chance. Types that have an example take part without being
// named here.
func generate(t testing.TB, chance *rand.Rand) (name, configuration string) {
	t.Helper()
	files, err := filepath.Glob("../../examples/resources/*/resource.tf")
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	var parts, names []string
	chance.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	for _, file := range files[:1+chance.IntN(2)] {
		example, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, string(example))
		names = append(names, strings.TrimPrefix(filepath.Base(filepath.Dir(file)), "apiaccess_"))
	}
	if chance.IntN(2) == 0 {
		parts = append(parts, salesforceGrants(chance))
		names = append(names, "grants of people")
	}
	if chance.IntN(2) == 0 {
		parts = append(parts, anypointGrants(chance))
		names = append(names, "grants of an API")
	}
	return strings.Join(names, " + "), strings.Join(parts, "\n")
}

// some draws at least one.
func some(chance *rand.Rand, from ...string) []string {
	chance.Shuffle(len(from), func(i, j int) { from[i], from[j] = from[j], from[i] })
	return from[:1+chance.IntN(len(from))]
}

func salesforceGrants(chance *rand.Rand) string {
	users := some(chance, "sarah.lee@acme.example", "omar.diaz@acme.example", "mei.chen@acme.example", "auditor@acme.example")
	return fmt.Sprintf(`
resource "apiaccess_salesforce_permission_set" "storm" {
  name  = "Storm"
  label = "Storm"
}
resource "apiaccess_salesforce_api_grant" "storm_carrier" {
  app            = "Auditor"
  permission_set = apiaccess_salesforce_permission_set.storm.name
}
resource "apiaccess_salesforce_api_grant" "storm" {
  for_each = toset(["%s"])
  app      = "Auditor"
  user     = each.value
  through  = apiaccess_salesforce_api_grant.storm_carrier.permission_set
}
`, strings.Join(users, `", "`))
}

func anypointGrants(chance *rand.Rand) string {
	users := some(chance, "sarah.lee", "omar.diaz", "mei.chen")
	role := some(chance, "viewer", "contributor", "admin")[0]
	return fmt.Sprintf(`
resource "apiaccess_anypoint_api_grant" "storm" {
  for_each = toset(["%s"])
  asset_id = "inventory-api"
  user     = each.value
  role     = %q
}
`, strings.Join(users, `", "`), role)
}
