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

var apiContractNoun = framework.Noun{
	Name: "Anypoint API contract",
	Needs: "Managing it takes the permissions Manage Contracts in the environment (scope manage:api_contracts) and Exchange Viewer " +
		"(read:exchange); reading it, View Contracts (read:api_contracts).",
}

type apiContractResource struct{ base }

// NewAPIContractResource makes apiaccess_anypoint_api_contract.
func NewAPIContractResource() resource.Resource {
	return &apiContractResource{base{Name: "anypoint_api_contract"}}
}

// Create implements [resource.Resource]. A contract that could not be approved is
// kept, with a warning: an error would have the next apply replace it.
func (r *apiContractResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model apiContractModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !r.resolve(ctx, client, &model, &resp.Diagnostics) {
		return
	}
	key, applicationID := model.api(&resp.Diagnostics), number(model.ApplicationID, "application_id", &resp.Diagnostics)
	tierID := model.tierNumber(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	contract, err := client.Contracts.Create(ctx, key, applicationID, tierID)
	if err != nil {
		explainContract(ctx, client, key, model, applicationID, err, &resp.Diagnostics)
		return
	}
	wanted := model
	keep := func() {
		model.settle(contract)
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity(model.ID))...)
	}
	keep() // whatever comes, the contract is there
	if contract.Status == anypointapi.ContractPending && wanted.Status.ValueString() == statusApproved {
		decided, err := client.Contracts.Decide(ctx, key, contract.ID, anypointapi.Approve)
		if err != nil {
			model.Status = wanted.Status // the next refresh finds out
			resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
			warnOfPending(model, err, &resp.Diagnostics)
			return
		}
		contract = decided
		keep()
	}
	resp.Diagnostics.Append(wanted.compare(model)...)
}

// warnOfPending reports a contract that was made and could not be approved, in the
// words in which the failure itself would be reported.
func warnOfPending(model apiContractModel, err error, diags *diag.Diagnostics) {
	var found diag.Diagnostics
	apiContractNoun.Failed(&found, "approve", model.object(), err)
	for _, one := range found {
		diags.AddAttributeWarning(path.Root("status"), "The contract is pending", one.Detail()+"\n\nThe contract exists and gives no access "+
			"yet. The next plan shows it, and the next apply approves it in place. Creation does not fail, because Terraform replaces what it "+
			"failed to create.")
	}
}

// resolve looks up what the plan left open. It tells whether it succeeded.
func (r *apiContractResource) resolve(
	ctx context.Context, client *anypointapi.Client, model *apiContractModel, diags *diag.Diagnostics,
) bool {
	if model.ApplicationID.IsUnknown() {
		root := rootOf(ctx, client, model.OrganizationID.ValueString())
		found, err := client.ClientApplications.Find(ctx, root, model.Application.ValueString())
		if err != nil {
			referenceFailed(diags, "application", model.Application.ValueString(), err)
			return false
		}
		model.setApplication(found.ID, found.Name, found.ClientID)
	}
	if model.TierID.IsUnknown() {
		tier, err := client.SLATiers.Find(ctx, model.api(diags), model.Tier.ValueString())
		if err != nil {
			referenceFailed(diags, "tier", model.Tier.ValueString(), err)
			return false
		}
		model.setTier(tier.ID, tier.Name)
	}
	return true
}

// explainContract tells the import id of the contract that the application has.
func explainContract(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, model apiContractModel, applicationID int64,
	err error, diags *diag.Diagnostics,
) {
	if !transport.IsConflict(err) {
		apiContractNoun.Failed(diags, "create", model.object(), err)
		return
	}
	id := "CONTRACT_ID"
	if existing, lookup := client.Contracts.FindOf(ctx, key, applicationID); lookup == nil {
		id = strconv.FormatInt(existing.ID, 10)
	}
	diags.AddAttributeError(path.Root("application"), "Anypoint API contract exists already", fmt.Sprintf(
		"%s: there is one already. Bring it under Terraform with\n\n  terraform import ADDRESS %s\n\nThe platform said: %s.",
		model.object(), model.importID(id), err))
}

// Read implements [resource.Resource].
func (r *apiContractResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model apiContractModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity(model.ID))...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	key, id := model.api(&resp.Diagnostics), number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	contract, err := client.Contracts.Get(ctx, key, id)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		apiContractNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(contract)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *apiContractResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before apiContractModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity(model.ID))...)
	if !r.resolve(ctx, client, &model, &resp.Diagnostics) {
		return
	}
	key, id := model.api(&resp.Diagnostics), number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	contract, err := client.Contracts.Get(ctx, key, id)
	if err == nil {
		contract, err = change(ctx, client, key, contract, model, before, &resp.Diagnostics)
	}
	if err != nil {
		apiContractNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	wanted := model
	model.settle(contract)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(wanted.compare(model)...)
}

// change makes the calls between two states of a contract. Access is taken away
// before the tier changes and given after it.
func change(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, contract anypointapi.Contract,
	model, before apiContractModel, diags *diag.Diagnostics,
) (anypointapi.Contract, error) {
	status := transition{before.Status.ValueString(), model.Status.ValueString()}
	decision, changesStatus := decisions[status]
	takesAway := status.to == statusRevoked || status.to == statusRejected
	changesTier := !model.TierID.IsNull() && !model.TierID.Equal(before.TierID)
	var err error
	decide := func(now bool) {
		if err == nil && changesStatus && now {
			contract, err = client.Contracts.Decide(ctx, key, contract.ID, decision)
		}
	}
	decide(takesAway)
	if err == nil && changesTier {
		contract, err = client.Contracts.ChangeTier(ctx, key, contract, model.tierNumber(diags))
	}
	decide(!takesAway)
	return contract, err
}

// Delete implements [resource.Resource].
func (r *apiContractResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model apiContractModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key, id := model.api(&resp.Diagnostics), number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := client.Contracts.Delete(ctx, key, id); err != nil {
		apiContractNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *apiContractResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importBelow(ctx, req, resp, r.Clients, "api_instance_id", "id")
}
