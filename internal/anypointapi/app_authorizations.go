package anypointapi

import (
	"context"
	"iter"
	"net/url"
)

// AppAuthorization is a user's consent to a connected app.
type AppAuthorization struct {
	ID       string   `json:"authorization_id"`
	UserID   string   `json:"user_id"`
	ClientID string   `json:"client_id"`
	Scopes   []string `json:"scopes"`
	// CreatedAt and LastUsed are as the platform writes them, in no one format.
	CreatedAt string `json:"created_at"`
	LastUsed  string `json:"last_used"`
}

// AppAuthorizations yields who has authorized which app to use resources of an
// organization, of one user or, with an empty userID, of all
// (GET …/connectedApplications/authorizations).
func (c *Client) AppAuthorizations(ctx context.Context, organizationID, userID string) iter.Seq2[AppAuthorization, error] {
	query := url.Values{}
	if userID != "" {
		query.Set("user_id", userID)
	}
	return listPages[AppAuthorization](ctx, c.caller,
		call{operation: listAppAuthorization(), segments: []string{organizationID}, query: query}, accountsPageSize)
}
