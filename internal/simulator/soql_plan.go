package simulator

import (
	"cmp"
	"slices"
	"strings"
)

// soqlPlan is a query bound to the objects that it names.
type soqlPlan struct {
	actor    salesforceActor
	tooling  bool
	object   *salesforceObject
	count    bool
	columns  []soqlColumn
	where    soqlPredicate
	order    []soqlSortKey
	limit    int // negative for none
	offset   int
	selected []string
}

type soqlPredicate func(salesforceRow) bool

// soqlColumn is a field reached over any number of relationships.
type soqlColumn struct {
	steps []*salesforceField
	field *salesforceField
}

type soqlSortKey struct {
	column     soqlColumn
	descending bool
	nullsLast  bool
}

// planSOQL binds a query for an actor.
func planSOQL(actor salesforceActor, query *soqlQuery, tooling bool) (*soqlPlan, *salesforceError) {
	object := salesforceObjectNamed(query.From)
	if object == nil || !actor.sees(object) {
		return nil, objectNotSupported(query.From)
	}
	plan := &soqlPlan{
		actor: actor, tooling: tooling, object: object, count: query.Select.Count, limit: -1,
		where: func(salesforceRow) bool { return true },
	}
	if query.Limit != nil {
		plan.limit = *query.Limit
	}
	if query.Offset != nil {
		plan.offset = *query.Offset
	}
	if plan.offset > 2000 {
		return nil, refusal("NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000")
	}
	if refused := plan.bindColumns(query); refused != nil {
		return nil, refused
	}
	if query.Where == nil {
		return plan, nil
	}
	where, refused := plan.condition(query.Where)
	plan.where = where
	return plan, refused
}

func (p *soqlPlan) bindColumns(query *soqlQuery) *salesforceError {
	for _, path := range query.Select.Fields {
		column, refused := p.column(path)
		if refused != nil {
			return refused
		}
		if slices.Contains(p.selected, strings.ToLower(path.String())) {
			return malformedQuery("duplicate field selected: %s", path)
		}
		p.selected = append(p.selected, strings.ToLower(path.String()))
		p.columns = append(p.columns, column)
	}
	for _, order := range query.Order {
		column, refused := p.column(order.Field)
		if refused != nil {
			return refused
		}
		p.order = append(p.order, soqlSortKey{column, order.Descending, order.NullsLast})
	}
	return nil
}

// column resolves a path from the object of the query.
func (p *soqlPlan) column(path *soqlPath) (soqlColumn, *salesforceError) {
	var column soqlColumn
	object, names := p.object, path.Names
	if len(names) > 1 && strings.EqualFold(names[0], object.Name) {
		names = names[1:]
	}
	for _, name := range names[:len(names)-1] {
		step := object.relationship(name)
		if step == nil {
			return column, refusal("INVALID_FIELD", "Didn't understand relationship '%s' in field path. If you are "+
				"attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. "+
				"Please reference your WSDL or the describe call for the appropriate names.", name)
		}
		column.steps = append(column.steps, step)
		object = salesforceObjectNamed(step.Reference)
	}
	last := names[len(names)-1]
	column.field = object.field(last)
	if column.field == nil || !p.actor.has(column.field, p.tooling) {
		return column, refusal("INVALID_FIELD", "No such column '%s' on entity '%s'. If you are attempting to use a "+
			"custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the "+
			"describe call for the appropriate names.", last, object.Name)
	}
	return column, nil
}

// follow is the row at the end of the column's relationships, or nil.
func (c soqlColumn) follow(org *salesforceOrg, row salesforceRow) salesforceRow {
	for _, step := range c.steps {
		if row = org.row(step.Reference, row.text(step.Name)); row == nil {
			return nil
		}
	}
	return row
}

// value is the column's value for a row of the query's object.
func (c soqlColumn) value(org *salesforceOrg, row salesforceRow) any {
	if row = c.follow(org, row); row == nil {
		return nil
	}
	return c.field.of(row)
}

// run lists the rows that the query selects.
func (p *soqlPlan) run() []salesforceRow {
	p.actor.freshen(p.object)
	reached := p.actor.reaches(p.object)
	table := p.actor.org.table(p.object.Name)
	var rows []salesforceRow
	for _, id := range table.ids {
		if row := table.Rows[id]; reached(row) && p.where(row) {
			rows = append(rows, row)
		}
	}
	if len(p.order) > 0 {
		slices.SortStableFunc(rows, p.compare)
	}
	rows = rows[min(p.offset, len(rows)):]
	if p.limit >= 0 {
		rows = rows[:min(p.limit, len(rows))]
	}
	return rows
}

func (p *soqlPlan) compare(a, b salesforceRow) int {
	for _, key := range p.order {
		left, right := key.column.value(p.actor.org, a), key.column.value(p.actor.org, b)
		if order := key.compare(left, right); order != 0 {
			return order
		}
	}
	return 0
}

func (k soqlSortKey) compare(left, right any) int {
	switch {
	case left == nil && right == nil:
		return 0
	case left == nil || right == nil:
		if (left == nil) == k.nullsLast {
			return 1
		}
		return -1
	}
	order := compareValues(left, right)
	if k.descending {
		return -order
	}
	return order
}

// compareValues orders two values of one kind that are not nil.
func compareValues(left, right any) int {
	switch left := left.(type) {
	case string:
		right, _ := right.(string)
		return strings.Compare(strings.ToLower(left), strings.ToLower(right))
	case float64:
		right, _ := right.(float64)
		return cmp.Compare(left, right)
	case bool:
		switch {
		case left == right:
			return 0
		case left:
			return 1
		}
		return -1
	}
	return 0
}

// record is a row as the answer shows it: the selected fields, those of other
// objects nested.
func (p *soqlPlan) record(row salesforceRow, version string) map[string]any {
	record := map[string]any{"attributes": rowAttributes(p.object, row, version)}
	for _, column := range p.columns {
		target, source := record, row
		for _, step := range column.steps {
			source = p.actor.org.row(step.Reference, source.text(step.Name))
			if source == nil {
				target[step.Relationship] = nil
				break
			}
			nested, _ := target[step.Relationship].(map[string]any)
			if nested == nil {
				object := salesforceObjectNamed(step.Reference)
				nested = map[string]any{"attributes": rowAttributes(object, source, version)}
				target[step.Relationship] = nested
			}
			target = nested
		}
		if source != nil {
			target[column.field.Name] = column.field.of(source)
		}
	}
	return record
}

func rowAttributes(object *salesforceObject, row salesforceRow, version string) map[string]string {
	return map[string]string{
		"type": object.Name, "url": "/services/data/" + version + "/sobjects/" + object.Name + "/" + row.text("Id"),
	}
}
