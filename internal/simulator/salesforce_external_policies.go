package simulator

import (
	"slices"
	"strings"
)

// externalOAuthPolicies keeps who may use an external client app and how.
var externalOAuthPolicies = &rowKind{
	name: "ExtlClntAppOauthConfigurablePolicies", permission: "ExternalClientAppAdmin", merges: true,
	defaults: `ipRelaxationPolicyType=Enforce isClientCredentialsFlowEnabled=false isGuestCodeCredFlowEnabled=false
		isNamedUserJwtEnabled=false isTokenExchangeFlowEnabled=false permittedUsersPolicyType=AllSelfAuthorized
		refreshTokenPolicyType=SpecificLifetime refreshTokenValidityPeriod=365 refreshTokenValidityUnit=Days
		requiredSessionLevel=STANDARD`,
	check:    (*metadataCall).checkExternalPolicies,
	settle:   (*metadataCall).settleExternalPolicies,
	changed:  func(c *metadataCall, id string) { c.satelliteChanged("ExtlClntAppOauthPlcyCnfg", id) },
	removing: refuseToRemovePolicies,
	shown:    (*metadataCall).showExternalGrants,
}

// externalSAMLPolicies keeps how an external client app is signed in to by SAML.
// Only apps of the organization's own, with the plugin turned on, have them.
var externalSAMLPolicies = &rowKind{
	name: "ExtlClntAppSamlConfigurablePolicies", permission: "ExternalClientAppAdmin", merges: true,
	check: (*metadataCall).checkExternalSAML,
}

func (c *metadataCall) checkExternalSAML(id string, given *soapElement) *metadataError {
	if failure := c.checkSatellite("ExtlClntAppSamlConfigurablePolicies", id, given); failure != nil {
		return failure
	}
	app := c.org.named("ExternalClientApplication", "DeveloperName", given.child("externalClientApplication").text())
	if !isTrue(c.org.satelliteDefinition("ExtlClntAppConfigurablePolicies", app), "isSamlPluginEnabled") {
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE",
			"The SAML plugin of the external client app isn't enabled.", "externalClientApplication")
	}
	return nil
}

func (c *metadataCall) checkExternalPolicies(id string, given *soapElement) *metadataError {
	if failure := c.checkSatellite("ExtlClntAppOauthConfigurablePolicies", id, given); failure != nil {
		return failure
	}
	for _, name := range []string{"clientCredentialsFlowUser", "executeHandlerAs"} {
		user := given.child(name).text()
		row := c.org.row("User", c.org.named("User", "Username", user))
		if user != "" && (row == nil || row["IsActive"] == false) && !c.setup {
			return componentError("INVALID_CROSS_REFERENCE_KEY", "In field: "+name+" - no User named "+user+" found", name)
		}
	}
	switch {
	case given.child("isClientCredentialsFlowEnabled").text() == "true" && given.child("clientCredentialsFlowUser") == nil:
		return componentError("REQUIRED_FIELD_MISSING",
			"Required fields are missing: [clientCredentialsFlowUser]", "clientCredentialsFlowUser")
	case given.child("namedUserJwtSessionTimeoutType").text() == "Custom" && given.child("namedUserJwtTimeout") == nil:
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: [namedUserJwtTimeout]", "namedUserJwtTimeout")
	}
	_, failure := c.externalGrants(given)
	return failure
}

// externalGrants finds whom the component grants the app to; a list that is not
// there leaves those of its kind as they are.
func (c *metadataCall) externalGrants(given *soapElement) (appGrants, *metadataError) {
	var grants appGrants
	if list := given.child("commaSeparatedPermissionSet"); list != nil {
		grants.sets = []string{}
		for _, name := range commaList(list.text()) {
			id := c.org.permissionSetCalled(name)
			if id == "" && !c.setup {
				return grants, componentError("INVALID_CROSS_REFERENCE_KEY",
					"In field: commaSeparatedPermissionSet - no PermissionSet named "+name+" found", list.Name)
			}
			grants.sets = append(grants.sets, id)
		}
	}
	if list := given.child("commaSeparatedProfile"); list != nil {
		grants.profiles = []string{}
		for _, name := range commaList(list.text()) {
			profile := c.org.profileNamed(name)
			if profile == "" {
				return grants, componentError("INVALID_CROSS_REFERENCE_KEY",
					"In field: commaSeparatedProfile - no Profile named "+name+" found", list.Name)
			}
			grants.profiles = append(grants.profiles, c.org.profileSet(profile))
		}
	}
	return grants, nil
}

