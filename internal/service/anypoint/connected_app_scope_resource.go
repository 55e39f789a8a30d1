package anypoint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

var appScopeNoun = framework.Noun{Name: "Anypoint connected app scope", Needs: connectedAppNoun.Needs}

type appScopeResource struct{ base }

// NewConnectedAppScopeResource makes apiaccess_anypoint_connected_app_scope.
func NewConnectedAppScopeResource() resource.Resource {
	return &appScopeResource{base{Name: "anypoint_connected_app_scope"}}
}

// Create implements [resource.Resource].
func (r *appScopeResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var model appScopeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() || !model.settle(ctx, client, &r.Clients.Planned, &resp.Diagnostics) {
		return
	}
	existing, err := client.AppScopes.List(ctx, model.key())
	has := slices.Contains(existing, model.value())
	switch {
	case err != nil:
	case has && !model.AdoptExisting.ValueBool():
		model.explainDuplicate(&resp.Diagnostics)
		return
	case !has:
		err = client.AppScopes.Change(ctx, model.key(), []anypointapi.AppScope{model.value()}, nil)
	}
	if err != nil {
		appScopeNoun.Failed(&resp.Diagnostics, "create", model.object(), err)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
}

// settle finds what was not known at plan.
func (m *appScopeModel) settle(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) bool {
	if m.ClientID.IsUnknown() {
		m.ClientID = appLookup{client: client, planned: planned, organizationID: m.OrganizationID, diags: diags}.lookUp(ctx, m.App.ValueString())
	}
	if m.ContextOrgID.IsUnknown() || m.ContextEnvID.IsUnknown() {
		m.findPlace(ctx, client, appScopeModel{}, diags)
	}
	return !diags.HasError()
}

func (m *appScopeModel) explainDuplicate(diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("scope"), "The app has the scope already", fmt.Sprintf(
		"%s: connected app %s has %s already.\n\nBring it under Terraform with\n\n  terraform import ADDRESS '%s'\n\nor set adopt_existing = true. "+
			"Note that removing it later takes the scope from the app.",
		m.object(), m.ClientID.ValueString(), m.value(), m.importID()))
}

func (m *appScopeModel) importID() string {
	parts := []string{m.OrganizationID.ValueString(), m.ClientID.ValueString(), m.Scope.ValueString()}
	for _, place := range []types.String{m.ContextOrgID, m.ContextEnvID} {
		if !place.IsNull() {
			parts = append(parts, place.ValueString())
		}
	}
	return strings.Join(parts, ",")
}

// Read implements [resource.Resource].
func (r *appScopeResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model appScopeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	client, ok := r.Clients.Anypoint.Refreshing(&resp.Diagnostics)
	if !ok {
		return
	}
	scopes, err := client.AppScopes.List(ctx, model.key())
	switch {
	case transport.IsNotFound(err), err == nil && !slices.Contains(scopes, model.value()):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		appScopeNoun.Failed(&resp.Diagnostics, "read", model.object(), err)
		return
	}
	if model.App.IsNull() { // imported
		model.App = types.StringValue(appWord(ctx, client, model.key()))
		words := newScopeResolver(ctx, client, model.OrganizationID.ValueString()).tell(ctx, model.value())
		model.Organization, model.Environment = words.Organization, words.Environment
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// appWord is an app's name where it names no other app, or else its client id.
func appWord(ctx context.Context, client *anypointapi.Client, key anypointapi.AppKey) string {
	app, err := client.ConnectedApps.Get(ctx, key)
	if err != nil {
		return key.ClientID
	}
	if found, err := client.ConnectedApps.Find(ctx, key.OrganizationID, app.Name); err != nil || found.ClientID != key.ClientID {
		return key.ClientID
	}
	return app.Name
}

// Update implements [resource.Resource]. What can change in place is nothing that
// the platform knows of.
func (*appScopeResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var model appScopeModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, model.identity())...)
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// Delete implements [resource.Resource].
func (r *appScopeResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var model appScopeModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	client, ok := r.Clients.Anypoint.Client(&resp.Diagnostics)
	if !ok || resp.Diagnostics.HasError() {
		return
	}
	model.guard(ctx, client, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	err := client.AppScopes.Change(ctx, model.key(), nil, []anypointapi.AppScope{model.value()})
	if err != nil && !transport.IsNotFound(err) {
		appScopeNoun.Failed(&resp.Diagnostics, "delete", model.object(), err)
	}
}

// ImportState implements [resource.ResourceWithImportState]. The organization of
// the app may be left out in front, and the scope's place behind.
func (r *appScopeResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	keys := []string{"organization_id", "client_id", "scope", "context_organization_id", "context_environment_id"}
	if req.ID == "" {
		framework.ImportByKey(ctx, req, resp, 1, keys...)
	} else {
		parts := strings.Split(req.ID, ",")
		if !framework.IsUUID(parts[0]) {
			keys = keys[1:]
		}
		wrong := func(part string) bool { return part == "" || strings.TrimSpace(part) != part }
		if len(parts) > len(keys) || len(parts) < len(keys)-2 || slices.ContainsFunc(parts, wrong) {
			resp.Diagnostics.AddError("Wrong import id", fmt.Sprintf(
				"Got %q. The id is ORGANIZATION_ID,CLIENT_ID,SCOPE,CONTEXT_ORGANIZATION_ID,CONTEXT_ENVIRONMENT_ID without spaces; ORGANIZATION_ID may be "+
					"left out where the provider has a default, and the context as far as the scope has none.", req.ID))
			return
		}
		for i, part := range parts {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(keys[i]), part)...)
		}
	}
	if !resp.Diagnostics.HasError() {
		importDefault(ctx, resp, "organization_id", r.Clients.AnypointOrganizationID)
	}
}
