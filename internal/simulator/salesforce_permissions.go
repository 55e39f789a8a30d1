package simulator

import (
	"slices"
	"time"
)

// may tells whether the user has one of the permissions: by the profile, by a
// permission set, or by a group whose muting permission set leaves it.
func (o *salesforceOrg) may(user string, now time.Time, permissions ...string) bool {
	assignments := o.table("PermissionSetAssignment")
	for _, id := range assignments.lookup("AssigneeId", user) {
		assignment := assignments.Rows[id]
		if !assignmentActive(assignment, now) {
			continue
		}
		group, set := assignment.text("PermissionSetGroupId"), o.row("PermissionSet", assignment.text("PermissionSetId"))
		for _, permission := range permissions {
			field := "Permissions" + permission
			if set.flag(field) || (group != "" && o.groupPermits(group, field)) {
				return true
			}
		}
	}
	return false
}

// groupPermits tells whether a member of a group carries a permission that the
// group does not mute.
func (o *salesforceOrg) groupPermits(group, field string) bool {
	permits := false
	components := o.table("PermissionSetGroupComponent")
	for _, id := range components.lookup("PermissionSetGroupId", group) {
		member := components.Rows[id].text("PermissionSetId")
		if o.row("MutingPermissionSet", member).flag(field) {
			return false
		}
		permits = permits || o.row("PermissionSet", member).flag(field)
	}
	return permits
}

// assignmentActive tells whether an assignment holds: it is neither expired nor
// revoked.
func assignmentActive(assignment salesforceRow, now time.Time) bool {
	return !assignmentExpired(assignment, now) && !assignment.flag("IsRevoked")
}

// recalculateGroupsOf recalculates the groups that a permission set or a muting
// permission set belongs to, if its permissions changed.
func (a salesforceActor) recalculateGroupsOf(old, row salesforceRow) {
	changed := slices.ContainsFunc(salesforcePermissions, func(permission string) bool {
		return old.flag("Permissions"+permission) != row.flag("Permissions"+permission)
	})
	components := a.org.table("PermissionSetGroupComponent")
	for _, id := range components.lookup("PermissionSetId", row.text("Id")) {
		if changed {
			a.recalculate(components.Rows[id].text("PermissionSetGroupId"))
		}
	}
}

// checkMuting refuses a group's second muting permission set.
func (a salesforceActor) checkMuting(component salesforceRow) *salesforceError {
	components := a.org.table("PermissionSetGroupComponent")
	for _, id := range components.lookup("PermissionSetGroupId", component.text("PermissionSetGroupId")) {
		other := components.Rows[id].text("PermissionSetId")
		if other != component.text("PermissionSetId") && a.org.row("MutingPermissionSet", other) != nil {
			return refusal("FIELD_INTEGRITY_EXCEPTION",
				"A permission set group can have only one muting permission set.").about("PermissionSetId")
		}
	}
	return nil
}

// addUserLogin adds the row by which a user is frozen.
func (a salesforceActor) addUserLogin(user string) {
	a.add(salesforceObjectNamed("UserLogin"), salesforceRow{"UserId": user})
}

// frozen tells whether a user may not sign in for now.
func (o *salesforceOrg) frozen(user string) bool {
	return o.row("UserLogin", o.table("UserLogin").first("UserId", user)).flag("IsFrozen")
}

func (a salesforceActor) checkUserLogin(old, row salesforceRow) *salesforceError {
	if row.flag("IsPasswordLocked") && !old.flag("IsPasswordLocked") && !a.setup {
		return refusal("INVALID_FIELD_FOR_INSERT_UPDATE", "IsPasswordLocked can only be set to false.").about("IsPasswordLocked")
	}
	return nil
}

// checkUserLicenses refuses an active user beyond the number of the profile's
// licenses.
func (a salesforceActor) checkUserLicenses(id string, user salesforceRow) *salesforceError {
	license := a.org.row("Profile", user.text("ProfileId")).text("UserLicenseId")
	total, limited := a.org.row("UserLicense", license)["TotalLicenses"].(float64)
	if a.setup || user["IsActive"] == false || !limited {
		return nil
	}
	if old := a.org.row("User", id); old != nil && old["IsActive"] != false && a.licenseOf(old) == license {
		return nil
	}
	if float64(a.org.usedLicenses()[license]) >= total {
		return refusal("LICENSE_LIMIT_EXCEEDED", "License Limit Exceeded")
	}
	return nil
}

func (a salesforceActor) licenseOf(user salesforceRow) string {
	return a.org.row("Profile", user.text("ProfileId")).text("UserLicenseId")
}

// usedLicenses counts the active users by license.
func (o *salesforceOrg) usedLicenses() map[string]int {
	used := map[string]int{}
	for _, user := range o.table("User").Rows {
		if user["IsActive"] != false {
			used[o.row("Profile", user.text("ProfileId")).text("UserLicenseId")]++
		}
	}
	return used
}

// countLicenses brings the number of used licenses up to date.
func (o *salesforceOrg) countLicenses() {
	used := o.usedLicenses()
	for id, row := range o.table("UserLicense").Rows {
		if count := float64(used[id]); row["UsedLicenses"] != count {
			o.put("UserLicense", id, row.with("UsedLicenses", count))
		}
	}
}
