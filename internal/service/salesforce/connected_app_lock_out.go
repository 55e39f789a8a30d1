package salesforce

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// isOwnApp tells the app that the provider itself signs in with.
func (m *connectedAppModel) isOwnApp(client *salesforceapi.Client) bool {
	return m.OAuth != nil && isOwnKey(client, m.OAuth.ConsumerKey.ValueString())
}

func isOwnKey(client *salesforceapi.Client, key string) bool {
	return key != "" && key == client.OwnApp().ConsumerKey
}

const lockOut = "The provider would lock itself out"

func explainLockOut(object, change string) string {
	return fmt.Sprintf("%s is the app that the provider signs in with: after %s no run could sign in again, not even to undo it. "+
		"Sign in with another app to do this, or take the app out of Terraform's hands with terraform state rm.", object, change)
}

// checkLockOut refuses changes of the provider's own app after which it could not
// sign in, or do anything once signed in.
func checkLockOut(ctx context.Context, client *salesforceapi.Client, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	var before connectedAppModel
	diags.Append(req.State.Get(ctx, &before)...)
	if diags.HasError() || !before.isOwnApp(client) {
		return
	}
	if req.Plan.Raw.IsNull() {
		diags.AddError(lockOut, explainLockOut(before.object(), "deleting it"))
		return
	}
	var user types.String
	var scopes types.Set
	at := path.Root("oauth").AtName("scopes")
	diags.Append(req.Plan.GetAttribute(ctx, runAs, &user)...)
	diags.Append(req.Plan.GetAttribute(ctx, at, &scopes)...)
	if user.IsNull() && client.OwnApp().ClientCredentials {
		diags.AddAttributeError(runAs, lockOut, explainLockOut(before.object(), "turning the client credentials flow off"))
	}
	if !hasUnknown(scopes) {
		var planned []string
		diags.Append(scopes.ElementsAs(ctx, &planned, false)...)
		if opensAPI(before.OAuth.Scopes) && !opensAPI(planned) {
			diags.AddAttributeError(at, lockOut, explainLockOut(before.object(), "taking the API from its scopes"))
		}
	}
}

// opensAPI tells scopes whose tokens may call the APIs.
func opensAPI(scopes []string) bool {
	return slices.Contains(scopes, "Api") || slices.Contains(scopes, "Full")
}
