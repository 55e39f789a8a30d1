package simulator

import (
	"maps"
	"time"
)

// salesforceActor changes rows in somebody's name.
type salesforceActor struct {
	org  *salesforceOrg
	user string
	now  time.Time
	// setup is set for what happens in Setup rather than through the API, where
	// fields are read-only that Setup can change and permissions are not asked.
	setup bool
	// staleReads is how much longer than one read a recalculation shows.
	staleReads int
	// failing tells that recalculations fail.
	failing bool
	// session is the id of the row of AuthSession that the actor came by.
	session string
	// activated tells whether API Access Control is, and ignoring that its settings
	// are ignored where it is not.
	activated, ignoring bool
}

func (a salesforceActor) stamp() string { return a.now.UTC().Format(salesforceTime) }

func (a salesforceActor) may(permissions ...string) bool {
	return a.setup || a.org.may(a.user, a.now, permissions...)
}

// sees tells whether the object exists for the actor.
func (a salesforceActor) sees(object *salesforceObject) bool {
	return !object.Hidden && (len(object.Visible) == 0 || a.may(object.Visible...))
}

// has tells whether the field exists for the actor.
func (a salesforceActor) has(field *salesforceField, tooling bool) bool {
	if field.is(toolingOnly) && !tooling && !a.setup {
		return false
	}
	return !field.is(accessControlOnly) || a.activated
}

// insert adds a row and returns its id.
func (a salesforceActor) insert(object *salesforceObject, values map[string]any) (string, *salesforceError) {
	if !a.setup && !object.Creatable {
		return "", refusal("INVALID_TYPE_FOR_OPERATION", "entity type %s does not support create", object.Name)
	}
	if !a.may(object.Managed) {
		return "", insufficientAccess()
	}
	row, refused := a.accept(object, values, createable)
	if refused != nil {
		return "", refused
	}
	if missing := missingFields(object, row); len(missing) > 0 && !a.setup {
		return "", requiredFieldMissing(missing)
	}
	if refused := a.beforeInsert(object, row); refused != nil {
		return "", refused
	}
	if refused := a.distinct(object, "", row); refused != nil {
		return "", refused
	}
	id := a.add(object, row)
	a.afterInsert(object, id, row)
	a.audit("created", object, row)
	return id, nil
}

// add stores a row that is known to be right.
func (a salesforceActor) add(object *salesforceObject, row salesforceRow) string {
	table := a.org.table(object.Name)
	table.Last++
	id := salesforceID(object.Prefix, table.Last)
	row["Id"] = id
	if row["CreatedDate"] == nil { // Setup may tell of what was before
		row["CreatedDate"] = a.stamp()
	}
	if a.user != "" && row["CreatedById"] == nil { // before its first user, an organization makes itself
		row["CreatedById"] = a.user
	}
	a.touch(row)
	a.org.put(object.Name, id, row)
	return id
}

func (a salesforceActor) touch(row salesforceRow) {
	row["LastModifiedDate"], row["SystemModstamp"] = a.stamp(), a.stamp()
	if a.user != "" {
		row["LastModifiedById"] = a.user
	}
}

// update changes fields of a row.
func (a salesforceActor) update(object *salesforceObject, id string, values map[string]any) *salesforceError {
	if !a.setup && !object.Updateable {
		return refusal("INVALID_TYPE_FOR_OPERATION", "entity type %s does not support update", object.Name)
	}
	if !a.may(object.Managed) {
		return insufficientAccess()
	}
	old, refused := a.find(object, id)
	if refused != nil {
		return refused
	}
	changes, refused := a.accept(object, values, updateable)
	if refused != nil {
		return refused
	}
	row := maps.Clone(old)
	maps.Copy(row, changes)
	if missing := missingFields(object, row); len(missing) > 0 {
		return requiredFieldMissing(missing)
	}
	if refused := a.beforeUpdate(object, old, row); refused != nil {
		return refused
	}
	if refused := a.distinct(object, id, row); refused != nil {
		return refused
	}
	a.touch(row)
	a.org.put(object.Name, id, row)
	a.afterUpdate(object, old, row)
	a.audit("changed", object, row)
	return nil
}

// erase deletes a row and what hangs on it.
func (a salesforceActor) erase(object *salesforceObject, id string) *salesforceError {
	if !a.setup && !object.Deletable {
		return refusal("INVALID_TYPE_FOR_OPERATION", "entity type %s does not support delete", object.Name)
	}
	row, refused := a.find(object, id)
	if refused == nil && !a.manages(object, row) {
		return insufficientAccess()
	}
	if refused != nil {
		return refused
	}
	if refused := a.beforeDelete(object, row); refused != nil {
		return refused
	}
	a.discard(object, row)
	return nil
}

// discard deletes a row that may go, and what hangs on it.
func (a salesforceActor) discard(object *salesforceObject, row salesforceRow) {
	a.org.remove(object.Name, row.text("Id"))
	a.afterDelete(object, row)
	a.audit("deleted", object, row)
}

// manages tells whether the actor may change a row: by the object's permission,
// or as its owner.
func (a salesforceActor) manages(object *salesforceObject, row salesforceRow) bool {
	if object.Managed == "" {
		return a.reaches(object)(row)
	}
	return a.may(object.Managed)
}

// find is the row with this id, or why there is none.
func (a salesforceActor) find(object *salesforceObject, id string) (salesforceRow, *salesforceError) {
	table := a.org.table(object.Name)
	if row := table.Rows[id]; row != nil {
		return row, nil
	}
	if table.Deleted[id] {
		return nil, entityIsDeleted()
	}
	return nil, notFound()
}

// audit appends to the Setup audit trail.
func (a salesforceActor) audit(verb string, object *salesforceObject, row salesforceRow) {
	if object.Log {
		return
	}
	name := row.text("Id")
	for _, field := range []string{"DeveloperName", "Name", "Username"} {
		if text := row.text(field); text != "" {
			name = text
			break
		}
	}
	section := "Manage Users"
	if object.Name == "ConnectedApplication" {
		section = "Connected Apps"
	}
	a.note(verb+object.Name, section, verb+" "+object.Name+" "+name)
}

// note appends to the Setup audit trail.
func (a salesforceActor) note(action, section, display string) {
	a.add(salesforceObjectNamed("SetupAuditTrail"), salesforceRow{"Action": action, "Section": section, "Display": display})
}
