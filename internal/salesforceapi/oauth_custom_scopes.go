package salesforceapi

import (
	"context"
	"fmt"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	objectScope           = "OauthCustomScope"
	objectScopeAssignment = "OauthCustomScopeApp"
)

// OAuthCustomScope is an OAuth scope of the organization's own.
type OAuthCustomScope struct {
	ID            ID     `json:"Id"`
	DeveloperName string `json:"DeveloperName"`
	Label         string `json:"MasterLabel"`
	Description   string `json:"Description"`
	// IsPublic shows the scope in the OpenID Connect discovery document.
	IsPublic bool `json:"IsPublic"`
}

func (s OAuthCustomScope) rowID() ID       { return s.ID }
func (s OAuthCustomScope) rowName() string { return s.DeveloperName }
func (s OAuthCustomScope) values() fields {
	return fields{
		"DeveloperName": s.DeveloperName, "MasterLabel": s.Label, "Description": s.Description, "IsPublic": s.IsPublic,
	}
}

func newOAuthCustomScopes(client *Client) *NamedRows[OAuthCustomScope] {
	return newNamedRows(client, objectScope, "OAuth custom scope", "Id, DeveloperName, MasterLabel, Description, IsPublic",
		func(scope OAuthCustomScope, id ID) OAuthCustomScope {
			scope.ID = id
			return scope
		})
}

// OAuthCustomScopeAssignment lets a connected app ask for a scope.
type OAuthCustomScopeAssignment struct {
	ID      ID `json:"Id"`
	ScopeID ID `json:"OauthCustomScopeId"`
	AppID   ID `json:"ConnectedApplicationId"`
}

// scopeKey is an assignment's natural key.
type scopeKey struct{ scope, app ID }

// OAuthCustomScopeAssignments are the scopes that connected apps may ask for.
// One listing answers all reads. External client apps name theirs in their own
// settings.
type OAuthCustomScopeAssignments struct {
	client *Client
	listed *coalesce.Snapshot[struct{}, scopeKey, OAuthCustomScopeAssignment]
}

func newOAuthCustomScopeAssignments(client *Client) *OAuthCustomScopeAssignments {
	list := func(ctx context.Context, _ struct{}) (map[scopeKey]OAuthCustomScopeAssignment, error) {
		found := map[scopeKey]OAuthCustomScopeAssignment{}
		const soql = "SELECT Id, OauthCustomScopeId, ConnectedApplicationId FROM OauthCustomScopeApp"
		for row, err := range Query[OAuthCustomScopeAssignment](ctx, client, soql) {
			if err != nil {
				return nil, err
			}
			found[scopeKey{row.ScopeID, row.AppID}] = row
		}
		return found, nil
	}
	return &OAuthCustomScopeAssignments{client: client, listed: coalesce.NewSnapshot(list, transport.IsLasting)}
}

// Get reads the assignment of a scope to an app. A missing one is an error of
// kind NotFound.
func (s *OAuthCustomScopeAssignments) Get(ctx context.Context, scopeID, appID ID) (OAuthCustomScopeAssignment, error) {
	row, found, err := s.listed.Get(ctx, struct{}{}, scopeKey{scopeID, appID})
	if err == nil && !found {
		err = missing(s.client.dataPath()+queryPath,
			fmt.Sprintf("the OAuth custom scope %s is not assigned to the app %s", scopeID, appID))
	}
	return row, err
}

// Create assigns a scope to an app. An assignment that exists is an error of kind
// Conflict.
func (s *OAuthCustomScopeAssignments) Create(
	ctx context.Context, scopeID, appID ID,
) (OAuthCustomScopeAssignment, error) {
	values := fields{"OauthCustomScopeId": scopeID, "ConnectedApplicationId": appID}
	id, err := s.client.rows.create(ctx, objectScopeAssignment, values)
	if err != nil {
		s.listed.Invalidate(struct{}{})
		return OAuthCustomScopeAssignment{}, err
	}
	row := OAuthCustomScopeAssignment{ID: id, ScopeID: scopeID, AppID: appID}
	s.listed.Put(struct{}{}, scopeKey{scopeID, appID}, row)
	return row, nil
}

// Delete takes a scope from an app. An assignment that is gone is an error of
// kind NotFound.
func (s *OAuthCustomScopeAssignments) Delete(ctx context.Context, row OAuthCustomScopeAssignment) error {
	err := s.client.rows.remove(ctx, objectScopeAssignment, row.ID)
	if err != nil && !transport.IsNotFound(err) {
		s.listed.Invalidate(struct{}{})
		return err
	}
	s.listed.Drop(struct{}{}, scopeKey{row.ScopeID, row.AppID})
	return err
}
