package anypoint

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var accessControlNoun = framework.Noun{
	Name: "Anypoint API access control",
	Needs: "Reading the settings of connected apps takes the scope View Connected Applications (read:orgconnapps), changing them Access " +
		"Controls Admin (admin:access_controls), in the root organization; a user has to be an organization administrator.",
}

type accessControlResource struct{ base }

// NewAPIAccessControlResource makes apiaccess_anypoint_api_access_control.
func NewAPIAccessControlResource() resource.Resource {
	return &accessControlResource{base{Name: "anypoint_api_access_control"}}
}

// Create implements [resource.Resource].
func (r *accessControlResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned accessControlModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	var before settingsBefore
	uncertain, written := planned.write(ctx, client, configured, &before, &resp.Diagnostics)
	if !written {
		return
	}
	framework.KeepFormer(ctx, resp.Private, before, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{planned.OrganizationID})...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// write makes the settings what is configured, and takes over what they are then.
// Where it had no effect, written is false; where it is not known whether it had, the
// model stays as planned.
func (m *accessControlModel) write(
	ctx context.Context, client *anypointapi.Client, configured accessControlModel, before *settingsBefore, diags *diag.Diagnostics,
) (uncertain, written bool) {
	organizationID := m.OrganizationID.ValueString()
	now, err := client.AppSettings.Get(ctx, organizationID)
	if err != nil {
		accessControlNoun.Failed(diags, "read", m.object(), err)
		return false, false
	}
	change := before.manage(configured, now)
	m.guard(ctx, client, nil, change, false, diags)
	if diags.HasError() {
		return false, false
	}
	shown, err := client.AppSettings.Update(ctx, organizationID, change)
	if err != nil {
		accessControlNoun.Failed(diags, "change", m.object(), err)
	}
	uncertain = errors.Is(err, anypointapi.ErrNotReadAgain) || transport.KindOf(err) == transport.NoAnswer
	switch {
	case err == nil, errors.Is(err, anypointapi.ErrDidNotStick):
		m.flatten(shown)
	case uncertain:
		m.flatten(now.After(change))
	default:
		return false, false
	}
	return uncertain, true
}

// Read implements [resource.Resource].
func (r *accessControlResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model accessControlModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{model.OrganizationID})...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	settings, err := client.AppSettings.Get(ctx, model.OrganizationID.ValueString())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		accessControlNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(settings)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *accessControlResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned accessControlModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := framework.RecallFormer[settingsBefore](ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, rootIdentity{planned.OrganizationID})...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if _, written := planned.write(ctx, client, configured, &before, &resp.Diagnostics); !written {
		return
	}
	framework.KeepFormer(ctx, resp.Private, before, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *accessControlResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state accessControlModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	restored := anypointapi.AppSettingsChange(framework.RecallFormer[settingsBefore](ctx, req.Private, &resp.Diagnostics))
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	state.guard(ctx, client, nil, restored, false, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if _, err := client.AppSettings.Update(ctx, state.OrganizationID.ValueString(), restored); err != nil && !transport.IsNotFound(err) {
		accessControlNoun.Failed(&resp.Diagnostics, "restore", state.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (*accessControlResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	framework.ImportByKey(ctx, req, resp, 0, "organization_id")
	refuseNoUUID(ctx, resp)
}

// restoredBool is a setting as it was before, or else as it is.
func restoredBool(now types.Bool, before *bool) types.Bool {
	if before == nil {
		return now
	}
	return types.BoolValue(*before)
}
