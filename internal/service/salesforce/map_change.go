package salesforce

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/framework"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/salesforceapi"
)

// keyed is a grantee with the key under which a map names it.
type keyed struct {
	grantee

	key string
}

// mapChange is what has to change for a map of principals to come true.
type mapChange struct {
	noun framework.Noun
	of   kind
	at   path.Path
	// add are granted anew, update end at another time, drop lose it.
	add, update, drop []keyed
	// elements are the map as it is going to be, before as it was.
	elements, before map[string]attr.Value
}

// compare finds what has to change for planned to come true, where wanted are those
// whom its keys name. Only those whom before names lose anything, and all of them
// where former belong to another permission set than live.
func compare(of kind, at path.Path, planned, before types.Map, wanted map[string]grantee, former []grantee, moved bool) *mapChange {
	change := &mapChange{noun: apiGrantsNoun, of: of, at: at, elements: planned.Elements(), before: before.Elements()}
	stays := make(map[salesforceapi.ID]bool, len(wanted))
	for _, key := range slices.Sorted(maps.Keys(wanted)) {
		one := keyed{wanted[key], key}
		stays[one.id] = true
		expiration := expirationOf(change.elements[key])
		switch {
		case one.row == "":
			one.expiration = expiration
			change.add = append(change.add, one)
		case !sameMoment(one.expiration, expiration):
			one.expiration = expiration
			change.update = append(change.update, one)
		}
	}
	known := registered(former)
	for _, key := range slices.Sorted(maps.Keys(change.before)) {
		if one, found := known.find(of, key); found && (moved || !stays[one.id]) {
			change.drop = append(change.drop, keyed{one, key})
		}
	}
	return change
}

// result is the map with what took effect.
func (c *mapChange) result(of types.ObjectType, planned types.Map) types.Map {
	return holding(of, c.elements, planned)
}

// added reports the additions that failed, which are then no part of the map.
func (c *mapChange) added(what string, errs []error, diags *diag.Diagnostics) {
	c.report("create", what, c.add, errs, diags, func(one keyed) { delete(c.elements, one.key) })
}

// nothingAdded takes all additions out of the map.
func (c *mapChange) nothingAdded() {
	for _, one := range c.add {
		delete(c.elements, one.key)
	}
}

// updated reports the changes that failed; the map keeps what it held before.
func (c *mapChange) updated(what string, errs []error, diags *diag.Diagnostics) {
	c.report("update", what, c.update, errs, diags, c.restore)
}

// dropped reports the losses that failed; the map keeps them.
func (c *mapChange) dropped(what string, errs []error, diags *diag.Diagnostics) {
	c.report("revoke", what, c.drop, errs, diags, c.restore)
}

func (c *mapChange) restore(one keyed) {
	if element, had := c.before[one.key]; had {
		c.elements[one.key] = element
	} else {
		delete(c.elements, one.key) // the next refresh finds out
	}
}

// report names all whom one and the same error kept from a change.
func (c *mapChange) report(
	verb, what string, items []keyed, errs []error, diags *diag.Diagnostics, undo func(keyed),
) {
	failed, first := map[string][]string{}, map[string]error{}
	for i, err := range errs {
		if err == nil {
			continue
		}
		undo(items[i])
		failed[err.Error()] = append(failed[err.Error()], items[i].key)
		first[err.Error()] = err
	}
	for _, message := range slices.Sorted(maps.Keys(failed)) {
		keys, at := failed[message], c.at
		if len(keys) == 1 {
			at = at.AtMapKey(keys[0])
		}
		c.noun.FailedAt(diags, at, verb, what+" to the "+plural(c.of.name, len(keys))+" "+joinAll(keys), first[message])
	}
}
