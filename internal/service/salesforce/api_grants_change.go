package salesforce

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// grantsChange makes the grants of an app what a plan says. Gains come before
// losses, so that nobody is without access in between.
type grantsChange struct {
	client          *salesforceapi.Client
	diags           *diag.Diagnostics
	planned, before *apiGrantsModel
	// live are the grants through the planned permission set, former those through
	// the one of the state.
	live, former appGrants
	parts        map[string]*mapChange
	// kept tells that the guard lets nothing be revoked.
	kept bool
}

// changeAppGrants makes the grants what is planned, and leaves in planned what took
// effect. It is false where nothing was tried.
func changeAppGrants(
	ctx context.Context, client *salesforceapi.Client, planned, before *apiGrantsModel, diags *diag.Diagnostics,
) bool {
	change := grantsChange{client: client, diags: diags, planned: planned, before: before, parts: map[string]*mapChange{}}
	if diags.HasError() || !change.prepare(ctx) {
		return false
	}
	if change.grantApp(ctx) {
		change.grantThrough(ctx)
	}
	if change.guardLosses(ctx); !change.kept {
		change.revoke(ctx)
	}
	for _, principalType := range principalTypes {
		held := planned.principals(principalType)
		*held = change.parts[principalType].result(elementOf(principalType), *held)
	}
	return true
}

// prepare looks up what the plan could not tell, and what there is.
func (c *grantsChange) prepare(ctx context.Context) bool {
	lookup := grantLookup{client: c.client, diags: c.diags}
	lookup.carrierOf(ctx, c.planned, c.planned.AppID.IsUnknown() || c.planned.AppLabel.IsUnknown(), c.planned.ThroughID.IsUnknown())
	c.planned.checkThrough(c.diags)
	if c.diags.HasError() {
		return false
	}
	var err error
	if c.live, err = readAppGrants(ctx, c.client, c.planned.appID(), c.planned.throughID()); err == nil {
		c.former = c.live
	}
	if err == nil && c.moved() {
		c.former, err = readAppGrants(ctx, c.client, c.planned.appID(), c.before.throughID())
	}
	if err != nil {
		apiGrantsNoun.Failed(c.diags, "read", c.planned.object(), err)
		return false
	}
	for _, principalType := range principalTypes {
		planned, at := *c.planned.principals(principalType), principalsPath(principalType)
		wanted := lookup.wanted(ctx, principalType, at, planned, c.live.of[principalType])
		goesThrough := principalType == principalUser || principalType == principalGroup
		c.parts[principalType] = compare(principalKinds[principalType], at, planned, *c.before.principals(principalType),
			wanted, c.former.of[principalType], goesThrough && c.moved())
	}
	c.planned.guardEnd(ctx, c.planned.guard(c.client, nil, c.diags), c.live)
	return !c.diags.HasError()
}

// moved tells that users and groups go through another permission set than before.
func (c *grantsChange) moved() bool { return c.before.throughID() != c.planned.throughID() }

// wanted are the principals that the keys of a map name. Only those who have no
// grant yet need looking up.
func (l grantLookup) wanted(
	ctx context.Context, principalType string, at path.Path, planned types.Map, live []grantee,
) map[string]grantee {
	wanted, known := map[string]grantee{}, registered(live)
	var others []string
	for key := range planned.Elements() {
		if one, found := known.find(principalKinds[principalType], key); found {
			wanted[key] = one
		} else {
			others = append(others, key)
		}
	}
	maps.Copy(wanted, l.principals(ctx, principalType, at, others))
	return wanted
}

// what is granted, in messages.
func (c *grantsChange) what() string { return "app " + c.planned.App.ValueString() }

// grantApp grants the app to permission sets and profiles, and to the permission
// set that users and groups go through. It is false where the latter failed.
func (c *grantsChange) grantApp(ctx context.Context) bool {
	sets, profiles := c.parts[principalPermissionSet], c.parts[principalProfile]
	var parents []salesforceapi.ID
	for _, one := range slices.Concat(sets.add, profiles.add) {
		parents = append(parents, one.parent)
	}
	carry := c.planned.throughID() != "" && c.live.carrier == ""
	if carry {
		parents = append(parents, c.planned.throughID())
	}
	errs := c.client.SetupEntityAccess.CreateAll(ctx, c.planned.appID(), parents)
	sets.added(c.what(), errs[:len(sets.add)], c.diags)
	profiles.added(c.what(), errs[len(sets.add):len(sets.add)+len(profiles.add)], c.diags)
	if !carry || errs[len(errs)-1] == nil {
		return true
	}
	apiGrantsNoun.FailedAt(c.diags, path.Root("through"), "create",
		c.what()+" to the permission set "+c.planned.Through.ValueString()+", without which no user or group has it", errs[len(errs)-1])
	c.parts[principalUser].nothingAdded()
	c.parts[principalGroup].nothingAdded()
	c.planned.Through = types.StringNull()
	return false
}

