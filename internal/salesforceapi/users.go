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
// that not all are listed: look-ups that come close together travel in one query,
// and each outcome is remembered. After a few queries, pages of all users are
// read as well.
type Users struct {
	client  *Client
	queries *coalesce.Batcher[string, string, *User]
	listing userListing

	mu      sync.Mutex
	known   map[lookup]*User // nil for a user that does not exist
	changed map[lookup]bool  // those that this run writes
}

func newUsers(client *Client) *Users {
	u := &Users{client: client, known: map[lookup]*User{}, changed: map[lookup]bool{}}
	u.queries = &coalesce.Batcher[string, string, *User]{
		Limit: collectionLimit, Quiet: readQuiet, Longest: readLongest, Run: u.query,
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
		u.readAhead(ctx)
		if err := u.lookUp(ctx, column, chunk, found); err != nil {
			return coalesce.Failed[*User](len(values), err)
		}
	}
	outcomes := make([]coalesce.Outcome[*User], len(values))
	for i, value := range values {
		outcomes[i].Value = found[value]
	}
	return outcomes
}

// lookUp finds users by the values of a column, and asks for those that are not
// known yet.
func (u *Users) lookUp(ctx context.Context, column string, values []string, found map[string]*User) error {
	by := byColumn(column)
	var unknown []string
	for _, value := range values {
		user, known := u.recall(lookup{by: by, value: value})
		if found[value] = user; !known {
			unknown = append(unknown, value)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	u.listing.queries.Add(1)
	soql := "SELECT " + userColumns + " FROM User WHERE " + column + " IN " + In(unknown)
	for user, err := range Query[User](ctx, u.client, soql) {
		if err != nil {
			return err
		}
		found[strings.ToLower(user.Username)], found[string(user.ID)] = &user, &user
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, value := range unknown {
		u.known[lookup{by: by, value: value}] = found[value]
	}
	return nil
}

func byColumn(column string) string {
	if column == "Id" {
		return "id"
	}
	return "name"
}
