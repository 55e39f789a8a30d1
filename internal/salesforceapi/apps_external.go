package salesforceapi

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// AppKind is where an app's definition lives and of which sort it is.
type AppKind string

// The kinds of apps.
const (
	// ConnectedKind is a connected app of the organization's own.
	ConnectedKind AppKind = "connected"
	// ExternalKind is an external client app.
	ExternalKind AppKind = "external"
	// InstalledKind is a connected app that is installed from another organization.
	InstalledKind AppKind = "installed"
)

// Kind tells what sort of app it is.
func (a App) Kind() AppKind {
	switch {
	case a.external:
		return ExternalKind
	case a.Installed:
		return InstalledKind
	}
	return ConnectedKind
}

// externalRow is a row of ExternalClientApplication.
type externalRow struct {
	ID            ID     `json:"Id"`
	DeveloperName string `json:"DeveloperName"`
	Label         string `json:"MasterLabel"`
	Namespace     string `json:"NamespacePrefix"`
}

// policyRow is a row of ExtlClntAppOauthPlcyCnfg.
type policyRow struct {
	AppID          ID     `json:"ExternalClientApplicationId"`
	PermittedUsers string `json:"PermittedUsersPolicyType"`
}

func newExternalApps(client *Client) *coalesce.Snapshot[struct{}, ID, App] {
	return coalesce.NewSnapshot(func(ctx context.Context, _ struct{}) (map[ID]App, error) {
		return listExternalApps(ctx, client)
	}, transport.IsLasting)
}

// listExternalApps reads all external client apps: queries of
// ExternalClientApplication and of the policies.
func listExternalApps(ctx context.Context, client *Client) (map[ID]App, error) {
	apps := map[ID]App{}
	const soql = "SELECT Id, DeveloperName, MasterLabel, NamespacePrefix FROM ExternalClientApplication"
	for row, err := range Query[externalRow](ctx, client, soql) {
		if err != nil {
			return nil, err
		}
		name := row.DeveloperName
		if row.Namespace != "" {
			name = row.Namespace + "__" + name
		}
		apps[row.ID] = App{
			ID: row.ID, DeveloperName: name, Label: row.Label, Installed: row.Namespace != "",
			external: true, settled: true,
		}
	}
	if len(apps) == 0 {
		return apps, nil
	}
	return apps, approveExternalApps(ctx, client, apps)
}

// approveExternalApps tells which of the apps are approved. Where the policies
// cannot be queried, which is for the platform's own use, their definitions are read.
func approveExternalApps(ctx context.Context, client *Client, apps map[ID]App) error {
	const soql = "SELECT ExternalClientApplicationId, PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg"
	for row, err := range Query[policyRow](ctx, client, soql) {
		if kind := transport.KindOf(err); kind == transport.Permission || kind == transport.Invalid {
			return approveByDefinition(ctx, client, apps)
		}
		if err != nil {
			return err
		}
		if app, known := apps[row.AppID]; known {
			app.Approved = row.PermittedUsers == AdminApprovedPreAuthorized
			apps[row.AppID] = app
		}
	}
	return nil
}

func approveByDefinition(ctx context.Context, client *Client, apps map[ID]App) error {
	definitions, err := client.ExternalClientApps.all.All(ctx, struct{}{})
	if err != nil {
		return err
	}
	for id, app := range apps {
		definition := definitions[strings.ToLower(app.DeveloperName)]
		app.Approved = definition.approved()
		apps[id] = app
	}
	return nil
}

// approved tells whether only those may use the app whom it is granted to.
func (a *ExternalClientApp) approved() bool {
	return a.OAuthPolicies != nil && textOf(a.OAuthPolicies.PermittedUsers) == AdminApprovedPreAuthorized
}

// forgetExternal drops the listing after an external client app changed.
func (a *Apps) forgetExternal() { a.external.Invalidate(struct{}{}) }

