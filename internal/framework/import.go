package framework

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ImportByKey imports an object by the string attributes that make up its key:
// from an identity that has attributes of the same names, or from an id that
// joins their values by commas, in the order of keys. Keys named in optional may
// be missing from an identity, and from the front of an id.
func ImportByKey(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, optional int, keys ...string,
) {
	values, ok := importedKey(ctx, req, resp, optional, keys)
	if !ok {
		return
	}
	for i, key := range keys {
		if values[i] != "" {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(key), values[i])...)
		}
	}
}

func importedKey(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, optional int, keys []string,
) (values []string, ok bool) {
	values = make([]string, len(keys))
	if req.ID == "" {
		for i, key := range keys {
			var value types.String
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(key), &value)...)
			values[i] = value.ValueString()
			if attribute := req.Identity.Schema.GetAttributes()[key]; values[i] == "" && attribute != nil && attribute.IsRequiredForImport() {
				resp.Diagnostics.AddError("Wrong import identity", "The identity has no "+key+", which tells the object: set it.")
			}
		}
		return values, !resp.Diagnostics.HasError()
	}
	parts := strings.Split(req.ID, ",")
	missing := len(keys) - len(parts)
	if missing < 0 || missing > optional || anyEmpty(parts) {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf(
			"Got %q. The id is %s: the values joined by commas, without spaces%s.",
			req.ID, strings.ToUpper(strings.Join(keys, ",")), mayBeLeftOut(keys[:optional])))
		return nil, false
	}
	copy(values[missing:], parts)
	return values, true
}

func mayBeLeftOut(optional []string) string {
	if len(optional) == 0 {
		return ""
	}
	return "; " + strings.Join(optional, " and ") + " may be left out where the provider has a default"
}

func anyEmpty(parts []string) bool {
	for _, part := range parts {
		if strings.TrimSpace(part) != part || part == "" {
			return true
		}
	}
	return false
}
