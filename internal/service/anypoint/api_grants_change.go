package anypoint

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/anypointapi"
)

// keyed is a grantee with the key that names it and the role that it shall have.
type keyed struct {
	grantee

	key, role string
}

// grantsChange is what has to change for a plan to come true.
type grantsChange struct {
	client          *anypointapi.Client
	planned, before *apiGrantsModel
	live            roster
	// wanted are whom the plan names, lost are whom the state names and the plan
	// does not.
	wanted map[anypointapi.IdentityKey]keyed
	lost   []keyed
}

// newGrantsChange compares a plan with who has the API. Only those lose it whom
// the state names, and whom therefore the plan shows.
func newGrantsChange(
	ctx context.Context, seeker granteeSeeker, planned, before *apiGrantsModel, live roster, diags *diag.Diagnostics,
) grantsChange {
	change := grantsChange{
		client: seeker.client, planned: planned, before: before, live: live, wanted: seeker.resolve(ctx, planned, live, diags),
	}
	for _, kind := range granteeTypes {
		for _, key := range slices.Sorted(maps.Keys(before.roles(kind).Elements())) {
			one, has := live.find(kind, key)
			if _, stays := change.wanted[one.IdentityKey]; has && !stays {
				change.lost = append(change.lost, keyed{one, key, ""})
			}
		}
	}
	return change
}

// wantedRoles are the roles of those whom the plan names.
func (c grantsChange) wantedRoles() map[anypointapi.IdentityKey]string {
	roles := make(map[anypointapi.IdentityKey]string, len(c.wanted))
	for key, one := range c.wanted {
		roles[key] = one.role
	}
	return roles
}

// after are the roles of everyone once the change is made.
func (c grantsChange) after() map[anypointapi.IdentityKey]string {
	roles := c.wantedRoles()
	for key, one := range c.live.all {
		if _, named := roles[key]; !named {
			roles[key] = one.Role
		}
	}
	for _, one := range c.lost {
		delete(roles, one.IdentityKey)
	}
	return roles
}

// others are those who have the API and whom the plan does not name.
func (c grantsChange) others() []string {
	var others []string
	for key, one := range c.live.all {
		if _, named := c.wanted[key]; !named {
			others = append(others, fmt.Sprintf("%s (%s)", one.title(), one.Role))
		}
	}
	slices.Sort(others)
	return others
}

// apply makes the change in as few calls as it takes, gains before losses, and
// leaves in the plan's maps what took effect.
func (c grantsChange) apply(ctx context.Context, diags *diag.Diagnostics) {
	var changing []keyed
	for _, one := range c.wanted {
		if one.Role != one.role {
			changing = append(changing, one)
		}
	}
	slices.SortFunc(changing, func(a, b keyed) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Type, b.Type), cmp.Compare(a.key, b.key))
	})
	changing = append(changing, c.lost...)
	var changes []anypointapi.RoleChange
	var of []int // whose change it is
	for n, one := range changing {
		for _, change := range one.changes() {
			changes, of = append(changes, change), append(of, n)
		}
	}
	errs := c.client.Identities.ChangeRoles(ctx, c.planned.asset(), changes)
	failures := make([]error, len(changing))
	for n, err := range errs {
		if err != nil {
			failures[of[n]] = err
		}
	}
	c.report(changing, failures, diags)
}

// changes are the rows to change for a grantee to have the role that it shall
// have, and no other.
func (k keyed) changes() []anypointapi.RoleChange {
	changes := []anypointapi.RoleChange{{Identity: k.Identity, Role: k.role}}
	for _, other := range k.others {
		if other != k.role {
			row := k.Identity
			row.Role = other
			changes = append(changes, anypointapi.RoleChange{Identity: row})
		}
	}
	return changes
}

// report names all whom one and the same error kept from a change, and gives them
// back what they had in the maps of the plan.
func (c grantsChange) report(changing []keyed, errs []error, diags *diag.Diagnostics) {
	failed, first, undone := map[string][]keyed{}, map[string]error{}, map[string]map[string]attr.Value{}
	for n, err := range errs {
		if err == nil {
			continue
		}
		one := changing[n]
		if undone[one.Type] == nil {
			undone[one.Type] = c.planned.roles(one.Type).Elements()
		}
		if before, had := c.before.roles(one.Type).Elements()[one.key]; had {
			undone[one.Type][one.key] = before
		} else {
			delete(undone[one.Type], one.key) // the next refresh finds out
		}
		failed[err.Error()] = append(failed[err.Error()], one)
		first[err.Error()] = err
	}
	for kind, roles := range undone {
		*c.planned.roles(kind) = holding(roles, *c.planned.roles(kind))
	}
	for _, message := range slices.Sorted(maps.Keys(failed)) {
		c.explain(failed[message], first[message], diags)
	}
}

func (c grantsChange) explain(failed []keyed, err error, diags *diag.Diagnostics) {
	names := make([]string, len(failed))
	for n, one := range failed {
		names[n] = kindName(one.Type) + " " + one.key
	}
	at := rolesPath(failed[0].Type)
	if len(failed) == 1 {
		at = at.AtMapKey(failed[0].key)
	}
	apiGrantsNoun.FailedAt(diags, at, "change", c.planned.object()+" for "+strings.Join(names, ", "), err)
}
