package salesforceapi

import (
	"context"
	"net/http"
	"time"
)

// Organization is the organization that the client is signed in to.
type Organization struct {
	ID           ID     `json:"Id"`
	Name         string `json:"Name"`
	InstanceName string `json:"InstanceName"`
	IsSandbox    bool   `json:"IsSandbox"`
	// Type is the edition, such as Enterprise Edition.
	Type            string `json:"OrganizationType"`
	NamespacePrefix string `json:"NamespacePrefix"`
}

// Organization reads the organization: a query of Organization.
func (c *Client) Organization(ctx context.Context) (Organization, error) {
	const soql = "SELECT Id, Name, InstanceName, IsSandbox, OrganizationType, NamespacePrefix FROM Organization"
	for organization, err := range Query[Organization](ctx, c, soql) {
		return organization, err
	}
	return Organization{}, missing(c.dataPath()+queryPath, "the organization does not show itself")
}

// Limit is an allocation of the organization.
type Limit struct {
	Max       int64 `json:"Max"`
	Remaining int64 `json:"Remaining"`
}

// Limits reads the organization's allocations by their names, such as
// DailyApiRequests: GET /limits. They are right to within five minutes.
func (c *Client) Limits(ctx context.Context) (map[string]Limit, error) {
	var limits map[string]Limit
	err := c.do(ctx, call{method: http.MethodGet, path: "/limits", safe: true}, &limits)
	return limits, err
}

// AppUsage is how often an app called the APIs.
type AppUsage struct {
	// AppID is the connected app, or empty for calls without one.
	AppID ID    `json:"ConnectedAppIdentifier"`
	Calls int64 `json:"calls"`
}

// AppUsage counts the API calls of each app since a moment: a query of
// ApiTotalUsageEventLog, which takes the permission View Event Log Object Data.
func (c *Client) AppUsage(ctx context.Context, since time.Time) ([]AppUsage, error) {
	soql := "SELECT ConnectedAppIdentifier, COUNT(Id) calls FROM ApiTotalUsageEventLog WHERE Timestamp >= " +
		literal(since) + " GROUP BY ConnectedAppIdentifier"
	return collect[AppUsage](ctx, c, queryPath, soql)
}

// literal writes a moment as SOQL does.
func literal(moment time.Time) string { return moment.UTC().Format("2006-01-02T15:04:05Z") }
