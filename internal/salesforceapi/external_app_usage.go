package salesforceapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/apiaccess/terraform-provider-apiaccess/internal/coalesce"
	"github.com/apiaccess/terraform-provider-apiaccess/internal/transport"
)

const (
	usagePath     = "/apps/oauth/usage"
	usagePageSize = 100
)

// ExternalAppUsage is who uses external client apps, which OauthToken does not tell.
// Each listing is read once.
type ExternalAppUsage struct {
	client *Client
	apps   *coalesce.Snapshot[struct{}, ID, string]
	users  *coalesce.Snapshot[ID, ID, *time.Time]
}

func newExternalAppUsage(client *Client) *ExternalAppUsage {
	u := &ExternalAppUsage{client: client}
	u.apps = coalesce.NewSnapshot(u.listApps, transport.IsLasting)
	u.users = coalesce.NewSnapshot(u.listUsers, transport.IsLasting)
	return u
}

// Apps reads the external client apps that were ever used, by their ids, with their
// developer names: GET /apps/oauth/usage, a hundred to a call.
func (u *ExternalAppUsage) Apps(ctx context.Context) (map[ID]string, error) {
	return u.apps.All(ctx, struct{}{})
}

// LastUsed is when anybody last used an app, or nil: GET /apps/oauth/usage/{id}/users,
// a hundred to a call. The error for an app without usage is of kind NotFound.
func (u *ExternalAppUsage) LastUsed(ctx context.Context, app ID) (*time.Time, error) {
	users, err := u.users.All(ctx, app)
	var latest *time.Time
	for _, used := range users {
		if used != nil && (latest == nil || latest.Before(*used)) {
			latest = used
		}
	}
	return latest, err
}

func (u *ExternalAppUsage) listApps(ctx context.Context, _ struct{}) (map[ID]string, error) {
	type usedApp struct {
		ID   ID     `json:"identifier"`
		Name string `json:"developerName"`
	}
	found := map[ID]string{}
	err := eachPage(ctx, u.client, usagePath, "apps", func(app usedApp) { found[ID(NormalizeID(string(app.ID)))] = app.Name })
	return found, err
}

func (u *ExternalAppUsage) listUsers(ctx context.Context, app ID) (map[ID]*time.Time, error) {
	type user struct {
		ID       ID        `json:"userIdentifier"`
		LastUsed *dateTime `json:"lastUsedAt"`
	}
	found := map[ID]*time.Time{}
	err := eachPage(ctx, u.client, usagePath+"/"+url.PathEscape(string(app))+"/users", "users",
		func(one user) { found[one.ID] = one.LastUsed.time() })
	return found, err
}

// eachPage reads all pages of a list of the Connect interface.
func eachPage[T any](ctx context.Context, client *Client, path, list string, each func(T)) error {
	for page := 0; ; page++ {
		var answer map[string]json.RawMessage
		query := url.Values{"page": {strconv.Itoa(page)}, "pageSize": {strconv.Itoa(usagePageSize)}}
		if err := client.do(ctx, call{method: http.MethodGet, path: path, query: query, safe: true}, &answer); err != nil {
			return err
		}
		var items []T
		var next *string
		if err := errors.Join(decodePart(answer[list], &items), decodePart(answer["nextPageUrl"], &next)); err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
		for _, item := range items {
			each(item)
		}
		if next == nil || len(items) == 0 {
			return nil
		}
	}
}

// decodePart decodes a part of an answer that may be missing.
func decodePart(part json.RawMessage, into any) error {
	if len(part) == 0 {
		return nil
	}
	return json.Unmarshal(part, into)
}
