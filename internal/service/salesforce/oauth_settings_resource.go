package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

var oauthSettingsNoun = framework.Noun{
	Name: "Salesforce OAuth settings",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application as well.",
}

// oauthMember is what the settings are called in metadata.
const oauthMember = "OauthOidc"

type oauthSettingsResource struct{ base }

// NewOAuthSettingsResource makes apiaccess_salesforce_oauth_settings.
func NewOAuthSettingsResource() resource.Resource {
	return &oauthSettingsResource{base{Name: "salesforce_oauth_settings"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*oauthSettingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (*oauthSettingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	oauthSettings.plan(ctx, req, resp)
}

// Create implements [resource.Resource].
func (r *oauthSettingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, oauthSettingsNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	oauth, err := client.Settings.OAuth.Update(ctx, func(oauth *salesforceapi.OAuthSettings) {
		oauthSettings.write(oauth, configured, before)
	})
	state, kept := oauthSettings.written(configured, planned, oauth, err, oauthSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(isUncertain(err), &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *oauthSettingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, oauthSettingsNoun, &resp.Diagnostics) {
		return
	}
	oauth, err := client.Settings.OAuth.Get(ctx)
	if err != nil {
		oauthSettingsNoun.Failed(&resp.Diagnostics, "read", oauthMember, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, oauthSettings.refresh(state, oauth))...)
}

// Update implements [resource.Resource].
func (r *oauthSettingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	oauth, err := client.Settings.OAuth.Update(ctx, func(oauth *salesforceapi.OAuthSettings) {
		oauthSettings.write(oauth, configured, before)
	})
	state, kept := oauthSettings.written(configured, planned, oauth, err, oauthSettingsNoun, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *oauthSettingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	_, err := client.Settings.OAuth.Restore(ctx, func(oauth *salesforceapi.OAuthSettings) {
		oauthSettings.restore(oauth, before)
	})
	reportRestoring(oauthSettingsNoun, oauthMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *oauthSettingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, oauthMember, req, resp)
}
