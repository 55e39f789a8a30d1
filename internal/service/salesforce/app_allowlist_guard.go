package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// guardRemoval tells at plan what the end of all approvals does to the provider.
func (r *allowlistResource) guardRemoval(ctx context.Context, model allowlistModel, diags *diag.Diagnostics) {
	client, ok := r.Clients.Salesforce.Planning(diags)
	if !ok || diags.HasError() {
		return
	}
	apps, err := listApps(ctx, client)
	if err != nil {
		return // the apply reports it
	}
	withdrawn := model.remembered(apps)
	warnOfWithdrawals(ctx, client, &r.Clients.Planned, path.Root("apps"), withdrawn, diags)
	model.guard(ctx, client, &r.Clients.Planned, withdrawn, false, true, diags)
}

// guard refuses to approve the provider's own app while the provider's user does
// not have it, and to withdraw its approval while API Access Control is on.
func (m *allowlistModel) guard(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, apps []salesforceapi.App, approve, doubtful bool,
	diags *diag.Diagnostics,
) {
	if len(apps) == 0 || diags.HasError() {
		return
	}
	own, known, err := unlessMissing(client.Apps.Own(ctx))
	if err != nil && !transport.IsPermission(err) {
		allowlistNoun.Failed(diags, "tell which app is the provider's own for", m.OrganizationID.ValueString(), err)
		return
	}
	change := "withdrawing its approval"
	if approve {
		change = "approving it"
	}
	for _, app := range apps {
		if known && app.ID == own.ID && !app.Installed {
			guard{
				client: client, planned: planned, noun: allowlistNoun, object: "app " + app.Label, change: change, at: path.Root("apps"),
				allowed: m.SelfLockout, doubtful: doubtful, diags: diags,
			}.check(ctx, accessChange{approve: &approve})
		}
	}
}
