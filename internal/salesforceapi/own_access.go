package salesforceapi

import (
	"context"
	"fmt"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

// OwnUser is the user that the client acts as.
type OwnUser struct {
	ID        ID     `json:"Id"`
	Username  string `json:"Username"`
	ProfileID ID     `json:"ProfileId"`
	// UserType is Standard for the organization's own people.
	UserType string `json:"UserType"`
	IsActive bool   `json:"IsActive"`
}

// IsExternal tells a customer or partner.
func (u OwnUser) IsExternal() bool { return u.UserType != "" && u.UserType != "Standard" }

// OwnUserID is the id of the user that the client acts as, as the sign-in tells
// it; with an access token, as the session does. It is an error of kind NotFound
// where neither does.
func (c *Client) OwnUserID(ctx context.Context) (ID, error) {
	current, err := c.sessions.Get(ctx)
	switch {
	case err != nil:
		return "", err
	case current.user != "":
		return current.user, nil
	}
	caller, err := c.Caller(ctx)
	return caller.UserID, err
}

// OwnUser reads the user that the client acts as: a query of User. It fails as
// [Client.OwnUserID] does.
func (c *Client) OwnUser(ctx context.Context) (OwnUser, error) {
	id, err := c.OwnUserID(ctx)
	if err != nil {
		return OwnUser{}, err
	}
	return c.UserToActAs(ctx, id)
}

// UserToActAs reads a user whom the client may be about to act as: a query of User.
func (c *Client) UserToActAs(ctx context.Context, id ID) (OwnUser, error) {
	soql := "SELECT Id, Username, ProfileId, UserType, IsActive FROM User WHERE Id = " + Quote(string(id))
	for user, err := range Query[OwnUser](ctx, c, soql) {
		return user, err
	}
	return OwnUser{}, missing(c.dataPath()+queryPath, fmt.Sprintf("the organization does not show the user %s", id))
}

// HeldSet is what holds for a user at this moment.
type HeldSet struct {
	// ID is the row that makes it so.
	ID ID `json:"Id"`
	// PermissionSetID is the permission set, or the one that a group has of itself.
	PermissionSetID ID `json:"PermissionSetId"`
	// GroupID is the permission set group, if it is one.
	GroupID ID `json:"PermissionSetGroupId"`
}

// heldRow is an assignment with all that tells whether it holds.
type heldRow struct {
	HeldSet

	Expiration *dateTime `json:"ExpirationDate"`
	IsActive   bool      `json:"IsActive"`
	IsRevoked  bool      `json:"IsRevoked"`
}

// HeldBy reads the permission sets and groups that a user holds now, straight from
// the platform: a query of PermissionSetAssignment.
func (a *PermissionSetAssignments) HeldBy(ctx context.Context, user ID) ([]HeldSet, error) {
	var held []HeldSet
	soql := "SELECT Id, PermissionSetId, PermissionSetGroupId, ExpirationDate, IsActive, IsRevoked FROM PermissionSetAssignment " +
		"WHERE AssigneeId = " + Quote(string(user))
	for row, err := range Query[heldRow](ctx, a.client, soql) {
		if err != nil {
			return nil, err
		}
		if over := row.Expiration != nil && row.Expiration.time().Before(time.Now()); row.IsActive && !row.IsRevoked && !over {
			held = append(held, row.HeldSet)
		}
	}
	return held, nil
}

// HeldAtFirst are the permission sets and groups that a user held when the client
// first asked, by the rows that make it so: one call, however often it is asked.
func (a *PermissionSetAssignments) HeldAtFirst(ctx context.Context, user ID) (map[ID]HeldSet, error) {
	return a.held.All(ctx, user)
}

func (a *PermissionSetAssignments) listHeld(ctx context.Context, user ID) (map[ID]HeldSet, error) {
	held, err := a.HeldBy(ctx, user)
	found := make(map[ID]HeldSet, len(held))
	for _, one := range held {
		found[one.ID] = one
	}
	return found, err
}

// Own is the app that the client signs in with, found by its consumer key among
// all definitions, which are read once: readMetadata, or above ten a retrieve. The
// error is of kind NotFound where the key is not known or no definition here has
// it, as with an app that is installed from another organization.
func (a *Apps) Own(ctx context.Context) (App, error) {
	id, err := a.own.Get(ctx)
	switch {
	case err != nil:
		return App{}, err
	case id == "":
		return App{}, a.missing("none of the organization's own apps is known to be the one that the provider signs in with")
	}
	return a.Find(ctx, string(id))
}

// findOwn looks for the app with the client's consumer key, or nothing.
func (a *Apps) findOwn(ctx context.Context) (ID, error) {
	key := a.client.OwnApp().ConsumerKey
	if key == "" {
		return "", nil
	}
	name, err := a.client.ConnectedApps.withKey(ctx, key)
	if err != nil {
		return "", err
	}
	find := a.FindConnected
	if name == "" {
		find = a.FindExternal
		if name, err = a.client.ExternalClientApps.withKey(ctx, key); err != nil {
			return "", err
		}
	}
	if name == "" {
		return "", nil
	}
	app, err := find(ctx, name)
	return app.ID, err
}

// withKey is the name of the app with that consumer key, or empty.
func (a *ConnectedApps) withKey(ctx context.Context, key string) (string, error) {
	listed, err := a.client.Apps.names.All(ctx, struct{}{})
	if err != nil {
		return "", err
	}
	names := make([]string, 0, len(listed))
	for name := range listed {
		names = append(names, name)
	}
	read := a.client.metadata.readTypes
	if len(names) > metadataLimit {
		read = a.client.metadata.retrieve
	}
	records, err := read(ctx, map[string][]string{typeConnectedApp: names})
	if err != nil {
		return "", err
	}
	for _, record := range records[typeConnectedApp] {
		var app ConnectedApp
		if err := decodeComponent(record.Content, &app); err != nil {
			return "", err
		}
		if app.OAuthConfig != nil && textOf(app.OAuthConfig.ConsumerKey) == key {
			return record.FullName, nil
		}
	}
	return "", nil
}

// withKey is the name of the app with that consumer key, or empty. Who may not
// see external client apps finds none.
func (a *ExternalClientApps) withKey(ctx context.Context, key string) (string, error) {
	all, err := a.all.All(ctx, struct{}{})
	if transport.IsPermission(err) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	for _, app := range all {
		if app.GlobalOAuth != nil && textOf(app.GlobalOAuth.ConsumerKey) == key {
			return app.Name, nil
		}
	}
	return "", nil
}
