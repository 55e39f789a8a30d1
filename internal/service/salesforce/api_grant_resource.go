package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiGrantNoun = framework.Noun{
	Name: "Salesforce API grant",
	Needs: "Looking grants up takes the permission View Setup and Configuration; finding apps by their names, Modify Metadata Through " +
		"Metadata API Functions; granting to users, Assign Permission Sets; granting to permission sets, profiles and permission set " +
		"groups, Manage Profiles and Permission Sets.",
}

type apiGrantResource struct{ base }

// NewAPIGrantResource makes apiaccess_salesforce_api_grant.
func NewAPIGrantResource() resource.Resource {
	return &apiGrantResource{base{Name: "salesforce_api_grant"}}
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiGrantResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"app_id":          identityschema.StringAttribute{RequiredForImport: true, Description: "App (0H4… or 0xI…)."},
		"principal_type":  identityschema.StringAttribute{RequiredForImport: true, Description: "user, profile, permission_set or permission_set_group."},
		"principal_id":    identityschema.StringAttribute{RequiredForImport: true, Description: "Who is granted the app (005…, 00e…, 0PS…, 0PG…)."},
		"through_id":      identityschema.StringAttribute{OptionalForImport: true, Description: "Permission set (0PS…) that carries the app, for a user or a group."},
	}}
}

// Create implements [resource.Resource].
func (r *apiGrantResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics)
	grantLookup{client: client, diags: &resp.Diagnostics}.complete(ctx, &model)
	model.checkCarried(ctx, client, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		model.guardAdoption(ctx, client, nil, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	row, err := createOrAdoptGrant(ctx, client, model)
	if err != nil {
		explainGrantCreate(&resp.Diagnostics, model, err)
		return
	}
	model.setRow(row)
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
}

// createOrAdoptGrant adopts a row that exists only when it is told to.
func createOrAdoptGrant(ctx context.Context, client *salesforceapi.Client, model apiGrantModel) (grantRow, error) {
	row, err := model.key().create(ctx, client, model.expires())
	if !model.AdoptExisting.ValueBool() || !transport.IsConflict(err) {
		return row, err
	}
	if row, err = model.key().find(ctx, client); err != nil || sameMoment(row.expiration, model.expires()) {
		return row, err
	}
	return model.key().setExpiration(ctx, client, row, model.expires())
}

// Read implements [resource.Resource]. It asks for rows by the ids in the state
// alone, which listings of all of them answer.
func (r *apiGrantResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	before := model
	if model.AppID.IsNull() {
		completeImport(ctx, client, &model, &resp.Diagnostics)
		resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	err := model.refresh(ctx, client, &resp.Diagnostics)
	switch {
	case transport.IsNotFound(err):
		resp.State.RemoveResource(ctx)
	case err != nil:
		apiGrantNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
	case model != before: // encoding takes as long as all else, and most grants are as they were
		resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
	}
}

// refresh takes over the row that makes the grant, and warns where that has no
// effect.
func (m *apiGrantModel) refresh(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) error {
	client.SetupEntityAccess.Begin(ctx) // for warnWithoutEffect
	row, err := m.key().find(ctx, client)
	if err != nil {
		return err
	}
	m.setRow(row)
	m.warnWithoutEffect(ctx, client, diags)
	return nil
}

// Update implements [resource.Resource]: all that can change is when a user's
// grant ends, and how the configuration writes the references.
func (r *apiGrantResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model, before apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &model)...)
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model.identity(), &resp.Identity.Raw)...)
	grantLookup{client: client, diags: &resp.Diagnostics}.complete(ctx, &model)
	if resp.Diagnostics.HasError() {
		return
	}
	if !sameMoment(model.expires(), before.expires()) {
		if model.guardEnd(ctx, client, nil, &resp.Diagnostics); resp.Diagnostics.HasError() {
			return
		}
		row := grantRow{id: salesforceapi.ID(before.ID.ValueString())}
		row, err := model.key().setExpiration(ctx, client, row, model.expires())
		if err != nil {
			apiGrantNoun.Failed(&resp.Diagnostics, "update", model.object(), err)
			return
		}
		model.setRow(row)
	}
	resp.Diagnostics.Append(framework.Encode(ctx, model, &resp.State.Raw)...)
}

// Delete implements [resource.Resource].
func (r *apiGrantResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model apiGrantModel
	resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &model)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	if model.guard(ctx, client, nil, false, &resp.Diagnostics); resp.Diagnostics.HasError() {
		return
	}
	err := model.key().remove(ctx, client, salesforceapi.ID(model.ID.ValueString()))
	if err != nil && !transport.IsNotFound(err) {
		apiGrantNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// complete looks up what the plan could not tell.
func (l grantLookup) complete(ctx context.Context, m *apiGrantModel) {
	l.apply(ctx, grantChanges{
		app: m.AppID.IsUnknown() || m.AppLabel.IsUnknown(), principal: m.PrincipalID.IsUnknown(), through: m.ThroughID.IsUnknown(),
	}, m)
}

// completeImport looks up what an import names, and writes names in place of ids.
func completeImport(ctx context.Context, client *salesforceapi.Client, m *apiGrantModel, diags *diag.Diagnostics) {
	lookup := grantLookup{client: client, diags: diags}
	lookup.apply(ctx, grantChanges{app: true, principal: true, through: true}, m)
	if !diags.HasError() {
		lookup.writeNames(ctx, m)
	}
}
