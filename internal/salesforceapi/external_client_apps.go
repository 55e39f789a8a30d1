package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ExternalClientApps are the external client apps that the organization defines.
// All are read at once.
type ExternalClientApps struct {
	client *Client
	all    *coalesce.Snapshot[struct{}, string, ExternalClientApp]
}

func newExternalClientApps(client *Client) *ExternalClientApps {
	a := &ExternalClientApps{client: client}
	a.all = coalesce.NewSnapshot(a.list, transport.IsLasting)
	return a
}

// PartialAppError tells that an external client app exists in part: the next
// update that names the missing parts completes it.
type PartialAppError struct {
	// Name is the app's developer name.
	Name string
	// Exists are the metadata types of the components that exist, and Failed the
	// type of the one that could not be written.
	Exists []string
	Failed string
	// Err is why.
	Err error
}

// Error tells what exists and what does not.
func (e *PartialAppError) Error() string {
	return fmt.Sprintf("the external client app %q exists in part (%s); writing its %s failed: %s",
		e.Name, strings.Join(e.Exists, ", "), e.Failed, e.Err)
}

// Unwrap is why the part could not be written.
func (e *PartialAppError) Unwrap() error { return e.Err }

// Get reads an app by its developer name. A missing one is an error of kind
// NotFound; one that lacks parts is none.
func (a *ExternalClientApps) Get(ctx context.Context, name string) (*ExternalClientApp, error) {
	app, found, err := a.all.Get(ctx, struct{}{}, strings.ToLower(name))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, missing(a.client.soapPath(), fmt.Sprintf("there is no external client app named %q", name))
	}
	return app.copied(), nil
}

// copied is an app whose parts can be changed.
func (a ExternalClientApp) copied() *ExternalClientApp {
	for _, part := range appParts {
		part.reset(&a)
	}
	return &a
}

// Create makes an app of the parts that change names, the header first. The
// policies, which the platform makes by itself, are found and updated. A header
// that is refused is the platform's error, of kind Conflict when the name is
// taken; afterwards the error is a [*PartialAppError], and the app as far as it
// exists is returned with it.
func (a *ExternalClientApps) Create(
	ctx context.Context, name string, change ExternalClientAppChange,
) (*ExternalClientApp, error) {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if _, err := a.all.All(ctx, struct{}{}); err != nil {
		return nil, err // without knowing what exists, what comes into being cannot be told apart
	}
	app := &ExternalClientApp{Name: name}
	if err := a.createHeader(ctx, app, change.Header); err != nil {
		return nil, err
	}
	defer a.client.Apps.forgetExternal()
	defer func() { a.all.Put(struct{}{}, strings.ToLower(name), *app.copied()) }()
	return app, a.writeParts(ctx, app, &change)
}

// Update changes the parts that change names: each is read, changed and written
// back whole, unless nothing is different. A part that does not exist is made.
// No other write of this client comes in between. It returns the app as read
// afterwards. When a part fails, the error is a [*PartialAppError].
func (a *ExternalClientApps) Update(
	ctx context.Context, name string, change ExternalClientAppChange,
) (*ExternalClientApp, error) {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	app, err := a.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	defer a.client.Apps.forgetExternal()
	if err := a.updateHeader(ctx, app, change.Header); err != nil {
		a.all.Invalidate(struct{}{})
		return nil, err
	}
	err = a.writeParts(ctx, app, &change)
	if err != nil {
		a.all.Invalidate(struct{}{})
		return app, err
	}
	a.all.Put(struct{}{}, strings.ToLower(name), *app.copied())
	return app, nil
}

// Delete deletes an app with all its parts, tokens and grants: deleteMetadata of
// the header. The error for an app that is gone is of kind NotFound.
func (a *ExternalClientApps) Delete(ctx context.Context, name string) error {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	defer a.client.SetupEntityAccess.forget()
	defer a.client.Apps.forgetExternal()
	err = a.client.metadata.remove(ctx, typeExternalClientApp, name)
	if err != nil && !transport.IsNotFound(err) {
		a.all.Invalidate(struct{}{})
		return err
	}
	a.all.Drop(struct{}{}, strings.ToLower(name))
	return err
}

// writeParts writes the parts in the order in which they need each other.
// Policies come into being by themselves with the OAuth settings.
func (a *ExternalClientApps) writeParts(
	ctx context.Context, app *ExternalClientApp, change *ExternalClientAppChange,
) error {
	withoutPolicies := app.OAuthSettings == nil
	for _, part := range appParts {
		if part.name() == typeECAOAuthPolicies && withoutPolicies {
			if err := a.discoverPolicies(ctx, app); err != nil {
				return &PartialAppError{Name: app.Name, Exists: app.parts(), Failed: part.name(), Err: err}
			}
		}
		if err := a.writePart(ctx, part, app, change); err != nil {
			return &PartialAppError{Name: app.Name, Exists: app.parts(), Failed: part.name(), Err: err}
		}
	}
	return nil
}

// writePart writes a part. One that was to be made and exists already is looked
// for and updated.
func (a *ExternalClientApps) writePart(
	ctx context.Context, part appPart, app *ExternalClientApp, change *ExternalClientAppChange,
) error {
	err := part.write(ctx, a.client.metadata, app, change)
	if !transport.IsConflict(err) || part.exists(app) {
		return err
	}
	if discovered := a.discoverPolicies(ctx, app); discovered != nil {
		return errors.Join(err, discovered)
	}
	if !part.exists(app) {
		return err
	}
	return part.write(ctx, a.client.metadata, app, change)
}

// parts are the metadata types of the components that the app has.
func (a *ExternalClientApp) parts() []string {
	names := []string{typeExternalClientApp}
	for _, part := range appParts {
		if part.exists(a) {
			names = append(names, part.name())
		}
	}
	return names
}
