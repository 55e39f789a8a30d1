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

// namedRow is a row that has a developer name.
type namedRow interface {
	rowID() ID
	rowName() string
	// values are the fields that can be written, by the platform's names.
	values() fields
}

// NamedRows are the rows of one type that has few of them, each a T with a
// developer name. One listing answers all reads.
type NamedRows[T namedRow] struct {
	client *Client
	object string
	// noun is what a person calls a row.
	noun   string
	withID func(T, ID) T
	listed *coalesce.Snapshot[struct{}, ID, T]
}

func newNamedRows[T namedRow](client *Client, object, noun, columns string, withID func(T, ID) T) *NamedRows[T] {
	list := func(ctx context.Context, _ struct{}) (map[ID]T, error) {
		found := map[ID]T{}
		for row, err := range Query[T](ctx, client, "SELECT "+columns+" FROM "+object) {
			if err != nil {
				return nil, err
			}
			found[row.rowID()] = row
		}
		return found, nil
	}
	return &NamedRows[T]{
		client: client, object: object, noun: noun, withID: withID,
		listed: coalesce.NewSnapshot(list, transport.IsLasting),
	}
}

// List reads all rows in the order of their names.
func (r *NamedRows[T]) List(ctx context.Context) ([]T, error) {
	all, err := r.listed.All(ctx, struct{}{})
	return slices.SortedFunc(maps.Values(all), func(a, b T) int {
		return strings.Compare(a.rowName()+string(a.rowID()), b.rowName()+string(b.rowID()))
	}), err
}

// Find looks a row up by its developer name or its id. A missing one is an error
// of kind NotFound.
func (r *NamedRows[T]) Find(ctx context.Context, reference string) (T, error) {
	all, err := r.listed.All(ctx, struct{}{})
	if err == nil {
		if row, found := all[ID(NormalizeID(reference))]; found {
			return row, nil
		}
		for _, row := range all {
			if strings.EqualFold(row.rowName(), reference) {
				return row, nil
			}
		}
		err = missing(r.client.dataPath()+queryPath, fmt.Sprintf("there is no %s %q", r.noun, reference))
	}
	var none T
	return none, err
}

// Create makes a row. A name that is taken is an error of kind Conflict.
func (r *NamedRows[T]) Create(ctx context.Context, wanted T) (T, error) {
	id, err := r.client.rows.create(ctx, r.object, wanted.values())
	if err != nil {
		r.listed.Invalidate(struct{}{})
		return wanted, err
	}
	wanted = r.withID(wanted, id)
	r.listed.Put(struct{}{}, id, wanted)
	return wanted, nil
}

// Update sets the fields of the row with wanted's id.
func (r *NamedRows[T]) Update(ctx context.Context, wanted T) error {
	if err := r.client.rows.update(ctx, r.object, wanted.rowID(), wanted.values()); err != nil {
		r.listed.Invalidate(struct{}{})
		return err
	}
	r.listed.Put(struct{}{}, wanted.rowID(), wanted)
	return nil
}

// Delete deletes a row. One that is gone is an error of kind NotFound.
func (r *NamedRows[T]) Delete(ctx context.Context, id ID) error {
	err := r.client.rows.remove(ctx, r.object, id)
	if err != nil && !transport.IsNotFound(err) {
		r.listed.Invalidate(struct{}{})
		return err
	}
	r.listed.Drop(struct{}{}, id)
	return err
}
