package salesforceapi

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const objectSetupEntityAccess = "SetupEntityAccess"

// SetupEntityAccess is the grant of an app to a permission set, or to the
// profile that owns it.
type SetupEntityAccess struct {
	ID       ID `json:"Id"`
	ParentID ID `json:"ParentId"`
	AppID    ID `json:"SetupEntityId"`
}

// grantKey is a grant's natural key.
type grantKey struct{ app, parent ID }

// SetupEntityAccessRows are the grants of all connected apps and external client
// apps. One listing answers all reads. Rows have no update.
type SetupEntityAccessRows struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, grantKey, SetupEntityAccess]
}

func newSetupEntityAccessRows(client *Client) *SetupEntityAccessRows {
	list := func(ctx context.Context, _ struct{}) (map[grantKey]SetupEntityAccess, error) {
		found := map[grantKey]SetupEntityAccess{}
		const soql = "SELECT Id, ParentId, SetupEntityId FROM SetupEntityAccess " +
			"WHERE SetupEntityType IN ('ConnectedApplication','ExternalClientApplication')"
		for row, err := range Query[SetupEntityAccess](ctx, client, soql) {
			if err != nil {
				return nil, err
			}
			found[grantKey{row.AppID, row.ParentID}] = row
		}
		return found, nil
	}
	return &SetupEntityAccessRows{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Get reads the grant of an app to a permission set. A missing one is an error
// of kind NotFound.
func (s *SetupEntityAccessRows) Get(ctx context.Context, appID, parentID ID) (SetupEntityAccess, error) {
	row, found, err := s.listed.Get(ctx, struct{}{}, grantKey{appID, parentID})
	if err == nil && !found {
		err = missing(s.client.dataPath()+queryPath,
			fmt.Sprintf("the app %s is not granted to the permission set %s", appID, parentID))
	}
	return row, err
}

// Begin starts to list the rows while the caller reads something else.
func (s *SetupEntityAccessRows) Begin(ctx context.Context) { s.listed.Begin(ctx, struct{}{}) }

// OfApp reads the grants of an app, in the order of their ids.
func (s *SetupEntityAccessRows) OfApp(ctx context.Context, appID ID) ([]SetupEntityAccess, error) {
	return s.where(ctx, func(key grantKey) bool { return key.app == appID })
}

// OfParent reads the grants of a permission set: the apps that it carries.
func (s *SetupEntityAccessRows) OfParent(ctx context.Context, parentID ID) ([]SetupEntityAccess, error) {
	return s.where(ctx, func(key grantKey) bool { return key.parent == parentID })
}

func (s *SetupEntityAccessRows) where(ctx context.Context, holds func(grantKey) bool) ([]SetupEntityAccess, error) {
	all, err := s.listed.All(ctx, struct{}{})
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(all, func(key grantKey, _ SetupEntityAccess) bool { return !holds(key) })
	return slices.SortedFunc(maps.Values(all), func(a, b SetupEntityAccess) int {
		return strings.Compare(string(a.ID), string(b.ID))
	}), nil
}

// Create grants an app to a permission set. A grant that exists is an error of
// kind Conflict.
func (s *SetupEntityAccessRows) Create(ctx context.Context, appID, parentID ID) (SetupEntityAccess, error) {
	id, err := s.client.rows.create(ctx, objectSetupEntityAccess, fields{"ParentId": parentID, "SetupEntityId": appID})
	if err != nil {
		s.forget()
		return SetupEntityAccess{}, err
	}
	row := SetupEntityAccess{ID: id, ParentID: parentID, AppID: appID}
	s.listed.Put(struct{}{}, grantKey{appID, parentID}, row)
	return row, nil
}

// Delete withdraws a grant. One that is gone is an error of kind NotFound.
func (s *SetupEntityAccessRows) Delete(ctx context.Context, row SetupEntityAccess) error {
	err := s.client.rows.remove(ctx, objectSetupEntityAccess, row.ID)
	if err != nil && !transport.IsNotFound(err) {
		s.forget()
		return err
	}
	s.listed.Drop(struct{}{}, grantKey{row.AppID, row.ParentID})
	return err
}

// forget drops the listing when a write may have changed what it holds.
func (s *SetupEntityAccessRows) forget() { s.listed.Invalidate(struct{}{}) }
