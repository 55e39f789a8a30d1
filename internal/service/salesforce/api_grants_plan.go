package salesforce

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ModifyPlan implements [resource.ResourceWithModifyPlan]: it looks up whom the
// configuration names anew, and guards against what nobody means. A plan without
// changes makes no call.
func (r *apiGrantsResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() && r.Clients != nil {
		r.guardRemoval(ctx, req.State, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		return
	}
	var planned, before apiGrantsModel
	creating := req.State.Raw.IsNull()
	resp.Diagnostics.Append(req.Plan.Get(ctx, &planned)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("users"), &planned.Users)...)
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("users"), planned.Users)...)
	if !creating {
		resp.Diagnostics.Append(req.State.Get(ctx, &before)...)
	}
	if resp.Diagnostics.HasError() || r.Clients == nil {
		return
	}
	if !creating && resp.Plan.Raw.Equal(req.State.Raw) {
		planned.claim(&r.Clients.Planned, req.Config, &resp.Diagnostics)
		return
	}
	lookup := grantLookup{planned: &r.Clients.Planned, diags: &resp.Diagnostics}
	appChanged := creating || lookup.changed(connectedAppKind, planned.App, before.App, before.AppID)
	throughChanged := creating || lookup.changed(permissionSetKind, planned.Through, before.Through, before.ThroughID)
	client, ok := r.Clients.Salesforce.Planning(&resp.Diagnostics)
	if ok {
		lookup.client = client
	}
	planned.ID, planned.AppID, planned.AppLabel, planned.ThroughID = before.ID, before.AppID, before.AppLabel, before.ThroughID
	lookup.carrierOf(ctx, &planned, appChanged, throughChanged)
	if !creating && !planned.AppID.Equal(before.AppID) {
		resp.RequiresReplace.Append(path.Root("app"), path.Root("app_id"))
	}
	planned.claim(&r.Clients.Planned, req.Config, &resp.Diagnostics)
	lookup.checkPrincipals(ctx, &planned, &before)
	planned.checkExpirations(&before, &resp.Diagnostics)
	if creating {
		lookup.compareWithOthers(ctx, &planned)
	} else {
		planned.checkConfirmed(before.anyone(), &resp.Diagnostics)
		if ok && !resp.Diagnostics.HasError() {
			check := planned.guard(client, &r.Clients.Planned, &resp.Diagnostics)
			check.gaining = len(resp.RequiresReplace) > 0
			planned.guardPlan(ctx, check, &before)
		}
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, planned)...)
}

// carrierOf fills in the app and the permission set that carries it.
func (l grantLookup) carrierOf(ctx context.Context, m *apiGrantsModel, app, through bool) {
	single := m.single()
	if app {
		l.app(ctx, &single)
		m.ID, m.AppID, m.AppLabel = single.AppID, single.AppID, single.AppLabel
	}
	switch {
	case through && m.Through.IsNull():
		m.ThroughID = types.StringNull()
	case through:
		l.through(ctx, &single)
		m.ThroughID = single.ThroughID
	}
}

// checkPrincipals looks up the principals that the configuration names anew.
func (l grantLookup) checkPrincipals(ctx context.Context, planned, before *apiGrantsModel) {
	for _, principalType := range principalTypes {
		at := principalsPath(principalType)
		ids := l.newIDs(ctx, principalType, at, *planned.principals(principalType), *before.principals(principalType))
		for key, id := range ids {
			if principalType == principalPermissionSet && string(id) == planned.ThroughID.ValueString() {
				superfluousThrough(l.diags, at.AtMapKey(key))
			}
		}
	}
}

// newIDs looks up the keys of a map that it did not have before, and refuses those
// that mean one that it names already. A key that cannot be told yet has no id.
func (l grantLookup) newIDs(
	ctx context.Context, principalType string, at path.Path, planned, before types.Map,
) map[string]salesforceapi.ID {
	keys, known := planned.Elements(), before.Elements()
	others := make(map[string]string, len(keys)) // what is written, without regard to its form
	var added []string
	for key := range keys {
		if _, kept := known[key]; kept {
			others[plain(key)] = key
		} else {
			added = append(added, key)
		}
	}
	slices.Sort(added)
	found := l.principals(ctx, principalType, at, added)
	ids := make(map[string]salesforceapi.ID, len(found))
	for _, key := range added {
		one, ok := found[key]
		if !ok {
			continue
		}
		ids[key] = one.id
		for _, form := range []string{plain(one.name), string(one.id)} {
			if other, twice := others[form]; twice {
				l.diags.AddAttributeError(at.AtMapKey(key), "Named twice", fmt.Sprintf(
					"%q and %q are the same %s. Leave one of them out.", other, key, principalKinds[principalType].name))
				break
			}
		}
		others[plain(one.name)], others[string(one.id)] = key, key
	}
	return ids
}

