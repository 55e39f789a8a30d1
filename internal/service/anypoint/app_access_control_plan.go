package anypoint

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it shows what becomes
// of settings that are left out, names the apps that would be kept out, and
// refuses to keep the provider out.
func (r *accessControlResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, configured, state accessControlModel
	before := framework.RecallFormer[settingsBefore](ctx, req.Private, &resp.Diagnostics)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	}
	if req.Plan.Raw.IsNull() {
		framework.ForetellRemoval(before != (settingsBefore{}), &resp.Diagnostics)
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			state.guard(ctx, client, &r.Clients.Planned, anypointapi.AppSettingsChange(before), true, &resp.Diagnostics)
		}
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &configured)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !req.State.Raw.IsNull() {
		planned.fill(configured, state, before)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
	client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !ok || planned.OrganizationID.IsUnknown() || !isRoot(ctx, client, planned.OrganizationID.ValueString(), accessControlNoun, &resp.Diagnostics) {
		return
	}
	planned.guard(ctx, client, &r.Clients.Planned, planned.change(), false, &resp.Diagnostics)
	planned.warnOfApps(ctx, client, &r.Clients.Planned, &resp.Diagnostics)
}

// fill plans settings that are left out: as they are, or as they were before they
// were managed.
func (m *accessControlModel) fill(configured, state accessControlModel, before settingsBefore) {
	if configured.ApplicationsEnabled.IsNull() {
		m.ApplicationsEnabled = state.ApplicationsEnabled
		if before.ApplicationsEnabled != nil {
			m.ApplicationsEnabled = textOrNull(before.ApplicationsEnabled)
		}
	}
	if configured.GrantTypesAllowed.IsNull() {
		m.GrantTypesAllowed = state.GrantTypesAllowed
		if before.GrantTypesAllowed != nil {
			m.GrantTypesAllowed = textSet(*before.GrantTypesAllowed)
		}
	}
	if configured.AllowlistEnabled.IsNull() {
		m.AllowlistEnabled = restoredBool(state.AllowlistEnabled, before.AllowlistEnabled)
	}
	if configured.AllowlistInternal.IsNull() {
		m.AllowlistInternal = restoredBool(state.AllowlistInternal, before.AllowlistInternal)
	}
}

// isRoot refuses a business group, whose settings are those of its root.
func isRoot(ctx context.Context, client *anypointapi.Client, organizationID string, noun framework.Noun, diags *diag.Diagnostics) bool {
	if root := rootOf(ctx, client, organizationID); !strings.EqualFold(root, organizationID) {
		diags.AddAttributeError(path.Root("organization_id"), "A business group has none", fmt.Sprintf(
			"%s is a business group. The %s belongs to the root organization: set organization_id to %s.", organizationID, noun.Name, root))
	}
	return !diags.HasError()
}

// guard refuses a change that keeps the provider out. What stays as it is keeps
// nobody out anew.
func (m *accessControlModel) guard(
	ctx context.Context, client *anypointapi.Client, planned *clients.Planned, change anypointapi.AppSettingsChange, doubtful bool,
	diags *diag.Diagnostics,
) {
	if change == (anypointapi.AppSettingsChange{}) || diags.HasError() {
		return
	}
	signInGuard{
		client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: accessControlNoun, object: m.object(),
		change: "changing the settings", at: path.Root("organization_id"), allowed: m.SelfLockout, doubtful: doubtful, diags: diags,
	}.check(ctx, "", signInChange{settings: change})
}

// warnOfApps names the organization's own apps that lose their tokens when the
// allowlist is turned on.
func (m *accessControlModel) warnOfApps(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) {
	organizationID := m.OrganizationID.ValueString()
	now, err := client.AppSettings.Get(ctx, organizationID)
	if err != nil || diags.HasError() {
		return // the guard has told
	}
	next := now.After(m.change())
	if !next.AllowlistEnabled || next.AllowlistInternal || now.AllowlistEnabled && !now.AllowlistInternal {
		return
	}
	apps, err := client.ConnectedApps.List(ctx, organizationID)
	if err != nil {
		return
	}
	var out []string
	for _, app := range apps {
		_, err := client.AppAllowlist.Get(ctx, organizationID, app.ClientID)
		coming, changes := planned.Find(plannedListing, app.ClientID)
		if changes && coming == listingWithdrawn || !changes && err != nil {
			out = append(out, fmt.Sprintf("%s (%s)", app.Name, app.ClientID))
		}
	}
	if len(out) > 0 {
		diags.AddAttributeWarning(path.Root("allowlist_enabled"), "Apps would get no tokens", "These connected apps of the organization are not on "+
			"the allowlist, and so is every app of somebody else's that is not:\n\n  "+strings.Join(out, "\n  "))
	}
}
