package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
		checkExternalLockOut(ctx, client, req, &resp.Diagnostics)
	}
	if !req.Plan.Raw.IsNull() && !resp.Diagnostics.HasError() {
		checkRunAs(ctx, client, externalAppNoun, req, &resp.Diagnostics)
	}
}

// isOwnApp tells the app that the provider itself signs in with.
func (m *externalAppModel) isOwnApp(client *salesforceapi.Client) bool {
	return m.OAuth != nil && isOwnKey(client, m.OAuth.ConsumerKey.ValueString())
}

// checkExternalLockOut refuses changes of the provider's own app after which it
// could not sign in, or do anything once signed in.
func checkExternalLockOut(ctx context.Context, client *salesforceapi.Client, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var before externalAppModel
	diags.Append(req.State.Get(ctx, &before)...)
	if diags.HasError() || !before.isOwnApp(client) {
		return
	}
	allowed := before.SelfLockout
	if !req.Plan.Raw.IsNull() {
		diags.Append(req.Plan.GetAttribute(ctx, path.Root(allowSelfLockout), &allowed)...)
	}
	checkOwnAppChange(ctx, client, req, before.object(), before.OAuth.Scopes, allowed, diags)
	if req.Plan.Raw.IsNull() {
		return
	}
	for _, name := range []string{"enabled", "oauth_plugin_enabled"} {
		at := path.Root("app_policy").AtName(name)
		var planned types.Bool
		diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
		if !planned.IsUnknown() && !planned.ValueBool() {
			refuseLockOut(before.object(), allowed, at, "switching it off", diags)
		}
	}
}
