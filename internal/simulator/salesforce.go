package simulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// salesforceTime is how the REST API writes a point in time; it sorts as text.
const salesforceTime = "2006-01-02T15:04:05.000+0000"

// salesforceOrg is one Salesforce organization.
type salesforceOrg struct {
	ID     string
	Tables map[string]*salesforceTable
	// Apps are the connected apps by the id of their ConnectedApplication row.
	Apps map[string]*salesforceApp
	// Components are the definitions of metadata components by the id of their
	// row.
	Components map[string]*soapElement
	// Secrets are the credentials of external credentials, by name and principal,
	// and Staged the second credentials of external client apps.
	Secrets map[string]map[string]salesforceSecrets
	Staged  map[string]*stagedCredential
	// Settings are the switches of ConnectedAppSettings.
	Settings map[string]bool
	// Sessions are by access token, RefreshGrants by refresh token.
	Sessions      map[string]salesforceSession
	RefreshGrants map[string]salesforceSession
	// Passwords are by username, each with the security token appended.
	Passwords map[string]string
	// Jobs are the deployments and retrievals by id.
	Jobs map[string]*salesforceJob
	// Recalculations count how many more reads a permission set group shows the
	// status Updating.
	Recalculations map[string]int
	// DailyRequests is the organization's allocation and Requests what is used.
	DailyRequests, Requests int
	// Issued counts everything that was made up: tokens, keys, locators, jobs.
	Issued int

	cursors map[string]*salesforceCursor
	journal *[]func()
}

// clear makes an empty organization.
func (o *salesforceOrg) clear() {
	*o = salesforceOrg{
		Tables: map[string]*salesforceTable{}, Apps: map[string]*salesforceApp{}, Settings: map[string]bool{},
		Components: map[string]*soapElement{},
		Sessions:   map[string]salesforceSession{}, RefreshGrants: map[string]salesforceSession{},
		Passwords: map[string]string{}, Jobs: map[string]*salesforceJob{}, Recalculations: map[string]int{},
	}
}

// table is the table of an object, ready for use.
func (o *salesforceOrg) table(name string) *salesforceTable {
	table := o.Tables[name]
	if table != nil && table.indexes != nil {
		return table
	}
	if table == nil {
		if o.Tables == nil {
			o.clear()
		}
		table = &salesforceTable{Rows: map[string]salesforceRow{}, Deleted: map[string]bool{}}
		o.Tables[name] = table
	}
	table.prepare(salesforceObjectNamed(name))
	return table
}

// row is one row of an object, or nil.
func (o *salesforceOrg) row(object, id string) salesforceRow { return o.table(object).Rows[id] }

// put adds or replaces a row, undoably.
func (o *salesforceOrg) put(object, id string, row salesforceRow) {
	table := o.table(object)
	old, existed := table.Rows[id]
	table.put(id, row)
	o.undo(func() {
		if existed {
			table.put(id, old)
			return
		}
		table.remove(id)
		delete(table.Deleted, id)
	})
}

// remove deletes a row, undoably.
func (o *salesforceOrg) remove(object, id string) {
	table := o.table(object)
	old := table.Rows[id]
	table.remove(id)
	o.undo(func() { table.put(id, old) })
}

// putApp adds, replaces or, given nil, deletes a connected app, undoably.
func (o *salesforceOrg) putApp(id string, app *salesforceApp) {
	old := o.Apps[id]
	if app == nil {
		delete(o.Apps, id)
	} else {
		o.Apps[id] = app
	}
	o.undo(func() {
		if old == nil {
			delete(o.Apps, id)
		} else {
			o.Apps[id] = old
		}
	})
}

// endSessions ends the sessions of a connected app, undoably.
func (o *salesforceOrg) endSessions(app string) {
	for token, session := range o.Sessions {
		if session.App == app {
			o.endSession(token)
		}
	}
}

func (o *salesforceOrg) undo(step func()) {
	if o.journal != nil {
		*o.journal = append(*o.journal, step)
	}
}

// transact runs change and takes all of it back unless it says to keep it.
func (o *salesforceOrg) transact(change func() (keep bool)) {
	outer := o.journal
	journal := []func(){}
	o.journal = &journal
	keep := change()
	o.journal = outer
	if !keep {
		for _, step := range slices.Backward(journal) {
			step()
		}
		return
	}
	if outer != nil {
		*outer = append(*outer, journal...)
	}
}

// issue counts one more made-up thing.
func (o *salesforceOrg) issue() int {
	o.Issued++
	return o.Issued
}

// named is the id of the row with this name, or empty; the object must keep its
// names unique.
func (o *salesforceOrg) named(object, field, name string) string {
	return o.table(object).first(field, name)
}

// effectiveSets lists the ids of the permission sets that hold for a user: the
// profile's own, the assigned ones, and the members of assigned groups.
func (o *salesforceOrg) effectiveSets(user string, now time.Time) []string {
	sets := map[string]bool{}
	assignments := o.table("PermissionSetAssignment")
	components := o.table("PermissionSetGroupComponent")
	for _, id := range assignments.lookup("AssigneeId", user) {
		assignment := assignments.Rows[id]
		if !assignmentActive(assignment, now) {
			continue
		}
		sets[assignment.text("PermissionSetId")] = true
		if group := assignment.text("PermissionSetGroupId"); group != "" {
			for _, component := range components.lookup("PermissionSetGroupId", group) {
				sets[components.Rows[component].text("PermissionSetId")] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(sets))
}

func assignmentExpired(assignment salesforceRow, now time.Time) bool {
	expiration := assignment.text("ExpirationDate")
	return expiration != "" && expiration <= now.UTC().Format(salesforceTime)
}

// granted tells whether the user has the connected app through a profile or
// permission set.
func (o *salesforceOrg) granted(app, user string, now time.Time) bool {
	for _, set := range o.effectiveSets(user, now) {
		if o.table("SetupEntityAccess").first("ParentId+SetupEntityId", set, app) != "" {
			return true
		}
	}
	return false
}

// profileSet is the permission set that a profile owns.
func (o *salesforceOrg) profileSet(profile string) string {
	return o.table("PermissionSet").first("ProfileId", profile)
}

// groupSet is the permission set that mirrors a group's members.
func (o *salesforceOrg) groupSet(group string) string {
	return o.table("PermissionSet").first("PermissionSetGroupId", group)
}

// allocation is the daily number of API requests.
func (o *salesforceOrg) allocation(knobs *Knobs) int {
	switch {
	case knobs.DailyAPIRequests > 0:
		return knobs.DailyAPIRequests
	case o.DailyRequests > 0:
		return o.DailyRequests
	}
	return 15000
}

// profileNamed finds a profile by its display name or its API name.
func (o *salesforceOrg) profileNamed(name string) string {
	if id := o.named("Profile", "Name", name); id != "" {
		return id
	}
	for id, row := range o.table("Profile").Rows {
		if strings.EqualFold(row.text(profileAPIName), name) {
			return id
		}
	}
	return ""
}

// profileAPIName is the key under which a profile's row keeps the name by which
// metadata knows it; it is no field of the object.
const profileAPIName = "apiName"
