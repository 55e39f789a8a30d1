package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it shows which apps are
// meant, and fails for those that cannot be approved or withdrawn here, and for a
// list that would lock the provider out. A plan without changes makes no call.
func (r *allowlistResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before allowlistModel
	creating := req.State.Raw.IsNull()
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, before, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	allowlistClaims.claimAll(&r.Clients.Planned, req.Config, &resp.Diagnostics, theOrganization)
	if resp.Diagnostics.HasError() {
		return
	}
	if !creating && planned.Apps.Equal(before.Apps) {
		planned.Approved = before.Approved
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	planned.plan(ctx, lookup, creating)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// plan fills in the apps as far as they can be told before apply, and checks them.
func (m *allowlistModel) plan(ctx context.Context, lookup grantLookup, creating bool) {
	m.Approved = types.MapUnknown(types.StringType)
	if lookup.client == nil || lookup.diags.HasError() {
		return
	}
	words := m.words()
	certain := !m.Apps.IsUnknown() && len(words) == len(m.Apps.Elements())
	var settled []string
	for _, word := range words {
		if reference, ok := lookup.reference(appKind, types.StringValue(word)); ok {
			settled = append(settled, reference)
			certain = certain && !lookup.manages(appKind, types.StringValue(word))
			continue
		}
		certain = false
	}
	listed := m.find(ctx, lookup, settled)
	apps, err := listApps(ctx, lookup.client)
	if err != nil {
		allowlistNoun.Failed(lookup.diags, "plan", "the organization", err)
	}
	if lookup.diags.HasError() {
		return
	}
	given, withdrawn := differences(listed, apps)
	if certain {
		m.setApproved(listed)
	}
	if len(settled) != len(words) || m.Apps.IsUnknown() || len(words) != len(m.Apps.Elements()) {
		withdrawn = nil // which may yet turn out to be listed
	}
	announceApprovals(lookup.planned, listed, withdrawn)
	m.checkInstalled(given, withdrawn, lookup.diags)
	m.guard(ctx, lookup.client, lookup.planned, given, true, false, lookup.diags)
	m.guard(ctx, lookup.client, lookup.planned, withdrawn, false, false, lookup.diags)
	warnOfWithdrawals(ctx, lookup.client, lookup.planned, path.Root("apps"), withdrawn, lookup.diags)
	if creating && len(withdrawn) > 0 {
		lookup.diags.AddAttributeWarning(path.Root("apps"), "Approvals will be withdrawn",
			"These apps are approved and not in the list, which is the complete one:\n\n  "+strings.Join(labelsOf(withdrawn), "\n  "))
	}
}

func labelsOf(apps []salesforceapi.App) []string {
	labels := make([]string, len(apps))
	for i, app := range apps {
		labels[i] = fmt.Sprintf("%s (%s)", app.Label, app.ID)
	}
	return labels
}

// announceApprovals tells the guard which approvals come about and which end.
func announceApprovals(planned *clients.Planned, given, withdrawn []salesforceapi.App) {
	for _, app := range given {
		planned.Add(plannedApproval, string(app.ID), approvalGiven)
	}
	for _, app := range withdrawn {
		planned.Add(plannedApproval, string(app.ID), approvalWithdrawn)
	}
}

// find finds the apps that the words mean, each once.
func (m *allowlistModel) find(ctx context.Context, lookup grantLookup, words []string) []salesforceapi.App {
	var found []salesforceapi.App
	seen := map[salesforceapi.ID]string{}
	at := path.Root("apps")
	for _, word := range words {
		app, err := lookup.client.Apps.Find(ctx, word)
		switch {
		case transport.IsNotFound(err), transport.IsConflict(err):
			lookup.failed(at, appKind, types.StringValue(word), err)
			continue
		case err != nil:
			allowlistNoun.FailedAt(lookup.diags, at, "find "+word+" for", m.OrganizationID.ValueString(), err)
			return nil
		}
		if first, twice := seen[app.ID]; twice {
			lookup.diags.AddAttributeError(at, "An app is listed twice", fmt.Sprintf("%s and %s are the same app.", first, word))
		}
		seen[app.ID] = word
		found = append(found, app)
	}
	return found
}

// checkInstalled refuses a list that asks for what only Setup can do.
func (m *allowlistModel) checkInstalled(given, withdrawn []salesforceapi.App, diags *diag.Diagnostics) {
	at := path.Root("apps")
	for _, app := range given {
		if app.Installed {
			diags.AddAttributeError(at, "The app can be approved in Setup alone", fmt.Sprintf(
				"%s (%s) is installed from another organization, and no API changes its policy. Approve it by hand, then run again:\n\n%s",
				app.Label, app.ID, setupSteps(app, "Admin approved users are pre-authorized")))
		}
	}
	for _, app := range withdrawn {
		if app.Installed {
			diags.AddAttributeError(at, "The approval can be withdrawn in Setup alone", fmt.Sprintf(
				"%s (%s) is approved and not in the list. It is installed from another organization, and no API changes its policy. Put its id "+
					"in the list, or withdraw the approval by hand and run again:\n\n%s", app.Label, app.ID, setupSteps(app, "All users may self-authorize")))
		}
	}
}
