package salesforceapi

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

const (
	// tokenLimit is how many rows of OauthToken a query gives at most.
	tokenLimit = 2500
	// tokenUsers is how many users one query about their tokens names.
	tokenUsers = 300
)

// OAuthToken is the use of an app by a user. The row's references to the token
// itself, by which it could be revoked, are not read.
type OAuthToken struct {
	// AppName is the app's label; nothing else tells the app.
	AppName  string
	UserID   ID
	UseCount int64
	// LastUsed is nil for a token that was never used.
	LastUsed *time.Time
}

type tokenRow struct {
	AppName  string    `json:"AppName"`
	UserID   ID        `json:"UserId"`
	UseCount int64     `json:"UseCount"`
	LastUsed *dateTime `json:"LastUsedDate"`
}

// OAuthTokens reads the tokens of connected apps of all users: a query of
// OauthToken. Since the platform gives 2,500 of them at most, more are asked for
// by user. Complete is false when even one user has more. They are read once.
func (c *Client) OAuthTokens(ctx context.Context) (tokens []OAuthToken, complete bool, err error) {
	told, err := c.tokensInUse.Get(ctx)
	if err != nil {
		return nil, false, err
	}
	return slices.Clone(told.tokens), told.complete, nil
}

// toldTokens are the tokens that the platform tells of.
type toldTokens struct {
	tokens   []OAuthToken
	complete bool
}

func (c *Client) readTokens(ctx context.Context) (*toldTokens, error) {
	tokens, err := c.tokens(ctx, "")
	if err != nil || len(tokens) < tokenLimit {
		return &toldTokens{tokens, true}, err
	}
	var users []ID
	for user, err := range c.Users.All(ctx) {
		if err != nil {
			return nil, err
		}
		users = append(users, user.ID)
	}
	told := &toldTokens{complete: true}
	for some := range slices.Chunk(users, tokenUsers) {
		found, whole, err := c.tokensOf(ctx, some)
		if err != nil {
			return nil, err
		}
		told.tokens, told.complete = append(told.tokens, found...), told.complete && whole
	}
	return told, nil
}

// tokensOf reads the tokens of some users, half of them at a time when they have
// more than a query gives.
func (c *Client) tokensOf(ctx context.Context, users []ID) (tokens []OAuthToken, complete bool, err error) {
	tokens, err = c.tokens(ctx, " WHERE UserId IN "+In(users))
	if err != nil || len(tokens) < tokenLimit || len(users) == 1 {
		return tokens, len(tokens) < tokenLimit, err
	}
	first, whole, err := c.tokensOf(ctx, users[:len(users)/2])
	if err != nil {
		return nil, false, err
	}
	rest, also, err := c.tokensOf(ctx, users[len(users)/2:])
	return append(first, rest...), whole && also, err
}

func (c *Client) tokens(ctx context.Context, condition string) ([]OAuthToken, error) {
	var tokens []OAuthToken
	for row, err := range Query[tokenRow](ctx, c, "SELECT AppName, UserId, UseCount, LastUsedDate FROM OauthToken"+condition) {
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, OAuthToken{
			AppName: row.AppName, UserID: row.UserID, UseCount: row.UseCount, LastUsed: row.LastUsed.time(),
		})
	}
	return tokens, nil
}

// AppInUse is an app that somebody has a token of.
type AppInUse struct {
	// Name is the app's label.
	Name string
	// Apps are the organization's apps of that label: none for one that is not
	// installed.
	Apps []App
	// Users are those who have a token, and UseCount how often all used it.
	Users    []ID
	UseCount int64
	// LastUsed is nil for an app that was never used.
	LastUsed *time.Time
}

// AppsInUse joins tokens to apps by the label, the only thing that both tell. A
// token that was last used before since is left out; the zero time leaves none
// out.
func AppsInUse(tokens []OAuthToken, apps []App, since time.Time) []AppInUse {
	byLabel := map[string][]App{}
	for _, app := range apps {
		byLabel[strings.ToLower(app.Label)] = append(byLabel[strings.ToLower(app.Label)], app)
	}
	used := map[string]*AppInUse{}
	for _, token := range tokens {
		if !since.IsZero() && (token.LastUsed == nil || token.LastUsed.Before(since)) {
			continue
		}
		app, known := used[token.AppName]
		if !known {
			app = &AppInUse{Name: token.AppName, Apps: byLabel[strings.ToLower(token.AppName)]}
			used[token.AppName] = app
		}
		app.Users, app.UseCount = append(app.Users, token.UserID), app.UseCount+token.UseCount
		if token.LastUsed != nil && (app.LastUsed == nil || app.LastUsed.Before(*token.LastUsed)) {
			app.LastUsed = token.LastUsed
		}
	}
	inUse := make([]AppInUse, 0, len(used))
	for _, app := range used {
		app.Users = distinct(app.Users)
		inUse = append(inUse, *app)
	}
	slices.SortFunc(inUse, func(a, b AppInUse) int { return cmp.Compare(a.Name, b.Name) })
	return inUse
}
