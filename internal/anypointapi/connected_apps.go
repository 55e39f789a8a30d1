package anypointapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// appPageSize is the largest page of connected apps.
const appPageSize = 20

// ConnectedApps are the connected apps of organizations.
type ConnectedApps struct {
	caller   *caller
	snapshot *coalesce.Snapshot[string, string, ConnectedApp]
	// writes to the apps of one organization come one after the other: Access
	// Management refuses changes under one parent that meet.
	writes keyedMutex[string]
	made   sync.Map // client ids of the apps that this run made
}

// ErrTwin is an app that is there already just as it is wanted.
var ErrTwin = errors.New("an app just like it exists already")

func newConnectedApps(caller *caller) *ConnectedApps {
	apps := &ConnectedApps{caller: caller}
	apps.snapshot = coalesce.NewSnapshot(apps.list, keepError)
	return apps
}

// List reads the connected apps of an organization, by name. An organization is
// listed once, twenty apps a call
// (GET /accounts/api/organizations/{organization}/connectedApplications).
func (a *ConnectedApps) List(ctx context.Context, organizationID string) ([]ConnectedApp, error) {
	found, err := a.snapshot.All(ctx, organizationID)
	if err != nil {
		return nil, err
	}
	apps := make([]ConnectedApp, 0, len(found))
	for _, app := range found {
		apps = append(apps, app)
	}
	slices.SortFunc(apps, func(one, other ConnectedApp) int {
		return cmp.Or(cmp.Compare(one.Name, other.Name), cmp.Compare(one.ClientID, other.ClientID))
	})
	return apps, nil
}

// Get reads one app, from the same listing as List. An app that the listing lacks
// is asked for by itself before it is [transport.NotFound]: it may be new, and the
// platform leaves those that it manages itself out of listings.
func (a *ConnectedApps) Get(ctx context.Context, key AppKey) (ConnectedApp, error) {
	app, found, err := a.snapshot.Get(ctx, key.OrganizationID, key.ClientID)
	if err != nil || found {
		return app, err
	}
	return a.Read(ctx, key)
}

// Find returns the app of an organization whose client id or name is reference.
//
// An app that does not exist is [transport.NotFound]; a name that several apps
// share is an error that lists them.
func (a *ConnectedApps) Find(ctx context.Context, organizationID, reference string) (ConnectedApp, error) {
	apps, err := a.List(ctx, organizationID)
	if err != nil {
		return ConnectedApp{}, err
	}
	var named []ConnectedApp
	for _, app := range apps {
		if app.ClientID == reference {
			return app, nil
		}
		if app.Name == reference {
			named = append(named, app)
		}
	}
	switch len(named) {
	case 0:
		return ConnectedApp{}, missing("no connected app of organization %s is called %q", organizationID, reference)
	case 1:
		return named[0], nil
	}
	ids := make([]string, len(named))
	for i, app := range named {
		ids[i] = app.ClientID
	}
	return ConnectedApp{}, fmt.Errorf("%d connected apps of organization %s are called %q: %s; use the client id of one of them",
		len(named), organizationID, reference, strings.Join(ids, ", "))
}

// Read reads one app by itself, which also tells its owner
// (GET …/connectedApplications/{client}).
func (a *ConnectedApps) Read(ctx context.Context, key AppKey) (ConnectedApp, error) {
	var app ConnectedApp
	if err := a.caller.do(ctx, call{operation: getConnectedApp(), segments: key.segments()}, &app); err != nil {
		return ConnectedApp{}, err
	}
	a.snapshot.Put(key.OrganizationID, app.ClientID, app)
	return app, nil
}

// Secret reads an app's secret, and keeps it nowhere
// (GET …/connectedApplications/{client}).
func (a *ConnectedApps) Secret(ctx context.Context, key AppKey) (string, error) {
	var answer struct {
		Secret string `json:"client_secret"`
	}
	err := a.caller.do(ctx, call{operation: getConnectedApp(), segments: key.segments()}, &answer)
	if err == nil && answer.Secret == "" {
		err = fmt.Errorf("the platform does not tell the secret of connected app %s", key.ClientID)
	}
	return answer.Secret, err
}

// Create makes an app (POST …/connectedApplications). When the answer was lost,
// Create looks whether the app was made all the same: for one of that name that
// was not there before.
func (a *ConnectedApps) Create(ctx context.Context, organizationID string, wanted AppChange) (ConnectedApp, error) {
	unlock, err := a.writes.lock(ctx, organizationID)
	if err != nil {
		return ConnectedApp{}, err
	}
	defer unlock()
	before, err := a.snapshot.All(ctx, organizationID)
	if err != nil {
		return ConnectedApp{}, err
	}
	if twin, has := a.twin(before, wanted); has {
		return twin, ErrTwin
	}
	var created ConnectedApp
	err = a.caller.do(ctx, call{operation: createConnectedApp(), segments: []string{organizationID}, body: wanted}, &created)
	if err == nil && created.ClientID == "" {
		err = fmt.Errorf("%w: the answer to a new connected app has no client id", transport.ErrNoAnswer)
	}
	if errors.Is(err, transport.ErrNoAnswer) {
		return a.findCreated(ctx, organizationID, wanted, before, err)
	}
	if err != nil {
		return ConnectedApp{}, err
	}
	a.made.Store(created.ClientID, nil)
	a.snapshot.Put(organizationID, created.ClientID, created)
	return created, nil
}

