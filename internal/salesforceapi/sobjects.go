package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// fields are the values of a row by the platform's names.
type fields map[string]any

// rows writes single rows. Writes of the same kind to the same type that come
// close together travel in one call, and one such call runs at a time: parallel
// ones would only meet each other's locks.
type rows struct {
	client  *Client
	creates *coalesce.Batcher[string, fields, ID]
	updates *coalesce.Batcher[string, fields, ID]
	deletes *coalesce.Batcher[string, ID, ID]
}

func newRows(client *Client) *rows {
	r := &rows{client: client}
	r.creates = batcher(func(ctx context.Context, object string, records []fields) []coalesce.Outcome[ID] {
		defer r.hold(ctx, object)()
		outcomes := settled(ctx, client.maxRetries, records, func(records []fields) []coalesce.Outcome[ID] {
			return r.createMany(ctx, object, records)
		})
		return r.findLost(ctx, object, records, outcomes)
	})
	r.updates = batcher(func(ctx context.Context, object string, records []fields) []coalesce.Outcome[ID] {
		return settled(ctx, client.maxRetries, records, func(records []fields) []coalesce.Outcome[ID] {
			return r.updateMany(ctx, object, records)
		})
	})
	r.deletes = batcher(func(ctx context.Context, object string, ids []ID) []coalesce.Outcome[ID] {
		defer r.hold(ctx, object)()
		return settled(ctx, client.maxRetries, ids, func(ids []ID) []coalesce.Outcome[ID] {
			return r.deleteMany(ctx, object, ids)
		})
	})
	return r
}

// hold keeps writes of grants apart from changes of apps: a connected app is
// read and written back with its grants, and one that is made in between would
// be undone.
func (r *rows) hold(ctx context.Context, object string) (release func()) {
	if object != objectSetupEntityAccess {
		return func() {}
	}
	release, err := r.client.metadata.lock(ctx)
	if err != nil {
		return func() {} // never: the context of a batch does not end
	}
	return release
}

// batcher gathers rows of one type.
func batcher[I any](run func(context.Context, string, []I) []coalesce.Outcome[ID]) *coalesce.Batcher[string, I, ID] {
	return &coalesce.Batcher[string, I, ID]{Limit: writeLimit, Quiet: quiet, Longest: longest, Run: run}
}

// create makes a row and returns its id.
func (r *rows) create(ctx context.Context, object string, values fields) (ID, error) {
	return r.creates.Do(ctx, object, values)
}

// update changes values of a row.
func (r *rows) update(ctx context.Context, object string, id ID, values fields) error {
	changed := fields{"id": id}
	maps.Copy(changed, values)
	_, err := r.updates.Do(ctx, object, changed)
	return err
}

// remove deletes a row. One that is gone is an error of kind NotFound.
func (r *rows) remove(ctx context.Context, object string, id ID) error {
	_, err := r.deletes.Do(ctx, object, id)
	return err
}

// settled sends items, and sends those again that only met somebody's lock.
func settled[I, O any](
	ctx context.Context, retries int, items []I, send func([]I) []coalesce.Outcome[O],
) []coalesce.Outcome[O] {
	outcomes := send(items)
	for attempt := range retries {
		var locked []int
		var again []I
		for i, outcome := range outcomes {
			if hasNoEffect(outcome.Err) {
				locked, again = append(locked, i), append(again, items[i])
			}
		}
		if len(locked) == 0 || sleep(ctx, pauseAfter(attempt)) != nil {
			break
		}
		for i, outcome := range send(again) {
			outcomes[locked[i]] = outcome
		}
	}
	return outcomes
}

// naturalKey are the fields by which a row can be recognized whose id is not
// known. The platform admits no two rows that agree in them.
func naturalKey(object string, row fields) []string {
	switch object {
	case objectSetupEntityAccess:
		return []string{"ParentId", "SetupEntityId"}
	case objectAssignment:
		if _, ofGroup := row[columnGroup]; ofGroup {
			return []string{"AssigneeId", columnGroup}
		}
		return []string{"AssigneeId", columnPermissionSet}
	case objectGroupComponent:
		return []string{"PermissionSetGroupId", "PermissionSetId"}
	case objectPermissionSet:
		return []string{"Name"}
	case objectUser:
		return []string{"Username"}
	case objectScopeAssignment:
		return []string{"OauthCustomScopeId", "ConnectedApplicationId"}
	case objectGroup, objectMutingSet, objectScope:
		return []string{"DeveloperName"}
	}
	return nil
}

// findLost looks for the rows of a creation whose answer was lost: sending them
// again might create what exists already, and giving up might leave a row that
// nobody knows.
func (r *rows) findLost(
	ctx context.Context, object string, records []fields, outcomes []coalesce.Outcome[ID],
) []coalesce.Outcome[ID] {
	lost := map[string][]int{}
	for i, outcome := range outcomes {
		if key := naturalKey(object, records[i]); key != nil && transport.KindOf(outcome.Err) == transport.NoAnswer {
			name := strings.Join(key, " ")
			lost[name] = append(lost[name], i)
		}
	}
	for key, positions := range lost {
		for some := range slices.Chunk(positions, collectionLimit) { // a query is in the address, which has a limit
			r.findBy(ctx, object, strings.Fields(key), records, some, outcomes)
		}
	}
	return outcomes
}

// findBy looks for the rows at some positions by one natural key.
func (r *rows) findBy(
	ctx context.Context, object string, key []string, records []fields, positions []int, outcomes []coalesce.Outcome[ID],
) {
	wanted := make([]fields, len(positions))
	for i, position := range positions {
		wanted[i] = records[position]
	}
	found, err := r.lookUp(ctx, object, key, wanted)
	for i, position := range positions {
		id, exists := found[keyOf(wanted[i], key)]
		switch {
		case err != nil:
			outcomes[position].Err = fmt.Errorf("%w; looking for the row failed too: %w", outcomes[position].Err, err)
		case exists:
			outcomes[position] = coalesce.Outcome[ID]{Value: id}
		}
	}
}

// lookUp finds the ids of rows by their natural key.
func (r *rows) lookUp(ctx context.Context, object string, key []string, wanted []fields) (map[string]ID, error) {
	conditions := make([]string, len(key))
	for i, name := range key {
		seen := map[string]bool{}
		var values []string
		for _, row := range wanted {
			if value := fmt.Sprint(row[name]); !seen[value] {
				seen[value] = true
				values = append(values, value)
			}
		}
		conditions[i] = name + " IN " + In(values)
	}
	soql := "SELECT Id, " + strings.Join(key, ", ") + " FROM " + object + " WHERE " + strings.Join(conditions, " AND ")
	found := map[string]ID{}
	for row, err := range Query[fields](ctx, r.client, soql) {
		if err != nil {
			return nil, err
		}
		id, err := ParseID(fmt.Sprint(row["Id"]))
		if err != nil {
			return nil, err
		}
		found[keyOf(row, key)] = id
	}
	return found, nil
}

func keyOf(row fields, key []string) string {
	parts := make([]string, len(key))
	for i, name := range key {
		parts[i] = NormalizeID(fmt.Sprint(row[name]))
	}
	return strings.ToLower(strings.Join(parts, "\x00"))
}