// grantThrough gives users and groups the permission set that carries the app.
func (c *grantsChange) grantThrough(ctx context.Context) {
	assign(ctx, c.client.PermissionSetAssignments, c.planned.throughID(), c.parts[principalUser], c.what(), c.diags)
	groups := c.parts[principalGroup]
	groups.added(c.what(), c.client.PermissionSetGroupComponents.CreateAll(ctx, components(groups.add, c.planned.throughID())), c.diags)
}

// assign makes assignments, and changes when they end.
func assign(
	ctx context.Context, assignments *salesforceapi.PermissionSetAssignments, target salesforceapi.ID,
	users *mapChange, what string, diags *diag.Diagnostics,
) {
	wanted := make([]salesforceapi.NewAssignment, len(users.add))
	for i, one := range users.add {
		wanted[i] = salesforceapi.NewAssignment{AssigneeID: one.id, Username: one.name, Expiration: one.expiration}
	}
	users.added(what, assignments.CreateAll(ctx, target, wanted), diags)
	users.updated(what, assignments.SetExpirations(ctx, target, assigned(users.update, target)), diags)
}

// unassign takes assignments away.
func unassign(
	ctx context.Context, assignments *salesforceapi.PermissionSetAssignments, target salesforceapi.ID,
	users *mapChange, what string, diags *diag.Diagnostics,
) {
	users.dropped(what, assignments.DeleteAll(ctx, target, assigned(users.drop, target)), diags)
}

func assigned(users []keyed, target salesforceapi.ID) []salesforceapi.PermissionSetAssignment {
	rows := make([]salesforceapi.PermissionSetAssignment, len(users))
	for i, one := range users {
		rows[i] = salesforceapi.PermissionSetAssignment{
			ID: one.row, PermissionSetID: target, AssigneeID: one.id, Username: one.name, Expiration: one.expiration,
		}
	}
	return rows
}

func components(groups []keyed, set salesforceapi.ID) []salesforceapi.PermissionSetGroupComponent {
	rows := make([]salesforceapi.PermissionSetGroupComponent, len(groups))
	for i, one := range groups {
		rows[i] = salesforceapi.PermissionSetGroupComponent{ID: one.row, GroupID: one.id, PermissionSetID: set}
	}
	return rows
}

// revoke takes the app from those who shall not have it any more: users and groups
// first, and then what carried it to them.
func (c *grantsChange) revoke(ctx context.Context) {
	through := c.before.throughID()
	unassign(ctx, c.client.PermissionSetAssignments, through, c.parts[principalUser], c.what(), c.diags)
	groups := c.parts[principalGroup]
	groups.dropped(c.what(), c.client.PermissionSetGroupComponents.DeleteAll(ctx, components(groups.drop, through)), c.diags)

	sets, profiles := c.parts[principalPermissionSet], c.parts[principalProfile]
	sets.drop = slices.DeleteFunc(sets.drop, func(one keyed) bool { return one.parent == c.planned.throughID() })
	var rows []salesforceapi.SetupEntityAccess
	for _, one := range slices.Concat(sets.drop, profiles.drop) {
		rows = append(rows, salesforceapi.SetupEntityAccess{ID: one.row, AppID: c.planned.appID(), ParentID: one.parent})
	}
	carried := c.moved() && c.former.carrier != "" && !c.wants(through)
	if carried {
		rows = append(rows, salesforceapi.SetupEntityAccess{ID: c.former.carrier, AppID: c.planned.appID(), ParentID: through})
	}
	errs := c.client.SetupEntityAccess.DeleteAll(ctx, rows)
	sets.dropped(c.what(), errs[:len(sets.drop)], c.diags)
	profiles.dropped(c.what(), errs[len(sets.drop):len(sets.drop)+len(profiles.drop)], c.diags)
	if carried && errs[len(errs)-1] != nil {
		apiGrantsNoun.FailedAt(c.diags, path.Root("through"), "revoke",
			c.what()+" to the permission set "+c.before.Through.ValueString(), errs[len(errs)-1])
	}
}

// wants tells that a permission set is among those that shall have the app
// themselves.
func (c *grantsChange) wants(set salesforceapi.ID) bool {
	for key := range c.planned.PermissionSets.Elements() {
		if one, found := registered(c.live.of[principalPermissionSet]).find(permissionSetKind, key); found && one.id == set {
			return true
		}
	}
	return false
}

// plural is a noun for that many.
func plural(noun string, count int) string {
	if count == 1 {
		return noun
	}
	return noun + "s"
}

func joinAll(names []string) string { return strings.Join(names, ", ") }
