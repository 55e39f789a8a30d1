package simulator

import "strings"

// settingsNames are the ConnectedAppSettings; all but the last exist only where
// API Access Control is activated.
var settingsNames = []string{
	"enableAdminApprovedAppsOnly", "enableAdminApprovedAppsOnlyForExternalUser",
	"enableSkipUserProvisioningWizardWelcomePage",
}

// settings are the ConnectedAppSettings as reads show them.
func (c *metadataCall) settings(name string) *soapElement {
	if name != "ConnectedApp" {
		return nil
	}
	component := newElement("")
	for i, setting := range settingsNames {
		switch {
		case c.activated || i == len(settingsNames)-1:
			component.add(newBoolean(setting, c.org.Settings[setting]))
		case c.ignoring:
			component.add(newBoolean(setting, false))
		}
	}
	return component
}

func (c *metadataCall) changeSettings(name string, component *soapElement) *metadataError {
	if name != "ConnectedApp" {
		return noSuchComponent("ConnectedAppSettings", name)
	}
	component = tidy("ConnectedAppSettings", component)
	if c.ignoring && !c.activated {
		component = component.without(settingsNames[:2]...)
	}
	for _, element := range component.Children {
		if !c.activated && strings.HasPrefix(element.Name, "enableAdminApprovedAppsOnly") {
			return componentError("FUNCTIONALITY_NOT_ENABLED",
				"API Access Control is not activated for this organization.", element.Name)
		}
	}
	for _, element := range component.Children {
		c.org.set(element.Name, element.Text == "true")
	}
	c.note("changedConnectedAppSettings", "Connected Apps", "Changed the settings of connected apps")
	return nil
}

// set changes a setting, undoably.
func (o *salesforceOrg) set(name string, value bool) {
	old := o.Settings[name]
	o.Settings[name] = value
	o.undo(func() { o.Settings[name] = old })
}
