package salesforceapi

import (
	"context"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// findUnlisted looks for an app whose developer name the listing does not join
// to an id: the listing may lag behind a creation, and need not tell ids.
func (a *Apps) findUnlisted(ctx context.Context, name string) (App, error) {
	row, found, err := a.tooling(ctx, "DeveloperName = "+Quote(name))
	if err != nil {
		return App{}, err
	}
	if found {
		return a.remember(ctx, App{ID: row.ID, DeveloperName: row.DeveloperName})
	}
	definition, err := a.client.ConnectedApps.Get(ctx, name)
	if err != nil {
		return App{}, err
	}
	app, err := a.FindByLabel(ctx, definition.Label)
	if err != nil {
		return App{}, fmt.Errorf("the connected app %q exists, but Salesforce does not tell its id: %w", name, err)
	}
	app.DeveloperName, app.Installed, app.settled = definition.FullName, false, true
	a.rows.Put(struct{}{}, app.ID, app)
	return app, nil
}

// settle finds out about an app that no listed component belongs to: it is
// installed, unless its definition can be read here after all.
func (a *Apps) settle(ctx context.Context, app App) (App, error) {
	if app.settled {
		return app, nil
	}
	row, found, err := a.tooling(ctx, "Id = "+Quote(string(app.ID)))
	if err != nil {
		return App{}, err
	}
	if found {
		app.DeveloperName = row.DeveloperName
	}
	return a.remember(ctx, app)
}

// remember completes an app whose name and id are known and lists it.
func (a *Apps) remember(ctx context.Context, app App) (App, error) {
	row, found, err := a.rows.Get(ctx, struct{}{}, app.ID)
	if err != nil {
		return App{}, err
	}
	if !found {
		return App{}, a.missing(fmt.Sprintf("there is no connected app %q", app.DeveloperName))
	}
	app.Label, app.Approved, app.Installed, app.settled = row.Label, row.Approved, true, true
	if app.DeveloperName != "" {
		_, err := a.client.ConnectedApps.Get(ctx, app.DeveloperName)
		if err != nil && !transport.IsNotFound(err) {
			return App{}, err
		}
		app.Installed = err != nil
	}
	a.rows.Put(struct{}{}, app.ID, app)
	return app, nil
}

// tooling asks the Tooling interface for the one app that condition names. Where
// it does not answer such questions, nothing is found.
func (a *Apps) tooling(ctx context.Context, condition string) (applicationRow, bool, error) {
	soql := "SELECT Id, DeveloperName, Name FROM ConnectedApplication WHERE " + condition
	rows, err := collect[applicationRow](ctx, a.client, toolingPath, soql)
	switch kind := transport.KindOf(err); {
	case err == nil:
		return first(rows)
	case kind == transport.Invalid, kind == transport.Permission, kind == transport.NotFound:
		return applicationRow{}, false, nil
	}
	return applicationRow{}, false, err
}

func first(rows []applicationRow) (applicationRow, bool, error) {
	if len(rows) != 1 {
		return applicationRow{}, false, nil
	}
	return rows[0], true, nil
}
