package simulator

import (
	"slices"
	"strings"
)

// tableKind keeps components as rows that the REST API works on as well: their
// elements in the rows' fields, lists of other components in rows that link the
// two, and what no row has in a definition.
type tableKind struct {
	name string
	// naming is the field with the component's name.
	naming string
	// columns are the elements that are fields, as in "label=Label".
	columns string
	// links are the lists of other components.
	links []componentLink
}

// componentLink is a list of other components.
type componentLink struct {
	// element holds a member's name, or an element inner that does.
	element, inner string
	// object is what the links are rows of, with the fields owner and member.
	object, owner, member string
	// find is the id of the member of a name, or empty, and call the name of a
	// member.
	find func(o *salesforceOrg, name string) string
	call func(o *salesforceOrg, id string) string
}

func (k *tableKind) id(c *metadataCall, name string) string {
	id := c.org.named(k.name, k.naming, name)
	if derivedSet(c.org.row(k.name, id)) {
		return ""
	}
	return id
}

func (k *tableKind) create(c *metadataCall, name string, component *soapElement) *metadataError {
	if missing := missingElements(k.name, component); len(missing) > 0 {
		return componentError("REQUIRED_FIELD_MISSING", "Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)
	}
	values := k.values(c, component)
	values[k.naming] = name
	id, refused := c.insert(salesforceObjectNamed(k.name), values)
	if refused != nil {
		return componentError(refused.code, refused.message, refused.fields...)
	}
	return k.store(c, id, component)
}

func (k *tableKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	id := k.id(c, name)
	if id == "" {
		return noSuchComponent(k.name, name)
	}
	values := k.values(c, component)
	delete(values, "LicenseId") // for good
	if refused := c.update(salesforceObjectNamed(k.name), id, values); refused != nil {
		return componentError(refused.code, refused.message, refused.fields...)
	}
	return k.store(c, id, component)
}

func (k *tableKind) remove(c *metadataCall, name string) *metadataError {
	id := k.id(c, name)
	if id == "" {
		return noSuchComponent(k.name, name)
	}
	if refused := c.erase(salesforceObjectNamed(k.name), id); refused != nil {
		return componentError(refused.code, refused.message, refused.fields...)
	}
	c.org.putComponent(id, nil)
	return nil
}

// values are the fields that a component sets: those of its elements, and every
// permission, for a component replaces them all.
func (k *tableKind) values(c *metadataCall, component *soapElement) map[string]any {
	values := map[string]any{}
	object := salesforceObjectNamed(k.name)
	for element, column := range k.eachColumn() {
		text := component.child(element).text()
		switch field := object.field(column); {
		case column == "LicenseId" && text == "":
		case column == "LicenseId":
			values[column] = c.org.named("UserLicense", "Name", text)
		case text != "":
			values[column] = fieldValue(field, text)
		}
	}
	if object.field("PermissionsApiEnabled") == nil {
		return values
	}
	granted := grantedPermissions(component)
	for _, permission := range salesforcePermissions {
		if c.activated || permission != "UseAnyApiClient" {
			values["Permissions"+permission] = slices.Contains(granted, permission)
		}
	}
	return values
}

func grantedPermissions(component *soapElement) []string {
	var granted []string
	for _, permission := range component.all("userPermissions") {
		if permission.child("enabled").text() == "true" {
			granted = append(granted, permission.child("name").text())
		}
	}
	return granted
}

// eachColumn gives the elements that are fields, and the fields.
func (k *tableKind) eachColumn() func(yield func(element, column string) bool) {
	return func(yield func(element, column string) bool) {
		for word := range strings.FieldsSeq(k.columns) {
			element, column, _ := strings.Cut(word, "=")
			if !yield(element, column) {
				return
			}
		}
	}
}

// store keeps what no field has.
func (k *tableKind) store(c *metadataCall, id string, component *soapElement) *metadataError {
	definition := tidy(k.name, component)
	for element := range k.eachColumn() {
		definition = definition.without(element)
	}
	rest := definition.without("userPermissions")
	for _, permission := range definition.all("userPermissions") {
		if !slices.Contains(salesforcePermissions, permission.child("name").text()) {
			rest.add(permission)
		}
	}
	for _, link := range k.links {
		if failure := link.replace(c, id, component); failure != nil {
			return failure
		}
		rest = rest.without(link.element)
	}
	c.org.putComponent(id, tidy(k.name, rest))
	return nil
}

// replace makes a component's members those that it lists.
func (l *componentLink) replace(c *metadataCall, owner string, component *soapElement) *metadataError {
	var members []string
	for _, element := range component.all(l.element) {
		if l.inner != "" {
			element = element.child(l.inner)
		}
		member := l.find(c.org, element.text())
		if member == "" {
			return componentError("INVALID_CROSS_REFERENCE_KEY",
				"In field: "+l.element+" - no component named "+element.text()+" found", l.element)
		}
		members = append(members, member)
	}
	object := salesforceObjectNamed(l.object)
	for _, id := range slices.Clone(c.org.table(l.object).lookup(l.owner, owner)) {
		if row := c.org.row(l.object, id); l.call(c.org, row.text(l.member)) != "" {
			c.discard(object, row)
		}
	}
	for _, member := range members {
		if _, refused := c.insert(object, map[string]any{l.owner: owner, l.member: member}); refused != nil {
			return componentError(refused.code, refused.message, l.element)
		}
	}
	return nil
}

func (k *tableKind) show(c *metadataCall, name string) *soapElement {
	id := k.id(c, name)
	if id == "" {
		return nil
	}
	row, object := c.org.row(k.name, id), salesforceObjectNamed(k.name)
	shown := newElement("")
	if kept := c.org.Components[id]; kept != nil {
		shown.add(kept.Children...)
	}
	for element, column := range k.eachColumn() {
		switch field := object.field(column); {
		case column == "LicenseId":
			shown.add(newText(element, c.org.row("UserLicense", row.text(column)).text("Name")))
		case field.Kind == kindBoolean:
			shown.add(newBoolean(element, row.flag(column)))
		default:
			shown.add(newText(element, row.text(column)))
		}
	}
	for _, permission := range salesforcePermissions {
		if row.flag("Permissions"+permission) && (c.activated || permission != "UseAnyApiClient") {
			shown.add(newElement("userPermissions", newText("enabled", "true"), newText("name", permission)))
		}
	}
	for _, link := range k.links {
		shown.add(link.shown(c.org, id)...)
	}
	return c.current(k.name, tidy(k.name, shown))
}

func (l *componentLink) shown(o *salesforceOrg, owner string) []*soapElement {
	var elements []*soapElement
	for _, id := range o.table(l.object).lookup(l.owner, owner) {
		name := l.call(o, o.row(l.object, id).text(l.member))
		switch {
		case name == "":
		case l.inner != "":
			elements = append(elements, newElement(l.element, newText(l.inner, name)))
		default:
			elements = append(elements, newText(l.element, name))
		}
	}
	return elements
}
