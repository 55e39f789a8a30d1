package simulator

import (
	"slices"
	"strings"
)

// rowKind keeps components as rows of an object, each with its definition.
type rowKind struct {
	name string
	// permission is what changing a component takes.
	permission string
	// defaults are elements and the values that they have unless given, as in
	// "isEnabled=true".
	defaults string
	// merges keeps the elements that a change leaves out.
	merges bool
	// check refuses a component, whose id is empty until it exists.
	check func(c *metadataCall, id string, given *soapElement) *metadataError
	// settle is what the organization keeps of a component; what it keeps apart,
	// settle stores.
	settle func(c *metadataCall, id string, given *soapElement) *soapElement
	// added and changed follow a creation, and changed every other change.
	added, changed func(c *metadataCall, id string)
	// removing refuses a deletion, and removed follows one.
	removing func(c *metadataCall, id string) *metadataError
	removed  func(c *metadataCall, row salesforceRow)
	// shown adds to a definition what reads show besides.
	shown func(c *metadataCall, id string, definition *soapElement)
}

func (k *rowKind) create(c *metadataCall, name string, component *soapElement) *metadataError {
	given := withDefaults(k.name, tidy(k.name, emptyLists(component)), k.defaults)
	switch {
	case !c.may(k.permission):
		return noAccessToComponent()
	case !developerName.MatchString(name) || len(name) > 80:
		return componentError("INVALID_FIELD_FOR_INSERT_UPDATE", "The developer name "+name+" can only contain underscores "+
			"and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an "+
			"underscore, and not contain two consecutive underscores.", "fullName")
	case c.org.component(k.name, name) != "":
		return componentError("DUPLICATE_DEVELOPER_NAME", "The developer name "+name+" is already in use.", "fullName")
	}
	if failure := k.refuse(c, "", given); failure != nil {
		return failure
	}
	object := componentObject(k.name)
	id := c.add(object, salesforceRow{"DeveloperName": name})
	k.store(c, id, given)
	if k.added != nil {
		k.added(c, id)
	}
	k.follow(c, id)
	c.audit("created", object, c.org.row(object.Name, id))
	return nil
}

func (k *rowKind) change(c *metadataCall, name string, component *soapElement) *metadataError {
	id := c.org.component(k.name, name)
	if id == "" {
		return noSuchComponent(k.name, name)
	}
	if !c.may(k.permission) {
		return noAccessToComponent()
	}
	component = emptyLists(component)
	given := tidy(k.name, component)
	if k.merges && !c.whole {
		given = mergeComponent(k.name, c.org.Components[id], component)
	}
	given = withDefaults(k.name, given, k.defaults)
	if failure := k.refuse(c, id, given); failure != nil {
		return failure
	}
	k.store(c, id, given)
	k.follow(c, id)
	c.audit("changed", componentObject(k.name), c.org.row(componentObject(k.name).Name, id))
	return nil
}

// refuse checks a component as it would become.
func (k *rowKind) refuse(c *metadataCall, id string, given *soapElement) *metadataError {
	if missing := missingElements(k.name, given); len(missing) > 0 && !c.setup {
		return componentError("REQUIRED_FIELD_MISSING",
			"Required fields are missing: ["+strings.Join(missing, ", ")+"]", missing...)
	}
	if failure := checkValues(k.name, given); failure != nil || k.check == nil {
		return failure
	}
	return k.check(c, id, given)
}

func (k *rowKind) store(c *metadataCall, id string, given *soapElement) {
	if k.settle != nil {
		given = tidy(k.name, k.settle(c, id, given))
	}
	c.storeComponent(k.name, id, given)
}

func (k *rowKind) follow(c *metadataCall, id string) {
	if k.changed != nil {
		k.changed(c, id)
	}
}

func (k *rowKind) remove(c *metadataCall, name string) *metadataError {
	id := c.org.component(k.name, name)
	if id == "" {
		return noSuchComponent(k.name, name)
	}
	if !c.may(k.permission) {
		return noAccessToComponent()
	}
	if k.removing != nil {
		if failure := k.removing(c, id); failure != nil {
			return failure
		}
	}
	object := componentObject(k.name)
	row := c.org.row(object.Name, id)
	c.discard(object, row)
	c.org.putComponent(id, nil)
	if k.removed != nil {
		k.removed(c, row)
	}
	return nil
}

func (k *rowKind) show(c *metadataCall, name string) *soapElement {
	id := c.org.component(k.name, name)
	if id == "" {
		return nil
	}
	shown := c.org.Components[id].without()
	if k.shown != nil {
		k.shown(c, id, shown)
	}
	return c.current(k.name, tidy(k.name, shown))
}

func noAccessToComponent() *metadataError {
	return componentError("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")
}

// withDefaults is a component with the elements that it lacks, in order.
func withDefaults(kind string, component *soapElement, defaults string) *soapElement {
	for word := range strings.FieldsSeq(defaults) {
		if name, value, _ := strings.Cut(word, "="); component.child(name) == nil {
			component.add(newText(name, value))
		}
	}
	return tidy(kind, component)
}

// mergeComponent is a component with the elements that a change gives in the
// place of its own. An element that is given empty goes.
func mergeComponent(kind string, own, change *soapElement) *soapElement {
	merged := &soapElement{}
	for _, field := range metadataTypes[kind] {
		given := change.all(field.name)
		if len(given) == 0 || given[0].Nil {
			given = own.all(field.name)
		}
		merged.add(given...)
	}
	return tidy(kind, merged)
}

// emptyLists is a component whose comma-separated lists that are there but empty
// are lists of nobody, which outlast tidying.
func emptyLists(component *soapElement) *soapElement {
	kept := *component
	kept.Children = nil
	for _, child := range component.Children {
		if strings.HasPrefix(child.Name, "commaSeparated") && child.empty() && !child.Nil {
			list := *child
			list.Text, child = ",", &list
		}
		kept.add(child)
	}
	return &kept
}

// texts are the texts of elements.
func texts(elements []*soapElement) []string {
	values := make([]string, len(elements))
	for i, element := range elements {
		values[i] = element.text()
	}
	return values
}

// checkValues refuses the values that a string element does not take though its
// kind does.
func checkValues(kind string, component *soapElement) *metadataError {
	for _, field := range metadataTypes[kind] {
		for _, element := range component.all(field.name) {
			if metadataTypes[field.kind] != nil {
				if failure := checkValues(field.kind, element); failure != nil {
					return failure
				}
			}
			values := metadataValues[kind+"."+field.name]
			if values != nil && !slices.Contains(values, element.text()) {
				return componentError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
					field.name+": bad value for restricted picklist field: "+element.text(), field.name)
			}
		}
	}
	return nil
}
