package simulator

import (
	"maps"
	"strings"
)

// profileCustom is the key under which a profile's row tells that the
// organization made it; it is no field of the object.
const profileCustom = "custom"

func (a salesforceActor) completeUser(row salesforceRow) *salesforceError {
	if !isEmail(row.text("Username")) {
		return refusal("INVALID_EMAIL_ADDRESS", "Username: invalid email address: %s", row.text("Username")).about("Username")
	}
	row["Name"] = strings.TrimSpace(row.text("FirstName") + " " + row.text("LastName"))
	return a.checkUserLicenses("", row)
}

func (a salesforceActor) completePermissionSet(row salesforceRow) *salesforceError {
	if row.flag("HasActivationRequired") {
		row["Type"] = "Session"
	}
	return checkDeveloperName("Name", row.text("Name"))
}

// completeAssignment checks an assignment and, for a group, fills in the
// permission set that mirrors the group.
func (a salesforceActor) completeAssignment(row salesforceRow) *salesforceError {
	set, group := row.text("PermissionSetId"), row.text("PermissionSetGroupId")
	switch {
	case set == "" && group == "":
		return requiredFieldMissing([]string{"PermissionSetId"})
	case set != "" && group != "":
		return refusal("FIELD_INTEGRITY_EXCEPTION",
			"Specify either a PermissionSetId or a PermissionSetGroupId, not both.").about("PermissionSetGroupId")
	case group != "":
		row["PermissionSetId"] = a.org.groupSet(group)
	case derivedSet(a.org.row("PermissionSet", set)):
		return refusal("FIELD_INTEGRITY_EXCEPTION",
			"Can't assign a permission set that is owned by a profile or a permission set group.").about("PermissionSetId")
	}
	user := a.org.row("User", row.text("AssigneeId"))
	if !salesforceObjectNamed("User").field("IsActive").of(user).(bool) { //nolint:forcetypeassert // IsActive is boolean
		return refusal("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
			"Can't assign a permission set to the inactive user %s.", user.text("Username")).about("AssigneeId")
	}
	if refused := a.checkLicense(user, set); refused != nil {
		return refused
	}
	return a.checkExpiration(row)
}

// checkLicense refuses a permission set that is tied to another license than
// the user's.
func (a salesforceActor) checkLicense(user salesforceRow, set string) *salesforceError {
	license := a.org.row("PermissionSet", set).text("LicenseId")
	own := a.org.row("Profile", user.text("ProfileId")).text("UserLicenseId")
	if license == "" || license == own {
		return nil
	}
	return refusal("FIELD_INTEGRITY_EXCEPTION", "The user license doesn't allow the permission set %s.",
		a.org.row("PermissionSet", set).text("Name")).about("PermissionSetId")
}

func (a salesforceActor) checkExpiration(row salesforceRow) *salesforceError {
	if assignmentExpired(row, a.now) {
		return refusal("FIELD_INTEGRITY_EXCEPTION", "The expiration date must be in the future.").about("ExpirationDate")
	}
	return nil
}

func (a salesforceActor) checkComponent(row salesforceRow) *salesforceError {
	if derivedSet(a.org.row("PermissionSet", row.text("PermissionSetId"))) {
		return refusal("FIELD_INTEGRITY_EXCEPTION",
			"Can't add a permission set that is owned by a profile or a permission set group.").about("PermissionSetId")
	}
	if a.org.row("MutingPermissionSet", row.text("PermissionSetId")) != nil {
		return a.checkMuting(row)
	}
	return nil
}

func (a salesforceActor) completeAccess(row salesforceRow) *salesforceError {
	if a.org.row("PermissionSet", row.text("ParentId")).text("Type") == "Group" {
		return refusal("FIELD_INTEGRITY_EXCEPTION",
			"Can't grant access to the permission set of a permission set group.").about("ParentId")
	}
	row["SetupEntityType"] = salesforceObjectWithPrefix(row.text("SetupEntityId")).Name
	return nil
}

func (a salesforceActor) checkSetUnused(row salesforceRow) *salesforceError {
	id := row.text("Id")
	switch {
	case derivedSet(row):
		return insufficientAccess()
	case len(a.org.table("PermissionSetAssignment").lookup("PermissionSetId", id)) > 0:
		return deleteFailed("permission set", row.text("Name"), "it is assigned to users")
	case len(a.org.table("PermissionSetGroupComponent").lookup("PermissionSetId", id)) > 0:
		return deleteFailed("permission set", row.text("Name"), "it is part of a permission set group")
	}
	return nil
}

// derivedSet tells whether a permission set belongs to a profile or mirrors a
// group, and so is nobody's to change.
func derivedSet(set salesforceRow) bool {
	return set.flag("IsOwnedByProfile") || set.text("Type") == "Group"
}

func (a salesforceActor) ownedByProfile(set string) bool {
	return a.org.row("PermissionSet", set).flag("IsOwnedByProfile")
}

// addProfileSet adds the permission set that shadows a profile.
func (a salesforceActor) addProfileSet(profile string, row salesforceRow) {
	a.add(salesforceObjectNamed("PermissionSet"), copyPermissions(row, salesforceRow{
		"Name": "X" + profile[:15], "Label": profile, "ProfileId": profile, "LicenseId": row["UserLicenseId"],
		"IsOwnedByProfile": true, "IsCustom": false, "Type": "Profile",
	}))
}

// addGroupSet adds the permission set that mirrors a group's members.
func (a salesforceActor) addGroupSet(group string, row salesforceRow) {
	a.add(salesforceObjectNamed("PermissionSet"), salesforceRow{
		"Name": "G" + group[:15], "Label": row["MasterLabel"], "PermissionSetGroupId": group,
		"IsCustom": false, "Type": "Group",
	})
}

// copyPermissions is set with the permissions of a profile.
func copyPermissions(profile, set salesforceRow) salesforceRow {
	set = maps.Clone(set)
	for _, name := range salesforcePermissions {
		if value, given := profile["Permissions"+name]; given {
			set["Permissions"+name] = value
		}
	}
	return set
}

// ownProfile adds the assignment by which a profile's own permission set shows
// among a user's.
func (a salesforceActor) ownProfile(user, profile string) {
	a.add(salesforceObjectNamed("PermissionSetAssignment"), salesforceRow{
		"AssigneeId": user, "PermissionSetId": a.org.profileSet(profile),
	})
}

func (a salesforceActor) disownProfile(user, profile string) {
	assignments := a.org.table("PermissionSetAssignment")
	if id := assignments.first("AssigneeId+PermissionSetId", user, a.org.profileSet(profile)); id != "" {
		a.org.remove("PermissionSetAssignment", id)
	}
}

// recalculate makes a group show the status Updating for a while.
func (a salesforceActor) recalculate(group string) {
	row := a.org.row("PermissionSetGroup", group)
	if row == nil {
		return
	}
	a.org.put("PermissionSetGroup", group, row.with("Status", "Updating"))
	a.org.Recalculations[group] = a.staleReads + 1
}

// settle lets the recalculation of the groups proceed by one read.
func (a salesforceActor) settle() {
	o, status := a.org, "Updated"
	if a.failing {
		status = "Failed"
	}
	for group, reads := range o.Recalculations {
		if reads > 0 {
			o.Recalculations[group]--
			continue
		}
		delete(o.Recalculations, group)
		if row := o.row("PermissionSetGroup", group); row != nil {
			o.put("PermissionSetGroup", group, row.with("Status", status))
		}
	}
}
