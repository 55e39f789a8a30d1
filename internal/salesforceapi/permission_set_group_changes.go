package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

const objectGroup = "PermissionSetGroup"

// The states of a permission set group.
const (
	GroupUpdated  = "Updated"
	GroupOutdated = "Outdated"
	GroupUpdating = "Updating"
	GroupFailed   = "Failed"
)

// ErrRecalculationFailed tells that the platform could not recalculate a
// permission set group, so that its assignees do not have what it grants.
var ErrRecalculationFailed = errors.New("recalculating the permission set group failed")

func (g PermissionSetGroup) values() fields {
	return fields{
		"DeveloperName": g.DeveloperName, "MasterLabel": g.Label, "Description": g.Description,
		"HasActivationRequired": g.HasActivationRequired,
	}
}

// Create makes a group of DeveloperName, Label, Description and
// HasActivationRequired. A name that is taken is an error of kind Conflict.
func (g *PermissionSetGroups) Create(ctx context.Context, wanted PermissionSetGroup) (PermissionSetGroup, error) {
	id, err := g.client.rows.create(ctx, objectGroup, wanted.values())
	g.client.PermissionSets.forget() // the group brings an aggregate permission set
	if err != nil {
		g.forget()
		return PermissionSetGroup{}, err
	}
	wanted.ID, wanted.Status = id, GroupOutdated
	g.put(wanted)
	return wanted, nil
}

// Update sets DeveloperName, Label, Description and HasActivationRequired of the
// group with wanted's id.
func (g *PermissionSetGroups) Update(ctx context.Context, wanted PermissionSetGroup) error {
	current, err := g.Find(ctx, string(wanted.ID))
	if err != nil {
		return err
	}
	if err := g.client.rows.update(ctx, objectGroup, wanted.ID, wanted.values()); err != nil {
		g.forget()
		return err
	}
	g.listed.Drop(struct{}{}, byName(current.DeveloperName))
	wanted.Status = current.Status
	g.put(wanted)
	return nil
}

// Delete deletes a group and with it its memberships and assignments. One that is
// gone is an error of kind NotFound.
func (g *PermissionSetGroups) Delete(ctx context.Context, id ID) error {
	err := g.client.rows.remove(ctx, objectGroup, id)
	g.forget()
	g.client.PermissionSets.forget()
	g.client.PermissionSetGroupAssignments.listed.Invalidate(id)
	g.client.PermissionSetGroupComponents.listed.Invalidate(struct{}{})
	return err
}

// AwaitUpdated waits until the platform has recalculated a group, which it does
// after its members change, or until the context ends: until then assignees do
// not have what the group grants. Those who wait at the same time ask together.
// A recalculation that failed is [ErrRecalculationFailed].
func (g *PermissionSetGroups) AwaitUpdated(ctx context.Context, id ID) (PermissionSetGroup, error) {
	last := PermissionSetGroup{DeveloperName: string(id), Status: "unknown"}
	for pause := firstPoll; ; pause = min(lastPoll, 2*pause) {
		group, err := g.states.Do(ctx, struct{}{}, id)
		switch {
		case err == nil:
			last = group
		case ctx.Err() == nil:
			return PermissionSetGroup{}, err
		}
		switch last.Status {
		case GroupUpdated:
			g.put(last)
			return last, nil
		case GroupFailed:
			return last, fmt.Errorf("%s: %w", last.DeveloperName, ErrRecalculationFailed)
		}
		if err := sleep(ctx, pause); err != nil {
			return last, fmt.Errorf("the permission set group %s is still %s: %w", last.DeveloperName, last.Status, err)
		}
	}
}

func newGroupStates(client *Client) *coalesce.Batcher[struct{}, ID, PermissionSetGroup] {
	run := func(ctx context.Context, _ struct{}, ids []ID) []coalesce.Outcome[PermissionSetGroup] {
		found := map[ID]PermissionSetGroup{}
		for group, err := range Query[PermissionSetGroup](ctx, client, groupQuery+" WHERE Id IN "+In(ids)) {
			if err != nil {
				return coalesce.Failed[PermissionSetGroup](len(ids), err)
			}
			found[group.ID] = group
		}
		outcomes := make([]coalesce.Outcome[PermissionSetGroup], len(ids))
		for i, id := range ids {
			group, exists := found[id]
			outcomes[i].Value = group
			if !exists {
				outcomes[i].Err = missing(client.dataPath()+queryPath, fmt.Sprintf("there is no permission set group %q", id))
			}
		}
		return outcomes
	}
	return &coalesce.Batcher[struct{}, ID, PermissionSetGroup]{
		Limit: collectionLimit, Quiet: quiet, Longest: 10 * quiet, Run: run,
	}
}

func (g *PermissionSetGroups) put(group PermissionSetGroup) {
	g.listed.Put(struct{}{}, byID(string(group.ID)), group)
	g.listed.Put(struct{}{}, byName(group.DeveloperName), group)
}

func (g *PermissionSetGroups) forget() { g.listed.Invalidate(struct{}{}) }

// List reads all groups in the order of their names.
func (g *PermissionSetGroups) List(ctx context.Context) ([]PermissionSetGroup, error) {
	all, err := g.listed.All(ctx, struct{}{})
	maps.DeleteFunc(all, func(way lookup, _ PermissionSetGroup) bool { return way.by != "id" })
	return slices.SortedFunc(maps.Values(all), func(a, b PermissionSetGroup) int {
		return strings.Compare(a.DeveloperName, b.DeveloperName)
	}), err
}

// All reads the members of all groups, in the order of their ids.
func (c *PermissionSetGroupComponents) All(ctx context.Context) ([]PermissionSetGroupComponent, error) {
	all, err := c.listed.All(ctx, struct{}{})
	return slices.SortedFunc(maps.Values(all), func(a, b PermissionSetGroupComponent) int {
		return strings.Compare(string(a.ID), string(b.ID))
	}), err
}
