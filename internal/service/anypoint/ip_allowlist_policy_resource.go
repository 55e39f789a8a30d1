package anypoint

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	ipAllowlistAsset          = "ip-allowlist"
	defaultIPAllowlistVersion = "1.1.1"
	defaultIPExpression       = "#[attributes.headers['x-forwarded-for']]"
)

var ipAllowlistNoun = framework.Noun{
	Name:  "Anypoint IP allowlist policy",
	Needs: "Managing it takes the permission Manage Policies in the environment (scope manage:api_policies); reading it, View Policies (read:api_policies).",
}

type ipAllowlistResource struct{ base }

// NewIPAllowlistPolicyResource makes apiaccess_anypoint_ip_allowlist_policy.
func NewIPAllowlistPolicyResource() resource.Resource {
	return &ipAllowlistResource{base{Name: "anypoint_ip_allowlist_policy"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*ipAllowlistResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"api_instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "API instance."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "The policy's own id."},
	}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults and warns of a list that lets everyone in.
func (r *ipAllowlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	planDefault(ctx, req, resp, "environment_id", r.Clients.AnypointEnvironmentID)
	if resp.Diagnostics.HasError() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var planned ipAllowlistModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	mayAdopt := planned.AdoptExisting.ValueBool() || planned.AdoptExisting.IsUnknown()
	if req.State.Raw.IsNull() && planned.AssetVersion.IsUnknown() && !mayAdopt {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("asset_version"), defaultIPAllowlistVersion)...)
	}
	resp.Diagnostics.Append(planned.warnings(ctx)...)
}

// Create implements [resource.Resource].
func (r *ipAllowlistResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model ipAllowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := model.key(&resp.Diagnostics)
	if model.PolicyGroupID.IsUnknown() {
		group, err := client.PolicyTemplates.GroupID(ctx, key.OrganizationID)
		if err != nil {
			ipAllowlistNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
			return
		}
		model.setGroup(group)
	}
	wanted := model.expand(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := r.createOrAdopt(ctx, client, key, wanted, model)
	if err != nil {
		r.explainCreate(ctx, client, &model, key, err, resp)
		return
	}
	r.keep(ctx, &model, policy, resp)
}

// createOrAdopt adopts an existing policy only when it is told to. An adopted
// policy keeps its version unless the configuration names one.
func (*ipAllowlistResource) createOrAdopt(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, wanted anypointapi.NewPolicy, model ipAllowlistModel,
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
	if !model.AssetVersion.IsUnknown() {
		change.Definition = &wanted.PolicyDefinition
	}
	return client.Policies.Update(ctx, key, existing.ID, change)
}

// keep saves a created policy, first of all its id, and fails when the platform
// did not take what was sent.
func (*ipAllowlistResource) keep(ctx context.Context, model *ipAllowlistModel, policy anypointapi.Policy, resp *resource.CreateResponse) {
	wanted := *model
	resp.Diagnostics.Append(model.flatten(ctx, policy)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(wanted.compare(*model)...)
}

func (*ipAllowlistResource) explainCreate(
	ctx context.Context, client *anypointapi.Client, model *ipAllowlistModel, key anypointapi.APIKey, err error, resp *resource.CreateResponse,
) {
	switch {
	case transport.IsConflict(err):
		id := "POLICY_ID"
		if existing, lookup := client.Policies.FindApplied(ctx, key, model.PolicyGroupID.ValueString(), ipAllowlistAsset); lookup == nil {
			id = strconv.FormatInt(existing.ID, 10)
		}
		resp.Diagnostics.AddError("Anypoint IP allowlist policy exists already", fmt.Sprintf(
			"%s has an IP allowlist already; two would let in only addresses that are on both.\n\n"+
				"Bring it under Terraform with\n\n  terraform import ADDRESS %s,%s,%d,%s\n\n"+
				"or set adopt_existing = true, which overwrites it. The platform said: %s.",
			model.object(), key.OrganizationID, key.EnvironmentID, key.APIID, id, err))
	case transport.IsNotFound(err):
		ipAllowlistNoun.FailedAt(&resp.Diagnostics, path.Root("api_instance_id"), "create", model.object(), err)
	default:
		ipAllowlistNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
	}
}

// Read implements [resource.Resource].
func (r *ipAllowlistResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model ipAllowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	key, id := model.key(&resp.Diagnostics), model.policyID(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := client.Policies.Get(ctx, key, id)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		ipAllowlistNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	case policy.AssetID != ipAllowlistAsset:
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Not an IP allowlist policy", fmt.Sprintf(
			"%s: policy %d is %s %s. Import the number of its IP allowlist; what is in the state by mistake leaves it with terraform state rm.",
			model.object(), policy.ID, policy.AssetID, policy.AssetVersion))
		return
	}
	resp.Diagnostics.Append(model.flatten(ctx, policy)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *ipAllowlistResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before ipAllowlistModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	change, changed := model.change(ctx, before, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if changed {
		policy, err := client.Policies.Update(ctx, model.key(&resp.Diagnostics), model.policyID(&resp.Diagnostics), change)
		if err != nil {
			ipAllowlistNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
		wanted := model
		resp.Diagnostics.Append(model.flatten(ctx, policy)...)
		resp.Diagnostics.Append(wanted.compare(model)...)
		// Others may have reordered the policies meanwhile; the next refresh shows it.
		model.Order = wanted.Order
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *ipAllowlistResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model ipAllowlistModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	err := client.Policies.Delete(ctx, model.key(&resp.Diagnostics), model.policyID(&resp.Diagnostics))
	if err != nil && !transport.IsNotFound(err) {
		ipAllowlistNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *ipAllowlistResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 2, "organization_id", "environment_id", "api_instance_id", "id")
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	importDefault(ctx, resp, "environment_id", r.Clients.AnypointEnvironmentID)
}
