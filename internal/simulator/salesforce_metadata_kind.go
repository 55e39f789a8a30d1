package simulator

// metadataKind is how the components of one type are kept.
type metadataKind interface {
	create(c *metadataCall, name string, component *soapElement) *metadataError
	change(c *metadataCall, name string, component *soapElement) *metadataError
	remove(c *metadataCall, name string) *metadataError
	// show is a component as reads show it, or nil.
	show(c *metadataCall, name string) *soapElement
}

// metadataKinds are the types whose components can be read and written.
var metadataKinds = map[string]metadataKind{
	"BlacklistedConsumer":                  blockedApps,
	"ConnectedApp":                         connectedAppKind{},
	"ConnectedAppSettings":                 connectedAppSettingsKind{},
	"EventSettings":                        eventSettings,
	"ExternalClientAppSettings":            externalClientAppSettings,
	"ExternalClientApplication":            externalApp,
	"ExternalCredential":                   externalCredentials,
	"ExtlClntAppConfigurablePolicies":      externalAppPolicies,
	"ExtlClntAppGlobalOauthSettings":       externalGlobalSettings,
	"ExtlClntAppOauthConfigurablePolicies": externalOAuthPolicies,
	"ExtlClntAppOauthSettings":             externalOAuthSettings,
	"ExtlClntAppSamlConfigurablePolicies":  externalSAMLPolicies,
	"MutingPermissionSet":                  mutingPermissionSets,
	"NamedCredential":                      namedCredentials,
	"OauthCustomScope":                     customScopes,
	"OauthOidcSettings":                    oauthOidcSettings,
	"PermissionSet":                        permissionSets,
	"PermissionSetGroup":                   permissionSetGroups,
	"Profile":                              profileKind{},
	"ProfilePasswordPolicy":                profilePasswordPolicies,
	"ProfileSessionSetting":                profileSessionSettings,
	"RealTimeEventSettings":                realTimeEventSettings,
	"SecuritySettings":                     securitySettings,
	"TransactionSecurityPolicy":            transactionPolicies,
}

// put creates or changes a component, and tells which it was.
func (c *metadataCall) put(kind, name string, component *soapElement) (created bool, failure *metadataError) {
	if metadataKinds[kind].show(c, name) == nil {
		return true, metadataKinds[kind].create(c, name, component)
	}
	return false, metadataKinds[kind].change(c, name, component)
}

// checkComponent refuses elements that the type does not have in the version of
// the call.
func (c *metadataCall) checkComponent(kind string, component *soapElement) *soapFault {
	for _, field := range metadataTypes[kind] {
		if field.gone > 0 && c.version >= field.gone && component.child(field.name) != nil {
			return clientFault("Element {%s}%s invalid at this location in type %s", metadataNamespace, field.name, kind)
		}
	}
	return checkComponent(kind, component)
}

// current is a component without the elements that the version of the call does
// not have.
func (c *metadataCall) current(kind string, component *soapElement) *soapElement {
	var gone []string
	for _, field := range metadataTypes[kind] {
		if field.gone > 0 && c.version >= field.gone {
			gone = append(gone, field.name)
		}
	}
	return component.without(gone...)
}

type connectedAppKind struct{}

func (connectedAppKind) create(c *metadataCall, name string, component *soapElement) *metadataError {
	return c.createApp(name, component)
}

func (connectedAppKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	if oauth := component.child("oauthConfig"); c.whole && oauth != nil {
		component = component.clone() // a whole component has the key, which the API does not take back
		*component.child("oauthConfig") = *oauth.without("consumerKey", "consumerSecret")
	}
	return c.changeApp(name, component)
}

func (connectedAppKind) remove(c *metadataCall, name string) *metadataError { return c.deleteApp(name) }

func (connectedAppKind) show(c *metadataCall, name string) *soapElement {
	id := c.org.appNamed(name)
	if id == "" || c.org.Apps[id].Installed {
		return nil
	}
	return c.org.showApp(id)
}

type connectedAppSettingsKind struct{}

func (connectedAppSettingsKind) create(*metadataCall, string, *soapElement) *metadataError {
	return componentError("INVALID_TYPE_FOR_OPERATION", "ConnectedAppSettings can't be created")
}

func (connectedAppSettingsKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	return c.changeSettings(name, component)
}

func (connectedAppSettingsKind) remove(*metadataCall, string) *metadataError {
	return componentError("INVALID_TYPE_FOR_OPERATION", "ConnectedAppSettings can't be deleted")
}

func (connectedAppSettingsKind) show(c *metadataCall, name string) *soapElement {
	return c.settings(name)
}