// plain is a name or an id without the differences that do not count.
func plain(written string) string {
	if id, err := salesforceapi.ParseID(written); err == nil {
		return string(id)
	}
	return strings.ToLower(written)
}

// principals looks many principals of one type up, by the keys that name them, and
// reports those that will not do.
func (l grantLookup) principals(ctx context.Context, principalType string, at path.Path, keys []string) map[string]grantee {
	of, found := principalKinds[principalType], make(map[string]grantee, len(keys))
	references := map[string]string{}
	for _, key := range keys {
		if reference, ok := l.reference(of, types.StringValue(key)); ok {
			references[key] = reference
		}
	}
	if principalType == principalUser && len(references) > 0 {
		if _, err := l.client.Users.FindAll(ctx, slices.Collect(maps.Values(references))); err != nil {
			apiGrantsNoun.FailedAt(l.diags, at, "prepare", "finding the users", err)
			return found
		}
	}
	for _, key := range slices.Sorted(maps.Keys(references)) {
		id, name, carrier, err := l.findPrincipal(ctx, principalType, references[key])
		switch {
		case transport.IsNotFound(err):
			l.diags.AddAttributeError(at.AtMapKey(key), "Unknown "+of.name, fmt.Sprintf(
				"The organization has no %[1]s %[2]q. The data source %[3]s looks one up. If this configuration makes it, write its address "+
					"in parentheses as the key, so that it is made first.", of.name, key, of.dataSource))
		case err != nil:
			l.failed(at.AtMapKey(key), of, types.StringValue(key), err)
		default:
			found[key] = grantee{id: id, name: name, parent: carrier}
		}
	}
	return found
}

// checkExpirations refuses moments that have passed where they are set anew.
func (m *apiGrantsModel) checkExpirations(before *apiGrantsModel, diags *diag.Diagnostics) {
	checkExpirations(m.Users, before.Users, diags)
}

func checkExpirations(planned, before types.Map, diags *diag.Diagnostics) {
	known, now := before.Elements(), time.Now()
	for key, element := range planned.Elements() {
		old, kept := known[key]
		expires := expirationOf(element)
		if expires != nil && expires.Before(now) && (!kept || !old.Equal(element)) {
			diags.AddAttributeError(path.Root("users").AtMapKey(key).AtName("expiration"), "Expiration in the past", fmt.Sprintf(
				"%s: %s has passed, and Salesforce takes no grant that has ended. Set a later moment, or remove the user.",
				key, expires.Format(time.RFC3339)))
		}
	}
}

// checkConfirmed refuses to take access from everybody without the word.
func (m *apiGrantsModel) checkConfirmed(anyone bool, diags *diag.Diagnostics) {
	if !anyone || !m.nobody() || m.RevokeAllConfirmation.IsUnknown() || m.RevokeAllConfirmation.ValueString() == revokeAll {
		return
	}
	diags.AddAttributeError(path.Root("revoke_all_confirmation"), "Nobody would have access any more", fmt.Sprintf(
		"%s: the maps are empty, so everybody who has the app would lose it. If that is meant, set\n\n  revoke_all_confirmation = %q",
		m.object(), revokeAll))
}

// compareWithOthers warns of those who have the app already and whom the
// configuration does not name: creation leaves them alone, since its plan cannot
// show them.
func (l grantLookup) compareWithOthers(ctx context.Context, m *apiGrantsModel) {
	if l.client == nil || l.diags.HasError() || m.AppID.IsUnknown() || m.ThroughID.IsUnknown() {
		return
	}
	live, err := readAppGrants(ctx, l.client, m.appID(), m.throughID())
	if err != nil {
		apiGrantsNoun.Failed(l.diags, "prepare", m.object(), err)
		return
	}
	var others []string
	for _, principalType := range principalTypes {
		if m.principals(principalType).IsUnknown() {
			continue
		}
		named := named(principalKinds[principalType], m.principals(principalType).Elements(), live.of[principalType])
		for _, one := range live.of[principalType] {
			if !named[one.id] {
				others = append(others, describe(principalType, one.name))
			}
		}
	}
	m.checkConfirmed(len(others) > 0, l.diags)
	if len(others) > 0 && !l.diags.HasError() {
		slices.Sort(others)
		l.diags.AddAttributeWarning(path.Root("app"), "Others have the app already", fmt.Sprintf(
			"%s: %s. This apply leaves them alone; the next plan shows each of them on a line of its own and revokes them. "+
				"To keep them, add them to the configuration.", m.object(), enumerate(others)))
	}
}

// named are the grantees that the keys of a map name.
func named(of kind, keys map[string]attr.Value, all []grantee) map[salesforceapi.ID]bool {
	known, found := registered(all), map[salesforceapi.ID]bool{}
	for key := range keys {
		if one, is := known.find(of, key); is {
			found[one.id] = true
		}
	}
	return found
}

// enumerate lists names, not too many of them.
func enumerate(names []string) string {
	const most = 50
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
