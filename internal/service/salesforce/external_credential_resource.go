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

var externalCredentialNoun = framework.Noun{
	Name: "Salesforce external credential",
	Needs: "Managing it takes the permission Customize Application or Manage Named Credentials; " +
		"reading it, View Setup and Configuration.",
}

type externalCredentialResource struct{ base }

// NewExternalCredentialResource makes apiaccess_salesforce_external_credential.
func NewExternalCredentialResource() resource.Resource {
	return &externalCredentialResource{base{Name: "salesforce_external_credential"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*externalCredentialResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"name":            identityschema.StringAttribute{RequiredForImport: true, Description: "API name of the credential."},
	}}
}

// Create implements [resource.Resource].
func (r *externalCredentialResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model, configured externalCredentialModel
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	var credential salesforceapi.ExternalCredential
	model.define(&credential, externalCredentialModel{})
	made, err := client.ExternalCredentials.Create(ctx, credential)
	switch {
	case err != nil && isTaken(ctx, client, model.Name.ValueString(), err):
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Salesforce external credential exists already", fmt.Sprintf(
			"There is a credential named %[1]s. Bring it under Terraform with\n\n  terraform import ADDRESS %[1]s\n\n"+
				"or choose another name. The platform said: %[2]s.", model.Name.ValueString(), err))
		return
	case err != nil:
		externalCredentialNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	model.flatten(made, false)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
	if err := model.sendSecrets(ctx, client, configured, externalCredentialModel{}, &resp.Diagnostics); err != nil {
		externalCredentialNoun.FailedAt(&resp.Diagnostics, path.Root("principals"), "set the secrets of", model.object(), err)
	}
}

// isTaken tells whether a creation failed because there is a credential of that
// name: the refusal has no code of its own.
func isTaken(ctx context.Context, client *salesforceapi.Client, name string, refusal error) bool {
	if transport.KindOf(refusal) != transport.Invalid {
		return transport.IsConflict(refusal)
	}
	_, err := client.ExternalCredentials.Get(ctx, name)
	return err == nil
}

// Read implements [resource.Resource].
func (r *externalCredentialResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model externalCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	credential, err := client.ExternalCredentials.Find(ctx, model.Name.ValueString())
	if transport.IsNotFound(err) {
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		externalCredentialNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(credential, model.Label.IsNull())
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]. Secrets that did not arrive keep the old
// state, so that the next run sends them again.
func (r *externalCredentialResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, configured, before externalCredentialModel
	var planned, kept types.Object
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	credential, err := client.ExternalCredentials.Update(ctx, model.Name.ValueString(), func(current *salesforceapi.ExternalCredential) {
		model.define(current, before)
	})
	if err != nil {
		externalCredentialNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	if err := model.sendSecrets(ctx, client, configured, before, &resp.Diagnostics); err != nil {
		externalCredentialNoun.FailedAt(&resp.Diagnostics, path.Root("principals"), "set the secrets of", model.object(), err)
		return
	}
	model.flatten(credential, false)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.State.Get(ctx, &kept)...)
	notKept(model.object(), planned, kept, &resp.Diagnostics)
}

// Delete implements [resource.Resource]: the secrets go with the credential.
func (r *externalCredentialResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model externalCredentialModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if err := client.ExternalCredentials.Delete(ctx, model.Name.ValueString()); err != nil && !transport.IsNotFound(err) {
		externalCredentialNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]: by the name.
func (r *externalCredentialResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importByName(ctx, r.base, req, resp)
}