// FindConnected looks a connected app up by its developer name or its id (0H4…),
// without a look at external client apps. A missing one is an error of kind
// NotFound.
func (a *Apps) FindConnected(ctx context.Context, reference string) (App, error) {
	if IsID(reference, "0H4") {
		return a.findID(ctx, ID(NormalizeID(reference)))
	}
	if app, found, err := a.listedName(ctx, reference); err != nil || found {
		return app, err
	}
	return a.findUnlisted(ctx, reference)
}

// FindExternal looks an external client app up by its developer name or its id
// (0xI…). A missing one is an error of kind NotFound.
func (a *Apps) FindExternal(ctx context.Context, reference string) (App, error) {
	if IsID(reference, "0xI") {
		app, found, err := a.external.Get(ctx, struct{}{}, ID(NormalizeID(reference)))
		if err == nil && !found {
			err = a.missing(fmt.Sprintf("there is no external client app with the id %q", reference))
		}
		return app, err
	}
	all, err := a.external.All(ctx, struct{}{})
	if err != nil {
		return App{}, err
	}
	for _, app := range all {
		if strings.EqualFold(app.DeveloperName, reference) {
			return app, nil
		}
	}
	return App{}, a.missing(fmt.Sprintf("there is no external client app named %q", reference))
}

// findName looks for an app of either sort. A name that two apps share is an
// error of kind Conflict: only their ids tell them apart.
func (a *Apps) findName(ctx context.Context, name string) (App, error) {
	connected, listed, err := a.listedName(ctx, name)
	if err != nil {
		return App{}, err
	}
	external, unseen := a.FindExternal(ctx, name)
	switch {
	case unseen != nil && !transport.IsNotFound(unseen) && !transport.IsPermission(unseen):
		return App{}, unseen
	case unseen == nil && listed:
		return App{}, &transport.Error{
			Service: service, Method: "GET", Path: a.client.dataPath() + queryPath, Status: 200, Kind: transport.Conflict,
			Message: fmt.Sprintf("a connected app (%s) and an external client app (%s) are named %q: name the one by its id",
				connected.ID, external.ID, name),
		}
	case unseen == nil:
		return external, nil
	case listed:
		return connected, nil
	}
	app, err := a.findUnlisted(ctx, name)
	if transport.IsNotFound(err) && transport.IsPermission(unseen) {
		err = fmt.Errorf("%w; external client apps cannot be looked at: %w", err, unseen)
	}
	return app, err
}

// setExternalApproved sets whom the OAuth policy of an external client app lets
// use it, and looks whether the platform kept it.
func (a *Apps) setExternalApproved(ctx context.Context, app App, approved bool) error {
	permitted := AllSelfAuthorized
	if approved {
		permitted = AdminApprovedPreAuthorized
	}
	changed, err := a.client.ExternalClientApps.Update(ctx, app.DeveloperName, ExternalClientAppChange{
		OAuthPolicies: func(policies *ExternalClientAppOAuthPolicies) { policies.PermittedUsers = &permitted },
	})
	if partial, is := errors.AsType[*PartialAppError](err); is {
		return partial.Err // nothing was to be made
	}
	if err != nil {
		return err
	}
	if changed.approved() != approved {
		return fmt.Errorf("the change of the external client app %q was taken without an error, "+
			"but its permitted users are still %q: %w", app.DeveloperName,
			textOf(changed.OAuthPolicies.PermittedUsers), ErrDidNotStick)
	}
	app.Approved = approved
	a.external.Put(struct{}{}, app.ID, app)
	return nil
}

// ErrDidNotStick tells that the platform took a change without an error and does
// not show it afterwards.
var ErrDidNotStick = errors.New("the change did not stick")

// CheckExternal tells why external client apps are left out of [Apps.List], or
// nothing.
func (a *Apps) CheckExternal(ctx context.Context) error {
	_, err := a.external.All(ctx, struct{}{})
	return err
}
