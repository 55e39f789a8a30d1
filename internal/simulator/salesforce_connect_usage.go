package simulator

import (
	"net/http"
	"strconv"
)

const usagePageSize = 100

// usedExternalApps are the external client apps in use, with the rows that tell
// by whom.
func (o *salesforceOrg) usedExternalApps() (apps []string, rows map[string][]salesforceRow) {
	rows = map[string][]salesforceRow{}
	table := o.table("ExtlClntAppOauthUsage")
	for _, id := range table.ids {
		app := table.Rows[id].text("ExternalClientApplicationId")
		if rows[app] == nil {
			apps = append(apps, app)
		}
		rows[app] = append(rows[app], table.Rows[id])
	}
	return apps, rows
}

// paged is one page of a list, as the Connect API pages.
func (c *salesforceCall) paged(name string, items []any) map[string]any {
	number := func(key string, fallback int) int {
		value, err := strconv.Atoi(c.request.URL.Query().Get(key))
		if err != nil || value < 0 {
			return fallback
		}
		return value
	}
	size := max(1, min(number("pageSize", usagePageSize), usagePageSize))
	if limit := c.server.knobs.PageSize; limit > 0 {
		size = min(size, limit)
	}
	page := number("page", 0)
	from := min(page*size, len(items))
	to := min(from+size, len(items))
	address := func(page int) string {
		return c.request.URL.Path + "?page=" + strconv.Itoa(page) + "&pageSize=" + strconv.Itoa(size)
	}
	body := map[string]any{name: items[from:to], "currentPageUrl": address(page), "nextPageUrl": nil}
	if to < len(items) {
		body["nextPageUrl"] = address(page + 1)
	}
	return body
}

// mayUsage refuses who may not see what others use.
func (c *salesforceCall) mayUsage() *salesforceError {
	if c.may("ManageRemoteAccess", "ExternalClientAppAdmin", "ExternalClientAppViewer", "CustomizeApplication") {
		return nil
	}
	return insufficientAccess()
}

func (c *salesforceCall) accessTokenFormat(app string) string {
	if c.org.Apps[app] != nil && c.org.Apps[app].oauth("isNamedUserJwtEnabled") == "true" {
		return "JWT"
	}
	return "Opaque"
}

func connectUsage(c *salesforceCall) (salesforceReply, *salesforceError) {
	if refused := c.mayUsage(); refused != nil {
		return salesforceReply{}, refused
	}
	apps, _ := c.org.usedExternalApps()
	items := []any{}
	for _, app := range apps {
		row := c.org.row("ExternalClientApplication", app)
		items = append(items, map[string]any{
			"identifier": app, "developerName": row.text("DeveloperName"), "description": row["Description"],
			"isFromPackage": false, "accessTokenFormat": c.accessTokenFormat(app), "availableActions": []string{"Block"},
			"usageDetailsUrl": "/services/data/" + c.version + "/apps/oauth/usage/" + app + "/users",
		})
	}
	return ok(c.paged("apps", items)), nil
}

// usedApp finds the app that the path names.
func (c *salesforceCall) usedApp(text string) (string, *salesforceError) {
	if refused := c.mayUsage(); refused != nil {
		return "", refused
	}
	id, right := canonicalID(text)
	if !right || c.org.row("ExternalClientApplication", id) == nil {
		return "", notFound()
	}
	return id, nil
}

func connectUsageUsers(c *salesforceCall) (salesforceReply, *salesforceError) {
	app, refused := c.usedApp(c.request.PathValue("app"))
	if refused != nil {
		return salesforceReply{}, refused
	}
	_, rows := c.org.usedExternalApps()
	users := []any{}
	for _, row := range rows[app] {
		users = append(users, map[string]any{
			"appIdentifier": app, "appDeveloperName": c.org.row("ExternalClientApplication", app).text("DeveloperName"),
			"userIdentifier": row.text("UserId"), "username": c.org.row("User", row.text("UserId")).text("Username"),
			"initialConnectionAt": row.text("CreatedDate"), "lastUsedAt": row.text("LastUsedDate"), "useCount": row["UseCount"],
			"accessTokenFormat": c.accessTokenFormat(app), "revocationUrl": c.revocationURL(row),
		})
	}
	return ok(c.paged("users", users)), nil
}

func (c *salesforceCall) revocationURL(row salesforceRow) string {
	return "/services/data/" + c.version + "/apps/oauth/usage/tokens/" + row.text("Id")
}

// usageOf is the row that tells of a user's use of the app in the path.
func (c *salesforceCall) usageOf() (salesforceRow, *salesforceError) {
	app, refused := c.usedApp(c.request.PathValue("app"))
	if refused != nil {
		return nil, refused
	}
	user, _ := canonicalID(c.request.PathValue("user"))
	row := c.org.row("ExtlClntAppOauthUsage", c.org.use("ExtlClntAppOauthUsage", app, user))
	if row == nil {
		return nil, notFound()
	}
	return row, nil
}

func connectUsageTokens(c *salesforceCall) (salesforceReply, *salesforceError) {
	row, refused := c.usageOf()
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(c.paged("tokens", []any{map[string]any{
		"identifier": row.text("Id"), "lastUsedAt": row.text("LastUsedDate"), "useCount": row["UseCount"],
		"revocationUrl": c.revocationURL(row),
	}})), nil
}

func connectRevokeUser(c *salesforceCall) (salesforceReply, *salesforceError) {
	row, refused := c.usageOf()
	if refused != nil {
		return salesforceReply{}, refused
	}
	c.org.revokeUse(row.text("ExternalClientApplicationId"), row.text("UserId"))
	return salesforceReply{status: http.StatusNoContent}, nil
}

// connectRevoke revokes one token, at …/tokens/{id}, or all of an app, at
// …/{app}/tokens.
func connectRevoke(c *salesforceCall) (salesforceReply, *salesforceError) {
	first, second := c.request.PathValue("first"), c.request.PathValue("second")
	if first == "tokens" {
		id, _ := canonicalID(second)
		row := c.org.row("ExtlClntAppOauthUsage", id)
		if refused := c.mayUsage(); refused != nil || row == nil {
			return salesforceReply{}, notFound()
		}
		c.org.revokeUse(row.text("ExternalClientApplicationId"), row.text("UserId"))
		return salesforceReply{status: http.StatusNoContent}, nil
	}
	app, refused := c.usedApp(first)
	if refused != nil || second != "tokens" {
		return salesforceReply{}, notFound()
	}
	_, rows := c.org.usedExternalApps()
	for _, row := range rows[app] {
		c.org.revokeUse(app, row.text("UserId"))
	}
	return salesforceReply{status: http.StatusNoContent}, nil
}
