package simulator

import (
	"net/http"
	"strings"
)

const (
	collectionMaximum     = 200
	collectionReadMaximum = 2000
)

// salesforceCollection is the body of a request that writes many rows.
type salesforceCollection struct {
	AllOrNone bool             `json:"allOrNone"`
	Records   []map[string]any `json:"records"`
}

// salesforceOutcome is what became of one record: its id, or why not.
type salesforceOutcome struct {
	id      string
	refused *salesforceError
}

func salesforceCreateRows(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.collect(func(object *salesforceObject, values map[string]any) salesforceOutcome {
		id, refused := c.insert(object, values)
		return salesforceOutcome{id, refused}
	})
}

func salesforceUpdateRows(c *salesforceCall) (salesforceReply, *salesforceError) {
	return c.collect(func(object *salesforceObject, values map[string]any) salesforceOutcome {
		text, changes := takeID(values)
		id, refused := idOf(object, text)
		if refused == nil {
			refused = inCollection(c.update(object, id, changes))
		}
		return salesforceOutcome{id, refused}
	})
}

// takeID separates the id of a record from its fields.
func takeID(values map[string]any) (string, map[string]any) {
	var id string
	changes := map[string]any{}
	for name, value := range values {
		if strings.EqualFold(name, "id") {
			id, _ = value.(string)
			continue
		}
		changes[name] = value
	}
	return id, changes
}

// inCollection tells of a row that was never there as collections do.
func inCollection(refused *salesforceError) *salesforceError {
	if refused != nil && refused.code == "NOT_FOUND" {
		return refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
	}
	return refused
}

// collect applies a change to every record of the body.
func (c *salesforceCall) collect(
	change func(*salesforceObject, map[string]any) salesforceOutcome,
) (salesforceReply, *salesforceError) {
	var collection salesforceCollection
	if refused := c.decode(&collection); refused != nil {
		return salesforceReply{}, refused
	}
	objects, refused := c.objectsOf(collection.Records)
	if refused != nil {
		return salesforceReply{}, refused
	}
	return ok(c.many(collection.AllOrNone, len(objects), func(i int) salesforceOutcome {
		if objects[i] == nil {
			return salesforceOutcome{refused: objectNotSupported(typeOf(collection.Records[i]))}
		}
		return change(objects[i], collection.Records[i])
	})), nil
}

// objectsOf finds the object of every record. All objects here belong to Setup,
// and those may not be mixed.
func (c *salesforceCall) objectsOf(records []map[string]any) ([]*salesforceObject, *salesforceError) {
	if len(records) == 0 {
		return nil, refusal("REQUIRED_FIELD_MISSING", "records is required")
	}
	if len(records) > collectionMaximum {
		return nil, exceeded(collectionMaximum)
	}
	objects := make([]*salesforceObject, len(records))
	for i, record := range records {
		name := typeOf(record)
		if name == "" {
			return nil, refusal("INVALID_TYPE", "Must provide a type attribute value.")
		}
		if !strings.EqualFold(name, typeOf(records[0])) {
			return nil, refusal("INVALID_TYPE", "Records of more than one type can't be saved together when one of them "+
				"is a Setup object.")
		}
		if object := salesforceObjectNamed(name); object != nil && c.sees(object) {
			objects[i] = object
		}
	}
	return objects, nil
}

func exceeded(maximum int) *salesforceError {
	return refusal("EXCEEDED_ID_LIMIT", "record limit reached. cannot submit more than %d records into this call", maximum)
}

func typeOf(record map[string]any) string {
	attributes, _ := record["attributes"].(map[string]any)
	name, _ := attributes["type"].(string)
	return name
}

func salesforceDeleteRows(c *salesforceCall) (salesforceReply, *salesforceError) {
	query := c.request.URL.Query()
	ids := strings.Split(query.Get("ids"), ",")
	if query.Get("ids") == "" {
		return salesforceReply{}, refusal("REQUIRED_FIELD_MISSING", "ids is required")
	}
	if len(ids) > collectionMaximum {
		return salesforceReply{}, exceeded(collectionMaximum)
	}
	return ok(c.many(query.Get("allOrNone") == "true", len(ids), func(i int) salesforceOutcome {
		object := salesforceObjectWithPrefix(ids[i])
		id, right := canonicalID(ids[i])
		if object == nil || !right || !c.sees(object) {
			return salesforceOutcome{refused: malformedID("ID", ids[i])}
		}
		return salesforceOutcome{id, inCollection(c.erase(object, id))}
	})), nil
}

func salesforceObjectWithPrefix(id string) *salesforceObject {
	for _, object := range salesforceObjects {
		if strings.HasPrefix(id, object.Prefix) {
			return object
		}
	}
	return nil
}

// many does something to a number of records, each on its own or all or none,
// and lists the results.
func (c *salesforceCall) many(allOrNone bool, count int, do func(int) salesforceOutcome) []map[string]any {
	outcomes := make([]salesforceOutcome, count)
	c.org.transact(func() bool {
		keep := true
		for i := range outcomes {
			outcomes[i] = do(i)
			keep = keep && (outcomes[i].refused == nil || !allOrNone)
		}
		if !keep {
			rollBack(outcomes)
		}
		return keep
	})
	results := make([]map[string]any, count)
	for i, outcome := range outcomes {
		if outcome.refused != nil {
			results[i] = map[string]any{"success": false, "errors": []any{outcome.refused.item()}}
			continue
		}
		results[i] = map[string]any{"id": outcome.id, "success": true, "errors": []any{}}
	}
	return results
}

// rollBack marks the records that fail only because others did.
func rollBack(outcomes []salesforceOutcome) {
	for i := range outcomes {
		if outcomes[i].refused == nil {
			outcomes[i].refused = refusal("ALL_OR_NONE_OPERATION_ROLLED_BACK", "Record rolled back because not all records "+
				"were valid and the request was using AllOrNone header")
		}
	}
}

// salesforceReadRows reads rows by id: in the order asked for, null for those
// that are not there.
func salesforceReadRows(c *salesforceCall) (salesforceReply, *salesforceError) {
	object, refused := c.object()
	if refused != nil {
		return salesforceReply{}, refused
	}
	query := c.request.URL.Query()
	asked := struct{ IDs, Fields []string }{strings.Split(query.Get("ids"), ","), strings.Split(query.Get("fields"), ",")}
	if c.request.Method == http.MethodPost {
		asked.IDs, asked.Fields = nil, nil
		if refused := c.decode(&asked); refused != nil {
			return salesforceReply{}, refused
		}
	}
	if len(asked.IDs) > collectionReadMaximum {
		return salesforceReply{}, exceeded(collectionReadMaximum)
	}
	if strings.Join(asked.Fields, "") == "" {
		return salesforceReply{}, refusal("REQUIRED_FIELD_MISSING", "fields is required")
	}
	fields, refused := c.fields(object, strings.Join(asked.Fields, ","))
	if refused != nil {
		return salesforceReply{}, refused
	}
	c.freshen(object)
	rows := make([]any, len(asked.IDs))
	for i, text := range asked.IDs {
		if id, refused := idOf(object, text); refused == nil && c.org.row(object.Name, id) != nil && c.reaches(object)(c.org.row(object.Name, id)) {
			rows[i] = c.show(object, c.org.row(object.Name, id), fields)
		}
	}
	return ok(rows), nil
}
