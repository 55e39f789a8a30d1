package simulator

import (
	"net/http"
	"regexp"
	"strings"
)

// developerName is the form of every API name: a letter, then letters, digits
// and single underscores, none of them last.
var developerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)*$`)

// beforeInsert refuses or completes a new row by the rules of its object.
func (a salesforceActor) beforeInsert(object *salesforceObject, row salesforceRow) *salesforceError {
	switch object.Name {
	case "User":
		return a.completeUser(row)
	case "PermissionSet":
		return a.completePermissionSet(row)
	case "PermissionSetGroup", "MutingPermissionSet", "OauthCustomScope":
		return checkDeveloperName("DeveloperName", row.text("DeveloperName"))
	case "PermissionSetAssignment":
		return a.completeAssignment(row)
	case "PermissionSetGroupComponent":
		return a.checkComponent(row)
	case "SetupEntityAccess":
		return a.completeAccess(row)
	}
	return nil
}

// afterInsert adds the rows that come with a new one.
func (a salesforceActor) afterInsert(object *salesforceObject, id string, row salesforceRow) {
	switch object.Name {
	case "User":
		a.ownProfile(id, row.text("ProfileId"))
		a.addUserLogin(id)
	case "Profile":
		a.addProfileSet(id, row)
	case "PermissionSetGroup":
		a.addGroupSet(id, row)
		a.recalculate(id)
	case "PermissionSetGroupComponent":
		a.recalculate(row.text("PermissionSetGroupId"))
	}
}

func (a salesforceActor) beforeUpdate(object *salesforceObject, old, row salesforceRow) *salesforceError {
	switch object.Name {
	case "User":
		row["Name"] = strings.TrimSpace(row.text("FirstName") + " " + row.text("LastName"))
		return a.checkUserLicenses(row.text("Id"), row)
	case "UserLogin":
		return a.checkUserLogin(old, row)
	case "MutingPermissionSet", "OauthCustomScope":
		return checkDeveloperName("DeveloperName", row.text("DeveloperName"))
	case "PermissionSet":
		if derivedSet(old) && !a.setup {
			return insufficientAccess()
		}
		return checkDeveloperName("Name", row.text("Name"))
	case "PermissionSetGroup":
		return checkDeveloperName("DeveloperName", row.text("DeveloperName"))
	case "PermissionSetAssignment":
		if a.ownedByProfile(row.text("PermissionSetId")) {
			return insufficientAccess()
		}
		return a.checkExpiration(row)
	case "Profile":
		if old[profileAPIName] != nil && !old.flag(profileCustom) && !a.setup {
			return insufficientAccess()
		}
	}
	return nil
}

func (a salesforceActor) afterUpdate(object *salesforceObject, old, row salesforceRow) {
	switch object.Name {
	case "User":
		if from, to := old.text("ProfileId"), row.text("ProfileId"); from != to {
			a.disownProfile(row.text("Id"), from)
			a.ownProfile(row.text("Id"), to)
		}
	case "PermissionSet", "MutingPermissionSet":
		a.recalculateGroupsOf(old, row)
	case "Profile":
		set := a.org.profileSet(row.text("Id"))
		a.org.put("PermissionSet", set, copyPermissions(row, a.org.row("PermissionSet", set)))
	}
}

func (a salesforceActor) beforeDelete(object *salesforceObject, row salesforceRow) *salesforceError {
	id := row.text("Id")
	switch object.Name {
	case "PermissionSet":
		return a.checkSetUnused(row)
	case "MutingPermissionSet":
		if len(a.org.table("PermissionSetGroupComponent").lookup("PermissionSetId", id)) > 0 {
			return deleteFailed("muting permission set", row.text("DeveloperName"), "it is part of a permission set group")
		}
	case "PermissionSetGroup":
		if len(a.org.table("PermissionSetAssignment").lookup("PermissionSetGroupId", id)) > 0 {
			return deleteFailed("permission set group", row.text("DeveloperName"), "it is assigned to users")
		}
	case "PermissionSetAssignment":
		if a.ownedByProfile(row.text("PermissionSetId")) {
			return insufficientAccess()
		}
	case "Profile":
		if len(a.org.table("User").lookup("ProfileId", id)) > 0 {
			return deleteFailed("profile", row.text("Name"), "it is assigned to users")
		}
	}
	return nil
}

// afterDelete deletes the rows that depend on a deleted one.
func (a salesforceActor) afterDelete(object *salesforceObject, row salesforceRow) {
	id := row.text("Id")
	switch object.Name {
	case "PermissionSet":
		a.removeReferring("SetupEntityAccess", "ParentId", id)
	case "PermissionSetGroup":
		a.removeReferring("PermissionSetGroupComponent", "PermissionSetGroupId", id)
		a.org.remove("PermissionSet", a.org.groupSet(id))
	case "PermissionSetGroupComponent":
		a.recalculate(row.text("PermissionSetGroupId"))
	case "Profile":
		set := a.org.profileSet(id)
		a.removeReferring("SetupEntityAccess", "ParentId", set)
		a.org.remove("PermissionSet", set)
	case "OauthCustomScope":
		a.removeReferring("OauthCustomScopeApp", "OauthCustomScopeId", id)
	case "AuthSession":
		a.org.endSessionOf(id)
	case "ConnectedApplication":
		a.removeReferring("SetupEntityAccess", "SetupEntityId", id)
		a.removeReferring("OauthCustomScopeApp", "ConnectedApplicationId", id)
		a.org.putApp(id, nil)
		a.org.endSessions(id)
		a.org.forgetUses(id)
	}
}

func (a salesforceActor) removeReferring(object, field, id string) {
	for _, referring := range a.org.table(object).lookup(field, id) {
		a.org.remove(object, referring)
	}
}

// distinct refuses a row that has the unique values of another.
func (a salesforceActor) distinct(object *salesforceObject, id string, row salesforceRow) *salesforceError {
	for _, group := range object.Unique {
		values := make([]string, len(group))
		for i, field := range group {
			values[i] = row.text(field)
		}
		other := a.org.table(object.Name).first(strings.Join(group, "+"), values...)
		if other != "" && other != id {
			return duplicateOf(object, group, row, other)
		}
	}
	return nil
}

func duplicateOf(object *salesforceObject, group []string, row salesforceRow, other string) *salesforceError {
	switch object.Name {
	case "SetupEntityAccess":
		return refusal("DUPLICATE_VALUE", "duplicate value found: <unknown> duplicates value on record with id: <unknown>")
	case "PermissionSetAssignment":
		return refusal("DUPLICATE_VALUE", "Duplicate PermissionSetAssignment. Assignee: %s; Permission Set: %s",
			row.text("AssigneeId"), row.text("PermissionSetId"))
	case "User":
		return refusal("DUPLICATE_USERNAME", "Duplicate Username.<br>The username already exists in this or another "+
			"Salesforce organization. Usernames must be unique across all Salesforce organizations.").about("Username")
	case "PermissionSetGroup":
		return refusal("DUPLICATE_DEVELOPER_NAME", "This developer name is already in use. Use a unique name.").
			about("DeveloperName")
	}
	return refusal("DUPLICATE_VALUE", "duplicate value found: %s duplicates value on record with id: %s",
		strings.Join(group, ","), other).about(group...)
}

func deleteFailed(kind, name, reason string) *salesforceError {
	return refusal("DELETE_FAILED", "You can't delete the %s %s because %s.", kind, name, reason)
}

func checkDeveloperName(field, name string) *salesforceError {
	if developerName.MatchString(name) {
		return nil
	}
	return refusal("INVALID_FIELD", "The %s can only contain underscores and alphanumeric characters. It must be unique, "+
		"begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive "+
		"underscores.", field).about(field)
}

// methodNotAllowed answers a method that a row of this type does not take.
func methodNotAllowed(method, allowed string) *salesforceError {
	return refusal("METHOD_NOT_ALLOWED", "HTTP Method '%s' not allowed. Allowed are %s", method, allowed).
		withStatus(http.StatusMethodNotAllowed)
}
