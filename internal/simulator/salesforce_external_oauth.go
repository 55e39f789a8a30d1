package simulator

import (
	"encoding/pem"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// externalOAuthSettings keeps the scopes and trusted addresses of external client
// apps. Their policies come into being with them.
var externalOAuthSettings = &rowKind{
	name: "ExtlClntAppOauthSettings", permission: "ExternalClientAppDeveloper",
	defaults: "isFirstPartyAppEnabled=false",
	check:    (*metadataCall).checkExternalOAuth,
	settle:   (*metadataCall).settleExternalOAuth,
	added: func(c *metadataCall, id string) {
		row := c.org.row("ExtlClntAppOauthSettings", id)
		app := row.text("ExternalClientApplicationId")
		if c.org.satellite("ExtlClntAppOauthConfigurablePolicies", app) == "" {
			c.addSatellite("ExtlClntAppOauthConfigurablePolicies", app, row.text("DeveloperName")+"_defaultPolicy")
		}
	},
	changed: func(c *metadataCall, id string) {
		c.presentExternalApp(c.org.satelliteApp("ExtlClntAppOauthSettings", id))
	},
	removed: func(c *metadataCall, row salesforceRow) {
		app := row.text("ExternalClientApplicationId")
		if policies := c.org.satellite("ExtlClntAppOauthConfigurablePolicies", app); policies != "" {
			c.org.remove("ExtlClntAppOauthPlcyCnfg", policies)
			c.org.putComponent(policies, nil)
		}
		c.presentExternalApp(app)
	},
}

// externalListMaximum is how many trusted ranges and attributes an app may have.
const externalListMaximum = 128

func (c *metadataCall) checkExternalOAuth(id string, given *soapElement) *metadataError {
	if failure := c.checkSatellite("ExtlClntAppOauthSettings", id, given); failure != nil {
		return failure
	}
	for _, scope := range commaList(given.child("commaSeparatedOauthScopes").text()) {
		if !slices.Contains(connectedAppScopes, scope) {
			return componentError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
				"commaSeparatedOauthScopes: bad value for restricted picklist field: "+scope, "commaSeparatedOauthScopes")
		}
	}
	for _, name := range []string{"trustedIpRanges", "customAttributes"} {
		if len(given.all(name)) > externalListMaximum {
			return componentError("FIELD_INTEGRITY_EXCEPTION",
				"An external client app can have at most "+strconv.Itoa(externalListMaximum)+" "+name+".", name)
		}
	}
	return checkAddressRanges(given.all("trustedIpRanges"), "startIpAddress", "endIpAddress")
}

// checkAddressRanges refuses ranges whose ends are no addresses, of different
// families, or the wrong way round.
func checkAddressRanges(ranges []*soapElement, start, end string) *metadataError {
	for _, element := range ranges {
		first, firstErr := netip.ParseAddr(element.child(start).text())
		last, lastErr := netip.ParseAddr(element.child(end).text())
		if firstErr != nil || lastErr != nil || first.Is4() != last.Is4() || last.Less(first) {
			return componentError("FIELD_INTEGRITY_EXCEPTION", "The IP range "+element.child(start).text()+" to "+
				element.child(end).text()+" is not valid.", element.Name)
		}
	}
	return nil
}

// settleExternalOAuth brings the lists into the organization's form, and fills in
// the link to the app's consumer.
func (c *metadataCall) settleExternalOAuth(id string, given *soapElement) *soapElement {
	var scopes []*soapElement
	for _, scope := range commaList(given.child("commaSeparatedOauthScopes").text()) {
		scopes = append(scopes, newText("scopes", scope))
	}
	given.set("commaSeparatedOauthScopes", strings.Join(settleScopes(scopes), ", "))
	given.set("commaSeparatedCustomScopes", strings.Join(commaList(given.child("commaSeparatedCustomScopes").text()), ", "))
	link := c.org.Components[id].child("oauthLink").text()
	if c.setup && given.child("oauthLink") != nil {
		link = given.child("oauthLink").text()
	}
	if link == "" {
		link = c.org.ID[:15] + ":" + salesforceID(consumerPrefix, c.org.issue())[:15]
	}
	given.set("oauthLink", link)
	return given
}

// consumerPrefix begins the ids of consumers.
const consumerPrefix = "888"

