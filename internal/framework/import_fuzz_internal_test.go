package framework

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// FuzzImportedKey checks that an import id is taken as exactly the values that it
// joins, or refused.
func FuzzImportedKey(f *testing.F) {
	for _, seed := range []string{"a", "a,b", "a,b,c", ",", " a,b", "a,b,", "a,\x00", "é,ü"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		if id == "" {
			return // an import by identity
		}
		var resp resource.ImportStateResponse
		values, ok := importedKey(t.Context(), resource.ImportStateRequest{ID: id}, &resp, 1, []string{"group", "asset", "name"})
		if ok == resp.Diagnostics.HasError() {
			t.Fatalf("%q is taken: %t, with %v", id, ok, resp.Diagnostics)
		}
		if !ok {
			return
		}
		if joined := strings.TrimPrefix(strings.Join(values, ","), ","); joined != id {
			t.Errorf("%q is taken as %q", id, values)
		}
	})
}
