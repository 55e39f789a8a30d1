package simulator

import (
	"slices"
	"strings"
)

// listMaximum is how many queries one listMetadata call may hold.
const listMaximum = 3

// list lists components without what is in them.
func (c *metadataCall) list() ([]*soapElement, *soapFault) {
	queries := c.operation.all("queries")
	if len(queries) > listMaximum {
		return nil, sfFault("EXCEEDED_ID_LIMIT", "list call cannot have more than %d queries", listMaximum)
	}
	var files []*soapElement
	for _, query := range queries {
		kind := query.child("type").text()
		if !slices.Contains(metadataTypeNames(), kind) {
			return nil, sfFault("INVALID_TYPE", "Unknown type name '%s' specified in the listMetadata query", kind)
		}
		files = append(files, c.files(kind)...)
	}
	return files, nil
}

// files are the components of one type as FileProperties.
func (c *metadataCall) files(kind string) []*soapElement {
	var files []*soapElement
	switch kind {
	case "ConnectedApp":
		for _, id := range c.org.table("ConnectedApplication").ids {
			state := "unmanaged"
			if c.org.Apps[id].Installed {
				state = "installed"
			}
			files = append(files, c.file(kind, c.org.Apps[id].FullName, state, c.org.row("ConnectedApplication", id)))
		}
	case "Settings":
		for _, member := range settingsMembers() {
			files = append(files, c.file(kind, member, "unmanaged", c.org.row("Organization", c.org.ID)))
		}
	default:
		table := c.org.table(componentObject(kind).Name)
		for _, id := range table.ids {
			if row := table.Rows[id]; !derivedSet(row) {
				files = append(files, c.file(kind, componentName(row), "unmanaged", row))
			}
		}
	}
	return files
}

// componentName is the name by which metadata knows a row.
func componentName(row salesforceRow) string {
	for _, field := range []string{profileAPIName, "DeveloperName"} {
		if name := row.text(field); name != "" {
			return name
		}
	}
	return row.text("Name")
}

// file is one component as FileProperties.
func (c *metadataCall) file(kind, name, state string, row salesforceRow) *soapElement {
	creator := row.text("CreatedById")
	if creator == "" {
		creator = c.user
	}
	author := c.org.row("User", creator).text("Name")
	place := metadataDirectories[kind]
	return newElement("result",
		newText("createdById", creator), newText("createdByName", author),
		newText("createdDate", metadataTime(row.text("CreatedDate"))),
		newText("fileName", place.directory+"/"+name+"."+place.suffix), newText("fullName", name),
		newText("id", row.text("Id")), newText("lastModifiedById", creator), newText("lastModifiedByName", author),
		newText("lastModifiedDate", metadataTime(row.text("LastModifiedDate"))),
		newText("manageableState", state), newText("type", kind))
}

// metadataTime is a time of the REST API as the SOAP API writes it.
func metadataTime(text string) string {
	at, err := parseSalesforceTime(text)
	if err != nil {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}

// describeTypes lists the types of components.
func (c *metadataCall) describeTypes() ([]*soapElement, *soapFault) {
	result := newElement("result")
	for _, name := range metadataTypeNames() {
		result.add(newElement("metadataObjects", newText("directoryName", metadataDirectories[name].directory),
			newBoolean("inFolder", false), newBoolean("metaFile", false),
			newText("suffix", metadataDirectories[name].suffix), newText("xmlName", name)))
	}
	result.add(newText("organizationNamespace", ""), newBoolean("partialSaveAllowed", true), newBoolean("testRequired", false))
	return []*soapElement{result}, nil
}

// describeType describes the elements of a type.
func (c *metadataCall) describeType() ([]*soapElement, *soapFault) {
	kind := c.operation.child("type").text()
	name := strings.TrimPrefix(kind, "{"+metadataNamespace+"}")
	if metadataKinds[name] == nil || name == kind {
		return nil, sfFault("INVALID_TYPE", "Unknown type: %s", kind)
	}
	settings := strings.HasSuffix(name, "Settings") && componentObject(name) == nil
	result := newElement("result", newBoolean("apiCreatable", !settings), newBoolean("apiDeletable", !settings),
		newBoolean("apiReadable", true), newBoolean("apiUpdatable", true))
	result.add(describeElement(metadataField{name: "fullName", kind: "string", required: true}))
	for _, field := range metadataTypes[name] {
		if field.gone == 0 || c.version < field.gone {
			result.add(describeElement(field))
		}
	}
	return []*soapElement{result}, nil
}

// describeElement is an element as a ValueTypeField.
func describeElement(field metadataField) *soapElement {
	element := newElement("valueTypeFields")
	for _, inner := range metadataTypes[field.kind] {
		nested := describeElement(inner)
		nested.Name = "fields"
		element.add(nested)
	}
	least := "0"
	if field.required {
		least = "1"
	}
	element.add(newBoolean("isForeignKey", false), newBoolean("isNameField", field.name == "fullName"),
		newText("minOccurs", least), newText("name", field.name))
	for _, value := range metadataEnumerations[field.kind] {
		element.add(newElement("picklistValues", newBoolean("active", true), newBoolean("defaultValue", false),
			newText("label", value), newText("value", value)))
	}
	element.add(newText("soapType", field.kind), newBoolean("valueRequired", field.required))
	return element
}
