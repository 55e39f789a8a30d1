package salesforceapi

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// discoverPolicies finds the policies that the platform has made for an app,
// whose names it chooses itself: among the listed ones that belong to no other
// known app, those that name this one.
func (a *ExternalClientApps) discoverPolicies(ctx context.Context, app *ExternalClientApp) error {
	if app.OAuthPolicies != nil && app.Policies != nil {
		return nil
	}
	known, err := a.all.All(ctx, struct{}{})
	if err != nil {
		return err
	}
	names, err := a.client.metadata.listTypes(ctx, typeECAOAuthPolicies, typeECAPolicies)
	if err != nil {
		return err
	}
	found := map[string]*ExternalClientApp{strings.ToLower(app.Name): app}
	for _, part := range appParts {
		if part.exists(app) {
			continue
		}
		unknown := slices.DeleteFunc(names[part.name()], func(name string) bool { return belongs(known, name) })
		if err := a.assignNamed(ctx, part, unknown, found); err != nil {
			return err
		}
	}
	return nil
}

// belongs tells whether a policy of this name is a known app's.
func belongs(apps map[string]ExternalClientApp, name string) bool {
	for _, app := range apps {
		if app.OAuthPolicies != nil && app.OAuthPolicies.FullName == name ||
			app.Policies != nil && app.Policies.FullName == name {
			return true
		}
	}
	return false
}

// assignNamed reads parts by their names and puts them to the apps they name.
func (a *ExternalClientApps) assignNamed(
	ctx context.Context, part appPart, names []string, apps map[string]*ExternalClientApp,
) error {
	for some := range slices.Chunk(names, metadataLimit) {
		for i, outcome := range a.client.metadata.readMany(ctx, part.name(), some) {
			if outcome.Err != nil {
				return outcome.Err
			}
			if outcome.Value == nil {
				continue
			}
			if err := part.assign(apps, metadataRecord{FullName: some[i], Content: outcome.Value}); err != nil {
				return err
			}
		}
	}
	return nil
}

// createHeader makes the app itself. One whose answer was lost is looked for;
// one of the same name that looks different is somebody else's.
func (a *ExternalClientApps) createHeader(
	ctx context.Context, app *ExternalClientApp, change func(*ExternalClientAppHeader),
) error {
	wanted := ExternalClientAppHeader{}
	if change != nil {
		change(&wanted)
	}
	wanted.FullName = app.Name
	err := a.client.metadata.create(ctx, typeExternalClientApp, wanted)
	lost := transport.KindOf(err) == transport.NoAnswer
	if err != nil && !lost {
		return err
	}
	if lost {
		ctx = context.WithoutCancel(ctx)
	}
	found, missing := a.readHeader(ctx, app.Name)
	switch {
	case missing == nil && lost && !found.resembles(&wanted):
		return fmt.Errorf("%w; an external client app named %q exists that differs from the one to create", err, app.Name)
	case missing != nil && lost:
		return fmt.Errorf("%w; looking for the app: %w", err, missing)
	case missing != nil:
		return &PartialAppError{Name: app.Name, Exists: app.parts(), Failed: typeExternalClientApp, Err: missing}
	}
	app.Header = *found
	return nil
}

func (h *ExternalClientAppHeader) resembles(wanted *ExternalClientAppHeader) bool {
	return textOf(h.Label) == textOf(wanted.Label) && textOf(h.ContactEmail) == textOf(wanted.ContactEmail)
}

func textOf(value *string) string {
	if value == nil {
		return ""
	}
	return strings.TrimSpace(*value)
}

func (a *ExternalClientApps) readHeader(ctx context.Context, name string) (*ExternalClientAppHeader, error) {
	content, err := a.client.metadata.read(ctx, typeExternalClientApp, name)
	if err != nil {
		return nil, err
	}
	if content == nil {
		return nil, missing(a.client.soapPath(), fmt.Sprintf("there is no external client app named %q", name))
	}
	var header ExternalClientAppHeader
	return &header, decodeComponent(content, &header)
}

func (a *ExternalClientApps) updateHeader(
	ctx context.Context, app *ExternalClientApp, change func(*ExternalClientAppHeader),
) error {
	if change == nil {
		return nil
	}
	current, err := a.readHeader(ctx, app.Name)
	if err != nil {
		return err
	}
	before, err := encodeContent(*current)
	if err != nil {
		return err
	}
	change(current)
	current.FullName = app.Name
	after, err := encodeContent(*current)
	if err != nil || bytes.Equal(before, after) {
		app.Header = *current
		return err
	}
	if err := a.client.metadata.update(ctx, typeExternalClientApp, xmlContent(after)); err != nil {
		return err
	}
	if current, err = a.readHeader(ctx, app.Name); err == nil {
		app.Header = *current
	}
	return err
}
