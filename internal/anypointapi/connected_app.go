package anypointapi

import (
	"encoding/json"
	"slices"
)

// Grant types of connected apps.
const (
	GrantClientCredentials = "client_credentials"
	GrantPassword          = "password"
	GrantAuthorizationCode = "authorization_code"
	GrantImplicit          = "implicit"
	GrantRefreshToken      = "refresh_token"
	GrantJWTBearer         = "urn:ietf:params:oauth:grant-type:jwt-bearer" //nolint:gosec // a name, not a secret
)

// GrantTypes are all grant types that a connected app may have.
func GrantTypes() []string {
	return []string{
		GrantAuthorizationCode, GrantClientCredentials, GrantImplicit, GrantJWTBearer, GrantPassword, GrantRefreshToken,
	}
}

// AppKey names a connected app.
type AppKey struct{ OrganizationID, ClientID string }

func (k AppKey) segments() []string { return []string{k.OrganizationID, k.ClientID} }

// ConnectedApp is a connected app as the platform tells it. The platform tells
// its secret as well, which has no place here: see [ConnectedApps.Secret].
type ConnectedApp struct {
	ClientID string `json:"client_id"`
	Name     string `json:"client_name"`
	// OwnerOrganizationID is the organization that the app belongs to.
	OwnerOrganizationID string `json:"owner_org_id"`
	// OwnerUserID is the user who owns the app. It is nil where the platform does
	// not tell, as in listings, and for an app without an owner.
	OwnerUserID  *string  `json:"owner_user_id"`
	GrantTypes   []string `json:"grant_types"`
	RedirectURIs []string `json:"redirect_uris"`
	// Scopes are what the app may do for users; what it may do for itself is told
	// by [AppScopes].
	Scopes []string `json:"scopes"`
	// PublicKeys are PEM documents that check the assertions of JWT bearer grants.
	PublicKeys []string `json:"public_keys"`
	// Audience is internal or everyone.
	Audience  string  `json:"audience"`
	Enabled   bool    `json:"enabled"`
	ClientURI *string `json:"client_uri"`
	PolicyURI *string `json:"policy_uri"`
	TermsURI  *string `json:"tos_uri"`
	// IssuerClaimWithoutToken is the platform's generate_iss_claim_without_token.
	IssuerClaimWithoutToken bool `json:"generate_iss_claim_without_token"`
}

// ActsForItself tells an app that signs in without a user.
func (a ConnectedApp) ActsForItself() bool {
	return slices.Contains(a.GrantTypes, GrantClientCredentials)
}

// Owner is who shall own a connected app.
type Owner struct {
	// UserID is an administrator of the organization; empty makes an app without
	// an owner, which is possible only at creation and for good.
	UserID string
}

// MarshalJSON implements [json.Marshaler]: no owner is null.
func (o Owner) MarshalJSON() ([]byte, error) {
	if o.UserID == "" {
		return []byte("null"), nil
	}
	return json.Marshal(o.UserID)
}

// AppChange is what to write of a connected app; what is nil stays as it is, or
// is left to the platform's default at creation.
type AppChange struct {
	Name         *string   `json:"client_name,omitempty"`
	GrantTypes   *[]string `json:"grant_types,omitempty"`
	RedirectURIs *[]string `json:"redirect_uris,omitempty"`
	Scopes       *[]string `json:"scopes,omitempty"`
	PublicKeys   *[]string `json:"public_keys,omitempty"`
	Audience     *string   `json:"audience,omitempty"`
	Enabled      *bool     `json:"enabled,omitempty"`
	// The platform takes no empty addresses.
	ClientURI               *string `json:"client_uri,omitempty"`
	PolicyURI               *string `json:"policy_uri,omitempty"`
	TermsURI                *string `json:"tos_uri,omitempty"`
	IssuerClaimWithoutToken *bool   `json:"generate_iss_claim_without_token,omitempty"`
	Owner                   *Owner  `json:"owner_user_id,omitempty"`
	// OwnerOrganizationID is only for an app without an owner.
	OwnerOrganizationID *string `json:"owner_org_id,omitempty"`
	// Secret is a secret of one's own choice.
	Secret *string `json:"client_secret,omitempty"`
}

// isEmpty tells a change that writes nothing.
func (c AppChange) isEmpty() bool { return c == AppChange{} }

// difference names what of a change the app does not show.
func (c AppChange) difference(app ConnectedApp) string {
	for name, same := range map[string]bool{
		"client_name":                      c.Name == nil || *c.Name == app.Name,
		"grant_types":                      sameTexts(c.GrantTypes, app.GrantTypes),
		"redirect_uris":                    sameTexts(c.RedirectURIs, app.RedirectURIs),
		"scopes":                           sameTexts(c.Scopes, app.Scopes),
		"public_keys":                      c.PublicKeys == nil || len(*c.PublicKeys) == len(app.PublicKeys),
		"audience":                         c.Audience == nil || *c.Audience == app.Audience,
		"enabled":                          c.Enabled == nil || *c.Enabled == app.Enabled,
		"generate_iss_claim_without_token": c.IssuerClaimWithoutToken == nil || *c.IssuerClaimWithoutToken == app.IssuerClaimWithoutToken,
		"client_uri":                       sameText(c.ClientURI, app.ClientURI),
		"policy_uri":                       sameText(c.PolicyURI, app.PolicyURI),
		"tos_uri":                          sameText(c.TermsURI, app.TermsURI),
		"owner_user_id":                    c.Owner == nil || app.OwnerUserID == nil || c.Owner.UserID == *app.OwnerUserID,
	} {
		if !same {
			return name
		}
	}
	return ""
}

func sameText(written, told *string) bool { return written == nil || told != nil && *written == *told }

// sameTexts compares without regard to order.
func sameTexts(written *[]string, told []string) bool {
	if written == nil {
		return true
	}
	return slices.Equal(sorted(*written), sorted(told))
}

func sorted(texts []string) []string {
	ordered := slices.Clone(texts)
	slices.Sort(ordered)
	return ordered
}
