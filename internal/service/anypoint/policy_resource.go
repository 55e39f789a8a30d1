package anypoint

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const policyNeeds = "Managing it takes the permission Manage Policies in the environment (scope manage:api_policies); reading it, " +
	"View Policies (read:api_policies)."

// policyResource is every resource that is one policy of one API instance. M is its
// model; each type adds its schema.
type policyResource[M any, P interface {
	*M
	policyModel
}] struct {
	base

	// title names the policy in messages, such as "IP allowlist policy".
	title string
	// defaultVersion is that of a new policy; empty where the configuration names it.
	defaultVersion string
	// twice is what two of them on one API instance would do.
	twice string
}

func newPolicyResource[M any, P interface {
	*M
	policyModel
}](name, title, defaultVersion, twice string) policyResource[M, P] {
	return policyResource[M, P]{base{Name: "anypoint_" + name}, title, defaultVersion, twice}
}

func (r *policyResource[M, P]) noun() framework.Noun {
	return framework.Noun{Name: "Anypoint " + r.title, Needs: policyNeeds}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*policyResource[M, P]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": identityschema.StringAttribute{OptionalForImport: true, Description: "Organization; default the provider's."},
		"environment_id":  identityschema.StringAttribute{OptionalForImport: true, Description: "Environment; default the provider's."},
		"api_instance_id": identityschema.StringAttribute{RequiredForImport: true, Description: "API instance."},
		"id":              identityschema.StringAttribute{RequiredForImport: true, Description: "The policy's own id."},
	}}
}

// Create implements [resource.Resource].
func (r *policyResource[M, P]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var planned, written M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model, secrets := P(&planned), P(&written).secrets()
	key := model.common().key(&resp.Diagnostics)
	wanted := r.expand(ctx, client, model, secrets, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := r.createOrAdopt(ctx, client, key, wanted, model.common())
	if err != nil {
		r.explainCreate(ctx, client, model, key, err, resp)
		return
	}
	known, sent := remember(policy.Configuration, secrets), *model.common()
	resp.Diagnostics.Append(model.common().flatten(ctx, policy)...)
	model.common().DisabledBy = types.StringNull()
	if !sent.Disabled.ValueBool() {
		r.yield(ctx, client, key, policy, model.common())
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...) // first of all the id
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.common().identity())...)
	resp.Diagnostics.Append(known.save(ctx, resp.Private)...)
	resp.Diagnostics.Append(sent.compare(model.common())...)
	resp.Diagnostics.Append(model.unkept(ctx, policy.Configuration, known)...)
}

