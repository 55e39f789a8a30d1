package anypointapi

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// directory finds the objects of an organization by any of their names, from one
// listing per organization.
type directory[V any] struct {
	// noun names the objects in errors.
	noun string
	// list reads all objects of an organization.
	list func(ctx context.Context, organizationID string) iter.Seq2[V, error]
	// names are an object's names, the most telling first: a match by an earlier
	// one goes before a match by a later one.
	names func(V) []string
	// describe tells one candidate from another.
	describe func(V) string

	entries *coalesce.Snapshot[string, name, []V]
}

// name is one of the names of an object; rank is its place among them.
type name struct {
	rank int
	text string
}

func newDirectory[V any](
	noun string, list func(context.Context, string) iter.Seq2[V, error], names func(V) []string, describe func(V) string,
) *directory[V] {
	d := &directory[V]{noun: noun, list: list, names: names, describe: describe}
	d.entries = coalesce.NewSnapshot(d.index, keepError)
	return d
}

// index reads an organization's objects and files each under all its names.
func (d *directory[V]) index(ctx context.Context, organizationID string) (map[name][]V, error) {
	index := map[name][]V{}
	for object, err := range d.list(ctx, organizationID) {
		if err != nil {
			return nil, err
		}
		for rank, text := range d.names(object) {
			if text != "" {
				key := name{rank, text}
				index[key] = append(index[key], object)
			}
		}
	}
	return index, nil
}

// find returns the one object that reference names.
func (d *directory[V]) find(ctx context.Context, organizationID, reference string) (V, error) {
	var none V
	ranks := len(d.names(none))
	for rank := range ranks {
		candidates, _, err := d.entries.Get(ctx, organizationID, name{rank, reference})
		switch {
		case err != nil:
			return none, err
		case len(candidates) == 1:
			return candidates[0], nil
		case len(candidates) > 1:
			return none, d.ambiguous(organizationID, reference, candidates)
		}
	}
	return none, missing("no %s of organization %s is called %q", d.noun, organizationID, reference)
}

func (d *directory[V]) ambiguous(organizationID, reference string, candidates []V) error {
	described := make([]string, len(candidates))
	for i, candidate := range candidates {
		described[i] = d.describe(candidate)
	}
	return fmt.Errorf("%d %ss of organization %s are called %q: %s; use the id of one of them",
		len(candidates), d.noun, organizationID, reference, strings.Join(described, ", "))
}
