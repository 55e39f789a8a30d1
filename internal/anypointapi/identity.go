package anypointapi

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// The types of identities.
const (
	IdentityUser                 = "user"
	IdentityTeam                 = "team"
	IdentityOrganization         = "organization"
	IdentityExternalOrganization = "externalOrganization"
)

// The roles on an asset, from the least to the most.
const (
	RoleViewer      = "viewer"
	RoleContributor = "contributor"
	RoleAdmin       = "admin"
)

// Asset names an asset of Exchange, whatever its version.
type Asset struct{ GroupID, AssetID string }

func (a Asset) segments() []string { return []string{a.GroupID, a.AssetID} }

// IdentityKey names a user, a team or an organization.
type IdentityKey struct {
	// Type is user, team, organization or externalOrganization.
	Type string
	ID   string
}

// String is the key as people read it.
func (k IdentityKey) String() string { return k.Type + " " + k.ID }

// Identity is a user, a team or an organization and its role on an asset.
type Identity struct {
	IdentityKey

	// OrganizationID is the organization of the user or team; for an organization
	// it is its own id.
	OrganizationID string
	// Role is viewer, contributor or admin; empty in a search.
	Role string
	// Name is a team's or an organization's; the rest is a user's.
	Name, Username, FirstName, LastName, Email string
}

// UnmarshalJSON implements [json.Unmarshaler].
func (i *Identity) UnmarshalJSON(document []byte) error {
	var answer struct {
		ID             string `json:"id"`
		Type           string `json:"identityType"`
		Role           string `json:"role"`
		Name           string `json:"name"`
		Username       string `json:"username"`
		FirstName      string `json:"firstName"`
		LastName       string `json:"lastName"`
		Email          string `json:"email"`
		OrganizationID string `json:"organizationId"`
		Organization   struct {
			ID string `json:"id"`
		} `json:"organization"`
	}
	if err := json.Unmarshal(document, &answer); err != nil {
		return fmt.Errorf("decoding an identity: %w", err)
	}
	*i = Identity{
		IdentityKey:    IdentityKey{Type: answer.Type, ID: answer.ID},
		OrganizationID: cmp.Or(answer.Organization.ID, answer.OrganizationID),
		Role:           answer.Role, Name: answer.Name, Username: answer.Username,
		FirstName: answer.FirstName, LastName: answer.LastName, Email: answer.Email,
	}
	if i.Type == IdentityOrganization || i.Type == IdentityExternalOrganization {
		i.OrganizationID = cmp.Or(i.OrganizationID, i.ID)
	}
	return nil
}

// rank orders roles; a role that is not known is below all others.
func rank(role string) int {
	return slices.Index([]string{RoleViewer, RoleContributor, RoleAdmin}, role)
}

// grants are the rows of one identity on one asset, the highest role first.
// There should be one alone, but the platform doesn't say that it sees to that.
type grants []Identity

func (g grants) with(role string) bool {
	return slices.ContainsFunc(g, func(identity Identity) bool { return identity.Role == role })
}

func (g grants) roles() []string {
	roles := make([]string, len(g))
	for i, identity := range g {
		roles[i] = identity.Role
	}
	return roles
}
