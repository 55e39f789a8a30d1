package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var externalClientAppSettingsNoun = framework.Noun{
	Name: "Salesforce external client app settings",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application as well.",
}

// externalClientAppMember is what the settings are called in metadata.
const externalClientAppMember = "ExternalClientApp"

type externalClientAppSettingsResource struct{ base }

// NewExternalClientAppSettingsResource makes apiaccess_salesforce_external_client_app_settings.
func NewExternalClientAppSettingsResource() resource.Resource {
	return &externalClientAppSettingsResource{base{Name: "salesforce_external_client_app_settings"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*externalClientAppSettingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (*externalClientAppSettingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	externalClientAppSettings.plan(ctx, req, resp)
}

// Create implements [resource.Resource].
func (r *externalClientAppSettingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, externalClientAppSettingsNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	apps, err := client.Settings.ExternalClientApp.Update(ctx, func(apps *salesforceapi.ExternalClientAppSettings) {
		externalClientAppSettings.write(apps, configured, before)
	})
	state, kept := externalClientAppSettings.written(configured, planned, apps, err, externalClientAppSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(isUncertain(err), &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *externalClientAppSettingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, externalClientAppSettingsNoun, &resp.Diagnostics) {
		return
	}
	apps, err := client.Settings.ExternalClientApp.Get(ctx)
	if err != nil {
		externalClientAppSettingsNoun.Failed(&resp.Diagnostics, "read", externalClientAppMember, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, externalClientAppSettings.refresh(state, apps))...)
}

// Update implements [resource.Resource].
func (r *externalClientAppSettingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	apps, err := client.Settings.ExternalClientApp.Update(ctx, func(apps *salesforceapi.ExternalClientAppSettings) {
		externalClientAppSettings.write(apps, configured, before)
	})
	state, kept := externalClientAppSettings.written(configured, planned, apps, err, externalClientAppSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *externalClientAppSettingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	_, err := client.Settings.ExternalClientApp.Restore(ctx, func(apps *salesforceapi.ExternalClientAppSettings) {
		externalClientAppSettings.restore(apps, before)
	})
	reportRestoring(externalClientAppSettingsNoun, externalClientAppMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *externalClientAppSettingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, externalClientAppMember, req, resp)
}
