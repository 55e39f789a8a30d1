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

var slaTierNoun = framework.Noun{
	Name:  "Anypoint SLA tier",
	Needs: "Managing it takes the permission Manage Contracts in the environment (scope manage:api_contracts); reading it, View Contracts (read:api_contracts).",
}

// plannedTier is the kind of a tier among the objects that a plan makes.
const plannedTier = "anypoint_sla_tier"

type slaTierResource struct{ base }

// NewSLATierResource makes apiaccess_anypoint_sla_tier.
func NewSLATierResource() resource.Resource {
	return &slaTierResource{base{Name: "anypoint_sla_tier"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults and announces the tier to the contracts that refer to it.
func (r *slaTierResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !planScope(ctx, req, resp, r.Clients) {
		return
	}
	var planned slaTierModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if planned.isKnown() && !planned.Name.IsUnknown() {
		r.Clients.Planned.Add(plannedTier, plannedTierName(planned.instanceScope, planned.Name.ValueString()), planned.ID.ValueString())
	}
}

// Create implements [resource.Resource].
func (r *slaTierResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model slaTierModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key, wanted := model.api(&resp.Diagnostics), model.expand(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	tier, err := client.SLATiers.Create(ctx, key, wanted)
	switch {
	case transport.IsConflict(err):
		explainTierConflict(ctx, client, key, model, err, &resp.Diagnostics)
		return
	case transport.IsNotFound(err):
		slaTierNoun.FailedAt(&resp.Diagnostics, path.Root("api_instance_id"), "create", model.object(), err)
		return
	case err != nil:
		slaTierNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	planned := model
	resp.Diagnostics.Append(model.flatten(ctx, tier)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity(model.ID))...)
	resp.Diagnostics.Append(planned.compare(model)...)
}

// explainTierConflict tells the import id of the tier that has the name.
func explainTierConflict(
	ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, model slaTierModel, err error, diags *diag.Diagnostics,
) {
	id := "TIER_ID"
	if existing, lookup := client.SLATiers.Find(ctx, key, model.Name.ValueString()); lookup == nil {
		id = strconv.FormatInt(existing.ID, 10)
	}
	diags.AddAttributeError(path.Root("name"), "Anypoint SLA tier exists already", fmt.Sprintf(
		"%s exists already. Bring it under Terraform with\n\n  terraform import ADDRESS %s\n\nThe platform said: %s.",
		model.object(), model.importID(id), err))
}

// Read implements [resource.Resource].
func (r *slaTierResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model slaTierModel
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
	tier, err := client.SLATiers.Get(ctx, key, id)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		slaTierNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	resp.Diagnostics.Append(model.flatten(ctx, tier)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *slaTierResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model slaTierModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity(model.ID))...)
	key, wanted := model.api(&resp.Diagnostics), model.expand(ctx, &resp.Diagnostics)
	wanted.ID = number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	tier, err := client.SLATiers.Update(ctx, key, wanted)
	switch {
	case transport.IsConflict(err):
		explainTierConflict(ctx, client, key, model, err, &resp.Diagnostics)
		return
	case err != nil:
		slaTierNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
		return
	}
	planned := model
	resp.Diagnostics.Append(model.flatten(ctx, tier)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(planned.compare(model)...)
}

// Delete implements [resource.Resource].
func (r *slaTierResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model slaTierModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key, id := model.api(&resp.Diagnostics), number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := client.SLATiers.Delete(ctx, key, id)
	if err == nil {
		return
	}
	if users := tierUsers(ctx, client, key, id); len(users) > 0 {
		resp.Diagnostics.AddError("Anypoint SLA tier is in use", fmt.Sprintf(
			"%s is the tier of the contracts of %s. Move them to another tier, or revoke them, and delete the tier after that. "+
				"The platform said: %s.", model.object(), listed(users), err))
		return
	}
	slaTierNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
}

// tierUsers are the applications whose contracts are in a tier, or ask for it, as
// far as that can be told.
func tierUsers(ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey, tierID int64) []string {
	contracts, err := client.Contracts.List(ctx, key)
	if err != nil {
		return nil
	}
	var users []string
	for _, contract := range contracts {
		if effective, _ := contract.EffectiveTier(); contract.IsOpen() && effective == tierID {
			users = append(users, contract.Application.Name)
		}
	}
	return users
}

// ImportState implements [resource.ResourceWithImportState].
func (r *slaTierResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importBelow(ctx, req, resp, r.Clients, "api_instance_id", "id")
}
