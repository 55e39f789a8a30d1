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

// guardRemoval tells at plan what the end of the user does to the provider.
func (r *integrationUserResource) guardRemoval(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	var model integrationUserModel
	diags.Append(state.Get(ctx, &model)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		model.guardRemoval(ctx, client, &r.Clients.Planned, diags)
	}
}

// guardRemoval refuses to deactivate the user that the provider acts as.
func (m *integrationUserModel) guardRemoval(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.at, check.change, check.doubtful = usernamePath, "deactivating it", true
	if m.isOwn(ctx, check) {
		check.check(ctx, accessChange{deactivate: true})
	}
}

// guardProfile refuses to give the user that the provider acts as a profile by which
// it would not be let in.
func (m *integrationUserModel) guardProfile(
	ctx context.Context, client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics,
) {
	check := m.guard(client, planned, diags)
	check.change, check.as = "changing the profile to "+m.Profile.ValueString(), actor{profile: salesforceapi.ID(m.ProfileID.ValueString())}
	if m.isOwn(ctx, check) {
		check.check(ctx, accessChange{})
	}
}

func (m *integrationUserModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: integrationUserNoun, object: m.object(), at: path.Root("profile"), allowed: m.SelfLockout,
		diags: diags,
	}
}

// isOwn tells the user that the provider acts as.
func (m *integrationUserModel) isOwn(ctx context.Context, check guard) bool {
	user, known, err := unlessMissing(check.client.OwnUserID(ctx))
	if err != nil && !transport.IsPermission(err) {
		check.noun.FailedAt(check.diags, check.at, "tell whether the provider acts as", check.object, err)
	}
	return known && string(user) == m.ID.ValueString()
}
