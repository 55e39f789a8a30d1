package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// guardRemoval tells at plan what the end of the approval does to the provider.
func (r *allowlistEntryResource) guardRemoval(ctx context.Context, state tfsdk.State, replaced bool, diags *diag.Diagnostics) {
	var model allowlistEntryModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		if app, err := client.Apps.Find(ctx, model.AppID.ValueString()); err == nil && app.Approved {
			warnOfWithdrawals(ctx, client, &r.Clients.Planned, path.Root("app"), []salesforceapi.App{app}, diags)
		}
		model.guard(ctx, client, &r.Clients.Planned, false, replaced, diags)
	}
}

// guard refuses to approve the provider's own app while the provider's user does
// not have it, and to withdraw the approval while API Access Control is on.
func (m *allowlistEntryModel) guard(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, approve, replaced bool, diags *diag.Diagnostics,
) {
	if m.Installed.ValueBool() {
		return // whose policy the entry does not change
	}
	change := "withdrawing the approval"
	if approve {
		change = "approving it"
	}
	switch mine, err := isOwn(ctx, client, m.AppID); {
	case err != nil && !transport.IsPermission(err):
		allowlistEntryNoun.FailedAt(diags, path.Root("app"), "tell whether it is the provider's own", m.object(), err)
	case err == nil && mine:
		guard{
			client: client, planned: planned, noun: allowlistEntryNoun, object: m.object(), change: change, at: path.Root("app"),
			allowed: m.SelfLockout, doubtful: !approve, gaining: replaced, diags: diags,
		}.check(ctx, accessChange{approve: &approve})
	}
}
