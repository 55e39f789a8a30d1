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
	announceApp(ctx, &r.Clients.Planned, req.Plan, &resp.Diagnostics)
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
	object := before.object()
	if req.Plan.Raw.IsNull() {
		diags.AddError(lockOut, explainLockOut(object, "deleting it"))
		return
	}
	var user types.String
	diags.Append(req.Plan.GetAttribute(ctx, runAs, &user)...)
	if user.IsNull() && client.OwnApp().ClientCredentials {
		diags.AddAttributeError(runAs, lockOut, explainLockOut(object, "turning the client credentials flow off"))
	}
	checkOpensAPI(ctx, req, object, before.OAuth.Scopes, diags)
	for _, name := range []string{"enabled", "oauth_plugin_enabled"} {
		at := path.Root("app_policy").AtName(name)
		var planned types.Bool
		diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
		if !planned.IsUnknown() && !planned.ValueBool() {
			diags.AddAttributeError(at, lockOut, explainLockOut(object, "switching it off"))
		}
	}
}

// checkOpensAPI refuses to take the API from the scopes of the provider's own app.
func checkOpensAPI(ctx context.Context, req resource.ModifyPlanRequest, object string, before []string, diags *diag.Diagnostics) {
	at := path.Root("oauth").AtName("scopes")
	var scopes types.Set
	diags.Append(req.Plan.GetAttribute(ctx, at, &scopes)...)
	if hasUnknown(scopes) {
		return
	}
	var planned []string
	diags.Append(scopes.ElementsAs(ctx, &planned, false)...)
	if opensAPI(before) && !opensAPI(planned) {
		diags.AddAttributeError(at, lockOut, explainLockOut(object, "taking the API from its scopes"))
	}
}
