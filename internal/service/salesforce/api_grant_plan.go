package salesforce

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it finds the objects
// that the arguments name, so that a reviewer reads who gains access to what, and
// so that only another object means a replacement, not another way to write it.
// A plan without changes makes no call.
func (r *apiGrantResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Clients == nil {
		return
	}
	if req.Plan.Raw.IsNull() {
		r.guardRemoval(ctx, req.State, false, &resp.Diagnostics)
		return
	}
	var planned, before apiGrantModel
	creating := req.State.Raw.IsNull()
	unchanged := !creating && req.Plan.Raw.Equal(req.State.Raw)
	resp.Diagnostics.Append(framework.Decode(ctx, req.Plan.Raw, &planned)...)
	switch {
	case unchanged: // thousands of grants are decoded but once each
		before = planned
	case !creating:
		resp.Diagnostics.Append(framework.Decode(ctx, req.State.Raw, &before)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	changes := lookup.changes(&planned, &before)
	if unchanged && changes == (grantChanges{}) {
		grantClaims.claimSingle(&r.Clients.Planned, &resp.Diagnostics, planned.App, planned.AppID)
		return
	}
	if client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics); ok {
		lookup.client = client
	}
	if creating {
		changes = grantChanges{app: true, principal: true, through: true}
	} else {
		planned.keep(&before)
	}
	lookup.apply(ctx, changes, &planned)
	grantClaims.claimSingle(&r.Clients.Planned, &resp.Diagnostics, planned.App, planned.AppID)
	if !creating {
		resp.RequiresReplace = append(resp.RequiresReplace, planned.replaced(&before)...)
	}
	switch {
	case len(resp.RequiresReplace) > 0:
		r.guardRemoval(ctx, req.State, true, &resp.Diagnostics)
	case creating && lookup.client != nil && !resp.Diagnostics.HasError():
		planned.guardAdoption(ctx, lookup.client, &r.Clients.Planned, &resp.Diagnostics)
	case !creating && lookup.client != nil && !sameMoment(planned.expires(), before.expires()):
		planned.guardEnd(ctx, lookup.client, &r.Clients.Planned, &resp.Diagnostics)
	}
	if !planned.AppID.IsUnknown() {
		r.Clients.Planned.Add(plannedGrant, planned.AppID.ValueString(), "")
	}
	if creating || !planned.Expiration.Equal(before.Expiration) {
		planned.checkExpiration(&resp.Diagnostics)
	}
	if changes.through || changes.app {
		lookup.warnOfOthers(ctx, &planned)
	}
	resp.Diagnostics.Append(framework.Encode(ctx, planned, &resp.Plan.Raw)...)
}

// grantChanges tells which references of a grant may mean other objects than
// before.
type grantChanges struct{ app, principal, through bool }

func (l grantLookup) changes(planned, before *apiGrantModel) grantChanges {
	principalType, written := planned.principal()
	return grantChanges{
		app: l.changed(appKind, planned.App, before.App, before.AppID),
		principal: l.changed(principalKinds[principalType], written, *before.argument(principalType), before.PrincipalID) ||
			principalType != before.PrincipalType.ValueString(),
		through: l.changed(permissionSetKind, planned.Through, before.Through, before.ThroughID),
	}
}

func (l grantLookup) apply(ctx context.Context, changes grantChanges, planned *apiGrantModel) {
	if changes.app {
		l.app(ctx, planned)
	}
	if changes.principal {
		l.principal(ctx, planned)
	}
	if changes.through {
		l.through(ctx, planned)
	}
}

// keep takes over from the state what follows from unchanged arguments.
func (m *apiGrantModel) keep(before *apiGrantModel) {
	m.ID, m.AppID, m.AppLabel = before.ID, before.AppID, before.AppLabel
	m.PrincipalType, m.PrincipalID, m.PrincipalName = before.PrincipalType, before.PrincipalID, before.PrincipalName
	m.ThroughID = before.ThroughID
}

// replaced are the attributes by which the grant becomes another one. Terraform
// heeds only those whose value changes, and where an object is replaced by one of
// the same name that is its id alone.
func (m *apiGrantModel) replaced(before *apiGrantModel) path.Paths {
	var paths path.Paths
	if !m.AppID.Equal(before.AppID) {
		paths.Append(path.Root("app"), path.Root("app_id"))
	}
	if !m.PrincipalID.Equal(before.PrincipalID) {
		principalType, _ := m.principal()
		paths.Append(path.Root(principalType), path.Root("principal_id"))
	}
	if !m.ThroughID.Equal(before.ThroughID) {
		paths.Append(path.Root("through"), path.Root("through_id"))
	}
	return paths
}

func (m *apiGrantModel) checkExpiration(diags *diag.Diagnostics) {
	if expires := m.expires(); expires != nil && expires.Before(time.Now()) {
		diags.AddAttributeError(path.Root("expiration"), "Expiration in the past", fmt.Sprintf(
			"%s: %s has passed, and Salesforce takes no grant that has ended. Set a later moment, or remove the grant.",
			m.object(), m.Expiration.ValueString()))
	}
}

// warnOfOthers warns of a permission set that gives the principal more apps than
// the one.
func (l grantLookup) warnOfOthers(ctx context.Context, m *apiGrantModel) {
	if l.client == nil || !m.needsThrough() || m.ThroughID.IsUnknown() || l.diags.HasError() {
		return
	}
	carried, err := l.client.SetupEntityAccess.OfParent(ctx, salesforceapi.ID(m.ThroughID.ValueString()))
	if err != nil {
		apiGrantNoun.FailedAt(l.diags, path.Root("through"), "prepare", m.object(), err)
		return
	}
	others := slices.DeleteFunc(carried, func(row salesforceapi.SetupEntityAccess) bool {
		return string(row.AppID) == m.AppID.ValueString()
	})
	if len(others) == 0 {
		return
	}
	l.diags.AddAttributeWarning(path.Root("through"), "The grant gives access to more than one app", fmt.Sprintf(
		"%s: the permission set carries %s as well, so the principal may use that, too. For least privilege let a permission set "+
			"carry one app.", m.object(), strings.Join(l.labels(ctx, others), ", ")))
}

// labels are the names of apps as people see them, or else their ids.
func (l grantLookup) labels(ctx context.Context, rows []salesforceapi.SetupEntityAccess) []string {
	known := map[salesforceapi.ID]string{}
	for app, err := range l.client.Apps.List(ctx) {
		if err == nil {
			known[app.ID] = app.Label
		}
	}
	labels := make([]string, len(rows))
	for i, row := range rows {
		labels[i] = string(row.AppID)
		if label := known[row.AppID]; label != "" {
			labels[i] = label
		}
	}
	return labels
}
