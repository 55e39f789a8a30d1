package simulator

// salesforceDescribeObject describes an object and its fields.
func salesforceDescribeObject(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, refused := c.object()
	if refused != nil {
		return salesforceReply{}, refused
	}
	description := c.describe(object)
	fields := []map[string]any{}
	for _, field := range object.Fields {
		if c.has(field, c.tooling) {
			fields = append(fields, describeField(field))
		}
	}
	description["fields"] = fields
	description["childRelationships"], description["recordTypeInfos"] = []any{}, []any{}
	return ok(description), nil
}

func (c *salesforceCall) describe(object *salesforceObject) map[string]any {
	base := "/services/data/" + c.version + "/sobjects/" + object.Name
	return map[string]any{
		"name": object.Name, "label": object.Name, "labelPlural": object.Name, "keyPrefix": object.Prefix,
		"custom": false, "queryable": true, "retrieveable": true, "searchable": false, "triggerable": false,
		"createable": object.Creatable, "updateable": object.Updateable, "deletable": object.Deletable,
		"urls": map[string]string{
			"sobject": base, "describe": base + "/describe", "rowTemplate": base + "/{ID}",
		},
	}
}

func describeField(field *salesforceField) map[string]any {
	references, relationship := []string{}, any(nil)
	if field.Reference != "" {
		references = append(references, field.Reference)
	}
	if field.Alternative != "" {
		references = append(references, field.Alternative)
	}
	if field.Relationship != "" {
		relationship = field.Relationship
	}
	values := []map[string]any{}
	for _, value := range field.Values {
		values = append(values, map[string]any{"value": value, "label": value, "active": true, "defaultValue": false})
	}
	return map[string]any{
		"name": field.Name, "label": field.Name, "type": string(field.Kind), "length": field.Length,
		"createable": field.is(createable), "updateable": field.is(updateable), "filterable": !field.is(unfilterable),
		"nillable": !field.is(required), "defaultedOnCreate": field.Default != nil, "referenceTo": references,
		"relationshipName": relationship, "picklistValues": values, "custom": false,
	}
}

// salesforceListObjects describes every object that the user sees, in short.
func salesforceListObjects(c *salesforceCall) (salesforceReply, *salesforceError) {
	objects := []map[string]any{}
	for _, object := range salesforceObjects {
		if c.sees(object) {
			objects = append(objects, c.describe(object))
		}
	}
	return ok(map[string]any{"encoding": "UTF-8", "maxBatchSize": collectionMaximum, "sobjects": objects}), nil
}
