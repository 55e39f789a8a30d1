package simulator

import (
	"slices"
	"strconv"
	"strings"
)

// externalApp keeps the headers of external client apps.
var externalApp = &rowKind{
	name: "ExternalClientApplication", permission: "ExternalClientAppDeveloper",
	defaults: "distributionState=Local isProtected=false",
	check:    (*metadataCall).checkExternalApp,
	settle:   (*metadataCall).settleExternalApp,
	added: func(c *metadataCall, id string) {
		c.addSatellite("ExtlClntAppConfigurablePolicies", id, c.org.row("ExternalClientApplication", id).text("DeveloperName")+"_plcy")
	},
	removed: func(c *metadataCall, row salesforceRow) { c.removeExternalApp(row.text("Id")) },
}

// externalAppPolicies keeps what turns an external client app on and off. They
// come into being with the app.
var externalAppPolicies = &rowKind{
	name: "ExtlClntAppConfigurablePolicies", permission: "ExternalClientAppAdmin",
	defaults: "isEnabled=true isOauthPluginEnabled=true", merges: true,
	check: func(c *metadataCall, id string, given *soapElement) *metadataError {
		return c.checkSatellite("ExtlClntAppConfigurablePolicies", id, given)
	},
	changed:  func(c *metadataCall, id string) { c.satelliteChanged("ExtlClntAppPlcyCnfg", id) },
	removing: refuseToRemovePolicies,
}

func refuseToRemovePolicies(*metadataCall, string) *metadataError {
	return componentError("DELETE_FAILED", "You can't delete the policies of an external client app. Delete the app.")
}

// externalSatellites are the types of what belongs to an external client app.
var externalSatellites = []string{
	"ExtlClntAppConfigurablePolicies", "ExtlClntAppOauthConfigurablePolicies",
	"ExtlClntAppGlobalOauthSettings", "ExtlClntAppOauthSettings", "ExtlClntAppSamlConfigurablePolicies",
}

func (c *metadataCall) checkExternalApp(_ string, given *soapElement) *metadataError {
	if email := given.child("contactEmail").text(); email != "" && !isEmail(email) {
		return componentError("INVALID_EMAIL_ADDRESS", "Contact Email: invalid email address: "+email, "contactEmail")
	}
	if state := given.child("distributionState").text(); !slices.Contains([]string{"Local", "Packaged"}, state) && !c.setup {
		return componentError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
			"distributionState: bad value for restricted picklist field: "+state, "distributionState")
	}
	return checkLengths(given, map[string]int{"label": 80, "contactPhone": 40, "description": 255})
}

// settleExternalApp fills in the label, and the name by which other
// organizations know the app.
func (c *metadataCall) settleExternalApp(id string, given *soapElement) *soapElement {
	name := c.org.row("ExternalClientApplication", id).text("DeveloperName")
	if given.child("label") == nil {
		given.set("label", name)
	}
	if !c.setup || given.child("orgScopedExternalApp") == nil {
		given.set("orgScopedExternalApp", c.org.ID[:15]+":"+name)
	}
	return given
}

// checkSatellite refuses a component of an app that is not there, has one
// already, or had another.
func (c *metadataCall) checkSatellite(kind, id string, given *soapElement) *metadataError {
	name := given.child("externalClientApplication").text()
	app := c.org.named("ExternalClientApplication", "DeveloperName", name)
	object := componentObject(kind).Name
	other := c.org.table(object).first("ExternalClientApplicationId", app)
	switch {
	case app == "":
		return componentError("INVALID_CROSS_REFERENCE_KEY",
			"In field: externalClientApplication - no ExternalClientApplication named "+name+" found", "externalClientApplication")
	case id == "" && other != "":
		return componentError("DUPLICATE_VALUE", "duplicate value found: ExternalClientApplicationId duplicates value on "+
			"record with id: "+other, "externalClientApplication")
	case id != "" && other != id:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE",
			"The external client app of a component can't be changed.", "externalClientApplication")
	}
	return nil
}

// satellite is the id of what an app has of a type, or empty.
func (o *salesforceOrg) satellite(kind, app string) string {
	return o.table(componentObject(kind).Name).first("ExternalClientApplicationId", app)
}

// satelliteDefinition is what an app has of a type, or nil.
func (o *salesforceOrg) satelliteDefinition(kind, app string) *soapElement {
	return o.Components[o.satellite(kind, app)]
}

// satelliteApp is the id of the app that a satellite belongs to.
func (o *salesforceOrg) satelliteApp(object, id string) string {
	return o.row(object, id).text("ExternalClientApplicationId")
}

// addSatellite adds the policies that come into being with what they govern.
func (c *metadataCall) addSatellite(kind, app, name string) {
	defaults := map[string]string{
		externalAppPolicies.name: externalAppPolicies.defaults, externalOAuthPolicies.name: externalOAuthPolicies.defaults,
	}[kind]
	definition := newElement("",
		newText("externalClientApplication", c.org.row("ExternalClientApplication", app).text("DeveloperName")),
		newText("label", name))
	id := c.add(componentObject(kind), salesforceRow{"DeveloperName": name, automatic: true})
	c.storeComponent(kind, id, withDefaults(kind, definition, defaults))
}

// automatic is the key under which the row of policies tells that nobody has
// touched them yet; it is no field of the object.
const automatic = "automatic"

// satelliteChanged takes a change of a satellite over into what signing in goes
// by.
func (c *metadataCall) satelliteChanged(object, id string) {
	row := c.org.row(object, id).with(automatic, false)
	c.org.put(object, id, row)
	c.presentExternalApp(row.text("ExternalClientApplicationId"))
}

// adoptPolicies gives policies that nobody has touched the name under which a
// deployment brings them, as if it had created them.
func (c *metadataCall) adoptPolicies(kind, name string, component *soapElement) {
	if !strings.HasSuffix(kind, "ConfigurablePolicies") || c.org.component(kind, name) != "" {
		return
	}
	app := c.org.named("ExternalClientApplication", "DeveloperName", component.child("externalClientApplication").text())
	object := componentObject(kind).Name
	if row := c.org.row(object, c.org.satellite(kind, app)); row.flag(automatic) {
		c.org.put(object, row.text("Id"), row.with("DeveloperName", name))
	}
}

// removeExternalApp removes what hangs on an app that is gone.
func (c *metadataCall) removeExternalApp(app string) {
	for _, kind := range externalSatellites {
		if id := c.org.satellite(kind, app); id != "" {
			c.org.remove(componentObject(kind).Name, id)
			c.org.putComponent(id, nil)
		}
	}
	c.removeReferring("SetupEntityAccess", "SetupEntityId", app)
	c.org.putApp(app, nil)
	c.org.putStaged(app, nil)
	c.org.endSessions(app)
	c.org.forgetUses(app)
}

// checkLengths refuses elements that are longer than their fields.
func checkLengths(given *soapElement, maxima map[string]int) *metadataError {
	for name, maximum := range maxima {
		if text := given.child(name).text(); len([]rune(text)) > maximum {
			return componentError("STRING_TOO_LONG",
				name+": data value too large: "+text+" (max length="+strconv.Itoa(maximum)+")", name)
		}
	}
	return nil
}
