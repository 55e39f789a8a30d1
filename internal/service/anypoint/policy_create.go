package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// expand is the policy that the model describes.
func (r *policyResource[M, P]) expand(
	ctx context.Context, client *anypointapi.Client, model P, secrets json.RawMessage, diags *diag.Diagnostics,
) anypointapi.NewPolicy {
	common := model.common()
	if common.PolicyGroupID.IsUnknown() {
		group, err := client.PolicyTemplates.GroupID(ctx, common.OrganizationID.ValueString())
		if err != nil {
			r.noun().Failed(diags, "create", common.object(), err)
		}
		common.PolicyGroupID = types.StringValue(group)
	}
	definition := common.definition(model.asset())
	if common.AssetVersion.IsUnknown() {
		definition.AssetVersion = r.defaultVersion
	}
	return anypointapi.NewPolicy{
		PolicyDefinition: definition,
		Configuration:    mergeJSON(model.configuration(ctx, diags), secrets),
		Pointcuts:        common.pointcuts(ctx, diags),
		Label:            common.Label.ValueString(),
		Disabled:         common.Disabled.ValueBool(),
	}
}

// createOrAdopt adopts an existing policy only when it is told to. An adopted
// policy keeps its version unless the configuration names one.
func (*policyResource[M, P]) createOrAdopt(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, wanted anypointapi.NewPolicy, model *appliedPolicy,
) (anypointapi.Policy, error) {
	policy, conflict := client.Policies.Create(ctx, key, wanted)
	if !model.AdoptExisting.ValueBool() || !transport.IsConflict(conflict) {
		return policy, conflict
	}
	existing, err := client.Policies.FindApplied(ctx, key, wanted.GroupID, wanted.AssetID)
	if err != nil {
		return policy, conflict
	}
	change := anypointapi.PolicyChange{
		Configuration: wanted.Configuration, Pointcuts: &wanted.Pointcuts, Disabled: &wanted.Disabled,
	}
	if wanted.Label != existing.Label {
		change.Label = &wanted.Label
	}
	if !model.AssetVersion.IsUnknown() {
		change.Definition = &wanted.PolicyDefinition
	}
	return client.Policies.Update(ctx, key, existing.ID, change)
}

func (r *policyResource[M, P]) explainCreate(
	ctx context.Context, client *anypointapi.Client, model P, key anypointapi.APIKey, err error, resp *resource.CreateResponse,
) {
	common := model.common()
	switch {
	case transport.IsConflict(err):
		id := "POLICY_ID"
		existing, lookup := client.Policies.FindApplied(ctx, key, common.PolicyGroupID.ValueString(), model.asset())
		if lookup == nil {
			id = strconv.FormatInt(existing.ID, 10)
		}
		resp.Diagnostics.AddError("Anypoint "+r.title+" exists already", fmt.Sprintf(
			"%s has a policy %s already; %s.\n\n"+
				"Bring it under Terraform with\n\n  terraform import ADDRESS %s,%s,%d,%s\n\n"+
				"or set adopt_existing = true, which overwrites it. The platform said: %s.",
			common.object(), model.asset(), r.twice, key.OrganizationID, key.EnvironmentID, key.APIID, id, err))
	case transport.IsNotFound(err):
		r.noun().FailedAt(&resp.Diagnostics, path.Root("api_instance_id"), "create", common.object(), err)
	default:
		r.noun().Failed(&resp.Diagnostics, "create", common.object(), err)
	}
}
