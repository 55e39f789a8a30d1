package anypoint

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults, holds the configuration against the policy's own schema, and
// names the policies of API instances that this one puts out of force, or in.
func (r *automatedPolicyResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, state, written automatedPolicyModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.tellReturn(ctx, &state, &resp.Diagnostics)
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	planDefault(ctx, req, resp, "environment_id", r.Clients.AnypointEnvironmentID)
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	if resp.Diagnostics.HasError() || planned.AssetID.IsUnknown() || planned.AssetVersion.IsUnknown() ||
		planned.OrganizationID.IsUnknown() || planned.EnvironmentID.IsUnknown() {
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		r.check(ctx, client, &planned, &state, &written, &resp.Diagnostics)
	}
}

// check is what a plan looks up.
func (r *automatedPolicyResource) check(
	ctx context.Context, client *anypointapi.Client, planned, state, written *automatedPolicyModel, diags *diag.Diagnostics,
) {
	if planned.known() && !planned.isConfiguredAs(state) {
		template := findTemplate(ctx, client, planned.OrganizationID.ValueString(), planned.definition(), diags)
		checkConfiguration(template, planned.configuration(ctx, diags), written.secrets(), written.secretsKnown(),
			func(string) path.Path { return path.Root("configuration") }, diags)
	}
	wasInForce := !state.ID.IsNull() && !state.Disabled.ValueBool() && planned.AssetID.Equal(state.AssetID)
	if planned.Disabled.ValueBool() || wasInForce || diags.HasError() {
		return
	}
	if twins := r.twins(ctx, client, planned, false, diags); len(twins) > 0 {
		diags.AddWarning("An automated policy disables policies of API instances", fmt.Sprintf(
			"%s: these have the policy of their own, which the platform disables as long as the automated one exists: %s. The automated one "+
				"applies in their place, with its own configuration, to all requests.", planned.object(), strings.Join(twins, ", ")))
	}
}

func (m *automatedPolicyModel) isConfiguredAs(before *automatedPolicyModel) bool {
	return m.AssetVersion.Equal(before.AssetVersion) && m.ConfigurationWOVersion.Equal(before.ConfigurationWOVersion) &&
		sameJSON(json.RawMessage(m.Configuration.ValueString()), json.RawMessage(before.Configuration.ValueString()))
}

// tellReturn names what comes back into force when the policy is destroyed.
func (r *automatedPolicyResource) tellReturn(ctx context.Context, state *automatedPolicyModel, diags *diag.Diagnostics) {
	client, ok := r.Clients.Anypoint.Planning(diags)
	if !ok || state.Disabled.ValueBool() {
		return
	}
	twins := r.twins(ctx, client, state, true, diags)
	back := "No API instance has the policy of its own, so that it applies to none any more"
	if len(twins) > 0 {
		back = "Only these have the policy of their own, which the platform enables again: " + strings.Join(twins, ", ")
	}
	diags.AddWarning("An automated policy is removed", fmt.Sprintf("%s. %s.", state.object(), back))
}

// twins names the policies of API instances that give way to the automated one, or
// gave way to it if disabled. It reads the policies of every instance of its technology, which the refresh of those
// that are managed has read already.
func (r *automatedPolicyResource) twins(
	ctx context.Context, client *anypointapi.Client, model *automatedPolicyModel, disabled bool, diags *diag.Diagnostics,
) []string {
	twins, err := findTwins(ctx, client, model)
	twins = slices.DeleteFunc(twins, func(t policyTwin) bool { return t.policy.Disabled != disabled })
	if err != nil {
		diags.AddWarning("Unable to tell which policies the automated one is for", fmt.Sprintf(
			"%s: the policies of the API instances could not be read: %s.", model.object(), err))
	}
	names := make([]string, len(twins))
	for i, twin := range twins {
		name := twin.instance.AssetID
		if twin.instance.InstanceLabel != "" {
			name += " " + twin.instance.InstanceLabel
		}
		names[i] = fmt.Sprintf("%s (API instance %d, policy %d)", name, twin.instance.ID, twin.policy.ID)
	}
	return names
}

type policyTwin struct {
	instance anypointapi.APIInstance
	policy   anypointapi.Policy
}

// findTwins lists the policies of the same asset that API instances have.
func findTwins(ctx context.Context, client *anypointapi.Client, model *automatedPolicyModel) ([]policyTwin, error) {
	var instances []anypointapi.APIInstance
	for instance, err := range client.APIInstances.List(ctx, model.key(), anypointapi.APIFilter{}) {
		if err != nil {
			return nil, err
		}
		instances = append(instances, instance)
	}
	found, errs := make([][]policyTwin, len(instances)), make([]error, len(instances))
	var group sync.WaitGroup
	for i, instance := range instances {
		group.Go(func() { found[i], errs[i] = twinsOn(ctx, client, model, instance) })
	}
	group.Wait()
	var twins []policyTwin
	for i := range instances {
		if errs[i] != nil {
			return twins, errs[i]
		}
		twins = append(twins, found[i]...)
	}
	return twins, nil
}

func twinsOn(
	ctx context.Context, client *anypointapi.Client, model *automatedPolicyModel, instance anypointapi.APIInstance,
) ([]policyTwin, error) {
	policies, err := client.Policies.List(ctx, anypointapi.APIKey{
		OrganizationID: model.OrganizationID.ValueString(), EnvironmentID: model.EnvironmentID.ValueString(), APIID: instance.ID,
	})
	if err != nil {
		return nil, err
	}
	automated := anypointapi.AutomatedPolicy{Technology: model.Technology.ValueString(), PolicyDefinition: model.definition()}
	var twins []policyTwin
	for _, policy := range policies {
		if automated.GroupID == "" {
			automated.GroupID = policy.GroupID // known after apply, and MuleSoft's own
		}
		if automated.Supersedes(policy) {
			twins = append(twins, policyTwin{instance, policy})
		}
	}
	return twins, nil
}
