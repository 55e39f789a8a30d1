package simulator

import (
	"regexp"
	"slices"
	"strings"
)

// groupedScopes are together what Basic is alone.
var groupedScopes = []string{"Profile", "Email", "Address", "Phone"}

// settleConnectedApp is a component as the organization keeps it: tidy, with
// the defaults filled in and the scopes in order.
func settleConnectedApp(component *soapElement) *soapElement {
	settled := tidy("ConnectedApp", component)
	oauth := settled.child("oauthConfig")
	if oauth == nil {
		return settled
	}
	for _, field := range metadataTypes["ConnectedAppOauthConfig"] {
		if field.kind == "boolean" && oauth.child(field.name) == nil {
			oauth.add(newBoolean(field.name, field.name == "isSecretRequiredForRefreshToken"))
		}
	}
	scopes := settleScopes(oauth.all("scopes"))
	*oauth = *oauth.without("scopes")
	for _, scope := range scopes {
		oauth.add(newText("scopes", scope))
	}
	if settled.child("oauthPolicy") == nil {
		settled.add(newElement("oauthPolicy", newText("ipRelaxation", "ENFORCE"), newText("refreshTokenPolicy", "infinite")))
	}
	return tidy("ConnectedApp", settled)
}

// settleScopes resolves synonyms, drops repetitions, and brings the scopes into
// the organization's order.
func settleScopes(elements []*soapElement) []string {
	given := map[string]bool{}
	for _, element := range elements {
		given[element.text()] = true
	}
	if given["OfflineAccess"] {
		given["RefreshToken"], given["OfflineAccess"] = true, false
	}
	whole := !slices.ContainsFunc(groupedScopes, func(scope string) bool { return !given[scope] })
	if whole || given["Basic"] {
		given["Basic"] = true
		for _, scope := range groupedScopes {
			given[scope] = false
		}
	}
	return slices.DeleteFunc(slices.Clone(connectedAppScopes), func(scope string) bool { return !given[scope] })
}

var consumerCredential = regexp.MustCompile(`^[A-Za-z0-9]{8,256}$`)

// createApp creates a connected app.
func (c *metadataCall) createApp(name string, component *soapElement) *metadataError {
	switch {
	case !c.may("CustomizeApplication"):
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
	case !c.setup && c.server.knobs.ConnectedAppCreationRestricted:
		return componentError("FUNCTIONALITY_NOT_ENABLED", "You can't create a connected app in this organization. "+
			"Create an external client app instead, or contact Salesforce Customer Support.")
	case !developerName.MatchString(name) || len(name) > 80:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The Connected App API name can only contain underscores "+
			"and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an "+
			"underscore, and not contain two consecutive underscores.", "fullName")
	case c.org.appNamed(name) != "":
		return componentError("DUPLICATE_DEVELOPER_NAME", "The developer name "+name+" is already in use.", "fullName")
	}
	given := tidy("ConnectedApp", component)
	key, secret := given.child("oauthConfig").child("consumerKey").text(), given.child("oauthConfig").child("consumerSecret").text()
	if failure := c.checkCredentials(key, secret); failure != nil {
		return failure
	}
	app := &salesforceApp{FullName: name, CreatedAt: c.now, ConsumerKey: key, ConsumerSecret: secret}
	if given.child("oauthConfig") != nil {
		if key == "" {
			app.ConsumerKey = "3MVG9" + c.org.madeUp("consumer key", 80)
		}
		if secret == "" {
			app.ConsumerSecret = strings.ToUpper(c.org.madeUp("consumer secret", 64))
		}
	}
	approved := given.child("oauthConfig").child("isAdminApproved").text() == "true"
	grants, failure := c.checkApp(given, component, approved)
	if failure != nil {
		return failure
	}
	app.Definition = definitionOf(given)
	id := c.addApp(app, given.child("label").text(), approved)
	c.grant(id, grants)
	c.audit("created", salesforceObjectNamed("ConnectedApplication"), c.org.row("ConnectedApplication", id))
	return nil
}

