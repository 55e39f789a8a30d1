package salesforceapi

import (
	"context"
)

// OrganizationID is the id of the organization that the client is signed in to:
// from the sign-in's answer, or else by a query of Organization.
func (c *Client) OrganizationID(ctx context.Context) (ID, error) {
	current, err := c.sessions.Get(ctx)
	if err != nil {
		return "", err
	}
	if current.organization != "" {
		return current.organization, nil
	}
	return c.organization.Get(ctx)
}

func (c *Client) readOrganizationID(ctx context.Context) (ID, error) {
	for row, err := range Query[struct {
		ID ID `json:"Id"`
	}](ctx, c, "SELECT Id FROM Organization") {
		return row.ID, err
	}
	return "", missing(c.dataPath()+queryPath, "the organization does not tell its id")
}
