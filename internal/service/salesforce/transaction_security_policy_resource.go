package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var transactionPolicyNoun = framework.Noun{
	Name:  "Salesforce transaction security policy",
	Needs: "Managing it takes the permissions Customize Application and Modify Metadata Through Metadata API Functions.",
}

type transactionPolicyResource struct{ base }

// NewTransactionSecurityPolicyResource makes apiaccess_salesforce_transaction_security_policy.
func NewTransactionSecurityPolicyResource() resource.Resource {
	return &transactionPolicyResource{base{Name: "salesforce_transaction_security_policy"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*transactionPolicyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"name":            identityschema.StringAttribute{RequiredForImport: true, Description: "API name of the policy."},
	}}
}

// Create implements [resource.Resource].
func (r *transactionPolicyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model transactionPolicyModel
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	policy := salesforceapi.TransactionSecurityPolicy{FullName: model.Name.ValueString()}
	model.define(&policy)
	switch err := client.TransactionSecurityPolicies.Create(ctx, policy); {
	case transport.IsConflict(err):
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Salesforce transaction security policy exists already", fmt.Sprintf(
			"There is a policy named %[1]s. Bring it under Terraform with\n\n  terraform import ADDRESS %[1]s\n\n"+
				"or choose another name. The platform said: %[2]s.", model.Name.ValueString(), err))
		return
	case err != nil:
		transactionPolicyNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)

	made, err := client.TransactionSecurityPolicies.Get(ctx, policy.FullName)
	if err != nil {
		transactionPolicyNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(made, false)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *transactionPolicyResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model transactionPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	policy, err := client.TransactionSecurityPolicies.Get(ctx, model.Name.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		transactionPolicyNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(policy, model.Label.IsNull())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *transactionPolicyResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model transactionPolicyModel
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	policy, err := client.TransactionSecurityPolicies.Update(ctx, model.Name.ValueString(), model.define)
	if err != nil {
		transactionPolicyNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	model.flatten(policy, false)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Delete implements [resource.Resource].
func (r *transactionPolicyResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model transactionPolicyModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := client.TransactionSecurityPolicies.Delete(ctx, model.Name.ValueString()); err != nil && !transport.IsNotFound(err) {
		transactionPolicyNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by the name.
func (r *transactionPolicyResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importByName(ctx, r.base, req, resp)
}