// definitionOf is what the organization keeps of a component.
func definitionOf(given *soapElement) *soapElement {
	given = given.without("permissionSetName", "profileName")
	for i, child := range given.Children {
		if child.Name == "oauthConfig" {
			given.Children[i] = child.without("consumerKey", "consumerSecret")
		}
	}
	return settleConnectedApp(given)
}

func (c *metadataCall) checkCredentials(key, secret string) *metadataError {
	for field, value := range map[string]string{"consumerKey": key, "consumerSecret": secret} {
		if value != "" && !c.setup && !consumerCredential.MatchString(value) {
			return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The "+field+" must be 8 to 256 alphanumeric characters.", field)
		}
	}
	if c.org.appWithKey(key) != "" {
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer key is already taken.", "consumerKey")
	}
	for _, app := range c.org.Apps {
		if secret != "" && app.ConsumerSecret == secret {
			return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The consumer secret is already taken.", "consumerSecret")
		}
	}
	return nil
}

// changeApp replaces the definition of a connected app: what the component
// leaves out goes back to its default. Only the consumer's credentials, the
// grants, and an oauthConfig that is left out as a whole stay.
func (c *metadataCall) changeApp(name string, component *soapElement) *metadataError {
	id := c.org.appNamed(name)
	if id == "" || c.org.Apps[id].Installed {
		return noSuchComponent("ConnectedApp", name)
	}
	if !c.may("CustomizeApplication") {
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
	}
	given := tidy("ConnectedApp", component)
	old, oauth := c.org.Apps[id], given.child("oauthConfig")
	approved := c.org.approved(id)
	switch {
	case oauth.child("consumerKey") != nil:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "You cannot provide a Consumer Key", "consumerKey")
	case oauth.child("consumerSecret") != nil:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "You cannot provide a Consumer Secret", "consumerSecret")
	case oauth != nil:
		approved = oauth.child("isAdminApproved").text() == "true"
	case old.Definition.child("oauthConfig") != nil:
		given.add(old.Definition.child("oauthConfig"))
	}
	grants, failure := c.checkApp(given, component, approved)
	if failure != nil {
		return failure
	}
	app := *old
	app.Definition = definitionOf(given)
	if app.ConsumerKey == "" && oauth != nil {
		app.ConsumerKey, app.ConsumerSecret = "3MVG9"+c.org.madeUp("consumer key", 80), c.org.madeUp("consumer secret", 64)
	}
	c.storeApp(id, &app)
	c.approve(id, approved)
	c.grant(id, grants)
	c.audit("changed", salesforceObjectNamed("ConnectedApplication"), c.org.row("ConnectedApplication", id))
	return nil
}

func (c *metadataCall) deleteApp(name string) *metadataError {
	id := c.org.appNamed(name)
	if id == "" || c.org.Apps[id].Installed {
		return noSuchComponent("ConnectedApp", name)
	}
	if !c.may("CustomizeApplication") {
		return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
	}
	c.discard(salesforceObjectNamed("ConnectedApplication"), c.org.row("ConnectedApplication", id))
	return nil
}

func (c *metadataCall) renameApp(from, to string) *metadataError {
	id := c.org.appNamed(from)
	switch {
	case id == "" || c.org.Apps[id].Installed:
		return noSuchComponent("ConnectedApp", from)
	case !developerName.MatchString(to):
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The Connected App API name is not valid.", "fullName")
	case c.org.appNamed(to) != "":
		return componentError("DUPLICATE_DEVELOPER_NAME", "The developer name "+to+" is already in use.", "fullName")
	}
	app := *c.org.Apps[id]
	app.FullName = to
	c.storeApp(id, &app)
	c.audit("renamed", salesforceObjectNamed("ConnectedApplication"), c.org.row("ConnectedApplication", id))
	return nil
}

// approve changes whether only administrator-approved users may use an app.
func (a salesforceActor) approve(id string, approved bool) {
	row := a.org.row("ConnectedApplication", id).with("OptionsAllowAdminApprovedUsersOnly", approved)
	a.touch(row)
	a.org.put("ConnectedApplication", id, row)
}
