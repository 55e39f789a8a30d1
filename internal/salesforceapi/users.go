package salesforceapi

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
)

// User is a user.
type User struct {
	ID        ID     `json:"Id"`
	Username  string `json:"Username"`
	Name      string `json:"Name"`
	Email     string `json:"Email"`
	IsActive  bool   `json:"IsActive"`
	ProfileID ID     `json:"ProfileId"`
}

// Users are the organization's users. An organization may have very many, so
// they are not listed: look-ups that come close together travel in one query,
// and each outcome is remembered.
type Users struct {
	client  *Client
	queries *coalesce.Batcher[string, string, *User]

	mu    sync.Mutex
	known map[lookup]*User // nil for a user that does not exist
}

func newUsers(client *Client) *Users {
	u := &Users{client: client, known: map[lookup]*User{}}
	u.queries = &coalesce.Batcher[string, string, *User]{
		Limit: collectionLimit, Quiet: quiet, Longest: longest, Run: u.query,
	}
	return u
}

// Find looks a user up by the username or the id (005…). A missing one is an
// error of kind NotFound.
func (u *Users) Find(ctx context.Context, reference string) (User, error) {
	way, column := byName(reference), "Username"
	if IsID(reference, "005") {
		way, column = byID(reference), "Id"
	}
	user, known := u.recall(way)
	if !known {
		var err error
		if user, err = u.queries.Do(ctx, column, way.value); err != nil {
			return User{}, err
		}
	}
	if user == nil {
		return User{}, missing(u.client.dataPath()+queryPath, fmt.Sprintf("there is no user %q", reference))
	}
	return *user, nil
}

func (u *Users) recall(way lookup) (*User, bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	user, known := u.known[way]
	return user, known
}

// query looks for the users whose column has one of the values.
func (u *Users) query(ctx context.Context, column string, values []string) []coalesce.Outcome[*User] {
	found := map[string]*User{}
	for chunk := range chunks(values) {
		soql := "SELECT " + userColumns + " FROM User WHERE " + column + " IN " + In(chunk)
		for user, err := range Query[User](ctx, u.client, soql) {
			if err != nil {
				return coalesce.Failed[*User](len(values), err)
			}
			found[strings.ToLower(user.Username)], found[string(user.ID)] = &user, &user
		}
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	outcomes := make([]coalesce.Outcome[*User], len(values))
	for i, value := range values {
		outcomes[i].Value = found[value]
		u.known[lookup{by: byColumn(column), value: value}] = found[value]
	}
	return outcomes
}

func byColumn(column string) string {
	if column == "Id" {
		return "id"
	}
	return "name"
}
