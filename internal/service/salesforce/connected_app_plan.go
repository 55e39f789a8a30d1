package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// runAs is where the user of the client credentials flow is.
var runAs = path.Root("oauth").AtName("client_credentials_user")

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it refuses what would
// lock the provider out, looks up the user of the client credentials flow, and
// warns of what a reviewer should know.
func (r *connectedAppResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	announceApp(ctx, connectedAppKind, &r.Clients.Planned, req.Plan, &resp.Diagnostics)
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if !req.Plan.Raw.IsNull() {
		warnOfRanges(ctx, req.Plan, path.Root("ip_ranges"), &resp.Diagnostics)
		warnOfSecret(ctx, req, &resp.Diagnostics)
	}
	if !ok {
		return
	}
	if !req.State.Raw.IsNull() {
		checkLockOut(ctx, client, &r.Clients.Planned, req, &resp.Diagnostics)
	}
	if !req.Plan.Raw.IsNull() && !resp.Diagnostics.HasError() {
		checkRunAs(ctx, client, &r.Clients.Planned, connectedAppNoun, req, &resp.Diagnostics)
	}
}

// announceApp tells grants that name the app, one of that kind, whether this run
// makes it.
func announceApp(ctx context.Context, of kind, into *clients.Planned, plan tfsdk.Plan, diags *diag.Diagnostics) {
	if plan.Raw.IsNull() {
		return
	}
	var name, id types.String
	diags.Append(plan.GetAttribute(ctx, path.Root("name"), &name)...)
	diags.Append(plan.GetAttribute(ctx, path.Root("id"), &id)...)
	of.announce(into, name, id)
}

// checkRunAs fails for a user whom the flow cannot run as. One that the same apply
// makes may not be there yet.
func checkRunAs(
	ctx context.Context, client *salesforceapi.Client, managed *clients.Planned, noun framework.Noun, req resource.ModifyPlanRequest,
	diags *diag.Diagnostics,
) {
	var before, planned types.String
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.GetAttribute(ctx, runAs, &before)...)
	}
	diags.Append(req.Plan.GetAttribute(ctx, runAs, &planned)...)
	if planned.IsNull() || planned.IsUnknown() || planned.Equal(before) {
		return
	}
	user, err := client.Users.Find(ctx, planned.ValueString())
	switch {
	case transport.IsNotFound(err) && len(userKind.find(managed, planned.ValueString())) > 0:
	case transport.IsNotFound(err):
		diags.AddAttributeError(runAs, "Unknown Salesforce user", fmt.Sprintf(
			"There is no user with the username %q in the organization.", planned.ValueString()))
	case err != nil:
		noun.FailedAt(diags, runAs, "look up the run-as user of", planned.ValueString(), err)
	case !user.IsActive:
		diags.AddAttributeError(runAs, "Inactive Salesforce user", fmt.Sprintf(
			"The client credentials flow cannot run as %s (%s), who is not active.", user.Username, user.Name))
	}
}

// warnOfRanges tells of ranges that relax IP restrictions for everyone.
func warnOfRanges(ctx context.Context, plan tfsdk.Plan, at path.Path, diags *diag.Diagnostics) {
	var set types.Set
	var ranges []ipRangeModel
	diags.Append(plan.GetAttribute(ctx, at, &set)...)
	if hasUnknown(set) {
		return
	}
	diags.Append(set.ElementsAs(ctx, &ranges, false)...)
	if spansEverything(ranges) {
		diags.AddAttributeWarning(at, "The IP ranges hold every address",
			"Together the ranges hold all addresses of a family: IP restrictions of the organization and of profiles hold for nobody who "+
				"uses this app.")
	}
}

// warnOfSecret tells that a secret which comes too late is not sent.
func warnOfSecret(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.State.Raw.IsNull() {
		return
	}
	at := path.Root("oauth").AtName("consumer_secret_version")
	var before, planned types.Int64
	diags.Append(req.State.GetAttribute(ctx, at, &before)...)
	diags.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	if before.IsNull() && !planned.IsNull() {
		diags.AddAttributeWarning(at, "The consumer secret is not sent",
			"Salesforce takes a consumer secret only when it creates an app, and this app exists: it keeps the secret that it has. "+
				"To give it this one, replace it with terraform apply -replace=ADDRESS, which ends all its tokens.")
	}
}
