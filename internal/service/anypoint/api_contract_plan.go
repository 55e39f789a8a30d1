package anypoint

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults, who may call, and in which tier, and refuses a change of
// state that the platform has no way for.
func (r *apiContractResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !planScope(ctx, req, resp, r.Clients) {
		return
	}
	var planned, before apiContractModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	r.planApplication(ctx, &planned, before, resp)
	decided := r.planTier(ctx, &planned, before, resp)
	if !resp.Diagnostics.HasError() {
		planStatus(planned, before, decided, resp)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// planApplication looks the application up when the contract is new or names
// another. Another way to write the same application is no other contract.
func (r *apiContractResource) planApplication(
	ctx context.Context, planned *apiContractModel, before apiContractModel, resp *resource.ModifyPlanResponse,
) {
	reference := planned.Application
	if isWritten(reference, before.Application, before.ApplicationID, before.ApplicationName) {
		return
	}
	planned.setApplication(0, "", "")
	if !reference.IsUnknown() {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			found, err := r.findApplication(ctx, client, *planned)
			if err != nil {
				referenceFailed(&resp.Diagnostics, "application", planned.Application.ValueString(), err)
				return
			}
			planned.setApplication(found.ID, found.Name, found.ClientID)
		}
	}
	if !before.ID.IsNull() && !planned.ApplicationID.Equal(before.ApplicationID) {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root("application"))
		return
	}
	if !before.ID.IsNull() {
		planned.ClientID = before.ClientID
	}
}

// findApplication finds the application that the contract names, among those that
// the same apply makes first. A number is taken as it is where the applications
// may not be read.
func (r *apiContractResource) findApplication(
	ctx context.Context, client *anypointapi.Client, model apiContractModel,
) (anypointapi.ClientApplication, error) {
	reference := model.Application.ValueString()
	if id, planned := r.Clients.Planned.Find(plannedApplication, reference); planned {
		number, _ := strconv.ParseInt(id, 10, 64)
		return anypointapi.ClientApplication{ID: number, Name: reference}, nil
	}
	found, err := client.ClientApplications.Find(ctx, rootOf(ctx, client, model.OrganizationID.ValueString()), reference)
	if id, notNumber := strconv.ParseInt(reference, 10, 64); notNumber == nil && transport.IsPermission(err) {
		return anypointapi.ClientApplication{ID: id}, nil
	}
	return found, err
}

// planTier looks the tier up when the contract is new or names another. It tells
// what is known of the tier: nil where the same apply makes it.
func (r *apiContractResource) planTier(
	ctx context.Context, planned *apiContractModel, before apiContractModel, resp *resource.ModifyPlanResponse,
) (found *anypointapi.SLATier) {
	isNew := before.ID.IsNull()
	switch {
	case planned.Tier.IsNull():
		planned.setNoTier()
		if !isNew && !before.Tier.IsNull() {
			resp.RequiresReplace = append(resp.RequiresReplace, path.Root("tier"))
		}
		return &anypointapi.SLATier{AutoApprove: true} // which is what no tier is like
	case !isNew && isWritten(planned.Tier, before.Tier, before.TierID, before.TierName):
		return nil
	}
	planned.setTier(0, "")
	if planned.Tier.IsUnknown() || !planned.isKnown() {
		return nil
	}
	client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics)
	if !ok {
		return nil
	}
	tier, err := r.findTier(ctx, client, *planned, &resp.Diagnostics)
	if err != nil {
		referenceFailed(&resp.Diagnostics, "tier", planned.Tier.ValueString(), err)
		return nil
	}
	planned.setTier(tier.ID, tier.Name)
	if tier.Status == "" {
		return nil
	}
	return &tier
}

// findTier finds the tier that the contract names, among those that the same
// apply makes first; of these it tells the name, and the id if they are there.
func (r *apiContractResource) findTier(
	ctx context.Context, client *anypointapi.Client, model apiContractModel, diags *diag.Diagnostics,
) (anypointapi.SLATier, error) {
	reference := model.Tier.ValueString()
	if id, planned := r.Clients.Planned.Find(plannedTier, plannedTierName(model.instanceScope, reference)); planned {
		number, _ := strconv.ParseInt(id, 10, 64)
		return anypointapi.SLATier{ID: number, Name: reference}, nil
	}
	return client.SLATiers.Find(ctx, model.api(diags), reference)
}

// planStatus refuses a change of state that there is no way for.
func planStatus(planned, before apiContractModel, tier *anypointapi.SLATier, resp *resource.ModifyPlanResponse) {
	if planned.Status.IsUnknown() {
		return
	}
	at := path.Root("status")
	change := transition{before.Status.ValueString(), planned.Status.ValueString()}
	isNew := before.ID.IsNull()
	switch problem := change.problem(); {
	case problem != "" && (isNew || len(resp.RequiresReplace) == 0 && planned.APIInstanceID.Equal(before.APIInstanceID)):
		resp.Diagnostics.AddAttributeError(at, "No way to that status", planned.object()+": "+problem)
	case isNew && change.to == statusPending && tier != nil && tier.AutoApprove:
		resp.Diagnostics.AddAttributeError(at, "No way to that status", fmt.Sprintf(
			"%s: the platform approves it at once, for it has no tier, or one that approves by itself. Write approved, or name a tier "+
				"where somebody decides.", planned.object()))
	case change.replaces():
		resp.RequiresReplace = append(resp.RequiresReplace, at)
	}
}

// referenceFailed reports that a look-up failed, at the attribute that names the
// object.
func referenceFailed(diags *diag.Diagnostics, attribute, reference string, err error) {
	at := path.Root(attribute)
	if transport.IsNotFound(err) {
		diags.AddAttributeError(at, "Unknown "+attribute, fmt.Sprintf("%s %q: %s.", attribute, reference, err))
		return
	}
	noun := framework.Noun{
		Name:  "Anypoint " + attribute,
		Needs: "Looking up an application takes the scope read:client_applications, which its number does without; looking up a tier, read:api_contracts.",
	}
	noun.FailedAt(diags, at, "find", fmt.Sprintf("%s %q", attribute, reference), err)
}
