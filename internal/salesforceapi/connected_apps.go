package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const typeConnectedApp = "ConnectedApp"

// ConnectedApps are the definitions of the organization's own connected apps.
type ConnectedApps struct {
	client *Client
}

// Get reads a definition by its developer name: readMetadata. Apps that are
// installed from another organization have none here: their error is of kind
// NotFound, as is that of a name that does not exist.
func (a *ConnectedApps) Get(ctx context.Context, name string) (*ConnectedApp, error) {
	content, err := a.client.metadata.read(ctx, typeConnectedApp, name)
	return a.decode(name, content, err)
}

// getNow is Get without waiting for company, for who holds up others meanwhile.
func (a *ConnectedApps) getNow(ctx context.Context, name string) (*ConnectedApp, error) {
	read := a.client.metadata.readMany(ctx, typeConnectedApp, []string{name})[0]
	return a.decode(name, read.Value, read.Err)
}

func (a *ConnectedApps) decode(name string, content []byte, err error) (*ConnectedApp, error) {
	if err != nil {
		return nil, err
	}
	if content == nil {
		return nil, missing(a.client.soapPath(), fmt.Sprintf("there is no connected app named %q", name))
	}
	var app ConnectedApp
	if err := decodeComponent(content, &app); err != nil {
		return nil, err
	}
	return &app, nil
}

// Create makes a connected app: createMetadata. Where the organization does not
// allow new connected apps, [IsCreationRestricted] matches the error. An error of
// kind Conflict tells that the name or the consumer key is taken.
func (a *ConnectedApps) Create(ctx context.Context, app ConnectedApp) error {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	defer a.client.Apps.forget()
	err = withoutSecret(a.client.metadata.create(ctx, typeConnectedApp, app), app)
	switch {
	case transport.KindOf(err) == transport.NoAnswer:
		return a.confirm(ctx, app, err)
	case isRestriction(err):
		return creationRestrictedError{err}
	}
	return err
}

// withoutSecret takes the consumer secret out of a refusal that quotes it.
func withoutSecret(err error, app ConnectedApp) error {
	if app.OAuthConfig == nil || app.OAuthConfig.ConsumerSecret == nil || *app.OAuthConfig.ConsumerSecret == "" {
		return err
	}
	if refused, is := errors.AsType[*transport.Error](err); is {
		refused.Message = transport.Redact(refused.Message, *app.OAuthConfig.ConsumerSecret)
	}
	return err
}

// confirm looks whether a creation whose answer was lost came about. An app of
// the same name that looks different is somebody else's.
func (a *ConnectedApps) confirm(ctx context.Context, wanted ConnectedApp, lost error) error {
	found, err := a.getNow(context.WithoutCancel(ctx), wanted.FullName)
	if err != nil {
		return fmt.Errorf("%w; looking for the app: %w", lost, err)
	}
	if found.Label != wanted.Label || found.ContactEmail != wanted.ContactEmail || !sameKey(found, &wanted) {
		return fmt.Errorf("%w; an app named %q exists that differs from the one to create", lost, wanted.FullName)
	}
	return nil
}

// sameKey tells whether found has the consumer key that wanted asks for, if any.
func sameKey(found, wanted *ConnectedApp) bool {
	if wanted.OAuthConfig == nil || wanted.OAuthConfig.ConsumerKey == nil {
		return true
	}
	return found.OAuthConfig != nil && found.OAuthConfig.ConsumerKey != nil &&
		*found.OAuthConfig.ConsumerKey == *wanted.OAuthConfig.ConsumerKey
}

// Update reads a definition, lets change edit it and writes it back whole, so
// that nothing is lost which change does not touch: readMetadata and
// updateMetadata. No other write of this client comes in between. The consumer
// key and secret, which the platform takes at creation only, are never sent. It
// returns the definition as read afterwards.
func (a *ConnectedApps) Update(ctx context.Context, name string, change func(*ConnectedApp)) (*ConnectedApp, error) {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	app, err := a.getNow(ctx, name)
	if err != nil {
		return nil, err
	}
	label := app.Label
	change(app)
	if app.Label != label {
		defer a.client.Apps.forget()
	}
	app.FullName = name
	app.omitUnchangeable()
	if err := a.client.metadata.update(ctx, typeConnectedApp, *app); err != nil {
		return nil, err
	}
	return a.getNow(ctx, name)
}

// omitUnchangeable leaves out what an update may not hold: the consumer's
// credentials, and the grants of an app that is not approved. Grants that are
// left out stay.
func (a *ConnectedApp) omitUnchangeable() {
	if a.OAuthConfig != nil {
		a.OAuthConfig.ConsumerKey, a.OAuthConfig.ConsumerSecret = nil, nil
	}
	if !isApproved(a) {
		a.PermissionSetNames, a.ProfileNames = nil, nil
	}
}

// Delete deletes a definition and with it the app's tokens and grants:
// deleteMetadata. The error for an app that is gone is of kind NotFound.
func (a *ConnectedApps) Delete(ctx context.Context, name string) error {
	unlock, err := a.client.metadata.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	defer a.client.SetupEntityAccess.forget()
	defer a.client.Apps.forget()
	return a.client.metadata.remove(ctx, typeConnectedApp, name)
}

// creationRestrictedError is the refusal of organizations that allow no new
// connected apps.
type creationRestrictedError struct{ refusal error }

func (e creationRestrictedError) Error() string { return e.refusal.Error() }

func (e creationRestrictedError) Unwrap() error { return e.refusal }

// IsCreationRestricted tells that the organization allows no new connected apps,
// as is the rule since Spring '26 until Salesforce Support lifts it.
func IsCreationRestricted(err error) bool {
	var restricted creationRestrictedError
	return errors.As(err, &restricted)
}

// isRestriction recognizes the restriction, whose code is not published, and
// makes it an error of kind Permission.
func isRestriction(err error) bool {
	var refused *transport.Error
	if !errors.As(err, &refused) {
		return false
	}
	message := strings.ToLower(refused.Message)
	creating := strings.Contains(message, "creat") || strings.Contains(message, "connected app")
	refusing := strings.Contains(message, "not allowed") || strings.Contains(message, "restricted") ||
		strings.Contains(message, "disabled") || strings.Contains(message, "can't create")
	if refused.Code == "FUNCTIONALITY_NOT_ENABLED" || creating && refusing {
		refused.Kind = transport.Permission
		return true
	}
	return false
}
