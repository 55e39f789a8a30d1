package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// heldRoleResource is a role that one team or one user holds.
type heldRoleResource struct {
	base

	holder
}

// holder is who holds roles: a team or a user.
type holder struct {
	noun framework.Noun
	// attribute refers to the holder; its id is the attribute of that name with
	// _id.
	attribute, description string
	// empty is a model that attributes are read into.
	empty func() holderModel

	find   func(people, context.Context, path.Path, types.String) types.String
	name   func(people, context.Context, types.String) (name, id types.String)
	get    func(context.Context, people, types.String, anypointapi.RoleKey) (anypointapi.RoleAssignment, error)
	add    func(context.Context, people, types.String, anypointapi.RoleAssignment) error
	remove func(context.Context, people, types.String, anypointapi.RoleAssignment) error
	guard  func(context.Context, lockoutGuard, types.String, anypointapi.RoleKey)
	claim  func(people, ...types.String)
}

// holderModel is what differs between the models.
type holderModel interface {
	role() *heldRoleModel
	// holds are the reference to the holder and its id.
	holds() (reference, id *types.String)
}

// heldRoleModel is what the models have in common.
type heldRoleModel struct {
	heldRole

	OrganizationID   types.String `tfsdk:"organization_id"`
	AdoptExisting    types.Bool   `tfsdk:"adopt_existing"`
	AllowSelfLockout types.Bool   `tfsdk:"allow_self_lockout"`
	ID               types.String `tfsdk:"id"`
}

func (m *heldRoleModel) role() *heldRoleModel { return m }

func (m *heldRoleModel) setID(holderID types.String) {
	m.ID = types.StringUnknown()
	if holderID.IsUnknown() || !m.isResolved() {
		return
	}
	m.ID = types.StringValue(holderID.ValueString() + "," + m.RoleID.ValueString())
	if context := m.contextID(); context != "" {
		m.ID = types.StringValue(m.ID.ValueString() + "," + context)
	}
}

func (r *heldRoleResource) object(model holderModel) string {
	reference, _ := model.holds()
	return fmt.Sprintf("%s for the %s %s", model.role().object(), r.attribute, reference.ValueString())
}

func (r *heldRoleResource) search(model holderModel, client *anypointapi.Client, diags *diag.Diagnostics) people {
	return people{client: client, organizationID: model.role().OrganizationID.ValueString(), diags: diags}
}

