package provider_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
)

// permissionsTable is a section right after the example whose table says what
// takes which permission.
var permissionsTable = regexp.MustCompile("(?s)\n## Example\n\n.*?\n```\n\n## Permissions\n\n\\| what \\|[^\n]*the user that the provider acts as \\|\n" +
	"\\|[-|]+\\|\n(\\| [^\n]+ \\| [^\n]*\\*[^\n]+ \\|\n)+")

// TestEveryPageNamesItsPermissions holds for the pages of Salesforce.
func TestEveryPageNamesItsPermissions(t *testing.T) {
	t.Parallel()
	under := acctest.Start(t).Protocol(t)
	pages := map[string]string{}
	for typeName := range under.Schema.ResourceSchemas {
		pages[typeName+" (resource)"] = filepath.Join("resources", strings.TrimPrefix(typeName, "apiaccess_")+".md")
	}
	for typeName := range under.Schema.DataSourceSchemas {
		pages[typeName+" (data source)"] = filepath.Join("data-sources", strings.TrimPrefix(typeName, "apiaccess_")+".md")
	}
	for name, page := range pages {
		if strings.HasPrefix(name, "apiaccess_salesforce_") && !permissionsTable.MatchString(readFile(t, filepath.Join("../../docs", page))) {
			t.Errorf("the page of %s has no table of permissions below its example", name)
		}
	}
}
