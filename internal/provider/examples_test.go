package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/acctest"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/prototest"
)

const examples = "../../examples"

func TestEveryTypeHasAnExample(t *testing.T) {
	t.Parallel()
	under := acctest.Start(t).Protocol(t)
	for typeName := range under.Schema.ResourceSchemas {
		for _, file := range []string{"resource.tf", "import.sh", "import-by-string-id.tf", "import-by-identity.tf"} {
			mustExist(t, filepath.Join(examples, "resources", typeName, file))
		}
	}
	for typeName := range under.Schema.DataSourceSchemas {
		mustExist(t, filepath.Join(examples, "data-sources", typeName, "data-source.tf"))
	}
}

func TestResourceExamplesApplyAndImport(t *testing.T) {
	t.Parallel()
	for _, directory := range directories(t, "resources") {
		typeName := filepath.Base(directory)
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.AccessManagement = true
			platform.SetAPIAccessControl(false) // as it is once Salesforce Support has activated it
			address, id := importBlock(t, filepath.Join(directory, "import-by-string-id.tf"))
			identity := importIdentity(t, filepath.Join(directory, "import-by-identity.tf"))
			shell := readFile(t, filepath.Join(directory, "import.sh"))
			if !strings.Contains(shell, address) || !strings.Contains(shell, id) {
				t.Errorf("import.sh imports something else than %s by %s:\n%s", address, id, shell)
			}
			acctest.Run(
				t, platform,
				resource.TestStep{Config: readFile(t, filepath.Join(directory, "resource.tf"))},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateId: id,
					ImportStateCheck: acctest.ImportedOne,
				},
				resource.TestStep{
					Config: readFile(t, filepath.Join(directory, "resource.tf")),
					Check: func(*acctest.State) error {
						imported, err := platform.Protocol(t).ImportIdentity(t, typeName, identity)
						if err == nil && imported.Gone() {
							t.Errorf("the identity %v of the example names no object", identity)
						}
						return err
					},
				},
			)
		})
	}
}

func TestDataSourceExamplesRead(t *testing.T) {
	t.Parallel()
	for _, directory := range directories(t, "data-sources") {
		t.Run(filepath.Base(directory), func(t *testing.T) {
			t.Parallel()
			platform := acctest.Start(t)
			platform.AccessManagement = true
			acctest.Run(t, platform, resource.TestStep{Config: readFile(t, filepath.Join(directory, "data-source.tf"))})
		})
	}
}

func directories(t *testing.T, kind string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(examples, kind, "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no examples of %s: %v", kind, err)
	}
	return found
}

func mustExist(t *testing.T, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("missing example: %s", strings.TrimPrefix(path, "../../"))
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	document, err := os.ReadFile(path)
	must(t, err)
	return string(document)
}

// importBlock is where an import block imports to, and by which id.
func importBlock(t *testing.T, path string) (address, id string) {
	t.Helper()
	attributes := importAttributes(t, path)
	traversal, diags := hcl.AbsTraversalForExpr(attributes["to"].Expr)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	value, diags := attributes["id"].Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	name, _ := traversal[1].(hcl.TraverseAttr)
	return traversal.RootName() + "." + name.Name, value.AsString()
}

func importIdentity(t *testing.T, path string) prototest.Config {
	t.Helper()
	value, diags := importAttributes(t, path)["identity"].Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	identity := prototest.Config{}
	for name, part := range value.AsValueMap() {
		identity[name] = part.AsString()
	}
	return identity
}

func importAttributes(t *testing.T, path string) hcl.Attributes {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(readFile(t, path)), path, hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	body, _ := file.Body.(*hclsyntax.Body)
	for _, block := range body.Blocks {
		if block.Type == "import" {
			attributes, diags := block.Body.JustAttributes()
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			return attributes
		}
	}
	t.Fatalf("%s has no import block", path)
	return nil
}