func (a *ConnectedApps) twin(listed map[string]ConnectedApp, wanted AppChange) (ConnectedApp, bool) {
	for clientID, app := range listed {
		if _, made := a.made.Load(clientID); !made && wanted.difference(app) == "" {
			return app, true
		}
	}
	return ConnectedApp{}, false
}

// findCreated looks for the app whose creation was not answered. It does so even
// when the caller has given up, so that no effect goes unseen.
func (a *ConnectedApps) findCreated(
	ctx context.Context, organizationID string, wanted AppChange, before map[string]ConnectedApp, failure error,
) (ConnectedApp, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	a.snapshot.Invalidate(organizationID)
	apps, err := a.List(ctx, organizationID)
	if err != nil {
		return ConnectedApp{}, failure
	}
	fresh := slices.DeleteFunc(apps, func(app ConnectedApp) bool {
		_, old := before[app.ClientID]
		return old || wanted.difference(app) != ""
	})
	if len(fresh) != 1 {
		return ConnectedApp{}, failure
	}
	a.made.Store(fresh[0].ClientID, nil)
	return fresh[0], nil
}

// ErrDidNotStick is a change that the platform accepted and does not show.
var ErrDidNotStick = errors.New("the platform accepted the change but does not show it")

// Update changes an app (PATCH …/connectedApplications/{client}). What the answer
// does not show as it was written is [ErrDidNotStick], beside the app as it is.
func (a *ConnectedApps) Update(ctx context.Context, key AppKey, change AppChange) (ConnectedApp, error) {
	if change.isEmpty() {
		return a.Get(ctx, key)
	}
	changed, err := a.patch(ctx, key, change, nil)
	if errors.Is(err, transport.ErrNoAnswer) && change.Secret == nil {
		changed, err = a.readChanged(ctx, key, change, err)
	}
	if err != nil {
		return ConnectedApp{}, err
	}
	if different := change.difference(changed); different != "" {
		return changed, fmt.Errorf("%w: %s", ErrDidNotStick, different)
	}
	return changed, nil
}

// readChanged reads an app whose change was not answered. Where it does not show
// the change, the failure stands.
func (a *ConnectedApps) readChanged(ctx context.Context, key AppKey, change AppChange, failure error) (ConnectedApp, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestSearch)
	defer cancel()
	app, err := a.Read(ctx, key)
	if err != nil || change.difference(app) != "" {
		return ConnectedApp{}, failure
	}
	return app, nil
}

// ResetSecret makes the platform generate a new secret for an app; the old one
// ends at once (PATCH …/connectedApplications/{client}?resetSecret=true).
func (a *ConnectedApps) ResetSecret(ctx context.Context, key AppKey) error {
	_, err := a.patch(ctx, key, AppChange{}, url.Values{"resetSecret": {"true"}})
	return err
}

func (a *ConnectedApps) patch(ctx context.Context, key AppKey, change AppChange, query url.Values) (ConnectedApp, error) {
	unlock, err := a.writes.lock(ctx, key.OrganizationID)
	if err != nil {
		return ConnectedApp{}, err
	}
	defer unlock()
	var changed ConnectedApp
	err = a.caller.do(ctx, call{operation: updateConnectedApp(), segments: key.segments(), query: query, body: change}, &changed)
	if err != nil {
		a.snapshot.Invalidate(key.OrganizationID)
		return ConnectedApp{}, err
	}
	a.snapshot.Put(key.OrganizationID, key.ClientID, changed)
	return changed, nil
}

// Delete removes an app, whose tokens end (DELETE …/connectedApplications/{client}).
// An app that is gone already is no error.
func (a *ConnectedApps) Delete(ctx context.Context, key AppKey) error {
	unlock, err := a.writes.lock(ctx, key.OrganizationID)
	if err != nil {
		return err
	}
	defer unlock()
	err = a.caller.do(ctx, call{operation: deleteConnectedApp(), segments: key.segments()}, nil)
	if err != nil && !transport.IsNotFound(err) {
		a.snapshot.Invalidate(key.OrganizationID)
		return err
	}
	a.snapshot.Drop(key.OrganizationID, key.ClientID)
	return nil
}

func (a *ConnectedApps) list(ctx context.Context, organizationID string) (map[string]ConnectedApp, error) {
	listed := map[string]ConnectedApp{}
	pages := listPages[ConnectedApp](ctx, a.caller, call{operation: listConnectedApps(), segments: []string{organizationID}}, appPageSize)
	for app, err := range pages {
		if err != nil {
			return nil, err
		}
		listed[app.ClientID] = app
	}
	return listed, nil
}