// externalGlobalSettings keeps the consumer, its flows and its certificate. An
// element that a change leaves out goes back to its default.
var externalGlobalSettings = &rowKind{
	name: "ExtlClntAppGlobalOauthSettings", permission: "ExternalClientAppDeveloper",
	defaults: `isClientCredentialsFlowEnabled=false isCodeCredFlowEnabled=false isCodeCredPostOnly=false
		isConsumerSecretOptional=false isDeviceFlowEnabled=false isIntrospectAllTokens=false isNamedUserJwtEnabled=false
		isPkceRequired=true isRefreshTokenRotationEnabled=false isSecretRequiredForRefreshToken=true
		isSecretRequiredForTokenExchange=false isTokenExchangeEnabled=false shouldRotateConsumerKey=false
		shouldRotateConsumerSecret=false`,
	check:  (*metadataCall).checkExternalGlobal,
	settle: (*metadataCall).settleExternalGlobal,
	changed: func(c *metadataCall, id string) {
		c.presentExternalApp(c.org.satelliteApp("ExtlClntAppGlobalOauthSettings", id))
	},
	removed: func(c *metadataCall, row salesforceRow) {
		c.org.putApp(row.text("ExternalClientApplicationId"), nil)
		c.org.endSessions(row.text("ExternalClientApplicationId"))
	},
	shown: (*metadataCall).showExternalGlobal,
}

func (c *metadataCall) checkExternalGlobal(id string, given *soapElement) *metadataError {
	if failure := c.checkSatellite("ExtlClntAppGlobalOauthSettings", id, given); failure != nil {
		return failure
	}
	app := c.org.named("ExternalClientApplication", "DeveloperName", given.child("externalClientApplication").text())
	key := given.child("consumerKey").text()
	taken := c.org.appWithKey(key)
	switch known := c.org.Apps[app]; {
	case known != nil && key != "" && key != known.ConsumerKey:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "You cannot provide a Consumer Key", "consumerKey")
	case taken != "" && taken != app:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key is already taken.", "consumerKey")
	case key != "" && (len(key) < 8 || len(key) > 256 || strings.ContainsAny(key, " \t\r\n")):
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key must be 8 to 256 characters.", "consumerKey")
	}
	if certificate := given.child("certificate").text(); certificate != "" {
		if block, _ := pem.Decode([]byte(certificate)); block == nil {
			return componentError("FIELD_INTEGRITY_EXCEPTION", "The certificate is not valid.", "certificate")
		}
	}
	validity := given.child("idTokenConfig").child("idTokenValidityInMinutes").text()
	if minutes, err := strconv.Atoi(validity); validity != "" && !c.setup && (err != nil || minutes < 1 || minutes > 720) {
		return componentError("FIELD_INTEGRITY_EXCEPTION", "The ID token validity must be 1 to 720 minutes.", "idTokenValidityInMinutes")
	}
	return nil
}

// settleExternalGlobal keeps the consumer's credentials apart, and turns them
// over if the component asks for it.
func (c *metadataCall) settleExternalGlobal(_ string, given *soapElement) *soapElement {
	name := given.child("externalClientApplication").text()
	id := c.org.named("ExternalClientApplication", "DeveloperName", name)
	app := salesforceApp{FullName: name, External: true, CreatedAt: c.now}
	if known := c.org.Apps[id]; known != nil {
		app = *known
	}
	if app.ConsumerKey == "" {
		app.ConsumerKey, app.ConsumerSecret = given.child("consumerKey").text(), given.child("consumerSecret").text()
	}
	if app.ConsumerKey == "" || given.child("shouldRotateConsumerKey").text() == "true" {
		app.ConsumerKey = c.org.newConsumerKey()
	}
	if app.ConsumerSecret == "" || given.child("shouldRotateConsumerSecret").text() == "true" {
		app.ConsumerSecret = c.org.newConsumerSecret()
	}
	c.org.putApp(id, &app)
	given.set("shouldRotateConsumerKey", "false")
	given.set("shouldRotateConsumerSecret", "false")
	if given.child("label") == nil {
		given.set("label", name+"globalset")
	}
	return given.without("consumerKey", "consumerSecret")
}

func (o *salesforceOrg) newConsumerKey() string { return "3MVG9" + o.madeUp("consumer key", 80) }

func (o *salesforceOrg) newConsumerSecret() string {
	return strings.ToUpper(o.madeUp("consumer secret", 64))
}

// showExternalGlobal adds the consumer's key, and its secret where the
// organization lets the user see it.
func (c *metadataCall) showExternalGlobal(id string, definition *soapElement) {
	app := c.org.Apps[c.org.satelliteApp("ExtlClntAppGlobalOauthSettings", id)]
	definition.add(newText("consumerKey", app.ConsumerKey))
	if c.org.secretsInMetadata() && c.may("ViewClientSecret") && !c.setup {
		definition.add(newText("consumerSecret", app.ConsumerSecret))
	}
}
