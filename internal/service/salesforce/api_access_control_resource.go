package salesforce

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var accessControlNoun = framework.Noun{
	Name: "Salesforce API Access Control",
	Needs: "Reading it takes the permissions Modify Metadata Through Metadata API Functions and View Setup and Configuration; " +
		"changing it, Customize Application as well.",
}

// connectedAppMember is what the settings are called in metadata.
const connectedAppMember = "ConnectedApp"

type accessControlResource struct{ base }

// NewAPIAccessControlResource makes apiaccess_salesforce_api_access_control.
func NewAPIAccessControlResource() resource.Resource {
	return &accessControlResource{base{Name: "salesforce_api_access_control"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*accessControlResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// Create implements [resource.Resource].
func (r *accessControlResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, accessControlNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	state, uncertain, kept := changeAccessControl(ctx, client, configured, planned, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// Read implements [resource.Resource].
func (r *accessControlResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, accessControlNoun, &resp.Diagnostics) {
		return
	}
	shown, err := client.Settings.ConnectedApp.Get(ctx)
	if err != nil {
		accessControlNoun.Failed(&resp.Diagnostics, "read", connectedAppMember, err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, accessControl.refresh(state, shown))...)
}

// Update implements [resource.Resource].
func (r *accessControlResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	state, _, kept := changeAccessControl(ctx, client, configured, planned, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// changeAccessControl writes the switches once the guard lets it. Where it had no
// effect there is no state, and kept is false.
func changeAccessControl(
	ctx context.Context, client *salesforceapi.Client, configured, planned types.Object, before beforeValues, diags *diag.Diagnostics,
) (state types.Object, uncertain, kept bool) {
	if change := restrictions(planned); change.isOn() {
		accessControlGuard(client, planned, diags).check(ctx, change)
	}
	if diags.HasError() {
		return planned, false, false
	}
	shown, err := client.Settings.ConnectedApp.Update(ctx, func(settings *salesforceapi.ConnectedAppSettings) {
		accessControl.write(settings, configured, before)
	})
	if absent, is := errors.AsType[*salesforceapi.NotActivatedError](err); is && !showsAny(shown) {
		reportNotActivated(absent, diags)
		return planned, false, false
	}
	if errors.Is(err, salesforceapi.ErrNotReadAgain) && transport.KindOf(err) == transport.AccessControl && allowsLockout(planned).ValueBool() {
		warnLockedOut(diags)
		shown, err = &salesforceapi.ConnectedAppSettings{}, nil
	}
	state, kept = accessControl.written(configured, planned, shown, err, accessControlNoun, diags)
	return state, isUncertain(err), kept
}

// showsAny tells settings of which a switch is on.
func showsAny(settings *salesforceapi.ConnectedAppSettings) bool {
	return settings != nil &&
		(isOn(settings.EnableAdminApprovedAppsOnly) || isOn(settings.EnableAdminApprovedAppsOnlyForExternalUser))
}

func reportNotActivated(err error, diags *diag.Diagnostics) {
	diags.AddError("API Access Control is not activated", err.Error()+".\n\nOpen a case with Salesforce Support to have API Access Control "+
		"activated for the organization. The feature comes with the Professional, Enterprise, Unlimited, Performance and Developer Editions.")
}

// Delete implements [resource.Resource]: the switches become what they were before.
func (r *accessControlResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	if change := restorations(before); change.isOn() {
		accessControlGuard(client, state, &resp.Diagnostics).check(ctx, change)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	_, err := client.Settings.ConnectedApp.Restore(ctx, func(settings *salesforceapi.ConnectedAppSettings) {
		accessControl.restore(settings, before)
	})
	reportRestoring(accessControlNoun, connectedAppMember, err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *accessControlResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, connectedAppMember, req, resp)
}

func accessControlGuard(client *salesforceapi.Client, object types.Object, diags *diag.Diagnostics) guard {
	return guard{
		client: client, noun: accessControlNoun, object: "the organization", change: "turning API Access Control on",
		at: path.Root(approvedAppsOnly), allowed: allowsLockout(object), diags: diags,
	}
}

func allowsLockout(object types.Object) types.Bool {
	allowed, _ := object.Attributes()[allowSelfLockout].(types.Bool)
	return allowed
}
