package anypoint

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiGrantNoun = framework.Noun{
	Name: "Anypoint API grant",
	Needs: "An app needs the scope Exchange Administrator (manage:exchange) in the group of the asset; a user, that permission or " +
		"the role admin on the asset itself.",
}

type apiGrantResource struct{ base }

// NewAPIGrantResource makes apiaccess_anypoint_api_grant.
func NewAPIGrantResource() resource.Resource {
	return &apiGrantResource{base{Name: "anypoint_api_grant"}}
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it fills in the
// provider's defaults and who gains access.
func (r *apiGrantResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() || r.Clients == nil {
		return
	}
	planFallback(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	var planned, before apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, resp.Plan.Raw, &planned)...)
	if !planned.OrganizationID.IsUnknown() && !resp.Diagnostics.HasError() {
		planDefault(ctx, req, resp, "group_id", planned.OrganizationID.ValueString())
		resp.Diagnostics.Append(framework.Decode(ctx, resp.Plan.Raw, &planned)...)
	}
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	}
	if !resp.Diagnostics.HasError() {
		claimSingle(&r.Clients.Planned, planned.asset(), &resp.Diagnostics)
		r.planPrincipal(ctx, planned, before, resp)
	}
}

// planPrincipal looks the principal up when the grant is new or names another.
// Another way to write the same principal is no other grant.
func (r *apiGrantResource) planPrincipal(
	ctx context.Context, planned, before apiGrantModel, resp *resource.ModifyPlanResponse,
) {
	kind, reference := planned.reference()
	id, isPlanned := plannedPrincipal(&r.Clients.Planned, kind, reference.ValueString())
	yetToBeMade := reference.IsUnknown() || isPlanned && id == ""
	if !before.ID.IsNull() && !yetToBeMade && before.isFor(kind, reference.ValueString()) {
		return
	}
	planned.forgetPrincipal()
	if !yetToBeMade {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			found, err := findPrincipal(ctx, client, planned.OrganizationID.ValueString(), kind, cmp.Or(id, reference.ValueString()))
			if err != nil {
				principalFailed(&resp.Diagnostics, path.Root(kind), kind, reference.ValueString(), err)
				return
			}
			if found.IdentityKey == before.key() {
				return
			}
			planned.setPrincipal(found)
		}
	}
	if !before.ID.IsNull() {
		resp.RequiresReplace = append(resp.RequiresReplace, path.Root(kind))
	}
	resp.Diagnostics.Append(framework.Encode(ctx, planned, &resp.Plan.Raw)...)
}

// Create implements [resource.Resource].
func (r *apiGrantResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.PrincipalID.IsUnknown() {
		kind, reference := model.reference()
		found, err := findPrincipal(ctx, client, model.OrganizationID.ValueString(), kind, reference.ValueString())
		if err != nil {
			principalFailed(&resp.Diagnostics, path.Root(kind), kind, reference.ValueString(), err)
			return
		}
		model.setPrincipal(found)
	}
	if !r.grant(ctx, client, model, &resp.Diagnostics) {
		return
	}
	// The grant was checked when it was made; this tells the principal's name.
	granted, err := client.Identities.Get(ctx, model.asset(), model.key())
	if err != nil {
		granted = anypointapi.Identity{}
	}
	model.settle(granted)
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
}

// grant shares the asset with a principal that has no grant on it, and takes an
// existing grant over only when it is told to.
func (*apiGrantResource) grant(
	ctx context.Context, client *anypointapi.Client, model apiGrantModel, diags *diag.Diagnostics,
) bool {
	// The list tells a missing asset from a missing grant.
	identities, err := client.Identities.List(ctx, model.asset())
	existing, has, _ := choose(identities, model.key().Type, model.key().ID)
	switch {
	case err != nil:
	case has && !model.AdoptExisting.ValueBool():
		explainDuplicate(model, existing, diags)
		return false
	case has && existing.Role == model.Role.ValueString():
	case has:
		err = client.Identities.ChangeRole(ctx, model.asset(), existing, model.Role.ValueString())
	default:
		err = client.Identities.Grant(ctx, model.asset(), model.grantee())
	}
	switch {
	case transport.IsNotFound(err):
		apiGrantNoun.FailedAt(diags, path.Root("asset_id"), "create", model.object(), err)
	case err != nil:
		apiGrantNoun.Failed(diags, "create", model.object(), err)
	}
	return err == nil
}

func explainDuplicate(model apiGrantModel, existing anypointapi.Identity, diags *diag.Diagnostics) {
	kind, reference := model.reference()
	diags.AddAttributeError(path.Root(kind), "Anypoint API grant exists already", fmt.Sprintf(
		"%s: there is a grant already, in the role %s.\n\nBring it under Terraform with\n\n  terraform import ADDRESS '%s'\n\n"+
			"or set adopt_existing = true, which takes it over and makes its role %s.",
		model.object(), existing.Role,
		apiGrantKey{model.GroupID.ValueString(), model.AssetID.ValueString(), kind, reference.ValueString()},
		model.Role.ValueString()))
}

// Read implements [resource.Resource].
func (r *apiGrantResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	granted, err := client.Identities.Get(ctx, model.asset(), model.key())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		apiGrantNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	model.flatten(granted)
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
}

// Update implements [resource.Resource].
func (r *apiGrantResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	if !model.Role.Equal(before.Role) {
		client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
		if !ok {
			return
		}
		if err := client.Identities.ChangeRole(ctx, model.asset(), before.grantee(), model.Role.ValueString()); err != nil {
			apiGrantNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
}

// Delete implements [resource.Resource]. It revokes what the principal has by
// now, not only the role that Terraform last saw: access must not survive
// because somebody changed the role meanwhile.
func (r *apiGrantResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	err := revoke(ctx, client, model)
	if err != nil && !transport.IsNotFound(err) {
		apiGrantNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// revoke takes every role from the grant's principal. One is usual, three are
// all there are.
func revoke(ctx context.Context, client *anypointapi.Client, model apiGrantModel) error {
	for range 3 {
		granted, err := client.Identities.Get(ctx, model.asset(), model.key())
		if err != nil {
			return err
		}
		granted.OrganizationID = model.PrincipalOrganizationID.ValueString()
		if err := client.Identities.Revoke(ctx, model.asset(), granted); err != nil {
			return err
		}
	}
	return nil
}
