package salesforce

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// grantee is a principal that has, or shall have, something.
type grantee struct {
	id salesforceapi.ID
	// name is what an argument would call it.
	name string
	// row is what makes the grant; empty for one that is yet to be made.
	row salesforceapi.ID
	// parent is the permission set that carries the app to a permission set or
	// profile.
	parent salesforceapi.ID
	// expiration is when it ends, or nil.
	expiration *time.Time
}

// register finds grantees by their names, which have no case, and by their ids.
type register map[string]grantee

func registered(all []grantee) register {
	found := make(register, 2*len(all))
	for _, one := range all {
		found[strings.ToLower(one.name)], found[string(one.id)] = one, one
	}
	return found
}

// find looks a grantee up as a configuration writes it.
func (r register) find(of kind, written string) (grantee, bool) {
	if of.isID(written) {
		one, found := r[salesforceapi.NormalizeID(written)]
		return one, found
	}
	one, found := r[strings.ToLower(written)]
	return one, found
}

// spelled is a map of all grantees. Those that it held before keep their keys; the
// others are there by name.
func spelled(of kind, element types.ObjectType, before types.Map, all []grantee) types.Map {
	elements := make(map[string]attr.Value, len(all))
	known, taken := registered(all), map[salesforceapi.ID]bool{}
	for key, value := range before.Elements() {
		if one, found := known.find(of, key); found && !taken[one.id] {
			elements[key], taken[one.id] = one.element(element, value), true
		}
	}
	for _, one := range all {
		if !taken[one.id] {
			elements[one.name] = one.element(element, nil)
		}
	}
	return holding(element, elements, before)
}

// appGrants are all who are granted an app, by the type of principal.
type appGrants struct {
	of map[string][]grantee
	// carrier is the row by which the permission set that users and groups go
	// through carries the app; empty where it does not.
	carrier salesforceapi.ID
}

// readAppGrants reads who is granted an app: permission sets and profiles
// themselves, users and groups through a permission set, if there is one.
func readAppGrants(ctx context.Context, client *salesforceapi.Client, app, through salesforceapi.ID) (appGrants, error) {
	grants := appGrants{of: map[string][]grantee{}}
	rows, err := client.SetupEntityAccess.OfApp(ctx, app)
	if err != nil {
		return grants, err
	}
	for _, row := range rows {
		if row.ParentID == through {
			grants.carrier = row.ID
			continue
		}
		set, err := client.PermissionSets.Get(ctx, row.ParentID)
		switch {
		case transport.IsNotFound(err): // deleted in between
		case err != nil:
			return grants, err
		case set.GroupID != "": // mirrors the members of a group
		case set.IsOwnedByProfile:
			grants.of[principalProfile] = append(grants.of[principalProfile],
				grantee{id: set.ProfileID, name: set.Profile.Name, row: row.ID, parent: set.ID})
		default:
			grants.of[principalPermissionSet] = append(grants.of[principalPermissionSet],
				grantee{id: set.ID, name: set.APIName(), row: row.ID, parent: set.ID})
		}
	}
	if through == "" {
		return grants, nil
	}
	if grants.of[principalUser], err = readAssignees(ctx, client, client.PermissionSetAssignments, through); err != nil {
		return grants, err
	}
	grants.of[principalGroup], err = readGroupsWith(ctx, client, through)
	return grants, err
}

// readAssignees reads the users who hold a permission set or group.
func readAssignees(
	ctx context.Context, client *salesforceapi.Client, of *salesforceapi.PermissionSetAssignments, target salesforceapi.ID,
) ([]grantee, error) {
	rows, err := of.All(ctx, target)
	if err != nil {
		return nil, err
	}
	var unnamed []string
	for id, row := range rows {
		if row.Username == "" {
			unnamed = append(unnamed, string(id))
		}
	}
	names, err := client.Users.FindAll(ctx, unnamed)
	if err != nil {
		return nil, err
	}
	assignees := make([]grantee, 0, len(rows))
	for id, row := range rows {
		name := row.Username
		if name == "" {
			name = names[string(id)].Username
		}
		if name == "" {
			name = string(id)
		}
		assignees = append(assignees, grantee{id: id, name: name, row: row.ID, expiration: row.Expiration})
	}
	return assignees, nil
}

// readGroupsWith reads the groups that a permission set is in.
func readGroupsWith(ctx context.Context, client *salesforceapi.Client, set salesforceapi.ID) ([]grantee, error) {
	components, err := client.PermissionSetGroupComponents.All(ctx)
	if err != nil {
		return nil, err
	}
	var groups []grantee
	for _, component := range components {
		if component.PermissionSetID != set {
			continue
		}
		group, err := client.PermissionSetGroups.Find(ctx, string(component.GroupID))
		if err != nil {
			return nil, err
		}
		groups = append(groups, grantee{id: group.ID, name: group.DeveloperName, row: component.ID})
	}
	return groups, nil
}
