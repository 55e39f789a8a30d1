package anypoint

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var managedInstanceNoun = framework.Noun{
	Name: "Anypoint API instance",
	Needs: "Managing it takes the permissions Manage APIs Configuration in the environment (scope manage:api_configuration) and Exchange " +
		"Viewer (read:exchange); reading it, View APIs Configuration (read:api_configuration).",
}

type apiInstanceResource struct{ base }

// NewAPIInstanceResource makes apiaccess_anypoint_api_instance.
func NewAPIInstanceResource() resource.Resource {
	return &apiInstanceResource{base{Name: "anypoint_api_instance"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults.
func (r *apiInstanceResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !planScope(ctx, req, resp, r.Clients) {
		return
	}
	var planned, before managedInstanceModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if planned.GroupID.IsUnknown() && r.leavesOutGroup(ctx, req, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("group_id"), planned.OrganizationID)...)
	}
	// The platform derives the version that consumers see.
	if !before.ID.IsNull() && planned.AssetVersion.Equal(before.AssetVersion) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("product_version"), before.ProductVersion)...)
	}
}

func (*apiInstanceResource) leavesOutGroup(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) bool {
	var written types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &written)...)
	return written.IsNull()
}

// Create implements [resource.Resource].
func (r *apiInstanceResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model managedInstanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	wanted := model.expand(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	instance, err := client.APIInstances.Create(ctx, model.environment(), wanted)
	switch {
	case transport.IsConflict(err):
		explainInstanceConflict(ctx, client, model, wanted, err, &resp.Diagnostics)
		return
	case transport.IsNotFound(err):
		managedInstanceNoun.FailedAt(&resp.Diagnostics, path.Root("asset_id"), "create", model.object(), err)
		return
	case err != nil:
		managedInstanceNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	planned := model
	keep := func() {
		resp.Diagnostics.Append(model.flatten(ctx, instance, true)...)
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	}
	keep()
	// A new instance is never deprecated.
	if planned.Deprecated.ValueBool() {
		change := anypointapi.APIInstanceChange{Deprecated: new(true)}
		if instance, err = client.APIInstances.Update(ctx, model.api(&resp.Diagnostics), change); err != nil {
			managedInstanceNoun.Failed(&resp.Diagnostics, "deprecate", model.object(), err)
			return
		}
		keep()
	}
	resp.Diagnostics.Append(planned.compare(model)...)
}

// explainInstanceConflict tells the import id of the instance of the same version
// and label.
func explainInstanceConflict(
	ctx context.Context, client *anypointapi.Client, model managedInstanceModel, wanted anypointapi.NewAPIInstance, err error,
	diags *diag.Diagnostics,
) {
	id := "ID"
	if existing, lookup := client.APIInstances.FindSame(ctx, model.environment(), wanted); lookup == nil {
		id = strconv.FormatInt(existing.ID, 10)
	}
	diags.AddAttributeError(path.Root("label"), "Anypoint API instance exists already", fmt.Sprintf(
		"%s: the environment has one of that version and label already. Bring it under Terraform with\n\n"+
			"  terraform import ADDRESS %s,%s,%s\n\nor give this one another label. The platform said: %s.",
		model.object(), model.OrganizationID.ValueString(), model.EnvironmentID.ValueString(), id, err))
}

// Read implements [resource.Resource].
func (r *apiInstanceResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model managedInstanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	key := model.api(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	// The listing tells no endpoint.
	whole := model.AssetID.IsNull() || !model.Endpoint.IsNull()
	read := client.APIInstances.Find
	if whole {
		read = client.APIInstances.Get
	}
	instance, err := read(ctx, key)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		managedInstanceNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	resp.Diagnostics.Append(model.flatten(ctx, instance, whole)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *apiInstanceResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before managedInstanceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	change, changed := model.change(ctx, before, &resp.Diagnostics)
	key := model.api(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if changed {
		instance, err := client.APIInstances.Update(ctx, key, change)
		if err != nil {
			managedInstanceNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
		planned := model
		resp.Diagnostics.Append(model.flatten(ctx, instance, true)...)
		resp.Diagnostics.Append(planned.compare(model)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource]. Whether the platform refuses to delete an
// instance that applications may call is not documented; they would lose access
// without anybody having decided so.
func (r *apiInstanceResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model managedInstanceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	key := model.api(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if consumers := openContracts(ctx, client, key); len(consumers) > 0 {
		resp.Diagnostics.AddError("Anypoint API instance has contracts", fmt.Sprintf(
			"%s (%d) has contracts, approved or pending, of %s. Revoke or delete them first, and delete the instance after that.",
			model.object(), key.APIID, listed(consumers)))
		return
	}
	if err := client.APIInstances.Delete(ctx, key); err != nil {
		managedInstanceNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// openContracts are the applications whose contracts are approved or pending, as
// far as the contracts may be read.
func openContracts(ctx context.Context, client *anypointapi.Client, key anypointapi.APIKey) []string {
	contracts, err := client.Contracts.List(ctx, key)
	if err != nil {
		return nil
	}
	var consumers []string
	for _, contract := range contracts {
		if contract.IsOpen() {
			consumers = append(consumers, contract.Application.Name)
		}
	}
	return consumers
}

// ImportState implements [resource.ResourceWithImportState].
func (r *apiInstanceResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importBelow(ctx, req, resp, r.Clients, "id")
}
