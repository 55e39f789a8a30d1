package simulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// whoAmI is GET /accounts/api/me. An app that acts for itself sees its owner.
func whoAmI(c *anypointCall) anypointAnswer {
	client := map[string]any{"client_id": "anypoint-platform", "name": "Anypoint Platform", "grant_types": []string{"password"}}
	if c.app != nil {
		client = map[string]any{"client_id": c.app.ClientID, "name": c.app.Name, "grant_types": c.app.GrantTypes}
		if c.token.OwnBehalf {
			client["org_id"] = c.platform.root().ID
		}
	}
	client["redirect_uris"] = []string{}
	return success(map[string]any{"client": client, "user": c.platform.profile(c.user)})
}

// whichUser is GET /accounts/api/users/me.
func whichUser(c *anypointCall) anypointAnswer {
	return success(c.platform.profile(c.user))
}

// profile is what a user sees of themselves.
func (p *anypointPlatform) profile(user *anypointUser) map[string]any {
	organizations := views(p.Organizations, p.organizationSummary)
	profile := p.userView(user, time.RFC3339)
	profile["organization"] = organizations[0]
	profile["memberOfOrganizations"] = organizations
	profile["contributorOfOrganizations"] = organizations
	profile["organizationPreferences"] = map[string]any{}
	profile["properties"] = map[string]any{"cs_auth": map[string]any{"activeOrganizationId": p.root().ID}}
	return profile
}

func (p *anypointPlatform) userView(user *anypointUser, format string) map[string]any {
	created := date(user.Created, format)
	return map[string]any{
		"id": user.ID, "username": user.Username, "firstName": user.FirstName, "lastName": user.LastName,
		"email": user.Email, "phoneNumber": "", "enabled": !user.Disabled, "deleted": false, "type": "host",
		"idprovider_id": "mulesoft", "mfaVerificationExcluded": false, "mfaVerifiersConfigured": "false",
		"ipAllowlistExcluded": false, "isApiConsumer": false, "organizationId": p.root().ID,
		"createdAt": created, "updatedAt": created, "lastLogin": created, "previousLastLogin": created,
		"email_verified_at": created,
	}
}

func (p *anypointPlatform) organizationSummary(organization *anypointOrganization) map[string]any {
	summary := map[string]any{
		"id": organization.ID, "name": organization.Name, "domain": organization.Domain, "clientId": organization.ClientID,
		"isRoot": organization.ParentID == "", "isMaster": organization.ParentID == "", "isFederated": false,
		"parentId": nil, "parentName": nil, "parentOrganizationIds": p.lineage(organization),
		"subOrganizationIds": p.groupIDs(organization), "tenantOrganizationIds": []string{},
		"idprovider_id": "mulesoft", "ownerId": p.owner().ID,
		"createdAt": date(organization.Created, dateOfAccounts), "updatedAt": date(organization.Created, dateOfAccounts),
		"properties":   map[string]any{},
		"entitlements": map[string]any{"createEnvironments": true, "createSubOrgs": true},
		"subscription": map[string]any{
			"category": "Customer", "type": "Platinum", "expiration": date(organization.Created.AddDate(3, 0, 0), dateOfManager),
		},
	}
	if parent := p.organization(organization.ParentID); parent != nil {
		summary["parentId"], summary["parentName"] = parent.ID, parent.Name
	}
	return summary
}

// lineage lists the organizations above one, the root first.
func (p *anypointPlatform) lineage(organization *anypointOrganization) []string {
	ids := []string{}
	for parent := p.organization(organization.ParentID); parent != nil; parent = p.organization(parent.ParentID) {
		ids = append(ids, parent.ID)
	}
	slices.Reverse(ids)
	return ids
}

// groupIDs lists the business groups directly below an organization.
func (p *anypointPlatform) groupIDs(organization *anypointOrganization) []string {
	ids := []string{}
	for _, group := range p.Organizations {
		if group.ParentID == organization.ID {
			ids = append(ids, group.ID)
		}
	}
	return ids
}

// showOrganization is GET /accounts/api/organizations/{org}.
func showOrganization(c *anypointCall) anypointAnswer {
	organization := c.platform.organization(c.PathValue("org"))
	view := c.platform.organizationSummary(organization)
	view["owner"] = c.platform.userView(c.platform.owner(), dateOfAccounts)
	view["environments"] = views(c.platform.environmentsOf(organization.ID), environmentView)
	return success(view)
}

// showHierarchy is GET /accounts/api/organizations/{org}/hierarchy.
func showHierarchy(c *anypointCall) anypointAnswer {
	return success(c.platform.hierarchy(c.platform.organization(c.PathValue("org"))))
}

func (p *anypointPlatform) hierarchy(organization *anypointOrganization) map[string]any {
	view := p.organizationSummary(organization)
	view["owner"] = p.userView(p.owner(), dateOfAccounts)
	view["environmentsCount"] = len(p.environmentsOf(organization.ID))
	groups := []map[string]any{}
	for _, id := range p.groupIDs(organization) {
		groups = append(groups, p.hierarchy(p.organization(id)))
	}
	view["subOrganizations"] = groups
	return view
}

// listMembers is GET /accounts/api/organizations/{org}/members.
func listMembers(c *anypointCall) anypointAnswer {
	return accountsPage(c, c.selectUsers(), func(user *anypointUser) map[string]any {
		created := date(user.Created, dateOfMembers)
		return map[string]any{
			"id": user.ID, "username": user.Username, "firstName": user.FirstName, "lastName": user.LastName,
			"email": user.Email, "organizationId": c.platform.root().ID, "enabled": !user.Disabled,
			"idprovider_id": "mulesoft", "type": "host", "createdAt": created, "updatedAt": created, "lastLogin": created,
			"password_updatedAt": created,
		}
	})
}

// listUsers is GET /accounts/api/organizations/{org}/users.
func listUsers(c *anypointCall) anypointAnswer {
	return accountsPage(c, c.selectUsers(), c.platform.fullUser)
}

// showUser is GET /accounts/api/organizations/{org}/users/{user}.
func showUser(c *anypointCall) anypointAnswer {
	user := c.platform.user(c.PathValue("user"))
	if user == nil {
		return anypointRefusal(http.StatusNotFound, "User %s not found", c.PathValue("user"))
	}
	return success(c.platform.fullUser(user))
}

// fullUser is a user with the organization that the platform repeats in each.
func (p *anypointPlatform) fullUser(user *anypointUser) map[string]any {
	view := p.userView(user, dateOfAccounts)
	view["organization"], view["properties"] = p.organizationSummary(p.root()), map[string]any{}
	return view
}

// selectUsers applies the query's filters: search finds a part of any name,
// the others a whole one.
func (c *anypointCall) selectUsers() []*anypointUser {
	query := c.URL.Query()
	selected := []*anypointUser{}
	for _, user := range c.platform.Users {
		if matches(query.Get("search"), user.Username, user.FirstName, user.LastName, user.Email) &&
			equals(query.Get("username"), user.Username) &&
			equals(query.Get("firstName"), user.FirstName) &&
			equals(query.Get("lastName"), user.LastName) {
			selected = append(selected, user)
		}
	}
	return selected
}

// matches tells whether a search term is part of any text, whatever the case.
func matches(search string, texts ...string) bool {
	return slices.ContainsFunc(texts, func(text string) bool {
		return strings.Contains(strings.ToLower(text), strings.ToLower(search))
	})
}

// equals tells whether a filter is absent or the whole text.
func equals(filter, text string) bool {
	return filter == "" || filter == text
}
