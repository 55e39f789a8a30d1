package salesforce

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/clients"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// guard keeps the provider from revoking what lets itself in.
func (m *apiGrantsModel) guard(client *salesforceapi.Client, planned *clients.Planned, diags *diag.Diagnostics) guard {
	return guard{
		client: client, planned: planned, noun: apiGrantsNoun, object: m.object(), change: "revoking grants", at: path.Root("app"),
		allowed: m.SelfLockout, diags: diags,
	}
}

// guardRemoval tells at plan what the end of all grants does to the provider.
func (r *apiGrantsResource) guardRemoval(ctx context.Context, state tfsdk.State, diags *diag.Diagnostics) {
	var before apiGrantsModel
	diags.Append(state.Get(ctx, &before)...)
	if client, ok := r.Clients.Salesforce.Planning(diags); ok && !diags.HasError() {
		left := before.emptied()
		check := left.guard(client, &r.Clients.Planned, diags)
		check.doubtful = true
		left.guardPlan(ctx, check, &before)
	}
}

// emptied are the grants without any.
func (m *apiGrantsModel) emptied() apiGrantsModel {
	left := *m
	left.ThroughID = types.StringNull()
	for _, principalType := range principalTypes {
		*left.principals(principalType) = types.MapNull(elementOf(principalType))
	}
	return left
}

// guardPlan asks the guard about the losses of a plan. One without losses makes no
// call.
func (m *apiGrantsModel) guardPlan(ctx context.Context, check guard, before *apiGrantsModel) {
	moved := before.throughID() != m.throughID()
	concerned := moved
	for _, principalType := range principalTypes {
		concerned = concerned || loses(*m.principals(principalType), *before.principals(principalType))
	}
	if !concerned {
		return
	}
	live, err := readAppGrants(ctx, check.client, before.appID(), before.throughID())
	if err != nil {
		apiGrantsNoun.Failed(check.diags, "prepare", m.object(), err)
		return
	}
	m.guardEnd(ctx, check, live)
	var rows []salesforceapi.ID
	check.gaining = check.gaining || moved && !m.ThroughID.IsNull()
	for _, principalType := range principalTypes {
		gone, gained := lost(principalKinds[principalType], *m.principals(principalType), *before.principals(principalType), live.of[principalType])
		rows, check.gaining = append(rows, gone...), check.gaining || gained
	}
	if moved && live.carrier != "" {
		rows = append(rows, live.carrier)
	}
	check.checkLoss(ctx, accessChange{revoked: rows})
}

// guardEnd asks the guard about an end of the provider's own access.
func (m *apiGrantsModel) guardEnd(ctx context.Context, check guard, live appGrants) {
	row, end, err := ownEnd(ctx, check.client, m.Users, live.of[principalUser])
	if err != nil {
		apiGrantsNoun.Failed(check.diags, "tell whether the provider's own access ends with", m.object(), err)
		return
	}
	check.at = principalsPath(principalUser)
	check.checkEnd(ctx, row, end)
}

// guardLosses asks the guard before anything is revoked, when all gains are there.
// Where it refuses, everybody keeps what they have.
func (c *grantsChange) guardLosses(ctx context.Context) {
	var rows []salesforceapi.ID
	for _, principalType := range principalTypes {
		rows = append(rows, rowsOf(c.parts[principalType].drop)...)
	}
	if c.moved() && c.former.carrier != "" {
		rows = append(rows, c.former.carrier)
	}
	var found diag.Diagnostics
	c.planned.guard(c.client, nil, &found).checkLoss(ctx, accessChange{revoked: rows})
	c.diags.Append(found...)
	if c.kept = found.HasError(); c.kept {
		for _, principalType := range principalTypes {
			c.parts[principalType].keepAll()
		}
	}
}
