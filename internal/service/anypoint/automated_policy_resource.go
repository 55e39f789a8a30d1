package anypoint

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var automatedPolicyNoun = framework.Noun{Name: "Anypoint automated policy", Needs: policyNeeds}

type automatedPolicyResource struct{ base }

// NewAutomatedPolicyResource makes apiaccess_anypoint_automated_policy.
func NewAutomatedPolicyResource() resource.Resource {
	return &automatedPolicyResource{base{Name: "anypoint_automated_policy"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*automatedPolicyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "The automated policy's own id."},
	}}
}

// ValidateConfig implements [resource.ResourceWithValidateConfig]: a key is either
// secret or not.
func (*automatedPolicyResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var model automatedPolicyModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	model.checkOverlap(resp)
}

// Create implements [resource.Resource].
func (r *automatedPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model, written automatedPolicyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.PolicyGroupID.IsUnknown() {
		group, err := client.PolicyTemplates.GroupID(ctx, model.OrganizationID.ValueString())
		if err != nil {
			automatedPolicyNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
			return
		}
		model.PolicyGroupID = types.StringValue(group)
	}
	wanted := model.expand(ctx, &written, &resp.Diagnostics)
	policy, err := createOrAdoptAutomated(ctx, client, &model, wanted)
	if err != nil {
		r.explainCreate(ctx, client, &model, wanted, err, resp)
		return
	}
	known, sent := remember(policy.Configuration, written.secrets()), model
	model.flatten(policy)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...) // first of all the id
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(known.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(unlike(model.object(), sent.arguments(), model.arguments())...)
	resp.Diagnostics.Append(model.unkept(model.object(), known)...)
}

// createOrAdoptAutomated adopts an existing policy only when it is told to.
func createOrAdoptAutomated(
	ctx context.Context, client *anypointapi.Client, model *automatedPolicyModel, wanted anypointapi.NewAutomatedPolicy,
) (anypointapi.AutomatedPolicy, error) {
	policy, conflict := client.AutomatedPolicies.Create(ctx, model.key(), wanted)
	if !model.AdoptExisting.ValueBool() || !transport.IsConflict(conflict) {
		return policy, conflict
	}
	existing, err := client.AutomatedPolicies.FindApplied(ctx, model.key(), wanted)
	if err != nil {
		return policy, conflict
	}
	return client.AutomatedPolicies.Update(ctx, model.key(), existing.ID, wanted)
}

// explainCreate tells a conflict with another automated policy from one with the
// policies of API instances, which the platform may refuse to disable.
func (r *automatedPolicyResource) explainCreate(
	ctx context.Context, client *anypointapi.Client, model *automatedPolicyModel, wanted anypointapi.NewAutomatedPolicy, err error,
	resp *resource.CreateResponse,
) {
	if !transport.IsConflict(err) {
		automatedPolicyNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	existing, lookup := client.AutomatedPolicies.FindApplied(ctx, model.key(), wanted)
	if lookup == nil {
		resp.Diagnostics.AddError("Anypoint automated policy exists already", fmt.Sprintf(
			"The environment has an automated policy %s already.\n\nBring it under Terraform with\n\n  terraform import ADDRESS %s,%s,%d\n\n"+
				"or set adopt_existing = true, which overwrites it. The platform said: %s.",
			wanted.AssetID, model.OrganizationID.ValueString(), model.EnvironmentID.ValueString(), existing.ID, err))
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("asset_id"), "API instances have the policy of their own", fmt.Sprintf(
		"%s: the platform does not put the automated policy in their place. Set disabled = true on these policies, or remove them, and apply "+
			"again: %s. The platform said: %s.",
		model.object(), strings.Join(r.twins(ctx, client, model, false, &resp.Diagnostics), ", "), err))
}

// Read implements [resource.Resource].
func (r *automatedPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model automatedPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	id := number(model.ID, "id", &resp.Diagnostics)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := client.AutomatedPolicies.Get(ctx, model.key(), id)
	if transport.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		automatedPolicyNoun.Failed(&resp.Diagnostics, "read", "automated policy "+model.ID.ValueString(), err)
		return
	}
	if model.AssetVersion.IsNull() { // imported
		policy.Configuration = withoutSecrets(ctx, client, model.OrganizationID.ValueString(), policy.PolicyDefinition, policy.Configuration)
	}
	model.flatten(policy)
	model.show(policy.Configuration, known)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. The platform takes the whole policy, so
// that the write-only part is sent with every change.
func (r *automatedPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before, written automatedPolicyModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	id := number(model.ID, "id", &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	unchanged := model.isConfiguredAs(&before) && len(unlike("", model.arguments(), before.arguments())) == 0
	if !unchanged {
		policy, err := client.AutomatedPolicies.Update(ctx, model.key(), id, model.expand(ctx, &written, &resp.Diagnostics))
		if err != nil {
			automatedPolicyNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
		known, sent := remember(policy.Configuration, written.secrets()), model
		model.flatten(policy)
		resp.Diagnostics.Append(known.save(ctx, resp.Private)...)
		resp.Diagnostics.Append(unlike(model.object(), sent.arguments(), model.arguments())...)
		resp.Diagnostics.Append(model.unkept(model.object(), known)...)
		model.Order = sent.Order // the next refresh shows another
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *automatedPolicyResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model automatedPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	id := number(model.ID, "id", &resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := client.AutomatedPolicies.Delete(ctx, model.key(), id); err != nil {
		automatedPolicyNoun.Failed(&resp.Diagnostics, "delete", "automated policy "+strconv.FormatInt(id, 10), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *automatedPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 2, "organization_id", "environment_id", "id")
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	importDefault(ctx, resp, "environment_id", r.Clients.AnypointEnvironmentID)
}
