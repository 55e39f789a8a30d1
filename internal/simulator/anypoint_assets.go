package simulator

import (
	"net/http"
	"slices"
	"time"
)

// exchangeAsset is an asset of Exchange with all its versions.
type exchangeAsset struct {
	GroupID, AssetID        string
	Name, Description, Type string
	Versions                []string // oldest first
	// Identities are the direct grants; see [anypointCall.canUse] for the others.
	Identities []Identity
	CreatorID  string // empty for one that the platform does not tell
	Created    time.Time
}

func (p *anypointPlatform) asset(groupID, assetID string) *exchangeAsset {
	return first(p.Assets, func(a *exchangeAsset) bool { return a.GroupID == groupID && a.AssetID == assetID })
}

// withAsset finds the asset of the path for whoever has at least the role on it.
func withAsset(role string, handle func(*anypointCall, *exchangeAsset) anypointAnswer) anypointHandler {
	return func(c *anypointCall) anypointAnswer {
		asset := c.platform.asset(c.PathValue("group"), c.PathValue("asset"))
		if asset == nil {
			return anypointRefusal(http.StatusNotFound, "Asset %s/%s not found", c.PathValue("group"), c.PathValue("asset"))
		}
		if !c.canUse(asset, role) {
			return forbidden
		}
		return handle(c, asset)
	}
}

// assetRoles are the roles on an asset with their ids, and scopes of the owning
// organization that include them.
var assetRoles = map[string]struct {
	id, scope string
	rank      int
}{
	"viewer":      {"0c0d6604-8732-474f-9a2e-bff5ef472a86", "read:exchange", 1},
	"contributor": {"5a1c0000-401e-4000-8000-000000000010", "edit:exchange", 2},
	"admin":       {"03bf5aff-a0e2-4e1a-8377-b7e4f67750df", "manage:exchange", 3},
}

// canUse tells whether the caller has at least a role on an asset: by scope in
// the organization that owns it, or because it is shared with the user, a team
// of theirs or everybody. An app needs a scope for what its user may do.
func (c *anypointCall) canUse(asset *exchangeAsset, role string) bool {
	scope := assetRoles[role].scope
	if c.may(scope, asset.GroupID, "") || role == "contributor" && c.may("manage:exchange", asset.GroupID, "") {
		return true
	}
	if c.token.OwnBehalf || c.app != nil && !covered(c.app.Scopes, scope, asset.GroupID, "") {
		return false
	}
	return slices.ContainsFunc(asset.Identities, func(identity Identity) bool {
		return assetRoles[identity.Role].rank >= assetRoles[role].rank && c.platform.includes(identity, c.user)
	})
}

// includes tells whether an identity is the user or one of their groups.
func (p *anypointPlatform) includes(identity Identity, user *anypointUser) bool {
	switch identity.Type {
	case "user":
		return identity.ID == user.ID
	case "team":
		return p.inTeam(identity.ID, user)
	case "organization":
		return p.organization(identity.ID) != nil
	}
	return false
}

// inTeam tells whether a user is a member of a team or of one below. Everybody
// belongs to the root team.
func (p *anypointPlatform) inTeam(teamID string, user *anypointUser) bool {
	return slices.ContainsFunc(p.Teams, func(team *anypointTeam) bool {
		isRoot := team.ID == teamID && team.ParentID == ""
		return isRoot || team.has(user.ID) && (team.ID == teamID || slices.Contains(p.ancestors(team), teamID))
	})
}

// showAsset is GET /exchange/api/v2/assets/{group}/{asset}/asset, of which the
// console leaves out the last segment.
func showAsset(c *anypointCall, asset *exchangeAsset) anypointAnswer {
	return success(c.platform.assetView(asset))
}

// searchAssets is GET /exchange/api/v2/assets/search; it finds what the caller
// may view.
func searchAssets(c *anypointCall) anypointAnswer {
	query := c.URL.Query()
	selected := []*exchangeAsset{}
	for _, asset := range c.platform.Assets {
		if matches(query.Get("search"), asset.AssetID, asset.Name) && among(query["types"], asset.Type) &&
			among(query["organizationId"], asset.GroupID) && c.canUse(asset, "viewer") {
			selected = append(selected, asset)
		}
	}
	from, to, refused := c.window(len(selected), 20, 250)
	if refused != nil {
		return *refused
	}
	return success(views(selected[from:to], c.platform.assetView))
}

func (p *anypointPlatform) assetView(asset *exchangeAsset) map[string]any {
	version := asset.Versions[len(asset.Versions)-1]
	group := (&apiInstance{AssetVersion: version}).productVersion()
	view := map[string]any{
		"id": asset.GroupID + "/" + asset.AssetID + "/" + version, "groupId": asset.GroupID, "assetId": asset.AssetID,
		"version": version, "name": asset.Name, "description": asset.Description, "type": asset.Type,
		"organization": map[string]any{"id": asset.GroupID}, "isPublic": false, "status": "published",
		"versionGroup": group, "productAPIVersion": group, "versions": asset.Versions,
		"createdAt": date(asset.Created, dateOfManager), "modifiedAt": date(asset.Created, dateOfManager),
	}
	if creator := p.user(asset.CreatorID); creator != nil {
		view["createdBy"] = map[string]any{
			"id": creator.ID, "userName": creator.Username, "firstName": creator.FirstName, "lastName": creator.LastName,
		}
	}
	return view
}
