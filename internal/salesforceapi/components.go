package salesforceapi

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// Components are the components of one type of the Metadata API, each of them a
// T. Reads that come close together travel in one call.
type Components[T any] struct {
	client *Client
	kind   string
	// name is where a T holds its full name.
	name func(*T) *string
}

func newComponents[T any](client *Client, kind string, name func(*T) *string) *Components[T] {
	return &Components[T]{client: client, kind: kind, name: name}
}

// Names lists the full names of the components: listMetadata.
func (c *Components[T]) Names(ctx context.Context) ([]string, error) {
	names, err := c.client.metadata.listTypes(ctx, c.kind)
	return names[c.kind], err
}

// Get reads a component by its full name: readMetadata. A missing one is an
// error of kind NotFound.
func (c *Components[T]) Get(ctx context.Context, name string) (*T, error) {
	content, err := c.client.metadata.read(ctx, c.kind, name)
	if err != nil {
		return nil, err
	}
	if content == nil {
		return nil, missing(c.client.soapPath(), fmt.Sprintf("there is no %s named %q", c.kind, name))
	}
	found := new(T)
	return found, decodeComponent(content, found)
}

// Create makes a component: createMetadata. A name that is taken is an error of
// kind Conflict.
func (c *Components[T]) Create(ctx context.Context, wanted T) error {
	unlock, err := c.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	err = c.client.metadata.create(ctx, c.kind, wanted)
	if transport.KindOf(err) == transport.NoAnswer {
		return c.confirm(context.WithoutCancel(ctx), wanted, err)
	}
	return err
}

// confirm looks whether a creation whose answer was lost came about. A component
// of the same name that looks different is somebody else's.
func (c *Components[T]) confirm(ctx context.Context, wanted T, lost error) error {
	found, err := c.Get(ctx, *c.name(&wanted))
	if err != nil {
		return fmt.Errorf("%w; looking for the component: %w", lost, err)
	}
	same, err := resembles(*found, wanted)
	if err != nil || !same {
		return fmt.Errorf("%w; a %s named %q exists that differs from the one to create", lost, c.kind, *c.name(&wanted))
	}
	return nil
}

// Update reads a component, lets change edit it and writes it back whole, unless
// nothing is different: readMetadata and updateMetadata. No other write of this
// client comes in between. It returns the component as read afterwards.
func (c *Components[T]) Update(ctx context.Context, name string, change func(*T)) (*T, error) {
	unlock, err := c.client.metadata.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	current, err := c.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	before, err := encodeContent(*current)
	if err != nil {
		return nil, err
	}
	change(current)
	*c.name(current) = name
	after, err := encodeContent(*current)
	if err != nil || bytes.Equal(before, after) {
		return current, err
	}
	if err := c.client.metadata.update(ctx, c.kind, xmlContent(after)); err != nil {
		return nil, err
	}
	return c.Get(ctx, name)
}

// Delete deletes a component: deleteMetadata. One that is gone is an error of
// kind NotFound.
func (c *Components[T]) Delete(ctx context.Context, name string) error {
	unlock, err := c.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return c.client.metadata.remove(ctx, c.kind, name)
}

// resembles tells whether found has all that wanted asks for.
func resembles(found, wanted any) (bool, error) {
	shown, err := elementsOf(found)
	if err != nil {
		return false, err
	}
	asked, err := elementsOf(wanted)
	if err != nil {
		return false, err
	}
	has, err := leavesOf(shown)
	if err != nil {
		return false, err
	}
	needs, err := leavesOf(asked)
	for path, values := range needs {
		if !slices.Equal(values, has[path]) {
			return false, err
		}
	}
	return true, err
}
