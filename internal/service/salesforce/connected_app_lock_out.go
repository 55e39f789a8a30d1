package salesforce

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// isOwnApp tells the app that the provider itself signs in with.
func (m *connectedAppModel) isOwnApp(client *salesforceapi.Client) bool {
	return m.OAuth != nil && isOwnKey(client, m.OAuth.ConsumerKey.ValueString())
}

func isOwnKey(client *salesforceapi.Client, key string) bool {
	return key != "" && key == client.OwnApp().ConsumerKey
}

// refuseLockOut reports a change after which the provider could not sign in.
func refuseLockOut(object string, allowed types.Bool, at path.Path, change string, diags *diag.Diagnostics) {
	if allowed.ValueBool() {
		diags.AddAttributeWarning(at, "The provider locks itself out", explainLockOut(object, change))
		return
	}
	diags.AddAttributeError(at, lockOut, explainLockOut(object, change)+" Or set allow_self_lockout = true.")
}

func explainLockOut(object, change string) string {
	return fmt.Sprintf("%s is the app that the provider signs in with: after %s no run could sign in again, not even to undo it. "+
		"Sign in with another app to do this, or take the app out of Terraform's hands with terraform state rm.", object, change)
}

// guard keeps the provider from a change of its own app by which it would not be let
// in.
func (m *connectedAppModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: connectedAppNoun, object: m.object(), at: path.Root("name"), allowed: m.SelfLockout, diags: diags,
	}
}

// runAsUser is the user of the client credentials flow, or null.
func (m *connectedAppModel) runAsUser() types.String {
	if m.OAuth == nil {
		return types.StringNull()
	}
	return m.OAuth.ClientCredentialsUser
}

// guardUpdate asks again at apply what the plan may not have known.
func (m *connectedAppModel) guardUpdate(ctx context.Context, client *salesforceapi.Client, before *connectedAppModel, diags *diag.Diagnostics) {
	if before.isOwnApp(client) && !diags.HasError() {
		check := m.guard(client, nil, diags)
		check.checkRunAs(ctx, before.runAsUser(), m.runAsUser())
		check.checkAddress(ctx, before.ipPolicy(), m.ipPolicy())
	}
}

// checkLockOut refuses changes of the provider's own app after which it could not
// sign in, or do anything once signed in.
func checkLockOut(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, req resource.ModifyPlanRequest, diags *diag.Diagnostics,
) {
	var before connectedAppModel
	diags.Append(req.State.Get(ctx, &before)...)
	if diags.HasError() || !before.isOwnApp(client) {
		return
	}
	check := before.guard(client, planned, diags)
	if !req.Plan.Raw.IsNull() {
		diags.Append(req.Plan.GetAttribute(ctx, path.Root(allowSelfLockout), &check.allowed)...)
	}
	checkOwnAppChange(ctx, client, req, before.object(), before.OAuth.Scopes, check.allowed, diags)
	check.checkOwnAppAccess(ctx, req.Plan, path.Root("ip_ranges"), before.runAsUser(), before.ipPolicy())
}

// checkOwnAppAccess asks whether the provider would be let in by the user and from
// the address that the plan of its own app has it come with. Apps of both sorts have
// them in the same places, but for their ranges.
func (g guard) checkOwnAppAccess(ctx context.Context, plan tfsdk.Plan, ranges path.Path, before types.String, policy ipPolicy) {
	if plan.Raw.IsNull() || g.diags.HasError() {
		return
	}
	var user types.String
	g.diags.Append(plan.GetAttribute(ctx, runAs, &user)...)
	g.checkRunAs(ctx, before, user)
	if planned, known := plannedIPPolicy(ctx, plan, ranges, g.diags); known {
		g.checkAddress(ctx, policy, planned)
	}
}

// checkOwnAppChange refuses to delete the app that the provider signs in with, and
// to change its OAuth settings so that it could not. Apps of both sorts have them
// in the same places.
func checkOwnAppChange(
	ctx context.Context, client *salesforceapi.Client, req resource.ModifyPlanRequest, object string, before []string, allowed types.Bool,
	diags *diag.Diagnostics,
) {
	if req.Plan.Raw.IsNull() {
		refuseLockOut(object, allowed, path.Root("name"), "deleting it", diags)
		return
	}
	var user types.String
	var scopes types.Set
	at := path.Root("oauth").AtName("scopes")
	diags.Append(req.Plan.GetAttribute(ctx, runAs, &user)...)
	diags.Append(req.Plan.GetAttribute(ctx, at, &scopes)...)
	if user.IsNull() && client.OwnApp().ClientCredentials {
		refuseLockOut(object, allowed, runAs, "turning the client credentials flow off", diags)
	}
	if !hasUnknown(scopes) {
		var planned []string
		diags.Append(scopes.ElementsAs(ctx, &planned, false)...)
		if opensAPI(before) && !opensAPI(planned) {
			refuseLockOut(object, allowed, at, "taking the API from its scopes", diags)
		}
	}
}

// opensAPI tells scopes whose tokens may call the APIs.
func opensAPI(scopes []string) bool {
	return slices.Contains(scopes, "Api") || slices.Contains(scopes, "Full")
}
