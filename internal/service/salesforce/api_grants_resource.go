package salesforce

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var apiGrantsNoun = framework.Noun{Name: "Salesforce API grants", Needs: apiGrantNoun.Needs}

type apiGrantsResource struct{ base }

// NewAPIGrantsResource makes apiaccess_salesforce_api_grants.
func NewAPIGrantsResource() resource.Resource {
	return &apiGrantsResource{base{Name: "salesforce_api_grants"}}
}

// Metadata implements [resource.Resource]: the permission set that the grants go
// through is part of the identity, for an import cannot do without it, and may
// become another one.
func (r *apiGrantsResource) Metadata(ctx context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	r.base.Metadata(ctx, req, resp)
	resp.ResourceBehavior.MutableIdentity = true
}

// IdentitySchema implements [resource.ResourceWithIdentity].
func (*apiGrantsResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"organization_id": organizationIdentity(),
		"app_id":          identityschema.StringAttribute{RequiredForImport: true, Description: "Connected app (0H4…)."},
		"through_id": identityschema.StringAttribute{
			OptionalForImport: true, Description: "Permission set (0PS…) that carries the app to users and groups.",
		},
	}}
}

// Create implements [resource.Resource]. It adds who is missing, and leaves others
// to the next plan, which shows them.
func (r *apiGrantsResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var planned apiGrantsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	sameOrganization(ctx, client, &planned.OrganizationID, planned.object(), &resp.Diagnostics)
	if changeAppGrants(ctx, client, &planned, &apiGrantsModel{}, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, planned.identity())...)
	}
}

// Read implements [resource.Resource]: it finds everyone who has the app, whoever
// granted it.
func (r *apiGrantsResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model apiGrantsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Salesforce.Refreshing(&resp.Diagnostics)
	if !ok || !sameOrganization(ctx, client, &model.OrganizationID, model.object(), &resp.Diagnostics) {
		return
	}
	if model.AppID.IsNull() {
		model.completeImport(ctx, client, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	if resp.Diagnostics.HasError() {
		return
	}
	live, err := readAppGrants(ctx, client, model.appID(), model.throughID())
	if err != nil {
		apiGrantsNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	had := model.anyone()
	model.flatten(live)
	if had && !model.anyone() || model.isAppGone(ctx, client, live, &resp.Diagnostics) {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// flatten takes over who has the app. A permission set that does not carry the app
// any more is no longer what the grants go through.
func (m *apiGrantsModel) flatten(live appGrants) {
	for _, principalType := range principalTypes {
		held := m.principals(principalType)
		*held = spelled(principalKinds[principalType], elementOf(principalType), *held, live.of[principalType])
	}
	if live.carrier == "" {
		m.Through = types.StringNull()
	}
}

// isAppGone looks for the app where nothing carries it any more.
func (m *apiGrantsModel) isAppGone(ctx context.Context, client *salesforceapi.Client, live appGrants, diags *diag.Diagnostics) bool {
	if live.carrier != "" || len(live.of[principalPermissionSet]) > 0 || len(live.of[principalProfile]) > 0 {
		return false
	}
	_, err := client.Apps.Find(ctx, m.AppID.ValueString())
	if err != nil && !transport.IsNotFound(err) {
		apiGrantsNoun.Failed(diags, "read", m.object(), err)
	}
	return transport.IsNotFound(err)
}

// Update implements [resource.Resource]. It touches nobody but those whom the plan
// showed.
func (r *apiGrantsResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var planned, before apiGrantsModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	planned.checkConfirmed(before.anyone(), &resp.Diagnostics)
	if changeAppGrants(ctx, client, &planned, &before, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.State.Set(ctx, planned)...)
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, planned.identity())...)
}

// Delete implements [resource.Resource]: it revokes what the state holds.
func (r *apiGrantsResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var before apiGrantsModel
	resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	client, ok := r.Clients.Salesforce.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	left := before.emptied()
	if changeAppGrants(ctx, client, &left, &before, &resp.Diagnostics) && resp.Diagnostics.HasError() {
		left.Through, left.ThroughID = before.Through, before.ThroughID
		resp.Diagnostics.Append(resp.State.Set(ctx, left)...)
	}
}

// ImportState implements [resource.ResourceWithImportState]: APP, or APP,THROUGH
// with the permission set that carries the app to users and groups. Read completes
// it.
func (*apiGrantsResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	app, through, _ := strings.Cut(req.ID, ",")
	if req.ID == "" {
		var identity apiGrantsIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("organization_id"), identity.OrganizationID)...)
		app, through = identity.AppID.ValueString(), identity.ThroughID.ValueString()
	}
	problem := connectedAppKind.problem(app)
	if problem == "" && (through != "" || strings.HasSuffix(req.ID, ",")) {
		problem = permissionSetKind.problem(through)
	}
	if problem != "" {
		resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf("Got %q: %s. The id is APP, or APP,THROUGH with the permission set that "+
			"carries the app to users and groups; each a name or an id.", req.ID, problem))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("app"), app)...)
	if through != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("through"), through)...)
	}
}

// completeImport looks up what an import names, and writes names in place of ids.
func (m *apiGrantsModel) completeImport(ctx context.Context, client *salesforceapi.Client, diags *diag.Diagnostics) {
	lookup := grantLookup{client: client, diags: diags}
	lookup.carrierOf(ctx, m, true, true)
	if diags.HasError() {
		return
	}
	if app, err := client.Apps.Find(ctx, m.AppID.ValueString()); err == nil {
		m.App = m.AppID
		if app.DeveloperName != "" {
			m.App = types.StringValue(app.DeveloperName)
		}
	}
	if set, err := client.PermissionSets.Get(ctx, m.throughID()); err == nil {
		m.Through = types.StringValue(set.APIName())
	}
}
