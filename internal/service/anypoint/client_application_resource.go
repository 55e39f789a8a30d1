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

var clientApplicationNoun = framework.Noun{
	Name: "Anypoint client application",
	Needs: "An app that acts for itself needs the scopes create:client_applications and read:client_applications, and may change only " +
		"applications that it made, or of which it has the scope manage:client_application. A user needs to own the application or be an " +
		"organization administrator.",
}

// plannedApplication is the kind of an application among the objects that a plan
// makes.
const plannedApplication = "anypoint_client_application"

type clientApplicationResource struct{ base }

// NewClientApplicationResource makes apiaccess_anypoint_client_application.
func NewClientApplicationResource() resource.Resource {
	return &clientApplicationResource{base{Name: "anypoint_client_application"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the root
// organization, announces the application to the contracts that refer to it, and
// warns of a new secret.
func (r *clientApplicationResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	var planned, before clientApplicationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if !planned.Name.IsUnknown() {
		r.Clients.Planned.Add(plannedApplication, planned.Name.ValueString(), planned.ID.ValueString())
	}
	if planned.rotates(before) {
		resp.Diagnostics.AddAttributeWarning(path.Root("secret_rotation_trigger"), "The secret of an application is replaced",
			planned.object()+" gets a new secret. Whoever calls APIs with the old one is refused until they use the new one, which its "+
				"owners find in Exchange.")
	}
	if written := r.isWritten(ctx, req, &resp.Diagnostics); !written && req.State.Raw.IsNull() {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			root := rootOf(ctx, client, r.Clients.AnypointOrganizationID)
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("organization_id"), root)...)
		}
	}
}

// isWritten tells that the configuration names the organization.
func (*clientApplicationResource) isWritten(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) bool {
	var written types.String
	diags.Append(req.Config.GetAttribute(ctx, path.Root("organization_id"), &written)...)
	return !written.IsNull()
}

// Create implements [resource.Resource].
func (r *clientApplicationResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model clientApplicationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.OrganizationID.IsUnknown() {
		model.OrganizationID = types.StringValue(rootOf(ctx, client, r.Clients.AnypointOrganizationID))
	}
	wanted := model.expand(ctx, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	application, err := client.ClientApplications.Create(ctx, model.root(), wanted)
	if err != nil {
		explainApplication(ctx, client, model, "create", err, &resp.Diagnostics)
		return
	}
	planned := model
	model.flatten(application)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(planned.compare(model)...)
}

// explainApplication reports a failed write. The platform refuses a name that is
// taken by one of two statuses.
func explainApplication(
	ctx context.Context, client *anypointapi.Client, model clientApplicationModel, verb string, err error, diags *diag.Diagnostics,
) {
	mayBeTaken := transport.IsConflict(err) || transport.KindOf(err) == transport.Invalid
	if mayBeTaken {
		existing, lookup := client.ClientApplications.Find(ctx, model.root(), model.Name.ValueString())
		if lookup == nil && strconv.FormatInt(existing.ID, 10) != model.ID.ValueString() {
			diags.AddAttributeError(path.Root("name"), "Anypoint client application exists already", fmt.Sprintf(
				"%s exists already. Bring it under Terraform with\n\n  terraform import ADDRESS %s,%d\n\nThe platform said: %s.",
				model.object(), model.root(), existing.ID, err))
			return
		}
	}
	clientApplicationNoun.Failed(diags, verb, model.object(), err)
}

// Read implements [resource.Resource].
func (r *clientApplicationResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model clientApplicationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	id := number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	application, err := client.ClientApplications.Get(ctx, model.root(), id)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		clientApplicationNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(application)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource].
func (r *clientApplicationResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before clientApplicationModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	change, changed := model.change(ctx, before, &resp.Diagnostics)
	id := number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if changed {
		application, err := client.ClientApplications.Update(ctx, model.root(), id, change)
		if err != nil {
			explainApplication(ctx, client, model, "update", err, &resp.Diagnostics)
			return
		}
		planned := model
		model.flatten(application)
		resp.Diagnostics.Append(planned.compare(model)...)
	}
	if model.rotates(before) {
		if err := client.ClientApplications.ResetSecret(ctx, model.root(), id); err != nil {
			clientApplicationNoun.Failed(&resp.Diagnostics, "replace the secret of", model.object(), err)
			model.SecretRotationTrigger = before.SecretRotationTrigger // the next apply tries again
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *clientApplicationResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model clientApplicationModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	id := number(model.ID, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := client.ClientApplications.Delete(ctx, model.root(), id); err != nil {
		clientApplicationNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState].
func (r *clientApplicationResource) ImportState(
	ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
) {
	framework.ImportByKey(ctx, req, resp, 1, "organization_id", "id")
	if resp.Diagnostics.HasError() {
		return
	}
	if client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics); ok {
		importDefault(ctx, resp, "organization_id", rootOf(ctx, client, r.Clients.AnypointOrganizationID))
	}
}
