package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// guardRemoval tells at plan what the end of the grant does to the provider.
func (r *apiGrantResource) guardRemoval(ctx context.Context, state tfsdk.State, replaced bool, diags *diag.Diagnostics) {
	var model apiGrantModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guard(ctx, client, &r.Clients.Planned, replaced, diags)
	}
}

// guard refuses to revoke what lets the provider in.
func (m *apiGrantModel) guard(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, replaced bool, diags *diag.Diagnostics,
) {
	switch concerned, err := m.concernsProvider(ctx, client); {
	case err != nil && !transport.IsPermission(err):
		apiGrantNoun.Failed(diags, "tell whether the provider's own access ends with", m.object(), err)
	case err == nil && concerned:
		guard{
			client: client, planned: planned, noun: apiGrantNoun, object: m.object(), change: "revoking it", at: path.Root("app"),
			allowed: m.SelfLockout, doubtful: true, gaining: replaced, diags: diags,
		}.check(ctx, accessChange{revoked: []salesforceapi.ID{salesforceapi.ID(m.ID.ValueString())}})
	}
}

// guardEnd refuses to let what lets the provider in end soon.
func (m *apiGrantModel) guardEnd(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	m.guardEndOf(ctx, client, planned, salesforceapi.ID(m.ID.ValueString()), diags)
}

func (m *apiGrantModel) guardEndOf(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, row salesforceapi.ID, diags *diag.Diagnostics,
) {
	guard{
		client: client, planned: planned, noun: apiGrantNoun, object: m.object(), at: path.Root("expiration"), allowed: m.SelfLockout, diags: diags,
	}.checkEnd(ctx, row, m.expires())
}

// guardAdoption is guardEnd for a grant that exists and is about to be adopted with
// another end.
func (m *apiGrantModel) guardAdoption(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	if !m.AdoptExisting.ValueBool() || m.expires() == nil || m.AppID.IsUnknown() || m.PrincipalID.IsUnknown() || m.ThroughID.IsUnknown() {
		return
	}
	row, exists, err := unlessMissing(m.key().find(ctx, client))
	switch {
	case err != nil:
		apiGrantNoun.Failed(diags, "prepare", m.object(), err)
	case exists && !sameMoment(row.expiration, m.expires()):
		m.guardEndOf(ctx, client, planned, row.id, diags)
	}
}

// concernsProvider tells whether the provider's own user may have the provider's
// own app by this grant. What listings do not answer it does not ask, for a
// thousand grants may go at once.
func (m *apiGrantModel) concernsProvider(ctx context.Context, client *salesforceapi.Client) (bool, error) {
	app, known, err := unlessMissing(client.Apps.Own(ctx))
	if err != nil || !known {
		return false, err
	}
	key := m.key()
	if key.app != app.ID {
		if !m.needsThrough() {
			return false, nil
		}
		if _, carries, err := unlessMissing(client.SetupEntityAccess.Get(ctx, app.ID, key.through)); err != nil || !carries {
			return false, err
		}
	}
	if key.principalType != principalUser {
		return true, nil
	}
	user, known, err := unlessMissing(client.OwnUserID(ctx))
	return known && user == key.principal, err
}
