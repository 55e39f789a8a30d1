package simulator

import (
	"strconv"
	"strings"
)

// componentObjects are the objects whose rows are the components of a type,
// where the two differ in name.
var componentObjects = map[string]string{
	"ExtlClntAppConfigurablePolicies":      "ExtlClntAppPlcyCnfg",
	"ExtlClntAppOauthConfigurablePolicies": "ExtlClntAppOauthPlcyCnfg",
	"ExtlClntAppSamlConfigurablePolicies":  "ExtlClntAppSamlPlcyCnfg",
}

// componentObject is the object whose rows are the components of a type, or nil.
func componentObject(kind string) *salesforceObject {
	if object := componentObjects[kind]; object != "" {
		return salesforceObjectNamed(object)
	}
	return salesforceObjectNamed(kind)
}

// component is the id of the component of this type and name, or empty.
func (o *salesforceOrg) component(kind, name string) string {
	return o.named(componentObject(kind).Name, "DeveloperName", name)
}

// putComponent adds, replaces or, given nil, deletes a definition, undoably.
func (o *salesforceOrg) putComponent(id string, definition *soapElement) {
	if o.Components == nil {
		o.Components = map[string]*soapElement{}
	}
	old := o.Components[id]
	set := func(definition *soapElement) {
		if definition == nil {
			delete(o.Components, id)
		} else {
			o.Components[id] = definition
		}
	}
	set(definition)
	o.undo(func() { set(old) })
}

// storeComponent replaces a definition and keeps its row in step.
func (a salesforceActor) storeComponent(kind, id string, definition *soapElement) {
	object := componentObject(kind)
	a.org.putComponent(id, definition)
	row := mirror(object, a.org.row(object.Name, id), definition)
	if app := definition.child("externalClientApplication").text(); app != "" {
		row["ExternalClientApplicationId"] = a.org.named("ExternalClientApplication", "DeveloperName", app)
	}
	a.touch(row)
	a.org.put(object.Name, id, row)
}

// mirror is a row that shows the elements of a definition in the fields that are
// named like them.
func mirror(object *salesforceObject, row salesforceRow, definition *soapElement) salesforceRow {
	row = row.with("Id", row["Id"])
	for _, field := range object.Fields {
		name := strings.ToLower(field.Name[:1]) + field.Name[1:]
		if field.Name == "MasterLabel" && definition.child("masterLabel") == nil {
			name = "label"
		}
		if field.Kind == kindID || field.Kind == kindReference || field.is(recorded) || field.Name == "DeveloperName" {
			continue
		}
		delete(row, field.Name)
		if element := definition.child(name); element != nil {
			row[field.Name] = fieldValue(field, element.text())
		}
	}
	return row
}

// fieldValue is an element's text as a value that rows hold.
func fieldValue(field *salesforceField, text string) any {
	switch field.Kind {
	case kindBoolean:
		return text == "true"
	case kindInt:
		if number, err := strconv.ParseFloat(text, 64); err == nil {
			return number
		}
		return nil
	case kindID, kindReference, kindString, kindEmail, kindPicklist, kindDatetime:
	}
	return text
}

// commaList splits a comma-separated list and trims its members.
func commaList(text string) []string {
	var members []string
	for member := range strings.SplitSeq(text, ",") {
		if member = strings.TrimSpace(member); member != "" {
			members = append(members, member)
		}
	}
	return members
}

// set replaces the children of a name by one with this text, or by none.
func (e *soapElement) set(name, text string) {
	*e = *e.without(name)
	if text != "" {
		e.add(newText(name, text))
	}
}
