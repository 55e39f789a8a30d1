package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it refuses what would
// lock the provider out, looks up the user of the client credentials flow, and
// warns of ranges that relax IP restrictions for everyone.
func (r *externalAppResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	announceApp(ctx, externalClientAppKind, &r.Clients.Planned, req.Plan, &resp.Diagnostics)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !req.Plan.Raw.IsNull() {
		warnOfRanges(ctx, req.Plan, path.Root("oauth").AtName("trusted_ip_ranges"), &resp.Diagnostics)
	}
	if !ok {
		return
	}
	if !req.State.Raw.IsNull() {
		checkExternalLockOut(ctx, client, &r.Clients.Planned, req, &resp.Diagnostics)
	}
	if !req.Plan.Raw.IsNull() && !resp.Diagnostics.HasError() {
		checkRunAs(ctx, client, &r.Clients.Planned, externalAppNoun, req, &resp.Diagnostics)
	}
}

// isOwnApp tells the app that the provider itself signs in with.
func (m *externalAppModel) isOwnApp(client *salesforceapi.Client) bool {
	return m.OAuth != nil && isOwnKey(client, m.OAuth.ConsumerKey.ValueString())
}

// guard keeps the provider from a change of its own app by which it would not be let
// in.
func (m *externalAppModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: externalAppNoun, object: m.object(), at: path.Root("name"), allowed: m.SelfLockout, diags: diags,
	}
}

// runAsUser is the user of the client credentials flow, or null.
func (m *externalAppModel) runAsUser() types.String {
	if m.OAuth == nil {
		return types.StringNull()
	}
	return m.OAuth.ClientCredentialsUser
}

// guardUpdate asks again at apply what the plan may not have known.
func (m *externalAppModel) guardUpdate(ctx context.Context, client *salesforceapi.Client, before *externalAppModel, diags *diag.Diagnostics) {
	if before.isOwnApp(client) && !diags.HasError() {
		check := m.guard(client, nil, diags)
		check.checkRunAs(ctx, before.runAsUser(), m.runAsUser())
		check.checkAddress(ctx, before.ipPolicy(), m.ipPolicy())
	}
}

// checkExternalLockOut refuses changes of the provider's own app after which it
// could not sign in, or do anything once signed in.
func checkExternalLockOut(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, req resource.ModifyPlanRequest, diags *diag.Diagnostics,
) {
	var before externalAppModel
	diags.Append(req.State.Get(ctx, &before)...)
	if diags.HasError() || !before.isOwnApp(client) {
		return
	}
	check := before.guard(client, planned, diags)
	if !req.Plan.Raw.IsNull() {
		diags.Append(req.Plan.GetAttribute(ctx, path.Root(allowSelfLockout), &check.allowed)...)
	}
	checkOwnAppChange(ctx, client, req, before.object(), before.OAuth.Scopes, check.allowed, diags)
	if req.Plan.Raw.IsNull() {
		return
	}
	check.checkOwnAppAccess(ctx, req.Plan, path.Root("oauth").AtName("trusted_ip_ranges"), before.runAsUser(), before.ipPolicy())
	for _, name := range []string{"enabled", "oauth_plugin_enabled"} {
		at := path.Root("app_policy").AtName(name)
		var planned types.Bool
		diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
		if !planned.IsUnknown() && !planned.ValueBool() {
			refuseLockOut(before.object(), check.allowed, at, "switching it off", diags)
		}
	}
}
