package anypoint

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
)

// plannedApp is the kind of connected apps that the configuration manages, by name.
const plannedApp = "connected app"

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the owner and
// the places of scopes, and refuses what would lock the provider out.
func (r *connectedAppResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	var planned, before connectedAppModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, before, &resp.Diagnostics)
		return
	}
	planDefault(ctx, req, resp, "organization_id", r.Clients.AnypointOrganizationID)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &planned)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.announce(planned, before.ClientID, &resp.Diagnostics)
	if planned.OwnerID.IsUnknown() && planned.Owner.Equal(before.Owner) && !before.ClientID.IsNull() {
		planned.OwnerID = before.OwnerID
	}
	if client, ok := r.Clients.Anypoint.Planning(&resp.Diagnostics); ok && !resp.Diagnostics.HasError() {
		r.planOwner(ctx, client, &planned, before, &resp.Diagnostics)
		r.planScopes(ctx, client, planned, before, &resp.Diagnostics)
		if !before.ClientID.IsNull() {
			planned.guard(ctx, client, &r.Clients.Planned, before, &resp.Diagnostics)
		}
	}
	if len(resp.RequiresReplace) > 0 {
		r.guardRemoval(ctx, before, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &planned)...)
}

// announce tells others of the app, and that its scopes are managed here.
func (r *connectedAppResource) announce(model connectedAppModel, clientID types.String, diags *diag.Diagnostics) {
	if !model.Name.IsUnknown() {
		r.Clients.Planned.Add(plannedApp, model.Name.ValueString(), clientID.ValueString())
	}
	if !model.Scopes.IsNull() {
		refuseScopeMixture(&r.Clients.Planned, scopesInApp, clientID.ValueString(), path.Root("scopes"), diags)
	}
}

// planOwner finds who is to own the app.
func (*connectedAppResource) planOwner(
	ctx context.Context, client *anypointapi.Client, planned *connectedAppModel, before connectedAppModel, diags *diag.Diagnostics,
) {
	if planned.Owner.IsNull() || planned.Owner.IsUnknown() || planned.Owner.Equal(before.Owner) || planned.OrganizationID.IsUnknown() {
		return
	}
	found, err := findPrincipal(ctx, client, planned.OrganizationID.ValueString(), anypointapi.IdentityUser, planned.Owner.ValueString())
	if err != nil {
		principalFailed(diags, path.Root("owner"), "user", planned.Owner.ValueString(), err)
		return
	}
	planned.OwnerID = types.StringValue(found.ID)
}

// planScopes checks scopes that are new or changed.
func (*connectedAppResource) planScopes(
	ctx context.Context, client *anypointapi.Client, planned, before connectedAppModel, diags *diag.Diagnostics,
) {
	if !planned.Scopes.Equal(before.Scopes) && !planned.OrganizationID.IsUnknown() {
		newScopeResolver(ctx, client, planned.OrganizationID.ValueString()).findAll(ctx, planned.Scopes, path.Root("scopes"), diags)
	}
}

// guardRemoval tells at plan what the end of the app does to the provider.
func (r *connectedAppResource) guardRemoval(ctx context.Context, model connectedAppModel, diags *diag.Diagnostics) {
	if client, ok := r.Clients.Anypoint.Planning(diags); ok && !diags.HasError() {
		model.guardDeletion(ctx, client, &r.Clients.Planned, diags)
	}
}

func (m *connectedAppModel) guardDeletion(ctx context.Context, client *anypointapi.Client, planned *clients.Planned, diags *diag.Diagnostics) {
	m.signInGuard(client, planned, "deleting it", path.Root("client_id"), diags).
		check(ctx, m.ClientID.ValueString(), signInChange{deleted: true})
}

// guard refuses to disable the provider's own app and to take from it what it
// signs in or manages apps with.
func (m *connectedAppModel) guard(
	ctx context.Context, client *anypointapi.Client, planned *clients.Planned, before connectedAppModel, diags *diag.Diagnostics,
) {
	clientID := before.ClientID.ValueString()
	if enabled := changedBool(m.Enabled, before.Enabled); enabled != nil && !*enabled {
		m.signInGuard(client, planned, "disabling it", path.Root("enabled"), diags).check(ctx, clientID, signInChange{enabled: enabled})
	}
	if grants := changedTexts(m.GrantTypes, before.GrantTypes); grants != nil {
		m.signInGuard(client, planned, "changing its grant types", path.Root("grant_types"), diags).
			check(ctx, clientID, signInChange{grantTypes: grants})
	}
	for _, one := range []struct {
		attribute   string
		now, before []string
	}{
		{"scopes", scopeNames(m.Scopes), scopeNames(before.Scopes)},
		{"delegated_scopes", stringsOf(m.DelegatedScopes), stringsOf(before.DelegatedScopes)},
	} {
		lost := missingFrom(one.before, one.now)
		managed := one.attribute != "scopes" || !m.Scopes.IsNull() && !m.Scopes.IsUnknown()
		if len(lost) > 0 && managed {
			m.signInGuard(client, planned, fmt.Sprintf("taking %v from it", lost), path.Root(one.attribute), diags).
				check(ctx, clientID, signInChange{lost: lost})
		}
	}
}

func (m *connectedAppModel) signInGuard(
	client *anypointapi.Client, planned *clients.Planned, change string, at path.Path, diags *diag.Diagnostics,
) signInGuard {
	return signInGuard{
		client: client, planned: planned, organizationID: m.OrganizationID.ValueString(), noun: connectedAppNoun, object: m.object(),
		change: change, at: at, allowed: m.SelfLockout, diags: diags,
	}
}

// scopeNames are the names of scopes; those that are not known yet are left out.
func scopeNames(set types.Set) []string {
	var names []string
	for _, element := range set.Elements() {
		if words, ok := wordsOf(element); ok {
			names = append(names, words.Scope.ValueString())
		}
	}
	return names
}

func stringsOf(set types.Set) []string {
	texts, _ := knownTexts(set)
	return texts
}