// permissionSetCalled finds a permission set by its id, API name or label.
func (o *salesforceOrg) permissionSetCalled(name string) string {
	if id, right := canonicalID(name); right && o.row("PermissionSet", id) != nil {
		return id
	}
	return o.permissionSetNamed(name)
}

// settleExternalPolicies turns the lists of grants into grants, and drops what
// the refresh token policy has no use for.
func (c *metadataCall) settleExternalPolicies(id string, given *soapElement) *soapElement {
	name := given.child("externalClientApplication").text()
	grants, _ := c.externalGrants(given) // checked before
	grants.sets = slices.DeleteFunc(grants.sets, func(id string) bool { return id == "" })
	c.grant(c.org.named("ExternalClientApplication", "DeveloperName", name), grants)
	given = given.without("commaSeparatedPermissionSet", "commaSeparatedProfile")
	if !strings.HasPrefix(given.child("refreshTokenPolicyType").text(), "Specific") {
		given = given.without("refreshTokenValidityPeriod", "refreshTokenValidityUnit")
	}
	if given.child("label") == nil {
		given.set("label", c.org.row("ExtlClntAppOauthPlcyCnfg", id).text("DeveloperName"))
	}
	given.set("commaSeparatedCustomScopes", strings.Join(commaList(given.child("commaSeparatedCustomScopes").text()), ", "))
	return given
}

// showExternalGrants adds the lists of those who have the app.
func (c *metadataCall) showExternalGrants(id string, definition *soapElement) {
	grants := c.org.shownGrants(c.org.satelliteApp("ExtlClntAppOauthPlcyCnfg", id))
	names := newElement("", grants...)
	definition.set("commaSeparatedPermissionSet", strings.Join(texts(names.all("permissionSetName")), ", "))
	definition.set("commaSeparatedProfile", strings.Join(texts(names.all("profileName")), ", "))
}

// presentExternalApp puts together, from the components of an external client
// app, what signing in goes by. Turned off, the app loses its sessions.
func (a salesforceActor) presentExternalApp(id string) {
	known := a.org.Apps[id]
	global := a.org.satelliteDefinition("ExtlClntAppGlobalOauthSettings", id)
	if known == nil || global == nil {
		return
	}
	policies := a.org.satelliteDefinition("ExtlClntAppOauthConfigurablePolicies", id)
	plugins := a.org.satelliteDefinition("ExtlClntAppConfigurablePolicies", id)
	oauth := newElement("oauthConfig",
		newText("certificate", global.child("certificate").text()),
		newText("isIntrospectAllTokens", global.child("isIntrospectAllTokens").text()),
		newText("isNamedUserJwtEnabled", global.child("isNamedUserJwtEnabled").text()),
		newText("isRefreshTokenRotationEnabled", global.child("isRefreshTokenRotationEnabled").text()),
		newText("isSecretRequiredForRefreshToken", global.child("isSecretRequiredForRefreshToken").text()),
		newBoolean("isClientCredentialEnabled", isTrue(global, "isClientCredentialsFlowEnabled") &&
			isTrue(policies, "isClientCredentialsFlowEnabled")),
		newText("oauthClientCredentialUser", policies.child("clientCredentialsFlowUser").text()),
		newBoolean("isAdminApproved", policies.child("permittedUsersPolicyType").text() == "AdminApprovedPreAuthorized"))
	settings := a.org.satelliteDefinition("ExtlClntAppOauthSettings", id)
	for _, scope := range commaList(settings.child("commaSeparatedOauthScopes").text()) {
		oauth.add(newText("scopes", scope))
	}
	app := *known
	app.Definition = newElement("", newText("label", a.org.row("ExternalClientApplication", id).text("MasterLabel")), oauth,
		newElement("oauthPolicy", newText("ipRelaxation", strings.ToUpper(policies.child("ipRelaxationPolicyType").text()))))
	app.Disabled = !isTrue(plugins, "isEnabled") || !isTrue(plugins, "isOauthPluginEnabled")
	a.org.putApp(id, &app)
	if app.Disabled {
		a.org.endSessions(id)
	}
}

func isTrue(definition *soapElement, name string) bool {
	return definition.child(name).text() == "true"
}
