package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// maximumApps is how many connected apps an organization may have.
const maximumApps = 2000

// appBody is what creating and changing an app send; what is absent stays.
type appBody struct {
	ClientName   *string         `json:"client_name"`
	ClientSecret *string         `json:"client_secret"`
	OwnerUserID  json.RawMessage `json:"owner_user_id"`
	Enabled      *bool           `json:"enabled"`
	Audience     *string         `json:"audience"`
	ClientURI    *string         `json:"client_uri"`
	PolicyURI    *string         `json:"policy_uri"`
	TermsURI     *string         `json:"tos_uri"`
	PublicKeys   []string        `json:"public_keys"`
	GrantTypes   []string        `json:"grant_types"`
	RedirectURIs []string        `json:"redirect_uris"`
	Scopes       []string        `json:"scopes"`
	IssuerClaim  *bool           `json:"generate_iss_claim_without_token"`
}

// createApp is POST .../connectedApplications.
func createApp(c *anypointCall) anypointAnswer {
	var body appBody
	if refused := c.acceptApp("createApp", &body); refused != nil {
		return *refused
	}
	if len(c.platform.Apps) >= maximumApps {
		return anypointRefusal(http.StatusBadRequest, "The organization has %d connected applications already", maximumApps)
	}
	app := &anypointApp{
		ClientID: c.platform.clientID(), ClientSecret: c.platform.appSecret(), OrganizationID: c.PathValue("org"),
		OwnerID: c.user.ID, Audience: "internal", GrantTypes: []string{"authorization_code"},
	}
	if refused := c.writeApp(app, body, true); refused != nil {
		return *refused
	}
	c.platform.Apps = append(c.platform.Apps, app)
	return success(appView(app))
}

// changeApp is PATCH .../connectedApplications/{client}.
func changeApp(c *anypointCall, app *anypointApp) anypointAnswer {
	var body appBody
	if refused := c.acceptApp("changeApp", &body); refused != nil {
		return *refused
	}
	if refused := c.writeApp(app, body, false); refused != nil {
		return *refused
	}
	if c.flag("resetSecret", false) {
		app.ClientSecret = c.platform.appSecret()
	}
	return success(appView(app))
}

// appSecret makes a secret up.
func (p *anypointPlatform) appSecret() string {
	p.LastUUID++
	return fmt.Sprintf("5a1c5ec2e7%022x", p.LastUUID)
}

// writeApp takes a body over into an app.
func (c *anypointCall) writeApp(app *anypointApp, body appBody, creating bool) *anypointAnswer {
	if refused := c.writeOwner(app, body.OwnerUserID, creating); refused != nil {
		return refused
	}
	for _, one := range []struct{ to, from *string }{
		{&app.Name, body.ClientName}, {&app.ClientSecret, body.ClientSecret}, {&app.Audience, body.Audience},
	} {
		if one.from != nil {
			*one.to = *one.from
		}
	}
	for _, one := range []struct{ to, from **string }{
		{&app.ClientURI, &body.ClientURI}, {&app.PolicyURI, &body.PolicyURI}, {&app.TermsURI, &body.TermsURI},
	} {
		if *one.from != nil {
			*one.to = *one.from
		}
	}
	for _, one := range []struct{ to, from *[]string }{
		{&app.PublicKeys, &body.PublicKeys},
		{&app.GrantTypes, &body.GrantTypes},
		{&app.RedirectURIs, &body.RedirectURIs},
		{&app.Delegated, &body.Scopes},
	} {
		if *one.from != nil {
			*one.to = slices.Clone(*one.from)
		}
	}
	if body.Enabled != nil {
		app.Closed = !*body.Enabled
	}
	if body.IssuerClaim != nil {
		app.IssuerClaimWithoutToken = *body.IssuerClaim
	}
	return nil
}

// writeOwner sets an app's owner. An app without an owner gets none later, nor
// does one with an owner lose it, and administrators alone may own.
func (c *anypointCall) writeOwner(app *anypointApp, written json.RawMessage, creating bool) *anypointAnswer {
	if len(written) == 0 {
		return nil
	}
	var ownerID string
	if err := json.Unmarshal(written, &ownerID); err != nil {
		answer := anypointRefusal(http.StatusBadRequest, "%v", err)
		return &answer
	}
	if !creating && (ownerID == "") != (app.OwnerID == "") {
		answer := anypointRefusal(http.StatusBadRequest, "An application can neither gain its first owner nor lose its last")
		return &answer
	}
	if owner := c.platform.user(ownerID); ownerID != "" && (owner == nil || !owner.Administrator) {
		answer := anypointRefusal(http.StatusBadRequest, "The owner must be an organization administrator")
		return &answer
	}
	app.OwnerID = ownerID
	return nil
}