// Read implements [resource.Resource].
func (r *policyResource[M, P]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	model := P(&state)
	common := model.common()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, common.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	key, id := common.key(&resp.Diagnostics), common.policyID(&resp.Diagnostics)
	known, diags := recall(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	policy, err := client.Policies.Get(ctx, key, id)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		r.noun().Failed(&resp.Diagnostics, "read", common.object(), err)
		return
	}
	imported := common.AssetVersion.IsNull()
	if model.setAsset(policy.AssetID); policy.AssetID != model.asset() {
		r.isAnother(ctx, policy, common, imported, resp)
		return
	}
	if imported {
		policy.Configuration = withoutSecrets(ctx, client, key.OrganizationID, policy.PolicyDefinition, policy.Configuration)
	}
	wasDisabled, wasDisabledBy := common.Disabled.ValueBool(), common.DisabledBy
	resp.Diagnostics.Append(common.flatten(ctx, policy)...)
	if !wasDisabled {
		r.yield(ctx, client, key, policy, common)
	}
	if !common.DisabledBy.IsNull() && !common.DisabledBy.Equal(wasDisabledBy) {
		resp.Diagnostics.AddWarning("An automated policy has taken over", fmt.Sprintf(
			"%s: the environment's automated policy %s applies in place of policy %d (%s), which the platform has disabled as long as that "+
				"exists. This is no drift, so disabled stays false.",
			common.object(), common.DisabledBy.ValueString(), policy.ID, policy.AssetID))
	}
	resp.Diagnostics.Append(model.refresh(ctx, policy.Configuration, known)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// isAnother deals with an id that is that of another policy: an import of it is
// refused, and a policy that somebody made into another is gone.
func (r *policyResource[M, P]) isAnother(
	ctx context.Context, policy anypointapi.Policy, model *appliedPolicy, imported bool, resp *resource.ReadResponse,
) {
	found := fmt.Sprintf("%s: policy %d is %s %s", model.object(), policy.ID, policy.AssetID, policy.AssetVersion)
	if imported {
		resp.Diagnostics.AddAttributeError(path.Root("id"), "Not an "+r.title,
			found+". Import the number of the policy that this type is for.")
		return
	}
	resp.Diagnostics.AddWarning("A policy became another one", found+" now. Terraform leaves it to whoever made it that, and plans a new "+r.title+".")
	resp.State.RemoveResource(ctx)
}

// withoutSecrets is the configuration of a policy that was not applied by this
// provider, so that its template tells what is secret.
func withoutSecrets(
	ctx context.Context, client *anypointapi.Client, organizationID string, definition anypointapi.PolicyDefinition,
	configuration json.RawMessage,
) json.RawMessage {
	template, err := client.PolicyTemplates.Find(ctx, organizationID, definition)
	if err != nil {
		return configuration // the client has left out what is secret in any policy
	}
	return template.WithoutSecrets(configuration)
}

// Update implements [resource.Resource].
func (r *policyResource[M, P]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, state, written M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &written)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model, before := P(&planned), P(&state)
	common, secrets := model.common(), P(&written).secrets()
	resp.Diagnostics.Append(resp.Identity.Set(ctx, common.identity())...)
	change := r.change(ctx, model, before, secrets, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if !change.IsEmpty() {
		key := common.key(&resp.Diagnostics)
		policy, err := client.Policies.Update(ctx, key, common.policyID(&resp.Diagnostics), change)
		if err != nil {
			r.noun().Failed(&resp.Diagnostics, "update", common.object(), err)
			return
		}
		kept := *common
		resp.Diagnostics.Append(kept.flatten(ctx, policy)...)
		if !common.Disabled.ValueBool() {
			r.yield(ctx, client, key, policy, &kept)
		}
		resp.Diagnostics.Append(common.compare(&kept)...)
		if change.Configuration != nil || change.Definition != nil {
			known := remember(policy.Configuration, secrets)
			resp.Diagnostics.Append(known.save(ctx, resp.Private)...)
			resp.Diagnostics.Append(model.unkept(ctx, policy.Configuration, known)...)
		}
	}
	// Others may have reordered the policies meanwhile; the next refresh shows it.
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
}

// change holds what differs from before: what is not sent stays as it is.
func (*policyResource[M, P]) change(
	ctx context.Context, model, before P, secrets json.RawMessage, diags *diag.Diagnostics,
) anypointapi.PolicyChange {
	var change anypointapi.PolicyChange
	now, then := model.common(), before.common()
	if !now.AssetVersion.Equal(then.AssetVersion) {
		definition := now.definition(model.asset())
		change.Definition = &definition
	}
	configuration := model.configuration(ctx, diags)
	if !sameJSON(configuration, before.configuration(ctx, diags)) || !model.secretsVersion().Equal(before.secretsVersion()) {
		change.Configuration = mergeJSON(configuration, secrets)
	}
	if !now.Pointcuts.Equal(then.Pointcuts) {
		pointcuts := now.pointcuts(ctx, diags)
		change.Pointcuts = &pointcuts
	}
	if !now.Label.Equal(then.Label) {
		label := now.Label.ValueString()
		change.Label = &label
	}
	if !now.Disabled.Equal(then.Disabled) {
		change.Disabled = now.Disabled.ValueBoolPointer()
	}
	return change
}

// Delete implements [resource.Resource].
func (r *policyResource[M, P]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	common := P(&state).common()
	err := client.Policies.Delete(ctx, common.key(&resp.Diagnostics), common.policyID(&resp.Diagnostics))
	if err != nil && !transport.IsNotFound(err) {
		r.noun().Failed(&resp.Diagnostics, "delete", common.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *policyResource[M, P]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 2, "organization_id", "environment_id", "api_instance_id", "id")
	if resp.Diagnostics.HasError() {
		return
	}
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	importDefault(ctx, resp, "environment_id", r.Clients.AnypointEnvironmentID)
}
