package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-jsontypes/jsontypes"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type apiPolicyModel struct {
	appliedPolicy
	configured

	AssetID types.String `tfsdk:"asset_id"`
}

// configured is a configuration of any shape, and what is written but not kept.
type configured struct {
	Configuration          jsontypes.Normalized `tfsdk:"configuration"`
	ConfigurationWO        jsontypes.Normalized `tfsdk:"configuration_wo"`
	ConfigurationWOVersion types.Int64          `tfsdk:"configuration_wo_version"`
}

func (m *apiPolicyModel) asset() string         { return m.AssetID.ValueString() }
func (m *apiPolicyModel) setAsset(asset string) { m.AssetID = types.StringValue(asset) }
func (m *apiPolicyModel) known() bool           { return m.configured.known() && !m.AssetID.IsUnknown() }

func (m *configured) known() bool { return !m.Configuration.IsUnknown() }

func (m *configured) configuration(context.Context, *diag.Diagnostics) json.RawMessage {
	return json.RawMessage(m.Configuration.ValueString())
}

func (m *configured) secrets() json.RawMessage {
	if !m.secretsKnown() || m.ConfigurationWO.IsNull() {
		return nil
	}
	return json.RawMessage(m.ConfigurationWO.ValueString())
}

func (m *configured) secretsKnown() bool { return !m.ConfigurationWO.IsUnknown() }

func (m *configured) secretsVersion() attr.Value { return m.ConfigurationWOVersion }

func (m *apiPolicyModel) refresh(_ context.Context, now json.RawMessage, known memory) diag.Diagnostics { //nolint:unparam // of policyModel
	m.show(now, known)
	return nil
}

// show takes over a configuration that the platform tells.
func (m *configured) show(now json.RawMessage, known memory) {
	m.Configuration = jsontypes.NewNormalizedValue(string(known.seen(json.RawMessage(m.Configuration.ValueString()), now)))
}

// unkept fails for values that read back as others, and warns of those that do not
// read back at all: the platform withholds secrets, not all of which it marks.
func (m *apiPolicyModel) unkept(_ context.Context, _ json.RawMessage, known memory) diag.Diagnostics {
	return m.configured.unkept(m.object(), known)
}

func (m *configured) unkept(object string, known memory) diag.Diagnostics {
	var diags diag.Diagnostics
	missing, other := unkept(decodeJSON(json.RawMessage(m.Configuration.ValueString())), decodeJSON(known.Back))
	slices.Sort(other)
	for _, key := range other {
		diags.AddAttributeError(path.Root("configuration"), "Anypoint did not keep the value", strings.TrimSpace(fmt.Sprintf(
			"%s: the platform accepted the policy but reads back another value of %s.", object, key)))
	}
	if len(missing) > 0 {
		diags.AddAttributeWarning(path.Root("configuration"), "Anypoint does not tell the value", fmt.Sprintf(
			"%s: the platform accepted the policy but does not read back %s, so that changes by others go unseen. Where that is a secret, "+
				"write it to configuration_wo.", object, strings.Join(missing, ", ")))
	}
	return diags
}

func (*apiPolicyModel) at(string) path.Path { return path.Root("configuration") }

func (m *apiPolicyModel) warnings(context.Context) diag.Diagnostics {
	var diags diag.Diagnostics
	if m.asset() == corsAsset && !m.Pointcuts.IsNull() {
		diags.AddAttributeError(path.Root("pointcuts"), "CORS applies to all requests",
			m.object()+": the policy cors takes no pointcuts.")
	}
	return diags
}

// corsAsset is the policy that is outside the order and knows no pointcuts.
const corsAsset = "cors"
