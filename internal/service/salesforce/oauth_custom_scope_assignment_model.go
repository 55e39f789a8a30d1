package salesforce

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

type scopeAssignmentModel struct {
	Scope          types.String `tfsdk:"scope"`
	App            types.String `tfsdk:"app"`
	ScopeID        types.String `tfsdk:"scope_id"`
	AppID          types.String `tfsdk:"app_id"`
	OrganizationID types.String `tfsdk:"organization_id"`
	ID             types.String `tfsdk:"id"`
}

type scopeAssignmentIdentity struct {
	OrganizationID types.String `tfsdk:"organization_id"`
	ScopeID        types.String `tfsdk:"scope_id"`
	AppID          types.String `tfsdk:"app_id"`
}

func (m *scopeAssignmentModel) identity() scopeAssignmentIdentity {
	return scopeAssignmentIdentity{m.OrganizationID, m.ScopeID, m.AppID}
}

func (m *scopeAssignmentModel) object() string {
	return fmt.Sprintf("OAuth custom scope %s of the app %s", m.Scope.ValueString(), m.App.ValueString())
}

func (m *scopeAssignmentModel) flatten(row salesforceapi.OAuthCustomScopeAssignment) {
	m.ID = types.StringValue(string(row.ID))
	m.ScopeID, m.AppID = types.StringValue(string(row.ScopeID)), types.StringValue(string(row.AppID))
}

// keys are the two ids that tell an assignment apart.
func (m *scopeAssignmentModel) keys() (scope, app salesforceapi.ID) {
	return salesforceapi.ID(m.ScopeID.ValueString()), salesforceapi.ID(m.AppID.ValueString())
}

// findScope fills in the scope's id, unknown for a scope that has yet to be made.
func (m *scopeAssignmentModel) findScope(ctx context.Context, lookup grantLookup) (scope salesforceapi.OAuthCustomScope) {
	m.ScopeID = types.StringUnknown()
	reference, ok := lookup.reference(customScopeKind, m.Scope)
	if !ok {
		return scope
	}
	scope, err := lookup.client.OAuthCustomScopes.Find(ctx, reference)
	switch {
	case err == nil:
		m.ScopeID = types.StringValue(string(scope.ID))
	case transport.IsNotFound(err):
		lookup.diags.AddAttributeError(path.Root("scope"), "Unknown OAuth custom scope", fmt.Sprintf(
			"The organization has no OAuth custom scope %q, as far as the identity that the provider signs in with may see. If this "+
				"configuration makes it, refer to it by its address, as in scope = %s.NAME.name, so that it is made first.",
			m.Scope.ValueString(), customScopeKind.dataSource))
	default:
		customScopeNoun.FailedAt(lookup.diags, path.Root("scope"), "look up", m.Scope.ValueString(), err)
	}
	return scope
}

// findApp fills in the app's id, unknown for an app that has yet to be made.
func (m *scopeAssignmentModel) findApp(ctx context.Context, lookup grantLookup) (app salesforceapi.App) {
	m.AppID = types.StringUnknown()
	reference, ok := lookup.reference(connectedAppKind, m.App)
	if !ok {
		return app
	}
	app, err := lookup.client.Apps.FindConnected(ctx, reference)
	switch {
	case err == nil:
		m.AppID = types.StringValue(string(app.ID))
	case transport.IsNotFound(err):
		m.explainApp(ctx, lookup)
	default:
		scopeAssignmentNoun.FailedAt(lookup.diags, path.Root("app"), "look up the app of", m.object(), err)
	}
	return app
}

// explainApp tells that there is no such connected app, and what to do about an
// external client app of the name.
func (m *scopeAssignmentModel) explainApp(ctx context.Context, lookup grantLookup) {
	if _, err := lookup.client.Apps.FindExternal(ctx, m.App.ValueString()); err == nil {
		externalScopes(m.App.ValueString(), lookup.diags)
		return
	}
	lookup.failed(path.Root("app"), connectedAppKind, m.App, &transport.Error{Kind: transport.NotFound})
}

func externalScopes(app string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root("app"), "An external client app names its scopes itself", fmt.Sprintf(
		"%s is an external client app: Salesforce keeps its custom scopes in its own OAuth settings. Set custom_scopes in oauth of its "+
			"apiaccess_salesforce_external_client_app instead.", app))
}
