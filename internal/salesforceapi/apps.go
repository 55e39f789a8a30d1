package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// ErrInstalledApp tells that an app's definition lives in another organization,
// so that its policy can be changed in Setup alone.
var ErrInstalledApp = errors.New("the app is installed from another organization: " +
	"its policy can be changed in Setup alone (Manage Connected Apps)")

// App is an app as the organization that uses it knows it.
type App struct {
	ID ID
	// DeveloperName is empty for an installed app that does not tell it.
	DeveloperName string
	Label         string
	// Approved tells that only those may use the app whom it is granted to.
	Approved bool
	// Installed tells that the definition lives in another organization.
	Installed bool

	// external tells an external client app from a connected app.
	external bool
	// settled tells that Installed was confirmed, not only concluded from a
	// listing that may lag behind.
	settled bool
}

// Apps are all connected apps and external client apps that the organization
// knows. Two listings, of the ConnectedApplication rows and of the ConnectedApp
// components, answer the reads of connected apps, and one those of external ones.
type Apps struct {
	client   *Client
	rows     *coalesce.Snapshot[struct{}, ID, App]
	names    *coalesce.Snapshot[struct{}, string, ID]
	files    *coalesce.Snapshot[struct{}, string, fileProperties]
	tooling  *coalesce.Snapshot[struct{}, ID, applicationRow]
	external *coalesce.Snapshot[struct{}, ID, App]
	own      *coalesce.Shared[ID]
}

func newApps(client *Client) *Apps {
	a := &Apps{client: client, external: newExternalApps(client)}
	a.files = coalesce.NewSnapshot(a.listFiles, transport.IsLasting)
	a.names = coalesce.NewSnapshot(a.listNames, transport.IsLasting)
	a.tooling = coalesce.NewSnapshot(a.listTooling, transport.IsLasting)
	a.rows = coalesce.NewSnapshot(a.listRows, transport.IsLasting)
	a.own = coalesce.NewShared(a.findOwn, transport.IsLasting)
	return a
}

// forget drops the listings after an app was created or deleted.
func (a *Apps) forget() {
	a.files.Invalidate(struct{}{})
	a.names.Invalidate(struct{}{})
	a.tooling.Invalidate(struct{}{})
	a.rows.Invalidate(struct{}{})
}

// applicationRow is a row of ConnectedApplication. Name is the label; the
// developer name is told by the Tooling interface alone.
type applicationRow struct {
	ID            ID     `json:"Id"`
	Name          string `json:"Name"`
	Approved      bool   `json:"OptionsAllowAdminApprovedUsersOnly"`
	DeveloperName string `json:"DeveloperName"`
}

// listFiles reads what the listing of components tells of connected apps, by full
// name: listMetadata.
func (a *Apps) listFiles(ctx context.Context, _ struct{}) (map[string]fileProperties, error) {
	listed, err := a.client.metadata.list(ctx, typeConnectedApp)
	files := make(map[string]fileProperties, len(listed))
	for _, file := range listed {
		files[file.FullName] = file
	}
	return files, err
}

// stateInstalled is the state of components that came from another organization.
const stateInstalled = "installed"

// isInstalled tells that a component came from another organization, or from a
// package of this one, which only its definition tells.
func (f fileProperties) isInstalled() bool {
	return f.ManageableState == stateInstalled || f.NamespacePrefix != ""
}

// listNames are the developer names of the apps that are defined here, with their
// ids where the listing tells them.
func (a *Apps) listNames(ctx context.Context, _ struct{}) (map[string]ID, error) {
	files, err := a.files.All(ctx, struct{}{})
	names := map[string]ID{}
	for name, file := range files {
		if !file.isInstalled() {
			names[name] = ID(NormalizeID(file.ID))
		}
	}
	return names, err
}

// listRows reads all apps and joins the listed components to them. What the
// listing tells of an app needs no further question.
func (a *Apps) listRows(ctx context.Context, _ struct{}) (map[ID]App, error) {
	const soql = "SELECT Id, Name, OptionsAllowAdminApprovedUsersOnly FROM ConnectedApplication"
	rows, err := collect[applicationRow](ctx, a.client, queryPath, soql)
	if err != nil {
		return nil, err
	}
	files, err := a.files.All(ctx, struct{}{})
	if err != nil {
		return nil, err
	}
	byID := map[ID]fileProperties{}
	for _, file := range files {
		if file.ID != "" {
			byID[ID(NormalizeID(file.ID))] = file
		}
	}
	apps := map[ID]App{}
	for _, row := range rows {
		file, listed := byID[row.ID]
		apps[row.ID] = App{
			ID: row.ID, DeveloperName: file.FullName, Label: row.Name, Approved: row.Approved,
			Installed: !listed || file.isInstalled(),
			settled:   file.ManageableState == stateInstalled || listed && !file.isInstalled(),
		}
	}
	return apps, nil
}

