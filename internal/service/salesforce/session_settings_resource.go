package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var sessionSettingsNoun = framework.Noun{
	Name: "Salesforce session settings",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application as well.",
}

// securityMember is what the security settings are called in metadata.
const securityMember = "Security"

type sessionSettingsResource struct{ base }

// NewSessionSettingsResource makes apiaccess_salesforce_session_settings.
func NewSessionSettingsResource() resource.Resource {
	return &sessionSettingsResource{base{Name: "salesforce_session_settings"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*sessionSettingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// sessionsIn is the section of the security settings, which is made when there is
// none.
func sessionsIn(security *salesforceapi.SecuritySettings) *salesforceapi.SessionSettings {
	if security.SessionSettings == nil {
		security.SessionSettings = &salesforceapi.SessionSettings{}
	}
	return security.SessionSettings
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it tells what binds the
// provider's own sessions to the address that it calls from.
func (r *sessionSettingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	sessionSettings.plan(ctx, req, resp)
	r.warnOfAddresses(ctx, req, resp)
}

// Create implements [resource.Resource].
func (r *sessionSettingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, sessionSettingsNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	security, err := client.Settings.Security.Update(ctx, func(security *salesforceapi.SecuritySettings) {
		sessionSettings.write(sessionsIn(security), configured, before)
	})
	state, kept := sessionSettings.written(configured, planned, sectionOf(security, sessionsIn), err, sessionSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(isUncertain(err), &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *sessionSettingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, sessionSettingsNoun, &resp.Diagnostics) {
		return
	}
	security, err := client.Settings.Security.Get(ctx)
	if err != nil {
		sessionSettingsNoun.Failed(&resp.Diagnostics, "read", securityMember, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, sessionSettings.refresh(state, sessionsIn(security)))...)
}

// Update implements [resource.Resource].
func (r *sessionSettingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
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
		sessionSettings.write(sessionsIn(security), configured, before)
	})
	state, kept := sessionSettings.written(configured, planned, sectionOf(security, sessionsIn), err, sessionSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *sessionSettingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	_, err := client.Settings.Security.Restore(ctx, func(security *salesforceapi.SecuritySettings) {
		sessionSettings.restore(sessionsIn(security), before)
	})
	reportRestoring(sessionSettingsNoun, securityMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *sessionSettingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, securityMember, req, resp)
}
