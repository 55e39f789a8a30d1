package simulator

import (
	"encoding/pem"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// appGrants are the grants that a component names; nil leaves those of the kind
// as they are.
type appGrants struct{ sets, profiles []string }

var refreshTokenPolicy = regexp.MustCompile(`^(zero|infinite|specific_(lifetime|inactivity):[1-9]\d*:(HOURS|DAYS|MONTHS))$`)

// checkApp refuses what the organization does not take, and finds whom the
// component grants the app to.
func (c *metadataCall) checkApp(given, component *soapElement, approved bool) (appGrants, *metadataError) {
	if missing := missingElements("ConnectedApp", given); len(missing) > 0 {
		return appGrants{}, componentError("REQUIRED_FIELD_MISSING",
			"Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)
	}
	for _, check := range []func(*soapElement) *metadataError{
		checkContact, checkPolicies, checkRanges, c.checkOAuth,
	} {
		if failure := check(given); failure != nil {
			return appGrants{}, failure
		}
	}
	grants, failure := c.namedGrants(given, component)
	if failure == nil && !approved && len(grants.sets)+len(grants.profiles) > 0 {
		failure = componentError("FIELD_INTEGRITY_EXCEPTION", "Profiles and permission sets can be specified only when "+
			"isAdminApproved is true.", "permissionSetName")
	}
	return grants, failure
}

func checkContact(given *soapElement) *metadataError {
	if email := given.child("contactEmail").text(); !isEmail(email) {
		return componentError("INVALID_EMAIL_ADDRESS", "Contact Email: invalid email address: "+email, "contactEmail")
	}
	if failure := checkLengths(given, map[string]int{"label": 80, "contactPhone": 40, "description": 255}); failure != nil {
		return failure
	}
	if logo := given.child("logoUrl").text(); logo != "" && !strings.HasPrefix(logo, "https://") {
		return componentError("FIELD_INTEGRITY_EXCEPTION", "The logo image URL must use https.", "logoUrl")
	}
	return nil
}

// policyValues are the values of the policies whose kind is a mere string.
var policyValues = map[string][]string{
	"ipRelaxation": {"ENFORCE", "BYPASS_2FACTOR", "BYPASS", "ENFORCE_RELAXREFRESH"},
	"policyAction": {"Block", "RaiseSessionLevel"},
	"sessionLevel": {"HIGH_ASSURANCE"},
}

func checkPolicies(given *soapElement) *metadataError {
	for _, policy := range []string{"oauthPolicy", "sessionPolicy"} {
		for name, values := range policyValues {
			text := given.child(policy).child(name).text()
			if text != "" && !slices.Contains(values, text) {
				return componentError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
					name+": bad value for restricted picklist field: "+text, name)
			}
		}
	}
	refresh := given.child("oauthPolicy").child("refreshTokenPolicy").text()
	if refresh != "" && !refreshTokenPolicy.MatchString(refresh) {
		return componentError("FIELD_INTEGRITY_EXCEPTION", "The refresh token policy is not valid: "+refresh, "refreshTokenPolicy")
	}
	return nil
}

func checkRanges(given *soapElement) *metadataError {
	return checkAddressRanges(given.all("ipRanges"), "start", "end")
}

func (c *metadataCall) checkOAuth(given *soapElement) *metadataError {
	oauth := given.child("oauthConfig")
	if certificate := oauth.child("certificate").text(); certificate != "" {
		if block, _ := pem.Decode([]byte(certificate)); block == nil {
			return componentError("FIELD_INTEGRITY_EXCEPTION", "The certificate is not valid.", "certificate")
		}
	}
	user := oauth.child("oauthClientCredentialUser").text()
	row := c.org.row("User", c.org.named("User", "Username", user))
	if user != "" && (row == nil || row["IsActive"] == false) {
		return componentError("INVALID_CROSS_REFERENCE_KEY",
			"In field: oauthClientCredentialUser - no User named "+user+" found", "oauthClientCredentialUser")
	}
	if validity := oauth.child("idTokenConfig").child("idTokenValidity").text(); validity != "" {
		if minutes, err := strconv.Atoi(validity); err != nil || minutes < 1 || minutes > 720 {
			return componentError("FIELD_INTEGRITY_EXCEPTION", "The ID token validity must be 1 to 720 minutes.", "idTokenValidity")
		}
	}
	return nil
}

// namedGrants finds the permission sets, and the profiles' own, that the
// component names. An element that is there but empty names nobody.
func (c *metadataCall) namedGrants(given, component *soapElement) (appGrants, *metadataError) {
	var grants appGrants
	if component.child("permissionSetName") != nil {
		grants.sets = []string{}
	}
	if component.child("profileName") != nil {
		grants.profiles = []string{}
	}
	for _, element := range given.all("permissionSetName") {
		id := c.org.permissionSetNamed(element.Text)
		if id == "" {
			return grants, componentError("INVALID_CROSS_REFERENCE_KEY",
				"In field: permissionSetName - no PermissionSet named "+element.Text+" found", "permissionSetName")
		}
		grants.sets = append(grants.sets, id)
	}
	for _, element := range given.all("profileName") {
		profile := c.org.profileNamed(element.Text)
		if profile == "" {
			return grants, componentError("INVALID_CROSS_REFERENCE_KEY",
				"In field: profileName - no Profile named "+element.Text+" found", "profileName")
		}
		grants.profiles = append(grants.profiles, c.org.profileSet(profile))
	}
	return grants, nil
}

// permissionSetNamed finds a permission set by its API name or its label.
func (o *salesforceOrg) permissionSetNamed(name string) string {
	table := o.table("PermissionSet")
	if id := table.first("Name", name); id != "" && !derivedSet(table.Rows[id]) {
		return id
	}
	for _, id := range table.ids {
		if row := table.Rows[id]; !derivedSet(row) && strings.EqualFold(row.text("Label"), name) {
			return id
		}
	}
	return ""
}

// grant makes the rows of an app's grants agree with those that a component
// names.
func (c *metadataCall) grant(app string, grants appGrants) {
	table := c.org.table("SetupEntityAccess")
	for _, id := range table.lookup("SetupEntityId", app) {
		parent := table.Rows[id].text("ParentId")
		wanted := grants.sets
		if c.ownedByProfile(parent) {
			wanted = grants.profiles
		}
		if wanted != nil && !slices.Contains(wanted, parent) {
			c.org.remove("SetupEntityAccess", id)
		}
	}
	for _, parent := range slices.Concat(grants.sets, grants.profiles) {
		if table.first("ParentId+SetupEntityId", parent, app) == "" {
			c.add(salesforceObjectNamed("SetupEntityAccess"), salesforceRow{
				"ParentId": parent, "SetupEntityId": app, "SetupEntityType": salesforceObjectWithPrefix(app).Name,
			})
		}
	}
}

// showApp is a connected app as reads show it: with its key and grants, without
// its secret.
func (o *salesforceOrg) showApp(id string) *soapElement {
	app := o.Apps[id]
	shown := app.Definition.without()
	for i, child := range shown.Children {
		if child.Name == "oauthConfig" {
			oauth := child.without("isAdminApproved")
			oauth.add(newText("consumerKey", app.ConsumerKey), newBoolean("isAdminApproved", o.approved(id)))
			shown.Children[i] = oauth
		}
	}
	if o.approved(id) {
		shown.add(o.shownGrants(id)...)
	}
	return tidy("ConnectedApp", shown)
}

// shownGrants are the names of those who have the app, while it is approved.
func (o *salesforceOrg) shownGrants(app string) []*soapElement {
	var grants []*soapElement
	table := o.table("SetupEntityAccess")
	for _, id := range table.lookup("SetupEntityId", app) {
		set := o.row("PermissionSet", table.Rows[id].text("ParentId"))
		if set.flag("IsOwnedByProfile") {
			grants = append(grants, newText("profileName", o.row("Profile", set.text("ProfileId")).text("Name")))
			continue
		}
		grants = append(grants, newText("permissionSetName", set.text("Name")))
	}
	return grants
}
