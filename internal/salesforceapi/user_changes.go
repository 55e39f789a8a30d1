package salesforceapi

import (
	"context"
	"fmt"
	"slices"
)

const objectUser = "User"

// UserDetails is a user with what its creation takes.
type UserDetails struct {
	ID            ID     `json:"Id"`
	Username      string `json:"Username"`
	FirstName     string `json:"FirstName"`
	LastName      string `json:"LastName"`
	Email         string `json:"Email"`
	Alias         string `json:"Alias"`
	ProfileID     ID     `json:"ProfileId"`
	IsActive      bool   `json:"IsActive"`
	FederationID  string `json:"FederationIdentifier"`
	TimeZone      string `json:"TimeZoneSidKey"`
	Locale        string `json:"LocaleSidKey"`
	EmailEncoding string `json:"EmailEncodingKey"`
	Language      string `json:"LanguageLocaleKey"`
}

const userDetailColumns = "Id, Username, FirstName, LastName, Email, Alias, ProfileId, IsActive, " +
	"FederationIdentifier, TimeZoneSidKey, LocaleSidKey, EmailEncodingKey, LanguageLocaleKey"

// values are the fields to be written; an empty optional one is null.
func (d UserDetails) values() fields {
	values := fields{
		"Username": d.Username, "LastName": d.LastName, "Email": d.Email, "Alias": d.Alias, "ProfileId": d.ProfileID,
		"IsActive": d.IsActive, "TimeZoneSidKey": d.TimeZone, "LocaleSidKey": d.Locale,
		"EmailEncodingKey": d.EmailEncoding, "LanguageLocaleKey": d.Language,
		"FirstName": nil, "FederationIdentifier": nil,
	}
	if d.FirstName != "" {
		values["FirstName"] = d.FirstName
	}
	if d.FederationID != "" {
		values["FederationIdentifier"] = d.FederationID
	}
	return values
}

// Details reads a user by its id, whatever is remembered of it. A missing one is
// an error of kind NotFound.
func (u *Users) Details(ctx context.Context, id ID) (UserDetails, error) {
	soql := "SELECT " + userDetailColumns + " FROM User WHERE Id = " + Quote(string(id))
	for user, err := range Query[UserDetails](ctx, u.client, soql) {
		return user, err
	}
	return UserDetails{}, missing(u.client.dataPath()+queryPath, fmt.Sprintf("there is no user %q", id))
}

// Create makes a user and returns its id. A username that anybody's organization
// has taken is an error of kind Conflict.
func (u *Users) Create(ctx context.Context, wanted UserDetails) (ID, error) {
	id, err := u.client.rows.create(ctx, objectUser, wanted.values())
	u.forget(wanted.Username, id)
	return id, err
}

// Update sets all fields of the user with wanted's id.
func (u *Users) Update(ctx context.Context, wanted UserDetails) error {
	err := u.client.rows.update(ctx, objectUser, wanted.ID, wanted.values())
	u.forget(wanted.Username, wanted.ID)
	return err
}

// Deactivate takes from a user the right to sign in: a user cannot be deleted.
func (u *Users) Deactivate(ctx context.Context, id ID) error {
	err := u.client.rows.update(ctx, objectUser, id, fields{"IsActive": false})
	u.forget("", id)
	return err
}

// forget drops what is remembered of a user, by whatever name, and keeps what a
// listing tells of it from being remembered.
func (u *Users) forget(username string, id ID) {
	u.mu.Lock()
	defer u.mu.Unlock()
	name, number := byName(username), byID(string(id))
	u.changed[name], u.changed[number] = true, true
	for way, user := range u.known {
		if user != nil && user.ID == id || way == name || way == number {
			delete(u.known, way)
		}
	}
}

// FindAll looks many users up by their usernames or ids, some hundreds per
// query. Those that do not exist are not among the found, which are by the
// references given.
func (u *Users) FindAll(ctx context.Context, references []string) (map[string]User, error) {
	asked := map[string][]string{}
	for _, reference := range references {
		column, value := "Username", byName(reference).value
		if IsID(reference, "005") {
			column, value = "Id", NormalizeID(reference)
		}
		if _, known := u.recall(lookup{by: byColumn(column), value: value}); !known {
			asked[column] = append(asked[column], value)
		}
	}
	for column, values := range asked {
		slices.Sort(values)
		for _, outcome := range u.query(ctx, column, slices.Compact(values)) {
			if outcome.Err != nil {
				return nil, outcome.Err
			}
		}
	}
	found := map[string]User{}
	for _, reference := range references {
		way := byName(reference)
		if IsID(reference, "005") {
			way = byID(reference)
		}
		if user, _ := u.recall(way); user != nil {
			found[reference] = *user
		}
	}
	return found, nil
}
