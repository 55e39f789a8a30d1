package salesforceapi

import (
	"context"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// findUnlisted looks for an app whose developer name the listing does not join
// to an id: the listing may lag behind a creation, and need not tell ids.
func (a *Apps) findUnlisted(ctx context.Context, name string) (App, error) {
	told, err := a.tooling.All(ctx, struct{}{})
	if err != nil {
		return App{}, err
	}
	for id, row := range told {
		if strings.EqualFold(row.DeveloperName, name) {
			return a.remember(ctx, App{ID: id, DeveloperName: row.DeveloperName})
		}
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
	row, found, err := a.tooling.Get(ctx, struct{}{}, app.ID)
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

// listTooling reads the developer names that the Tooling interface tells. Where it
// does not answer such questions, it tells none.
func (a *Apps) listTooling(ctx context.Context, _ struct{}) (map[ID]applicationRow, error) {
	const soql = "SELECT Id, DeveloperName, Name FROM ConnectedApplication"
	rows, err := collect[applicationRow](ctx, a.client, toolingPath, soql)
	told := map[ID]applicationRow{}
	for _, row := range rows {
		told[row.ID] = row
	}
	if kind := transport.KindOf(err); kind == transport.Invalid || kind == transport.Permission || kind == transport.NotFound {
		err = nil
	}
	return told, err
}
