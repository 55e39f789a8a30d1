package simulator

import "strings"

// salesforceKind is the type of a field.
type salesforceKind string

const (
	kindID        salesforceKind = "id"
	kindReference salesforceKind = "reference"
	kindString    salesforceKind = "string"
	kindEmail     salesforceKind = "email"
	kindPicklist  salesforceKind = "picklist"
	kindBoolean   salesforceKind = "boolean"
	kindInt       salesforceKind = "int"
	kindDatetime  salesforceKind = "datetime"
)

// salesforceFlag tells what a field may be used for.
type salesforceFlag uint

const (
	createable salesforceFlag = 1 << iota
	updateable
	required
	// unfilterable fields may not stand in a WHERE clause.
	unfilterable
	// toolingOnly fields exist in the Tooling API alone.
	toolingOnly
	// accessControlOnly fields exist where API Access Control is activated.
	accessControlOnly
	// recorded fields tell of a row's own history.
	recorded

	writable = createable | updateable
)

// salesforceField describes one field of an object.
type salesforceField struct {
	Name   string
	Kind   salesforceKind
	Flags  salesforceFlag
	Length int
	// Reference is the object that the field points at, and Relationship the
	// name under which a query follows it. Alternative is another object that it
	// may point at.
	Reference, Relationship, Alternative string
	// Values are all that a picklist takes; nil takes anything.
	Values []string
	// Default is the value of a row that was never given one.
	Default any
}

func (f *salesforceField) is(flag salesforceFlag) bool { return f.Flags&flag != 0 }

// of is the field's value in a row.
func (f *salesforceField) of(row salesforceRow) any {
	if value, given := row[f.Name]; given {
		return value
	}
	if f.Kind == kindBoolean && f.Default == nil {
		return false
	}
	return f.Default
}

// salesforceObject describes one type of row.
type salesforceObject struct {
	Name   string
	Prefix string
	Fields []*salesforceField
	// Calls are what the type supports beyond query and retrieve.
	Creatable, Updateable, Deletable bool
	// Unique lists the groups of fields whose values no two rows share.
	Unique [][]string
	// Log objects are written by what happens; changes of them are no news.
	Log bool
	// Owner is the field with the user whose row it is; only who has the
	// permission OwnUnless sees the rows of others.
	Owner, OwnUnless string
	// QueryMaximum is how many rows a query gives at most, and PageSize how many
	// at once; zero is as usual.
	QueryMaximum, PageSize int
	// Hidden objects hold the components of metadata types that no query shows.
	Hidden bool
	// Visible lists the permissions any of which shows the type; none: everyone.
	Visible []string
	// Managed is the permission that changing a row takes.
	Managed string

	byName         map[string]*salesforceField
	byRelationship map[string]*salesforceField
}

// field finds a field by its name in any case, or nil.
func (o *salesforceObject) field(name string) *salesforceField {
	return o.byName[strings.ToLower(name)]
}

// relationship finds the field that a query follows under this name, or nil.
func (o *salesforceObject) relationship(name string) *salesforceField {
	return o.byRelationship[strings.ToLower(name)]
}

// indexed lists the groups of fields that tables look rows up by.
func (o *salesforceObject) indexed() [][]string {
	groups := append([][]string{}, o.Unique...)
	for _, field := range o.Fields {
		if field.Kind == kindReference && !strings.HasSuffix(field.Name, "ById") {
			groups = append(groups, []string{field.Name})
		}
	}
	return groups
}

// salesforceObjectNamed finds an object by its name in any case, or nil.
func salesforceObjectNamed(name string) *salesforceObject {
	return salesforceObjectsByName[strings.ToLower(name)]
}

var salesforceObjectsByName = indexSalesforceObjects()

func indexSalesforceObjects() map[string]*salesforceObject {
	objects := map[string]*salesforceObject{}
	for _, object := range salesforceObjects {
		object.Fields = append([]*salesforceField{{Name: "Id", Kind: kindID}}, object.Fields...)
		object.Fields = append(object.Fields, recordFields()...)
		object.byName = map[string]*salesforceField{}
		object.byRelationship = map[string]*salesforceField{}
		for _, field := range object.Fields {
			object.byName[strings.ToLower(field.Name)] = field
			if field.Relationship != "" {
				object.byRelationship[strings.ToLower(field.Relationship)] = field
			}
		}
		objects[strings.ToLower(object.Name)] = object
	}
	return objects
}

// recordFields are what every row records about its own history.
func recordFields() []*salesforceField {
	return []*salesforceField{
		{Name: "CreatedDate", Kind: kindDatetime, Flags: recorded},
		{Name: "CreatedById", Kind: kindReference, Reference: "User", Relationship: "CreatedBy"},
		{Name: "LastModifiedDate", Kind: kindDatetime, Flags: recorded},
		{Name: "LastModifiedById", Kind: kindReference, Reference: "User", Relationship: "LastModifiedBy"},
		{Name: "SystemModstamp", Kind: kindDatetime, Flags: recorded},
	}
}
