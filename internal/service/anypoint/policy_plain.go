package anypoint

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// plain is embedded by models of policies of one asset without secrets.
type plain struct{}

func (plain) setAsset(string)            {}
func (plain) secrets() json.RawMessage   { return nil }
func (plain) secretsKnown() bool         { return true }
func (plain) secretsVersion() attr.Value { return types.Int64Null() }

// argument is the attribute that a key of the configuration, or one inside it, is
// written in.
func argument(key string, names map[string]string) path.Path {
	outermost, _, _ := strings.Cut(key, ".")
	if name, has := names[outermost]; has {
		return path.Root(name)
	}
	return path.Root("asset_version")
}

// allKnown tells that no argument waits for apply, nor a part of one.
func allKnown(arguments map[string]attr.Value) bool {
	for _, value := range arguments {
		if terraform, err := value.ToTerraformValue(context.Background()); err != nil || !terraform.IsFullyKnown() {
			return false
		}
	}
	return true
}
