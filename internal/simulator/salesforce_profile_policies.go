package simulator

import "strings"

var profilePasswordPolicies = &rowKind{
	name: "ProfilePasswordPolicy", permission: "ManagePasswordPolicies", merges: true,
	defaults: "forgotPasswordRedirect=false minimumPasswordLifetime=false obscure=false",
	check: func(c *metadataCall, id string, given *soapElement) *metadataError {
		if failure := checkBounds(given, "minimumPasswordLength", 5, 50); failure != nil {
			return failure
		}
		return c.checkOfProfile("ProfilePasswordPolicy", id, given)
	},
	settle: settleOfProfile,
}

var profileSessionSettings = &rowKind{
	name: "ProfileSessionSetting", permission: "ManageProfilesPermissionsets", merges: true,
	check: func(c *metadataCall, id string, given *soapElement) *metadataError {
		return c.checkOfProfile("ProfileSessionSetting", id, given)
	},
	settle: settleOfProfile,
}

// profilePolicyValues are the values of int elements that take only a few.
var profilePolicyValues = map[string][]string{
	"ProfilePasswordPolicy.lockoutInterval":    {"0", "15", "30", "60"},
	"ProfilePasswordPolicy.maxLoginAttempts":   {"0", "3", "5", "10"},
	"ProfilePasswordPolicy.passwordComplexity": {"0", "1", "2", "3", "4", "5"},
	"ProfilePasswordPolicy.passwordExpiration": {"0", "30", "60", "90", "180", "365"},
	"ProfilePasswordPolicy.passwordQuestion":   {"0", "1"},
	"ProfileSessionSetting.sessionTimeout":     {"15", "30", "60", "120", "240", "480", "720", "1440"},
}

// checkOfProfile refuses the policies of a profile that is not there, has some
// already, or had others.
func (c *metadataCall) checkOfProfile(kind, id string, given *soapElement) *metadataError {
	name := given.child("profile").text()
	other := c.org.table(kind).first("Profile", name)
	switch {
	case c.org.profileNamed(name) == "" && !c.setup:
		return componentError("INVALID_CROSS_REFERENCE_KEY", "In field: profile - no Profile named "+name+" found", "profile")
	case other != "" && other != id:
		return componentError("DUPLICATE_VALUE", "duplicate value found: Profile duplicates value on record with id: "+other, "profile")
	case id != "" && other != id:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The profile of a policy can't be changed.", "profile")
	}
	return nil
}

// settleOfProfile writes the profile's name in the organization's form.
func settleOfProfile(_ *metadataCall, _ string, given *soapElement) *soapElement {
	given.set("profile", strings.ToLower(given.child("profile").text()))
	return given
}
