package salesforce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// usedRecently is how far back the use of an app makes it one in use.
const usedRecently = 30 * 24 * time.Hour

// ModifyPlan implements [resource.ResourceWithModifyPlan]: before a switch is
// turned on it refuses to lock the provider out, and tells which apps stop working.
func (r *accessControlResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	accessControl.plan(ctx, req, resp)
	if r.Clients == nil || resp.Diagnostics.HasError() {
		return
	}
	var planned types.Object
	var change accessChange
	removing := req.Plan.Raw.IsNull()
	if removing {
		resp.Diagnostics.Append(req.State.Get(ctx, &planned)...)
		before := recallBefore(ctx, req.Private, &resp.Diagnostics)
		change = restorations(before)
		if _, restored := before[approvedAppsOnly]; !restored { // it stays as it is
			change.restrictAll = restrictions(planned).restrictAll
		}
	} else {
		resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
		change = restrictions(planned)
	}
	if !unknownIn(planned, approvedAppsOnly) {
		announceSwitch(&r.Clients.Planned, change.restrictAll, planned, &resp.Diagnostics)
	}
	if !req.State.Raw.IsNull() {
		var state types.Object
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		change = change.beyond(restrictions(state))
	}
	if !change.isOn() || resp.Diagnostics.HasError() {
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		r.planOn(ctx, client, planned, change, removing, resp)
	}
}

// announceSwitch tells the plans of removals whether API Access Control is on after
// this apply, and refuses that where one that was planned before would then lock the
// provider out.
func announceSwitch(planned *clients.Planned, restrictAll *bool, object types.Object, diags *diag.Diagnostics) {
	if restrictAll == nil {
		return
	}
	if !*restrictAll {
		planned.Add(plannedSwitch, plannedSwitch, switchedOff)
		return
	}
	planned.Add(plannedSwitch, plannedSwitch, switchedOn)
	if removal, coming := planned.Find(plannedRemoval, plannedRemoval); coming && !allowsLockout(object).ValueBool() {
		diags.AddAttributeError(path.Root(approvedAppsOnly), lockOut, fmt.Sprintf("%s is part of this plan, and lets the provider in while API "+
			"Access Control is on: no run could sign in and call the organization again, not even to undo it. Leave it out, or turn API Access "+
			"Control off first, in an apply of its own.", removal))
	}
}

// planOn looks at what turning a switch on does.
func (r *accessControlResource) planOn(
	ctx context.Context, client *salesforceapi.Client, planned types.Object, change accessChange, removing bool, resp *resource.ModifyPlanResponse,
) {
	shown, err := client.Settings.ConnectedApp.Get(ctx)
	if err != nil {
		accessControlNoun.Failed(&resp.Diagnostics, "read", connectedAppMember, err)
		return
	}
	if shown.EnableAdminApprovedAppsOnly == nil && shown.EnableAdminApprovedAppsOnlyForExternalUser == nil {
		resp.Diagnostics.AddWarning("API Access Control may not be activated", "The organization does not show the switches of API Access "+
			"Control, as one for which Salesforce Support has not activated it. The apply fails then.")
	}
	change = change.beyond(accessChange{
		restrictAll: shown.EnableAdminApprovedAppsOnly, restrictExternal: shown.EnableAdminApprovedAppsOnlyForExternalUser,
	})
	if !change.isOn() {
		return // somebody has turned it on already
	}
	check := accessControlGuard(client, planned, &resp.Diagnostics)
	check.planned, check.doubtful = &r.Clients.Planned, removing
	check.check(ctx, change)
	warnOfApps(ctx, client, &r.Clients.Planned, change, resp)
}

// restrictions are what settings restrict; what is not known yet restricts nothing.
func restrictions(object types.Object) accessChange {
	all, _ := object.Attributes()[approvedAppsOnly].(types.Bool)
	external, _ := object.Attributes()[approvedAppsOnlyExternal].(types.Bool)
	return accessChange{restrictAll: all.ValueBoolPointer(), restrictExternal: external.ValueBoolPointer()}
}

// unknownIn tells an attribute that is known only after apply.
func unknownIn(object types.Object, name string) bool {
	value, named := object.Attributes()[name]
	return named && value.IsUnknown()
}

// restorations are what the settings restrict once they are what they were before.
func restorations(before beforeValues) accessChange {
	return accessChange{
		restrictAll: new(recorded[bool](before, approvedAppsOnly)), restrictExternal: new(recorded[bool](before, approvedAppsOnlyExternal)),
	}
}

// isOn tells a change that turns a switch on.
func (c accessChange) isOn() bool { return isOn(c.restrictAll) || isOn(c.restrictExternal) }

// beyond is the change without what is on before it.
func (c accessChange) beyond(before accessChange) accessChange {
	if isOn(before.restrictAll) {
		c.restrictAll = nil
	}
	if isOn(before.restrictExternal) {
		c.restrictExternal = nil
	}
	return c
}

// warnOfApps names the apps in use that a switch keeps out.
func warnOfApps(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, change accessChange, resp *resource.ModifyPlanResponse,
) {
	var apps []salesforceapi.App
	tokens, complete, err := client.OAuthTokens(ctx)
	for app, failed := range client.Apps.List(ctx) {
		if failed != nil {
			err = failed
			break
		}
		app.Approved = plannedApprovalOf(planned, app)
		apps = append(apps, app)
	}
	if err != nil {
		resp.Diagnostics.AddWarning("It cannot be told which apps would stop working", err.Error()+".")
		return
	}
	if !complete {
		resp.Diagnostics.AddWarning("Not every app in use is told", "Some users have more tokens than Salesforce tells of.")
	}
	used := salesforceapi.AppsInUse(tokens, apps, time.Now().Add(-usedRecently))
	out := keptOut(used, isOn(change.restrictAll))
	var unsure []string
	if isOn(change.restrictAll) {
		external, untold := externalKeptOut(ctx, client, apps)
		out, unsure = append(out, external...), untold
		slices.Sort(out)
	}
	if len(out) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root(approvedAppsOnly), "Apps in use would stop working", fmt.Sprintf(
			"These apps called the organization during the last 30 days and are not on the allowlist:\n\n  %s\n\n"+
				"Approve each that is to go on by an apiaccess_salesforce_app_allowlist_entry that depends_on names here. An app that is not installed "+
				"has to be installed first, in Setup > Connected Apps OAuth Usage.", strings.Join(out, "\n  ")))
	}
	if len(unsure) > 0 {
		resp.Diagnostics.AddAttributeWarning(path.Root(approvedAppsOnly), "External client apps would stop working",
			"These external client apps are not on the allowlist. Whether they are in use cannot be told:\n\n  "+strings.Join(unsure, "\n  "))
	}
}
