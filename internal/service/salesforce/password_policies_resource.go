package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var passwordPoliciesNoun = framework.Noun{
	Name: "Salesforce password policies",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application and Manage Password Policies as well.",
}

type passwordPoliciesResource struct{ base }

// NewPasswordPoliciesResource makes apiaccess_salesforce_password_policies.
func NewPasswordPoliciesResource() resource.Resource {
	return &passwordPoliciesResource{base{Name: "salesforce_password_policies"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*passwordPoliciesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// passwordsIn is the section of the security settings, which is made when there is
// none.
func passwordsIn(security *salesforceapi.SecuritySettings) *salesforceapi.PasswordPolicies {
	if security.PasswordPolicies == nil {
		security.PasswordPolicies = &salesforceapi.PasswordPolicies{}
	}
	return security.PasswordPolicies
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (*passwordPoliciesResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	passwordPolicies.plan(ctx, req, resp)
}

// Create implements [resource.Resource].
func (r *passwordPoliciesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, passwordPoliciesNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	security, err := client.Settings.Security.Update(ctx, func(security *salesforceapi.SecuritySettings) {
		passwordPolicies.write(passwordsIn(security), configured, before)
	})
	state, kept := passwordPolicies.written(configured, planned, sectionOf(security, passwordsIn), err, passwordPoliciesNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(isUncertain(err), &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *passwordPoliciesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, passwordPoliciesNoun, &resp.Diagnostics) {
		return
	}
	security, err := client.Settings.Security.Get(ctx)
	if err != nil {
		passwordPoliciesNoun.Failed(&resp.Diagnostics, "read", securityMember, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, passwordPolicies.refresh(state, passwordsIn(security)))...)
}

// Update implements [resource.Resource].
func (r *passwordPoliciesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	security, err := client.Settings.Security.Update(ctx, func(security *salesforceapi.SecuritySettings) {
		passwordPolicies.write(passwordsIn(security), configured, before)
	})
	state, kept := passwordPolicies.written(configured, planned, sectionOf(security, passwordsIn), err, passwordPoliciesNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *passwordPoliciesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	_, err := client.Settings.Security.Restore(ctx, func(security *salesforceapi.SecuritySettings) {
		passwordPolicies.restore(passwordsIn(security), before)
	})
	reportRestoring(passwordPoliciesNoun, securityMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *passwordPoliciesResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, securityMember, req, resp)
}