// List yields all apps in the order of their labels. External client apps are
// left out where the signed-in user may not see them.
func (a *Apps) List(ctx context.Context) iter.Seq2[App, error] {
	return func(yield func(App, error) bool) {
		all, err := a.rows.All(ctx, struct{}{})
		if err != nil {
			yield(App{}, err)
			return
		}
		external, err := a.external.All(ctx, struct{}{})
		if err != nil && !transport.IsPermission(err) {
			yield(App{}, err)
			return
		}
		maps.Copy(all, external)
		sorted := slices.SortedFunc(maps.Values(all), func(x, y App) int {
			return strings.Compare(x.Label+string(x.ID), y.Label+string(y.ID))
		})
		for _, app := range sorted {
			if !yield(app, nil) {
				return
			}
		}
	}
}

// Find looks an app up by its developer name or its id (0H4…, 0xI…). A missing
// one is an error of kind NotFound; a name that a connected and an external
// client app share is one of kind Conflict.
func (a *Apps) Find(ctx context.Context, reference string) (App, error) {
	if IsID(reference, "0H4") {
		return a.findID(ctx, ID(NormalizeID(reference)))
	}
	if IsID(reference, "0xI") {
		return a.FindExternal(ctx, reference)
	}
	return a.findName(ctx, reference)
}

// FindByLabel looks a connected app up by the name that people see. A missing one is an
// error of kind NotFound; a label that several apps share is one of kind Conflict.
func (a *Apps) FindByLabel(ctx context.Context, label string) (App, error) {
	all, err := a.rows.All(ctx, struct{}{})
	if err != nil {
		return App{}, err
	}
	var found []App
	for _, app := range all {
		if app.Label == label {
			found = append(found, app)
		}
	}
	switch len(found) {
	case 0:
		return App{}, a.missing(fmt.Sprintf("there is no connected app with the label %q", label))
	case 1:
		return a.settle(ctx, found[0])
	}
	return App{}, &transport.Error{
		Service: service, Method: "GET", Path: a.client.dataPath() + queryPath, Status: 200, Kind: transport.Conflict,
		Message: fmt.Sprintf("%d connected apps have the label %q", len(found), label),
	}
}

func (a *Apps) missing(message string) error {
	return missing(a.client.dataPath()+queryPath, message)
}

func (a *Apps) findID(ctx context.Context, id ID) (App, error) {
	app, found, err := a.rows.Get(ctx, struct{}{}, id)
	if err != nil {
		return App{}, err
	}
	if !found {
		return App{}, a.missing(fmt.Sprintf("there is no connected app with the id %q", id))
	}
	return a.settle(ctx, app)
}

// listedName looks for a connected app among those whose names are known.
func (a *Apps) listedName(ctx context.Context, name string) (App, bool, error) {
	all, err := a.rows.All(ctx, struct{}{})
	if err != nil {
		return App{}, false, err
	}
	for _, app := range all {
		if app.DeveloperName != "" && strings.EqualFold(app.DeveloperName, name) {
			return app, true, nil
		}
	}
	return App{}, false, nil
}

// SetApproved lets only those use the app whom it is granted to, or withdraws
// that: read, change and write of its definition. It fails with
// [ErrInstalledApp] for an app whose definition lives elsewhere, and when the
// platform took the change but does not show it.
func (a *Apps) SetApproved(ctx context.Context, app App, approved bool) error {
	if app.Installed {
		return fmt.Errorf("%s: %w", app.Label, ErrInstalledApp)
	}
	if app.Kind() == ExternalKind {
		return a.setExternalApproved(ctx, app, approved)
	}
	withOAuth := true
	changed, err := a.client.ConnectedApps.Update(ctx, app.DeveloperName, func(definition *ConnectedApp) {
		if withOAuth = definition.OAuthConfig != nil; withOAuth {
			definition.OAuthConfig.IsAdminApproved = &approved
		}
	})
	if err != nil {
		a.rows.Invalidate(struct{}{})
		return err
	}
	if !withOAuth {
		return fmt.Errorf("the connected app %q has no OAuth settings, so it calls no API and cannot be approved", app.DeveloperName)
	}
	if isApproved(changed) != approved {
		a.rows.Invalidate(struct{}{})
		return fmt.Errorf("the change of the connected app %q was taken without an error, "+
			"but its \"admin approved users are pre-authorized\" is still %t", app.DeveloperName, !approved)
	}
	app.Approved = approved
	a.rows.Put(struct{}{}, app.ID, app)
	return nil
}

func isApproved(definition *ConnectedApp) bool {
	return definition.OAuthConfig != nil && definition.OAuthConfig.IsAdminApproved != nil &&
		*definition.OAuthConfig.IsAdminApproved
}
