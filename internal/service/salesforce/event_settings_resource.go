package salesforce

import (
	"context"
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var eventSettingsNoun = framework.Noun{
	Name: "Salesforce event settings",
	Needs: "Reading them takes the permission Modify Metadata Through Metadata API Functions; " +
		"changing them, Customize Application as well.",
}

// eventMember is what the settings are called in metadata.
const eventMember = "Event"

type eventSettingsResource struct{ base }

// NewEventSettingsResource makes apiaccess_salesforce_event_settings.
func NewEventSettingsResource() resource.Resource {
	return &eventSettingsResource{base{Name: "salesforce_event_settings"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*eventSettingsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = settingsIdentitySchema()
}

// ModifyPlan implements [resource.ResourceWithModifyPlan].
func (*eventSettingsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	eventSettings.plan(ctx, req, resp)
	if req.Plan.Raw.IsNull() || req.State.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var configured, state types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	if realTimeIn(configured).IsUnknown() {
		return
	}
	if planned, settled := expandRealTime(realTimeIn(state)).plan(realTimeIn(configured), before); settled {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root(realTimeName), planned)...)
	}
}

// Create implements [resource.Resource].
func (r *eventSettingsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !withOrganization(ctx, client, &planned, eventSettingsNoun, &resp.Diagnostics) {
		return
	}
	before := beforeValues{}
	state, uncertain, kept := writeEvents(ctx, client, configured, planned, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	framework.EndCreation(uncertain, &resp.Diagnostics)
}

// writeEvents writes both components, and tells the state that comes of it. There is
// none, and kept is false, when nothing had an effect.
func writeEvents(
	ctx context.Context, client *salesforceapi.Client, configured, planned types.Object, before beforeValues, diags *diag.Diagnostics,
) (state types.Object, uncertain, kept bool) {
	events, err := client.Settings.Event.Update(ctx, func(events *salesforceapi.EventSettings) {
		eventSettings.write(events, configured, before)
	})
	state, kept = eventSettings.written(configured, planned, events, err, eventSettingsNoun, diags)
	uncertain, lost := isUncertain(err), errors.Is(err, salesforceapi.ErrDidNotStick)
	if !kept {
		return state, false, false
	}
	wanted := expandRealTime(realTimeIn(configured))
	streams, err := client.Settings.RealTimeEvent.Update(ctx, func(streams *salesforceapi.RealTimeEventSettings) {
		wanted.write(streams, before)
	})
	shown := shownEvents(streams).among(realTimeIn(planned))
	switch {
	case transport.IsNotFound(err) && len(wanted) == 0: // an organization without Event Monitoring
	case err != nil && (streams == nil || !shown.Equal(realTimeIn(planned))):
		eventSettingsNoun.FailedAt(diags, path.Root(realTimeName), "change", "the organization", err)
		uncertain, lost = true, lost || errors.Is(err, salesforceapi.ErrDidNotStick)
	}
	if streams == nil && !realTimeIn(planned).IsUnknown() {
		shown = realTimeIn(planned)
	}
	return withRealTime(ctx, state, shown), uncertain && !lost, true
}

func withRealTime(ctx context.Context, object types.Object, events types.Map) types.Object {
	values := maps.Clone(object.Attributes())
	values[realTimeName] = events
	return types.ObjectValueMust(object.AttributeTypes(ctx), values)
}

// Read implements [resource.Resource].
func (r *eventSettingsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state types.Object
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(state)})...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !withOrganization(ctx, client, &state, eventSettingsNoun, &resp.Diagnostics) {
		return
	}
	events, err := client.Settings.Event.Get(ctx)
	if err != nil {
		eventSettingsNoun.Failed(&resp.Diagnostics, "read", eventMember, err)
		return
	}
	streams, err := client.Settings.RealTimeEvent.Get(ctx)
	if err != nil && !transport.IsNotFound(err) {
		eventSettingsNoun.Failed(&resp.Diagnostics, "read", "RealTimeEvent", err)
		return
	}
	state = withRealTime(ctx, eventSettings.refresh(state, events), shownEvents(streams).among(realTimeIn(state)))
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update implements [resource.Resource].
func (r *eventSettingsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var configured, planned types.Object
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, settingsIdentity{organizationOf(planned)})...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	state, _, kept := writeEvents(ctx, client, configured, planned, before, &resp.Diagnostics)
	if !kept {
		return
	}
	before.keep(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Delete implements [resource.Resource]: the settings become what they were before.
func (r *eventSettingsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	before := recallBefore(ctx, req.Private, &resp.Diagnostics)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || len(before) == 0 {
		return
	}
	_, err := client.Settings.Event.Restore(ctx, func(events *salesforceapi.EventSettings) { eventSettings.restore(events, before) })
	reportRestoring(eventSettingsNoun, eventMember, err, &resp.Diagnostics)
	if resp.Diagnostics.HasError() || len(before.recordedEvents()) == 0 {
		return
	}
	_, err = client.Settings.RealTimeEvent.Restore(ctx, func(streams *salesforceapi.RealTimeEventSettings) {
		realTimeEvents{}.write(streams, maps.Clone(before))
	})
	reportRestoring(eventSettingsNoun, "RealTimeEvent", err, &resp.Diagnostics)
}

// ImportState implements [resource.ResourceWithImportState].
func (r *eventSettingsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importSettings(ctx, r.Clients, eventMember, req, resp)
}
