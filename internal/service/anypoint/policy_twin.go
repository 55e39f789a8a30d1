package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// yield accepts that the platform keeps a policy disabled because an automated
// policy of the same asset applies in its place. A listing that fails leaves the
// policy as the platform tells it.
func (*policyResource[M, P]) yield(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, policy anypointapi.Policy, model *appliedPolicy,
) {
	model.DisabledBy = types.StringNull()
	if !policy.Disabled {
		return
	}
	automated, err := client.AutomatedPolicies.List(ctx, key.Environment())
	if err != nil {
		return
	}
	for _, candidate := range automated {
		if candidate.Supersedes(policy) {
			model.Disabled = types.BoolValue(false)
			model.DisabledBy = types.StringValue(strconv.FormatInt(candidate.ID, 10))
			return
		}
	}
}

// memoryKey is where a resource's private state keeps its memory.
const memoryKey = "configuration"

// recall reads the memory of a resource; an imported one has none.
func recall(ctx context.Context, private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
},
) (memory, diag.Diagnostics) {
	var known memory
	document, diags := private.GetKey(ctx, memoryKey)
	if len(document) == 0 || diags.HasError() {
		return known, diags
	}
	if err := json.Unmarshal(document, &known); err != nil {
		diags.AddError("Unreadable private state", fmt.Sprintf("%s. Import the policy again.", err))
	}
	return known, diags
}

// save writes the memory of a resource.
func (m memory) save(ctx context.Context, private interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
},
) diag.Diagnostics {
	return private.SetKey(ctx, memoryKey, encodeJSON(m))
}