func (r *heldRoleResource) setIdentity(ctx context.Context, model holderModel, identity interface {
	SetAttribute(ctx context.Context, at path.Path, value any) diag.Diagnostics
},
) (diags diag.Diagnostics) {
	_, id := model.holds()
	for name, value := range map[string]types.String{
		"organization_id": model.role().OrganizationID, r.attribute + "_id": *id, "role_id": model.role().RoleID,
		"context": types.StringValue(model.role().contextID()),
	} {
		diags.Append(identity.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diags
}

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the holder, the
// role and the place. A plan without changes makes no call.
func (r *heldRoleResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	before := r.empty()
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if req.Plan.Raw.IsNull() {
		if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
			search := r.search(before, client, &resp.Diagnostics)
			search.planned = &r.Clients.Planned
			r.guardLoss(ctx, before, search)
		}
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	planned, written := r.empty(), r.empty()
	resp.Diagnostics.Append(resp.Plan.Get(ctx, planned)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, written)...)
	if resp.Diagnostics.HasError() {
		return
	}
	search := r.search(planned, nil, &resp.Diagnostics)
	search.planned = &r.Clients.Planned
	reference, id := planned.holds()
	if resp.Plan.Raw.Equal(req.State.Raw) {
		r.claim(search, *reference, *id)
		return
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok {
		search.client = client
	}
	if resp.Diagnostics.HasError() {
		return
	}
	formerReference, formerID := before.holds()
	*id = *formerID
	if req.State.Raw.IsNull() || len(resp.RequiresReplace) > 0 || !reference.Equal(*formerReference) {
		*id = r.find(search, ctx, path.Root(r.attribute), *reference)
	}
	r.claim(search, *reference, *id)
	planned.role().Context = written.role().Context
	planned.role().resolve(ctx, path.Root, search)
	planned.role().setID(*id)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
	if req.State.Raw.IsNull() {
		return
	}
	replaceChanged(resp, r.attribute, *id, *formerID)
	if !planned.role().sameAs(&before.role().heldRole) {
		for _, name := range []string{"role", "role_id", "business_group", "environment", "context"} {
			resp.RequiresReplace.Append(path.Root(name))
		}
	}
	if len(resp.RequiresReplace) > 0 {
		r.guardLoss(ctx, before, search)
	}
}

func (r *heldRoleResource) guardLoss(ctx context.Context, model holderModel, search people) {
	_, id := model.holds()
	r.guard(ctx, lockoutGuard{
		people: search, noun: r.noun, object: r.object(model), change: "the removal", at: path.Root("role"),
		allowed: model.role().AllowSelfLockout,
	}, *id, model.role().key())
}

// Create implements [resource.Resource].
func (r *heldRoleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	model := r.empty()
	resp.Diagnostics.Append(req.Plan.Get(ctx, model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := r.search(model, client, &resp.Diagnostics)
	reference, id := model.holds()
	if id.IsUnknown() {
		*id = r.find(search, ctx, path.Root(r.attribute), *reference)
	}
	if !model.role().isResolved() {
		if model.role().Context.IsUnknown() {
			model.role().Context = types.MapNull(types.StringType)
		}
		model.role().resolve(ctx, path.Root, search)
	}
	model.role().setID(*id)
	if resp.Diagnostics.HasError() {
		return
	}
	_, err := r.get(ctx, search, *id, model.role().key())
	switch {
	case err == nil && !model.role().AdoptExisting.ValueBool():
		resp.Diagnostics.AddAttributeError(path.Root("role"), r.noun.Name+" exists already", fmt.Sprintf(
			"%s: the %s holds the role there already. Bring it under Terraform with\n\n  terraform import ADDRESS '%s'\n\n"+
				"or set adopt_existing = true.", r.object(model), r.attribute, model.role().ID.ValueString()))
		return
	case err != nil && !transport.IsNotFound(err):
		r.noun.Failed(&resp.Diagnostics, "create", r.object(model), err)
		return
	}
	if err := r.add(ctx, search, *id, model.role().assignment()); err != nil {
		r.noun.Failed(&resp.Diagnostics, "create", r.object(model), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(r.setIdentity(ctx, model, resp.Identity)...)
}

// Read implements [resource.Resource].
func (r *heldRoleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	model := r.empty()
	resp.Diagnostics.Append(req.State.Get(ctx, model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.setIdentity(ctx, model, resp.Identity)...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	search := r.search(model, client, &resp.Diagnostics)
	reference, id := model.holds()
	imported := reference.IsNull()
	if imported {
		*reference, *id = r.name(search, ctx, *id)
		model.role().RoleID = search.role(ctx, path.Root("role"), model.role().RoleID)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	held, err := r.get(ctx, search, *id, model.role().key())
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		r.noun.Failed(&resp.Diagnostics, "read", r.object(model), err)
		return
	}
	if imported {
		model.role().heldRole = search.imported(ctx, held)
	}
	model.role().setID(*id)
	resp.Diagnostics.Append(r.setIdentity(ctx, model, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Update implements [resource.Resource]: all that can change is how the
// configuration writes the references.
func (r *heldRoleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	model := r.empty()
	resp.Diagnostics.Append(req.Plan.Get(ctx, model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.setIdentity(ctx, model, resp.Identity)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *heldRoleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	model := r.empty()
	resp.Diagnostics.Append(req.State.Get(ctx, model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	search := r.search(model, client, &resp.Diagnostics)
	if r.guardLoss(ctx, model, search); resp.Diagnostics.HasError() {
		return
	}
	_, id := model.holds()
	err := r.remove(ctx, search, *id, model.role().assignment())
	if err != nil && !transport.IsNotFound(err) {
		r.noun.Failed(&resp.Diagnostics, "delete", r.object(model), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. Read completes it.
func (r *heldRoleResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id := req.ID
	if id == "" {
		var parts [3]types.String
		for i, name := range []string{r.attribute + "_id", "role_id", "context"} {
			resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(name), &parts[i])...)
		}
		var organization types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root("organization_id"), &organization)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), organization)...)
		id = parts[0].ValueString() + "," + parts[1].ValueString()
		if parts[2].ValueString() != "" {
			id += "," + parts[2].ValueString()
		}
	}
	holder, role, held, err := parseRoleID(id)
	if err != nil {
		resp.Diagnostics.AddError("Wrong import id", err.Error()+".")
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(r.attribute+"_id"), lowerID(holder))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("role_id"), lowerID(role))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("context"), held)...)
	importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
}
