package simulator

import (
	"net/http"
	"strings"
)

// target is the object and the id that the path names.
func (c *salesforceCall) target() (*salesforceObject, string, *salesforceError) {
	object, refused := c.object()
	if refused != nil {
		return nil, "", refused
	}
	id, refused := idOf(object, c.request.PathValue("id"))
	return object, id, refused
}

// idOf checks that an id is one of the object's.
func idOf(object *salesforceObject, text string) (string, *salesforceError) {
	id, right := canonicalID(text)
	if !right || !strings.HasPrefix(id, object.Prefix) {
		return "", malformedID(object.Name+" ID", text)
	}
	return id, nil
}

func salesforceCreateRow(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, refused := c.object()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if !object.Creatable {
		return salesforceReply{}, methodNotAllowed(http.MethodPost, "HEAD,GET")
	}
	values := map[string]any{}
	if refused := c.decode(&values); refused != nil {
		return salesforceReply{}, refused
	}
	id, refused := c.insert(object, values)
	if refused != nil {
		return salesforceReply{}, refused
	}
	return salesforceReply{
		status: http.StatusCreated, location: "/services/data/" + c.version + "/sobjects/" + object.Name + "/" + id,
		body: map[string]any{"id": id, "success": true, "errors": []any{}},
	}, nil
}

func salesforceReadRow(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, id, refused := c.target()
	if refused != nil {
		return salesforceReply{}, refused
	}
	c.freshen(object)
	row, refused := c.find(object, id)
	if refused == nil && !c.reaches(object)(row) {
		refused = notFound()
	}
	if refused != nil {
		return salesforceReply{}, refused
	}
	fields, refused := c.fields(object, c.request.URL.Query().Get("fields"))
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(c.show(object, row, fields)), nil
}

// fields are those of a comma-separated list, or all.
func (c *salesforceCall) fields(object *salesforceObject, list string) ([]*salesforceField, *salesforceError) {
	var fields []*salesforceField
	if list == "" {
		for _, field := range object.Fields {
			if c.has(field, c.tooling) {
				fields = append(fields, field)
			}
		}
		return fields, nil
	}
	for name := range strings.SplitSeq(list, ",") {
		field := object.field(strings.TrimSpace(name))
		if field == nil || !c.has(field, c.tooling) {
			return nil, refusal("INVALID_FIELD", "No such column '%s' on sobject of type %s", strings.TrimSpace(name), object.Name)
		}
		fields = append(fields, field)
	}
	return fields, nil
}

func (c *salesforceCall) show(object *salesforceObject, row salesforceRow, fields []*salesforceField) map[string]any {
	shown := map[string]any{"attributes": rowAttributes(object, row, c.version)}
	for _, field := range fields {
		shown[field.Name] = field.of(row)
	}
	return shown
}

func salesforceUpdateRow(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, id, refused := c.target()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if !object.Updateable {
		return salesforceReply{}, methodNotAllowed(http.MethodPatch, "HEAD,GET,DELETE")
	}
	values := map[string]any{}
	if refused := c.decode(&values); refused != nil {
		return salesforceReply{}, refused
	}
	return salesforceReply{status: http.StatusNoContent}, c.update(object, id, values)
}

// salesforceSubstituteMethod takes the method from the query of a POST, as
// clients do that cannot send PATCH.
func salesforceSubstituteMethod(c *salesforceCall) (salesforceReply, *salesforceError) {
	switch c.request.URL.Query().Get("_HttpMethod") {
	case http.MethodPatch:
		return salesforceUpdateRow(c)
	case http.MethodDelete:
		return salesforceDeleteRow(c)
	}
	return salesforceReply{}, methodNotAllowed(http.MethodPost, "HEAD,GET,PATCH,DELETE")
}

func salesforceDeleteRow(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, id, refused := c.target()
	if refused != nil {
		return salesforceReply{}, refused
	}
	if !object.Deletable {
		return salesforceReply{}, methodNotAllowed(http.MethodDelete, "HEAD,GET,PATCH")
	}
	return salesforceReply{status: http.StatusNoContent}, c.erase(object, id)
}
