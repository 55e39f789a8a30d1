package salesforceapi

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ConnectResources are the resources of one type of the Connect interface, each
// a T that has a developer name. One listing answers the reads by [ConnectResources.Find].
type ConnectResources[T any] struct {
	client *Client
	// path is where they are, and list the name of the array of all of them.
	path, list string
	// name is where a T holds its developer name.
	name func(*T) *string
	// same tells whether one that exists is the one that was to be created.
	same func(found, wanted *T) bool
	// whole tells whether a listed one shows all that a read of it alone would.
	whole func(*T) bool

	listed *coalesce.Snapshot[struct{}, string, T]
}

// newConnectResources completes resources by their listing.
func newConnectResources[T any](resources *ConnectResources[T]) *ConnectResources[T] {
	resources.listed = coalesce.NewSnapshot(func(ctx context.Context, _ struct{}) (map[string]T, error) {
		all, err := resources.List(ctx)
		byName := make(map[string]T, len(all))
		for _, one := range all {
			byName[resources.key(*resources.name(&one))] = one
		}
		return byName, err
	}, transport.IsLasting)
	return resources
}

// key is a developer name as the platform compares it.
func (*ConnectResources[T]) key(name string) string { return strings.ToLower(name) }

// Find looks a resource up by its developer name among all of them. One that the
// listing does not have, or not whole, is read alone, and so are all where there
// is no listing to be had; a missing one is an error of kind NotFound. Who may not
// see any is told so, which a read alone does not tell.
func (r *ConnectResources[T]) Find(ctx context.Context, name string) (*T, error) {
	found, listed, unlisted := r.listed.Get(ctx, struct{}{}, r.key(name))
	if listed && r.whole(&found) {
		return &found, nil
	}
	alone, err := r.Get(ctx, name)
	switch {
	case err == nil:
		r.listed.Put(struct{}{}, r.key(name), *alone)
	case unlisted != nil && transport.IsNotFound(err):
		err = unlisted
	}
	return alone, err
}

// keep tells the listing what a write left.
func (r *ConnectResources[T]) keep(name string, left *T, err error) {
	if err != nil {
		r.listed.Invalidate(struct{}{})
		return
	}
	r.listed.Put(struct{}{}, r.key(name), *left)
}

func (r *ConnectResources[T]) at(name string) string { return r.path + "/" + url.PathEscape(name) }

// List reads all resources.
func (r *ConnectResources[T]) List(ctx context.Context) ([]T, error) {
	var listed map[string][]T
	err := r.client.do(ctx, call{method: http.MethodGet, path: r.path, safe: true}, &listed)
	return listed[r.list], err
}

// Get reads a resource by its developer name. A missing one is an error of kind
// NotFound.
func (r *ConnectResources[T]) Get(ctx context.Context, name string) (*T, error) {
	found := new(T)
	return found, r.client.do(ctx, call{method: http.MethodGet, path: r.at(name), safe: true}, found)
}

// Create makes a resource and returns it as the platform keeps it: POST.
func (r *ConnectResources[T]) Create(ctx context.Context, wanted T) (*T, error) {
	created, err := r.create(ctx, wanted)
	r.keep(*r.name(&wanted), created, err)
	return created, err
}

func (r *ConnectResources[T]) create(ctx context.Context, wanted T) (*T, error) {
	created := new(T)
	err := r.client.do(ctx, call{method: http.MethodPost, path: r.path, body: wanted}, created)
	if transport.KindOf(err) != transport.NoAnswer {
		return created, err
	}
	name := *r.name(&wanted)
	found, missing := r.Get(context.WithoutCancel(ctx), name)
	if missing != nil {
		return nil, fmt.Errorf("%w; looking for it: %w", err, missing)
	}
	if !r.same(found, &wanted) {
		return nil, fmt.Errorf("%w; %s exists and differs from what was to be created", err, name)
	}
	return found, nil
}

// Update reads a resource, lets change edit it and writes it back whole: GET and
// PUT. What is in it keeps its id, so that it is changed and not made anew.
func (r *ConnectResources[T]) Update(ctx context.Context, name string, change func(*T)) (*T, error) {
	current, err := r.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	change(current)
	*r.name(current) = name
	updated := new(T)
	err = r.client.do(ctx, call{method: http.MethodPut, path: r.at(name), body: *current, safe: true}, updated)
	r.keep(name, updated, err)
	return updated, err
}

// Delete deletes a resource. One that is gone is an error of kind NotFound.
func (r *ConnectResources[T]) Delete(ctx context.Context, name string) error {
	err := r.client.do(ctx, call{method: http.MethodDelete, path: r.at(name), safe: true}, nil)
	if err != nil && !transport.IsNotFound(err) {
		r.listed.Invalidate(struct{}{})
		return err
	}
	r.listed.Drop(struct{}{}, r.key(name))
	return err
}
