package simulator

// freshen brings the rows of an object up to date with the time that passed,
// before they are read.
func (a salesforceActor) freshen(object *salesforceObject) {
	switch object.Name {
	case "PermissionSetGroup":
		a.settle()
	case "PermissionSetAssignment":
		a.expireAssignments()
	case "UserLicense":
		a.org.countLicenses()
	case "AuthSession":
		a.freshenSessions()
	}
}

// expireAssignments marks the assignments whose time is over.
func (a salesforceActor) expireAssignments() {
	isActive := salesforceObjectNamed("PermissionSetAssignment").field("IsActive")
	for id, row := range a.org.table("PermissionSetAssignment").Rows {
		if active := assignmentActive(row, a.now); isActive.of(row) != active {
			a.org.put("PermissionSetAssignment", id, row.with("IsActive", active))
		}
	}
}

// freshenSessions drops the sessions whose timeout has passed, and marks the
// actor's own.
func (a salesforceActor) freshenSessions() {
	for token, session := range a.org.Sessions {
		if !a.now.Before(session.Expires) {
			a.org.endSession(token)
		}
	}
	for id, row := range a.org.table("AuthSession").Rows {
		if current := id == a.session; row.flag("IsCurrent") != current {
			a.org.put("AuthSession", id, row.with("IsCurrent", current))
		}
	}
}

// reaches tells which rows of an object the actor sees: all of them, or the
// actor's own.
func (a salesforceActor) reaches(object *salesforceObject) func(salesforceRow) bool {
	all := object.OwnUnless == "" || a.may(object.OwnUnless)
	return func(row salesforceRow) bool { return all || row.text(object.Owner) == a.user }
}
