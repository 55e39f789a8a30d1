package simulator

import (
	"net/http"
	"slices"
	"time"
)

// Identity is a direct grant on an Exchange asset: to whom, and as what.
type Identity struct {
	ID string
	// Type is user, team, organization or externalOrganization.
	Type string
	// Role is viewer, contributor or admin.
	Role    string
	Created time.Time
}

// listIdentities is GET /exchange/api/v2/assets/{group}/{asset}/identities: a
// bare array of everybody, without pages.
func listIdentities(c *anypointCall, asset *exchangeAsset) anypointAnswer {
	listed := []map[string]any{}
	for _, identity := range asset.Identities {
		view, found := c.platform.identityView(identity.Type, identity.ID)
		if !found || !c.searched(view) {
			continue
		}
		view["role"], view["roleId"] = identity.Role, assetRoles[identity.Role].id
		view["createdAt"] = date(identity.Created, dateOfExchange)
		listed = append(listed, view)
	}
	return success(listed)
}

// searchIdentities is GET /exchange/api/v2/organizations/{org}/identities: a
// bare array too, in pages whose end only an incomplete page tells.
func searchIdentities(c *anypointCall) anypointAnswer {
	c.knobs.PageSize = 0 // without a total, a capped page would look like the last
	found := slices.DeleteFunc(c.platform.identities(), func(view map[string]any) bool { return !c.searched(view) })
	from, to, refused := c.window(len(found), 100, 250)
	if refused != nil {
		return *refused
	}
	return success(found[from:to])
}

// searched applies the query's search to the names of an identity.
func (c *anypointCall) searched(view map[string]any) bool {
	var names []string
	for _, member := range []string{"name", "username", "firstName", "lastName", "email"} {
		name, _ := view[member].(string)
		names = append(names, name)
	}
	return matches(c.URL.Query().Get("search"), names...)
}

// identities shows everybody with whom an asset can be shared.
func (p *anypointPlatform) identities() []map[string]any {
	all := []map[string]any{}
	add := func(kind, id string) {
		if view, found := p.identityView(kind, id); found {
			all = append(all, view)
		}
	}
	for _, partner := range p.Partners {
		add("externalOrganization", partner.ID)
	}
	for _, organization := range p.Organizations {
		add("organization", organization.ID)
	}
	for _, team := range p.Teams {
		add("team", team.ID)
	}
	for _, user := range p.Users {
		add("user", user.ID)
	}
	return all
}

// identityView shows an identity without a role; found is false if there is
// none.
func (p *anypointPlatform) identityView(kind, id string) (view map[string]any, found bool) {
	view = map[string]any{"id": id, "identityType": kind}
	switch kind {
	case "user":
		user := p.user(id)
		if user == nil {
			return nil, false
		}
		view["username"], view["firstName"], view["lastName"] = user.Username, user.FirstName, user.LastName
		view["email"], view["organization"] = user.Email, p.identityOrganization()
	case "team":
		team := p.team(id)
		if team == nil {
			return nil, false
		}
		view["name"], view["organization"] = team.Name, p.identityOrganization()
	case "organization":
		organization := p.organization(id)
		if organization == nil {
			return nil, false
		}
		view["name"], view["domain"] = organization.Name, organization.Domain
	case "externalOrganization":
		partner := first(p.Partners, func(partner anypointPartner) bool { return partner.ID == id })
		view["name"], view["domain"] = partner.Name, partner.Domain
		return view, partner.ID != ""
	default:
		return nil, false
	}
	return view, true
}

// identityOrganization is the organization of users and teams.
func (p *anypointPlatform) identityOrganization() map[string]any {
	root := p.root()
	return map[string]any{"id": root.ID, "name": root.Name, "domain": root.Domain, "isMulesoftOrganization": false}
}

// identityEntry is an element of the two lists of a change.
type identityEntry struct {
	IdentityID     string `json:"identityId"`
	OrganizationID string `json:"organizationId"`
	IdentityType   string `json:"identityType"`
	Role           string `json:"role"`
}

// changeIdentities is PUT /exchange/api/v2/assets/{group}/{asset}/identities.
// The body is a delta: first the deleted, then the added. One bad entry refuses
// all. What the platform leaves open is decided here, strictly:
//   - both lists must be there, if only empty;
//   - a deleted entry counts only with the role that the identity has, and is
//     otherwise ignored;
//   - an added identity that has another role changes it.
func changeIdentities(c *anypointCall, asset *exchangeAsset) anypointAnswer {
	var change struct {
		Added   []identityEntry `json:"added"`
		Deleted []identityEntry `json:"deleted"`
	}
	if err := c.decode(&change); err != nil {
		return anypointRefusal(http.StatusBadRequest, "%v", err)
	}
	if change.Added == nil || change.Deleted == nil {
		return anypointRefusal(http.StatusBadRequest, "added and deleted are required")
	}
	for _, entry := range slices.Concat(change.Added, change.Deleted) {
		if refused := c.platform.refuseEntry(entry); refused != nil {
			return *refused
		}
	}
	for _, entry := range change.Added {
		if _, found := c.platform.identityView(entry.IdentityType, entry.IdentityID); !found {
			return anypointRefusal(http.StatusBadRequest, "The %s %s does not exist", entry.IdentityType, entry.IdentityID)
		}
	}
	for _, entry := range change.Deleted {
		asset.revoke(entry.IdentityType, entry.IdentityID, entry.Role)
	}
	for _, entry := range change.Added {
		asset.grant(Identity{entry.IdentityID, entry.IdentityType, entry.Role, c.now})
	}
	return noContent
}

// refuseEntry checks what an entry says about itself.
func (p *anypointPlatform) refuseEntry(entry identityEntry) *anypointAnswer {
	home := map[string]string{
		"user": p.root().ID, "team": p.root().ID, "organization": entry.IdentityID, "externalOrganization": entry.IdentityID,
	}
	organization, known := home[entry.IdentityType]
	_, role := assetRoles[entry.Role]
	var answer anypointAnswer
	switch {
	case !known:
		answer = anypointRefusal(http.StatusBadRequest, "identityType must be user, team, organization or externalOrganization")
	case !role:
		answer = anypointRefusal(http.StatusBadRequest, "role must be viewer, contributor or admin")
	case entry.IdentityType == "externalOrganization" && entry.Role != "viewer":
		answer = anypointRefusal(http.StatusBadRequest, "An external organization can only be a viewer")
	case entry.OrganizationID != organization:
		answer = anypointRefusal(http.StatusBadRequest, "organizationId must be the organization of the identity")
	default:
		return nil
	}
	return &answer
}

// grant adds an identity or changes its role.
func (a *exchangeAsset) grant(identity Identity) {
	i := slices.IndexFunc(a.Identities, func(i Identity) bool { return i.Type == identity.Type && i.ID == identity.ID })
	if i < 0 {
		a.Identities = append(a.Identities, identity)
		return
	}
	a.Identities[i].Role = identity.Role
}

// revoke removes an identity that has the role.
func (a *exchangeAsset) revoke(kind, id, role string) {
	a.Identities = slices.DeleteFunc(a.Identities, func(i Identity) bool {
		return i.Type == kind && i.ID == id && i.Role == role
	})
}
