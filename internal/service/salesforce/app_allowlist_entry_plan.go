package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it shows which app is
// meant, fails for one that cannot be approved, and warns of an approval that
// would leave everyone outside. Another app means another entry; the same app in
// other words does not.
func (r *allowlistEntryResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, false, &resp.Diagnostics)
		return
	}
	var planned, before allowlistEntryModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	allowlistClaims.claimSingle(&r.Clients.Planned, &resp.Diagnostics, theOrganization)
	grants := configuredGrants(ctx, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	another := creating || lookup.changed(appKind, planned.App, before.App, before.AppID)
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	if another {
		planned.find(ctx, lookup, before.AppID, grants)
	}
	if !creating && !planned.AppID.Equal(before.AppID) {
		resp.RequiresReplace.Append(path.Root("app"), path.Root("app_id"))
		r.guardRemoval(ctx, req.State, true, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		planned.warnOfNobody(ctx, lookup, grants)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// configuredGrants are the grants that come before the entry. They are write-only:
// only the configuration holds them.
func configuredGrants(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) types.List {
	var grants types.List
	diags.Append(config.GetAttribute(ctx, path.Root("grants"), &grants)...)
	return grants
}

// isNobody tells that no grant is named. Unknown grants are grants.
func isNobody(grants types.List) bool { return !grants.IsUnknown() && len(grants.Elements()) == 0 }

// find fills in the app as far as it can be told before apply, and checks it if
// it is another one than before.
func (m *allowlistEntryModel) find(ctx context.Context, lookup grantLookup, before types.String, grants types.List) {
	m.forgetApp()
	reference, ok := lookup.reference(appKind, m.App)
	if !ok {
		return
	}
	app, err := lookup.client.Apps.Find(ctx, reference)
	switch {
	case transport.IsNotFound(err), transport.IsConflict(err):
		lookup.failed(path.Root("app"), appKind, m.App, err)
		return
	case err != nil:
		allowlistEntryNoun.FailedAt(lookup.diags, path.Root("app"), "plan", m.object(), err)
		return
	}
	m.flatten(app)
	if lookup.manages(appKind, m.App) { // whose label the same apply may change
		m.AppLabel = types.StringUnknown()
	}
	if m.AppID.Equal(before) {
		return
	}
	lookup.planned.Add(plannedApproval, string(app.ID), approvalGiven)
	if !isNobody(grants) {
		lookup.planned.Add(plannedGrant, string(app.ID), "")
	}
	m.checkNew(app, lookup.diags)
	m.guard(ctx, lookup.client, lookup.planned, true, false, lookup.diags)
}

// checkNew refuses an app whose approval is not this entry's to give.
func (m *allowlistEntryModel) checkNew(app salesforceapi.App, diags *diag.Diagnostics) {
	at := path.Root("app")
	switch {
	case app.Installed && !app.Approved:
		diags.AddAttributeError(at, "The app can be approved in Setup alone", fmt.Sprintf(
			"%s (%s) is installed from another organization, and no API changes its policy. Approve it by hand, then run again:\n\n%s",
			app.Label, app.ID, setupSteps(app, "Admin approved users are pre-authorized")))
	case !app.Installed && app.Approved && !m.AdoptExisting.ValueBool():
		diags.AddAttributeError(at, "The app is approved already", fmt.Sprintf(
			"%s (%s) is on the allowlist already. Bring its entry under Terraform with\n\n  terraform import ADDRESS %s\n\n"+
				"or set adopt_existing = true. Note that removing the entry later withdraws the approval.",
			app.Label, app.ID, app.DeveloperName))
	}
}

// warnOfNobody tells that nobody will be able to use an app that is known by now.
func (m *allowlistEntryModel) warnOfNobody(ctx context.Context, lookup grantLookup, grants types.List) {
	if !isNobody(grants) || m.App.IsUnknown() || lookup.client == nil {
		return
	}
	if !m.AppID.IsUnknown() {
		rows, err := lookup.client.SetupEntityAccess.OfApp(ctx, salesforceapi.ID(m.AppID.ValueString()))
		if err != nil {
			allowlistEntryNoun.Failed(lookup.diags, "read the grants of", m.object(), err)
		}
		if err != nil || len(rows) > 0 {
			return
		}
	}
	lookup.diags.AddAttributeWarning(path.Root("app"), "The app is granted to nobody", fmt.Sprintf(
		"%s is approved, but granted to nobody: nobody will be able to use it. Add an apiaccess_salesforce_api_grant, and name it in "+
			"grants so that it takes effect first.", m.App.ValueString()))
}

// setupSteps tell how to change the policy of an installed app by hand.
func setupSteps(app salesforceapi.App, permittedUsers string) string {
	if app.Kind() == salesforceapi.ExternalKind {
		return fmt.Sprintf("  Setup > Apps > External Client Apps > External Client App Manager > %s > Policies > Edit >\n"+
			"  OAuth Policies > Permitted Users: %s > Save", app.Label, permittedUsers)
	}
	return fmt.Sprintf("  Setup > Apps > Connected Apps > Manage Connected Apps > %s > Edit Policies >\n"+
		"  OAuth Policies > Permitted Users: %s > Save", app.Label, permittedUsers)
}
